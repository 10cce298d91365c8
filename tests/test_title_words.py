"""Lines of Chinese titles: where they may end, and that nothing but joiners is added."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest

from engross.editions.typeset.cover import set_cover
from engross.editions.typeset.print_text import set_for_print
from engross.editions.typeset.title_words import join_title_text
from engross.grammars.language import load_language
from engross.grammars.symbol import parse
from engross.model.book import Book, Imprint, SymbolIndex
from engross.model.text import fold, spell_inlines
from engross.model.tree import Heading, Masthead, Note, Paragraph, Part, Resolution, Role, Style, Styled, Text
from engross.model.walk import runs_of_blocks

PARTED = re.compile("(?<=[\u4e00-\u9fff])(?=[\u4e00-\u9fff])")
TITLE = "在全球一级切实实现享有安全饮用水和卫生设施的人权"


def show(joined: str) -> str:
    """Write a text with strokes between Han where a line may end."""
    return PARTED.sub("|", joined).replace("\u2060", "")


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        ("维持和平行动的行政和预算问题", "维持|和平|行动的|行政|和预算|问题"),
        ("普遍实现水和卫生的人权", "普遍|实现水|和卫生的|人权"),
        ("第 36 款(工作人员薪金税)的订正", "第 36 款(工作|人员|薪金税)的|订正"),
        ("A/RES/80/1：灯塔", "A/RES/80/1：灯塔"),
    ],
)
def test_lines_of_titles_end_between_words(title: str, shown: str) -> None:
    assert show(join_title_text(title, load_language("zh"))) == shown


def test_a_run_longer_than_a_line_is_to_be_may_be_parted() -> None:
    joined = join_title_text("一二三四五六七八九十甲乙丙丁戊己庚辛", load_language("zh"))
    assert "|" in show(joined)


def test_titles_of_other_languages_are_as_they_were() -> None:
    assert join_title_text("A title 实现", load_language("en")) == "A title 实现"


def test_titles_headings_and_mastheads_are_joined_and_the_text_is_not() -> None:
    call = Note("1", (Paragraph(Role.PLAIN, (Text("见上文实现"),)),), id="fn-1")
    heading = Heading(1, (Text("切实"), Styled(Style.ITALIC, (Text("实现"),)), call), id="h-1")
    body = (heading, Paragraph(Role.OPERATIVE, (Text("切实实现人权和自由。"),), id="op-1"))
    masthead = Masthead(agenda_title=TITLE, adoption=TITLE)
    part = Part("80/1.", (Text(TITLE),), body, id="text")
    resolution = Resolution(parse("A/RES/80/1"), "zh", "ga", (part,), masthead=masthead)
    shown = set_for_print(resolution, load_language("zh"))
    assert "实\u2060现" in shown.masthead.agenda_title
    assert "实\u2060现" in shown.masthead.adoption
    assert "实\u2060现" in spell_inlines(shown.parts[0].title)
    assert ["实\u2060现" in spell_inlines(run) for run in runs_of_blocks(shown.parts[0].body)] == [True, False]
    assert fold(spell_inlines(shown.parts[0].title)) == fold(TITLE)


def test_lines_of_covers_part_no_word() -> None:
    resolution = Resolution(parse("A/RES/80/1"), "zh", "ga", (Part("", (Text(TITLE * 3),), ()),))
    lines = set_cover(Book(resolution, SymbolIndex(), Imprint("x", "0", "0"))).title.lines
    assert len(lines) > 3
    seams = [before[-1] + after[0] for before, after in pairwise(lines)]
    assert not {"实现", "安全", "卫生", "设施", "人权", "全球"} & set(seams)
