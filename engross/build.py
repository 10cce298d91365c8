"""The conductor: one function that reads as the way through the house."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from engross import __version__, assets, compare, data, package, pdf
from engross.book import MEDIA_TYPES, Book, Imprint, PageMap
from engross.data import Account, File
from engross.fonts import shelf
from engross.index import index, paginate
from engross.language import Language, language
from engross.model import Source
from engross.notice import Code, Notice, Severity
from engross.once import forget
from engross.pdf.back import read_back as read_pdf_back
from engross.pdf.press import private_fonts
from engross.read import read
from engross.reader import understood
from engross.reading import Wishes
from engross.request import EDITIONS, Request
from engross.rollcall import rollcall
from engross.scan import scan
from engross.structure import structure
from engross.text import spaced, streams
from engross.typeset import page as typeset
from engross.typeset.codes import codes_left_out
from engross.walk import notes_of

REPORT = "report.json"
PAGELESS = frozenset({"akn"})  # editions that tell no page of the print edition: nothing is laid out for them
# What the files of an edition end in.
ENDS = {
    "pdf": (".pdf",),
    "html": (".html",),
    "epub": (".epub",),
    "index": (".symbols.json", ".symbols.csv", ".record.json"),
    "akn": (".xml",),
}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was made: the folder, the files in it, what there is to say; ``ok`` where nothing was an error."""

    stem: str
    folder: Path
    files: tuple[Path, ...]
    notices: tuple[Notice, ...]
    report: dict[str, Any]
    ok: bool
    book: Book


@dataclass(frozen=True, slots=True)
class _Made:
    """An edition's files, and what was noticed while it was made."""

    files: tuple[File, ...] = ()
    notices: tuple[Notice, ...] = field(default=())


def build(request: Request) -> Outcome:
    """Make the editions of a source. Raises Refusal where the source or the folder cannot be worked with.

    An edition whose text or notes are at fault is not put out: its errors stand in the report, ``ok`` is False.
    """
    source, said = read(request.source)
    reading = understood(source, request)  # Source to Resolution, all passes
    faults = (*compare.with_source(reading), *compare.with_file(scan(source), reading))  # nothing lost on the way in
    lang = language(reading.resolution.language)
    imprint = Imprint(source.name, source.sha256, __version__)
    adoption, missed = rollcall(reading.resolution, lang) if request.with_record else (None, ())
    book = Book(reading.resolution, index(reading.resolution, lang), imprint, adoption)
    stem = request.name
    book, pages, printed = _printed(book, source, request, stem)  # typeset and lay out; the index gets its pages
    bound = _bound(book, pages, request, source)  # the e-book, page breaks in place
    made = (printed, bound, _indexed(book, request, stem), _exchanged(book, request, stem))
    notices = (*said, *reading.notices, *missed, *faults, *(n for one in made for n in one.notices))
    files = () if _errors(faults) else tuple(f for one in made if not _errors(one.notices) for f in one.files)
    account = Account(source, reading, book, pages.pages, notices, files)
    return _put_out(request, stem, account)


def rest() -> None:
    """Let go of what is kept from document to document: after a large one that is more than the next one's gain."""
    forget()
    pdf.let_go()


def _printed(book: Book, source: Source, request: Request, stem: str) -> tuple[Book, PageMap, _Made]:
    """The print edition; the book with its pages in the index, and the map of the pages."""
    if request.editions <= PAGELESS:
        return book, PageMap(0, (), ()), _Made()
    lang = language(book.resolution.language)
    body = typeset.page_body(book)
    shop = _shop(lang, request, body.markup + typeset.record(book))
    layout = pdf.lay_out(body, shop, {note.id: note.where for note in notes_of(book.resolution)})
    paged = replace(book, index=paginate(book.index, layout.pages))
    bound = pdf.bind(layout, typeset.page_back(paged, layout.pages.pages), shop)
    leaves = typeset.Leaves(layout.pages.pages, bound.pages.pages - layout.pages.pages)
    files, notices = [], [*codes_left_out(book.resolution), *layout.notices]
    if "pdf" in request.editions:
        finished = pdf.finish(bound, _papers(paged, source, leaves, stem), shop)
        due = spaced(typeset.shown(book)) if lang.direction == "rtl" else None
        text = read_pdf_back(finished.data, finished.regions, request.format.margins, due)
        notices += (
            *compare.with_fonts(finished.missing, finished.blank, book.resolution),
            *compare.with_model("PDF", text, book.resolution, bound.pages),
        )
        files.append(File(f"{stem}.pdf", finished.data))
    if "html" in request.editions:
        files.append(File(f"{stem}.html", typeset.page(paged, request.format).markup.encode("utf-8")))
    return paged, bound.pages, _Made(tuple(files), tuple(notices))


def _papers(book: Book, source: Source, leaves: typeset.Leaves, stem: str) -> pdf.Papers:
    """What goes into the PDF beside its pages; the source and the structured document ride along."""
    lang = language(book.resolution.language)
    made_from = pdf.Attached(source.name, MEDIA_TYPES[source.format], source.data, lang.word("colophon", "attached"))
    says = lang.word("colophon", "attached_data")
    shown = pdf.Attached(f"{stem}.json", "application/json", data.document_json(book), says, "Data")
    packet = typeset.packet(book, pdf.PRODUCER)
    turned = lang.direction == "rtl"
    return pdf.Papers(typeset.folios(book, leaves), packet, (made_from, shown), book.resolution.facts.date, turned)


def _shop(lang: Language, request: Request, text: str) -> pdf.Shop:
    private_fonts(assets.styles() / "fonts.conf")
    faces = shelf(request.fonts, lang.code, text)
    folders = (request.fonts, assets.styles(), assets.templates())
    return pdf.Shop(typeset.faces(faces), typeset.styles(lang, request.format), folders)


def _bound(book: Book, pages: PageMap, request: Request, source: Source) -> _Made:
    if "epub" not in request.editions:
        return _Made()
    from engross import epub  # what is not asked for is not loaded
    from engross.ebook import Bindery, ebook

    packed = ebook(book, pages, Bindery(request.profile, source, request.fonts))
    notices = compare.with_model("EPUB", epub.read_back(packed), book.resolution)
    name = request.profile.file_name(request.name)
    return _Made((File(name, packed),), notices)


def _indexed(book: Book, request: Request, stem: str) -> _Made:
    if "index" not in request.editions:
        return _Made()
    found = (File(f"{stem}.symbols.json", data.index_json(book)), File(f"{stem}.symbols.csv", data.index_csv(book)))
    return _Made((*found, File(f"{stem}.record.json", data.record_json(book))) if book.adoption else found)


def _exchanged(book: Book, request: Request, stem: str) -> _Made:
    """The document as AKN4UN XML, read again."""
    if "akn" not in request.editions:
        return _Made()
    from engross.write import akn

    name, written = f"{stem}.xml", akn(book.resolution)
    source = Source(name, book.imprint.sha256, "akn", written, written.decode("utf-8"))
    again = streams(structure(source, Wishes()).resolution)
    return _Made((File(name, written),), compare.with_model("XML", again, book.resolution))


def _errors(notices: Iterable[Notice]) -> bool:
    return any(one.severity is Severity.ERROR for one in notices)


def _put_out(request: Request, stem: str, account: Account) -> Outcome:
    """Write the files and the report; take away editions of an earlier build that this one refuses."""
    folder = request.out / stem
    said = data.report(account)
    paths = package.write(folder, (*account.files, File(REPORT, data.report_json(said))))
    ends = ENDS | {"epub": (request.profile.file_name(""),)}
    names = {f"{stem}{end}" for edition in request.editions for end in ends[edition]}
    package.remove(folder, names - {file.name for file in account.files})
    return Outcome(stem, folder, paths, account.notices, said, not _errors(account.notices), account.book)


__all__ = ["EDITIONS", "Code", "Outcome", "Request", "build", "rest"]
