"""Open a finished EPUB for the linter: its package, its documents in reading order, its navigation, its styles."""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from lxml import etree

XmlElement = Any  # an lxml element: lxml brings no types

XHTML = "{http://www.w3.org/1999/xhtml}"
NAMESPACES = {
    "c": "urn:oasis:names:tc:opendocument:xmlns:container",
    "dc": "http://purl.org/dc/elements/1.1/",
    "e": "http://www.idpf.org/2007/ops",
    "n": "http://www.daisy.org/z3986/2005/ncx/",
    "o": "http://www.idpf.org/2007/opf",
    "x": "http://www.w3.org/1999/xhtml",
}
EPUB_TYPE = f"{{{NAMESPACES['e']}}}type"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


class UnreadableError(Exception):
    """A file that is no EPUB: not a zip archive, without a package, or with markup that is not well-formed."""


@dataclass(frozen=True, slots=True)
class OpenedEpub:
    """The parts of an EPUB. Documents are named by their paths relative to the package, and stand in spine order.

    ``ids``: the elements of each document, navigation included, by their ids; the first if several share an id.
    """

    package: XmlElement
    documents: dict[str, XmlElement]
    nav: XmlElement
    nav_name: str
    styles: dict[str, str]
    ids: dict[str, dict[str, XmlElement]]
    folder: str = ""  # the folder of the package in the archive

    def target(self, name: str, href: str) -> tuple[str, XmlElement | None]:
        """Return the document that a link in ``name`` leads to, and the element there; None if there is none."""
        path, _, fragment = href.partition("#")
        file = posixpath.normpath(posixpath.join(posixpath.dirname(name), unquote(path))) if path else name
        document = self.nav if file == self.nav_name else self.documents.get(file)
        if document is None:
            return file, None
        return file, self.ids[file].get(unquote(fragment)) if fragment else document


def open_book(path: Path) -> OpenedEpub:
    """Return the EPUB at ``path``. Raises UnreadableError with the reason."""
    try:
        with zipfile.ZipFile(path) as book:
            return _open_archive(book)
    except (OSError, zipfile.BadZipFile, KeyError, IndexError, ValueError, etree.XMLSyntaxError) as error:
        raise UnreadableError(f"{type(error).__name__}: {error}") from error


def _open_archive(book: zipfile.ZipFile) -> OpenedEpub:
    full_path = _parse_xml(book.read("META-INF/container.xml")).xpath("//c:rootfile/@full-path", namespaces=NAMESPACES)[
        0
    ]
    package, folder = _parse_xml(book.read(full_path)), posixpath.dirname(full_path)
    items = {item.get("id"): item for item in package.xpath("//o:manifest/o:item", namespaces=NAMESPACES)}

    def read_member(name: str) -> bytes:
        return book.read(posixpath.join(folder, unquote(name)))

    spine = [items[ref.get("idref")].get("href") for ref in package.xpath("//o:spine/o:itemref", namespaces=NAMESPACES)]
    (nav,) = (i.get("href") for i in items.values() if "nav" in (i.get("properties") or "").split())
    styles = [i.get("href") for i in items.values() if i.get("media-type") == "text/css"]
    documents = {name: _parse_xml(read_member(name)) for name in spine}
    nav_root = documents.get(nav)
    nav_root = _parse_xml(read_member(nav)) if nav_root is None else nav_root
    texts = {name: read_member(name).decode("utf-8") for name in styles}
    ids = {name: _elements_by_id(root) for name, root in {**documents, nav: nav_root}.items()}
    return OpenedEpub(package, documents, nav_root, nav, texts, ids, folder)


def _parse_xml(data: bytes) -> XmlElement:
    return etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))


def _elements_by_id(root: XmlElement) -> dict[str, XmlElement]:
    return {element.get("id"): element for element in reversed(root.xpath("//*[@id]"))}


def roles_of_element(element: XmlElement) -> set[str]:
    """Return an element's ARIA roles and epub:types: "doc-noteref", "noteref"."""
    return {*(element.get("role") or "").split(), *(element.get(EPUB_TYPE) or "").split()}


def elements_of_role(root: XmlElement, *wanted: str) -> Iterator[XmlElement]:
    """Yield the elements under ``root`` that have one of the wanted roles or epub:types, in document order."""
    for element in root.iter(f"{XHTML}*"):
        if roles_of_element(element) & set(wanted):
            yield element


def place_of_element(name: str, element: XmlElement) -> str:
    """Return an element's place for people: its document and its id, or the nearest id above it: "text.xhtml#fn-1"."""
    anchors = (e.get("id") for e in (element, *element.iterancestors()))
    return name + next((f"#{anchor}" for anchor in anchors if anchor), "")
