"""Print a pair of language versions, in columns or on facing pages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from engross.editions import pdf
from engross.editions.index import paginate_index
from engross.editions.pdf.columns import lay_out_columns
from engross.editions.pdf.facing import lay_out_facing
from engross.editions.pdf.facing_plan import FacingSide
from engross.editions.pdf.parallel_regions import SideText
from engross.editions.pdf.regions import PageRegion
from engross.editions.typeset import print_markup as typeset
from engross.editions.typeset.facing_markup import (
    FolioLeaf,
    facing_style_sheets,
    list_openings,
    make_facing_heads_sheet,
    make_facing_sheet,
    make_front_sheet,
)
from engross.editions.typeset.parallel_markup import SIDES, make_columns_sheet
from engross.editions.typeset.parallel_styles import column_style_sheets
from engross.grammars.language import Language, load_language
from engross.model.book import Book, Sheet
from engross.model.notice import Notice
from engross.model.paper import PAPERS
from engross.model.parallel import ParallelText
from engross.model.reading import Reading
from engross.model.request import ParallelRequest
from engross.model.tree import Source, Where
from engross.model.walk import notes_of
from engross.pipeline.print_inputs import attach_document, attach_source, make_render_assets

LEFT, RIGHT, FIRST = "left", "right", "first"  # the hands of pages


@dataclass(frozen=True, slots=True)
class LanguageVersion:
    """A language version: its source, its reading with all notices, its language."""

    source: Source
    reading: Reading

    @property
    def language(self) -> Language:
        """The language of the text."""
        return load_language(self.reading.resolution.language)


@dataclass(frozen=True, slots=True)
class ParallelInputs:
    """What the editions of a pair are made from; ``book``: that of the first language, with the index of both."""

    request: ParallelRequest
    name: str
    versions: tuple[LanguageVersion, LanguageVersion]
    text: ParallelText
    book: Book

    @property
    def languages(self) -> tuple[Language, Language]:
        """Both languages."""
        return self.versions[0].language, self.versions[1].language

    @property
    def note_places(self) -> dict[str, Where]:
        """The place in its source of each note of either language, by its id."""
        return {note.id: note.where for resolution in self.text.resolutions for note in notes_of(resolution)}


@dataclass(frozen=True)
class PrintedPair:
    """A finished print edition of two languages: the regions of the text of each, the notices of its layout."""

    edition: pdf.PrintEdition
    regions: tuple[tuple[PageRegion, ...], tuple[PageRegion, ...]]
    notices: tuple[Notice, ...]


def print_columns(inputs: ParallelInputs) -> PrintedPair:
    """Return the edition in columns: a row for each pair, each note once with both languages."""
    request, book = inputs.request.first, inputs.book
    body = make_columns_sheet(inputs.text, book, request.format)
    styles = column_style_sheets(inputs.languages, request.format)
    render_assets = make_render_assets(inputs.languages, request, styles, body.markup)
    laid_out = lay_out_columns(body, render_assets, _describe_sides(inputs.text), inputs.note_places)
    layout = laid_out.layout
    book = replace(book, index=paginate_index(book.index, layout.pages))
    bound = pdf.bind_back(layout, typeset.make_back_sheet(book, layout.pages.pages, request.format), render_assets)
    counts = typeset.PageCounts(layout.pages.pages, bound.pages.pages - layout.pages.pages)
    heads = typeset.make_running_heads_sheet(book, counts, request.format)
    finished = pdf.finish_print(bound, _collect_extras(inputs, book, heads), render_assets)
    regions = tuple((*finished.regions, *own) for own in laid_out.regions)
    return PrintedPair(finished, (regions[0], regions[1]), layout.notices)


def print_facing(inputs: ParallelInputs) -> PrintedPair:
    """Return the edition on facing pages: both mastheads first, then spreads of the same paragraphs, then the back."""
    page_format = inputs.request.first.format
    hands = (RIGHT, LEFT) if inputs.languages[0].direction == "rtl" else (LEFT, RIGHT)
    sides = tuple(_make_side(inputs, n, hand) for n, hand in enumerate(hands))
    front = make_front_sheet(inputs.text, inputs.book, page_format)
    styles = column_style_sheets(inputs.languages, page_format)
    front_assets = make_render_assets(inputs.languages, inputs.request.first, styles, front.markup + _spell_all(inputs))
    first_page = pdf.render_sheet(front, front_assets)
    openings = tuple(list_openings(inputs.text))
    laid_out = lay_out_facing(first_page, openings, (sides[0], sides[1]), inputs.note_places)
    layout = laid_out.parallel.layout
    book = replace(inputs.book, index=paginate_index(inputs.book.index, layout.pages))
    back_assets = replace(sides[0].assets, styles=facing_style_sheets(inputs.languages[0], page_format))
    back = typeset.make_back_sheet(book, len(laid_out.numbers), page_format)
    bound = pdf.bind_back(layout, back, back_assets, may_join=False)
    leaves = _plan_leaves(laid_out.numbers, bound.pages.pages, hands)
    heads = _make_heads(inputs, leaves, back_assets)
    labels = tuple(_label_pages(inputs, leaves))
    extras = replace(_collect_extras(inputs, book, back), labels=labels)
    finished = pdf.finish_print(replace(bound, heads=heads), extras, back_assets)
    regions = tuple((*finished.regions, *own) for own in laid_out.parallel.regions)
    return PrintedPair(finished, (regions[0], regions[1]), layout.notices)


def _spell_all(inputs: ParallelInputs) -> str:
    """Return all text of both languages: the fonts of the whole edition are opened once."""
    page_format = inputs.request.first.format
    books = (replace(inputs.book, resolution=resolution) for resolution in inputs.text.resolutions)
    return "".join(make_facing_sheet(book, page_format, ()).markup for book in books)


def _make_side(inputs: ParallelInputs, n: int, hand: str) -> FacingSide:
    page_format, language = inputs.request.first.format, inputs.languages[n]
    book = replace(inputs.book, resolution=inputs.text.resolutions[n])

    def make_sheet(breaks: Sequence[str], *, is_measured: bool) -> Sheet:
        return make_facing_sheet(book, page_format, breaks, is_measured=is_measured)

    styles = facing_style_sheets(language, page_format, hand)
    render_assets = make_render_assets(inputs.languages, inputs.request.first, styles, _spell_all(inputs))
    return FacingSide(make_sheet, render_assets, _describe_sides(inputs.text)[n], PAPERS[page_format.paper].height)


def _plan_leaves(numbers: Sequence[int], pages: int, hands: tuple[str, str]) -> list[FolioLeaf]:
    """Return the leaf of each page: the first, both of each spread, and those of the back, by turns."""
    back = range(numbers[-1] + 1, numbers[-1] + 1 + pages - len(numbers))
    last = back[-1] if back else numbers[-1]
    sides = [FIRST, *(hands[n % 2] for n in range(pages - 1))]
    return [FolioLeaf(side, f"{n}/{last}") for side, n in zip(sides, (*numbers, *back), strict=True)]


def _make_heads(inputs: ParallelInputs, leaves: Sequence[FolioLeaf], assets: pdf.RenderAssets) -> tuple[pdf.Page, ...]:
    """Return the empty pages with the running heads: on each page of a spread those of its language."""
    page_format = inputs.request.first.format
    pages = []
    for n, resolution in enumerate(inputs.text.resolutions):
        styles = facing_style_sheets(inputs.languages[n], page_format)
        sheet = make_facing_heads_sheet(replace(inputs.book, resolution=resolution), leaves, page_format)
        pages.append(pdf.render_sheet(sheet, replace(assets, styles=styles)).pages)
    return tuple(pages[_is_second(leaves, n)][n] for n in range(len(leaves)))


def _is_second(leaves: Sequence[FolioLeaf], n: int) -> bool:
    """Return whether a page is the second of a spread, whose number stands on both."""
    return n > 0 and leaves[n].folio == leaves[n - 1].folio


def _label_pages(inputs: ParallelInputs, leaves: Sequence[FolioLeaf]) -> Iterator[str]:
    """Yield the labels of the pages: of a spread each has its language, "4 zh" and "4 en"."""
    shared = {leaf.folio for n, leaf in enumerate(leaves) if _is_second(leaves, n)}
    for n, leaf in enumerate(leaves):
        number = leaf.folio.partition("/")[0]
        yield f"{number} {inputs.languages[_is_second(leaves, n)].code}" if leaf.folio in shared else number


def _describe_sides(text: ParallelText) -> tuple[SideText, SideText]:
    first, second = ({note.id: n for n, note in enumerate(notes_of(resolution))} for resolution in text.resolutions)
    return SideText(SIDES[0], first), SideText(SIDES[1], second)


def _collect_extras(inputs: ParallelInputs, book: Book, heads: Sheet) -> pdf.PdfExtras:
    """Return what goes into the PDF beside its pages: both sources and both documents as data are attached."""
    lang = inputs.languages[0]
    sources = [attach_source(version.source, lang) for version in inputs.versions]
    if sources[0].name == sources[1].name:
        sources[1] = replace(sources[1], name=f"{inputs.languages[1].code}-{sources[1].name}")
    second = replace(book, resolution=inputs.text.second, companions=())
    data = [attach_document(book, inputs.name, lang), attach_document(second, f"{inputs.name}.second", lang)]
    return pdf.PdfExtras(
        heads,
        typeset.make_xmp_packet(book, pdf.PRODUCER, inputs.request.first.format),
        (*sources, *data),
        book.resolution.facts.date,
        lang.direction == "rtl",
        typeset.make_xmp_packet(book, pdf.PRODUCER, inputs.request.first.format, is_archival=False),
    )
