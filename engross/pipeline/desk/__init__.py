"""What a desk asks of a document: what it was understood as, its editions, mends of it; all as data for a page."""

from __future__ import annotations

from engross.pipeline.desk.edition_data import build_editions, draw_page
from engross.pipeline.desk.mend import MEND_KINDS, Mend, mend_resolution
from engross.pipeline.desk.source_view import show_source
from engross.pipeline.desk.understanding import understand_document, write_document_yaml

__all__ = [
    "MEND_KINDS",
    "Mend",
    "build_editions",
    "draw_page",
    "mend_resolution",
    "show_source",
    "understand_document",
    "write_document_yaml",
]
