"""Lists of names, the notes below them, and underlines: what print sets otherwise than a source has it."""

from __future__ import annotations

import pytest

from engross.editions.typeset.name_lists import find_name_lists
from engross.editions.typeset.underlines import trim_underlines
from engross.grammars.symbol import parse
from engross.grammars.table_notes import find_table_notes
from engross.model.tree import Citation, Inline, Note, Paragraph, Part, Resolution, Role, Style, Styled, Text

LINE = 40.0  # em
NAMES = ("Ms. Ahoy (Boats)", "Mr. Bay (Boats)*", "Ms. Cove (Boats)", "Mr. Dune (Sands)")


def resolution(*body: Paragraph) -> Resolution:
    return Resolution(parse("A/DEC/80/401"), "en", "ga", (Part("80/401.", (), body),))


def paragraphs(*texts: str) -> list[Paragraph]:
    return [Paragraph(Role.PLAIN, (Text(text),), id=text) for text in texts]


def lists_of(*texts: str) -> dict[str, bool]:
    return find_name_lists(resolution(*paragraphs(*texts)), frozenset(), LINE).starts


def test_a_run_of_names_is_a_list() -> None:
    found = find_name_lists(resolution(*paragraphs("The following:", *NAMES, "It goes on,")), frozenset(), LINE)
    assert (found.starts, found.ends) == ({NAMES[0]: False}, frozenset({NAMES[-1]}))


@pytest.mark.parametrize(
    "texts",
    [
        NAMES[:3],
        [f"the {name};" for name in NAMES],
        ["A sentence that says what is so." for _ in NAMES],
        ["x" * 140] * 5,
    ],
    ids=["too few", "clauses", "sentences", "long"],
)
def test_what_is_no_list_of_names(texts: list[str]) -> None:
    assert not lists_of(*texts)


def test_a_long_list_has_columns_unless_it_calls_notes_or_its_names_are_long() -> None:
    names = [f"Keepers of lamp {n}" for n in range(24)]
    assert lists_of(*names) == {names[0]: True}
    assert list(lists_of(*(f"{name}, by the sea and behind the dunes of all coasts" for name in names)).values()) == [
        False
    ]
    called = Paragraph(Role.PLAIN, (Text("Keepers"), Note("1", ())), id="called")
    found = find_name_lists(resolution(called, *paragraphs(*names)), frozenset(), LINE)
    assert found.starts == {"called": False}


def test_a_paragraph_numbered_with_a_star_is_a_note_of_the_list_above() -> None:
    raised = Paragraph(Role.PLAIN, (Text("Ms. Ebb"), Styled(Style.SUPERSCRIPT, (Text("a"),))), id="raised")
    star, letter, other = (
        Paragraph(Role.PLAIN, (Text("Until 31 December 2026."),), number, id=number) for number in ("*", "a", "b")
    )
    assert find_table_notes(resolution(*paragraphs(*NAMES), raised, star, letter, other)) == {"*", "a"}


def underline(*content: Inline) -> Styled:
    return Styled(Style.UNDERLINE, content)


def test_underlines_stand_under_words_alone_and_not_under_links() -> None:
    cited = Citation((Text("A/80/1"),), (parse("A/80/1"),))
    lined = Citation((underline(Text("A/80/1")),), (parse("A/80/1"),))
    spaced = Citation((underline(Text(" A/80/1")),), (parse("A/80/1"),))
    run = (Text("See"), underline(Text(" Lamps ")), underline(Text(" "), cited), lined, spaced)
    (shown,) = trim_underlines(resolution(Paragraph(Role.PLAIN, run))).parts[0].body
    assert isinstance(shown, Paragraph)
    expected = (Text("See"), Text(" "), underline(Text("Lamps")), Text(" "), Text(" "), cited, cited, Text(" "), cited)
    assert shown.content == expected
