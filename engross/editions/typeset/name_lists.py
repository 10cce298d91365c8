"""Find lists of names: runs of short paragraphs without numbers and without the marks that end clauses.

Such a list is set ragged, each turnover indented, a long one in two columns (Chicago 2.21, 6.127): members of a
committee, organizations that a meeting admits (A/DEC/78/556 has 44 pages of them).
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from engross.editions.typeset.widths import width_in_em
from engross.model.text import remove_invisible, spell_inlines
from engross.model.tree import Block, Note, Paragraph, Resolution, Role
from engross.model.walk import inlines_of, list_block_groups

LEAST_NAMES = 4  # of a list
LONGEST_NAME = 130  # characters
LONGEST_STOPPED = 60  # characters of a name that ends in a stop; a longer one is a sentence
CLAUSE_ENDS = tuple(",;:،؛：；，、")  # what goes on behind a paragraph that is no name
STOPS = tuple(".。")
STOPS_SHARE = 0.25  # of the names of a list that may end in a stop: "Inc."
COLUMN_NAMES = 20  # a list of so many names or more, if they are short, is set in two columns
COLUMN_SHARE = 0.42  # of the measure that the lines of a column have
SAVED_SHARE = 0.2  # of the height of a list that two columns save at least


@dataclass(frozen=True, slots=True)
class NameLists:
    """The lists of names of a document: whether each has columns, by the id of its first paragraph; their last ids."""

    starts: dict[str, bool]
    ends: frozenset[str]


def find_name_lists(resolution: Resolution, notes: frozenset[str], line: float) -> NameLists:
    """Return the lists of names. ``notes``: the paragraphs that are notes of tables; ``line``: the measure in em."""
    lists = [names for group in list_block_groups(resolution) for names in _find_lists(group, notes)]
    starts = {names[0].id: _has_columns(names, line) for names in lists}
    return NameLists(starts, frozenset(names[-1].id for names in lists))


def _find_lists(blocks: Iterable[Block], notes: frozenset[str]) -> Iterator[list[Paragraph]]:
    for is_name, run in groupby(blocks, lambda block: block.id not in notes and _is_name(block)):
        names = [block for block in run if isinstance(block, Paragraph)]
        stops = sum(_spell(name).endswith(STOPS) for name in names)
        if is_name and len(names) >= LEAST_NAMES and stops <= STOPS_SHARE * len(names):
            yield names


def _is_name(block: Block) -> bool:
    if not isinstance(block, Paragraph) or block.role is not Role.PLAIN or block.number or block.children:
        return False
    words = _spell(block)
    longest = LONGEST_STOPPED if words.endswith(STOPS) else LONGEST_NAME
    return 0 < len(words) <= longest and not words.endswith(CLAUSE_ENDS)


def _has_columns(names: list[Paragraph], line: float) -> bool:
    """Return whether a list has columns: none calls a note, which belongs to the foot of the whole page."""
    has_notes = any(isinstance(item, Note) for name in names for item in inlines_of(name.content))
    widths = [width_in_em(_spell(name)) for name in names]
    whole, parted = (sum(math.ceil(width / room) for width in widths) for room in (line, COLUMN_SHARE * line))
    return len(names) >= COLUMN_NAMES and not has_notes and parted / 2 <= (1 - SAVED_SHARE) * whole


def _spell(name: Paragraph) -> str:
    """Return the words of a name without the stars that call its notes."""
    return remove_invisible(spell_inlines(name.content, calls=False)).strip().rstrip("*†‡")
