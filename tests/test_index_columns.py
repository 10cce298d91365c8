"""The columns of the index: what stays together, how full pages are, what stands with the colophon."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from engross.editions.pdf.index_columns import ColumnPlan, Room, Strip, make_entry_strips, plan_columns

HEADING = Strip(2, is_start=True, space=1, continued=1)


def strips(*groups: tuple[int, ...]) -> list[Strip]:
    """Return the strips of groups whose entries have so many lines each."""
    made: list[Strip] = []
    for group in groups:
        made.append(HEADING)
        for n, lines in enumerate(group):
            made += make_entry_strips(lines, is_kept=n < 2)
    return made


def counts(plan: ColumnPlan) -> list[list[int]]:
    """Return the number of strips in each column of each page."""
    return [[len(column) for column in page] for page in plan.pages]


def test_columns_of_the_last_page_are_equally_long() -> None:
    plan = plan_columns(strips((1,) * 19), Room(30, 40, 5, 2))
    assert counts(plan) == [[10, 10]]
    assert not plan.has_lone_tail


def test_a_short_index_is_one_column() -> None:
    assert counts(plan_columns(strips((1, 1, 1)), Room(30, 40, 5, 2))) == [[4, 0]]


def test_a_short_index_has_columns_where_the_colophon_has_no_room_else() -> None:
    assert counts(plan_columns(strips((1, 1, 1, 1, 1)), Room(8, 40, 5, 2))) == [[3, 3]]


def test_a_heading_stays_with_two_entries() -> None:
    """A column of 10 lines has room for the first group (9), and not for a heading with two entries."""
    plan = plan_columns(strips((1,) * 8, (1,) * 16), Room(10, 10, 0, 2))
    assert counts(plan)[0] == [9, 10]


def test_an_entry_is_divided_only_with_two_lines_on_each_side() -> None:
    (first, *_) = plan_columns(strips((1, 1, 1, 5, 1, 1, 1, 1)), Room(5, 10, 0, 1)).pages
    assert len(first[0]) == 4  # one line of the long entry had room
    (first, *_) = plan_columns(strips((1, 1, 1, 5, 1, 1, 1, 1)), Room(6, 10, 0, 1)).pages
    assert len(first[0]) == 6


def test_lines_are_drawn_over_to_the_colophon() -> None:
    """The index fills the page but for two lines: the colophon goes to the next page with three tenths of a page."""
    plan = plan_columns(strips((1,) * 75), Room(40, 40, 6, 2))
    assert len(plan.pages) == 2
    assert plan.last_lines == 12
    assert not plan.has_lone_tail
    assert not plan.is_short(40)


def test_an_index_too_short_to_fill_the_last_page_is_drawn_over_as_far_as_it_goes() -> None:
    """A heading with two entries stays on the first page; what else there is goes to the colophon."""
    plan = plan_columns(strips((1,) * 7), Room(5, 40, 4, 2))
    assert counts(plan) == [[3, 3], [1, 1]]
    assert plan.is_short(40)


def test_lines_are_drawn_over_to_a_last_page_with_the_end_of_an_index() -> None:
    plan = plan_columns(strips((1,) * 85), Room(40, 40, 0, 2))
    assert plan.last_lines == 12


def test_a_page_that_begins_within_a_group_has_room_for_its_heading_again() -> None:
    plan = plan_columns(strips((1,) * 100), Room(20, 20, 0, 1))
    assert counts(plan)[:2] == [[20], [19]]


def test_an_index_without_entries_has_a_page() -> None:
    assert counts(plan_columns([], Room(20, 40, 6, 1))) == [[0]]


@given(
    groups=st.lists(st.lists(st.integers(1, 9), min_size=1, max_size=30), max_size=6),
    first=st.integers(0, 30),
    other=st.integers(1, 30),
    tail=st.integers(0, 40),
    columns=st.integers(1, 2),
)
def test_no_strip_is_lost_and_no_column_runs_over(
    groups: list[list[int]], first: int, other: int, tail: int, columns: int
) -> None:
    made = strips(*map(tuple, groups))
    plan = plan_columns(made, Room(first, max(first, other), tail, columns))
    set_strips = [n for page in plan.pages for column in page for n in column]
    assert set_strips == list(range(len(made)))
    for height, page in zip([first, *[max(first, other)] * len(plan.pages)], plan.pages, strict=False):
        for column in page:
            lines = sum(made[n].lines for n in column)
            assert lines - (made[column.start].space if column else 0) <= height or len(column) == 1


def test_columns_begin_where_they_may() -> None:
    made = strips((1, 3, 4, 2, 1, 6, 1, 1), (2, 2, 2, 7), (1,))
    for height in range(8, 20):
        plan = plan_columns(made, Room(height, height, 0, 2))
        columns = [column for page in plan.pages for column in page if column]
        assert all(made[after.start].is_start for _, after in pairwise(columns))
