"""The conductor: one function that reads as the way through the house."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from engross import __version__
from engross.editions import assets, export, pdf
from engross.editions.export import ReportInputs
from engross.editions.fonts import verified_faces
from engross.editions.index import build_index, paginate_index
from engross.editions.memo import clear_memos
from engross.editions.pdf.read_back import read_back as read_pdf_back
from engross.editions.pdf.render_context import hide_system_fonts
from engross.editions.rollcall import make_rollcall
from engross.editions.typeset import print_markup as typeset
from engross.editions.typeset.barcodes import report_codes_left_out
from engross.grammars.language import Language, load_language
from engross.model.book import MEDIA_TYPES, Book, FinishedFile, Imprint, PageMap
from engross.model.notice import Code, Notice, Severity
from engross.model.reading import Overrides
from engross.model.request import EDITIONS, Request
from engross.model.text import folded_streams, spaced_streams
from engross.model.tree import Source
from engross.model.walk import notes_of
from engross.pipeline import output
from engross.pipeline.read import release_voting_data, understand_source
from engross.readers import structure
from engross.readers.load import load_source
from engross.verify import integrity
from engross.verify.scan import scan_source

REPORT_NAME = "report.json"
PAGELESS_EDITIONS = frozenset({"akn"})  # editions that tell no page of the print edition: nothing is laid out for them
# What the files of an edition end in.
FILE_ENDINGS = {
    "pdf": (".pdf",),
    "html": (".html",),
    "epub": (".epub",),
    "index": (".symbols.json", ".symbols.csv", ".record.json"),
    "akn": (".xml",),
}


@dataclass(frozen=True, slots=True)
class BuildResult:
    """What was made: the folder, the files in it, what there is to say; ``ok`` where nothing was an error."""

    stem: str
    folder: Path
    files: tuple[Path, ...]
    notices: tuple[Notice, ...]
    report: dict[str, Any]
    ok: bool
    book: Book


@dataclass(frozen=True, slots=True)
class _MadeEdition:
    """An edition's files, and what was noticed while it was made."""

    files: tuple[FinishedFile, ...] = ()
    notices: tuple[Notice, ...] = field(default=())


def build(request: Request) -> BuildResult:
    """Make the editions of a source. Raises Refusal where the source or the folder cannot be worked with.

    An edition whose text or notes are at fault is not put out: its errors stand in the report, ``ok`` is False.
    """
    source, said = load_source(request.source)
    reading = understand_source(source, request)  # Source to Resolution, all passes
    faults = (
        *integrity.compare_with_source(reading),
        *integrity.compare_with_file(scan_source(source), reading),
    )  # nothing lost on the way in
    lang = load_language(reading.resolution.language)
    imprint = Imprint(source.name, source.sha256, __version__)
    adoption, missed = make_rollcall(reading.resolution, lang) if request.with_record else (None, ())
    book = Book(reading.resolution, build_index(reading.resolution, lang), imprint, adoption)
    stem = request.name
    book, pages, printed = _make_paged_editions(
        book, source, request, stem
    )  # typeset and lay out; the index gets its pages
    bound = _make_epub_edition(book, pages, request, source)  # the e-book, page breaks in place
    made = (printed, bound, _make_index_files(book, request, stem), _make_akn_edition(book, request, stem))
    notices = (*said, *reading.notices, *missed, *faults, *(n for one in made for n in one.notices))
    files = () if _has_errors(faults) else tuple(f for one in made if not _has_errors(one.notices) for f in one.files)
    account = ReportInputs(source, reading, book, pages.pages, notices, files)
    return _write_result(request, stem, account)


def release_caches() -> None:
    """Let go of what is kept from document to document: after a large one that is more than the next one's gain."""
    clear_memos()
    pdf.clear_font_caches()
    release_voting_data()


def _make_paged_editions(book: Book, source: Source, request: Request, stem: str) -> tuple[Book, PageMap, _MadeEdition]:
    """The print edition; the book with its pages in the index, and the map of the pages."""
    if request.editions <= PAGELESS_EDITIONS:
        return book, PageMap(0, (), ()), _MadeEdition()
    lang = load_language(book.resolution.language)
    body = typeset.make_body_sheet(book)
    shop = _make_render_assets(lang, request, body.markup + typeset.render_record(book))
    layout = pdf.lay_out_body(body, shop, {note.id: note.where for note in notes_of(book.resolution)})
    paged = replace(book, index=paginate_index(book.index, layout.pages))
    bound = pdf.bind_back(layout, typeset.make_back_sheet(paged, layout.pages.pages), shop)
    leaves = typeset.PageCounts(layout.pages.pages, bound.pages.pages - layout.pages.pages)
    files, notices = [], [*report_codes_left_out(book.resolution), *layout.notices]
    if "pdf" in request.editions:
        finished = pdf.finish_print(bound, _collect_pdf_extras(paged, source, leaves, stem), shop)
        due = spaced_streams(typeset.resolution_as_shown(book)) if lang.direction == "rtl" else None
        text = read_pdf_back(finished.data, finished.regions, request.format.margins, due)
        notices += (
            *integrity.report_missing_glyphs(finished.missing, finished.blank, book.resolution),
            *integrity.compare_with_model("PDF", text, book.resolution, bound.pages),
        )
        files.append(FinishedFile(f"{stem}.pdf", finished.data))
    if "html" in request.editions:
        files.append(
            FinishedFile(f"{stem}.html", typeset.make_page_sheet(paged, request.format).markup.encode("utf-8"))
        )
    return paged, bound.pages, _MadeEdition(tuple(files), tuple(notices))


def _collect_pdf_extras(book: Book, source: Source, leaves: typeset.PageCounts, stem: str) -> pdf.PdfExtras:
    """What goes into the PDF beside its pages; the source and the structured document ride along."""
    lang = load_language(book.resolution.language)
    made_from = pdf.AttachedFile(
        source.name, MEDIA_TYPES[source.format], source.data, lang.word("colophon", "attached")
    )
    says = lang.word("colophon", "attached_data")
    shown = pdf.AttachedFile(f"{stem}.json", "application/json", export.make_document_json(book), says, "Data")
    packet = typeset.make_xmp_packet(book, pdf.PRODUCER)
    turned = lang.direction == "rtl"
    return pdf.PdfExtras(
        typeset.make_running_heads_sheet(book, leaves), packet, (made_from, shown), book.resolution.facts.date, turned
    )


def _make_render_assets(lang: Language, request: Request, text: str) -> pdf.RenderAssets:
    hide_system_fonts(assets.style_folder() / "fonts.conf")
    faces = verified_faces(request.fonts, lang.code, text)
    folders = (request.fonts, assets.style_folder(), assets.template_folder())
    return pdf.RenderAssets(typeset.make_faces_sheet(faces), typeset.print_style_sheets(lang, request.format), folders)


def _make_epub_edition(book: Book, pages: PageMap, request: Request, source: Source) -> _MadeEdition:
    if "epub" not in request.editions:
        return _MadeEdition()
    from engross.editions import epub  # what is not asked for is not loaded
    from engross.pipeline.ebook import EpubInputs, make_ebook

    packed = make_ebook(book, pages, EpubInputs(request.profile, source, request.fonts))
    notices = integrity.compare_with_model("EPUB", epub.read_back_epub(packed), book.resolution)
    name = request.profile.file_name(request.name)
    return _MadeEdition((FinishedFile(name, packed),), notices)


def _make_index_files(book: Book, request: Request, stem: str) -> _MadeEdition:
    if "index" not in request.editions:
        return _MadeEdition()
    found = (
        FinishedFile(f"{stem}.symbols.json", export.make_index_json(book)),
        FinishedFile(f"{stem}.symbols.csv", export.make_index_csv(book)),
    )
    return _MadeEdition(
        (*found, FinishedFile(f"{stem}.record.json", export.make_record_json(book))) if book.adoption else found
    )


def _make_akn_edition(book: Book, request: Request, stem: str) -> _MadeEdition:
    """The document as AKN4UN XML, read again."""
    if "akn" not in request.editions:
        return _MadeEdition()
    from engross.editions.write import write_akn

    name, written = f"{stem}.xml", write_akn(book.resolution)
    source = Source(name, book.imprint.sha256, "akn", written, written.decode("utf-8"))
    again = folded_streams(structure(source, Overrides()).resolution)
    return _MadeEdition((FinishedFile(name, written),), integrity.compare_with_model("XML", again, book.resolution))


def _has_errors(notices: Iterable[Notice]) -> bool:
    return any(one.severity is Severity.ERROR for one in notices)


def _write_result(request: Request, stem: str, account: ReportInputs) -> BuildResult:
    """Write the files and the report; take away editions of an earlier build that this one refuses."""
    folder = request.out / stem
    said = export.make_report(account)
    paths = output.write_files(folder, (*account.files, FinishedFile(REPORT_NAME, export.make_report_json(said))))
    ends = FILE_ENDINGS | {"epub": (request.profile.file_name(""),)}
    names = {f"{stem}{end}" for edition in request.editions for end in ends[edition]}
    output.remove_files(folder, names - {file.name for file in account.files})
    return BuildResult(stem, folder, paths, account.notices, said, not _has_errors(account.notices), account.book)


__all__ = ["EDITIONS", "BuildResult", "Code", "Request", "build", "release_caches"]
