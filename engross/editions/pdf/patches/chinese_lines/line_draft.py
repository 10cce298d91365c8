"""A line while it is cut: what fits, how far it may be stretched or tightened, and where it ends if taken by itself.

The longest line that fits is taken, or the next longer one if tightening it within limits looks better than stretching
the other. Marks at a line's edges are set half width (clreq 3.1.6), or outside the measure if the style asks for it.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace

from engross.editions.pdf.patches.chinese_lines.breaks import is_forbidden_break
from engross.editions.pdf.patches.chinese_lines.char_classes import HANGING_MARKS, OPENING_MARKS
from engross.editions.pdf.patches.chinese_lines.justify import LOOSE_GAP_EM
from engross.editions.pdf.patches.chinese_lines.paragraph import ChineseParagraph

SLACK_PIXELS = 1e-6  # a difference of so many pixels is rounding
SAME_PIXELS = 0.01  # rooms that differ by less are the same


@dataclass(frozen=True, slots=True)
class LineRoom:
    """The room of a line.

    ``width``: in pixels; ``whole``: that of a line without indent; ``align``, ``last``: the text alignment of lines and
    of a last line; ``hang``: whether marks may hang outside.
    """

    width: float
    whole: float
    align: str = "justify"
    last: str = "start"
    hang: bool = False

    def is_as_foreseen(self, width: float) -> bool:
        """Return whether the room is as wide, in pixels, as a plan foresaw."""
        return abs(self.width - width) <= SAME_PIXELS


@dataclass(frozen=True, slots=True)
class LineDraft:
    """A line being cut, from ``start`` to ``stop`` at the latest; ``lead``: the blank of its first mark, in pixels."""

    p: ChineseParagraph
    start: int
    stop: int
    lead: float
    room: LineRoom

    def begin_line(self, start: int) -> LineDraft:
        """Return the draft of a further line of the paragraph, which has no indent."""
        lead = self.p.blanks[start][0] if self.p.text[start] in OPENING_MARKS else 0.0
        room = self.room if self.room.width == self.room.whole else replace(self.room, width=self.room.whole)
        return LineDraft(self.p, start, self.stop, lead, room)

    def visible_end(self, end: int) -> int:
        """Return where the visible text ends if the line is broken before character ``end``."""
        while end > self.start and self.p.text[end - 1] == " ":
            end -= 1
        return end

    def trailing_blank(self, end: int) -> float:
        """Return the pixels of the last mark that hang outside the measure, or are blank, for visible end ``end``."""
        last = end - 1
        if last < self.start:
            return 0.0
        if self.room.hang and self.p.text[last] in HANGING_MARKS:
            return self.p.advances[last] - self.p.cuts[last]
        return max(0.0, self.p.blanks[last][1] - self.p.cuts[last])

    def least_width(self, end: int) -> float:
        """Return the width of the line up to visible end ``end`` without its trailing blank, no gap shrunk."""
        return self.full_width(end) - self.trailing_blank(end)

    def full_width(self, end: int) -> float:
        """Return the width of the line up to visible end ``end`` with its last mark whole."""
        p = self.p
        tail = p.tails[end - 1] if end < len(p.text) else 0.0
        return p.sums[end] - p.sums[self.start] - self.lead - tail

    def stretch_shares(self, end: int) -> float:
        """Return the sum of the stretch shares of the line's gaps."""
        return self.p.stretches[end - 1] - self.p.stretches[self.start]

    def shrink_limit(self, end: int) -> float:
        """Return the pixels by which the line may be tightened; 0 if it is not justified."""
        if self.room.align != "justify":
            return 0.0
        return (self.p.shrinks[end - 1] - self.p.shrinks[self.start]) * self.p.em


def choose_line_end(draft: LineDraft) -> int:
    """Return the index of the character before which the line ends."""
    fits, longer = _find_nearest_places(draft)
    if fits == draft.stop:
        return fits
    excess = draft.least_width(draft.visible_end(longer)) - draft.room.width
    shrink_limit = draft.shrink_limit(draft.visible_end(longer))
    if fits and draft.p.sums[longer] - draft.p.sums[fits] > draft.room.whole:  # what comes next is longer than any line
        return max(fits, _find_emergency_break(draft, longer, fits))
    if fits and (
        excess > shrink_limit
        or not _is_tightening_better(draft, draft.visible_end(fits), excess / shrink_limit if shrink_limit else 0.0)
    ):
        return fits
    if excess <= shrink_limit:
        return longer
    return _find_emergency_break(draft, longer) or longer


def _find_nearest_places(draft: LineDraft) -> tuple[int, int]:
    """Return the last place at which the line fits without shrinking, 0 for none, and the first where it does not."""
    free, p = draft.p.places.free, draft.p
    guess = bisect_right(p.sums, p.sums[draft.start] + draft.room.width)
    index = bisect_left(free, guess)
    lowest = bisect_right(free, draft.start)

    def place_at(at: int) -> int:
        return min(free[at], draft.stop) if at < len(free) else draft.stop

    index = max(lowest, min(index, bisect_left(free, draft.stop)))
    while index > lowest and not _can_end_at(draft, place_at(index - 1)):
        index -= 1
    while _can_end_at(draft, place_at(index)):
        if place_at(index) == draft.stop:
            return draft.stop, draft.stop
        index += 1
    fits = place_at(index - 1) if index > lowest else 0
    return (fits if draft.visible_end(fits) > draft.start else 0), place_at(index)


def _can_end_at(draft: LineDraft, end: int) -> bool:
    return draft.least_width(draft.visible_end(end)) <= draft.room.width + SLACK_PIXELS


def _is_tightening_better(draft: LineDraft, end: int, tight: float) -> bool:
    """Return whether the longer line, tightened, looks better than the one that fits, stretched.

    ``end``: the visible end of the one that fits; ``tight``: the share of its limit by which the longer is tightened.
    """
    shares = draft.stretch_shares(end)
    if not shares:
        return True
    stretch_em = (draft.room.width - draft.least_width(end)) / shares / draft.p.em
    return tight < stretch_em / LOOSE_GAP_EM


def _find_emergency_break(draft: LineDraft, before: int, fits: int = 0) -> int:
    """Return where to break a word longer than the line, 0 to leave it whole on this line.

    It is broken between the words of a kept element; if there are none, in a symbol, best behind "/"; else between any
    characters. ``before``: the place up to which it must break; ``fits``: where the line may end otherwise, 0 for none.
    """
    places = draft.p.places
    soft = [n for n in places.soft if draft.start < n < before]
    if fitting := [n for n in soft if _can_end_at(draft, n)]:
        return fitting[-1]
    if fits and any(n > fits for n in soft):
        return 0
    if bound := [n for n in places.bound if draft.start < n < before and _can_end_at(draft, n)]:
        return bound[-1]
    anywhere = (n for n in _inner_places(draft, before) if not is_forbidden_break(draft.p.run, n))
    return max((n for n in anywhere if _can_end_at(draft, n)), default=0)


def _inner_places(draft: LineDraft, before: int) -> Iterator[int]:
    return (n for n in range(draft.start + 1, before) if draft.visible_end(n) > draft.start)
