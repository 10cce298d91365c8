"""Make elements of Akoma Ntoso, fill them with words, indent them where no word is touched, serialise them."""

from __future__ import annotations

from lxml import etree

from engross.grammars.akn import AKN4UN, NAMESPACE

# Elements whose words are the text: nothing inside them is indented.
WORD_ELEMENTS = frozenset("p num heading crossHeading block docketNumber".split())

AknElement = etree._Element  # noqa: SLF001  lxml's only name for it as a type


def make_element(name: str, /, *children: AknElement, words: str = "", **attributes: object) -> AknElement:
    """Return an element with children and attributes; an attribute without a value is left out.

    ``class_`` is the attribute class, ``as_`` as, ``from_`` from.
    """
    element = etree.Element(f"{{{NAMESPACE}}}{name}")
    for key, value in attributes.items():
        if value not in ("", None):
            element.set(key.rstrip("_"), str(value))
    element.text = words or None
    element.extend(children)
    return element


def make_root(*children: AknElement) -> AknElement:
    """Return the element akomaNtoso, with the namespaces of the series."""
    element = etree.Element(f"{{{NAMESPACE}}}akomaNtoso", nsmap={None: NAMESPACE, "akn4un": AKN4UN})
    element.extend(children)
    return element


def make_layout_element(name: str, *children: AknElement) -> AknElement:
    """Return an element of AKN4UN's own, for what stands on the page and is no text."""
    element = etree.Element(f"{{{AKN4UN}}}{name}")
    element.extend(children)
    return element


def append_words(element: AknElement, words: str) -> None:
    """Append words to the content of an element."""
    if len(element):
        element[-1].tail = (element[-1].tail or "") + words
    else:
        element.text = (element.text or "") + words


def indent_element(element: AknElement, depth: int = 0) -> None:
    """Put each child of an element on a line of its own, at all depths, unless the element holds words."""
    if etree.QName(element).localname in WORD_ELEMENTS or not len(element):
        return
    gap = "\n" + "  " * (depth + 1)
    element.text = gap
    for child in element:
        indent_element(child, depth + 1)
        child.tail = gap
    element[-1].tail = gap[:-2]


def serialize_element(element: AknElement) -> bytes:
    """Return the file, indented: UTF-8, with a declaration and a line end."""
    indent_element(element)
    return etree.tostring(element, xml_declaration=True, encoding="UTF-8") + b"\n"
