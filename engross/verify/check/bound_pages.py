"""Check the pages of documents that are bound together: each stands where its folio says.

A page is known by the name of the form that draws its folio (``batch/packet/number_pages.py``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pikepdf

from engross.verify.check.content import read_operators
from engross.verify.check.finding import Finding, Findings
from engross.verify.check.rule import EditionFault

FOLIO_NAME = re.compile(r"/Folio(\d+)")


def find_bound_page_faults(path: Path) -> Findings | None:
    """Return which pages are not in the places of their folios; None if the file has none, or cannot be read."""
    try:
        with pikepdf.open(path) as pdf:
            folios = tuple(_find_folio(page) for page in pdf.pages)
    except (pikepdf.PdfError, AttributeError, LookupError, TypeError, ValueError):
        return None
    return tuple(_list_faults(folios)) if any(folios) else None


def _find_folio(page: pikepdf.Page) -> int:
    """Return which page of all a page is by its folio; 0 if none is drawn on it.

    What a page draws is read only if it could draw a folio: most files have none.
    """
    forms = page.resources.get("/XObject", pikepdf.Dictionary())
    if not any(FOLIO_NAME.fullmatch(name) for name, _ in forms.items()):
        return 0
    drawn = (FOLIO_NAME.fullmatch(str(operands[0])) for _, operands, _ in read_operators(page, "Do"))
    return next((int(name[1]) for name in drawn if name), 0)


def _list_faults(folios: tuple[int, ...]) -> Iterator[Finding]:
    for place, folio in enumerate(folios, 1):
        if folio == 0:
            yield EditionFault.FOLIO_MISSING.make_finding(f"page {place}")
        elif folio != place:
            yield EditionFault.PAGE_MOVED.make_finding(f"page {place}", folio=folio)
