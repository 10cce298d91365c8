"""What compilations consist of: which texts make one, and the order and the titles of its sections."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import count
from typing import Any

from engross.grammars.language import Language
from engross.grammars.numbering import spell_roman
from engross.grammars.symbol import SeriesPlace
from engross.model.compilation import CompiledText, Section


@dataclass(frozen=True, slots=True)
class SectionRule:
    """Which texts a section has; ``title``: a key of [compilation.sections] in words/*.toml.

    ``committee``: a key of [compilation.committees], "" for any: of the committee that the text names, else that of the
    data. ``numbers``: the first and the last number, 0 for no bound. ``series``: the kind of the series, "res", "" for
    any.
    """

    title: str
    committee: str = ""
    numbers: tuple[int, int] = (0, 0)
    series: str = ""

    def has_text(self, text: CompiledText) -> bool:
        """Return whether a text belongs to the section."""
        first, last = self.numbers
        return (
            (not self.committee or (text.committee or text.recorded_committee) == self.committee)
            and first <= text.ordinal
            and (not last or text.ordinal <= last)
            and self.series in ("", text.place.kind)
        )


@dataclass(frozen=True, slots=True)
class Shape:
    """A kind of compilation: the body and the kinds of series of its texts, the rules of its sections.

    ``rest``: the title of a last section, of the texts that no rule takes.
    """

    name: str
    body: tuple[str, ...]
    series: tuple[str, ...]
    rules: tuple[SectionRule, ...]
    rest: str


@cache
def load_shapes() -> tuple[Shape, ...]:
    """Return all shapes, in the order of the data."""
    data = tomllib.loads((files("engross.grammars") / "compilation_shapes.toml").read_text("utf-8"))
    return tuple(_make_shape(name, row) for name, row in data.items())


def _make_shape(name: str, row: dict[str, Any]) -> Shape:
    rules = (
        SectionRule(
            rule["title"], rule.get("committee", ""), tuple(rule.get("numbers", (0, 0))), rule.get("series", "")
        )
        for rule in row["sections"]
    )
    return Shape(name, tuple(row["body"]), tuple(row["series"]), tuple(rules), row["rest"])


def find_shape(place: SeriesPlace) -> Shape | None:
    """Return the shape of the compilation that a text with this place belongs to; None if there is none."""
    return next((one for one in load_shapes() if place.body == one.body and place.kind in one.series), None)


def find_committee(line: str, language: Language) -> str:
    """Return the key of the Main Committee that the line of a proponent names; "" for none."""
    patterns: dict[str, str] = language.words["compilation"]["committees"]
    return next((key for key, pattern in patterns.items() if re.search(pattern, line, re.IGNORECASE)), "")


def _number_sections(language: Language) -> Iterator[str]:
    """Yield the numbers of sections as the language has them, beyond its list Roman numerals."""
    own: list[str] = language.words["compilation"]["numerals"]
    yield from own
    yield from (spell_roman(n).upper() for n in count(len(own) + 1))


def arrange_sections(texts: tuple[CompiledText, ...], shape: Shape, language: Language) -> Iterator[Section]:
    """Yield the sections that have a text, each text in the first that takes it; others in a last one."""
    left = texts
    titles: dict[str, str] = language.words["compilation"]["sections"]
    numerals = _number_sections(language)
    for rule in shape.rules:
        own = tuple(text for text in left if rule.has_text(text))
        left = tuple(text for text in left if not rule.has_text(text))
        if own:
            yield Section(next(numerals), titles[rule.title], own)
    if left:
        yield Section(next(numerals), titles[shape.rest], left, is_rest=True)
