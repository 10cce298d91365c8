"""A finished PDF to its structure tree as text: what a screen reader gets, read with two libraries not our own."""

from __future__ import annotations

import ctypes
import io
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pikepdf
import pypdfium2
import pypdfium2.raw as pdfium

SHOWN = {"/Lang": "lang", "/Alt": "alt", "/ID": "id"}
SCOPES = {"/Scope": "scope", "/ColSpan": "columns", "/RowSpan": "rows", "/TextDecorationType": "line"}


@dataclass
class Element:
    """A structure element: its type, its attributes as text, what is in it."""

    role: str
    about: str = ""
    kids: list[Element | str] = field(default_factory=list)

    def all(self) -> Iterator[Element]:
        """The element and all below it."""
        yield self
        for kid in self.kids:
            if isinstance(kid, Element):
                yield from kid.all()

    def text(self, without: tuple[str, ...] = ()) -> str:
        """The text in it, but for elements of the types in ``without``."""
        kids = (kid for kid in self.kids if not (isinstance(kid, Element) and kid.role in without))
        return "".join(kid.text(without) if isinstance(kid, Element) else kid for kid in kids)


def tree(data: bytes) -> Element:
    """The document element of a PDF."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        pages = {page.objgen: number for number, page in enumerate(pdf.pages)}
        reader = _Reader(_texts(data), pages)
        return reader.element(pdf.Root.StructTreeRoot.K[0], -1)


def shown(element: Element, depth: int = 0) -> str:
    """The tree as lines: type, attributes, text; what stands on one line is one run."""
    lines = [f"{'  ' * depth}{element.role}{element.about}"]
    inner = "  " * (depth + 1)
    lines += [shown(kid, depth + 1) if isinstance(kid, Element) else f"{inner}“{kid}”" for kid in element.kids]
    return "\n".join(lines)


class _Reader:
    def __init__(self, texts: dict[tuple[int, int], str], pages: dict[Any, int]) -> None:
        self._texts, self._pages, self._seen = texts, pages, set[tuple[int, int]]()

    def element(self, found: Any, page: int) -> Element:
        page = self._pages[found.Pg.objgen] if "/Pg" in found else page
        made = Element(str(found.S)[1:], _about(found))
        for kid in found.get("/K", []):
            made.kids.extend(self._kid(kid, page))
        made.kids = list(_joined(made.kids))
        return made

    def _kid(self, kid: Any, page: int) -> Iterator[Element | str]:
        if isinstance(kid, int):
            yield self._run(page, kid)
        elif kid.get("/Type") == "/MCR":
            yield self._run(self._pages[kid.Pg.objgen], int(kid.MCID))
        elif kid.get("/Type") == "/OBJR":
            yield Element("Annotation", f" → {_target(kid.Obj)} “{kid.Obj.Contents}”")
        else:
            yield self.element(kid, page)

    def _run(self, page: int, number: int) -> str:
        assert (page, number) not in self._seen, "content belongs to one element"
        self._seen.add((page, number))
        return self._texts[page, number]


def _joined(kids: list[Element | str]) -> Iterator[Element | str]:
    """Neighbouring runs of text as one."""
    run = ""
    for kid in kids:
        if isinstance(kid, str):
            run += kid
            continue
        if run:
            yield run
        run = ""
        yield kid
    if run:
        yield run


def _about(found: Any) -> str:
    owners = found.get("/A", [])
    owners = [owners] if isinstance(owners, pikepdf.Dictionary) else list(owners)
    said = [(name, found[key]) for key, name in SHOWN.items() if key in found]
    said += [(name, owner[key]) for owner in owners for key, name in SCOPES.items() if key in owner]
    return "".join(f" {name}={str(value).removeprefix('/')}" for name, value in said)


def _target(annotation: Any) -> str:
    return str(annotation.A.URI if "/A" in annotation else f"#{annotation.Dest}")


def _texts(data: bytes) -> dict[tuple[int, int], str]:
    """The text of each run of marked content, by page and number."""
    document = pypdfium2.PdfDocument(data)
    texts: dict[tuple[int, int], str] = defaultdict(str)
    for number, page in enumerate(document):
        text = page.get_textpage()
        for shape in page.get_objects():
            mark = pdfium.FPDFPageObj_GetMarkedContentID(shape.raw)
            if mark >= 0:
                texts[number, mark] += _text(shape, text)
        text.close()
    document.close()
    return texts


def _text(shape: Any, page: Any) -> str:
    if shape.type != pdfium.FPDF_PAGEOBJ_TEXT:
        return ""
    size = pdfium.FPDFTextObj_GetText(shape.raw, page.raw, None, 0)
    buffer = ctypes.create_string_buffer(size)
    pdfium.FPDFTextObj_GetText(shape.raw, page.raw, ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort)), size)
    return buffer.raw.decode("utf-16-le").rstrip("\0")
