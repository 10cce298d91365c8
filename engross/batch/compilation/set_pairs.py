"""Set a quire of a compilation in two languages: its texts in columns, each language compared with its texts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from engross.batch.compilation.pair_texts import load_pair
from engross.batch.compilation.set_quire import (
    QuireJob,
    SetQuire,
    join_due,
    join_streams,
    join_texts,
    no_heads,
    place_texts,
)
from engross.editions.pdf import PRODUCER, BoundLayout, PdfExtras, PrintEdition, finish_print
from engross.editions.pdf.columns import ParallelLayout, lay_out_columns
from engross.editions.pdf.parallel_regions import SideText
from engross.editions.pdf.read_back import read_back
from engross.editions.typeset.compilation_pairs import (
    CompiledPair,
    PairSetting,
    make_pairs_sheet,
    paired_style_sheets,
)
from engross.editions.typeset.paper import measure_wide_line
from engross.editions.typeset.parallel_markup import SIDES
from engross.editions.typeset.volume import Volume, make_volume_packet
from engross.grammars.language import Language, load_language
from engross.model.book import Book
from engross.model.notice import Notice
from engross.model.request import Request
from engross.model.tree import Where
from engross.model.walk import notes_of
from engross.pipeline.print_inputs import make_render_assets
from engross.verify import integrity


@dataclass(frozen=True, slots=True)
class _PairedQuire:
    """A quire to be set, its texts in two languages."""

    job: QuireJob
    pairs: tuple[CompiledPair, ...]
    languages: tuple[Language, Language]

    def list_books(self, n: int) -> tuple[Book, ...]:
        """Return the texts in a language, 0 or 1, in their order."""
        return tuple(book for pair in self.pairs if (book := pair.books[n]))

    @property
    def note_places(self) -> dict[str, Where]:
        """The place in its source of each note, by its id."""
        books = (*self.list_books(0), *self.list_books(1))
        return {note.id: note.where for book in books for note in notes_of(book.resolution)}

    def describe_side(self, n: int) -> SideText:
        """Return what its pages have of a language: each note by its place among all of that language."""
        notes = (note.id for book in self.list_books(n) for note in notes_of(book.resolution))
        return SideText(SIDES[n], {name: place for place, name in enumerate(notes)})


def set_pairs(job: QuireJob) -> SetQuire:
    """Set a quire in two languages, and write its PDF. Raises Refusal."""
    languages = load_language(job.languages[0]), load_language(job.languages[1])
    quire = _PairedQuire(job, tuple(map(load_pair, job.kept)), languages)
    setting = PairSetting(languages, job.share, job.format, job.held)
    title = job.quire.texts[0].symbol
    sheet = make_pairs_sheet(title, tuple(zip(job.quire.texts, quire.pairs, strict=True)), setting)
    request = Request(Path(), None, job.fonts, format=job.format)
    assets = make_render_assets(languages, request, paired_style_sheets(languages, job.format), sheet.markup)
    laid_out = lay_out_columns(sheet, assets, (quire.describe_side(0), quire.describe_side(1)), quire.note_places)
    layout = laid_out.layout
    placed = place_texts(job, [[*filter(None, pair.books)] for pair in quire.pairs], layout)
    bound = BoundLayout(layout.document, layout.pages, layout.regions, tuple(layout.document.pages))
    packet = make_volume_packet(Volume(title, (), job.languages, job.version), PRODUCER)
    turned = languages[0].direction == "rtl"
    finished = finish_print(bound, PdfExtras(no_heads(), packet, turned=turned, modest_packet=packet), assets)
    job.out.write_bytes(finished.data)
    return SetQuire(job.out, layout.pages, placed, (*layout.notices, *_compare_sides(quire, laid_out, finished)))


def _compare_sides(quire: _PairedQuire, laid_out: ParallelLayout, finished: PrintEdition) -> Iterator[Notice]:
    """Read the text of each language back out of the PDF, and yield each difference from its texts."""
    is_beside_rtl = any(language.direction == "rtl" for language in quire.languages)
    size, _ = measure_wide_line(quire.job.format, quire.languages[0])
    for n, own in enumerate(laid_out.regions):
        books = quire.list_books(n)
        if not books:
            continue
        whole, streams = join_texts(books), join_streams(books)
        yield from integrity.report_missing_glyphs(finished.missing, finished.blank, whole)
        due = join_due(books, streams, is_beside_rtl=is_beside_rtl)
        page_format = replace(quire.job.format, size=size)
        text = read_back(finished.data, (*finished.regions, *own), page_format, due)
        yield from integrity.compare_with_model(integrity.ReadBack("PDF", text, laid_out.layout.pages), streams, whole)
