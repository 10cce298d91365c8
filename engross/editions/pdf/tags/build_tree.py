"""Build the structure tree of painted pages: one node for an element, over however many lines and pages it goes."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from engross_weasyprint.formatting_structure.boxes import LineBox, MarginBox, ReplacedBox, TextBox
from engross_weasyprint.layout.absolute import AbsolutePlaceholder

from engross.editions.pdf.boxes import EDITORIAL_ID, FIRST_FOOT_CLASS, Box, box_attribute, box_tag
from engross.editions.pdf.note_fragments import CALL_PSEUDO, ENDNOTE_CLASS, MARKER_PSEUDO
from engross.editions.pdf.regions import POINTS_PER_PIXEL
from engross.editions.pdf.tags.actual_text import add_actual_text
from engross.editions.pdf.tags.line_end_spaces import tagged_text
from engross.editions.pdf.tags.marked_page import MarkedPage
from engross.editions.pdf.tags.node import MarkedContent, Node, PageAnnotation
from engross.editions.pdf.tags.roles import (
    GROUP_ROLES,
    HEADING_ROLES,
    INLINE_TAGS,
    alignment_attributes,
    alternative_text,
    element_role,
    structure_attributes,
)

KEPT_WHEN_EMPTY = frozenset({"Document", "TR", "TH", "TD"})  # a table's grid has its empty cells


class TagTreeBuilder:
    """A structure tree that grows page by page, with the node of each element so far."""

    def __init__(self, language: str) -> None:
        self.document = Node("Document", language=language)
        self._aside = Node("Document")  # holds the notes until their calls are known
        self._nodes: dict[tuple[object, str], Node] = {}
        self._roles: dict[int, str] = {}
        self._elements: list[tuple[Node, Element]] = []
        self._page, self._height, self._marks = -1, 0.0, dict[int, int]()
        self._ends: set[int] = set()

    def add_page(self, page: MarkedPage) -> None:
        """Add the boxes of the next page, which has been painted."""
        self._page, self._height, self._marks = self._page + 1, page.height, page.marks
        self._ends = page.ends
        for top in page._page_box.children:
            if not isinstance(top, MarginBox):
                self._visit_box(top, self.document, self.document.language)

    def finish_tree(self) -> Node:
        """Return the tree of all pages, each note right behind its call."""
        self._move_notes_to_calls()
        self._move_codes_to_end()
        _remove_empty_nodes(self.document)
        _close_heading_gaps(self.document)
        for node in list(self.document.iter_nodes()):
            add_actual_text(node)
        return self.document

    def _move_notes_to_calls(self) -> None:
        """Move each note behind its call, or the heading or link around the call; to the end if it has no call."""
        last_behind: dict[Node, Node] = {}
        for (name, kind), note in self._nodes.items():
            if kind != "note":
                continue
            call = self._nodes.get((name, CALL_PSEUDO))
            place = _find_note_place(call) if call else None
            if place is None or place.parent is None:
                note.move_behind(self.document, _find_last_node(self.document))
                continue
            note.move_behind(place.parent, last_behind.get(place, place))
            last_behind[place] = note

    def _move_codes_to_end(self) -> None:
        """Move the codes at the first page's foot to the end: nobody wants to hear them before the title."""
        for node in (node for node, element in self._elements if (element.get("class") or "") == FIRST_FOOT_CLASS):
            node.move_behind(self.document, _find_last_node(self.document))

    def _visit_box(self, box: Box, parent: Node, language: str) -> None:
        if isinstance(box, AbsolutePlaceholder):
            box = box._box
        if isinstance(box, TextBox | ReplacedBox) and id(box) not in self._marks:
            return  # an artifact
        if isinstance(box, TextBox):
            is_turned = box.style["direction"] == "rtl"
            text = tagged_text(box, id(box) in self._ends)
            parent.kids.append(MarkedContent(self._page, self._marks[id(box)], text, is_turned))
            return
        node, language = self._find_node(box, parent, language)
        if box.link_annotation:
            _find_outermost_link(node).kids.append(PageAnnotation(self._page, box.link_annotation))
        if isinstance(box, ReplacedBox):
            node.kids.append(MarkedContent(self._page, self._marks[id(box)]))
        for child in box.children:
            self._visit_box(child, node, language)

    def _find_node(self, box: Box, parent: Node, language: str) -> tuple[Node, str]:
        """Return the node that takes the content of a box, and the language of that content."""
        name = box_tag(box)
        if name.endswith(CALL_PSEUDO):
            return self._find_call_label(box, parent), language
        if name.endswith(MARKER_PSEUDO):
            return self._find_marker_link(box, parent), language
        if not name or "::" in name:
            return parent, language
        role = self._cached_role(box.element)
        own_language = box.element.get("lang") or language
        if not role:
            role = self._choose_fallback_role(box, parent, own_language != language)
        language = own_language
        if not role:
            return parent, language
        # A note at the foot stands outside the elements that say its language.
        if role == "Note" and box_attribute(box, "class") != ENDNOTE_CLASS:
            node, language = self._find_note_node(box), box.style["lang"] or language
        else:
            node = self._find_element_node(box, parent, role)
        node.language = language
        return node, language

    def _choose_fallback_role(self, box: Box, parent: Node, is_foreign: bool) -> str:
        """Return the structure type of an element that has none of its own: P, Span for a foreign language, or ""."""
        if parent.role in GROUP_ROLES and any(isinstance(child, LineBox) for child in box.children):
            return "P"
        return "Span" if is_foreign and box.element.tag in INLINE_TAGS else ""

    def _find_element_node(self, box: Box, parent: Node, kind: str) -> Node:
        key = (id(box.element), "")
        if key not in self._nodes:
            node = self._nodes[key] = parent.add_child(kind)
            self._elements.append((node, box.element))
            node.attributes = structure_attributes(box.element)
            if kind == "Note" or box_attribute(box, "id").startswith(EDITORIAL_ID):
                node.name = box_attribute(box, "id")
            if kind == "LI":
                self._nodes[key] = node.add_child("LBody")
            elif kind == "P":
                node.attributes = alignment_attributes(box.style)
            elif kind == "Link":
                node.contents = box.element.get("title") or ""
            elif kind == "Figure":
                node.alternative = alternative_text(box.element)
                node.attributes = {"Layout": {"BBox": self._measure_picture(box)}}
        return self._nodes[key]

    def _find_note_node(self, box: Box) -> Node:
        """Return the node of a note: one for all boxes with its id, so that a continued note is one note."""
        name = box_attribute(box, "id")
        node = self._nodes.get((name, "note"))
        if node is None:
            node = self._nodes[name, "note"] = self._aside.add_child("Note")
            node.name = name
        return node

    def _find_call_label(self, box: Box, parent: Node) -> Node:
        """Return the label of a call, added to ``parent`` as Reference > Link > Lbl."""
        key = (box_attribute(box, "id"), CALL_PSEUDO)
        if key not in self._nodes:
            reference = self._nodes[key] = parent.add_child("Reference")
            link = reference.add_child("Link")
            link.contents = box_attribute(box, "data-call")
            self._nodes[key[0], "label"] = link.add_child("Lbl")
        return self._nodes[key[0], "label"]

    def _find_marker_link(self, box: Box, parent: Node) -> Node:
        """Return the link of a note's number, added to the note as Lbl > Link."""
        key = (box_attribute(box, "id"), MARKER_PSEUDO)
        if key not in self._nodes:
            note = self._nodes.get((key[0], "note"), parent)
            self._nodes[key] = note.add_child("Lbl").add_child("Link")
            self._nodes[key].contents = box_attribute(box, "data-back")
        return self._nodes[key]

    def _measure_picture(self, box: Box) -> tuple[float, ...]:
        """Return the corners of a picture, bottom left and top right, in points from the page's bottom left."""
        left, top = box.content_box_x(), box.content_box_y()
        bottom, upper = self._height - top - box.height, self._height - top
        return tuple(POINTS_PER_PIXEL * length for length in (left, bottom, left + box.width, upper))

    def _cached_role(self, element: Element) -> str:
        if id(element) not in self._roles:
            self._roles[id(element)] = element_role(element)
        return self._roles[id(element)]


def _find_outermost_link(node: Node) -> Node:
    """Return the outermost link around a node, which its annotation belongs to as links do not nest, or the node."""
    link, ancestor = node, node.parent
    while ancestor is not None:
        link, ancestor = (ancestor, ancestor.parent) if ancestor.role == "Link" else (link, ancestor.parent)
    return link


def _find_note_place(call: Node) -> Node:
    """Return the node that a note must follow: the call, or the outermost heading or link around it."""
    place, ancestor = call, call.parent
    while ancestor is not None:
        place, ancestor = (
            (ancestor, ancestor.parent) if ancestor.role in (*HEADING_ROLES, "Link") else (place, ancestor.parent)
        )
    return place


def _find_last_node(node: Node) -> Node:
    return next(kid for kid in reversed(node.kids) if isinstance(kid, Node))


def _remove_empty_nodes(node: Node) -> None:
    """Remove nodes without content below a node, except the cells of a table's grid."""
    for kid in list(node.kids):
        if isinstance(kid, Node):
            _remove_empty_nodes(kid)
            if not kid.kids and kid.role not in KEPT_WHEN_EMPTY:
                node.kids.remove(kid)


def _close_heading_gaps(document: Node) -> None:
    """Lower heading levels so that none is skipped (ISO 14289-1, 7.4.2)."""
    level = 0
    for node in document.iter_nodes():
        if node.role in HEADING_ROLES:
            level = min(HEADING_ROLES.index(node.role) + 1, level + 1)
            node.role = HEADING_ROLES[level - 1]
