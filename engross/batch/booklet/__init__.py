"""Impose a finished PDF for printing: as a booklet to be folded, or several pages to a side."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from engross import __version__
from engross.batch.booklet.finished_pdf import FinishedPdf, TypeSizes, measure_type, open_finished_pdf
from engross.batch.booklet.impose import PRODUCER_NAME, Imposition, impose_pages
from engross.batch.booklet.order import FOLDED_PAGES, MOST_SHEETS, SheetSide, list_signatures, order_folded, order_rows
from engross.batch.booklet.placement import choose_sheet, place_folded, place_rows, sheet_size
from engross.editions.typeset.imposed import ImposedSheets, make_imposed_packet, spell_side
from engross.grammars.edition_name import spell_name
from engross.model.book import FinishedFile
from engross.model.notice import Refusal
from engross.model.paper import POINTS_PER_MM
from engross.model.tree import Where
from engross.pipeline import output

LEAST_TYPE = 6.0  # pt: smaller type is not read with ease on paper
NO_PAGE = "–"  # in the label of a side
DEFAULT_CALIPER = 0.1  # mm, of paper of 80 g/m²


@dataclass(frozen=True, slots=True)
class BookletRequest:
    """A request for imposed sheets.

    ``path``: the PDF; ``out``: the file of the sheets. ``pages_a_side``: 2, 4, 6, 8 or 9 in rows; 0: two, to be folded.
    ``signature``: pages folded together, 0 for all. ``sheet``: a key of SHEETS; "" for the one that suits.
    ``caliper``: the thickness of the paper in mm. ``flip``: "short" or "long", the edge that the printer turns the
    sheet over on; "" for that which a reader turns it over on. ``binding``: "left", "right", or "" for what the PDF
    says. ``allows_small_type``: whether type may be smaller than LEAST_TYPE.
    """

    path: Path
    out: Path
    pages_a_side: int = 0
    signature: int = 0
    sheet: str = ""
    caliper: float = DEFAULT_CALIPER
    flip: str = ""
    binding: str = ""
    has_marks: bool = True
    allows_small_type: bool = False


@dataclass(frozen=True, slots=True)
class MadeBooklet:
    """Imposed sheets: their file, and what there is to tell of them; ``sheet``: a key of SHEETS.

    ``scale``: of the pages, at most 1. ``type_sizes``: as printed, in pt. ``remarks``: what may surprise.
    """

    path: Path
    pages: int
    sheets: int
    blank_pages: int
    sheet: str
    flip: str
    binding: str
    scale: float
    type_sizes: TypeSizes
    remarks: tuple[str, ...]


def make_booklet(wanted: BookletRequest) -> MadeBooklet:
    """Impose a PDF and write the sheets. Raises Refusal if it cannot be imposed, or the type would be too small."""
    source = open_finished_pdf(wanted.path)
    if wanted.out.exists() and wanted.out.samefile(wanted.path):
        what = "the sheets would be written over the PDF that they are made of"
        raise Refusal(what, "give them another name with --out", Where(spell_name(wanted.path.name)))
    imposition = _plan_sheets(source, wanted)
    scale = imposition.placement.scale
    own_sizes = measure_type(source.data)
    sizes = TypeSizes(round(own_sizes.text * scale, 1), round(own_sizes.least * scale, 1))
    if 0 < sizes.text < LEAST_TYPE and not wanted.allows_small_type:
        what = f"the text would be printed in type of {sizes.text:g} pt: less than {LEAST_TYPE:g} pt is hard to read"
        hint = "choose a larger --sheet or fewer pages a side, or build it with --paper a5; or --small-type"
        raise Refusal(what, hint, Where(spell_name(wanted.path.name)))
    data = _make_sheets(source, wanted, imposition)
    (path,) = output.write_files(wanted.out.parent, (FinishedFile(wanted.out.name, data),))
    return _describe_sheets(source, replace(wanted, out=path), imposition, sizes)


def _plan_sheets(source: FinishedPdf, wanted: BookletRequest) -> Imposition:
    size, pages = sheet_size(wanted.sheet or choose_sheet(source.page)), len(source.pdf.pages)
    is_turned = _is_right_bound(source, wanted)
    if wanted.pages_a_side:
        placement = place_rows(source.page, size, wanted.pages_a_side)
        sides = order_rows(pages, placement.columns, placement.rows, is_right_to_left=is_turned)
    else:
        placement = place_folded(source.page, size)
        sides = order_folded(pages, wanted.signature, is_right_bound=is_turned)
    is_upright = placement.sheet[1] > placement.sheet[0]
    over_long = wanted.flip == "long" if wanted.flip else is_upright
    return Imposition(placement, sides, wanted.caliper * POINTS_PER_MM, over_long, wanted.has_marks)


def _is_right_bound(source: FinishedPdf, wanted: BookletRequest) -> bool:
    return wanted.binding == "right" if wanted.binding else source.is_right_bound


def _make_sheets(source: FinishedPdf, wanted: BookletRequest, imposition: Imposition) -> bytes:
    asked = (wanted.pages_a_side, wanted.signature, wanted.sheet, wanted.caliper, wanted.flip, wanted.binding)
    key = f"{hashlib.sha256(source.data).hexdigest()} {asked} {wanted.has_marks}"
    a_side = wanted.pages_a_side
    sheets = ImposedSheets(
        source.title, source.language, a_side, source.identifier, key, source.is_archival, __version__
    )

    def label(side: SheetSide) -> str:
        pages = " | ".join(str(page or NO_PAGE) for page in side.pages)
        return spell_side(sheets, side.sheet, pages, is_front=side.is_front)

    return impose_pages(source.pdf, imposition, make_imposed_packet(sheets, PRODUCER_NAME).markup, label)


def _describe_sheets(
    source: FinishedPdf, wanted: BookletRequest, imposition: Imposition, sizes: TypeSizes
) -> MadeBooklet:
    pages, sides = len(source.pdf.pages), imposition.sides
    return MadeBooklet(
        wanted.out,
        pages,
        sides[-1].sheet,
        sum(len(side.pages) for side in sides) - pages,
        wanted.sheet or choose_sheet(source.page),
        "long" if imposition.is_turned_over_long else "short",
        "right" if _is_right_bound(source, wanted) else "left",
        round(imposition.placement.scale, 4),
        sizes,
        tuple(_list_remarks(source, wanted, pages)),
    )


def _list_remarks(source: FinishedPdf, wanted: BookletRequest, pages: int) -> Iterator[str]:
    if not source.is_ours:
        yield "engross did not make this PDF: see that its pages are whole, and that their fonts are embedded"
    if not source.is_archival:
        yield "the PDF does not declare PDF/A-3, so the sheets declare no standard either"
    if pages == 1 and not wanted.pages_a_side:
        yield "the PDF has one page: there is nothing to fold, and three pages of the sheet are blank"
    sheets = max(list_signatures(pages, wanted.signature)) // FOLDED_PAGES
    if not wanted.pages_a_side and sheets > MOST_SHEETS:
        yield f"{sheets} sheets are folded into each other: fold fewer with --signature 16, and sew the signatures"


__all__ = [
    "DEFAULT_CALIPER",
    "BookletRequest",
    "MadeBooklet",
    "TypeSizes",
    "make_booklet",
]
