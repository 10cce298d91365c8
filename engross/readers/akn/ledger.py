"""Build the ledger of a tree: what every character of the file is, metadata included, in the order of the file.

What stands where AKN allows nothing of its kind (``strays``), or in another note, was moved before, and told.
"""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from engross.model.reading import BODY_TEXT, MASTHEAD_TEXT, NOTE_TEXT, Ledger, LedgerEntry
from engross.model.text import fold
from engross.readers.akn.furniture import KIND_ATTRIBUTE, is_furniture
from engross.readers.akn.tree import is_cover_page, local_name

METADATA_KIND = "metadata"


def fold_raw_text(root: etree._Element) -> str:
    """Return the folded characters of the whole file; to be called before anything is marked."""
    return fold("".join(entry.text for entry in _list_entries(root, BODY_TEXT)))


def build_ledger(root: etree._Element, raw: str) -> Ledger:
    """Return the ledger: the entries of the marked tree, and the characters that it had before (``raw``)."""
    return Ledger(raw, tuple(_list_entries(root, BODY_TEXT)))


def _list_entries(element: etree._Element, kind: str) -> Iterator[LedgerEntry]:
    if not local_name(element):
        return
    kind = _find_entry_kind(element, kind)
    yield from _make_entry(kind, element.text)
    for child in element:
        yield from _list_entries(child, kind)
        yield from _make_entry(kind, child.tail)


def _find_entry_kind(element: etree._Element, around: str) -> str:
    """Return the kind of an element's words; ``around``: the kind of the words around it."""
    if local_name(element) == "meta" or around == METADATA_KIND:
        return METADATA_KIND
    if is_furniture(element):
        return element.get(KIND_ATTRIBUTE, "")
    if is_cover_page(element):
        return MASTHEAD_TEXT
    return NOTE_TEXT if local_name(element) == "authorialNote" else around


def _make_entry(kind: str, text: str | None) -> Iterator[LedgerEntry]:
    if text and not text.isspace():
        yield LedgerEntry(kind, text)
