"""Tables that a spreadsheet takes for text: no cell is run as a formula, and each can be had back as it was."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engross.editions.spreadsheet import escape_formula, make_csv_table, unescape_formula

SURROGATES = st.characters(exclude_categories=["Cs"])
CELLS = st.text(SURROGATES) | st.text(st.sampled_from("'=+-@\t\r\n＝a\"0,;"))


@given(CELLS)
def test_no_cell_begins_a_formula_and_each_is_had_back(cell: str) -> None:
    escaped = escape_formula(cell)
    assert escaped[:1] not in {*"=+-@\t\r\n＝＋－＠"}
    assert unescape_formula(escaped) == cell


@given(st.lists(st.tuples(CELLS, st.integers(), CELLS)))
def test_a_table_is_read_back_as_it_was(rows: list[tuple[str, int, str]]) -> None:
    read = csv.reader(io.StringIO(make_csv_table(("a", "b", "c"), rows).decode("utf-8-sig"), newline=""))
    assert next(read) == ["a", "b", "c"]
    assert [(unescape_formula(a), int(b), unescape_formula(c)) for a, b, c in read] == rows


@pytest.mark.parametrize("cell", ["A/RES/1(I)", "第70/1号决议", "", "–", "a=b", "'quoted'", "1-2", '"said"'])
def test_other_cells_stay(cell: str) -> None:
    assert escape_formula(cell) == cell


def test_a_formula_is_text() -> None:
    table = make_csv_table(("name",), [('=HYPERLINK("http://example.org")',), ("@SUM(1)",)])
    assert table == b'\xef\xbb\xbfname\r\n"\'=HYPERLINK(""http://example.org"")"\r\n\'@SUM(1)\r\n'
