"""Choose the ends of all lines of a paragraph together: the path of least demerits (Knuth and Plass 1981)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf

from engross.editions.pdf.patches.alphabetic_lines.places import (
    DIVIDED,
    FORCED,
    FREE,
    NAME,
    OWN_HYPHEN,
    SYMBOL,
    LineEnd,
)

# Parts of the width of a space by which it may shrink, and by which it stretches at badness 100.
SHRINK, STRETCH = 0.25, 0.5
# Of a line's room, and in em, what it may lack at badness 100, if it is not justified: the greater of both.
RAGGED_SHARE, RAGGED_EM = 0.12, 3.0
BADNESS, MAX_RATIO = 100.0, 100.0  # of a line stretched by a ratio of 1; the ratio from which on none is worse
LINE_BADNESS = 10.0  # added for each line: fewer lines are better
# A hyphen weighs as much as spaces widened to 2.2 times their width (a ratio of 2.41).
END_DEMERITS = {FREE: 0.0, OWN_HYPHEN: 20_000.0, DIVIDED: 2e6, **dict.fromkeys((NAME, SYMBOL, FORCED), 1e7)}
LADDER_DEMERITS = 2e6  # for a second hyphen in a row
SHORT_DEMERITS = 100_000.0  # for a last line shorter than an indent, or that begins within a word
OVERFULL_DEMERITS = 1e12
SHORT_EM = 2.0
SLACK = 1e-6  # a difference of so many pixels is rounding


@dataclass(frozen=True, slots=True)
class Measure:
    """What lines are set to: lengths in pixels.

    ``first``, ``whole``: the room of the first line and of the others; ``space``: the width of a space; ``em``: the
    size of the font; ``justify``: whether lines are justified; ``limit``: how many in a row may end in a hyphen;
    ``tolerance``: the greatest ratio of stretch; ``force``: whether a line may overflow if there is no other way.
    """

    first: float
    whole: float
    space: float
    em: float
    justify: bool
    limit: float
    tolerance: float = inf
    force: bool = False


@dataclass(slots=True)
class _Node:
    """A line's end that can be reached, and the way to it.

    ``begin``, ``spaces``: the width and the spaces before the next line; ``room``: of that line; ``demerits``: the sum
    so far; ``run``: hyphens in a row; ``line``, ``before``: the line that ends here and where that begins.
    """

    begin: float
    spaces: int
    room: float
    demerits: float = 0.0
    run: int = 0
    line: LineEnd | None = None
    before: _Node | None = None


def choose_ends(ends: Sequence[LineEnd], begin: tuple[float, int], m: Measure) -> list[LineEnd] | None:
    """Return the ends of the lines of a paragraph, None if none fits. ``begin``: the width and the spaces before it."""
    active = [_Node(*begin, m.first)]
    for end in ends:
        reached, active = _reach(end, active, m)
        if end.is_last:
            return _trace(min(reached, key=lambda node: node.demerits)) if reached else None
        active += reached
        if not active:
            return None
    return None


def _reach(end: LineEnd, active: list[_Node], m: Measure) -> tuple[list[_Node], list[_Node]]:
    """Return the best node at an end for each number of hyphens in a row, and the nodes that later ends may be from."""
    best: dict[int, _Node] = {}
    gone = 0  # nodes that no later end has room from
    for n, node in enumerate(active):
        ratio = _measure_ratio(end, node, m)
        if ratio < -1:
            gone = n + 1
        elif ratio > m.tolerance:
            break  # the nodes that follow begin further on: their lines are looser
        elif node.begin >= end.least_begin and (not end.kind or node.run < m.limit):
            demerits, run = _weigh_line(node, end, ratio, m)
            if run not in best or demerits < best[run].demerits:
                best[run] = _Node(end.begin, end.begin_spaces, m.whole, demerits, run, end, node)
    if m.force and gone == len(active) and (0 not in best or best[0].demerits > OVERFULL_DEMERITS):
        best[0] = _Node(end.begin, end.begin_spaces, m.whole, OVERFULL_DEMERITS, 0, end, active[-1])
    return list(best.values()), active[gone:]


def _measure_ratio(end: LineEnd, node: _Node, m: Measure) -> float:
    """Return by how much a line is stretched, 1 at badness 100, or shrunk, -1 to its limit; less does not fit."""
    lack = node.room - end.width + node.begin
    if lack < -SLACK:
        shrink = (end.spaces - node.spaces) * m.space * SHRINK if m.justify else 0.0
        return lack / shrink if shrink else -inf
    if end.is_last:
        return 0.0
    if not m.justify:
        return lack / max(m.whole * RAGGED_SHARE, m.em * RAGGED_EM)
    stretch = (end.spaces - node.spaces) * m.space * STRETCH
    return lack / stretch if stretch else (inf if lack > SLACK else 0.0)


def _weigh_line(node: _Node, end: LineEnd, ratio: float, m: Measure) -> tuple[float, int]:
    """Return the demerits of the way over a node to an end, and how many hyphens in a row it has then."""
    badness = LINE_BADNESS + BADNESS * min(abs(ratio), MAX_RATIO) ** 3
    demerits = node.demerits + badness * badness + END_DEMERITS[end.kind]
    if end.kind and node.run:
        demerits += LADDER_DEMERITS
    if end.is_last and node.line and (node.line.kind or end.width - node.begin < SHORT_EM * m.em):
        demerits += SHORT_DEMERITS
    run = (1 if m.limit == inf else node.run + 1) if end.kind else 0  # without a limit only whether there is one counts
    return demerits, run


def _trace(node: _Node) -> list[LineEnd]:
    lines = []
    step: _Node | None = node
    while step and step.line:
        lines.append(step.line)
        step = step.before
    return lines[::-1]
