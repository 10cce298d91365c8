"""Lines under a text: meeting and day in every language and shape that official documents print them in."""

from __future__ import annotations

import pytest

from engross.grammars.language import load_language
from engross.readers.common.closing_line import NO_FACTS, ClosingFacts, read_closing_line

SHAPES = [
    ("en", "104th plenary meeting", ClosingFacts("", 104)),
    ("en", "5\u00a0July 2044", ClosingFacts("2044-07-05")),
    ("en", "104th plenary meeting, 5 July 2044", ClosingFacts("2044-07-05", 104)),
    ("en", "104th (resumed) plenary meeting", ClosingFacts("", 104, resumed=True)),
    ("en", "104th plenary meeting (resumed)", ClosingFacts("", 104, resumed=True)),
    ("fr", "104e séance plénière\t5 juillet 2044", ClosingFacts("2044-07-05", 104)),
    ("es", "104ª sesión plenaria – 5 de julio de 2044", ClosingFacts("2044-07-05", 104)),
    ("ru", "104-е пленарное заседание, 5 июля 2044 г.", ClosingFacts("2044-07-05", 104)),
    ("ru", "5 июля 2044года", ClosingFacts("2044-07-05")),
    ("ar", "الجلسة العامة 104، 5 تموز/يوليه 2044", ClosingFacts("2044-07-05", 104)),
    ("ar", "الجلسة العامة (المستأنفة) 104", ClosingFacts("", 104, resumed=True)),
    ("zh", "2044年7月5日，第104次全体会议", ClosingFacts("2044-07-05", 104)),
    ("de", "104. Plenarsitzung, 5. Juli 2044", ClosingFacts("2044-07-05", 104)),
]
OTHERS = [
    ("en", "Recalling the 104th plenary meeting, held on 5 July 2044,"),
    ("en", "104th plenary meeting of the Committee on Lamps"),
    ("en", "2 copies of the report of 5 July 2044"),
    ("zh", "回顾第104次全体会议，"),
]


@pytest.mark.parametrize(("language", "line", "facts"), SHAPES)
def test_meeting_and_day_are_read(language: str, line: str, facts: ClosingFacts) -> None:
    assert read_closing_line(line, load_language(language)) == facts


@pytest.mark.parametrize(("language", "line"), OTHERS)
def test_other_lines_say_nothing(language: str, line: str) -> None:
    assert read_closing_line(line, load_language(language)) == NO_FACTS
