"""Read a tree into parts: one for a plain resolution; a head and a part for each text for an omnibus one."""

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
    """Return the number and title over all parts ("" and () for a plain resolution), and the parts."""
    parts = tuple(divide_parts(list_loose_pieces(root), state, state.where(document))) or (
        Part("", (), (), where=state.where(document)),
    )
    if not _is_omnibus(root):
        return ("", ()), (_move_heading_to_title(parts[0]), *parts[1:])
    if next(named_children(document, "preface"), None) is None:
        return ("", ()), parts
    head, *others = parts
    kept = (replace(head, number="", title=()),) if head.body or head.closing or head.annexes else ()
    return (head.number, head.title), (*kept, *others)


def _is_omnibus(root: etree._Element) -> bool:
    """Return whether documents stand in the components of another."""
    inner = (e for e in root.iter("{*}component") for child in e if local_name(child) in DOCUMENT_ELEMENTS)
    return next(inner, None) is not None


def _move_heading_to_title(part: Part) -> Part:
    """Make the first heading the title of a text without a preface, such as a presidential statement."""
    first = part.body[0] if part.body else None
    if part.title or not isinstance(first, Heading) or first.number or len(part.body) == 1:
        return part
    return replace(part, title=first.content, body=part.body[1:])
