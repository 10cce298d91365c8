"""The tree to a ledger: what every character of the file is, metadata included, in the order of the file."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from engross.reading import BODY, MAST, NOTE, Entry, Ledger
from engross.structure.akn.marks import KIND, is_furniture
from engross.structure.akn.tree import is_cover, local
from engross.text import fold

METADATA = "metadata"


def raw_text(root: etree._Element) -> str:
    """Return the folded characters of the whole file; to be taken before anything is marked."""
    return fold("".join(entry.text for entry in _entries(root, BODY)))


def ledger(root: etree._Element, raw: str) -> Ledger:
    """The account of the marked tree against the characters it had before."""
    return Ledger(raw, tuple(_entries(root, BODY)))


def _entries(element: etree._Element, kind: str) -> Iterator[Entry]:
    if not local(element):
        return
    kind = _kind(element, kind)
    yield from _entry(kind, element.text)
    for child in element:
        yield from _entries(child, kind)
        yield from _entry(kind, child.tail)


def _kind(element: etree._Element, around: str) -> str:
    """What the words of an element are, in one whose words are ``around``."""
    if local(element) == "meta" or around == METADATA:
        return METADATA
    if is_furniture(element):
        return element.get(KIND, "")
    if is_cover(element):
        return MAST
    return NOTE if local(element) == "authorialNote" else around


def _entry(kind: str, text: str | None) -> Iterator[Entry]:
    if text and not text.isspace():
        yield Entry(kind, text)
