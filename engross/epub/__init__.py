"""Sheets to the bytes of an EPUB 3.3 book, and the book's bytes back to bare text.

Takes a Book for what the package says of itself and the sheets in reading order; gives bytes that depend on
nothing else. EbookLib is the container only, and only this folder knows it.
"""

from __future__ import annotations

from engross.epub.back import read_back
from engross.epub.container import pack

__all__ = ["pack", "read_back"]
