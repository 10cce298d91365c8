"""Read a finished e-book back to its bare text, to be compared with the model's."""

from __future__ import annotations

import io
import zipfile
from typing import Any

from engross.editions.xhtml_text import parse_document, read_back_documents
from engross.model.text import TextStreams


def read_back_epub(data: bytes, side: str = "") -> TextStreams:
    """Return the folded text of the e-book in ``data``.

    ``side``: the class of one of two languages, "first" or "second"; the text of the other is left out. Raises
    zipfile.BadZipFile and lxml's XMLSyntaxError for what is no e-book.
    """
    return read_back_documents(_parse_documents(data), side)


def _parse_documents(data: bytes) -> list[Any]:
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        names = [name for name in book.namelist() if name.endswith(".xhtml") and not name.endswith("/nav.xhtml")]
        return [parse_document(book.read(name)) for name in names]
