"""Read the structure tree of a finished PDF as text, as a screen reader gets it, with a library that is not our own."""

from __future__ import annotations

import io
import re
import struct
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pikepdf

SHOWN = {"/Lang": "lang", "/Alt": "alt", "/ID": "id", "/ActualText": "says"}
SCOPES = {
    "/Scope": "scope",
    "/ColSpan": "columns",
    "/RowSpan": "rows",
    "/TextDecorationType": "line",
    "/TextAlign": "align",
}


@dataclass
class Element:
    """A structure element: its type, its attributes as text, its content."""

    role: str
    about: str = ""
    kids: list[Element | str] = field(default_factory=list)
    actual: str = ""  # spoken in place of its content

    def all(self) -> Iterator[Element]:
        """Yield the element and all below it."""
        yield self
        for kid in self.kids:
            if isinstance(kid, Element):
                yield from kid.all()

    def all_of(self, role: str) -> Iterator[Element]:
        """Return the elements of a type in it."""
        return (element for element in self.all() if element.role == role)

    def text(self, without: tuple[str, ...] = ()) -> str:
        """Return the text in it, except in elements of the types ``without``."""
        kids = (kid for kid in self.kids if not (isinstance(kid, Element) and kid.role in without))
        if self.actual:
            return self.actual
        return "".join(kid.text(without) if isinstance(kid, Element) else kid for kid in kids)


def tree(data: bytes) -> Element:
    """Return the document element of a PDF."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        pages = {page.objgen: number for number, page in enumerate(pdf.pages)}
        reader = _Reader(_texts(data), pages)
        return reader.element(pdf.Root.StructTreeRoot.K[0], -1)


def shown(element: Element, depth: int = 0) -> str:
    """Return the tree as lines: type, attributes, text; a line of text is one run."""
    inside = "  " * (depth + 1)
    kids = (shown(kid, depth + 1) if isinstance(kid, Element) else f"{inside}“{kid}”" for kid in element.kids)
    return "\n".join((f"{'  ' * depth}{element.role}{element.about}", *kids))


def artifacts(page: pikepdf.Page) -> list[Any]:
    """Return the properties of each artifact in a page's content; an empty dictionary if it has none."""
    openings = (
        instruction for instruction in pikepdf.parse_content_stream(page) if str(instruction.operator) in ("BDC", "BMC")
    )
    marks = (list(instruction.operands) for instruction in openings)
    return [mark[1] if len(mark) > 1 else pikepdf.Dictionary() for mark in marks if str(mark[0]) == "/Artifact"]


def mismatches(data: bytes) -> list[str]:
    """Return where the parent tree and the elements disagree (ISO 32000-1, 14.7.4.4), and whether IDs lead nowhere."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        root = pdf.Root.StructTreeRoot
        nums = list(root.ParentTree.Nums)
        parents = dict(zip(map(int, nums[::2]), nums[1::2], strict=True))
        claimed = dict(_claims(root.K[0], None))
        stated: dict[Any, Any] = {}
        for page in pdf.pages:
            for number, parent in enumerate(parents.pop(int(page.StructParents))):
                if parent is not None:
                    stated[page.objgen, number] = parent.objgen
            for annotation in page.get("/Annots", []):
                stated[annotation.objgen] = parents.pop(int(annotation.StructParent)).objgen
        names = {str(name): of.objgen for name, of in _pairs(root.get("/IDTree", pikepdf.Dictionary(Names=[])).Names)}
        named = {str(of.ID): of.objgen for of in _elements(root.K[0]) if "/ID" in of}
        wrong = [f"parent of {key}" for key in stated.keys() ^ claimed.keys()]
        wrong += [f"parent of {key}" for key in stated.keys() & claimed.keys() if stated[key] != claimed[key]]
        return [*wrong, *(f"left over: {key}" for key in parents), *(["IDs"] if names != named else [])]


def _pairs(flat: Any) -> Iterator[tuple[Any, Any]]:
    values = list(flat)
    return zip(values[::2], values[1::2], strict=True)


def _elements(element: Any) -> Iterator[Any]:
    yield element
    for kid in element.get("/K", []):
        if not isinstance(kid, int) and "/S" in kid:
            yield from _elements(kid)


def _claims(element: Any, page: Any) -> Iterator[tuple[Any, Any]]:
    """Yield what elements claim, each with its element: marked content by page and number, annotations by object."""
    page = element.Pg.objgen if "/Pg" in element else page
    for kid in element.get("/K", []):
        if isinstance(kid, int):
            yield (page, kid), element.objgen
        elif kid.get("/Type") == "/MCR":
            yield (kid.Pg.objgen, int(kid.MCID)), element.objgen
        elif kid.get("/Type") == "/OBJR":
            yield kid.Obj.objgen, element.objgen
        else:
            assert kid.P.objgen == element.objgen
            yield from _claims(kid, page)


class _Reader:
    def __init__(self, texts: dict[tuple[int, int], str], pages: dict[Any, int]) -> None:
        self._texts, self._pages, self._seen = texts, pages, set[tuple[int, int]]()

    def element(self, dictionary: Any, page: int) -> Element:
        """Return the element that a dictionary describes; ``page`` is the page of the element around it."""
        page = self._pages[dictionary.Pg.objgen] if "/Pg" in dictionary else page
        element_ = Element(str(dictionary.S)[1:], _about(dictionary), actual=str(dictionary.get("/ActualText", "")))
        for kid in dictionary.get("/K", []):
            element_.kids.extend(self._kid(kid, page))
        element_.kids = list(_joined(element_.kids))
        return element_

    def _kid(self, kid: Any, page: int) -> Iterator[Element | str]:
        if isinstance(kid, int):
            yield self._run(page, int(kid))
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
    """Yield the kids, with neighbouring runs of text joined."""
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


def _about(element: Any) -> str:
    owners = element.get("/A", [])
    owners = [owners] if isinstance(owners, pikepdf.Dictionary) else list(owners)
    pairs = [(name, element[key]) for key, name in SHOWN.items() if key in element]
    pairs += [(name, owner[key]) for owner in owners for key, name in SCOPES.items() if key in owner]
    return "".join(f" {name}={str(value).removeprefix('/')}" for name, value in pairs)


def _target(annotation: Any) -> str:
    return str(annotation.A.URI if "/A" in annotation else f"#{annotation.Dest}")


def _texts(data: bytes) -> dict[tuple[int, int], str]:
    """Return the text of each marked content, by page and number: the Unicode of its glyphs in order."""
    texts: dict[tuple[int, int], str] = defaultdict(str)
    with pikepdf.open(io.BytesIO(data)) as pdf:
        for number, page in enumerate(pdf.pages):
            fonts = {name: _meanings(font) for name, font in page.Resources.get("/Font", {}).items()}
            mark, font, depth = -1, dict[int, str](), list[int]()
            for instruction in pikepdf.parse_content_stream(page):
                operands = list(instruction.operands)
                match str(instruction.operator):
                    case "BDC" | "BMC":
                        depth.append(mark)
                        mark = int(operands[1].get("/MCID", mark)) if len(operands) > 1 else mark
                    case "EMC":
                        mark = depth.pop()
                    case "Tf":
                        font = fonts[str(operands[0])]
                    case "Tj" | "TJ":
                        shown = list(operands[0]) if str(instruction.operator) == "TJ" else operands
                        codes = b"".join(bytes(part) for part in shown if isinstance(part, pikepdf.String))
                        texts[number, mark] += "".join(font[code] for (code,) in struct.iter_unpack(">H", codes))
    return texts


def _meanings(font: Any) -> dict[int, str]:
    """Return the Unicode of each code of a font (ToUnicode)."""
    pairs = re.findall(rb"<([0-9a-fA-F]{4})> <([0-9a-fA-F]+)>", font.ToUnicode.read_bytes())
    return {int(code, 16): bytes.fromhex(text.decode()).decode("utf-16-be") for code, text in pairs}
