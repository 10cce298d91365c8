"""The linter's rules for the index of document symbols: what it lists against what the text cites, both ways.

A citation is an element with an id ``cite-N``; a link of it, if it has one, leads to the document. An entry of the
index is a list item: its link to the document, and links to the places that cite it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from engross.check.finding import Finding
from engross.check.opened import NS, Element, Opened, X, elements, place
from engross.check.rule import Rule

CITATION = re.compile(r"cite-\d+")
OUTSIDE = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
BLOCKS = {f"{X}{tag}" for tag in ("p", "li", "td", "th", "h1", "h2", "h3", "h4", "h5", "h6", "aside", "div")}


@dataclass(frozen=True, slots=True)
class _Entry:
    """An entry of an index: its document, its element, the address of what it lists, the links to its places."""

    name: str
    item: Element
    address: str
    places: tuple[Element, ...]

    @property
    def words(self) -> str:
        """What the entry lists."""
        link = next(iter(self.item.xpath(".//x:a[@href]", namespaces=NS)), self.item)
        words = (link if self.address else self.item).xpath("string()")
        return " ".join(words.split())


def _entries(book: Opened) -> Iterator[_Entry]:
    for name, document in book.documents.items():
        for index in elements(document, "doc-index", "index"):
            for item in index.xpath(".//x:li[not(.//x:li)]", namespaces=NS):
                links = item.xpath(".//x:a[@href]", namespaces=NS)
                outside = [link.get("href") for link in links if OUTSIDE.match(link.get("href"))]
                inside = tuple(link for link in links if not OUTSIDE.match(link.get("href")))
                yield _Entry(name, item, outside[0] if outside else "", inside)


def _is_citation(element: Element | None) -> bool:
    return element is not None and bool(CITATION.fullmatch(element.get("id") or ""))


def entries(book: Opened) -> Iterator[Finding]:
    """Entries without a place; places that lead to no citation."""
    for entry in _entries(book):
        if not entry.places:
            yield Rule.ENTRY_UNCITED.found(place(entry.name, entry.item), entry=entry.words)
        for link in entry.places:
            if not _is_citation(book.target(entry.name, link.get("href"))[1]):
                words = "".join(link.itertext()).strip()
                yield Rule.PLACE_BROKEN.found(place(entry.name, link), place=words, entry=entry.words)


def citations(book: Opened) -> Iterator[Finding]:
    """Citations whose document no entry lists; of those without an address, any that no place leads to.

    An entry has one place for a paragraph that cites its document more than once.
    """
    listed = tuple(_entries(book))
    addresses = {entry.address for entry in listed if entry.address}
    targets = (book.target(e.name, link.get("href"))[1] for e in listed for link in e.places)
    blocks = {_block(target) for target in targets if target is not None}
    for name, document in book.documents.items():
        for element in document.iter(f"{X}*"):
            if not _is_citation(element):
                continue
            found = element.get("href") in addresses if element.get("href") else _block(element) in blocks
            if not found:
                words = "".join(element.itertext()).strip()
                yield Rule.CITATION_UNLISTED.found(place(name, element), words=words)


def _block(element: Element) -> Element:
    """The paragraph, cell or note an element stands in."""
    return next((e for e in (element, *element.iterancestors()) if e.tag in BLOCKS), element)
