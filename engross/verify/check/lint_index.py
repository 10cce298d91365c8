"""Linter rules for the index of document symbols: compare what it lists with what the text cites, both ways.

A citation is an element with an id ``cite-N``; its link, if it has one, leads to the document. An index entry is a
list item with a link to the document and links to the places that cite it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from engross.verify.check.epub_file import NAMESPACES, XHTML, OpenedEpub, XmlElement, elements_of_role, place_of_element
from engross.verify.check.finding import Finding
from engross.verify.check.rule import LintRule

CITATION_ID = re.compile(r"(?:[a-z0-9-]+-)?cite-\d+")  # in a compilation behind the prefix of its text
LANGUAGE_PART = re.compile(r"(?<=//undocs\.org/)[a-z]{2}/")  # of an address: a book of two languages lists one of them
ABSOLUTE_URL = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
PAIR_CLASS = "pair"
BLOCK_TAGS = {f"{XHTML}{tag}" for tag in ("p", "li", "td", "th", "h1", "h2", "h3", "h4", "h5", "h6", "aside", "div")}


@dataclass(frozen=True, slots=True)
class _ListedEntry:
    """An index entry: its document, its element, the address of what it lists, the links to its places."""

    name: str
    item: XmlElement
    address: str
    places: tuple[XmlElement, ...]
    is_own: bool = False  # whether the document stands in the same book

    @property
    def words(self) -> str:
        """The words of the entry's link to what it lists; the whole entry's words if there is no such link."""
        link = next(iter(self.item.xpath(".//x:a[@href]", namespaces=NAMESPACES)), self.item)
        words = (link if self.address else self.item).xpath("string()")
        return " ".join(words.split())


def _find_entries(book: OpenedEpub) -> Iterator[_ListedEntry]:
    for name, document in book.documents.items():
        for index in elements_of_role(document, "doc-index", "index"):
            for item in index.xpath(".//x:li[not(.//x:li)]", namespaces=NAMESPACES):
                links = item.xpath(".//x:a[@href]", namespaces=NAMESPACES)
                # A document may stand in the same book: its name then leads to its text.
                own = [link for link in links if link.get("class") == "own"]
                outside = [link.get("href") for link in links if link in own or ABSOLUTE_URL.match(link.get("href"))]
                inside = tuple(link for link in links if link.get("href") not in outside)
                yield _ListedEntry(name, item, outside[0] if outside else "", inside, bool(own))


def _is_citation(element: XmlElement | None) -> bool:
    return element is not None and bool(CITATION_ID.fullmatch(element.get("id") or ""))


def lint_entries(book: OpenedEpub) -> Iterator[Finding]:
    """Report entries without a place, and places that lead to no citation."""
    for entry in _find_entries(book):
        if not entry.places and not entry.is_own:
            yield LintRule.ENTRY_UNCITED.make_finding(place_of_element(entry.name, entry.item), entry=entry.words)
        for link in entry.places:
            if not _is_citation(book.target(entry.name, link.get("href"))[1]):
                words = "".join(link.itertext()).strip()
                yield LintRule.PLACE_BROKEN.make_finding(
                    place_of_element(entry.name, link), place=words, entry=entry.words
                )


def lint_citations(book: OpenedEpub) -> Iterator[Finding]:
    """Report citations whose document no entry lists; of those without an address, the ones that no place leads to.

    An entry has a single place for a paragraph that cites its document more than once, so the whole block is listed.
    """
    listed = tuple(_find_entries(book))
    addresses = {LANGUAGE_PART.sub("", entry.address) for entry in listed if entry.address}
    targets = (book.target(e.name, link.get("href"))[1] for e in listed for link in e.places)
    blocks = {_enclosing_block(target) for target in targets if target is not None}
    for name, document in book.documents.items():
        for element in document.iter(f"{XHTML}*"):
            if not _is_citation(element):
                continue
            address = LANGUAGE_PART.sub("", element.get("href") or "")
            is_listed = address in addresses if address else _enclosing_block(element) in blocks
            if not is_listed:
                words = "".join(element.itertext()).strip()
                yield LintRule.CITATION_UNLISTED.make_finding(place_of_element(name, element), words=words)


def _enclosing_block(element: XmlElement) -> XmlElement:
    """Return the paragraph, cell or note that an element stands in; the element itself if there is none.

    Of two languages it is the pair: the index names the places of one.
    """
    around = (element, *element.iterancestors())
    pair = next((e for e in around if PAIR_CLASS in (e.get("class") or "").split()), None)
    return pair if pair is not None else next((e for e in around if e.tag in BLOCK_TAGS), element)
