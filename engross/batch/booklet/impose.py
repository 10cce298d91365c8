"""Impose the pages of a PDF on sheets of paper: each is drawn whole, as a form, and nothing in it is rewritten.

Sheets are for printing: they have no tags, no outline and no attached files, since their order is that of the printer
and not of the reader. Links to addresses stay where they were printed; links within the document are left out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from pikepdf import Array, Dictionary, Matrix, Name, Object, ObjectStreamMode, Pdf, String, __version__

from engross.batch.booklet.order import SheetSide
from engross.batch.booklet.placement import Line, Placement, find_marks

PRODUCER_NAME = f"pikepdf {__version__}"
PAGE_NAME = "Page"  # what the name of a form begins with in the resources of a side; the page's number follows
MARK_WIDTH = 0.25  # pt
PRINT_FLAG = 4  # of an annotation that is printed, as PDF/A wants it (ISO 32000-1, table 165)
HALF_TURN = 180  # degrees


@dataclass(frozen=True, slots=True)
class Imposition:
    """How pages are imposed: their places, the sides in the order of printing, the pages' creep for each fold.

    ``creep``: in pt. ``is_turned_over_long``: whether the printer turns the sheet over on its long edge; ``has_marks``:
    whether fold and cut are marked.
    """

    placement: Placement
    sides: tuple[SheetSide, ...]
    creep: float
    is_turned_over_long: bool
    has_marks: bool

    @property
    def are_backs_turned(self) -> bool:
        """Whether backs stand on their heads, since the printer turns the sheet over on another edge than a reader."""
        width, height = self.placement.sheet
        return (height > width) != self.is_turned_over_long

    @property
    def duplex(self) -> str:
        """What the viewer asks of the printer (ISO 32000-1, table 150)."""
        return "DuplexFlipLongEdge" if self.is_turned_over_long else "DuplexFlipShortEdge"


def impose_pages(source: Pdf, imposition: Imposition, packet: str, label: Callable[[SheetSide], str]) -> bytes:
    """Return the PDF of the sheets; equal arguments give equal bytes. ``label``: that of a side, for the viewer."""
    pdf = Pdf.new()
    forms = [pdf.copy_foreign(page.as_form_xobject()) for page in source.pages]
    annotations = [list(page.obj.get("/Annots", ())) for page in source.pages]
    for side in imposition.sides:
        _add_side(pdf, side, imposition, forms)
        links = [
            link
            for number, matrix in _place_pages(side, imposition, forms)
            for annotation in annotations[number - 1]
            if (link := _copy_link(pdf, annotation, _form_matrix(forms[number - 1]) @ matrix)) is not None
        ]
        if links:
            pdf.pages[-1].obj.Annots = Array(links)
    _write_catalog(pdf, source, imposition, [label(side) for side in imposition.sides])
    pdf.Root.Metadata = pdf.make_stream(packet.encode("utf-8"), Type=Name.Metadata, Subtype=Name.XML)
    out = BytesIO()
    pdf.save(out, min_version="1.7", deterministic_id=True, object_stream_mode=ObjectStreamMode.generate)
    return out.getvalue()


def _place_pages(side: SheetSide, imposition: Imposition, forms: Sequence[Object]) -> Iterator[tuple[int, Matrix]]:
    """Yield the number of each page on a side, and the matrix from its own space to that of the sheet."""
    placement = imposition.placement
    for place, number in enumerate(side.pages):
        if number is not None:
            x, y = placement.corner(place, side.depth * imposition.creep)
            left, foot = _form_corner(forms[number - 1])
            scaled = Matrix().translated(x, y).scaled(placement.scale, placement.scale)
            yield number, scaled.translated(-left, -foot)


def _form_corner(form: Object) -> tuple[float, float]:
    """Return the lower left corner of what a form draws, in the space around it."""
    left, foot, right, top = map(float, form.BBox)
    corners = [_form_matrix(form).transform((x, y)) for x in (left, right) for y in (foot, top)]
    return min(x for x, _ in corners), min(y for _, y in corners)


def _form_matrix(form: Object) -> Matrix:
    return Matrix(form.Matrix) if "/Matrix" in form else Matrix()


def _add_side(pdf: Pdf, side: SheetSide, imposition: Imposition, forms: Sequence[Object]) -> None:
    width, height = imposition.placement.sheet
    pdf.add_blank_page(page_size=(width, height))
    page = pdf.pages[-1].obj
    placed = list(_place_pages(side, imposition, forms))
    page.Resources = Dictionary(
        XObject=Dictionary({f"/{PAGE_NAME}{number}": forms[number - 1] for number, _ in placed})
    )
    page.TrimBox = Array([_round(length) for length in imposition.placement.trim])
    lines = [_draw_page(number, matrix, side, imposition) for number, matrix in placed]
    if imposition.has_marks:
        folds, cuts = find_marks(imposition.placement)
        lines += [_draw_lines(folds, "[3 2] 0 d"), _draw_lines(cuts, "[] 0 d")]
    page.Contents = pdf.make_stream("\n".join(line for line in lines if line).encode("ascii"))
    if imposition.are_backs_turned and not side.is_front:
        page.Rotate = HALF_TURN


def _draw_page(number: int, matrix: Matrix, side: SheetSide, imposition: Imposition) -> str:
    """Return the operators that draw a page; where the sheet is folded, none of it is drawn beyond the fold."""
    width, height = imposition.placement.sheet
    clip = ""
    if imposition.placement.is_folded:
        left = 0 if side.pages.index(number) == 0 else width / 2
        clip = f"{_round(left)} 0 {_round(width / 2)} {_round(height)} re W n "
    numbers = " ".join(str(_round(value)) for value in matrix.shorthand)
    return f"q {clip}{numbers} cm /{PAGE_NAME}{number} Do Q"


def _draw_lines(lines: Sequence[Line], dash: str) -> str:
    drawn = " ".join(f"{_round(a)} {_round(b)} m {_round(c)} {_round(d)} l" for a, b, c, d in lines)
    return f"q {MARK_WIDTH} w {dash} {drawn} S Q" if drawn else ""


def _copy_link(pdf: Pdf, annotation: Any, matrix: Matrix) -> Object | None:
    """Return a link to an address at its place on the sheet; None for any other annotation."""
    action = annotation.get("/A", {})
    if annotation.get("/Subtype") != Name.Link or "/URI" not in action:
        return None
    left, foot, right, top = map(float, annotation.Rect)
    (x1, y1), (x2, y2) = matrix.transform((left, foot)), matrix.transform((right, top))
    box = (min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2))
    link = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([_round(length) for length in box]), F=PRINT_FLAG)
    link.Border = Array([0, 0, 0])
    link.A = Dictionary(Type=Name.Action, S=Name.URI, URI=String(str(action.URI)))
    if "/Contents" in annotation:
        link.Contents = String(str(annotation.Contents))
    return pdf.make_indirect(link)


def _write_catalog(pdf: Pdf, source: Pdf, imposition: Imposition, labels: Sequence[str]) -> None:
    root = pdf.Root
    root.ViewerPreferences = Dictionary(
        DisplayDocTitle=True,
        Duplex=Name(f"/{imposition.duplex}"),
        PrintScaling=getattr(Name, "None"),
        PickTrayByPDFSize=True,
    )
    numbered = [item for n, label in enumerate(labels) for item in (n, Dictionary(P=String(label)))]
    root.PageLabels = Dictionary(Nums=Array(numbered))
    if "/Lang" in source.Root:
        root.Lang = String(str(source.Root.Lang))
    if "/OutputIntents" in source.Root:
        root.OutputIntents = pdf.copy_foreign(source.make_indirect(source.Root.OutputIntents))


def _round(length: float) -> float:
    return round(length, 4)
