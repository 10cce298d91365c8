"""Mark furniture in the tree: text that is not the resolution's is put into an element of engross's own."""

from __future__ import annotations

from lxml import etree

FURNITURE_TAG = "{urn:engross}furniture"
KIND_ATTRIBUTE = "kind"


def is_furniture(element: etree._Element) -> bool:
    """Return whether ``element`` was marked as furniture."""
    return element.tag == FURNITURE_TAG


def set_aside(element: etree._Element, kind: str) -> None:
    """Put an element into furniture of a kind; the text that follows it stays where it is."""
    parent = element.getparent()
    if parent is None:
        raise ValueError("the root is no furniture")
    furniture = etree.Element(FURNITURE_TAG, {KIND_ATTRIBUTE: kind})
    furniture.tail, element.tail = element.tail, None
    parent.replace(element, furniture)
    furniture.append(element)


def set_text_aside(element: etree._Element, length: int, kind: str) -> None:
    """Put the first ``length`` characters of an element's own text into furniture of a kind."""
    text = element.text or ""
    furniture = etree.Element(FURNITURE_TAG, {KIND_ATTRIBUTE: kind})
    furniture.text, furniture.tail = text[:length], text[length:]
    element.text = None
    element.insert(0, furniture)
