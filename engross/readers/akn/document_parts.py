"""The tree to its texts: a plain resolution is one part, an omnibus one has its own head and a part for each text."""

from __future__ import annotations

from dataclasses import replace

from lxml import etree

from engross.model.tree import Heading, Part
from engross.readers.akn.elements import DOCUMENT_ELEMENTS
from engross.readers.akn.parts import divide_parts
from engross.readers.akn.preface import NumberAndTitle
from engross.readers.akn.tree import AknReaderState, list_loose_pieces, local_name, named_children


def read_parts(
    root: etree._Element, document: etree._Element, state: AknReaderState
) -> tuple[NumberAndTitle, tuple[Part, ...]]:
    """The number and title over all parts ("" and () for a plain resolution), and the parts, as the file has them."""
    found = tuple(divide_parts(list_loose_pieces(root), state, state.where(document))) or (
        Part("", (), (), where=state.where(document)),
    )
    if not _is_omnibus(root):
        return ("", ()), (_move_heading_to_title(found[0]), *found[1:])
    if next(named_children(document, "preface"), None) is None:
        return ("", ()), found
    head, *rest = found
    kept = (replace(head, number="", title=()),) if head.body or head.closing or head.annexes else ()
    return (head.number, head.title), (*kept, *rest)


def _is_omnibus(root: etree._Element) -> bool:
    """Whether documents stand in the components of another."""
    inner = (e for e in root.iter("{*}component") for child in e if local_name(child) in DOCUMENT_ELEMENTS)
    return next(inner, None) is not None


def _move_heading_to_title(part: Part) -> Part:
    """A statement without a preface, such as a presidential statement, has its title above its text."""
    first = part.body[0] if part.body else None
    if part.title or not isinstance(first, Heading) or first.number or len(part.body) == 1:
        return part
    return replace(part, title=first.content, body=part.body[1:])
