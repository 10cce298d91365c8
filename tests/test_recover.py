"""Ill-formed XML: what is repaired, what is refused, and that the time for both grows with the file only."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from functools import partial

import pytest

from engross.model.limits import MARKUP_DEPTH, TEXT_BYTES
from engross.model.notice import Refusal
from engross.model.reading import Overrides, Reading
from engross.model.text import spell_blocks
from engross.model.tree import Source
from engross.readers.akn import read
from engross.readers.akn.balance import REPEATED_MENDS
from engross.verify.integrity import compare_with_file, compare_with_source
from engross.verify.scan import scan_source
from tests.growing import grows_as_the_square
from tests.test_ledger import HEAD, TAIL


def source_of(inside: str) -> Source:
    """Return a statement with ``inside`` in its main body, as read from a file."""
    text = HEAD + inside + TAIL
    return Source("in.xml", "", "akn", text.encode("utf-8"), text)


def reading_of(inside: str) -> Reading:
    """Return the reading of a statement; every character of its file must be accounted for."""
    source = source_of(inside)
    reading = read(source, Overrides())
    assert (*compare_with_source(reading), *compare_with_file(scan_source(source), reading)) == ()
    return reading


def words_of(reading: Reading) -> str:
    """Return the words of the main body."""
    return spell_blocks(reading.resolution.parts[0].body).partition("\n")[2]


SHAPES: dict[str, Callable[[int], str]] = {
    "ends of nothing": lambda n: "<p>x</p>" + "</y>" * n,
    "ends of paragraphs": lambda n: "<p>x</p>" + "</p>" * n,
    "begins and other ends": lambda n: "<p>x</p>" + "<i></y>" * n,
    "other ends within": lambda n: "<p>x</p>" + "<i>q</y></i>" * n,
    "ends of nothing, deep": lambda n: "<p>x" * 90 + "</y>" * n + "</p>" * 90,
    "less-than signs": lambda n: "<p>" + "<" * (15 * n) + "</p>",
    "ampersands": lambda n: "<p>" + "&" * (15 * n) + "</p>",
    "tags without end": lambda n: "<p>" + "<a" * (15 * n) + "</p>",
    "a long name": lambda n: "<p><" + "a" * (15 * n) + " </p>",
    "spaces in a tag": lambda n: "<p><a" + " " * (15 * n) + '" ></p>',
    "attributes without quotes": lambda n: "<p " + " ".join(f"a{k}=x" for k in range(5 * n)) + ">x</p>",
    "attributes without an end": lambda n: "<p " + " ".join(f"a{k}=x" for k in range(5 * n)) + "<x</p>",
    "comments without end": lambda n: "<p>x</p>" + "<!--" * (10 * n),
    "sections without end": lambda n: "<p>x</p>" + "<![CDATA[" * (5 * n),
    "instructions without end": lambda n: "<p>x</p>" + "<?" * (15 * n),
    "values without end": lambda n: "<p>x" + '<a b="' * (5 * n) + "</p>",
    "a long number": lambda n: "<p>&#" + "1" * (15 * n) + ";</p>",
    "numbers of no character": lambda n: "<p>" + "&#1;" * (5 * n) + "</p>",
    "ends of sections": lambda n: "<p>" + "]]>" * (5 * n) + "</p>",
    "deep elements": lambda n: "<b>" * (15 * n),
}


@pytest.mark.slow
@pytest.mark.parametrize("shape", SHAPES)
def test_time_grows_with_the_file(shape: str) -> None:
    """Sixteen times the markup takes less than 128 times as long; quadratic growth would take 256 times."""
    small, large = (partial(read_or_refuse, SHAPES[shape](n)) for n in (1_250, 20_000))
    small()
    assert not grows_as_the_square(small, large, 16)


def read_or_refuse(inside: str) -> None:
    with suppress(Refusal):
        reading_of(inside)


def test_many_mends_of_a_kind_are_told_once_for_the_rest() -> None:
    reading = reading_of("<p>Notes x;</p>" + "</y>" * 5_000)
    told = [one.message for one in reading.notices if "</y>" in one.message]
    assert len(told) == REPEATED_MENDS + 1
    assert told[0] == "the XML is ill-formed: </y> closes nothing; it was left out"
    assert (
        told[-1] == f"the XML is ill-formed: </y> closes nothing; it was left out, "
        f"and so in {5_000 - REPEATED_MENDS:,} places from here"
    )


@pytest.mark.parametrize(
    ("written", "read_as"),
    [
        ("&#xD83D;&#xDE00;", "\U0001f600"),
        ("&#55357;&#56832;", "\U0001f600"),
        ("a&#xDE00;&#xD83D;b", "ab"),
        ("a&#xFFFE;b", "ab"),
        ("a&#1;b", "ab"),
        ("&#x110000;", "&#x110000;"),
        ("&#99999999999999999999;", "&#99999999999999999999;"),
        ("&#X41;&#66;", "AB"),
        ("&#128;</y>", "\x80"),
        ("&#0000000000065;</y>", "A"),
        ("&nbsp;&lt;&amp;", "\xa0<&"),
        ("&R&D;", "&R&D;"),
    ],
)
def test_numbers_of_characters(written: str, read_as: str) -> None:
    """Two surrogate halves make a character; a number of no character is left out, one beyond all is words."""
    assert words_of(reading_of(f"<p>Notes {written};</p>")) == f"Notes {read_as};"


@pytest.mark.parametrize("closed", [True, False])
def test_elements_too_deep_in_each_other_are_refused_at_their_place(closed: bool) -> None:
    for depth in (MARKUP_DEPTH, 300, 100_000):
        with pytest.raises(Refusal, match=f"more than {MARKUP_DEPTH} deep") as refusal:
            read(source_of("<b>" * depth + "x" + "</b>" * depth * closed), Overrides())
        assert refusal.value.where.line == 4


def test_text_too_long_is_refused_at_its_place() -> None:
    with pytest.raises(Refusal, match="more than 10 MB of text") as refusal:
        read(source_of("<p>" + "灯" * (TEXT_BYTES // 3 + 1) + "</p>"), Overrides())
    assert refusal.value.where.line == 4
