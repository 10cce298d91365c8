"""Typeset the texts of a compilation in two languages: in columns, pair by pair, as its bilingual editions are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from engross.editions.typeset import template_environment
from engross.editions.typeset.compilation import TEXT_LEVEL, has_title, lower_headings, spell_text
from engross.editions.typeset.packet import LINK_START
from engross.editions.typeset.parallel_markup import SIDES, Band, Extend, Row, Side, group_rows, make_rows, make_sides
from engross.editions.typeset.parallel_styles import column_style_sheets
from engross.editions.typeset.parallel_widths import find_high_rows, measure_rows
from engross.editions.typeset.print_markup import HTML
from engross.grammars.language import Language
from engross.model.book import Book, Sheet
from engross.model.compilation import CompiledText
from engross.model.paper import Format
from engross.model.parallel import ParallelText

OWN_SHEETS = ("packet.css", "compilation.css", "compilation-pairs.css")
NAMES_IN_WHOLE_ROW = 60  # of voters and sponsors: some 15 lines of half a measure; a row with more may be parted
TITLES_APART = " / "  # between a title in two languages, in the outline

VersionPair = tuple[CompiledText | None, CompiledText | None]  # a text in both languages, None where it is not there


@dataclass(frozen=True, slots=True)
class CompiledPair:
    """A text of a compilation in two languages: its Book in each, None where it is not there; how both are paired.

    ``parallel``: None where the text stands in one language alone, or both do not pair and stand one below the other.
    """

    books: tuple[Book | None, Book | None]
    parallel: ParallelText | None = None


@dataclass(frozen=True, slots=True)
class PairSetting:
    """How pairs are set: the languages, the share of the first column in per cent, the format of the pages.

    ``held``: the prefix of each text of the compilation, by symbol.
    """

    languages: tuple[Language, Language]
    share: int
    format: Format
    held: Mapping[str, str]

    @property
    def places(self) -> dict[str, str]:
        """The address of each text within the book, by symbol."""
        return {symbol: LINK_START + prefix for symbol, prefix in self.held.items()}


@dataclass(frozen=True, slots=True)
class _Whole:
    """A text over the full width: the number of its language, its markup."""

    side: int
    markup: str


@dataclass(frozen=True, slots=True)
class _Article:
    """A text of the quire: what its ids begin with; its rows, or its languages one below the other."""

    prefix: str
    bands: tuple[Band, ...] = ()
    wholes: tuple[_Whole, ...] = ()


def paired_style_sheets(languages: tuple[Language, Language], page_format: Format) -> tuple[Sheet, ...]:
    """Return the style sheets of a compilation in two languages, in the order of the cascade."""
    return column_style_sheets(languages, page_format, OWN_SHEETS)


def make_pairs_sheet(title: str, texts: Sequence[tuple[CompiledText, CompiledPair]], setting: PairSetting) -> Sheet:
    """Return texts of a section, one behind the other."""
    values = {
        "lang": setting.languages[0],
        "title": title,
        "articles": [_make_article(text, pair, setting) for text, pair in texts],
        "names": SIDES,
        "share": setting.share,
        "tongues": setting.languages,
    }
    return Sheet("pairs.html", HTML, template_environment().get_template("compilation/pairs.html").render(values))


def _make_article(text: CompiledText, pair: CompiledPair, setting: PairSetting) -> _Article:
    if pair.parallel is None:
        texts = list_versions(text, pair, setting.languages)
        wholes = ((n, own, book) for n, (own, book) in enumerate(zip(texts, pair.books, strict=True)))
        return _Article(
            text.prefix,
            wholes=tuple(_Whole(n, spell_text(own, book, setting.places)) for n, own, book in wholes if own and book),
        )
    versions = list_versions(text, pair, setting.languages)
    label = TITLES_APART + versions[1].title if versions[1] and versions[1].is_titled else ""
    sides = make_sides(pair.parallel, setting.format, _make_extend(setting, label))
    high = find_high_rows(measure_rows(pair.parallel.pairs), setting.languages, setting.format, setting.share)
    rows = [*make_rows(pair.parallel.pairs, sides, high)]
    title = "compilation/editorial-title.html"
    return _Article(text.prefix, tuple(group_rows(add_adoption(rows, versions, (pair, sides), title))))


def list_versions(text: CompiledText, pair: CompiledPair, languages: tuple[Language, Language]) -> VersionPair:
    """Return a text in both languages, None where it is not there; the ids of the second begin with its language."""
    if pair.books[0] is None:
        return None, text
    second = replace(text.beside, prefix=f"{languages[1].code}-{text.prefix}") if text.beside else None
    return text, second


def _make_extend(setting: PairSetting, label: str) -> Extend:
    """Return what makes the context of a language that of this book; ``label``: the title in the second language."""

    def extend(context: dict[str, Any]) -> dict[str, Any]:
        own = {"held": setting.places, "top_level": TEXT_LEVEL, "levels": lower_headings(context["levels"])}
        return {**context, **own, "beside_label": label}

    return extend


def add_adoption(
    rows: Sequence[Row], versions: VersionPair, spoken: tuple[CompiledPair, tuple[Side, Side]], title: str
) -> Iterator[Row]:
    """Yield the rows of a text with how it was adopted, in both languages, behind its title.

    ``spoken``: the pair and its languages. ``title``: the template of what stands above a text without a title.
    """
    pair, sides = spoken
    names = (sum(1 for _ in one.adoption.iter_names()) for one in versions if one and one.adoption)
    classes = ("how-row", "keep") if max(names, default=0) <= NAMES_IN_WHOLE_ROW else ("how-row", "keep", "long")
    how = Row(_spell_both("compilation/adoption.html", versions, pair, sides), classes)
    if any(has_title(book.resolution) for book in pair.books if book):
        yield rows[0]
        yield how
        yield from rows[1:]
    else:
        yield Row(_spell_both(title, versions, pair, sides), ("keep",))
        yield how
        yield from rows


def _spell_both(template: str, versions: VersionPair, pair: CompiledPair, sides: tuple[Side, Side]) -> tuple[str, str]:
    """Return a template filled with what each language says of a text."""
    first, second = (
        template_environment().get_template(template).render({**side.context, "text": text, "book": book})
        for text, book, side in zip(versions, pair.books, sides, strict=True)
    )
    return first, second
