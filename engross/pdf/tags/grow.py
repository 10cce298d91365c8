"""Painted pages to their structure tree: one node an element, however many lines and pages it goes over."""

from __future__ import annotations

from typing import Any

from weasyprint.formatting_structure.boxes import LineBox, MarginBox, ReplacedBox, TextBox
from weasyprint.layout.absolute import AbsolutePlaceholder

from engross.pdf.boxes import FIRST_FOOT, Box, attribute, tag
from engross.pdf.regions import POINT
from engross.pdf.tags.ends import said
from engross.pdf.tags.leaf import CALL, MARKER, Leaf
from engross.pdf.tags.node import Mark, Node, Touch
from engross.pdf.tags.roles import GROUPS, HEADINGS, INLINE, aligned, alternative, attributes, role
from engross.pdf.tags.turned import spell_out

KEPT = frozenset({"Document", "TR", "TH", "TD"})  # a table's grid has its empty cells


class Grower:
    """The tree while it grows page by page, with the node of each element that has been met."""

    def __init__(self, language: str) -> None:
        self.document = Node("Document", language=language)
        self._aside = Node("Document")  # has the notes until their calls are known
        self._nodes: dict[tuple[object, str], Node] = {}
        self._roles: dict[int, str] = {}
        self._elements: list[tuple[Node, Any]] = []
        self._page, self._height, self._marks = -1, 0.0, dict[int, int]()
        self._ends: set[int] = set()

    def take(self, page: Leaf) -> None:
        """Add what the next page shows, which has been painted."""
        self._page, self._height, self._marks = self._page + 1, page.height, page.marks
        self._ends = page.ends
        for top in page._page_box.children:
            if not isinstance(top, MarginBox):
                self._visit(top, self.document, self.document.language)

    def grown(self) -> Node:
        """The tree of all pages; each note stands right behind its call."""
        self._settle_notes()
        self._settle_codes()
        _prune(self.document)
        _close_gaps(self.document)
        for node in list(self.document.nodes()):
            spell_out(node)
        return self.document

    def _settle_notes(self) -> None:
        """Put each note behind its call; behind the heading or the link that the call is in, if it is in one."""
        last: dict[Node, Node] = {}
        for (name, kind), note in self._nodes.items():
            if kind != "note":
                continue
            call = self._nodes.get((name, CALL))
            place = _place(call) if call else None
            if place is None or place.parent is None:
                note.move(self.document, _last(self.document))
                continue
            note.move(place.parent, last.get(place, place))
            last[place] = note

    def _settle_codes(self) -> None:
        """Put the codes of the first page behind all else: nobody wants to hear them before the title."""
        for node in (node for node, element in self._elements if (element.get("class") or "") == FIRST_FOOT):
            node.move(self.document, _last(self.document))

    def _visit(self, box: Box, parent: Node, language: str) -> None:
        if isinstance(box, AbsolutePlaceholder):
            box = box._box
        if isinstance(box, TextBox | ReplacedBox) and id(box) not in self._marks:
            return  # an artifact
        if isinstance(box, TextBox):
            turned = box.style["direction"] == "rtl"
            text = said(box, id(box) in self._ends)
            parent.kids.append(Mark(self._page, self._marks[id(box)], text, turned))
            return
        node, language = self._node(box, parent, language)
        if box.link_annotation:
            _link_of(node).kids.append(Touch(self._page, box.link_annotation))
        if isinstance(box, ReplacedBox):
            node.kids.append(Mark(self._page, self._marks[id(box)]))
        for child in box.children:
            self._visit(child, node, language)

    def _node(self, box: Box, parent: Node, language: str) -> tuple[Node, str]:
        """The node that takes what is in a box, and the language there."""
        name = tag(box)
        if name.endswith(CALL):
            return self._call(box, parent), language
        if name.endswith(MARKER):
            return self._marker(box, parent), language
        if not name or "::" in name:
            return parent, language
        kind = self._role(box.element)
        own = box.element.get("lang") or language
        if not kind:
            kind = self._unnamed(box, parent, own != language)
        language = own
        if not kind:
            return parent, language
        node = self._note(box) if kind == "Note" else self._plain(box, parent, kind)
        node.language = language
        return node, language

    def _unnamed(self, box: Box, parent: Node, is_foreign: bool) -> str:
        """The type of an element that has none by itself: a paragraph, words in another language, or none."""
        if parent.role in GROUPS and any(isinstance(child, LineBox) for child in box.children):
            return "P"
        return "Span" if is_foreign and box.element.tag in INLINE else ""

    def _plain(self, box: Box, parent: Node, kind: str) -> Node:
        key = (id(box.element), "")
        if key not in self._nodes:
            node = self._nodes[key] = parent.add(kind)
            self._elements.append((node, box.element))
            node.attributes = attributes(box.element)
            if kind == "LI":
                self._nodes[key] = node.add("LBody")
            elif kind == "P":
                node.attributes = aligned(box.style)
            elif kind == "Link":
                node.contents = box.element.get("title") or ""
            elif kind == "Figure":
                node.alternative = alternative(box.element)
                node.attributes = {"Layout": {"BBox": self._corners(box)}}
        return self._nodes[key]

    def _note(self, box: Box) -> Node:
        """The node of a note: one for all boxes of its name, so that a note that is continued is one note."""
        name = attribute(box, "id")
        node = self._nodes.get((name, "note"))
        if node is None:
            node = self._nodes[name, "note"] = self._aside.add("Note")
            node.name = name
        return node

    def _call(self, box: Box, parent: Node) -> Node:
        """Reference > Link > Lbl."""
        key = (attribute(box, "id"), CALL)
        if key not in self._nodes:
            reference = self._nodes[key] = parent.add("Reference")
            link = reference.add("Link")
            link.contents = attribute(box, "data-call")
            self._nodes[key[0], "label"] = link.add("Lbl")
        return self._nodes[key[0], "label"]

    def _marker(self, box: Box, parent: Node) -> Node:
        """Lbl > Link."""
        key = (attribute(box, "id"), MARKER)
        if key not in self._nodes:
            note = self._nodes.get((key[0], "note"), parent)
            self._nodes[key] = note.add("Lbl").add("Link")
            self._nodes[key].contents = attribute(box, "data-back")
        return self._nodes[key]

    def _corners(self, box: Box) -> tuple[float, ...]:
        """The corners of a picture on its page, bottom left and top right, in points."""
        left, top = box.content_box_x(), box.content_box_y()
        bottom, upper = self._height - top - box.height, self._height - top
        return tuple(POINT * length for length in (left, bottom, left + box.width, upper))

    def _role(self, element: Any) -> str:
        if id(element) not in self._roles:
            self._roles[id(element)] = role(element)
        return self._roles[id(element)]


def _link_of(node: Node) -> Node:
    """The link that an annotation belongs to: of those around a node the outermost, for links do not nest."""
    found, at = node, node.parent
    while at is not None:
        found, at = (at, at.parent) if at.role == "Link" else (found, at.parent)
    return found


def _place(call: Node) -> Node:
    """What a note stands behind: the call itself, or what is around it and must hold no note."""
    place, at = call, call.parent
    while at is not None:
        place, at = (at, at.parent) if at.role in (*HEADINGS, "Link") else (place, at.parent)
    return place


def _last(node: Node) -> Node:
    return next(kid for kid in reversed(node.kids) if isinstance(kid, Node))


def _prune(node: Node) -> None:
    """Take away nodes with nothing in them."""
    for kid in list(node.kids):
        if isinstance(kid, Node):
            _prune(kid)
            if not kid.kids and kid.role not in KEPT:
                node.kids.remove(kid)


def _close_gaps(document: Node) -> None:
    """Let no level of headings be skipped (ISO 14289-1, 7.4.2)."""
    level = 0
    for node in document.nodes():
        if node.role in HEADINGS:
            level = min(HEADINGS.index(node.role) + 1, level + 1)
            node.role = HEADINGS[level - 1]
