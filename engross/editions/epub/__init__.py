"""Pack sheets into the bytes of an EPUB 3.3 book, and read the book's bytes back to bare text.

Takes a Book for the metadata of the package and the sheets in reading order; returns bytes that depend on nothing else.
EbookLib is the container only, and only this folder knows it.
"""

from __future__ import annotations

from engross.editions.epub.container import pack_epub
from engross.editions.epub.read_back import read_back_epub

__all__ = ["pack_epub", "read_back_epub"]
