"""The tree to its texts: a plain resolution is one part, an omnibus one has its own head and a part for each text."""

from __future__ import annotations

from dataclasses import replace

from lxml import etree

from engross.model import Heading, Part
from engross.structure.akn.parts import parts
from engross.structure.akn.preface import Head
from engross.structure.akn.terms import DOCUMENTS
from engross.structure.akn.tree import Scribe, children, local, loose


def texts(root: etree._Element, document: etree._Element, scribe: Scribe) -> tuple[Head, tuple[Part, ...]]:
    """The number and title over all parts ("" and () for a plain resolution), and the parts, as the file has them."""
    found = tuple(parts(loose(root), scribe, scribe.where(document))) or (
        Part("", (), (), where=scribe.where(document)),
    )
    if not _is_omnibus(root):
        return ("", ()), (_titled(found[0]), *found[1:])
    if next(children(document, "preface"), None) is None:
        return ("", ()), found
    head, *rest = found
    kept = (replace(head, number="", title=()),) if head.body or head.closing or head.annexes else ()
    return (head.number, head.title), (*kept, *rest)


def _is_omnibus(root: etree._Element) -> bool:
    """Whether documents stand in the components of another."""
    inner = (e for e in root.iter("{*}component") for child in e if local(child) in DOCUMENTS)
    return next(inner, None) is not None


def _titled(part: Part) -> Part:
    """A statement without a preface, such as a presidential statement, has its title above its text."""
    first = part.body[0] if part.body else None
    if part.title or not isinstance(first, Heading) or first.number or len(part.body) == 1:
        return part
    return replace(part, title=first.content, body=part.body[1:])
