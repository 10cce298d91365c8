"""Check sheets that pages were imposed on: PDF/A-3b and nothing for a screen, each page once, leaves that can be read.

Their metadata tell them from editions (dc:type). A page is known by the name of its form in the resources of a side.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pikepdf

from engross.verify.check.content import read_operators
from engross.verify.check.finding import Finding, Findings
from engross.verify.check.rule import EditionFault

BOOKLET_TYPE = "imposed sheets for printing: booklet"  # dc:type of sheets that are folded (templates/shell/imposed.xmp)
ROWS_TYPE = "imposed sheets for printing: rows"
STANDARD = ("3", "B", "")  # pdfaid:part, pdfaid:conformance, pdfuaid:part
SCREEN_ENTRIES = {"/StructTreeRoot": "tags", "/Outlines": "an outline", "/AF": "attached files"}
PAGE_NAME = re.compile(r"/Page(\d+)")


def find_imposed_faults(path: Path) -> Findings | None:
    """Return what is wrong with imposed sheets; None if the file is none."""
    try:
        with pikepdf.open(path) as pdf, pdf.open_metadata(set_pikepdf_as_editor=False) as metadata:
            types = set(metadata.get("dc:type") or ())
            if not types & {BOOKLET_TYPE, ROWS_TYPE}:
                return None
            names = ("pdfaid:part", "pdfaid:conformance", "pdfuaid:part")
            claims = tuple(str(metadata.get(name, "")) for name in names)
            return tuple(_list_faults(pdf, claims, is_folded=BOOKLET_TYPE in types))
    except (pikepdf.PdfError, AttributeError, LookupError, TypeError, ValueError):
        return None


def _list_faults(pdf: pikepdf.Pdf, claims: tuple[str, ...], *, is_folded: bool) -> Iterator[Finding]:
    if claims != STANDARD:
        part, level, accessible = claims
        claim = f"PDF/A-{part}{level.lower()}" if part else "no PDF/A"
        yield EditionFault.SHEETS_STANDARD.make_finding("", claim=claim + (" and PDF/UA" if accessible else ""))
    for entry, what in SCREEN_ENTRIES.items():
        if entry in pdf.Root:
            yield EditionFault.SHEETS_FOR_SCREEN.make_finding("", what=what)
    sides = [tuple(_place_pages(page)) for page in pdf.pages]
    counts = Counter(page for side in sides for page, _ in side)
    for page in range(1, max(counts, default=0) + 1):
        if counts[page] != 1:
            yield EditionFault.PAGE_PLACES.make_finding(f"page {page}", page=page, times=counts[page])
    if is_folded:
        yield from _find_torn_leaves(sides)


def _place_pages(page: pikepdf.Page) -> Iterator[tuple[int, bool]]:
    """Yield the pages on a side of a sheet, and whether each stands right of the fold."""
    middle, left = float(page.mediabox[2]) / 2, 0.0
    for name, operands, _ in read_operators(page, "q Q Tf cm Do"):
        if name == "cm":
            left = float(operands[4])
        elif name == "Do" and (matched := PAGE_NAME.fullmatch(str(operands[0]))):
            # A quarter of the middle is more than any creep: a right page begins nearer to the fold, or right of it.
            yield int(matched[1]), left > middle * 0.75


def _find_torn_leaves(sides: list[tuple[tuple[int, bool], ...]]) -> Iterator[Finding]:
    """Yield a finding for each leaf whose two sides do not follow each other; a blank page follows any."""
    for number, (front, back) in enumerate(zip(sides[::2], sides[1::2], strict=True), 1):
        fronts, backs = ({right: page for page, right in side} for side in (front, back))
        for is_right in (False, True):
            one, other = fronts.get(is_right), backs.get(not is_right)
            if one is not None and other is not None and abs(one - other) != 1:
                place = f"sheet {number}"
                yield EditionFault.LEAF_TORN.make_finding(place, page=one, other=other)
