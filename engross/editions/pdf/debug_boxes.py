"""Find the boxes that ``--debug`` draws over laid-out pages: measure, lines, notes, calls, table cells, artifacts."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from engross_weasyprint.document import Document
from engross_weasyprint.formatting_structure.boxes import (
    FootnoteAreaBox,
    LineBox,
    MarginBox,
    ReplacedBox,
    TableCellBox,
    TextBox,
)
from engross_weasyprint.layout.absolute import AbsolutePlaceholder

from engross.editions.pdf.boxes import Box, all_boxes, box_attribute, box_tag, box_text
from engross.editions.pdf.note_fragments import CALL_PSEUDO, NoteFragment, find_note_fragments
from engross.editions.pdf.tags.marked_page import find_artifacts
from engross.editions.pdf.tags.roles import alternative_text, element_role
from engross.model.debug_page import BoxKind, DebugBox, DebugPage

PIXEL_MM = 25.4 / 96  # mm in a CSS pixel


def find_debug_pages(document: Document) -> tuple[DebugPage, ...]:
    """Return the pages with their boxes and no pictures; to be called before they are painted."""
    artifacts = find_artifacts(document.pages)
    fragments = {id(fragment.box): fragment for fragment in find_note_fragments(document)}
    return tuple(
        DebugPage(
            number,
            page.width * PIXEL_MM,
            page.height * PIXEL_MM,
            (_make_measure(page._page_box), *_find_boxes(page._page_box, artifacts, fragments)),
        )
        for number, page in enumerate(document.pages, 1)
    )


def _find_boxes(page: Box, artifacts: Collection[int], fragments: Mapping[int, NoteFragment]) -> Iterator[DebugBox]:
    """Yield the boxes of a page, outer ones first.

    ``artifacts``: the identities of text boxes and pictures that are no content; ``fragments``: notes by their boxes.
    """
    for box, parent in _iter_with_parents(page):
        if isinstance(box, LineBox):
            if box_text(box).strip():
                yield _make_line(box, parent, artifacts)
        elif isinstance(box, ReplacedBox):
            is_artifact = id(box) in artifacts
            yield _make_box(BoxKind.ARTIFACT if is_artifact else BoxKind.FIGURE, box, alternative_text(box.element))
        elif isinstance(box, TableCellBox):
            yield _make_box(BoxKind.CELL, box, element_role(box.element))
        elif isinstance(box, FootnoteAreaBox):
            yield from _make_note_area(box, page)
        elif isinstance(box, TextBox):
            if box_tag(box).endswith(CALL_PSEUDO):  # the box around it has no height
                yield _make_box(BoxKind.CALL, box, f"of note {box_attribute(box, 'data-n')}")
        elif fragment := fragments.get(id(box)):
            yield _make_box(BoxKind.NOTE, box, fragment.number + (", continued" if fragment.is_continuation else ""))


def _iter_with_parents(page: Box) -> Iterator[tuple[Box, Box]]:
    """Iterate over the boxes of a page but lines within lines, such as markers; each with the box around it."""
    pending = [(child, page, False) for child in reversed(page.children)]
    while pending:
        box, parent, is_in_line = pending.pop()
        box = box._box if isinstance(box, AbsolutePlaceholder) else box
        is_line = isinstance(box, LineBox)
        if not (is_line and is_in_line):
            yield box, parent
        children = reversed(getattr(box, "children", ()))
        pending.extend((child, box, is_in_line or is_line) for child in children)


def _make_line(line: Box, parent: Box, artifacts: Collection[int]) -> DebugBox:
    """Return the box of a line: an artifact if all that it shows is; else with its role, its width and its measure."""
    shown = [box for box in all_boxes(line) if isinstance(box, TextBox | ReplacedBox)]
    if all(id(box) in artifacts for box in shown):
        return _make_box(BoxKind.ARTIFACT, line, "running head" if isinstance(parent, MarginBox) else "repeated head")
    role = element_role(line.element) if line.element is not None else ""
    fill = f"{line.width * PIXEL_MM:.1f} of {parent.width * PIXEL_MM:.1f} mm"
    return _make_box(BoxKind.LINE, line, f"{role}, {fill}" if role else fill)


def _make_measure(page: Box) -> DebugBox:
    return _scale_box(BoxKind.MEASURE, (page.content_box_x(), page.content_box_y(), page.width, page.height))


def _make_note_area(area: Box, page: Box) -> Iterator[DebugBox]:
    """Yield the footnote area, as wide as the measure, and its rule, which is all that is left of its own width."""
    left, top, width, height = area.hit_area()
    yield _scale_box(BoxKind.NOTE_AREA, (page.content_box_x(), top, page.width, height))
    yield _scale_box(BoxKind.ARTIFACT, (left, top, width, area.border_top_width), "rule of the notes")


def _make_box(kind: BoxKind, box: Box, label: str = "") -> DebugBox:
    return _scale_box(kind, box.hit_area(), label)


def _scale_box(kind: BoxKind, area: tuple[float, float, float, float], label: str = "") -> DebugBox:
    left, top, width, height = (length * PIXEL_MM for length in area)
    return DebugBox(kind, left, top, width, height, label)
