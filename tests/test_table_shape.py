"""How tables are set: each case is a table as text, beside what its rows, columns and cells are found to be.

A line of in.txt is a row, with bars between its cells; the rows above a line of dashes are its head; ** is bold; a cell
of < is joined to the one before; [-words-] are taken out, {+words+} put in.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import takewhile
from pathlib import Path

import pytest

from engross.editions.pdf.boxes import LineBox, TextBox, all_boxes, body_boxes, box_attribute, box_tag
from engross.editions.typeset.tables import CellShape, TableShape, shape_table
from engross.grammars.symbol import parse
from engross.grammars.table_notes import find_table_notes
from engross.model.text import spell_blocks, spell_inlines
from engross.model.tree import Cell, Heading, Inline, Paragraph, Part, Resolution, Role, Style, Styled, Table, Text
from tests.cases import HERE, expect, folders
from tests.generators.documents import around
from tests.generators.pages import set_pages

ENGLISH_LINE = 40  # em
CHANGES = {"[-": Style.DELETED, "{+": Style.INSERTED}


@pytest.mark.parametrize("folder", folders("tables"), ids=lambda folder: folder.name)
def test_table_is_set_as_its_cells_ask(folder: Path, accept: bool) -> None:
    shape = shape_table(read_table((folder / "in.txt").read_text("utf-8").splitlines()), ENGLISH_LINE)
    expect(folder / "out.txt", "\n".join(describe_shape(shape)) + "\n", accept)


def read_table(lines: list[str]) -> Table:
    """Return the table that lines are; a line of dashes ends the head."""
    heads = len(list(takewhile(lambda line: set(line) != {"-"}, lines)))
    rows = [line for line in lines if set(line) != {"-"}]
    count = heads if heads < len(lines) else 0
    return Table(tuple(tuple(read_row(row.split("|"))) for row in rows), count)


def read_row(texts: list[str]) -> list[Cell]:
    cells: list[Cell] = []
    for text in texts:
        if text.strip() == "<":
            cells[-1] = replace(cells[-1], columns=cells[-1].columns + 1)
        else:
            cells.append(read_cell(text))
    return cells


def read_cell(text: str) -> Cell:
    words = text.strip()
    bare = words.strip("*") if words.startswith("**") else words
    content: tuple[Inline, ...] = (Styled(Style.BOLD, (Text(bare),)),) if bare != words else tuple(read_changes(bare))
    return Cell((Paragraph(Role.PLAIN, content),) if words else ())


def read_changes(words: str) -> Iterator[Inline]:
    """Yield words with those taken out and put in, as wdiff marks them: [-1 200-]{+1 400+}."""
    for piece in re.split(r"(\[-.*?-\]|\{\+.*?\+\})", words):
        if piece[:2] in CHANGES:
            yield Styled(CHANGES[piece[:2]], (Text(piece[2:-2]),))
        elif piece:
            yield Text(piece)


def test_figures_of_a_table_of_many_columns_are_whole() -> None:
    lines = (HERE / "tables" / "many-columns" / "in.txt").read_text("utf-8").splitlines()
    part = Part("80/1.", (Text("Lighthouses"),), (replace(read_table(lines), id="table"),), id="text")
    pages = set_pages(around((part,), "en")).document.pages
    cells = [box for page in pages for box in body_boxes(page) if "figure" in box_attribute(box, "class").split()]
    figures = [cell for cell in cells if box_tag(cell) == "td"]
    assert len(figures) >= 8 * (len(lines) - 1)
    for cell in figures:
        assert sum(isinstance(box, LineBox) for box in all_boxes(cell)) == 1
        assert all(box.width <= cell.width for box in all_boxes(cell) if isinstance(box, TextBox))


def describe_shape(shape: TableShape) -> list[str]:
    columns = (f"{'figures' if c.is_figures else 'words'} {c.width:.0f} em" for c in shape.columns)
    lines = [f"kinds: {', '.join(shape.kinds) or 'none'}", f"columns: {', '.join(columns)}"]
    for row, cells in shape.rows:
        marks = [*([row.kind] if row.kind else []), *(["keeps"] if row.keeps else [])]
        lines.append(f"{' '.join(marks) or 'row'}: {' | '.join(map(describe_cell, cells))}")
    return lines


def describe_cell(shaped: CellShape) -> str:
    marks = [f"×{shaped.cell.columns}"] if shaped.cell.columns > 1 else []
    marks += ["digit" + (f" {shaped.tail}" if shaped.tail else "")] if shaped.is_figure else []
    label = f" ({shaped.label})" if shaped.label else ""
    return f"{spell_blocks(shaped.cell.blocks)}{label}" + (f" [{', '.join(marks)}]" if marks else "")


def raised(mark: str) -> Styled:
    return Styled(Style.SUPERSCRIPT, (Text(mark),))


def paragraph(*content: Inline, number: str = "") -> Paragraph:
    return Paragraph(Role.PLAIN, content, number, id=spell_inlines(content))


def test_marks_in_brackets_and_in_the_heading_of_a_table_call_its_notes() -> None:
    table = Table(((Cell((paragraph(Text("Ships"), raised("(a)")),)),),))
    body = (
        Heading(4, (Text("Ships by year"), raised("b"))),
        paragraph(Text("(Thousands of tons)")),
        table,
        replace(paragraph(Text("See A/80/1."), number="(a)"), role=Role.POINT),
        paragraph(raised("b"), Text(" Without boats.")),
        replace(paragraph(Text("Keep the lights;"), number="(b)"), role=Role.POINT),
    )
    resolution = Resolution(parse("A/RES/80/1"), "en", "ga", (Part("80/1.", (Text("Ships"),), body, id="text"),))
    assert find_table_notes(resolution) == {"See A/80/1.", "b Without boats."}


def test_notes_of_a_table_are_those_that_its_marks_call() -> None:
    table = Table(((Cell((paragraph(Text("Ships"), raised("a")),)),),))
    body = (
        table,
        paragraph(Text("See A/80/1."), number="a"),
        paragraph(raised("a"), Text(" See A/80/2.")),
        paragraph(Styled(Style.ITALIC, (Text("Abbreviations"),)), Text(": GS, General Service.")),
        paragraph(Text("* Without boats.")),
        paragraph(Text("A list."), number="b"),
        paragraph(Text("Far from its table."), number="a"),
    )
    resolution = Resolution(parse("A/RES/80/1"), "en", "ga", (Part("80/1.", (Text("Ships"),), body, id="text"),))
    assert find_table_notes(resolution) == {block.id for block in body[1:5]}
