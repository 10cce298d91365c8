"""A finished EPUB, opened for the linter: its package, its documents in reading order, its navigation, its styles."""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from lxml import etree

Element = Any  # lxml has no types of its own

X = "{http://www.w3.org/1999/xhtml}"
NS = {
    "c": "urn:oasis:names:tc:opendocument:xmlns:container",
    "dc": "http://purl.org/dc/elements/1.1/",
    "e": "http://www.idpf.org/2007/ops",
    "n": "http://www.daisy.org/z3986/2005/ncx/",
    "o": "http://www.idpf.org/2007/opf",
    "x": "http://www.w3.org/1999/xhtml",
}
TYPE = f"{{{NS['e']}}}type"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


class UnreadableError(Exception):
    """A file that is no EPUB: no Zip, no package, or markup that is not well-formed."""


@dataclass(frozen=True, slots=True)
class Opened:
    """An EPUB's parts. Documents are named by their path beside the package, those of the spine in its order.

    ``ids``: the elements of each document, navigation included, by their ids; the first where two have the same.
    """

    package: Element
    documents: dict[str, Element]
    nav: Element
    nav_name: str
    styles: dict[str, str]
    ids: dict[str, dict[str, Element]]
    folder: str = ""  # of the package in the archive

    def target(self, name: str, href: str) -> tuple[str, Element | None]:
        """The document a link in ``name`` leads to, and the element there: None where there is no such."""
        path, _, fragment = href.partition("#")
        file = posixpath.normpath(posixpath.join(posixpath.dirname(name), unquote(path))) if path else name
        document = self.nav if file == self.nav_name else self.documents.get(file)
        if document is None:
            return file, None
        return file, self.ids[file].get(unquote(fragment)) if fragment else document


def open_book(path: Path) -> Opened:
    """The EPUB at ``path``. Raises UnreadableError, saying why."""
    try:
        with zipfile.ZipFile(path) as book:
            return _open(book)
    except (OSError, zipfile.BadZipFile, KeyError, IndexError, ValueError, etree.XMLSyntaxError) as error:
        raise UnreadableError(f"{type(error).__name__}: {error}") from error


def _open(book: zipfile.ZipFile) -> Opened:
    full_path = _parse(book.read("META-INF/container.xml")).xpath("//c:rootfile/@full-path", namespaces=NS)[0]
    package, folder = _parse(book.read(full_path)), posixpath.dirname(full_path)
    items = {item.get("id"): item for item in package.xpath("//o:manifest/o:item", namespaces=NS)}

    def read(name: str) -> bytes:
        return book.read(posixpath.join(folder, unquote(name)))

    spine = [items[ref.get("idref")].get("href") for ref in package.xpath("//o:spine/o:itemref", namespaces=NS)]
    (nav,) = (i.get("href") for i in items.values() if "nav" in (i.get("properties") or "").split())
    styles = [i.get("href") for i in items.values() if i.get("media-type") == "text/css"]
    documents = {name: _parse(read(name)) for name in spine}
    nav_root = documents.get(nav)
    nav_root = _parse(read(nav)) if nav_root is None else nav_root
    texts = {name: read(name).decode("utf-8") for name in styles}
    ids = {name: _ids(root) for name, root in {**documents, nav: nav_root}.items()}
    return Opened(package, documents, nav_root, nav, texts, ids, folder)


def _parse(data: bytes) -> Element:
    return etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))


def _ids(root: Element) -> dict[str, Element]:
    return {element.get("id"): element for element in reversed(root.xpath("//*[@id]"))}


def roles(element: Element) -> set[str]:
    """What an element is, by its ARIA roles and its epub:types: "doc-noteref", "noteref"."""
    return {*(element.get("role") or "").split(), *(element.get(TYPE) or "").split()}


def elements(root: Element, *wanted: str) -> Iterator[Element]:
    """The elements under ``root`` that have one of the wanted roles or epub:types, in document order."""
    for element in root.iter(f"{X}*"):
        if roles(element) & set(wanted):
            yield element


def place(name: str, element: Element) -> str:
    """Where an element stands, for people: "text.xhtml#fn-1", or the nearest id above it."""
    anchors = (e.get("id") for e in (element, *element.iterancestors()))
    return name + next((f"#{anchor}" for anchor in anchors if anchor), "")
