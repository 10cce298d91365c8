"""Paint pages with marked content: each run of text and each picture gets a number (MCID), or is an artifact.

WeasyPrint marks content for its own tags; these pages replace that in its documented methods
(engross_weasyprint.document.Page.paint, engross_weasyprint.pdf.stream.Stream.marked), and it makes no tags.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import engross_pydyf as pydyf
from engross_weasyprint.document import Page
from engross_weasyprint.formatting_structure.boxes import MarginBox, ReplacedBox, TextBox
from engross_weasyprint.pdf.stream import Stream

from engross.editions.pdf.boxes import (
    Box,
    all_boxes,
    body_boxes,
    box_attribute,
    box_tag,
    footnote_area_boxes,
    is_added_text,
    is_continued_heading,
    is_repeated_head,
)
from engross.editions.pdf.note_fragments import (
    CALL_PSEUDO,
    MARKER_PSEUDO,
    find_note_id,
    is_reference_to_endnote,
    note_boxes,
)
from engross.editions.pdf.tags.line_end_spaces import draw_space, find_spaced_boxes, is_turned, soften_dividers
from engross.editions.pdf.tags.roles import alternative_text

# The edge a running head or foot belongs to (ISO 32000-1, table 330).
EDGE_ARTIFACTS = {
    "@top": {"Type": "/Pagination", "Subtype": "/Header", "Attached": pydyf.Array(["/Top"])},
    "@bottom": {"Type": "/Pagination", "Subtype": "/Footer", "Attached": pydyf.Array(["/Bottom"])},
}
PAGINATION_ARTIFACT = {"Type": "/Pagination"}
LAYOUT_ARTIFACT = {"Type": "/Layout"}


class PaintedStream(Stream):
    """The content of a painted page, compressed as it stands in the file; nothing can be added."""

    ready: bytes

    @property
    def data(self) -> bytes:
        """The bytes of the stream as an object of the file."""
        ready: bytes = self.ready
        return ready


class MarkedPage(Page):
    """A laid-out page with links between calls and notes; ``marks`` are filled when it is painted.

    ``artifacts``: the properties of each box that is no content; ``ends``: the text boxes behind which a space is
    drawn; both by identity. ``take`` is called with the page once it is painted.
    """

    def __init__(
        self, page: Page, artifacts: dict[int, Mapping[str, object]], ends: set[int], take: Callable[[MarkedPage], None]
    ) -> None:
        self.__dict__.update(vars(page))
        self._take, self._all_links = take, page.links
        self.ends = ends  # text boxes behind which the line dropped a space
        self.marks: dict[int, int] = {}  # the MCID of each box by its identity
        self._artifacts = artifacts
        calls = [box for box in body_boxes(page) if box_tag(box).endswith(CALL_PSEUDO) and self._has_content(box)]
        markers = [
            box for box in footnote_area_boxes(page) if box_tag(box).endswith(MARKER_PSEUDO) and self._has_content(box)
        ]
        self.anchors = {f"ref-{box_attribute(box, 'id')}": _hit_rectangle(box) for box in calls} | page.anchors
        # WeasyPrint makes a link of an element and of each box in it; the element's is enough.
        self.links = [
            *(link for link in page.links if box_tag(link[3]) == "a" and self._has_content(link[3])),
            *(("internal", find_note_id(box), _hit_rectangle(box), box) for box in calls),
            *(("internal", f"ref-{box_attribute(box, 'id')}", _hit_rectangle(box), box) for box in markers),
        ]

    def paint(self, stream: Any, scale: float = 1) -> None:
        """Paint the page, record the number of each box that is content, and drop the boxes."""
        stream._tags = {}  # so that borders and backgrounds are marked as artifacts
        stream.marked = lambda box, name: self._mark_content(stream, box, name)
        stream.artifact = lambda: _mark_artifact(stream, LAYOUT_ARTIFACT)
        super().paint(stream, scale)
        soften_dividers(stream)
        self._take(self)
        # A large document has hundreds of pages: keep neither their boxes nor the thousand small pieces of each stream.
        for box in (self._page_box, *(link[3] for link in self._all_links), *(link[3] for link in self.links)):
            box.children = ()
        self._all_links.clear()
        stream.ready, stream.stream, stream.__class__ = stream.data, [], PaintedStream

    def _has_content(self, box: Box) -> bool:
        """Return whether there is content in a box; a link without any is dropped (WCAG 2.4.4)."""
        painted = () if isinstance(box, TextBox) else _content_boxes(box)
        content = (inner for inner in painted if id(inner) not in self._artifacts)
        return any(isinstance(inner, ReplacedBox) or inner.text.strip() for inner in content)

    @contextmanager
    def _mark_content(self, stream: Stream, box: Box, name: str) -> Iterator[None]:
        if properties := self._artifacts.get(id(box)):
            stream.begin_marked_content("Artifact", pydyf.Dictionary(properties))
            yield
            stream.end_marked_content()
            return
        number = self.marks[id(box)] = len(self.marks)
        stream.begin_marked_content(name, pydyf.Dictionary({"MCID": number}))
        needs_space = id(box) in self.ends
        if needs_space and is_turned(box):  # content is in visual order, from left to right
            draw_space(stream, box)  # type: ignore[arg-type] # ``ends`` are text boxes
        yield
        if needs_space and not is_turned(box):
            draw_space(stream, box)  # type: ignore[arg-type] # ``ends`` are text boxes
        stream.end_marked_content()


def make_marked_pages(pages: Sequence[Page], take: Callable[[MarkedPage], None]) -> list[MarkedPage]:
    """Return the pages of a whole document as pages to be painted with marks; ``take`` gets each once it is painted."""
    artifacts, ends = find_artifacts(pages), find_spaced_boxes(pages)
    return [MarkedPage(page, artifacts, ends, take) for page in pages]


def find_artifacts(pages: Sequence[Page]) -> dict[int, Mapping[str, object]]:
    """Return the properties of the boxes that are no content, by identity.

    These are running heads and feet, repeated heads of tables and of groups of the index, pages of endnotes,
    pictures without alternative text, what the edition adds to the text.
    """
    artifacts: dict[int, Mapping[str, object]] = {}
    heads: set[int] = set()
    for page in pages:
        for top in page._page_box.children:
            if isinstance(top, MarginBox):
                properties = EDGE_ARTIFACTS.get(top.at_keyword.partition("-")[0], PAGINATION_ARTIFACT)
                artifacts.update((id(box), properties) for box in _content_boxes(top))
        for box in body_boxes(page):
            if is_repeated_head(box, heads) or is_continued_heading(box):
                artifacts.update((id(inner), PAGINATION_ARTIFACT) for inner in _content_boxes(box))
            elif _is_decoration(box):
                artifacts[id(box)] = LAYOUT_ARTIFACT
        for box in note_boxes(page):
            if is_reference_to_endnote(box):
                artifacts.update((id(inner), PAGINATION_ARTIFACT) for inner in _content_boxes(box))
    return artifacts


def _is_decoration(box: Box) -> bool:
    """Return whether a box is a picture without alternative text, or a text that the edition adds."""
    if isinstance(box, ReplacedBox):
        return not alternative_text(box.element)
    return is_added_text(box)


def _content_boxes(box: Box) -> Iterator[TextBox | ReplacedBox]:
    return (inner for inner in all_boxes(box) if isinstance(inner, TextBox | ReplacedBox))


@contextmanager
def _mark_artifact(stream: Stream, properties: Mapping[str, object]) -> Iterator[None]:
    stream.begin_marked_content("Artifact", pydyf.Dictionary(properties))
    yield
    stream.end_marked_content()


def _hit_rectangle(box: Box) -> tuple[float, float, float, float]:
    left, top, width, height = box.hit_area()
    return left, top, left + width, top + height
