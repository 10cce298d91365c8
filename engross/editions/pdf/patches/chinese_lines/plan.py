"""Choose the ends of all lines of a Chinese paragraph together, so that its gaps stay even.

Taken line by line, a line that is pressed to hold one more character stands beside others that are opened. Here the
lines are those of least demerits over the paragraph (Knuth and Plass 1981), with demerits for neighbours whose gaps
differ. What the line breaker would take is always among the ends that are tried, with a few before and behind it.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from heapq import heappop, heappush
from math import inf

from engross.editions.pdf.patches.chinese_lines.justify import LOOSE_GAP_EM, WORD_GAP
from engross.editions.pdf.patches.chinese_lines.line_draft import SLACK_PIXELS, LineDraft, choose_line_end
from engross.editions.pdf.patches.chinese_lines.paragraph import skip_spaces

TRIED_BEFORE, TRIED_BEHIND = 3, 2  # places tried before and behind the end that the line breaker would take
WIDEST_EM = 0.2  # by which the gaps between Han may be stretched in a line that is tried
LINE_DEMERITS = 1.0  # of each line, so that fewer are better
UNEVEN_DEMERITS, UNEVEN_EM = 6.0, 0.1  # of neighbours whose gaps differ by so many em; they grow with the square
PRESSED_EM, OPENED_EM = -0.03, 0.06  # gaps changed by so many em make lines that look tight, and loose


@dataclass(slots=True)  # not frozen: there are ten for each line
class _Node:
    """A line's end that can be reached, and the way to it.

    ``start``: where the next line begins; ``gap``: the em by which the gaps of the line before are opened, less than 0
    if pressed; ``line``: where that line begins and its end; ``before``: where it begins, as a node.
    """

    start: int
    demerits: float = 0.0
    gap: float = 0.0
    line: tuple[int, int] = (-1, -1)
    before: _Node | None = None

    @property
    def looks(self) -> int:
        """Whether the line before looks tight (-1), loose (1) or neither (0)."""
        return -1 if self.gap < PRESSED_EM else int(self.gap > OPENED_EM)


@dataclass(slots=True)
class _End:
    """An end that a line may have: where the next begins, by what its gaps are opened, and its own demerits."""

    end: int
    start: int
    gap: float
    demerits: float


def plan_line_ends(draft: LineDraft) -> dict[int, int]:
    """Return the ends of the lines from a drafted one on, up to a line break, by the places where they begin."""
    best: dict[int, dict[int, _Node]] = {draft.start: {0: _Node(draft.start)}}
    waiting, last = [draft.start], None
    while waiting:
        start = heappop(waiting)
        line = draft if start == draft.start else draft.begin_line(start)
        ends = list(map(partial(_make_end, line), _iter_ends(line)))
        for node in best.pop(start).values():
            for end in ends:
                reached = _extend(node, line, end)
                if end.end == line.stop:
                    last = reached if last is None or reached.demerits < last.demerits else last
                else:
                    if reached.start not in best:
                        heappush(waiting, reached.start)
                    _keep_best(best.setdefault(reached.start, {}), reached)
    return dict(_trace(last))


def _keep_best(nodes: dict[int, _Node], node: _Node) -> None:
    if node.looks not in nodes or node.demerits < nodes[node.looks].demerits:
        nodes[node.looks] = node


def _iter_ends(line: LineDraft) -> Iterator[int]:
    """Iterate over the ends that a line may have: what the line breaker would take, and those near it."""
    usual = choose_line_end(line)
    yield usual
    free = line.p.places.free
    at = bisect_left(free, usual)
    if usual == line.stop or at == len(free) or free[at] != usual:
        behind: list[int] = []
        before = free[max(0, at - TRIED_BEFORE) : at] if usual == line.stop else []
    else:
        behind = free[at + 1 : at + 1 + TRIED_BEHIND]
        before = free[max(0, at - TRIED_BEFORE) : at]
        if at + 1 + TRIED_BEHIND > len(free):
            behind = [*behind, line.stop]
    for end in (*before, *behind):
        if line.start < line.visible_end(end) and end <= line.stop and _measure_line(line, end)[1] < inf:
            yield end


def _make_end(line: LineDraft, end: int) -> _End:
    gap, badness = _measure_line(line, end, is_kept=True)
    return _End(end, skip_spaces(line.p.text, line.visible_end(end)), gap, (LINE_DEMERITS + badness * badness) ** 2)


def _extend(node: _Node, line: LineDraft, end: _End) -> _Node:
    demerits = node.demerits + end.demerits
    if node.before and end.end != line.stop:
        demerits += UNEVEN_DEMERITS * ((end.gap - node.gap) / UNEVEN_EM) ** 2
    return _Node(end.start, demerits, end.gap, (line.start, end.end), node)


def _measure_line(line: LineDraft, end: int, *, is_kept: bool = False) -> tuple[float, float]:
    """Return the em by which a line's gaps are opened, and its badness: 1 at its limits, infinite beyond.

    ``is_kept``: the line is taken whatever it looks like.
    """
    visible = line.visible_end(end)
    lack = line.room.width - line.least_width(visible)
    if lack < -SLACK_PIXELS:
        limit = line.shrink_limit(visible)
        tight = -lack / limit if limit else inf
        if tight > 1 and not is_kept:
            return 0.0, inf
        return -WORD_GAP[1] * min(tight, 1.0), min(tight, 2.0)
    if end == line.stop:
        return 0.0, 0.0
    shares = line.stretch_shares(visible)
    stretch = lack / shares / line.p.em if shares else inf if lack > SLACK_PIXELS else 0.0
    if stretch > WIDEST_EM and not is_kept:
        return 0.0, inf
    stretch = min(stretch, 2 * WIDEST_EM)
    return WORD_GAP[0] * stretch, stretch / LOOSE_GAP_EM


def _trace(node: _Node | None) -> Iterator[tuple[int, int]]:
    while node and node.before:
        yield node.line
        node = node.before
