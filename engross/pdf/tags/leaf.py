"""Pages that note what they paint: each run of text and each picture gets a number, or is an artifact.

WeasyPrint marks content for tags of its own; these pages take its place there, with its documented methods to
paint and to mark (weasyprint.document.Page.paint, weasyprint.pdf.stream.Stream.marked), and it makes no tags.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import pydyf
from weasyprint.document import Page
from weasyprint.formatting_structure.boxes import MarginBox, ReplacedBox, TextBox
from weasyprint.pdf.stream import Stream

from engross.pdf.boxes import Box, all_boxes, attribute, body_of, notes_of, repeats, tag
from engross.pdf.tags.ends import draw_space, soften, spaced
from engross.pdf.tags.roles import alternative

CALL, MARKER = "::footnote-call", "::footnote-marker"
# The edge a running head or foot belongs to (ISO 32000-1, table 330).
EDGES = {
    "@top": {"Type": "/Pagination", "Subtype": "/Header", "Attached": pydyf.Array(["/Top"])},
    "@bottom": {"Type": "/Pagination", "Subtype": "/Footer", "Attached": pydyf.Array(["/Bottom"])},
}
ELSEWHERE = {"Type": "/Pagination"}
LAYOUT = {"Type": "/Layout"}


class Painted(Stream):  # type: ignore[misc] # WeasyPrint has no types
    """The content of a page, which nothing is added to: compressed at once, as the file has it."""

    @property
    def data(self) -> bytes:
        """The stream as an object of the file."""
        ready: bytes = self.ready
        return ready


class Leaf(Page):  # type: ignore[misc] # WeasyPrint has no types
    """A page as it was laid out, with links between calls and notes; ``marks`` are known when it is painted."""

    def __init__(
        self, page: Page, artifacts: dict[int, dict[str, Any]], ends: set[int], take: Callable[[Leaf], None]
    ) -> None:
        self.__dict__.update(vars(page))
        self._take = take
        self.ends = ends  # boxes behind which the text has a space that the line has not
        self.marks: dict[int, int] = {}  # the numbers of boxes by their identity
        self._artifacts = artifacts
        calls = [box for box in body_of(page) if tag(box).endswith(CALL) and self._shows(box)]
        markers = [box for box in notes_of(page) if tag(box).endswith(MARKER) and self._shows(box)]
        self.anchors = {f"ref-{attribute(box, 'id')}": _rectangle(box) for box in calls} | page.anchors
        # Of a link and what is in it, WeasyPrint makes a link each; one will do.
        self.links = [
            *(link for link in page.links if tag(link[3]) == "a" and self._shows(link[3])),
            *(("internal", attribute(box, "id"), _rectangle(box), box) for box in calls),
            *(("internal", f"ref-{attribute(box, 'id')}", _rectangle(box), box) for box in markers),
        ]

    def paint(self, stream: Any, scale: float = 1) -> None:
        """Paint the page, keeping the number of each box that is content."""
        stream._tags = {}  # so that borders and backgrounds are marked as artifacts
        stream.marked = lambda box, name: self._marked(stream, box, name)
        stream.artifact = lambda: _artifact(stream, LAYOUT)
        super().paint(stream, scale)
        soften(stream)
        self._take(self)
        # A large document has hundreds of pages: neither their boxes are kept, nor a thousand small pieces of each.
        for box in (self._page_box, *(link[3] for link in self.links)):
            box.children = ()
        stream.ready, stream.stream, stream.__class__ = stream.data, [], Painted

    def _shows(self, box: Box) -> bool:
        """Whether there is content in a box; a link without any is none (WCAG 2.4.4)."""
        painted = () if isinstance(box, TextBox) else _painted(box)
        content = (inner for inner in painted if id(inner) not in self._artifacts)
        return any(isinstance(inner, ReplacedBox) or inner.text.strip() for inner in content)

    @contextmanager
    def _marked(self, stream: Any, box: Box, name: str) -> Iterator[None]:
        if kind := self._artifacts.get(id(box)):
            stream.begin_marked_content("Artifact", pydyf.Dictionary(kind))
            yield
            stream.end_marked_content()
            return
        number = self.marks[id(box)] = len(self.marks)
        stream.begin_marked_content(name, pydyf.Dictionary({"MCID": number}))
        ends, turned = id(box) in self.ends, box.style["direction"] == "rtl"
        if ends and turned:  # content is in the order of the page, from left to right
            draw_space(stream, box)
        yield
        if ends and not turned:
            draw_space(stream, box)
        stream.end_marked_content()


def leaves(pages: Sequence[Page], take: Callable[[Leaf], None]) -> list[Leaf]:
    """The pages of a whole document, made ready to be painted with marks; each is given to ``take`` when it is."""
    artifacts, ends = _artifacts(pages), spaced(pages)
    return [Leaf(page, artifacts, ends, take) for page in pages]


def _artifacts(pages: Sequence[Page]) -> dict[int, dict[str, Any]]:
    """The boxes that are no content, by identity: running heads and feet, repeated heads of tables, decorations."""
    found: dict[int, dict[str, Any]] = {}
    heads: set[int] = set()
    for page in pages:
        for top in page._page_box.children:
            if isinstance(top, MarginBox):
                kind = EDGES.get(top.at_keyword.partition("-")[0], ELSEWHERE)
                found.update((id(box), kind) for box in _painted(top))
        for box in body_of(page):
            if repeats(box, heads):
                found.update((id(inner), ELSEWHERE) for inner in _painted(box))
            elif isinstance(box, ReplacedBox) and not alternative(box.element):
                found[id(box)] = LAYOUT
    return found


def _painted(box: Box) -> Iterator[Box]:
    return (inner for inner in all_boxes(box) if isinstance(inner, TextBox | ReplacedBox))


@contextmanager
def _artifact(stream: Any, kind: dict[str, Any]) -> Iterator[None]:
    stream.begin_marked_content("Artifact", pydyf.Dictionary(kind))
    yield
    stream.end_marked_content()


def _rectangle(box: Box) -> tuple[float, float, float, float]:
    left, top, width, height = box.hit_area()
    return left, top, left + width, top + height
