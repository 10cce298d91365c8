"""What holds for every Chinese paragraph in print: its text comes out whole, its lines are full and end where they may.

Han, Latin, digits and marks in any order, in links, citations, emphasis and notes, set to a measure and a size of any
kind. Lines are looked at by ``generators.lines``, which spells clreq's rules anew.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engross.editions import pdf
from engross.editions.typeset import print_markup as typeset
from engross.grammars.language import load_language
from engross.grammars.symbol import parse
from engross.model.book import Book, Sheet
from engross.model.paper import POINTS_PER_MM, Format
from engross.model.tree import Citation, Inline, Link, Note, Paragraph, Role, Style, Styled, Text
from tests.generators.lines import FAULTS, HAN, NO_END, NO_START, Set, can_stretch, inspect, paragraphs
from tests.generators.pages import shop, taken_out
from tests.test_pdf import book

HANS = "各国应当为图书馆提供经费并确保所有人不分年龄都能自由使用馆藏图书和期刊以增进了解彼此的文化与历史一二㈠"
MARKS = (*"，、。；：？！《》〈〉“”‘’（）〔〕·～%()/-", "——", "……", "》、《", "”“", "。”", "’”，", "：“‘", "）（")
LATIN = (
    "UNEP",
    "Charter of the United Nations",
    "COVID-19",
    "l’homme",
    "é",
    "β",
    "A/RES/77/213",
    "A/C.3/77/L.25/Rev.1",
)
NUMBERS = (
    "2030年",
    " 2022 年 12 月 15 日",
    "第54次会议",
    "17个",
    "50%",
    "1 250 000美元",
    "第70/1号",
    "3/4",
    "25℃",
    "7",
)
EMPHASES = (Style.BOLD, Style.LEAD, Style.ITALIC, Style.UNDERLINE, Style.SUPERSCRIPT)
HAN_RUNS = st.text(alphabet=HANS, min_size=1, max_size=14)
# Words and numbers side by side would be one word, longer than a line perhaps: Han stands behind each.
FOREIGN = st.builds(str.__add__, st.sampled_from(LATIN + NUMBERS), st.sampled_from(HANS))
WORDS = st.one_of(*[HAN_RUNS] * 3, *[st.sampled_from(MARKS)] * 2, FOREIGN, FOREIGN).map(Text)
CALLED = st.lists(WORDS, min_size=1, max_size=4).map(
    lambda words: Note("", (Paragraph(Role.PLAIN, (Text("见"), *words)),))
)
SYMBOL = (parse("A/RES/70/1"),)


def _around(inner: st.SearchStrategy[Inline]) -> st.SearchStrategy[Inline]:
    content = st.lists(inner, min_size=1, max_size=3).map(tuple)
    words = st.lists(WORDS, min_size=1, max_size=2).map(tuple)
    linked = st.builds(Link, st.just("https://undocs.org/A/RES/77/213"), words)
    return st.one_of(
        st.builds(Styled, st.sampled_from(EMPHASES), content), linked, st.builds(Citation, words, st.just(SYMBOL))
    )


INLINES = st.recursive(st.one_of(WORDS, WORDS, WORDS, WORDS, CALLED), _around, max_leaves=4)
RUNS = st.lists(INLINES, min_size=1, max_size=30)
BODIES = st.lists(st.tuples(RUNS, st.sampled_from("，；。")), min_size=1, max_size=4)
EMS = st.floats(10, 45)  # of a line
SIZES = st.integers(14, 40).map(lambda half: half / 2)  # points


@dataclass
class _Numbered:
    """Inlines as a reading has them: notes with their numbers, notes and citations with names."""

    notes: int = 0
    citations: int = 0
    seen: list[str] = field(default_factory=list)

    def run(self, inlines: tuple[Inline, ...]) -> tuple[Inline, ...]:
        """The same run, numbered."""
        return tuple(self.one(inline) for inline in inlines)

    def one(self, inline: Inline) -> Inline:
        match inline:
            case Note(_, blocks):
                self.notes += 1
                name = f"fn-{self.notes}"
                return Note(str(self.notes), tuple(replace(b, id=f"{name}-p-{n}") for n, b in enumerate(blocks)), name)
            case Citation():
                self.citations += 1
                return replace(inline, content=self.run(inline.content), id=f"cite-{self.citations}")
            case Styled() | Link():
                return replace(inline, content=self.run(inline.content))
        return inline


def resolution(body: list[tuple[list[Inline], str]]) -> Book:
    """A book with these paragraphs, each of which begins with Han and ends with a mark."""
    numbered = _Numbered()
    runs = [numbered.run((Text("各国"), *inlines, Text(f"图书{end}"))) for inlines, end in body]
    return book(tuple(Paragraph(Role.PREAMBULAR, run, id=f"p-{n}") for n, run in enumerate(runs)))


def lay_out(made: Book, ems: float, size: float) -> pdf.BodyLayout:
    """The book's body in lines of a width in em, in type of a size in pt."""
    here, styles = shop("zh"), typeset.print_style_sheets(load_language("zh"), Format(size=size))
    width = max(148 * POINTS_PER_MM, ems * size + 100)
    css = f"@page {{ size: {width:.2f}pt 297mm; margin-left: 50pt; margin-right: 50pt }}"
    css += f"p.preambular {{ width: {ems:.3f}em }}"
    return pdf.lay_out_body(
        typeset.make_body_sheet(made), replace(here, styles=(*styles, Sheet("own.css", "text/css", css)))
    )


def stuck(line: Set) -> bool:
    """Whether a line can end nowhere else: no two characters of it that may be parted, one of them Han."""
    return not any(
        (HAN.match(a) or HAN.match(b)) and a not in NO_END and b not in NO_START for a, b in pairwise(line.text)
    )


def broken(lines: list[Set]) -> list[tuple[str, str]]:
    """The rules broken in a paragraph, those left out that no line's end could keep."""
    held = {f"{a.text[-6:]}|{b.text[:14]}" for a, b in pairwise(lines) if stuck(a)}
    held |= {f"{line.text[-12:]}|" for line in lines if stuck(line)}
    return [(fault, where) for fault, where in inspect(lines) if fault not in FAULTS[:3] or where not in held]


@pytest.mark.slow
@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(BODIES, EMS, SIZES)
def test_any_paragraph_keeps_its_text_fills_its_lines_and_breaks_no_rule(
    body: list[tuple[list[Inline], str]], ems: float, size: float
) -> None:
    made = resolution(body)
    layout = lay_out(made, ems, size)
    assert [one.message for one in taken_out(made, layout)] == []
    for found in paragraphs(layout.document):
        assert broken(found) == []
        ragged = [line for line in found[:-1] if line.flush and not line.broken and abs(line.short) > 1]
        assert [line.text for line in ragged if can_stretch(line.words)] == []
