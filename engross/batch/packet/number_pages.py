"""Draw the folios of a packet on its bound pages, and let the links to its pages lead there."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

from pikepdf import Array, Dictionary, Name, Object, Pdf, String

from engross.editions.typeset.packet import LINK_START

Place = tuple[int, float | None]  # a bound page, from 0, and the height on it in pt; None: its top


def find_numbered_page(name: str) -> Place:
    """Return the place of a page by its number from 1, as links in a packet have it."""
    return int(name) - 1, None


def number_pages(pdf: Pdf, folios: bytes, find_place: Callable[[str], Place] = find_numbered_page) -> None:
    """Complete bound pages: a folio on each, from the page of its number in ``folios``; links to places among them.

    ``find_place``: finds the place of what an address has behind LINK_START.

    A folio is an artifact of pagination (ISO 32000-1, 14.8.2.2), so the structure of the documents stays as it was.
    """
    with Pdf.open(BytesIO(folios)) as source:
        for number, (page, folio) in enumerate(zip(pdf.pages, source.pages, strict=True), 1):
            _draw_folio(pdf, page.obj, pdf.copy_foreign(folio.as_form_xobject()), f"/Folio{number}")
            for annotation in page.obj.get("/Annots", ()):
                _lead_link(pdf, annotation, find_place)


def _draw_folio(pdf: Pdf, page: Object, form: Object, name: str) -> None:
    """Draw a form over what a page has, whose graphics state is closed first; documents share their resources."""
    if "/Resources" not in page:
        page.Resources = Dictionary()
    if "/XObject" not in page.Resources:
        page.Resources.XObject = Dictionary()
    page.Resources.XObject[name] = form
    left, foot = (float(page.MediaBox[n]) for n in (0, 1))
    place = f"1 0 0 1 {left:g} {foot:g} cm"
    drawn = f"Q\n/Artifact <</Type /Pagination>> BDC q {place} {name} Do Q EMC\n".encode("ascii")
    contents = page.get("/Contents", Array())
    streams = list(contents) if isinstance(contents, Array) else [contents]
    page.Contents = Array([pdf.make_stream(b"q\n"), *streams, pdf.make_stream(drawn)])


def _lead_link(pdf: Pdf, annotation: Object, find_place: Callable[[str], Place]) -> None:
    """Turn a link to the address of a place in the packet into one to that place."""
    if "/A" not in annotation or not str(annotation.A.get("/URI", "")).startswith(LINK_START):
        return
    page, height = find_place(str(annotation.A.URI).removeprefix(LINK_START))
    target = pdf.pages[page].obj
    del annotation.A
    annotation.Dest = Array([target, Name.XYZ, None, target.MediaBox[3] if height is None else height, None])
    if "/Contents" not in annotation:
        annotation.Contents = String("")
