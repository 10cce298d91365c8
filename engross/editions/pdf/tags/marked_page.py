"""Pages that note what they paint: each run of text and each picture gets a number, or is an artifact.

WeasyPrint marks content for tags of its own; these pages take its place there, with its documented methods to
paint and to mark (weasyprint.document.Page.paint, weasyprint.pdf.stream.Stream.marked), and it makes no tags.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import pydyf
from weasyprint.document import Page
from weasyprint.formatting_structure.boxes import MarginBox, ReplacedBox, TextBox
from weasyprint.pdf.stream import Stream

from engross.editions.pdf.boxes import (
    Box,
    all_boxes,
    body_boxes,
    box_attribute,
    box_tag,
    footnote_area_boxes,
    is_repeated_head,
)
from engross.editions.pdf.tags.line_end_spaces import draw_space, find_spaced_boxes, soften_dividers
from engross.editions.pdf.tags.roles import alternative_text

CALL_PSEUDO, MARKER_PSEUDO = "::footnote-call", "::footnote-marker"
# The edge a running head or foot belongs to (ISO 32000-1, table 330).
EDGE_ARTIFACTS = {
    "@top": {"Type": "/Pagination", "Subtype": "/Header", "Attached": pydyf.Array(["/Top"])},
    "@bottom": {"Type": "/Pagination", "Subtype": "/Footer", "Attached": pydyf.Array(["/Bottom"])},
}
PAGINATION_ARTIFACT = {"Type": "/Pagination"}
LAYOUT_ARTIFACT = {"Type": "/Layout"}


class PaintedStream(Stream):
    """The content of a page, which nothing is added to: compressed at once, as the file has it."""

    ready: bytes

    @property
    def data(self) -> bytes:
        """The stream as an object of the file."""
        ready: bytes = self.ready
        return ready


class MarkedPage(Page):
    """A page as it was laid out, with links between calls and notes; ``marks`` are known when it is painted."""

    def __init__(
        self, page: Page, artifacts: dict[int, Mapping[str, object]], ends: set[int], take: Callable[[MarkedPage], None]
    ) -> None:
        self.__dict__.update(vars(page))
        self._take = take
        self.ends = ends  # boxes behind which the text has a space that the line has not
        self.marks: dict[int, int] = {}  # the numbers of boxes by their identity
        self._artifacts = artifacts
        calls = [box for box in body_boxes(page) if box_tag(box).endswith(CALL_PSEUDO) and self._has_content(box)]
        markers = [
            box for box in footnote_area_boxes(page) if box_tag(box).endswith(MARKER_PSEUDO) and self._has_content(box)
        ]
        self.anchors = {f"ref-{box_attribute(box, 'id')}": _hit_rectangle(box) for box in calls} | page.anchors
        # Of a link and what is in it, WeasyPrint makes a link each; one will do.
        self.links = [
            *(link for link in page.links if box_tag(link[3]) == "a" and self._has_content(link[3])),
            *(("internal", box_attribute(box, "id"), _hit_rectangle(box), box) for box in calls),
            *(("internal", f"ref-{box_attribute(box, 'id')}", _hit_rectangle(box), box) for box in markers),
        ]

    def paint(self, stream: Any, scale: float = 1) -> None:
        """Paint the page, keeping the number of each box that is content."""
        stream._tags = {}  # so that borders and backgrounds are marked as artifacts
        stream.marked = lambda box, name: self._mark_content(stream, box, name)
        stream.artifact = lambda: _mark_artifact(stream, LAYOUT_ARTIFACT)
        super().paint(stream, scale)
        soften_dividers(stream)
        self._take(self)
        # A large document has hundreds of pages: neither their boxes are kept, nor a thousand small pieces of each.
        for box in (self._page_box, *(link[3] for link in self.links)):
            box.children = ()
        stream.ready, stream.stream, stream.__class__ = stream.data, [], PaintedStream

    def _has_content(self, box: Box) -> bool:
        """Whether there is content in a box; a link without any is none (WCAG 2.4.4)."""
        painted = () if isinstance(box, TextBox) else _content_boxes(box)
        content = (inner for inner in painted if id(inner) not in self._artifacts)
        return any(isinstance(inner, ReplacedBox) or inner.text.strip() for inner in content)

    @contextmanager
    def _mark_content(self, stream: Stream, box: Box, name: str) -> Iterator[None]:
        if kind := self._artifacts.get(id(box)):
            stream.begin_marked_content("Artifact", pydyf.Dictionary(kind))
            yield
            stream.end_marked_content()
            return
        number = self.marks[id(box)] = len(self.marks)
        stream.begin_marked_content(name, pydyf.Dictionary({"MCID": number}))
        ends, turned = id(box) in self.ends, box.style["direction"] == "rtl"
        if ends and turned:  # content is in the order of the page, from left to right
            draw_space(stream, box)  # type: ignore[arg-type] # ``ends`` are text boxes
        yield
        if ends and not turned:
            draw_space(stream, box)  # type: ignore[arg-type] # ``ends`` are text boxes
        stream.end_marked_content()


def make_marked_pages(pages: Sequence[Page], take: Callable[[MarkedPage], None]) -> list[MarkedPage]:
    """The pages of a whole document, made ready to be painted with marks; each is given to ``take`` when it is."""
    artifacts, ends = _find_artifacts(pages), find_spaced_boxes(pages)
    return [MarkedPage(page, artifacts, ends, take) for page in pages]


def _find_artifacts(pages: Sequence[Page]) -> dict[int, Mapping[str, object]]:
    """The boxes that are no content, by identity: running heads and feet, repeated heads of tables, decorations."""
    found: dict[int, Mapping[str, object]] = {}
    heads: set[int] = set()
    for page in pages:
        for top in page._page_box.children:
            if isinstance(top, MarginBox):
                kind = EDGE_ARTIFACTS.get(top.at_keyword.partition("-")[0], PAGINATION_ARTIFACT)
                found.update((id(box), kind) for box in _content_boxes(top))
        for box in body_boxes(page):
            if is_repeated_head(box, heads):
                found.update((id(inner), PAGINATION_ARTIFACT) for inner in _content_boxes(box))
            elif isinstance(box, ReplacedBox) and not alternative_text(box.element):
                found[id(box)] = LAYOUT_ARTIFACT
    return found


def _content_boxes(box: Box) -> Iterator[TextBox | ReplacedBox]:
    return (inner for inner in all_boxes(box) if isinstance(inner, TextBox | ReplacedBox))


@contextmanager
def _mark_artifact(stream: Stream, kind: Mapping[str, object]) -> Iterator[None]:
    stream.begin_marked_content("Artifact", pydyf.Dictionary(kind))
    yield
    stream.end_marked_content()


def _hit_rectangle(box: Box) -> tuple[float, float, float, float]:
    left, top, width, height = box.hit_area()
    return left, top, left + width, top + height
