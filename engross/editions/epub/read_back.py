"""Read a finished e-book back to its bare text, to be compared with the model's."""

from __future__ import annotations

import io
import zipfile
from typing import Any

from lxml import etree

from engross.model.text import TextStreams, fold

NAMESPACES = {"x": "http://www.w3.org/1999/xhtml"}

# What the book adds to the text: links back from notes, page breaks, notes themselves and the number before one,
# the source that an "Ibid." repeats, the list of changes of a redline, its words on moved paragraphs.
ADDED_ROLES = {"doc-backlink", "doc-pagebreak", "doc-footnote"}
ADDED_CLASSES = {"masthead", "note-number", "added"}
ADDED_ID = "editorial-"


def read_back_epub(data: bytes) -> TextStreams:
    """Return the folded text of the e-book in ``data``: masthead lines, body with its calls, notes in order.

    Raises zipfile.BadZipFile and lxml's XMLSyntaxError for what is no e-book.
    """
    documents = tuple(_parse_documents(data))
    body = "".join(
        _text_without_additions(element)
        for document in documents
        for element in document.xpath("//x:*[@id='resolution']", namespaces=NAMESPACES)
    )
    notes = (
        _text_without_additions(element)
        for document in documents
        for element in document.xpath("//x:*[@role='doc-footnote']", namespaces=NAMESPACES)
    )
    heads = (
        element
        for document in documents
        for element in document.xpath("//x:header[@class='masthead']/*", namespaces=NAMESPACES)
    )
    return TextStreams(
        tuple(fold(_text_without_additions(line)) for line in heads), fold(body), tuple(map(fold, notes))
    )


def _parse_documents(data: bytes) -> list[Any]:
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        names = [name for name in book.namelist() if name.endswith(".xhtml") and not name.endswith("/nav.xhtml")]
        return [etree.fromstring(book.read(name), parser) for name in names]


def _text_without_additions(element: Any) -> str:
    """Return the text of an element without what the book adds; the element itself is never left out."""
    pieces = [element.text or ""]
    for child in element:
        if isinstance(child.tag, str) and not _is_added(child):
            pieces.append(_text_without_additions(child))
        pieces.append(child.tail or "")
    return "".join(pieces)


def _is_added(element: Any) -> bool:
    return element.get("role") in ADDED_ROLES or (
        element.get("class") in ADDED_CLASSES or element.get("id", "").startswith(ADDED_ID)
    )
