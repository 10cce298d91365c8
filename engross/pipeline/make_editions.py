"""Make each edition of a book: typeset it, lay it out, and compare what was made with the model."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from engross.editions import export, pdf
from engross.editions.index import paginate_index
from engross.editions.pdf.read_back import read_back as read_pdf_back
from engross.editions.typeset import print_markup as typeset
from engross.editions.typeset.barcodes import report_codes_left_out
from engross.editions.typeset.paper import settle_size
from engross.editions.xhtml_text import parse_document, read_back_documents
from engross.grammars.language import Language, load_language
from engross.model.book import BlockPlace, Book, FinishedFile, PageMap
from engross.model.debug_page import DebugPage
from engross.model.notice import Code, Notice, Severity
from engross.model.paper import WORKING
from engross.model.reading import Overrides
from engross.model.request import Request
from engross.model.text import TextStreams, folded_streams
from engross.model.tree import Source
from engross.model.walk import notes_of
from engross.pipeline.print_inputs import attach_document, attach_source, find_due_streams, make_render_assets
from engross.readers import structure
from engross.verify import integrity

DEBUG_ENDING = ".debug.html"
WEB_ENDING = ".html"
PRINT_ENDING = ".print.html"
ShowPages = Callable[[bytes, tuple[BlockPlace, ...]], object]
PAGELESS_EDITIONS = frozenset({"akn", "html"})  # these name no page, so nothing is laid out for them


@dataclass(frozen=True, slots=True)
class EditionInputs:
    """What each edition of a build is made from; ``text``: the folded streams that it is compared with.

    ``earlier``: the sources of earlier versions, where versions are compared.
    """

    request: Request
    source: Source
    book: Book
    text: TextStreams
    earlier: tuple[Source, ...] = ()

    @property
    def language(self) -> Language:
        """The language of the text."""
        return load_language(self.book.resolution.language)


@dataclass(frozen=True, slots=True)
class MadeEdition:
    """The files of an edition, the notices of its making, the places of its blocks where they are asked for."""

    files: tuple[FinishedFile, ...] = ()
    notices: tuple[Notice, ...] = ()
    places: tuple[BlockPlace, ...] = ()


def make_paged_editions(
    inputs: EditionInputs, show_pages: ShowPages | None = None
) -> tuple[Book, PageMap, MadeEdition]:
    """Lay the print edition out; return the book with its pages in the index, the page map, the PDF, its HTML.

    ``show_pages`` is given the PDF and the places of its blocks before its text is compared with the resolution.
    """
    request, book = inputs.request, inputs.book
    if request.editions <= PAGELESS_EDITIONS:
        return book, PageMap(0, (), ()), MadeEdition()
    body = typeset.make_body_sheet(book, request.format)
    styles = typeset.print_style_sheets(inputs.language, request.format, typeset.list_own_sheets(book))
    render_assets = make_render_assets((inputs.language,), request, styles, body.markup + _spell_names(book))
    layout = pdf.lay_out_body(body, render_assets, {note.id: note.where for note in notes_of(book.resolution)})
    book = replace(book, index=paginate_index(book.index, layout.pages))
    back = typeset.make_back_sheet(book, layout.pages.pages, request.format)
    bound = pdf.bind_back(layout, back, render_assets)
    baselines = pdf.find_baselines(layout.document) if request.format.kind == WORKING else ()
    changed = pdf.find_changed_lines(layout.document) if book.redline else ()
    counts = typeset.PageCounts(layout.pages.pages, bound.pages.pages - layout.pages.pages, baselines, changed)
    files, notices = [], [*report_codes_left_out(book.resolution), *layout.notices]
    places = pdf.find_block_places(bound.document) if request.has_places else ()
    if "pdf" in request.editions:
        extras = _collect_pdf_extras(replace(inputs, book=book), counts)
        finished = pdf.finish_print(bound, extras, render_assets, has_debug_pages=request.has_debug_page)
        if show_pages:
            show_pages(finished.data, places)
        due = find_due_streams(book, inputs.text, kind=request.format.kind)
        text = read_pdf_back(finished.data, finished.regions, settle_size(request.format, inputs.language), due)
        notices += (
            *integrity.report_missing_glyphs(finished.missing, finished.blank, book.resolution),
            *integrity.compare_with_model(integrity.ReadBack("PDF", text, bound.pages), inputs.text, book.resolution),
        )
        files += [FinishedFile(f"{request.name}.pdf", finished.data), *_make_debug_page(request, finished.debug_pages)]
    if "print" in request.editions:
        page = typeset.make_page_sheet(book, request.format)
        files.append(FinishedFile(f"{request.name}{PRINT_ENDING}", page.markup.encode("utf-8")))
    return book, bound.pages, MadeEdition(tuple(files), tuple(notices), places)


def _make_debug_page(request: Request, pages: tuple[DebugPage, ...]) -> Iterator[FinishedFile]:
    """Yield the page of the PDF's boxes if it is asked for."""
    if request.has_debug_page:
        from engross.editions.typeset.debug_markup import make_debug_sheet

        sheet = make_debug_sheet(request.name, pages)
        yield FinishedFile(f"{request.name}{DEBUG_ENDING}", sheet.markup.encode("utf-8"))


def _spell_names(book: Book) -> str:
    """Return the names on record in one string: the fonts that they need are needed behind the body."""
    return "".join(book.adoption.iter_names()) if book.adoption else ""


def _collect_pdf_extras(inputs: EditionInputs, counts: typeset.PageCounts) -> pdf.PdfExtras:
    """Return what goes into the PDF beside its pages; the source and the structured document are attached to it."""
    book, source, lang = inputs.book, inputs.source, inputs.language
    attached_sources = tuple(
        attach_source(replace(each, name=name), lang) for name, each in _name_apart((source, *inputs.earlier))
    )
    return pdf.PdfExtras(
        typeset.make_running_heads_sheet(book, counts, inputs.request.format),
        typeset.make_xmp_packet(book, pdf.PRODUCER, inputs.request.format),
        (*attached_sources, attach_document(book, inputs.request.name, lang)),
        book.resolution.facts.date,
        lang.direction == "rtl",
        typeset.make_xmp_packet(book, pdf.PRODUCER, inputs.request.format, is_archival=False),
    )


def _name_apart(sources: tuple[Source, ...]) -> Iterator[tuple[str, Source]]:
    """Yield sources with their names; behind the first of a name a number stands before it."""
    taken: set[str] = set()
    for number, source in enumerate(sources):
        name = f"{number}-{source.name}" if source.name in taken else source.name
        taken.add(name)
        yield name, source


def make_epub_edition(inputs: EditionInputs, pages: PageMap) -> MadeEdition:
    """Make the e-book if it is asked for, and compare its text with the resolution."""
    request, book = inputs.request, inputs.book
    if "epub" not in request.editions:
        return MadeEdition()
    from engross.editions import epub  # what is not asked for is not loaded
    from engross.pipeline.ebook import EpubInputs, make_ebook

    data = make_ebook(book, pages, EpubInputs(request.profile, inputs.source, request.fonts))
    notices = integrity.compare_with_model(
        integrity.ReadBack("EPUB", epub.read_back_epub(data)), inputs.text, book.resolution
    )
    return MadeEdition((FinishedFile(request.profile.file_name(request.name), data),), notices)


def make_index_files(inputs: EditionInputs) -> MadeEdition:
    """Make the index as JSON and CSV if it is asked for, and the record as JSON if the book has one."""
    request, book = inputs.request, inputs.book
    if "index" not in request.editions:
        return MadeEdition()
    files: tuple[FinishedFile, ...] = (
        FinishedFile(f"{request.name}.symbols.json", export.make_index_json(book)),
        FinishedFile(f"{request.name}.symbols.csv", export.make_index_csv(book)),
    )
    if book.adoption:
        files += (FinishedFile(f"{request.name}.record.json", export.make_record_json(book)),)
    return MadeEdition(files)


def make_akn_edition(inputs: EditionInputs) -> MadeEdition:
    """Make the AKN4UN XML if it is asked for, read it again, and compare its text with the resolution."""
    resolution, name = inputs.book.resolution, f"{inputs.request.name}.xml"
    if "akn" not in inputs.request.editions:
        return MadeEdition()
    from engross.editions.write.akn import write_akn

    data = write_akn(resolution)
    source = Source(name, inputs.book.imprint.sha256, "akn", data, data.decode("utf-8"))
    text = folded_streams(structure(source, Overrides()).resolution)
    notices = integrity.compare_with_model(integrity.ReadBack("XML", text), inputs.text, resolution)
    return MadeEdition((FinishedFile(name, data),), notices)


def make_web_edition(inputs: EditionInputs, others: Iterable[MadeEdition]) -> MadeEdition:
    """Make the reading edition if it is asked for, and compare its text with the resolution.

    ``others``: the editions that it links to, as far as they are sound.
    """
    request, book = inputs.request, inputs.book
    if "html" not in request.editions:
        return MadeEdition()
    from engross.editions.typeset.web_markup import make_web_page

    names = [file.name for made in others if not is_withheld(made) for file in made.files]
    data = make_web_page(book, names, has_index=request.format.has_index).markup.encode("utf-8")
    read_back = integrity.ReadBack("HTML", read_back_documents([parse_document(data)]))
    notices = integrity.compare_with_model(read_back, inputs.text, book.resolution)
    return MadeEdition((FinishedFile(f"{request.name}{WEB_ENDING}", data),), notices)


def is_withheld(made: MadeEdition) -> bool:
    """Return whether an edition has an error beyond a box in a character's place, which everyone sees."""
    return has_errors(notice for notice in made.notices if notice.code is not Code.MISSING_GLYPH)


def has_errors(notices: Iterable[Notice]) -> bool:
    """Return whether one of the notices is an error."""
    return any(notice.severity is Severity.ERROR for notice in notices)
