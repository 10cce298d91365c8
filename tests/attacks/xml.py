"""Mutations of XML: of its tree, and of its text where it is well-formed no more."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from random import Random

from lxml import etree

from tests.attacks.bytewise import TEXT_BYTES
from tests.attacks.hostile import pick_text, pick_value
from tests.attacks.mutation import Mutation, pick_span

Change = Callable[[Random, etree._Element], None]  # changes the tree of a root in place

AKN = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"
NAMES = (
    "p num content paragraph point list intro preamble mainBody preface conclusions meta authorialNote table tr td th "
    "doc attachment section heading subheading crossHeading embeddedStructure formula container span a ref sup b i "
    "blockList item docNumber docTitle docDate coverPage statement documentCollection eol img quotedStructure kestrel"
).split()
TAG = re.compile(rb"<[^<>]*>")
ENTITIES = (b"&#0;", b"&#xD800;", b"&#x110000;", b"&nbsp;", b"&lol;", b"&#xA0;", b"&", b"&#128169;", b"&#x1b;")
DOCTYPES = (
    b'<!DOCTYPE a [<!ENTITY lol "lol"><!ENTITY b "&lol;&lol;&lol;&lol;&lol;&lol;&lol;&lol;&lol;&lol;">]>',
    b'<!DOCTYPE a SYSTEM "file:///etc/passwd">',
    b'<!DOCTYPE a [<!ENTITY % x SYSTEM "file:///etc/passwd"> %x;]>',
    b"<!DOCTYPE html>",
    b"<?xml-stylesheet href='x'?>",
    b'<?xml version="1.1"?>',
)
DECLARED = (b"rot13", b"unicode_escape", b"utf-16", b"ascii", b"gb18030", b"utf-7", b"kestrel", b"idna", b"cp1252")


def pick(random: Random, root: etree._Element) -> etree._Element:
    """Choose an element below the root, or the root where there is none."""
    below = [element for element in root.iter(etree.Element) if element is not root]
    return random.choice(below) if below else root


def drop(element: etree._Element, tail: bool = False) -> None:
    """Take an element out; its tail stays, unless ``tail`` goes with it."""
    parent = element.getparent()
    if parent is None:
        return
    if element.tail and not tail:
        before = element.getprevious()
        if before is None:
            parent.text = (parent.text or "") + element.tail
        else:
            before.tail = (before.tail or "") + element.tail
    parent.remove(element)


def delete(random: Random, root: etree._Element) -> None:
    drop(pick(random, root), tail=random.random() < 0.3)


def unwrap(random: Random, root: etree._Element) -> None:
    element = pick(random, root)
    parent = element.getparent()
    if parent is not None:
        at = parent.index(element)
        for child in reversed(list(element)):
            parent.insert(at + 1, child)
        parent[at].tail = (element.text or "") + (element.tail or "")


def duplicate(random: Random, root: etree._Element) -> None:
    element = pick(random, root)
    parent = element.getparent()
    if parent is not None:
        text = etree.tostring(element, with_tail=False)
        for _ in range(random.choice((1, 1, 2, 20))):
            parent.insert(parent.index(element), etree.fromstring(text))


def move(random: Random, root: etree._Element) -> None:
    element, place = pick(random, root), pick(random, root)
    if element not in place.iterancestors() and element is not place and element is not root:
        drop(element)
        element.tail = None
        place.insert(random.randint(0, len(place)), element)


def shuffle(random: Random, root: etree._Element) -> None:
    element = pick(random, root)
    element[:] = random.sample(list(element), len(element))


def rename(random: Random, root: etree._Element) -> None:
    element = pick(random, root)
    space = etree.QName(element).namespace or AKN
    other = etree.QName(pick(random, root)).localname
    element.tag = f"{{{space}}}{random.choice((other, random.choice(NAMES)))}"


def wrap(random: Random, root: etree._Element) -> None:
    """Put an element into others, up to 300 deep."""
    element = pick(random, root)
    parent = element.getparent()
    if parent is None:
        return
    at, tail = parent.index(element), element.tail
    name, space = random.choice((*NAMES, etree.QName(element).localname)), etree.QName(element).namespace or AKN
    inner = element
    for _ in range(random.choice((1, 1, 1, 3, 30, 120, 300))):
        outer = etree.Element(f"{{{space}}}{name}")
        outer.append(inner)
        inner.tail = None
        inner = outer
    inner.tail = tail
    parent.insert(at, inner)


def change_attribute(random: Random, root: etree._Element) -> None:
    element = pick(random, root)
    if element.attrib:
        name = random.choice(list(element.attrib))
        other = pick(random, root)
        values = [*other.attrib.values(), pick_value(random)]
        _set(element, name, random.choice(values))


def add_attribute(random: Random, root: etree._Element) -> None:
    other = pick(random, root)
    names = [*other.attrib, "colspan", "rowspan", "refersTo", "eId", "date", "class", "href", "name", "marker"]
    _set(pick(random, root), random.choice(names), pick_value(random))


def drop_attribute(random: Random, root: etree._Element) -> None:
    element = pick(random, root)
    if element.attrib:
        del element.attrib[random.choice(list(element.attrib))]


def _set(element: etree._Element, name: str, value: str) -> None:
    """Give an attribute, where XML can have that value."""
    try:
        element.set(name, value)
    except ValueError:
        return


def change_text(random: Random, root: etree._Element) -> None:
    """Put hostile characters into a text node, or empty it."""
    element = pick(random, root)
    place = random.choice(("text", "tail"))
    if element is root:
        place = "text"
    text = getattr(element, place) or ""
    start, end = pick_span(random, len(text), len(text) + 1)
    more = random.choice(("", pick_text(random), pick_text(random)))
    setattr(element, place, text[:start] + more + text[random.choice((start, end)) :])


def add_comment(random: Random, root: etree._Element) -> None:
    node = random.choice((etree.Comment("kestrel"), etree.ProcessingInstruction("kestrel", "a")))
    node.tail = random.choice(("", "words"))
    place = pick(random, root)
    place.insert(random.randint(0, len(place)), node)


def change_namespace(random: Random, root: etree._Element) -> None:
    space = random.choice(("", "{urn:x}", f"{{{AKN}}}", "{http://www.w3.org/1999/xhtml}"))
    element = random.choice((root, pick(random, root)))
    element.tag = space + etree.QName(element).localname


TREE: dict[str, Change] = {
    "delete": delete, "unwrap": unwrap, "duplicate": duplicate, "move": move, "shuffle": shuffle, "rename": rename,
    "wrap": wrap, "change attribute": change_attribute, "add attribute": add_attribute,
    "drop attribute": drop_attribute, "change text": change_text, "add comment": add_comment,
    "change namespace": change_namespace,
}  # fmt: skip


def change_tree(random: Random, data: bytes, change: Change) -> bytes:
    """Change the tree of a file; one that is not well-formed stays as it is."""
    try:
        root = etree.fromstring(data)
    except (etree.XMLSyntaxError, ValueError):
        return data
    change(random, root)
    return etree.tostring(root, encoding="utf-8")


def drop_tag(random: Random, data: bytes) -> bytes:
    """Leave out one tag."""
    tags = list(TAG.finditer(data))
    if not tags:
        return data
    found = random.choice(tags)
    return data[: found.start()] + data[found.end() :]


def add_stray_tags(random: Random, data: bytes) -> bytes:
    """Put tags in that open or close nothing."""
    tags = list(TAG.finditer(data))
    for _ in range(random.choice((1, 2, 5, 100)) if tags else 0):
        at = random.choice(tags).end()
        data = data[:at] + random.choice(tags)[0][:60] + data[at:]
        tags = tags if len(tags) > 1 else list(TAG.finditer(data))
    return data


def add_entity(random: Random, data: bytes) -> bytes:
    tags = list(TAG.finditer(data))
    at = random.choice(tags).end() if tags else 0
    return data[:at] + random.choice(ENTITIES) + data[at:]


def add_doctype(random: Random, data: bytes) -> bytes:
    at = data.find(b"?>") + 2 if data.startswith(b"<?xml") else 0
    return data[:at] + random.choice(DOCTYPES) + data[at:]


def declare_encoding(random: Random, data: bytes) -> bytes:
    rest = data[data.find(b"?>") + 2 :] if data.startswith(b"<?xml") else data
    return b'<?xml version="1.0" encoding="' + random.choice(DECLARED) + b'"?>' + rest


XML: dict[str, Mutation] = {
    **{name: partial(change_tree, change=change) for name, change in TREE.items()},
    **{f"{name} ": partial(change_tree, change=change) for name, change in TREE.items()},  # twice as often
    "drop tag": drop_tag, "add stray tags": add_stray_tags, "add entity": add_entity, "add doctype": add_doctype,
    "declare encoding": declare_encoding, **TEXT_BYTES,
}  # fmt: skip
