"""The ledger of a file: every character is in the model or in furniture; what a reader drops is an error."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engross.model.reading import Overrides
from engross.model.text import fold
from engross.model.tree import Source
from engross.readers import structure
from engross.readers.akn import read
from engross.readers.lines.rejoin_lines import settle_vowel_signs
from engross.readers.load import load_source as read_file
from engross.readers.text.rtl_extractors import LINE_REORDERINGS
from engross.verify.integrity import compare_with_file, compare_with_source
from engross.verify.scan import scan_source
from tests.cases import HERE, folders, source_of
from tests.test_structure import reading_of

HEAD = """<akomaNtoso xmlns="http://docs.oasis-open.org/legaldocml/ns/akn/3.0"><statement name="resolution"><meta>
<identification><FRBRExpression><FRBRlanguage language="eng"/></FRBRExpression></identification></meta>
<coverPage><p><docNumber refersTo="#symbol">A/RES/80/9</docNumber></p></coverPage>
<preamble><formula name="enactingFormula"><p>The General Assembly,</p></formula></preamble><mainBody>"""
TAIL = "</mainBody></statement></akomaNtoso>"

WORDS = st.text("ab1 .,;:()\t•-", max_size=12)
NOTES = WORDS.map(lambda w: f'<authorialNote marker="1"><p>{w}</p></authorialNote>')
LEAVES = (
    WORDS | NOTES | WORDS.map(lambda w: f'<span class="italic">{w}</span>') | WORDS.map(lambda w: f"<sup>{w}</sup>")
)
NAMES = st.sampled_from(
    "paragraph content p list intro point num heading subheading blockList item section alinea crossHeading "
    "container table tr td embeddedStructure wrapUp unheard".split()
)
TREES = st.recursive(
    LEAVES,
    lambda inner: st.tuples(NAMES, st.lists(inner, max_size=4)).map(lambda t: f"<{t[0]}>{''.join(t[1])}</{t[0]}>"),
    max_leaves=14,
)


@pytest.mark.slow
@settings(max_examples=300, deadline=None)
@given(st.lists(TREES, max_size=4))
def test_no_nesting_of_elements_loses_a_character(trees: list[str]) -> None:
    text = HEAD + "".join(trees) + TAIL
    source = Source("in.xml", "", "akn", text.encode("utf-8"), text)
    reading = read(source, Overrides())
    assert (*compare_with_source(reading), *compare_with_file(scan_source(source), reading)) == ()


@pytest.mark.parametrize("kind", ["body", "note", "masthead"])
def test_dropped_text_is_an_error(kind: str) -> None:
    """Words that the source has and the model lacks are reported, whatever they are."""
    reading = reading_of(HERE / "structure" / "akn-annexes" / "in.xml")
    entries = tuple(replace(e, text=e.text + "lamp") if e.kind == kind else e for e in reading.ledger.entries)
    faults = compare_with_source(replace(reading, ledger=replace(reading.ledger, entries=entries)))
    assert {one.code.slug for one in faults} == {"text-differs"}


def test_sums_say_what_was_left_out() -> None:
    sums = reading_of(HERE / "structure" / "akn-recorded-vote" / "in.xml").ledger.count_by_kind()
    assert sums["count that the sentence says in words"] == 1
    assert sum(sums.values()) == len(reading_of(Path(HERE / "structure" / "akn-recorded-vote" / "in.xml")).ledger.raw)


SIGNS = (
    "وإذ تلاحظ المنارات الضوء السّواحل بأ ّ ن (1) (أ) 12 2015-2030 A/RES/80/1 Corr.1 - ، ؛ . … “ ” No. 3 / ) 5"
).split()
LINE = st.lists(st.tuples(st.sampled_from(SIGNS), st.sampled_from(["", " ", "  "])).map("".join), max_size=14).map(
    "".join
)
SAME = str.maketrans(")]”", "([“")  # marks that are mirrored with a line


@pytest.mark.parametrize("undo", [*LINE_REORDERINGS, settle_vowel_signs], ids=lambda undo: undo.__name__)
@settings(max_examples=200, deadline=None)
@given(line=LINE)
def test_no_sign_of_a_turned_line_is_lost(undo: Callable[[str], str], line: str) -> None:
    """Lines in logical order have the characters of the lines that an extractor gave, in another order."""
    assert sorted(fold(undo(line)).translate(SAME)) == sorted(fold(line).translate(SAME))


@pytest.mark.parametrize("folder", folders("structure"), ids=lambda f: f.name)
def test_ledger_has_every_character_that_a_scanner_counts_in_the_file(folder: Path) -> None:
    source, _ = read_file(source_of(folder))
    assert compare_with_file(scan_source(source), reading_of(source_of(folder))) == ()


RAW = HERE / "structure" / "raw-en-joined" / "in.txt"
RAW_LINES = st.text("aZ é1.,;:()[]“”-\u00ad\u2010\x02\f\t/*_•ﬁ\u00a8½ـ(ا", max_size=30)


@pytest.mark.slow
@settings(max_examples=150, deadline=None)
@given(extra=st.lists(st.tuples(st.integers(0, 200), RAW_LINES), max_size=8))
def test_no_line_put_into_a_text_is_lost(extra: list[tuple[int, str]]) -> None:
    """Whatever a line says and wherever it stands, the ledger has each of its characters."""
    lines = RAW.read_text("utf-8").split("\n")
    for at, line in extra:
        lines.insert(at % len(lines), line)
    text = "\n".join(lines)
    source = Source("in.txt", "", "text", text.encode("utf-8"), text)
    reading = structure(source, Overrides("en", "A/RES/80/1"))
    assert (*compare_with_source(reading), *compare_with_file(scan_source(source), reading)) == ()


def test_line_of_the_file_without_an_entry_is_an_error() -> None:
    source, reading = read_file(RAW)[0], reading_of(RAW)
    less = replace(reading.ledger, entries=reading.ledger.entries[:-1])
    faults = compare_with_file(scan_source(source), replace(reading, ledger=less))
    assert [one.code.slug for one in faults] == ["text-unaccounted"]
