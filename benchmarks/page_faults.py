"""Count what a typesetter would mark of whole pages: functions of a document that yield a note on each fault."""

from __future__ import annotations

from collections.abc import Iterator

from engross_weasyprint.document import Page
from engross_weasyprint.formatting_structure.boxes import BlockLevelBox, FootnoteAreaBox, LineBox, MarginBox, TextBox

from benchmarks.laid_out import LaidOut, content_boxes, content_lines, spell_box
from engross.editions.pdf.boxes import all_boxes, box_attribute
from engross.editions.typeset.short_title import is_last_word_clinging
from engross.grammars.language import load_language
from engross.model.text import remove_invisible

EDGE = 1.0  # px by which a page's type area may stand elsewhere
SHORT = 0.25  # of the type area that is filled, at least, if a page is not short
FITS = 0.95  # of a running head's room that a title takes at most, if its width is estimated, to fit for sure
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})


def pages_of_other_hand(laid: LaidOut) -> Iterator[str]:
    """Yield the pages whose type area is not that of the first page, mirrored on every second page."""
    area = laid.pages[0]._page_box
    near = area.content_box_x()
    far = laid.pages[0].width - area.width - near
    for n, page in enumerate(laid.pages):
        if abs(page._page_box.content_box_x() - (far if n % 2 else near)) > EDGE:
            yield f"page {n + 1}"


def index_pages(laid: LaidOut) -> Iterator[str]:
    """Yield the pages that index and colophon have for themselves: no fault, but the paper that they take."""
    return (f"page {n}" for n in range(laid.text_pages + 1, len(laid.pages) + 1))


def short_last_pages(laid: LaidOut) -> Iterator[str]:
    """Yield the last page of a document of several pages, if less than a quarter of it is filled."""
    if len(laid.pages) > 1 and (filled := _filled_part(laid.pages[-1])) < SHORT:
        yield f"page {len(laid.pages)}: {filled:.0%}"


def lone_colophons(laid: LaidOut) -> Iterator[str]:
    """Yield the page on which the colophon stands alone."""
    texts = [box for box in content_boxes(laid.pages[-1]) if isinstance(box, LineBox)]
    colophon = [box for box in content_boxes(laid.pages[-1]) if box_attribute(box, "id") == "colophon"]
    inner = {id(line) for box in colophon for line in all_boxes(box)}
    if colophon and all(id(line) in inner for line in texts):
        yield f"page {len(laid.pages)}"


def cut_running_heads(laid: LaidOut) -> Iterator[str]:
    """Yield the running head if it is cut badly: within a word, behind a clinging word, or though its title fits."""
    boxes = [box for box in laid.heads._page_box.children if isinstance(box, MarginBox) and "@top" in box.at_keyword]
    texts = [text for box in boxes for text in all_boxes(box) if isinstance(text, TextBox)]
    head = max(texts, key=lambda text: len(text.text), default=None)
    if head is None or not laid.title.strip():
        return
    room = laid.heads._page_box.width - sum(text.width for text in texts if text is not head)
    cut = remove_invisible(head.text).rstrip("… ")
    is_whole = not head.text.endswith("…")
    width = head.width * len(laid.title) / len(cut)
    is_clinging = is_last_word_clinging(cut, load_language(laid.language))
    if head.width > room or (not is_whole and (is_clinging or width < FITS * room)):
        yield head.text


def one_word_last_lines(laid: LaidOut) -> Iterator[str]:
    """Yield the titles and headings whose last line is one word, or less than a quarter of the line before."""
    is_tight = load_language(laid.language).words["reading"]["tight"]  # words have no space between them
    for n, page in enumerate(laid.pages, 1):
        for box in content_boxes(page):
            if box.element_tag in HEADINGS and isinstance(box, BlockLevelBox):
                lines = [line for line in box.children if isinstance(line, LineBox) and spell_box(line).strip()]
                widths = [sum(text.width for text in all_boxes(line) if isinstance(text, TextBox)) for line in lines]
                is_one_word = not is_tight and len(lines) > 1 and len(spell_box(lines[-1]).split()) == 1
                if len(lines) > 1 and (is_one_word or widths[-1] < SHORT * widths[-2]):
                    yield f"page {n}: {spell_box(lines[-2])} / {spell_box(lines[-1])}"


def _filled_part(page: Page) -> float:
    """Return how much of the height of a page's type area is filled, notes included."""
    area = page._page_box
    ends = [line.position_y + line.height for line in content_lines(page) if spell_box(line).strip()]
    notes = sum(box.height for box in area.children if isinstance(box, FootnoteAreaBox))
    filled = max(ends, default=area.content_box_y()) - area.content_box_y() + notes
    return float(filled / area.height)
