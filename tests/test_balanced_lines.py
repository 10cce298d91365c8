"""Lines of titles: as even as their number allows, and none more than without."""

from __future__ import annotations

import pytest
from weasyprint.formatting_structure.boxes import LineBox, TextBox

from engross.editions import pdf
from engross.editions.pdf.boxes import Box, all_boxes
from engross.editions.typeset import print_markup as typeset
from engross.grammars.symbol import parse
from engross.model.book import Book, Imprint, SymbolIndex
from engross.model.tree import Part, Resolution, Text
from tests.test_pdf import shop

TITLES = {
    "en": "Questions of the lamps of the harbours and of the many keepers of their stairs",
    "ru": "Вопросы о фонарях гаваней и о смотрителях, которые поднимаются по лестницам",
    "ar": "مسائل مصابيح الموانئ والحراس الذين يصعدون السلالم كل ليلة من أجل إضاءتها وإطفائها",
    "zh": "关于港口灯塔以及每天夜里登上楼梯点亮灯火的看守人员的各项问题",
}


def title_lines(code: str) -> list[float]:
    """Return the widths of the lines of a title."""
    resolution = Resolution(parse("A/RES/80/1"), code, "ga", (Part("80/1.", (Text(TITLES[code]),), ()),))
    book = Book(resolution, SymbolIndex(), Imprint("in.txt", "0" * 64, "0"))
    layout = pdf.lay_out_body(typeset.make_body_sheet(book), shop(code))
    boxes: list[Box] = list(all_boxes(layout.document.pages[0]._page_box))
    title = next(box for box in boxes if box.element_tag == "h1")
    lines = [line for line in title.children if isinstance(line, LineBox)]
    return [sum(text.width for text in all_boxes(line) if isinstance(text, TextBox)) for line in lines]


@pytest.mark.parametrize("code", TITLES)
def test_lines_of_a_title_are_even(code: str) -> None:
    widths = title_lines(code)
    assert len(widths) == 2
    assert widths[-1] > 0.7 * widths[0]
