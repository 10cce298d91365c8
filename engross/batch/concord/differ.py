"""Find the differences between versions of one document, passage by passage: what one language has and others lack."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from engross.batch.concord.figures import TextFigures, find_figures
from engross.batch.concord.version import Passage, Version
from engross.grammars.language import load_language
from engross.model.tree import NOWHERE, Where

# Aspects by the prefix of ids; ids of other blocks (headings, cells) follow the layout, not the printed numbers.
ASPECTS_BY_KIND = {"pp": "preambular paragraphs", "op": "operative paragraphs", "fn": "notes", "annex": "annexes"}


@dataclass(frozen=True, slots=True)
class DifferenceSide:
    """One language's side of a difference: its value, the place, and the words of the passage."""

    language: str
    value: str
    where: Where
    text: str


@dataclass(frozen=True, slots=True)
class VersionDifference:
    """A difference between versions of a document: aspect, id of the passage ("" for the whole document), all sides."""

    document: str
    aspect: str
    place: str
    sides: tuple[DifferenceSide, ...]

    @property
    def odd(self) -> tuple[str, ...]:
        """The languages whose value is not the most frequent one; all languages if several values are."""
        counts = Counter(side.value for side in self.sides)
        (usual, times), *rest = counts.most_common(2)
        is_tied = bool(rest) and rest[0][1] == times
        return tuple(side.language for side in self.sides if is_tied or side.value != usual)


def find_differences(symbol: str, versions: tuple[Version, ...]) -> Iterator[VersionDifference]:
    """Yield the differences between ``versions``, two or more, of the document ``symbol``."""
    yield from _compare_facts(symbol, versions)
    yield from _compare_structure(symbol, versions)
    names = dict.fromkeys(name for version in versions for name in version.passages)
    for name in names:
        holders = tuple(version for version in versions if name in version.passages)
        if len(holders) > 1:
            yield from _compare_passages(symbol, name, holders)


def _compare_facts(symbol: str, versions: tuple[Version, ...]) -> Iterator[VersionDifference]:
    for fact in versions[0].facts:
        stating = tuple(version for version in versions if version.facts[fact])
        if len({version.facts[fact] for version in stating}) > 1:
            sides = tuple(DifferenceSide(v.language, v.facts[fact], Where(v.source, 1), "") for v in stating)
            yield VersionDifference(symbol, fact, "", sides)


def _compare_structure(symbol: str, versions: tuple[Version, ...]) -> Iterator[VersionDifference]:
    """Report numbers of paragraphs, points, notes and annexes that are not the same in all versions."""
    for kind, aspect in ASPECTS_BY_KIND.items():
        ids = {
            v.language: tuple(n for n in v.passages if _kind_of_id(n) == kind and not _is_point_id(n)) for v in versions
        }
        if len({len(names) for names in ids.values()}) > 1:
            yield VersionDifference(symbol, aspect, "", tuple(_make_count_side(v, ids[v.language]) for v in versions))
    points = {v.language: tuple(n for n in v.passages if _is_point_id(n)) for v in versions}
    if len({len(names) for names in points.values()}) > 1:
        yield VersionDifference(symbol, "points", "", tuple(_make_count_side(v, points[v.language]) for v in versions))


def _kind_of_id(name: str) -> str:
    return next((kind for kind in ASPECTS_BY_KIND if re.search(rf"(?:^|-){kind}-\d+$", name)), "")


def _is_point_id(name: str) -> bool:
    return bool(re.search(r"(?:^|-)op-\d+-[a-z]", name))


def _make_count_side(version: Version, names: tuple[str, ...]) -> DifferenceSide:
    last = version.passages[names[-1]] if names else None
    where = last.where if last else Where(version.source, 1)
    return DifferenceSide(version.language, str(len(names)), where, last.text if last else "")


def _compare_passages(symbol: str, name: str, versions: tuple[Version, ...]) -> Iterator[VersionDifference]:
    passages = {version.language: version.passages[name] for version in versions}
    linked = {code: p.linked for code, p in passages.items()}
    for aspect, values in (
        ("cited symbols", {code: p.cited for code, p in passages.items()}),
        ("missing links" if _is_only_missing_links(linked) else "linked symbols", linked),
        ("numbers", _usual_numbers({code: find_figures(p.text, load_language(code)) for code, p in passages.items()})),
    ):
        if len(set(values.values())) > 1:
            sides = tuple(_make_side(code, values[code], passages[code]) for code in passages)
            yield VersionDifference(symbol, aspect, name, sides)


def _is_only_missing_links(linked: dict[str, frozenset[str]]) -> bool:
    """Return whether every linked symbol is linked in at least half of the languages: some merely leave links out."""
    counts = Counter(symbol for symbols in linked.values() for symbol in symbols)
    return all(times * 2 >= len(linked) for times in counts.values())


def _make_side(code: str, values: frozenset[str], passage: Passage | None) -> DifferenceSide:
    shown = ", ".join(sorted(values)) or "–"
    return DifferenceSide(code, shown, passage.where if passage else NOWHERE, passage.text if passage else "")


def _usual_numbers(values: dict[str, TextFigures]) -> dict[str, frozenset[str]]:
    """Keep the numbers that most versions write in figures; a number in few versions is a word in the others."""
    counts = Counter(number for figures in values.values() for number in figures.said)
    usual = {number for number, times in counts.items() if times >= max(2, len(values) - 1)}
    return {code: (figures.said | figures.meant) & usual for code, figures in values.items()}
