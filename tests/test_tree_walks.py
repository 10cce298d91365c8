"""Walks that more than one stage goes: over the blocks in blocks, the inlines that hold no others, their characters."""

from __future__ import annotations

from dataclasses import replace

from engross.model.text import locate_inlines, spell_inlines
from engross.model.tree import (
    Annex,
    Block,
    Cell,
    Heading,
    Inline,
    LineBreak,
    Link,
    Note,
    Paragraph,
    Part,
    Role,
    Style,
    Styled,
    Table,
    Text,
)
from engross.model.walk import leaves_of, rewrite_notes, transform_blocks, transform_part_blocks


def paragraph(number: str, *children: Block) -> Paragraph:
    return Paragraph(Role.PLAIN, (Text("w"),), number, children)


def table(*blocks: Block) -> Table:
    return Table(((Cell(blocks), Cell(())),))


NOTE = Note("1", (paragraph("in a note"),))
RUN: tuple[Inline, ...] = (Text("ab"), Styled(Style.BOLD, (Link("t", (Text("c"), NOTE)), LineBreak())), Text("d"))
PART = Part("", (), (paragraph("1", table(paragraph("2"))), Heading(1, (), "3")), (paragraph("4"),))
PART = replace(PART, annexes=(Annex((paragraph("5"),)),))


def test_every_block_is_transformed_inner_ones_first() -> None:
    seen: list[str] = []

    def note_down(block: Block) -> Block:
        seen.append("table" if isinstance(block, Table) else block.number)
        return block

    assert transform_part_blocks(PART, note_down) == PART
    assert sorted(seen) == ["1", "2", "3", "4", "5", "table"]
    assert seen.index("2") < seen.index("table") < seen.index("1")
    seen.clear()
    transform_blocks(PART.body, note_down, in_cells=False)
    assert seen == ["table", "1", "3"]


def test_leaves_are_what_holds_no_inlines_and_a_note() -> None:
    assert [*leaves_of(RUN)] == [Text("ab"), Text("c"), NOTE, LineBreak(), Text("d")]


def test_notes_are_rewritten_wherever_they_are_called() -> None:
    rewritten = rewrite_notes(RUN, lambda note: replace(note, number="2"))
    assert spell_inlines(rewritten) == spell_inlines(RUN).replace("1", "2")
    assert [item for item in leaves_of(rewritten) if not isinstance(item, Note)] == [
        item for item in leaves_of(RUN) if item is not NOTE
    ]


def test_inlines_are_located_by_their_characters() -> None:
    assert [place[:2] for place in locate_inlines(RUN)] == [(0, 2), (2, 4), (4, 5)]
    assert [place[:2] for place in locate_inlines(RUN, 7, calls=True)] == [(7, 9), (9, 12), (12, 13)]
