"""Make the editions of a document and tell, for a page in the browser, what was made; draw a page of a PDF."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pypdfium2

from engross.model.book import BlockPlace, FinishedFile
from engross.model.request import Request
from engross.pipeline.build import build
from engross.pipeline.desk.notice_data import make_notice_data
from engross.pipeline.output import write_files

MOST_PIXELS = 2400  # the width of a page's picture
PAGES_NAME = "pages.pdf"  # the PDF before it is compared with the document
PNG_COMPRESSION = 1  # the picture goes to the browser of this machine: to pack it well takes longer than to send it


def build_editions(request: Request, tell: Callable[[dict[str, Any]], object] | None = None) -> dict[str, Any]:
    """Make the editions; return their files, the notices, the counts, and the places of blocks. Raises Refusal.

    ``tell`` is given the pages, with ``file``, the PDF that has them, before they are compared with the document.
    """

    def show_pages(data: bytes, places: tuple[BlockPlace, ...]) -> None:
        (path,) = write_files(request.out or Path(), [FinishedFile(PAGES_NAME, data)])
        if tell:
            tell({"file": str(path), "places": [asdict(place) for place in places], **_describe_pages(path)})

    made = build(request, show_pages if tell else None)
    return {
        "ok": made.ok,
        "name": made.name,
        "counts": made.report["counts"],
        "files": [str(path) for path in made.files],
        "notices": [make_notice_data(notice) for notice in made.notices],
        "places": [asdict(place) for place in made.places],
        **_describe_pages(next((path for path in made.files if path.suffix == ".pdf"), None)),
    }


def _describe_pages(path: Path | None) -> dict[str, Any]:
    """Return ``pages``, width and height in pt of each page of a PDF, and ``picture``, what changes when they do."""
    if path is None:
        return {"pages": [], "picture": ""}
    data = path.read_bytes()
    with pypdfium2.PdfDocument(data) as document:
        pages = [document.get_page_size(n) for n in range(len(document))]
    return {"pages": pages, "picture": hashlib.sha256(data).hexdigest()[:16]}


def draw_page(path: Path, number: int, width: int) -> bytes:
    """Return page ``number`` (from 1) of a PDF as a PNG ``width`` pixels wide. Raises IndexError if it is not there."""
    with pypdfium2.PdfDocument(path) as document:
        if not 1 <= number <= len(document):
            raise IndexError(number)
        page = document[number - 1]
        scale = min(max(width, 1), MOST_PIXELS) / page.get_width()
        out = io.BytesIO()
        page.render(scale=scale).to_pil().save(out, "PNG", compress_level=PNG_COMPRESSION)
        return out.getvalue()
