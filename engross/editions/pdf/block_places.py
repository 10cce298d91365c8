"""Find where the blocks and the notes of a text stand on its laid-out pages."""

from __future__ import annotations

from collections.abc import Iterator

from engross_weasyprint.document import Document
from engross_weasyprint.formatting_structure.boxes import BlockLevelBox

from engross.editions.pdf.boxes import all_boxes, box_attribute, box_tag
from engross.model.book import BlockPlace

PLACED_TAGS = frozenset({"p", "h1", "h2", "h3", "h4", "h5", "h6", "table", "span"})  # a note is a span, as a block


def find_block_places(document: Document) -> tuple[BlockPlace, ...]:
    """Return the place of each block and note with an id, page by page; what a page breaks has one on each."""
    return tuple(_iter_places(document))


def _iter_places(document: Document) -> Iterator[BlockPlace]:
    for number, page in enumerate(document.pages, 1):
        for box in all_boxes(page._page_box):
            name = box_attribute(box, "id")
            if name and isinstance(box, BlockLevelBox) and box_tag(box) in PLACED_TAGS:
                left, top, width, height = box.hit_area()
                yield BlockPlace(
                    name, number, left / page.width, top / page.height, width / page.width, height / page.height
                )
