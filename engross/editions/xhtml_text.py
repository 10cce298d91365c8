"""Read XHTML documents of a finished edition back to their bare text, to be compared with the model's."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from lxml import etree

from engross.model.text import TextStreams, fold

NAMESPACES = {"x": "http://www.w3.org/1999/xhtml"}

# What an edition adds to the text: links back from notes, page breaks, notes themselves and the number before one,
# the source that an "Ibid." repeats, the list of changes of a redline, its words on moved paragraphs.
ADDED_ROLES = {"doc-backlink", "doc-pagebreak", "doc-footnote"}
ADDED_CLASSES = {"masthead", "note-number", "added"}
ADDED_ID = "editorial-"


def parse_document(data: bytes) -> Any:
    """Return the root of an XHTML document. Raises lxml's XMLSyntaxError if it is ill-formed."""
    return etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))


def read_back_documents(documents: Iterable[Any], side: str = "") -> TextStreams:
    """Return the folded text of documents in reading order: masthead lines, body with its calls, notes in order.

    ``side``: the class of one of two languages, "first" or "second"; the text of the other is left out.
    """
    documents = tuple(documents)
    other = {"": "", "first": "second", "second": "first"}[side]
    body = "".join(_spell(element, other) for element in _find(documents, "//x:*[@id='resolution']"))
    notes = _find(documents, "//x:*[@role='doc-footnote']")
    if side:
        notes = _take_notes_of_side(documents, notes, side)
    within = f"//x:*[@class='{side}']" if side else ""
    heads = _find(documents, f"{within}//x:header[@class='masthead']/*")
    return TextStreams(
        tuple(fold(_spell(line, other)) for line in heads),
        fold(body),
        tuple(fold(_spell(note, other)) for note in notes),
    )


def _find(documents: Iterable[Any], path: str) -> list[Any]:
    return [element for document in documents for element in document.xpath(path, namespaces=NAMESPACES)]


def _take_notes_of_side(documents: Iterable[Any], notes: list[Any], side: str) -> list[Any]:
    """Return the notes that have a text of this side, in the order in which it calls them."""
    calls = _find(documents, f"//x:*[@class='{side}']//x:a[@role='doc-noteref']")
    order = {call.get("href").removeprefix("#"): n for n, call in reversed(list(enumerate(calls)))}
    own = [note for note in notes if note.xpath(f".//x:*[@class='{side}']", namespaces=NAMESPACES)]
    return sorted(own, key=lambda note: order.get(note.get("id"), len(order)))


def _spell(element: Any, other: str) -> str:
    """Return the text of an element without what the book adds, and without what is of the ``other`` language.

    The element itself is never left out.
    """
    pieces = [element.text or ""]
    for child in element:
        if isinstance(child.tag, str) and not _is_added(child) and not (other and child.get("class") == other):
            pieces.append(_spell(child, other))
        pieces.append(child.tail or "")
    return "".join(pieces)


def _is_added(element: Any) -> bool:
    return element.get("role") in ADDED_ROLES or (
        element.get("class") in ADDED_CLASSES or element.get("id", "").startswith(ADDED_ID)
    )
