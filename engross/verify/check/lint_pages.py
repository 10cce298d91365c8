"""Linter rules for the pages of the print edition: each page break listed, in order, under its own label."""

from __future__ import annotations

from collections.abc import Iterator

from engross.verify.check.epub_file import NAMESPACES, OpenedEpub, XmlElement, elements_of_role, place_of_element
from engross.verify.check.finding import Finding
from engross.verify.check.rule import LintRule

PAGE_BREAK_ROLES = ("doc-pagebreak", "pagebreak")
PAGE_LIST_ROLES = ("doc-pagelist", "page-list")
PART_OF_SET = "//*[local-name()='meta'][@property='collection-type'][.='set']"  # EPUB 3.3, D.3.3


def _find_page_breaks(book: OpenedEpub) -> Iterator[tuple[str, XmlElement]]:
    """Yield the page breaks in reading order, each with its document's name."""
    for name, document in book.documents.items():
        yield from ((name, element) for element in elements_of_role(document, *PAGE_BREAK_ROLES))


def _page_label(element: XmlElement) -> str:
    """Return a page break's label: aria-label, the older title, or its text (EPUB Accessibility Techniques, 1.2.1)."""
    return element.get("aria-label") or element.get("title") or "".join(element.itertext()).strip()


def lint_page_list(book: OpenedEpub) -> Iterator[Finding]:
    """Report page breaks that the page list lacks, and entries without a break, out of order or with another label."""
    breaks = {element: (n, name) for n, (name, element) in enumerate(_find_page_breaks(book))}
    before, seen = (-1, ""), set()
    for pages in elements_of_role(book.nav, *PAGE_LIST_ROLES):
        for link in pages.xpath(".//x:a", namespaces=NAMESPACES):
            words = "".join(link.itertext()).strip()
            _, element = book.target(book.nav_name, link.get("href") or "")
            if element not in breaks:
                yield LintRule.PAGE_BROKEN.make_finding(place_of_element(book.nav_name, link), page=words)
                continue
            rank = breaks[element][0]
            if rank < before[0]:
                yield LintRule.PAGE_ORDER.make_finding(
                    place_of_element(book.nav_name, link), page=words, before=before[1]
                )
            if words != _page_label(element):
                yield LintRule.PAGE_LABEL.make_finding(
                    place_of_element(book.nav_name, link), page=_page_label(element), label=words
                )
            before = (rank, words)
            seen.add(element)
    for element, (_, name) in breaks.items():
        if element not in seen:
            yield LintRule.PAGE_UNLISTED.make_finding(place_of_element(name, element), page=_page_label(element))


def _find_first_page(book: OpenedEpub) -> int:
    """Return the number of the first page: 1, but in a part of a series that of its first page break."""
    labels = (_page_label(element) for _, element in _find_page_breaks(book))
    first = next((int(label) for label in labels if label.isdecimal()), 1)
    return first if book.package.xpath(PART_OF_SET) else 1


def lint_page_gaps(book: OpenedEpub) -> Iterator[Finding]:
    """Report pages whose number is not one more than that of the page before; a part of a series begins anywhere."""
    before = _find_first_page(book) - 1
    for name, element in _find_page_breaks(book):
        label = _page_label(element)
        if label.isdecimal():
            if int(label) != before + 1:
                yield LintRule.PAGE_GAP.make_finding(place_of_element(name, element), page=label, before=before)
            before = int(label)
