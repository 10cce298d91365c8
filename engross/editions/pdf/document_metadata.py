"""What a PDF holds beside its pages: running heads, metadata, attached files."""

from __future__ import annotations

from dataclasses import dataclass

from engross.model.book import Sheet


@dataclass(frozen=True, slots=True)
class AttachedFile:
    """A file to be attached: its name, media type and bytes.

    ``relation`` to the document (ISO 32000-2, 7.11.3): "Source" for what it was made from, "Data" for what it shows.
    """

    name: str
    media_type: str
    data: bytes
    description: str = ""
    relation: str = "Source"


@dataclass(frozen=True, slots=True)
class PdfExtras:
    """The running heads and feet of all pages, the XMP packets, attached files, the date of the document.

    ``modest_packet``: the packet of a file with characters that no font has. It claims no standard: neither PDF/A nor
    PDF/UA has room for a glyph that means nothing (ISO 19005-3, 6.2.11.8; ISO 14289-1, 7.21.8).

    ``date`` is ISO 8601 ("2022-12-15"), "" if the document has none; it dates the attached files. ``turned``: whether
    the pages follow each other from right to left, for a right-to-left text. ``labels``: how a viewer names the pages,
    where it is not by their place; such pages face each other.
    """

    running_heads: Sheet
    xmp_packet: Sheet
    attached: tuple[AttachedFile, ...] = ()
    date: str = ""
    turned: bool = False
    modest_packet: Sheet | None = None
    labels: tuple[str, ...] = ()
