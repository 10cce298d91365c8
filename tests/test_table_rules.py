"""Rules across a table: read from AKN4UN, written in all forms and read again, printed where they structure."""

from __future__ import annotations

import json

import pytest

from benchmarks.roundtrip import FORMS, again, same, valid
from engross.editions.typeset.tables import shape_table
from engross.model.reading import Overrides
from engross.model.tree import Source, Table
from engross.model.walk import blocks_of
from engross.readers import structure
from tests.cases import HERE
from tests.test_table_shape import ENGLISH_LINE, read_table

FRAME = (HERE / "back" / "frame.xml").read_text("utf-8")
ATTRIBUTE = "data-borders-info='{}'"
LINES = ["Light | Oil", "---", "North | 3", "South | 4", "All lights | 7"]


def borders(**sides: str) -> str:
    """Write the borders of a table or a cell as AKN4UN has them; none for a side that is not named."""
    named = ("Top", "Bottom", "InsideHorizontal")
    said = {side: {"Style": sides[side], "Size": 4} if side in sides else None for side in named}
    return ATTRIBUTE.format(json.dumps(said))


def row(*words: str, tag: str = "td", **sides: str) -> str:
    return "<tr>" + "".join(f"<{tag} {borders(**sides)}><p>{word}</p></{tag}>" for word in words) + "</tr>"


def read(table: str) -> Table:
    """Return the table of a document with the markup of one."""
    text = FRAME.replace("BODY", f"<paragraph><content>{table}</content></paragraph>")
    reading = structure(Source("in.xml", "", "akn", text.encode(), text), Overrides())
    return next(block for block in blocks_of(reading.resolution) if isinstance(block, Table))


def test_rules_of_cells_are_read_where_they_go_across() -> None:
    rows = (
        row("Light", "Oil", tag="th", Top="single", Bottom="single"),
        row("", "", Top="single"),
        row("North", "3"),
        row("South", "4", Bottom="single"),
        row("All lights", "7", Bottom="nil"),
        f"<tr><td {borders(Top='single')}><p>East</p></td><td {borders()}><p>5</p></td></tr>",
        row("West", "6", Bottom="single"),
    )
    assert read(f"<table {borders()}>{''.join(rows)}</table>").rules == (0, 1, 3, 6)


def test_rules_of_the_table_are_those_of_cells_that_name_none() -> None:
    rows = row("North", "3", Bottom="nil") + row("South", "4", Top="nil") + row("West", "6")
    table = read(f"<table {borders(InsideHorizontal='single', Bottom='single')}>{rows}</table>")
    assert table.rules == (2, 3)


@pytest.mark.parametrize(
    ("table", "rules"),
    [
        (f"<table {borders(Top='none')}>{row('North', '3')}{row('South', '4')}</table>", ()),
        ("<table><tr><td><p>North</p></td></tr></table>", None),
        ("<table data-borders-info='{'><tr><td><p>North</p></td></tr></table>", None),
        (f"<table>{row('North', '3', Top='single')}{row('South', '4', Bottom='single')}</table>", None),
    ],
    ids=["none", "not said", "not JSON", "at both ends"],
)
def test_a_table_with_the_rules_of_any_is_told_from_one_without(table: str, rules: tuple[int, ...] | None) -> None:
    assert read(table).rules == rules


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("rules", ["", "  rules: []\n", "  rules: [0, 1, 3, 4]\n", "  rules: [3]\n"])
def test_rules_are_written_and_read_again(form: str, rules: str) -> None:
    rows = "".join(f"  - - {{cell: {line.split(' | ')[0]}}}\n    - {{cell: '{line[-1]}'}}\n" for line in LINES[2:])
    text = (
        "symbol: A/RES/80/31\nlanguage: en\ntitle: Lighthouses\nbody:\n- enacting: The General Assembly\n- table:\n"
        "  - - {cell: Light, header: true}\n    - {cell: Oil, header: true}\n" + rows + "  heads: 1\n" + rules
    )
    resolution = again("yaml", text.encode()).resolution
    data = FORMS[form](resolution)
    assert valid(form, data)
    assert same(form, resolution, again(form, data).resolution)


def ruled_rows(rules: tuple[int, ...] | None) -> list[str]:
    """Return the kinds of the rows that a rule is set above."""
    table = read_table(LINES)
    shape = shape_table(Table(table.rows, table.heads, rules=rules), ENGLISH_LINE)
    return [f"{n} {row.kind}" for n, (row, _) in enumerate(shape.rows) if row.is_ruled]


def test_a_row_of_figures_that_is_ruled_off_is_a_total() -> None:
    assert ruled_rows(None) == []
    assert ruled_rows((0, 1, 3, 4)) == ["3 total"]
    assert ruled_rows((0, 1, 3)) == ["3 "]


def test_rules_between_most_rows_structure_nothing() -> None:
    assert ruled_rows((0, 1, 2, 3, 4)) == []


def test_a_table_without_head_and_rules_is_set_without() -> None:
    table = read_table(LINES[2:])
    for rules, is_unruled in (((), True), (None, False), ((0, 3), False)):
        shape = shape_table(Table(table.rows, rules=rules), ENGLISH_LINE)
        assert ("unruled" in shape.kinds) is is_unruled
