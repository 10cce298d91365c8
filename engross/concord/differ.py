"""Versions of one document to their differences: what one language has and the others have not, passage by passage."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from engross.concord.figures import Figures, figures
from engross.concord.version import Passage, Version
from engross.language import language
from engross.model import NOWHERE, Where

# What ids begin with, by what they are of; ids of other blocks (headings, cells) follow the layout, not the numbers.
KINDS = {"pp": "preambular paragraphs", "op": "operative paragraphs", "fn": "notes", "annex": "annexes"}


@dataclass(frozen=True, slots=True)
class Side:
    """One language's part in a difference: what it has, where, and the passage's words."""

    language: str
    value: str
    where: Where
    text: str


@dataclass(frozen=True, slots=True)
class Difference:
    """Where the versions of a document differ: in what, at which id ("" for the whole document), all sides."""

    document: str
    aspect: str
    place: str
    sides: tuple[Side, ...]

    @property
    def odd(self) -> tuple[str, ...]:
        """The languages whose value is not the most frequent one; all where none is."""
        counts = Counter(side.value for side in self.sides)
        (usual, times), *rest = counts.most_common(2)
        even = bool(rest) and rest[0][1] == times
        return tuple(side.language for side in self.sides if even or side.value != usual)


def differences(symbol: str, versions: tuple[Version, ...]) -> Iterator[Difference]:
    """The differences between ``versions``, two or more, of the document ``symbol``."""
    yield from _facts(symbol, versions)
    yield from _structure(symbol, versions)
    names = dict.fromkeys(name for version in versions for name in version.passages)
    for name in names:
        held = tuple(version for version in versions if name in version.passages)
        if len(held) > 1:
            yield from _contents(symbol, name, held)


def _facts(symbol: str, versions: tuple[Version, ...]) -> Iterator[Difference]:
    for fact in versions[0].facts:
        known = tuple(version for version in versions if version.facts[fact])
        if len({version.facts[fact] for version in known}) > 1:
            sides = tuple(Side(v.language, v.facts[fact], Where(v.source, 1), "") for v in known)
            yield Difference(symbol, fact, "", sides)


def _structure(symbol: str, versions: tuple[Version, ...]) -> Iterator[Difference]:
    """Paragraphs, points, notes and annexes that not all versions have."""
    for kind, aspect in KINDS.items():
        found = {v.language: tuple(n for n in v.passages if _kind(n) == kind and not _is_point(n)) for v in versions}
        if len({len(names) for names in found.values()}) > 1:
            yield Difference(symbol, aspect, "", tuple(_count(v, found[v.language]) for v in versions))
    points = {v.language: tuple(n for n in v.passages if _is_point(n)) for v in versions}
    if len({len(names) for names in points.values()}) > 1:
        yield Difference(symbol, "points", "", tuple(_count(v, points[v.language]) for v in versions))


def _kind(name: str) -> str:
    return next((kind for kind in KINDS if re.search(rf"(?:^|-){kind}-\d+$", name)), "")


def _is_point(name: str) -> bool:
    return bool(re.search(r"(?:^|-)op-\d+-[a-z]", name))


def _count(version: Version, names: tuple[str, ...]) -> Side:
    last = version.passages[names[-1]] if names else None
    where = last.where if last else Where(version.source, 1)
    return Side(version.language, str(len(names)), where, last.text if last else "")


def _contents(symbol: str, name: str, versions: tuple[Version, ...]) -> Iterator[Difference]:
    passages = {version.language: version.passages[name] for version in versions}
    linked = {code: p.linked for code, p in passages.items()}
    for aspect, values in (
        ("cited symbols", {code: p.cited for code, p in passages.items()}),
        ("missing links" if _only_missing(linked) else "linked symbols", linked),
        ("numbers", _shared({code: figures(p.text, language(code)) for code, p in passages.items()})),
    ):
        if len(set(values.values())) > 1:
            sides = tuple(_side(code, values[code], passages[code]) for code in passages)
            yield Difference(symbol, aspect, name, sides)


def _only_missing(linked: dict[str, frozenset[str]]) -> bool:
    """Whether no language links to what most do not: some only leave links out."""
    counts = Counter(symbol for symbols in linked.values() for symbol in symbols)
    return all(times * 2 >= len(linked) for times in counts.values())


def _side(code: str, values: frozenset[str], passage: Passage | None) -> Side:
    shown = ", ".join(sorted(values)) or "–"
    return Side(code, shown, passage.where if passage else NOWHERE, passage.text if passage else "")


def _shared(values: dict[str, Figures]) -> dict[str, frozenset[str]]:
    """The numbers that most versions write as figures: one that few do is a word in the others, and says nothing."""
    counts = Counter(number for one in values.values() for number in one.said)
    usual = {number for number, times in counts.items() if times >= max(2, len(values) - 1)}
    return {code: (one.said | one.meant) & usual for code, one in values.items()}
