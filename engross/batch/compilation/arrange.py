"""Arrange texts that were read as a compilation, and part its sections into quires that are set by themselves."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from engross import __version__
from engross.batch.compilation.read_texts import ReadText
from engross.grammars.compilation_shape import arrange_sections, load_shapes
from engross.grammars.language import load_language
from engross.grammars.series_name import BOTH, name_period, name_series
from engross.grammars.symbol import SeriesPlace
from engross.model.compilation import Compilation, CompiledText
from engross.model.notice import Refusal

LETTERED = re.compile(r"(?P<number>.*\d) (?P<first>[A-Z])(?:-(?P<last>[A-Z]))?")  # a symbol of parts
LINES_A_PAGE = 42  # of text, about: a page has 45, some of which are gaps
MOST_PAGES = 250  # of a quire, about: it takes 0.75 MB a page while it is set
MOST_NAMED = 5  # up to this many texts are named in a refusal


@dataclass(frozen=True, slots=True)
class Quire:
    """Texts that are set together: the number of their section (from 0), whether they begin it."""

    section: int
    texts: tuple[CompiledText, ...]
    is_first: bool


def arrange_texts(found: Sequence[ReadText], title: str = "", code: str = "") -> Compilation:
    """Return the compilation of texts, each there once. ``code``: of the language of all that is no text; "": theirs.

    Raises Refusal if they are of several books, or one is there twice.
    """
    refuse_mixture(found)
    texts = tuple(sorted((one.text for one in found if one.text), key=lambda text: text.rank))
    language = load_language(code or texts[0].language)
    shape = next(shape for shape in load_shapes() if shape.name == found[0].shape)
    days = sorted(text.adopted for text in texts if text.adopted and text.recorded_day in ("", text.adopted))
    organ = language.word("organs", texts[0].organ)
    place = _find_place(texts[0].place, found[0].period)
    kinds = {text.place.kind for text in texts}
    lines = Counter(text.session for text in texts if text.session and text.language == language.code)
    return Compilation(
        title or name_series(place, organ, language, BOTH if len(kinds) > 1 else ""),
        organ,
        lines.most_common(1)[0][0] if lines else name_period(place, language),
        language.code,
        __version__,
        tuple(arrange_sections(texts, shape, language)),
        days[0] if days else "",
        days[-1] if days else "",
    )


def _find_place(place: SeriesPlace, period: str) -> SeriesPlace:
    """Return the place with the year of a series whose numbers run through all years, as the Security Council's do."""
    return place if place.period else replace(place, period="year", ordinal=int(period))


def refuse_mixture(found: Sequence[ReadText]) -> None:
    """Raise Refusal if texts are of several books, or one is there twice in a language."""
    kinds = dict.fromkeys((one.shape, one.period) for one in found)
    if len(kinds) > 1:
        named = "; ".join(f"{shape} of {period}" for shape, period in kinds)
        organs = ", ".join(dict.fromkeys(one.text.organ for one in found if one.text))
        periods = ", ".join(dict.fromkeys(period for _, period in kinds))
        hint = f"choose one with --organ ({organs}) and --session ({periods}), or by folders"
        raise Refusal(f"the texts are of several books: {named}", hint)
    places: dict[tuple[str, str], list[str]] = {}
    for one in found:
        if one.text:
            places.setdefault((one.text.symbol, one.text.language), []).append(one.source)
    twice = [f"{symbol} ({' and '.join(sources)})" for (symbol, _), sources in places.items() if len(sources) > 1]
    if twice:
        raise Refusal(f"a text is there twice: {'; '.join(twice[:MOST_NAMED])}", "leave one of the sources out")


def list_held(texts: Sequence[CompiledText]) -> dict[str, CompiledText]:
    """Return the texts by the symbols that they are cited by: their own, and those of the parts that they have.

    77/128 A-B is cited as 77/128 B too; 77/253 becomes 77/253 A where 77/253 B is adopted later.
    """
    held = {text.symbol: text for text in texts}
    for text in texts:
        lettered = LETTERED.fullmatch(text.symbol)
        if lettered and lettered["last"]:
            for n in range(ord(lettered["first"]), ord(lettered["last"]) + 1):
                held.setdefault(f"{lettered['number']} {chr(n)}", text)
            held.setdefault(lettered["number"], text)
        elif lettered and lettered["number"] in held:
            held.setdefault(f"{lettered['number']} A", held[lettered["number"]])
    return held


def list_gaps(texts: Sequence[CompiledText]) -> Iterator[tuple[int, int]]:
    """Yield the first and the last of numbers that are not there between those of texts, which are in their order."""
    for before, after in pairwise(texts):
        first, last = before.ordinal + 1, after.ordinal - 1
        if before.place.kind == after.place.kind and first <= last:
            yield first, last


def part_sections(compilation: Compilation, most: float = MOST_PAGES) -> Iterator[Quire]:
    """Yield the quires of a compilation: each has texts of one section, on ``most`` pages about."""
    line = float(load_language(compilation.language).words["page"]["line"])
    page = line * LINES_A_PAGE
    for n, section in enumerate(compilation.sections):
        total = sum(text.width for text in section.texts) / page
        share = total / max(1, -(-total // most))  # quires of a section are of one length
        own: list[CompiledText] = []
        before, is_first = 0.0, True
        for text in section.texts:
            if own and before >= share:
                yield Quire(n, tuple(own), is_first)
                own, before, is_first = [], 0.0, False
            own.append(text)
            before += text.width / page
        yield Quire(n, tuple(own), is_first)
