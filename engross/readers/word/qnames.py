"""The names of WordprocessingML: elements and attributes by the prefixes that ECMA-376 part 1 uses."""

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
# Strict documents (ISO/IEC 29500) have the same elements in other namespaces.
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
    """Expand a prefixed name such as "w:p" to a name with its namespace as lxml writes it."""
    space, _, own = name.partition(":")
    return f"{{{NAMESPACES[space]}}}{own}"


NAMESPACE_PREFIXES = {f"{{{uri}}}": f"{short}:" for short, uri in NAMESPACES.items()}


def short_name(element: etree._Element) -> str:
    """Return the prefixed name of an element ("w:p"): without prefix in a namespace not listed, "" for a comment."""
    if not isinstance(element.tag, str):
        return ""
    space, mark, own = element.tag.rpartition("}")
    return NAMESPACE_PREFIXES.get(space + mark, "") + own


def read_value(element: etree._Element | None, attribute: str = "w:val") -> str:
    """Return an attribute of an element, "w:val" by default; "" if element or attribute is absent."""
    return "" if element is None else element.get(full_name(attribute), "")


def find_element(element: etree._Element | None, *path: str) -> etree._Element | None:
    """Return the first element at a path of prefixed names; None if it or an element on the way is absent."""
    for step in path:
        element = None if element is None else element.find(full_name(step))
    return element


def read_switch(properties: etree._Element | None, key: str) -> bool | None:
    """Return whether a property is switched on; None if the properties do not name it."""
    switch = find_element(properties, key)
    return None if switch is None else read_value(switch) not in OFF_VALUES


def parse_integer(text: str, otherwise: int = 0) -> int:
    """Parse a whole number of at most nine digits; return ``otherwise`` for any other text."""
    return int(text) if WHOLE_NUMBER.fullmatch(text) else otherwise
