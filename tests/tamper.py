"""Spoil finished PDFs on purpose: each function makes the fault that its case in tests/cases/check looks for."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pikepdf


def _elements(element: Any, role: str) -> Iterator[Any]:
    """Yield the structure elements of a type, in reading order."""
    if str(element.get("/S", "")) == f"/{role}":
        yield element
    kids = element.get("/K", ())
    for kid in kids if isinstance(kids, pikepdf.Array) else (kids,):
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield from _elements(kid, role)


def _all(pdf: pikepdf.Pdf, role: str) -> list[Any]:
    return list(_elements(pdf.Root.StructTreeRoot.K[0], role))


def _is_annotation(kid: Any) -> bool:
    return isinstance(kid, pikepdf.Dictionary) and "/Obj" in kid


def _links(element: Any) -> list[Any]:
    return [kid.Obj for link in _elements(element, "Link") for kid in link.K if _is_annotation(kid)]


def lead_nowhere(pdf: pikepdf.Pdf) -> None:
    """Make the first call's link lead to a note that does not exist."""
    for link in _links(_all(pdf, "Reference")[0]):
        link.Dest = pikepdf.String("fn-9")


def lead_no_way_back(pdf: pikepdf.Pdf) -> None:
    """Make the first note's link back lead out of the document."""
    for link in _links(_all(pdf, "Note")[0]):
        del link.Dest


def swap_calls(pdf: pikepdf.Pdf) -> None:
    """Make each of two calls lead to the other's note."""
    first, second = (_links(call) for call in _all(pdf, "Reference"))
    for link in first:
        link.Dest = pikepdf.String("fn-2")
    for link in second:
        link.Dest = pikepdf.String("fn-1")


def show_elsewhere(pdf: pikepdf.Pdf) -> None:
    """Make the first note's element contain what page 2 shows."""
    for paragraph in _elements(_all(pdf, "Note")[0], "P"):
        paragraph.Pg, paragraph.K = pdf.pages[1].obj, pikepdf.Array([0, 1])
    label = next(_elements(_all(pdf, "Note")[0], "Lbl"))
    for link in _elements(label, "Link"):
        link.Pg, link.K = pdf.pages[1].obj, pikepdf.Array([2, *(k for k in link.K if not isinstance(k, int))])


def insert_a_page(pdf: pikepdf.Pdf) -> None:
    """Insert an empty page between the first and the second."""
    pdf.add_blank_page()
    pdf.pages.insert(1, pdf.pages[-1])
    del pdf.pages[-1]


def forget_characters(pdf: pikepdf.Pdf) -> None:
    """Empty the maps of codes to characters."""
    for page in pdf.pages:
        for font in page.Resources.Font.values():
            font.ToUnicode.write(b"/CIDInit /ProcSet findresource begin end")


def claim_more(pdf: pikepdf.Pdf) -> None:
    """Have sheets for printing claim the level of editions for a screen."""
    with pdf.open_metadata(set_pikepdf_as_editor=False) as metadata:
        metadata["pdfaid:conformance"], metadata["pdfuaid:part"] = "A", "1"


def add_outline(pdf: pikepdf.Pdf) -> None:
    """Give sheets an outline."""
    with pdf.open_outline() as outline:
        outline.root.append(pikepdf.OutlineItem("A/RES/80/1", 0))


def draw_again(pdf: pikepdf.Pdf) -> None:
    """Draw page 1 where page 2 should be."""
    front, back = pdf.pages
    back.Resources.XObject = pikepdf.Dictionary({"/Page1": front.Resources.XObject["/Page1"]})
    back.Contents.write(back.Contents.read_bytes().replace(b"/Page2", b"/Page1"))


def mirror_back(pdf: pikepdf.Pdf) -> None:
    """Draw the two pages of a back on each other's places."""
    back = pdf.pages[1].Contents
    drawn = back.read_bytes()
    for name, other in ((b"/Page2", b"/Left"), (b"/Page3", b"/Page2"), (b"/Left", b"/Page3")):
        drawn = drawn.replace(name, other)
    back.write(drawn)


SHEET_CHANGES: dict[str, Callable[[pikepdf.Pdf], None]] = {  # of the sheets that a case's pages are imposed on
    "sheets-standard": claim_more,
    "sheets-for-screen": add_outline,
    "page-places": draw_again,
    "leaf-torn": mirror_back,
}


def draw_folios(pdf: pikepdf.Pdf) -> None:
    """Draw folios as binding does: a form on each page, by a name with the number of the page."""
    for number, page in enumerate(pdf.pages, 1):
        form = pdf.make_stream(b"", Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Form, BBox=[0, 0, 1, 1])
        page.Resources.XObject = pikepdf.Dictionary({f"/Folio{number}": form})
        page.contents_add(f"/Artifact BMC /Folio{number} Do EMC".encode("ascii"))


def move_last_page_up(pdf: pikepdf.Pdf) -> None:
    """Draw folios, and move the last page before the one that it follows."""
    draw_folios(pdf)
    pdf.pages.insert(len(pdf.pages) - 2, pdf.pages[-1])
    del pdf.pages[-1]


def add_unnumbered_page(pdf: pikepdf.Pdf) -> None:
    """Draw folios, and add a page without one."""
    draw_folios(pdf)
    pdf.add_blank_page()


def call_it_large_print(pdf: pikepdf.Pdf) -> None:
    """Say in the metadata that the file is large print."""
    with pdf.open_metadata() as metadata:
        metadata["dc:type"] = {"Large print"}


def slant_large_print(pdf: pikepdf.Pdf) -> None:
    """Say in the metadata that the file is large print, and in its fonts that they are italic."""
    call_it_large_print(pdf)
    for font in pdf.pages[0].Resources.Font.values():
        font.DescendantFonts[0].FontDescriptor.ItalicAngle = -12


def say_other_words(pdf: pikepdf.Pdf) -> None:
    """Give the first right-to-left run another text for listeners than it shows."""
    runs = (one for one in pdf.objects if isinstance(one, pikepdf.Dictionary) and "/ActualText" in one)
    next(runs).ActualText = "Lamps of rivers"


CHANGES: dict[str, Callable[[pikepdf.Pdf], None]] = {
    "run-differs": say_other_words,
    "note-lost": lead_nowhere,
    "note-stray": lead_nowhere,
    "note-one-way": lead_no_way_back,
    "note-number": swap_calls,
    "note-unordered": swap_calls,
    "note-moved": show_elsewhere,
    "note-broken": insert_a_page,
    "glyph-unmapped": forget_characters,
    "page-moved": move_last_page_up,
    "folio-missing": add_unnumbered_page,
    "print-small": call_it_large_print,
    "type-smaller": call_it_large_print,
    "type-slanted": slant_large_print,
    "word-parted": call_it_large_print,
    "note-long": call_it_large_print,
}


def report(path: Path, text: dict[str, Any], sha256: str) -> None:
    """Write the report that a build would have put beside a PDF with this text and hash."""
    contents = {"language": "zh", "text": text, "files": [{"name": path.name, "sha256": sha256}]}
    path.with_name("report.json").write_text(json.dumps(contents, ensure_ascii=False), "utf-8")
