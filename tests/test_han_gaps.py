"""Gaps between Han characters and figures: everywhere in an edition, or nowhere in the language."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from engross import passes
from engross.editions.index import build_index
from engross.editions.typeset.cover import set_cover
from engross.editions.typeset.epub_markup import make_epub_sheets, make_epub_text
from engross.editions.typeset.han_gaps import space_resolution
from engross.editions.typeset.print_markup import make_page_sheet
from engross.grammars.language import load_language
from engross.grammars.symbol import parse
from engross.model.book import Book, Imprint, SymbolIndex
from engross.model.reading import Overrides
from engross.model.text import spell_inlines
from engross.model.tree import Note, PageBreak, Paragraph, Part, Resolution, Role, Style, Styled, Text
from engross.readers import structure
from engross.readers.load import load_source
from tests.test_build import SAMPLE

TIGHT = re.compile("[\u3400-\u9fff][0-9A-Za-z]|[0-9A-Za-z][\u3400-\u9fff]")
# What is no text of a line: heads, style sheets, calls of notes, elements within it; ends of other elements end a text.
MARKUP = re.compile(r"(?s)<(style|head)\b.*?</\1>|<a\b[^>]*noteref[^>]*>.*?</a>|<(?:/?(?:a|b|em|i|span|sup)\b[^>]*)>")
TAG = re.compile(r"<[^>]*>")


@pytest.fixture(scope="module")
def sample() -> Book:
    """Return the sample's book, its index built."""
    resolution = passes.run_passes(structure(load_source(Path(SAMPLE))[0], Overrides())).resolution
    index = build_index(resolution, load_language("zh"))
    return Book(resolution, index, Imprint("in.txt", "0" * 64, "0"))


def find_tight_places(markup: str) -> list[str]:
    text = TAG.sub("\n", MARKUP.sub("", markup)).replace("\u2060", "").replace("&#8288;", "")
    return [text[max(0, match.start() - 8) : match.end() + 8] for match in TIGHT.finditer(text)]


def test_printed_pages_are_spaced_in_one_manner(sample: Book) -> None:
    assert find_tight_places(make_page_sheet(sample).markup) == []


def test_e_books_are_spaced_in_one_manner(sample: Book) -> None:
    sheets = make_epub_sheets(make_epub_text(sample, None))
    documents = [sheet for sheet in sheets if sheet.name.endswith(".xhtml") and sheet.name != "nav.xhtml"]
    assert len(documents) > 3
    assert {sheet.name: find_tight_places(sheet.markup) for sheet in documents} == {
        sheet.name: [] for sheet in documents
    }


def test_a_cover_keeps_a_number_with_its_word_and_spaces_both() -> None:
    title = (Text("2030年可持续发展议程以及关于港口灯塔以及每天夜里登上楼梯点亮灯火的看守人员的第12届会议各项问题"),)
    book = Book(
        Resolution(parse("A/RES/80/1"), "zh", "ga", (Part("", title, ()),)), SymbolIndex(), Imprint("x", "0", "0")
    )
    lines = set_cover(book).title.lines
    assert any("2030\u00a0年" in line for line in lines)
    assert any("第\u00a012\u00a0届" in line for line in lines)


def test_gaps_open_across_elements_and_page_breaks_but_not_at_calls() -> None:
    call = Note("1", (Paragraph(Role.PLAIN, (Text("见第3段"),)),), id="fn-1")
    content = (Text("第"), Styled(Style.BOLD, (Text("99"),)), PageBreak("2"), Text("段"), call, Text("2022年"))
    resolution = Resolution(parse("A/RES/80/1"), "zh", "ga", (Part("", (), (Paragraph(Role.PLAIN, content),)),))
    (block,) = space_resolution(resolution, load_language("zh")).parts[0].body
    assert isinstance(block, Paragraph)
    assert spell_inlines(block.content, calls=False) == "第 99 段2022 年"
    (note,) = (item for item in block.content if isinstance(item, Note))
    assert note.blocks == (Paragraph(Role.PLAIN, (Text("见第 3 段"),)),)
    assert space_resolution(resolution, load_language("en")) is resolution
