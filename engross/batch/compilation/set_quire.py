"""Set a quire of a compilation: its texts on pages of a PDF, compared with the texts; where each begins and cites."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from engross.batch.compilation.arrange import Quire
from engross.batch.compilation.read_texts import load_book
from engross.editions import export
from engross.editions.index import paginate_index
from engross.editions.pdf import PRODUCER, BodyLayout, BoundLayout, PdfExtras, finish_print, lay_out_body
from engross.editions.pdf.page_map import find_anchor_heights, find_page_heights
from engross.editions.pdf.read_back import read_back
from engross.editions.pdf.rtl_compare import DueStreams
from engross.editions.typeset import print_markup
from engross.editions.typeset.compilation import compilation_style_sheets, make_quire_sheet
from engross.editions.typeset.paper import settle_size
from engross.editions.typeset.volume import Volume, make_volume_packet
from engross.grammars.language import load_language
from engross.model.book import Book, PageMap, Sheet
from engross.model.notice import Notice
from engross.model.paper import POINTS_PER_MM, Format
from engross.model.request import Request
from engross.model.text import TextStreams, folded_streams
from engross.model.tree import Part, Resolution
from engross.model.walk import notes_of
from engross.pipeline.print_inputs import find_due_streams, make_render_assets
from engross.verify import integrity

NEAR = 2.0  # pt by which a text may begin below the first line of a page


@dataclass(frozen=True, slots=True)
class QuireJob:
    """A quire to be set: its texts and the files that keep them.

    ``held``: the prefixes of all texts of the compilation, by symbol. ``out``: the file of the quire. ``languages``:
    the codes of those of the compilation; where they are two, the first column has ``share`` per cent of the measure.
    """

    quire: Quire
    kept: tuple[Path, ...]
    held: dict[str, str]
    out: Path
    fonts: Path
    format: Format
    version: str
    languages: tuple[str, ...] = ()
    share: int = 0

    @property
    def name(self) -> str:
        """The symbols of its first and last text."""
        first, last = self.quire.texts[0].symbol, self.quire.texts[-1].symbol
        return first if first == last else f"{first} … {last}"


@dataclass(frozen=True, slots=True)
class SetText:
    """Where a text stands in its quire: its first and last page, from 1, and the height where it begins, in pt.

    ``index``: the documents that it cites, as data, with pages of the quire. ``notes``: the pages where its notes stand
    with those of another text, from 1, each with the height of the first of them.
    """

    symbol: str
    first: int
    last: int
    height: float
    index: dict[str, Any]
    notes: tuple[tuple[int, float], ...] = ()


@dataclass(frozen=True, slots=True)
class SetQuire:
    """A quire that is set: its PDF, the number and the map of its pages, its texts, what differs from them."""

    path: Path
    pages: PageMap
    texts: tuple[SetText, ...]
    notices: tuple[Notice, ...] = ()


def set_quire(job: QuireJob) -> SetQuire:
    """Set a quire, and write its PDF. Raises Refusal."""
    books = [load_book(path) for path in job.kept]
    texts = tuple(zip(job.quire.texts, books, strict=True))
    language = load_language(job.quire.texts[0].language)
    sheet = make_quire_sheet(job.quire.texts[0].symbol, texts, job.held)
    request = Request(Path(), None, job.fonts, format=job.format)
    assets = make_render_assets((language,), request, compilation_style_sheets(language, job.format), sheet.markup)
    layout = lay_out_body(sheet, assets, {note.id: note.where for book in books for note in notes_of(book.resolution)})
    placed = place_texts(job, [(book,) for book in books], layout)
    bound = BoundLayout(layout.document, layout.pages, layout.regions, tuple(layout.document.pages))
    volume = Volume(sheet.name, (), (language.code,), job.version)
    packet = make_volume_packet(volume, PRODUCER)
    extras = PdfExtras(no_heads(), packet, turned=language.direction == "rtl", modest_packet=packet)
    finished = finish_print(bound, extras, assets)
    job.out.write_bytes(finished.data)
    whole, streams = join_texts(books), join_streams(books)
    due = join_due(books, streams)
    text = read_back(finished.data, finished.regions, settle_size(job.format, language), due)
    notices = (
        *layout.notices,
        *integrity.report_missing_glyphs(finished.missing, finished.blank, whole),
        *integrity.compare_with_model(integrity.ReadBack("PDF", text, layout.pages), streams, whole),
    )
    return SetQuire(job.out, layout.pages, placed, notices)


def no_heads() -> Sheet:
    """Return a sheet without running heads: those of a book are drawn when it is bound."""
    return Sheet("none.html", print_markup.HTML, "")  # the pages keep the margin boxes that they have: none


def place_texts(job: QuireJob, books: Sequence[Sequence[Book]], layout: BodyLayout) -> tuple[SetText, ...]:
    """Return where each text stands; each ends where the next begins, or on the page before.

    ``books``: of each text its languages, of which the first has the index of all.
    """
    pages, heights = layout.pages, find_anchor_heights(layout.document)
    page_of = dict(pages.anchors)
    begins = [f"{text.prefix}begin" for text in job.quire.texts]
    sheet = job.format.sheet
    head = (sheet.height - sheet.top) * POINTS_PER_MM - NEAR
    lasts = [page_of[begin] - (heights[begin] > head) for begin in begins[1:]]
    notes = find_shared_notes([_note_ids(own) for own in books], find_page_heights(layout.document))
    placed = []
    for text, begin, (leading, *_), last, own in zip(
        job.quire.texts, begins, books, [*lasts, pages.pages], notes, strict=True
    ):
        index = export.make_index_data(replace(leading, index=paginate_index(leading.index, pages)))
        first = page_of[begin]
        placed.append(SetText(text.symbol, first, max(first, last), heights[begin], index, own))
    return tuple(placed)


def _note_ids(books: Sequence[Book]) -> frozenset[str]:
    return frozenset(note.id for book in books for note in notes_of(book.resolution))


def find_shared_notes(
    notes: Sequence[frozenset[str]], pages: Sequence[Mapping[str, float]]
) -> tuple[tuple[tuple[int, float], ...], ...]:
    """Return for each text the pages, from 1, that have notes of another too, with the height of its first note there.

    ``notes``: the ids of each text's notes, which begin with 1 in each. ``pages``: the heights of the anchors of each.
    """
    found: list[list[tuple[int, float]]] = [[] for _ in notes]
    for number, heights in enumerate(pages, 1):
        tops = [max((heights[name] for name in own if name in heights), default=None) for own in notes]
        if sum(top is not None for top in tops) > 1:
            for own, top in zip(found, tops, strict=True):
                own.extend([(number, top)] if top is not None else [])
    return tuple(map(tuple, found))


def join_texts(books: Sequence[Book]) -> Resolution:
    """Return one resolution with the parts of all, by which places in their joint text are found."""
    parts: list[Part] = []
    for book in books:
        resolution = book.resolution
        if resolution.title or resolution.number:
            parts.append(Part(resolution.number, resolution.title, (), where=resolution.where))
        parts += resolution.parts
    return replace(books[0].resolution, parts=tuple(parts), number="", title=())


def join_streams(books: Sequence[Book]) -> TextStreams:
    """Return the text of all, one behind the other."""
    streams = [folded_streams(book.resolution) for book in books]
    return TextStreams((), "".join(one.body for one in streams), tuple(note for one in streams for note in one.notes))


def join_due(books: Sequence[Book], streams: TextStreams, *, is_beside_rtl: bool = False) -> DueStreams | None:
    """Return what should be read back from pages with right-to-left words; None for others.

    ``is_beside_rtl``: whether a text of such words is beside them.
    """
    dues = [find_due_streams(book, streams, is_beside_rtl=is_beside_rtl) for book in books]
    if not dues[0]:
        return None
    each = [due.streams for due in dues if due]
    body = "\n".join(one.body for one in each)
    return replace(dues[0], streams=TextStreams((), body, tuple(note for one in each for note in one.notes)))


def measure_inner(page_format: Format) -> float:
    """Return how much wider inner margins are than outer ones, in pt."""
    return page_format.sheet.inner * POINTS_PER_MM
