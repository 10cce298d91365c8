"""The tree to a ledger: what every character of the file's body is, in the order of the file."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from engross.reading import BODY, MAST, NOTE, Entry, Ledger
from engross.structure.akn.marks import KIND, is_furniture
from engross.structure.akn.tree import is_cover, local
from engross.text import fold


def raw_text(root: etree._Element) -> str:
    """The folded characters of everything but the metadata; to be taken before anything is marked."""
    return fold("".join(entry.text for entry in _entries(root, BODY)))


def ledger(root: etree._Element, raw: str) -> Ledger:
    """The account of the marked tree against the characters it had before."""
    return Ledger(raw, tuple(_entries(root, BODY)))


def _entries(element: etree._Element, kind: str) -> Iterator[Entry]:
    name = local(element)
    if name == "meta" or not name:
        return
    kind = _kind(element, kind)
    yield from _entry(kind, element.text)
    for child in element:
        yield from _entries(child, kind)
        yield from _entry(kind, child.tail)


def _kind(element: etree._Element, around: str) -> str:
    """What the words of an element are, in one whose words are ``around``."""
    if is_furniture(element):
        return element.get(KIND, "")
    if is_cover(element):
        return MAST
    return NOTE if local(element) == "authorialNote" else around


def _entry(kind: str, text: str | None) -> Iterator[Entry]:
    if text and not text.isspace():
        yield Entry(kind, text)
