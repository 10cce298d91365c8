"""The names of WordprocessingML: elements and attributes by their short names, as ECMA-376 part 1 spells them."""

from __future__ import annotations

import re
from functools import cache

from lxml import etree

WORD_NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
NAMESPACES = {
    "w": WORD_NAMESPACE,
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "c": "http://schemas.openxmlformats.org/drawingml/2006/chart",
    "dgm": "http://schemas.openxmlformats.org/drawingml/2006/diagram",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
}
# Strict documents (ISO/IEC 29500) have the same elements under other addresses.
STRICT_NAMESPACES = {
    b"http://purl.oclc.org/ooxml/wordprocessingml/main": WORD_NAMESPACE.encode(),
    b"http://purl.oclc.org/ooxml/officeDocument/relationships": NAMESPACES["r"].encode(),
    b"http://purl.oclc.org/ooxml/officeDocument/math": NAMESPACES["m"].encode(),
    b"http://purl.oclc.org/ooxml/drawingml/main": NAMESPACES["a"].encode(),
    b"http://purl.oclc.org/ooxml/drawingml/chart": NAMESPACES["c"].encode(),
    b"http://purl.oclc.org/ooxml/drawingml/diagram": NAMESPACES["dgm"].encode(),
    b"http://purl.oclc.org/ooxml/drawingml/wordprocessingDrawing": NAMESPACES["wp"].encode(),
}
WHOLE_NUMBER = re.compile(r"-?[0-9]{1,9}")
OFF_VALUES = ("0", "false", "off", "none")


@cache
def full_name(name: str) -> str:
    """The whole name of a short one: "w:p"."""
    space, _, own = name.partition(":")
    return f"{{{NAMESPACES[space]}}}{own}"


NAMESPACE_PREFIXES = {f"{{{uri}}}": f"{short}:" for short, uri in NAMESPACES.items()}


def short_name(element: etree._Element) -> str:
    """The short name of an element: "w:p"; its own name where its namespace is none of ours; "" for a comment."""
    if not isinstance(element.tag, str):
        return ""
    space, mark, own = element.tag.rpartition("}")
    return NAMESPACE_PREFIXES.get(space + mark, "") + own


def read_value(element: etree._Element | None, attribute: str = "w:val") -> str:
    """The value of an element that may be absent; "" where it has none."""
    return "" if element is None else element.get(full_name(attribute), "")


def find_element(element: etree._Element | None, *path: str) -> etree._Element | None:
    """The first element at a path of short names under one that may be absent."""
    for step in path:
        element = None if element is None else element.find(full_name(step))
    return element


def read_switch(properties: etree._Element | None, key: str) -> bool | None:
    """Whether a property is switched on or off; None where nothing is said of it."""
    found = find_element(properties, key)
    return None if found is None else read_value(found) not in OFF_VALUES


def parse_integer(said: str, otherwise: int = 0) -> int:
    """A number as an attribute gives it; ``otherwise`` where that is none, or none of the 32 bits that Word reads."""
    return int(said) if WHOLE_NUMBER.fullmatch(said) else otherwise
