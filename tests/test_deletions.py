"""A file with any one of its tags removed: refused, in error, or read with every character."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

import pytest

from engross import passes
from engross.model.notice import Code, Refusal, Severity
from engross.model.reading import Overrides, Reading
from engross.model.text import count_characters, folded_streams
from engross.model.tree import Source
from engross.readers import structure
from engross.verify import integrity
from engross.verify.scan import scan_source
from tests.cases import HERE

# Notes and annexes; notes in odd places; metadata with text, and a vote.
FIXTURES = ("akn-annexes", "akn-note-seats", "akn-recorded-vote")
TAG = re.compile(r"</?[A-Za-z][^<>]*>")
# Characters that a rule leaves out of the model, and that come back when the elements of the rule are broken.
FURNITURE = {"akn-recorded-vote": Counter("0")}


def text_of(name: str) -> str:
    """Return the XML of a case."""
    return (HERE / "structure" / name / "in.xml").read_text("utf-8")


def without_tags(text: str) -> Iterator[tuple[str, str]]:
    """Yield for each tag of a text a description of it, and the text without it."""
    for tag in TAG.finditer(text):
        yield f"{tag[0]} in line {text.count(chr(10), 0, tag.start()) + 1}", text[: tag.start()] + text[tag.end() :]


def reading_of(text: str) -> Reading | None:
    """Return the reading of a file; None if it is refused or has errors that keep its editions back."""
    source = Source("in.xml", "", "akn", text.encode("utf-8"), text)
    try:
        reading = passes.run_passes(structure(source, Overrides()))
    except Refusal:
        return None
    faults = (*integrity.compare_with_source(reading), *integrity.compare_with_file(scan_source(source), reading))
    return None if any(one.severity is Severity.ERROR for one in faults) else reading


def characters_of(reading: Reading) -> Counter[str]:
    """Count each character of the model: masthead, body and notes, without the numbers of calls."""
    streams = folded_streams(reading.resolution, calls=False)
    return count_characters("".join((*streams.masthead, streams.body, *streams.notes)))


@pytest.mark.slow
@pytest.mark.parametrize("name", FIXTURES)
def test_no_tag_that_is_missing_loses_text_in_silence(name: str) -> None:
    """The model lacks nothing, has nothing twice, and a notice says that the file is ill-formed."""
    text = text_of(name)
    undamaged = reading_of(text)
    assert undamaged is not None
    due, read, refused = characters_of(undamaged), 0, 0
    for tag, damaged in without_tags(text):
        reading = reading_of(damaged)
        if reading is None:
            refused += 1
            continue
        read += 1
        characters = characters_of(reading)
        assert due - characters == Counter(), f"lost without {tag}"
        assert characters - due <= FURNITURE.get(name, Counter()), f"twice without {tag}"
        empty = "/>" in tag  # without an empty element a file is still well-formed
        assert empty or Code.XML_MENDED in {one.code for one in reading.notices}, f"not told without {tag}"
    assert read > 10 * refused, "most is read all the same"


@pytest.mark.parametrize("name", FIXTURES)
def test_the_comparison_sees_lost_words(name: str) -> None:
    """The test above relies on this: words taken out of the file are seen to be lost."""
    text = text_of(name)
    undamaged = reading_of(text)
    assert undamaged is not None
    for words in re.compile(r"(?<=>)[^<>]*[^\W\d][^<>]*(?=<)").finditer(text, text.index("</meta>")):
        damaged = reading_of(text[: words.start()] + text[words.end() :])
        assert damaged is None or characters_of(undamaged) - characters_of(damaged) != Counter(), words[0]


PARTS = ("</meta>", "</coverPage>", "</preface>", "<meta>")
LACKS = [(name, tag) for name in FIXTURES for tag in PARTS if tag in text_of(name)]


@pytest.mark.parametrize(("name", "missing"), LACKS)
def test_parts_of_a_document_are_read_in_their_places(name: str, missing: str) -> None:
    """Without a tag of a part the document is read as it is with it, and a notice says so."""
    text = text_of(name)
    undamaged, damaged = reading_of(text), reading_of(text.replace(missing, ""))
    assert undamaged is not None
    assert damaged is not None
    assert folded_streams(damaged.resolution) == folded_streams(undamaged.resolution)
    assert damaged.resolution.record == undamaged.resolution.record
    assert Code.XML_MENDED in {one.code for one in damaged.notices}
