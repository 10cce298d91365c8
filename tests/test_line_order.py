"""Lines of right-to-left text stand in the order of their paragraph's levels (UAX 9), wherever they are cut.

A case is markup, in which | is where a line ends, and its lines as they are drawn, from left to right: each is
embedded in the marks LRO and PDF, so that an editor shows it in that order. ``python -m benchmarks.visual_order`` holds
real documents against ICU.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from engross_weasyprint import CSS, HTML
from engross_weasyprint.formatting_structure.boxes import LineBox, TextBox

from engross.editions.pdf.boxes import Box, all_boxes
from engross.editions.pdf.patches.line_order.levels import find_levels, find_visual_order, reset_line_end
from engross.editions.pdf.patches.rtl import MIRRORED_BRACKETS
from engross.editions.pdf.render_context import make_render_context
from engross.model.text import DRAWS_NOTHING
from tests.cases import expect, folders
from tests.test_pdf import shop

LRO, PDF = "\u202d", "\u202c"
LINE_END = " | "
NO_BREAK = "\u2060"
LOOK = """
html { font: 12pt/2 "Engross Naskh", "Engross Serif"; margin: 0 }
body > *, td { width: 1px; margin: 0 0 4pt 300pt }
table { margin: 0 }
.cite { white-space: nowrap }
.fn { float: footnote; width: 1px; margin-left: 300pt }
.fn::footnote-call { content: attr(data-n); font-size: 8pt; vertical-align: super }
.fn::footnote-marker { content: attr(data-n); display: inline-block }
"""


def cut_lines(markup: str) -> str:
    """Return markup whose text can be broken only where a line is to end; a word joiner changes no order."""
    pieces = re.split(r"(<[^>]*>)", markup)
    return "".join(piece if piece.startswith("<") else _keep_words(piece) for piece in pieces)


def _keep_words(text: str) -> str:
    marked = text.replace(LINE_END, "\0")
    return re.sub(r"(?<=[^\s\0])[ /–-]|^ ", rf"{NO_BREAK}\g<0>{NO_BREAK}", marked).replace("\0", " ")


def find_drawn_lines(page: Box) -> Iterator[str]:
    """Yield the lines of a page with their characters from left to right, brackets as they look."""
    inside: set[int] = set()
    for line in (box for box in all_boxes(page) if isinstance(box, LineBox)):
        if id(line) not in inside:
            yield "".join(map(_draw_text, _text_boxes(line))).strip()
        inside |= {id(box) for box in all_boxes(line)}


def _text_boxes(line: Box) -> list[TextBox]:
    """Return the texts of a line from left to right."""
    texts = [box for box in all_boxes(line) if isinstance(box, TextBox) and box.text]
    return sorted(texts, key=lambda box: box.position_x)


def _draw_text(box: TextBox) -> str:
    """Return the characters of a text box as Pango draws them."""
    text = box.pango_layout.text.rstrip("\u200b")
    levels = find_levels(text, int(box.style["direction"] == "rtl"))
    shown = (text[n].translate(MIRRORED_BRACKETS) if levels[n] % 2 else text[n] for n in find_visual_order(levels))
    return "".join(character for character in shown if not DRAWS_NOTHING.match(character))


@pytest.mark.parametrize("folder", folders("order"), ids=lambda folder: folder.name)
def test_lines_are_ordered_by_their_paragraph(folder: Path, accept: bool) -> None:
    context = make_render_context(shop("ar"))
    markup = cut_lines((folder / "in.html").read_text("utf-8"))
    document = HTML(string=f'<html lang="ar" dir="rtl"><body>{markup}</body></html>').render(
        font_config=context.fonts, stylesheets=[context.faces, CSS(string=LOOK, font_config=context.fonts)]
    )
    page = document.pages[0]._page_box
    assert [box.text for box in all_boxes(page) if isinstance(box, TextBox) and _is_too_wide(box)] == []
    expect(folder / "out.txt", "".join(f"{LRO}{line}{PDF}\n" for line in find_drawn_lines(page)), accept)


def _is_too_wide(box: TextBox) -> bool:
    """Return whether the layout of a right-to-left text still has the space that its line dropped."""
    layout = box.pango_layout
    return bool(box.text) and layout.first_line_direction % 2 == 1 and layout.text.rstrip("\u200b") != box.text


@pytest.mark.parametrize(
    ("text", "start", "end", "shown"),
    [
        ("عام 2022-2024", 4, 13, "2024-2022"),
        ("2022-2024 عام", 0, 9, "2022-2024"),
        ("ع A 12, 3", 4, 9, "12, 3"),
        ("12, 3 ع", 0, 5, "3 ,12"),
        ("ع 1  ", 2, 5, "  1"),
    ],
)
def test_order_of_a_line_depends_on_what_stood_before_it(text: str, start: int, end: int, shown: str) -> None:
    line = text[start:end]
    order = find_visual_order(reset_line_end(line, find_levels(text, 1)[start:end], 1))
    assert "".join(line[n] for n in order) == shown


@pytest.mark.parametrize(
    ("text", "levels"),
    [
        ("\u20671.\u2069 ع \u206793\u2069", [1, 4, 3, 1, 1, 1, 1, 1, 4, 4, 1]),  # FriBidi: 1.93 is one number
        ("\u20679\u2069 ع \u2066\u2066M\u2069 1\u2069", [1, 4, 1, 1, 1, 1, 1, 2, 4, 2, 2, 2, 1]),
        ("ع \u2067a", [1, 1, 1, 4]),
        ("ع\u2069 \u2066\u2069", [1, 1, 1, 1, 1]),
        ("ع \u2067\u20601\u2069", [1, 1, 1, 1, 4, 1]),
        ("", []),
    ],
    ids=[
        "a full stop before figures",
        "one in another",
        "without an end",
        "an end alone, an empty one",
        "a word joiner",
        "nothing",
    ],
)
def test_what_an_isolate_holds_is_a_paragraph_of_its_own(text: str, levels: list[int]) -> None:
    assert list(find_levels(text, 1)) == levels
