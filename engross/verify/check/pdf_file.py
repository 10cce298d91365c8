"""A finished PDF, opened for the columns that measure it: its glyphs where they are drawn, its structure, its links.

Read with PDFium and pikepdf from the file alone (ISO 32000-1): nothing here knows how it was laid out. Lengths are
points, counted from a page's left and its foot; pages are counted from 1.
"""

from __future__ import annotations

import ctypes
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import pikepdf
import pypdfium2
import pypdfium2.raw as pdfium

from engross.verify.check.hyphens import HYPHEN, WORD_DIVIDER, find_hyphens

GENERATED_CODES = frozenset({0x20, 0x0A, 0x0D})  # what PDFium puts between words and lines where the file has nothing

LINE_END_HYPHEN = "\x02"  # what PDFium says for a hyphen at a line's end, the text's own or one that divides a word


class UnmeasurableError(Exception):
    """A PDF that cannot be opened, or that has no structure by which to tell its text from its running heads."""


class PdfGlyph(NamedTuple):  # there are a quarter of a million in a long document
    """A character as it is drawn: its page, its left and right edge, its baseline.

    The right edge is measured only where another line may begin behind it; elsewhere it is the left edge.
    """

    text: str
    page: int
    left: float
    right: float
    base: float


@dataclass(frozen=True, slots=True)
class PdfLink:
    """A link's annotation: its page, and the page and height it leads to; 0 where it leads out of the document."""

    page: int
    name: str  # of the place in the document, "" for none
    to_page: int = 0
    to_top: float = 0.0


@dataclass(slots=True, eq=False)
class PdfElement:
    """A structure element: its type, its ID, how its lines are aligned; elements, glyphs and links in reading order."""

    role: str
    name: str = ""
    align: str = ""
    kids: list[PdfElement | PdfGlyph | PdfLink] = field(default_factory=list)

    def iter_elements(self, *without: str) -> Iterator[PdfElement]:
        """The element and all below it, parents first; those of the roles in ``without`` and theirs left out."""
        yield self
        for kid in self.kids:
            if isinstance(kid, PdfElement) and kid.role not in without:
                yield from kid.iter_elements(*without)

    def iter_glyphs(self, *without: str) -> Iterator[PdfGlyph]:
        """Every glyph in it, but for those in elements of the roles in ``without``."""
        for kid in self.kids:
            if isinstance(kid, PdfGlyph):
                yield kid
            elif isinstance(kid, PdfElement) and kid.role not in without:
                yield from kid.iter_glyphs(*without)

    def iter_links(self, *without: str) -> Iterator[PdfLink]:
        """Every link in it, but for those in elements of the roles in ``without``."""
        for one in self.iter_elements(*without):
            yield from (kid for kid in one.kids if isinstance(kid, PdfLink))

    def join_text(self, *without: str) -> str:
        """The characters of its glyphs; those beyond U+FFFF come in two halves (UTF-16) and are joined here."""
        halves = "".join(glyph.text for glyph in self.iter_glyphs(*without))
        return halves.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


@dataclass(frozen=True, slots=True)
class PrintedPdf:
    """A PDF's language and the element of its whole document."""

    language: str
    document: PdfElement


def open_print(path: Path) -> PrintedPdf:
    """The PDF at ``path``. Raises UnmeasurableError, saying why."""
    try:
        status = path.stat()
        return _open_pdf(path, (status.st_size, status.st_mtime_ns))
    except OSError as error:
        raise UnmeasurableError(str(error)) from error


@lru_cache(maxsize=1)  # the columns look at one file after the other
def _open_pdf(path: Path, _stamp: tuple[int, int]) -> PrintedPdf:
    try:
        with pikepdf.open(path) as pdf:
            if "/StructTreeRoot" not in pdf.Root:
                raise UnmeasurableError("the PDF has no structure")
            runs = _read_glyph_runs(path)
            _resolve_hyphens(pdf, runs)
            root = pdf.Root.StructTreeRoot.K
            top = root[0] if isinstance(root, pikepdf.Array) else root
            return PrintedPdf(str(pdf.Root.get("/Lang", "")), _StructureReader(pdf, runs).read_element(top, 0))
    except (pikepdf.PdfError, pypdfium2.PdfiumError, AttributeError, LookupError, TypeError, ValueError) as error:
        raise UnmeasurableError(f"{type(error).__name__}: {error}") from error


class _StructureReader:
    """Structure elements as values, from the dictionaries of a PDF."""

    def __init__(self, pdf: pikepdf.Pdf, runs: dict[tuple[int, int], list[PdfGlyph]]) -> None:
        self._runs = runs
        self._pages: dict[Any, int] = {page.objgen: number for number, page in enumerate(pdf.pages, 1)}
        self._homes = {a.objgen: n for n, page in enumerate(pdf.pages, 1) for a in page.get("/Annots", ())}
        names = pdf.Root.Names.get("/Dests") if "/Names" in pdf.Root else None
        self._places: dict[str, Any] = dict(pikepdf.NameTree(names).items()) if names is not None else {}

    def read_element(self, found: Any, page: int) -> PdfElement:
        """The element that a dictionary means; ``page`` is that of the element around it."""
        page = self._pages.get(found.Pg.objgen, page) if "/Pg" in found else page
        made = PdfElement(str(found.S)[1:], str(found.get("/ID", "")), _text_align(found))
        kids = found.get("/K", ())
        for kid in kids if isinstance(kids, pikepdf.Array) else (kids,):
            made.kids.extend(self._read_kid(kid, page))
        return made

    def _read_kid(self, kid: Any, page: int) -> list[Any]:
        if isinstance(kid, int):
            return self._runs.get((page, int(kid)), [])
        match str(kid.get("/Type", "")):
            case "/MCR":
                return self._runs.get((self._pages.get(kid.Pg.objgen, page), int(kid.MCID)), [])
            case "/OBJR":
                return [self._read_link(kid.Obj)]
            case _:
                return [self.read_element(kid, page)]

    def _read_link(self, annotation: Any) -> PdfLink:
        name = str(annotation.get("/Dest", ""))
        home, place = self._homes.get(annotation.objgen, 0), self._places.get(name)
        if place is None:
            return PdfLink(home, name)
        place = place.D if isinstance(place, pikepdf.Dictionary) else place
        return PdfLink(home, name, self._pages.get(place[0].objgen, 0), float(place[3]))


def _text_align(found: Any) -> str:
    owners = found.get("/A", ())
    owners = owners if isinstance(owners, pikepdf.Array) else (owners,)
    return next((str(owner.TextAlign)[1:] for owner in owners if "/TextAlign" in owner), "")


def _read_glyph_runs(path: Path) -> dict[tuple[int, int], list[PdfGlyph]]:
    """The glyphs of each run of marked content, by page and number; -1 has those that are in none."""
    runs: dict[tuple[int, int], list[PdfGlyph]] = defaultdict(list)
    document = pypdfium2.PdfDocument(path)
    try:
        for number in range(len(document)):
            text = document[number].get_textpage()
            for mark, glyph in _read_glyphs(text.raw, number + 1):
                runs[number + 1, mark].append(glyph)
            text.close()
    finally:
        document.close()
    return runs


def _resolve_hyphens(pdf: pikepdf.Pdf, runs: dict[tuple[int, int], list[PdfGlyph]]) -> None:
    """Put the text's own hyphen, or what divides a word, for a hyphen at a line's end, where the file tells."""
    pages = {page for (page, _), glyphs in runs.items() if any(glyph.text == LINE_END_HYPHEN for glyph in glyphs)}
    for page in sorted(pages):
        for mark, found in find_hyphens(pdf.pages[page - 1]).items():
            glyphs = runs.get((page, mark), [])
            places = [n for n, glyph in enumerate(glyphs) if glyph.text in (LINE_END_HYPHEN, HYPHEN, WORD_DIVIDER)]
            if len(places) == len(found):
                for n, said in zip(places, found, strict=True):
                    glyphs[n] = glyphs[n]._replace(text=said)


def _read_glyphs(text: Any, page: int) -> Iterator[tuple[int, PdfGlyph]]:
    """Each character of a page in the order of its content, with the number of its run; spaces made up left out."""
    x, y = ctypes.c_double(), ctypes.c_double()
    before, mark, last = 0, -1, (-1, PdfGlyph("", page, 0.0, 0.0, 0.0), -1)
    for n in range(pdfium.FPDFText_CountChars(text)):
        code = pdfium.FPDFText_GetUnicode(text, n)
        if code in GENERATED_CODES and pdfium.FPDFText_IsGenerated(text, n) == 1:
            continue
        drawn = pdfium.FPDFText_GetTextObject(text, n)
        address = ctypes.addressof(drawn.contents) if drawn else 0
        if address != before or not address:
            before, mark = address, pdfium.FPDFPageObj_GetMarkedContentID(drawn) if drawn else -1
        pdfium.FPDFText_GetCharOrigin(text, n, x, y)
        if last[0] >= 0:
            yield last[2], _measure_glyph(text, *last[:2]) if x.value < last[1].left else last[1]
        last = (n, PdfGlyph(chr(code), page, x.value, x.value, y.value), mark)
    if last[0] >= 0:
        yield last[2], _measure_glyph(text, *last[:2])


def _measure_glyph(text: Any, number: int, glyph: PdfGlyph) -> PdfGlyph:
    """A glyph with its right edge, by the width its font gives it."""
    box = pdfium.FS_RECTF()
    pdfium.FPDFText_GetLooseCharBox(text, number, box)
    return glyph._replace(right=float(box.right))
