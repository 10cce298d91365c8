"""Open a reading edition for the checks, parsed as browsers parse it (HTML, 13.2), whatever its markup is."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree as ET

import tinyhtml5
from lxml import etree

from engross.verify.check.epub_file import NAMESPACES, UnreadableError, XmlElement

TEXT_PLACE = "main"  # the id of the element that a reading edition has, and no other HTML of engross


def open_web_page(path: Path) -> XmlElement:
    """Return the root of the reading edition at ``path``. Raises UnreadableError if it is none."""
    try:
        parsed = tinyhtml5.parse(path.read_bytes())
        root = etree.fromstring(ET.tostring(parsed), etree.XMLParser(resolve_entities=False, no_network=True))
    except (OSError, ValueError, etree.XMLSyntaxError) as error:
        raise UnreadableError(f"{type(error).__name__}: {error}") from error
    if not root.xpath(f"//x:main[@id='{TEXT_PLACE}']", namespaces=NAMESPACES):
        raise UnreadableError("it is no reading edition")
    return root
