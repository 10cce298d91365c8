"""Furniture in the tree: elements that engross itself put around text which is not the resolution's."""

from __future__ import annotations

from lxml import etree

FURNITURE_TAG = "{urn:engross}furniture"
KIND_ATTRIBUTE = "kind"


def is_furniture(element: etree._Element) -> bool:
    """Whether ``element`` was marked as furniture."""
    return element.tag == FURNITURE_TAG


def set_aside(element: etree._Element, kind: str) -> None:
    """Put furniture around an element, in its place; what follows it stays where it is."""
    parent = element.getparent()
    if parent is None:
        raise ValueError("the root is no furniture")
    box = etree.Element(FURNITURE_TAG, {KIND_ATTRIBUTE: kind})
    box.tail, element.tail = element.tail, None
    parent.replace(element, box)
    box.append(element)


def set_text_aside(element: etree._Element, length: int, kind: str) -> None:
    """Put furniture around the first ``length`` characters of an element's own text."""
    text = element.text or ""
    box = etree.Element(FURNITURE_TAG, {KIND_ATTRIBUTE: kind})
    box.text, box.tail = text[:length], text[length:]
    element.text = None
    element.insert(0, box)
