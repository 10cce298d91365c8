"""The linter's rules for the pages of the print edition: each break listed, in order, under its own label."""

from __future__ import annotations

from collections.abc import Iterator

from engross.check.finding import Finding
from engross.check.opened import NS, Element, Opened, elements, place
from engross.check.rule import Rule

BREAK = ("doc-pagebreak", "pagebreak")
LIST = ("doc-pagelist", "page-list")


def _breaks(book: Opened) -> Iterator[tuple[str, Element]]:
    """The page breaks in reading order, each with its document's name."""
    for name, document in book.documents.items():
        yield from ((name, element) for element in elements(document, *BREAK))


def _label(element: Element) -> str:
    """A page break's label: its aria-label, the older title, or its text (EPUB Accessibility Techniques, 1.2.1)."""
    return element.get("aria-label") or element.get("title") or "".join(element.itertext()).strip()


def listed(book: Opened) -> Iterator[Finding]:
    """Breaks that the page list lacks; entries of it that lead to no break, or out of order, or by another label."""
    breaks = {element: (n, name) for n, (name, element) in enumerate(_breaks(book))}
    before, seen = (-1, ""), set()
    for pages in elements(book.nav, *LIST):
        for link in pages.xpath(".//x:a", namespaces=NS):
            words = "".join(link.itertext()).strip()
            _, element = book.target(book.nav_name, link.get("href") or "")
            if element not in breaks:
                yield Rule.PAGE_BROKEN.found(place(book.nav_name, link), page=words)
                continue
            rank = breaks[element][0]
            if rank < before[0]:
                yield Rule.PAGE_ORDER.found(place(book.nav_name, link), page=words, before=before[1])
            if words != _label(element):
                yield Rule.PAGE_LABEL.found(place(book.nav_name, link), page=_label(element), label=words)
            before = (rank, words)
            seen.add(element)
    for element, (_, name) in breaks.items():
        if element not in seen:
            yield Rule.PAGE_UNLISTED.found(place(name, element), page=_label(element))


def gaps(book: Opened) -> Iterator[Finding]:
    """Pages that do not follow the one before by one."""
    before = 0
    for name, element in _breaks(book):
        label = _label(element)
        if label.isdecimal():
            if int(label) != before + 1:
                yield Rule.PAGE_GAP.found(place(name, element), page=label, before=before)
            before = int(label)
