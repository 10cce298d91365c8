"""The linter's rule for the text: what the book holds against what the report beside it says of the document's text.

The report has the length and the SHA-256 of the text as the model has it, folded: the body with its calls in place,
each note in the order of the calls. A book without a report beside it is not held to any.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from itertools import zip_longest
from typing import Any

from engross.check.finding import Finding
from engross.check.notes import BACK, NOTE
from engross.check.opened import NS, Element, Opened, elements, roles
from engross.check.pages import BREAK
from engross.check.rule import Rule
from engross.text import fold

# What a book adds to the text of a document, by role and by class.
ADDED_ROLES = {*BACK, *NOTE, *BREAK}
ADDED_CLASSES = {"added", "masthead", "note-number"}


def identity(book: Opened) -> Iterator[Finding]:
    """Body and notes that are not, character for character, those that the report beside the book tells of."""
    if not book.told:
        return
    yield from _compared("the body", book.told["body"], _body(book))
    for n, (told, found) in enumerate(zip_longest(book.told["notes"], _notes(book)), 1):
        yield from _compared(f"note {n}", told or digest(""), found or "")


def _compared(what: str, told: Mapping[str, Any], text: str) -> Iterator[Finding]:
    if told != digest(text):
        yield Rule.TEXT_DIFFERS.found("", what=what, found=len(text), told=told["characters"])


def digest(text: str) -> dict[str, Any]:
    """What a report says of a folded text."""
    return {"characters": len(text), "sha256": hashlib.sha256(text.encode("utf-8")).hexdigest()}


def _body(book: Opened) -> str:
    """The text of the resolution without its masthead, folded."""
    roots = (r for d in book.documents.values() for r in d.xpath("//x:*[@id='resolution']", namespaces=NS))
    return fold("".join(_text(root) for root in roots))


def _notes(book: Opened) -> list[str]:
    return [fold(_text(note)) for document in book.documents.values() for note in elements(document, *NOTE)]


def _text(element: Element) -> str:
    """The text of an element without what a book adds to it; the element itself counts whatever it is."""
    pieces = [element.text or ""]
    for child in element:
        if isinstance(child.tag, str) and not (roles(child) & ADDED_ROLES or child.get("class") in ADDED_CLASSES):
            pieces.append(_text(child))
        pieces.append(child.tail or "")
    return "".join(pieces)
