"""Lines of titles: as even as their number allows, and none more than without."""

from __future__ import annotations

from unittest.mock import Mock

import pytest
from engross_weasyprint.formatting_structure.boxes import LineBox, TextBox

from engross.editions import pdf
from engross.editions.pdf.boxes import Box, all_boxes
from engross.editions.pdf.patches import balanced_lines
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


def title_boxes(code: str, words: str) -> list[list[TextBox]]:
    """Return the texts of the lines of a title."""
    resolution = Resolution(parse("A/RES/80/1"), code, "ga", (Part("80/1.", (Text(words),), ()),))
    book = Book(resolution, SymbolIndex(), Imprint("in.txt", "0" * 64, "0"))
    layout = pdf.lay_out_body(typeset.make_body_sheet(book), shop(code))
    boxes: list[Box] = list(all_boxes(layout.document.pages[0]._page_box))
    title = next(box for box in boxes if box.element_tag == "h1")
    lines = [line for line in title.children if isinstance(line, LineBox)]
    return [[text for text in all_boxes(line) if isinstance(text, TextBox)] for line in lines]


def title_lines(code: str) -> list[float]:
    """Return the widths of the lines of a title."""
    return [sum(text.width for text in line) for line in title_boxes(code, TITLES[code])]


def title_texts(words: str) -> list[str]:
    """Return the words of the lines of a title without its number."""
    return ["".join(text.text for text in line).removeprefix("80/1.") for line in title_boxes("en", words)]


@pytest.mark.parametrize("code", TITLES)
def test_lines_of_a_title_are_even(code: str) -> None:
    widths = title_lines(code)
    assert len(widths) == 2
    assert widths[-1] > 0.7 * widths[0]


@pytest.mark.parametrize("code", TITLES)
def test_few_trials_find_the_measure_that_many_find(code: str, monkeypatch: pytest.MonkeyPatch) -> None:
    count = Mock(side_effect=balanced_lines._count_lines)
    monkeypatch.setattr(balanced_lines, "_count_lines", count)
    widths, few = title_lines(code), count.call_count
    monkeypatch.setattr(balanced_lines, "_count_filled", lambda *_: 0)  # by which the widths of words tell nothing
    assert title_lines(code) == widths
    assert few < count.call_count - few


def test_words_that_are_bound_are_loosened_where_a_line_has_no_room_for_them() -> None:
    """They were cut within a word."""
    title = "Lamps\u00a0".join("" for _ in range(30)).strip("\u00a0")
    lines = title_texts(title)
    assert len(lines) > 1
    assert {word for line in lines for word in line.split()} == {"Lamps"}
