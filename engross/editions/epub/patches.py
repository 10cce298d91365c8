"""Patch EbookLib 0.20, in one place, wherever it does not write a reproducible, valid book.

``UPSTREAM_DEFECTS`` names each defect with its upstream thread; ``tests/test_epub.py`` shows every one of them on plain
EbookLib, so that a release which mends one fails a test here and the patch can go.
"""

from __future__ import annotations

import zipfile
from datetime import datetime
from io import BytesIO
from typing import IO, Any

from ebooklib import VERSION, epub
from lxml import etree

from engross.model.notice import Refusal

PATCHED_VERSION = (0, 20, 0)
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"

# The earliest time that a Zip entry can have (APPNOTE 4.4.6), set for every file of every book.
ZIP_EPOCH = (1980, 1, 1, 0, 0, 0)

# Each defect upstream, and the thread that reports it; "" if none does.
UPSTREAM_DEFECTS = {
    "entries-now": ("Zip entries carry the time of the build", "aerkalov/ebooklib#340"),
    "modified-now": ("dcterms:modified is the local time of the build, labelled UTC", "aerkalov/ebooklib#367"),
    "random-id": ("a new book has a random identifier, without urn:uuid:", ""),
    "package-lang": ("the package element cannot have xml:lang", ""),
    "pages-polluted": ("every element with epub:type and id becomes a page", "aerkalov/ebooklib#339"),
    "head-lost": ("what stands in a document's head is lost", "aerkalov/ebooklib#76"),
    "body-attributes-lost": ("attributes of a document's body are lost", "aerkalov/ebooklib#221"),
    "spaces-added": ("pretty printing puts spaces between inline siblings", ""),
    "declaration-empties": ("a str with an XML declaration becomes an empty file", ""),
    "ncx-assumed": ("the spine names an NCX where there is none", ""),
    "metadata-swallowed": ("a value that XML refuses becomes an empty element, without an error", ""),
}


class ReproducibleZip(zipfile.ZipFile):
    """A Zip file whose entries name neither the time, nor the machine, nor the user."""

    def writestr(self, name: Any, data: Any, compress_type: int | None = None, compresslevel: int | None = 9) -> None:
        """Add an entry of this name, dated 1980, made by Unix, readable by all (patches entries-now)."""
        info = zipfile.ZipInfo(name, ZIP_EPOCH)
        info.create_system, info.external_attr = 3, 0o644 << 16
        info.compress_type = zipfile.ZIP_DEFLATED if compress_type is None else compress_type
        super().writestr(info, data, compresslevel=compresslevel)


class PatchedEpubWriter(epub.EpubWriter):  # type: ignore[misc]
    """EbookLib's writer with its package element and its Zip file patched."""

    out: zipfile.ZipFile
    book: epub.EpubBook
    file_name: IO[bytes]

    def _write_opf_file(self, root: Any) -> None:
        root.set(XML_LANG, self.book.language)  # package-lang
        del root.attrib["prefix"]  # all prefixes used are reserved ones (EPUB 3.3, D.1.4)
        super()._write_opf_file(root)

    def write(self) -> None:
        """Take the same steps as upstream, into a ReproducibleZip."""
        with ReproducibleZip(self.file_name, "w", zipfile.ZIP_DEFLATED) as self.out:
            self.out.writestr("mimetype", "application/epub+zip", compress_type=zipfile.ZIP_STORED)
            self._write_container()
            self._write_opf()
            self._write_items()


def make_empty_book() -> epub.EpubBook:
    """Return a book without metadata of its own (random-id). Raises Refusal for a version that is not patched."""
    if VERSION != PATCHED_VERSION:
        installed, expected = (".".join(map(str, v)) for v in (VERSION, PATCHED_VERSION))
        message = f"EbookLib {installed} is not the {expected} that engross mends"
        raise Refusal(message, "install the locked version: ./press --setup")
    book = epub.EpubBook()
    book.metadata.clear()
    book.IDENTIFIER_ID = "book"
    return book


def add_metadata(book: epub.EpubBook, name: str, value: str, attributes: dict[str, str]) -> None:
    """Add an element of the package's metadata: "dc:title", "meta". Raises ValueError where XML refuses the value."""
    etree.Element("meta").text = value  # metadata-swallowed
    if name.startswith("dc:"):
        book.add_metadata("DC", name.removeprefix("dc:"), value, attributes)
    else:
        book.add_metadata(None, name, value, attributes)


def add_file(book: epub.EpubBook, name: str, media_type: str, data: bytes) -> epub.EpubItem:
    """Add a file that is written as it is: as an EpubItem even if it is XHTML (head-lost, spaces-added and others)."""
    item = epub.EpubItem(uid=manifest_id(name), file_name=name, media_type=media_type, content=data)
    item.properties = []
    book.add_item(item)
    return item


def manifest_id(name: str) -> str:
    """Return the manifest id of a file: "ncx" for the NCX, which EbookLib's spine always names so (ncx-assumed)."""
    return "ncx" if name.endswith(".ncx") else name.lower().replace("/", "-").replace(".", "-")


def write_epub(book: epub.EpubBook, modified: datetime) -> bytes:
    """Return the book's bytes, ``modified`` (UTC) in its metadata; its navigation must be among its files."""
    out = BytesIO()
    options = {"epub3_pages": False, "epub3_landmark": False, "epub2_guide": False}  # pages-polluted
    PatchedEpubWriter(
        out, book, {"mtime": modified, "package_direction": True, "raise_exceptions": True, **options}
    ).write()
    return out.getvalue()
