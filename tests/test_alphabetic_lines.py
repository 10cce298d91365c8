"""Lines of Latin and Cyrillic text: where they end, by cases of ``in.html`` and the lines that it is set in."""

from __future__ import annotations

import re
import subprocess
import sys
from functools import cache
from itertools import pairwise
from math import inf
from pathlib import Path
from typing import Any

import pytest
from engross_weasyprint import CSS, HTML
from engross_weasyprint.formatting_structure.boxes import LineBox, TextBox

from engross.editions.pdf.boxes import DIVIDER, all_boxes
from engross.editions.pdf.patches.alphabetic_lines import plan
from engross.editions.pdf.patches.alphabetic_lines.places import DIVIDED, FREE, LineEnd, is_bound_to_number
from engross.editions.pdf.patches.alphabetic_lines.plan import Measure, choose_ends
from engross.editions.pdf.render_context import make_render_context
from tests.cases import expect, folders
from tests.test_build import ROOT
from tests.test_pdf import shop

PAGE = "@page { margin: 10px } html { font: 16px/1.5 'Engross Serif' } body, p { margin: 0 } p { text-align: justify }"
LANGUAGE = (ROOT / "styles" / "lang" / "alphabetic.css").read_text("utf-8")
SPACE_EM = 0.26  # of the face
NARROWEST = 0.75  # of a space's width, at least


@cache
def pages(path: Path) -> list[Any]:
    """Lay out a case; return its pages."""
    ready = make_render_context(shop("en"))
    sheets = [ready.faces, CSS(string=LANGUAGE + PAGE, font_config=ready.fonts)]
    document = HTML(string=path.read_text("utf-8")).render(font_config=ready.fonts, stylesheets=sheets)
    return list(document.pages)


def lines(page: Any) -> list[Any]:
    return [box for box in all_boxes(page._page_box) if isinstance(box, LineBox)]


def texts(line: Any) -> list[Any]:
    return [box for box in all_boxes(line) if isinstance(box, TextBox)]


def words(line: Any) -> str:
    return "".join(box.text for box in texts(line))


@pytest.mark.parametrize("folder", folders("alphabetic-lines"), ids=lambda folder: folder.name)
def test_lines_end_where_they_should(folder: Path, accept: bool) -> None:
    by_page = ("".join(f"{words(line)}\n" for line in lines(page)) for page in pages(folder / "in.html"))
    expect(folder / "out.txt", "\n".join(by_page), accept)


@pytest.mark.parametrize("folder", folders("alphabetic-lines"), ids=lambda folder: folder.name)
def test_lines_stay_in_the_measure_and_spaces_are_no_narrower_than_three_quarters(folder: Path) -> None:
    for page in pages(folder / "in.html"):
        edge = page._page_box.content_box_x() + page._page_box.width
        for line in lines(page):
            boxes = texts(line)
            assert boxes[-1].position_x + boxes[-1].width <= edge + 0.01
            for before, after in pairwise(boxes):
                assert after.position_x == pytest.approx(before.position_x + before.width)
            for box in boxes:
                added = getattr(box.pango_layout, "after", [0])
                assert min(added) >= -(1 - NARROWEST) * SPACE_EM * 16 - 0.01


@pytest.mark.parametrize("folder", folders("alphabetic-lines"), ids=lambda folder: folder.name)
def test_justified_lines_end_at_the_edge(folder: Path) -> None:
    for page in pages(folder / "in.html"):
        edge = page._page_box.content_box_x() + page._page_box.width
        for line in lines(page):
            is_justified = any(
                getattr(box.pango_layout, "after", None) and any(box.pango_layout.after) for box in texts(line)
            )
            if is_justified:
                end = texts(line)[-1]
                assert end.position_x + end.width == pytest.approx(edge, abs=0.01)


def test_wide_spaces_are_better_than_two_hyphens_in_a_row() -> None:
    """The second line may divide a word, or leave its spaces 2.3 times as wide."""
    first = LineEnd(10, 10, 100, 4, 95, 4, DIVIDED, "-")
    wide = LineEnd(20, 21, 157, 7, 162, 8, FREE, "")
    divided = LineEnd(25, 25, 195, 8, 190, 8, DIVIDED, "-")
    last = LineEnd(30, 30, 230, 9, 230, 9, FREE, "", is_last=True)
    measure = Measure(100, 100, space=10, em=20, justify=True, limit=2)
    assert choose_ends([first, wide, divided, last], (0, 0), measure) == [first, wide, last]


def test_a_month_in_its_date_is_dearer_to_divide() -> None:
    date = "el 5\u00a0de\u00a0diciembre"
    assert is_bound_to_number(date, date.index("ciembre"))
    assert is_bound_to_number("5\u00a0millones", 5)
    assert not is_bound_to_number("el 5 de diciembre", 10)
    assert not is_bound_to_number(f"{date} próximo", len(date) + 4)


def test_no_page_ends_in_a_divided_word() -> None:
    set_pages = pages(ROOT / "tests" / "cases" / "alphabetic-lines" / "en-page-turn" / "in.html")
    assert len(set_pages) > 2
    assert not any(words(lines(page)[-1]).endswith(DIVIDER) for page in set_pages)


@pytest.mark.parametrize(
    ("text", "least"), [("<span>mmmmmmmmmmmm</span>", 2), ("A <span>mmmmmmmmmmmm</span>", 3), ("A mmmmmmmmmmmm", 2)]
)
def test_a_word_is_broken_where_its_element_allows_it_and_the_line_has_no_other_end(text: str, least: int) -> None:
    """As in WeasyPrint's own ``test_overflow_wrap``; the third text allows it nowhere."""
    ready = make_render_context(shop("en"))
    css = "@page { size: 110px 900px } p { hyphens: auto; text-align: start } span { overflow-wrap: break-word }"
    sheets = [ready.faces, CSS(string=PAGE + css, font_config=ready.fonts)]
    (page,) = HTML(string=f"<p lang=en>{text}").render(font_config=ready.fonts, stylesheets=sheets).pages
    found = [words(line) for line in lines(page)]
    assert len(found) >= least
    assert "".join(found) == "".join(re.sub("<[^>]*>", "", text).split())
    assert (found[0] == "A") == text.startswith("A")
    assert ("mmmmmmmmmmmm" in found) == ("span" not in text)


LAID_OUT = """
import sys
from tests.generators.lines import lay_out
from tests.generators.pages import books
((_, made),) = books([sys.argv[2]])
sys.stdout.buffer.write(lay_out(made, plain=sys.argv[1] == "plain").document.write_pdf())
"""


@pytest.mark.process
def test_arabic_is_laid_out_byte_for_byte_as_without_the_engines() -> None:
    source = next((ROOT / "tests" / "cases" / "structure").glob("raw-ar-letters/in.*"))
    outputs = [
        subprocess.run([sys.executable, "-c", LAID_OUT, how, str(source)], cwd=ROOT, check=True, capture_output=True)
        for how in ("plain", "set")
    ]
    assert len(outputs[0].stdout) > 1000
    assert outputs[0].stdout == outputs[1].stdout


def test_ways_to_an_end_do_not_grow_with_the_word() -> None:
    """Where any number of lines in a row may divide a word, only whether there is one counts: two ways an end."""
    ends = [LineEnd(n, n, 10.0 * n, 0, 10.0 * n, 0, DIVIDED, "-", n == 200) for n in range(1, 201)]
    measure = plan.Measure(100.0, 100.0, 4.0, 16.0, justify=False, limit=inf)
    active, ways = [plan._Node(0.0, 0, 100.0)], 0
    for end in ends[:-1]:
        reached, active = plan._reach(end, active, measure)
        active += reached
        ways = max(ways, len(reached))
    assert ways <= 2
