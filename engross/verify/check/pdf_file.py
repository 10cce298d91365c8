"""Open a finished PDF for the columns that measure it: its glyphs where they are drawn, its structure, its links.

PDFium and pikepdf read the file alone (ISO 32000-1); nothing here knows how it was laid out. Lengths are in pt from a
page's left edge and its foot; pages are counted from 1.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import pikepdf
import pypdfium2

from engross.grammars.pdfium import LINE_END_HYPHEN, PdfCharacters, join_surrogates
from engross.verify.check.hyphens import HYPHEN, WORD_DIVIDER, find_hyphens


class UnmeasurableError(Exception):
    """A PDF that cannot be opened, or has no structure to tell its text from its running heads."""


class PdfGlyph(NamedTuple):  # there are a quarter of a million in a long document
    """A character as it is drawn: its page, its left and right edges, its baseline, in pt; its marked content's number.

    The right edge is measured only if the next character lies further left, as at the end of a line, and for the last
    character of a page; elsewhere it is the left edge.
    """

    text: str
    page: int
    left: float
    right: float
    base: float
    mark: int = -1


@dataclass(frozen=True, slots=True)
class PdfLink:
    """A link annotation: its page, its target's name, and the page and height it leads to; 0 if out of the document."""

    page: int
    name: str  # the named destination; "" if it has none
    to_page: int = 0
    to_top: float = 0.0


@dataclass(slots=True, eq=False)
class PdfElement:
    """A structure element: its type, ID and alignment of lines; its elements, glyphs and links in reading order.

    ``language``: its own, BCP 47; "" for that of the element around it. ``actual``: its text in logical order, where it
    is drawn from right to left; else "".
    """

    role: str
    name: str = ""
    align: str = ""
    kids: list[PdfElement | PdfGlyph | PdfLink] = field(default_factory=list)
    language: str = ""
    actual: str = ""

    def iter_elements(self, *without: str) -> Iterator[PdfElement]:
        """Yield this element and all below it, parents first, but no element of the roles ``without`` or below one."""
        yield self
        for kid in self.kids:
            if isinstance(kid, PdfElement) and kid.role not in without:
                yield from kid.iter_elements(*without)

    def iter_glyphs(self, *without: str) -> Iterator[PdfGlyph]:
        """Yield every glyph in this element, except those in elements of the roles ``without``."""
        for kid in self.kids:
            if isinstance(kid, PdfGlyph):
                yield kid
            elif isinstance(kid, PdfElement) and kid.role not in without:
                yield from kid.iter_glyphs(*without)

    def iter_links(self, *without: str) -> Iterator[PdfLink]:
        """Yield every link in this element, except those in elements of the roles ``without``."""
        for element in self.iter_elements(*without):
            yield from (kid for kid in element.kids if isinstance(kid, PdfLink))

    def join_text(self, *without: str) -> str:
        """Return the characters of this element's glyphs; surrogate halves (UTF-16) beyond U+FFFF are joined."""
        return join_surrogates("".join(glyph.text for glyph in self.iter_glyphs(*without)))


@dataclass(frozen=True, slots=True)
class PrintedPdf:
    """A PDF: its language, and the structure element of the whole document."""

    language: str
    document: PdfElement


def open_print(path: Path) -> PrintedPdf:
    """Return the PDF at ``path``. Raises UnmeasurableError with the reason."""
    try:
        status = path.stat()
        return _open_pdf(path, (status.st_size, status.st_mtime_ns))
    except OSError as error:
        raise UnmeasurableError(str(error)) from error


@lru_cache(maxsize=1)  # all columns look at one file before the next
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
    """Reads structure elements from the dictionaries of a PDF into values."""

    def __init__(self, pdf: pikepdf.Pdf, runs: dict[tuple[int, int], list[PdfGlyph]]) -> None:
        self._runs = runs
        self._pages: dict[Any, int] = {page.objgen: number for number, page in enumerate(pdf.pages, 1)}
        self._homes = {a.objgen: n for n, page in enumerate(pdf.pages, 1) for a in page.get("/Annots", ())}
        names = pdf.Root.Names.get("/Dests") if "/Names" in pdf.Root else None
        self._places: dict[str, Any] = dict(pikepdf.NameTree(names).items()) if names is not None else {}

    def read_element(self, dictionary: Any, page: int) -> PdfElement:
        """Return the element that a dictionary describes; ``page`` is the page of the element around it."""
        page = self._pages.get(dictionary.Pg.objgen, page) if "/Pg" in dictionary else page
        element = PdfElement(str(dictionary.S)[1:], str(dictionary.get("/ID", "")), _text_align(dictionary))
        element.language = str(dictionary.get("/Lang", ""))
        element.actual = str(dictionary.get("/ActualText", ""))
        kids = dictionary.get("/K", ())
        for kid in kids if isinstance(kids, pikepdf.Array) else (kids,):
            element.kids.extend(self._read_kid(kid, page))
        return element

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
        link_page, destination = self._homes.get(annotation.objgen, 0), self._places.get(name)
        if destination is None:
            return PdfLink(link_page, name)
        destination = destination.D if isinstance(destination, pikepdf.Dictionary) else destination
        return PdfLink(link_page, name, self._pages.get(destination[0].objgen, 0), float(destination[3]))


def _text_align(dictionary: Any) -> str:
    owners = dictionary.get("/A", ())
    owners = owners if isinstance(owners, pikepdf.Array) else (owners,)
    return next((str(owner.TextAlign)[1:] for owner in owners if "/TextAlign" in owner), "")


def _read_glyph_runs(path: Path) -> dict[tuple[int, int], list[PdfGlyph]]:
    """Return the glyphs of each marked content, by page and number (MCID); -1 has those outside any."""
    runs: dict[tuple[int, int], list[PdfGlyph]] = defaultdict(list)
    opened = pypdfium2.PdfDocument(path)
    try:
        for number in range(len(opened)):
            text = opened[number].get_textpage()
            for mark, glyph in _read_glyphs(PdfCharacters(text), number + 1):
                runs[number + 1, mark].append(glyph)
            text.close()
    finally:
        opened.close()
    return runs


def _resolve_hyphens(pdf: pikepdf.Pdf, runs: dict[tuple[int, int], list[PdfGlyph]]) -> None:
    """Replace each hyphen at a line's end by the text's own hyphen or a word divider, if the file says which."""
    pages = {page for (page, _), glyphs in runs.items() if any(glyph.text == LINE_END_HYPHEN for glyph in glyphs)}
    for page in sorted(pages):
        for mark, hyphens in find_hyphens(pdf.pages[page - 1]).items():
            glyphs = runs.get((page, mark), [])
            places = [n for n, glyph in enumerate(glyphs) if glyph.text in (LINE_END_HYPHEN, HYPHEN, WORD_DIVIDER)]
            places.sort(key=lambda n: glyphs[n].left)  # beside Arabic, PDFium gives a line in another order
            if len(places) == len(hyphens):
                for n, hyphen in zip(places, hyphens, strict=True):
                    glyphs[n] = glyphs[n]._replace(text=hyphen)


def _read_glyphs(characters: PdfCharacters, page: int) -> Iterator[tuple[int, PdfGlyph]]:
    """Yield the number (MCID) and glyph of each character of a page, in content order, without generated spaces."""
    before, mark, pending = 0, -1, (-1, PdfGlyph("", page, 0.0, 0.0, 0.0), -1)
    for n in range(len(characters)):
        code = characters.code(n)
        if characters.is_gap(n, code):
            continue
        address = characters.object_address(n)
        if address != before or not address:
            before, mark = address, characters.marked_content(n)
        x, y = characters.origin(n)
        if pending[0] >= 0:
            yield pending[2], _measure_glyph(characters, *pending[:2]) if x < pending[1].left else pending[1]
        pending = (n, PdfGlyph(chr(code), page, x, x, y, mark), mark)
    if pending[0] >= 0:
        yield pending[2], _measure_glyph(characters, *pending[:2])


def _measure_glyph(characters: PdfCharacters, n: int, glyph: PdfGlyph) -> PdfGlyph:
    """Return the glyph with its right edge, from the width that its font gives it."""
    return glyph._replace(right=characters.right_edge(n))
