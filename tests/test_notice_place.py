"""The paragraph that a notice is about: found by places in the source, or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from engross.model.notice import Code, make_notice
from engross.model.notice_place import assign_ids
from engross.model.request import Request
from engross.model.tree import Resolution, Where
from engross.model.walk import blocks_of, notes_of
from engross.pipeline.read import understand_request

NAME = "in.resolution.yaml"
LINES = """\
symbol: A/RES/77/213
language: en
body:
- enacting: The General Assembly,
- preambular: 'Recalling one[^1],'
  notes:
  - '1': See
      A/77/1.
- number: '1.'
  operative: >-
    Decides
    this;
  under:
  - number: (a)
    point: And that.
record:
  outcome: recorded
"""


@pytest.fixture
def resolution(tmp_path: Path) -> Resolution:
    (tmp_path / NAME).write_text(LINES, "utf-8")
    return understand_request(Request(tmp_path / NAME, tmp_path, tmp_path)).resolution


@pytest.mark.parametrize(
    ("line", "column", "found"),
    [
        (0, 0, ""),  # the document
        (1, 9, ""),  # before the text
        (4, 3, "enacting"),
        (4, 13, "enacting"),
        (5, 0, "pp-1"),  # a line alone: what begins in it
        (6, 3, "pp-1"),
        (7, 10, "fn-1"),
        (8, 7, "fn-1"),
        (9, 1, "fn-1"),  # the dash before a paragraph
        (9, 3, "op-1"),
        (12, 5, "op-1"),
        (14, 13, "op-1-a"),
        (15, 5, ""),  # behind the line on which the last one begins, for nothing says where it ends
        (17, 3, ""),
    ],
)
def test_place_is_that_of_the_last_that_begins_before(
    resolution: Resolution, line: int, column: int, found: str
) -> None:
    notice = make_notice(Code.NUMBER_ORDER, Where(NAME, line, column), what="a", found="b", before="c")
    (placed,) = assign_ids([notice], resolution)
    assert placed.id == found


def test_each_block_and_note_is_found_at_its_own_place(resolution: Resolution) -> None:
    items = [*blocks_of(resolution), *notes_of(resolution)]
    notices = [make_notice(Code.NOT_FOUND, item.where, what="x") for item in items]
    assert [notice.id for notice in assign_ids(notices, resolution)] == [item.id for item in items]
