"""A paragraph to its next line: where it ends, and what is added to each gap of it.

The line that fits is taken; or the next longer one, where tightening it within limits looks better than stretching
the other. Marks at a line's edges are set half width (clreq 3.1.6), or outside the measure where that is asked for.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from engross.editions.pdf.patches.chinese_lines.breaks import is_forbidden_break
from engross.editions.pdf.patches.chinese_lines.char_classes import HANGING_MARKS, NEWLINE, OPENING_MARKS
from engross.editions.pdf.patches.chinese_lines.justify import LOOSE_GAP_EM
from engross.editions.pdf.patches.chinese_lines.paragraph import ChineseParagraph

SLACK_PIXELS = 1e-6  # pixels that are no more than rounding


@dataclass(frozen=True, slots=True)
class LineRoom:
    """The room of a line: its width in pixels, that of a whole line; how its text is aligned, and on a last line.

    ``hang``: whether marks may hang outside it.
    """

    width: float
    whole: float
    align: str = "justify"
    last: str = "start"
    hang: bool = False


@dataclass(frozen=True, slots=True)
class ChineseLine:
    """A line: its characters from ``start`` to ``end``, spaces at its edges left out; where the text goes on.

    ``lead``: the blank of a first mark that stands outside; ``trail``: the blank, or the hanging width, of a last
    one; ``added``: pixels to add behind each character. ``more``: whether the paragraph goes on; ``forced``: the
    place of the line break that ends it, else -1.
    """

    start: int
    end: int
    lead: float
    trail: float
    added: list[float]
    more: bool
    forced: int


def cut_next_line(p: ChineseParagraph, start: int, room: LineRoom) -> ChineseLine:
    """The line that begins at character ``start``, in the room there is."""
    fresh = start == 0 and p.numbered
    if not fresh:
        while start < len(p.text) - 1 and p.text[start] == " ":
            start += 1
    lead = p.blanks[start][0] if p.text[start] in OPENING_MARKS and not fresh else 0.0
    stop = p.text.find(NEWLINE, start)
    forced = stop
    if stop < 0:
        stop = len(p.text)
    draft = _LineDraft(p, start, stop, lead, room)
    end = _choose_line_end(draft)
    more = end < stop or forced >= 0
    return _justify_line(draft, end, more, forced if end == stop else -1)


@dataclass(frozen=True, slots=True)
class _LineDraft:
    """A line being cut: it begins at ``start`` and ends at ``stop`` at the latest."""

    p: ChineseParagraph
    start: int
    stop: int
    lead: float
    room: LineRoom

    def visible_end(self, end: int) -> int:
        """Where the line's visible text ends if it is broken before character ``end``."""
        while end > self.start and self.p.text[end - 1] == " ":
            end -= 1
        return end

    def trailing_blank(self, end: int) -> float:
        """What stands outside the measure, or is blank, of the last mark of a line with visible end ``end``."""
        last = end - 1
        if last < self.start:
            return 0.0
        if self.room.hang and self.p.text[last] in HANGING_MARKS:
            return self.p.advances[last] - self.p.cuts[last]
        return max(0.0, self.p.blanks[last][1] - self.p.cuts[last])

    def least_width(self, end: int) -> float:
        """The least width of the line with visible end ``end``, before any gap of it shrinks."""
        return self.full_width(end) - self.trailing_blank(end)

    def full_width(self, end: int) -> float:
        """The width of the line, its last mark whole."""
        p = self.p
        tail = p.tails[end - 1] if end < len(p.text) else 0.0
        return p.sums[end] - p.sums[self.start] - self.lead - tail

    def stretch_shares(self, end: int) -> float:
        """The shares of the gaps of the line."""
        return self.p.stretches[end - 1] - self.p.stretches[self.start]

    def shrink_limit(self, end: int) -> float:
        """By how many pixels the line may be tightened."""
        if self.room.align != "justify":
            return 0.0
        return (self.p.shrinks[end - 1] - self.p.shrinks[self.start]) * self.p.em


def _choose_line_end(draft: _LineDraft) -> int:
    """Before which character the line ends."""
    fits, longer = _find_nearest_places(draft)
    if fits == draft.stop:
        return fits
    over = draft.least_width(draft.visible_end(longer)) - draft.room.width
    give = draft.shrink_limit(draft.visible_end(longer))
    if fits and draft.p.sums[longer] - draft.p.sums[fits] > draft.room.whole:  # no line holds what comes next
        return max(fits, _find_emergency_break(draft, longer, fits))
    if fits and (
        over > give or not _is_tightening_better(draft, draft.visible_end(fits), over / give if give else 0.0)
    ):
        return fits
    if over <= give:
        return longer
    return _find_emergency_break(draft, longer) or longer


def _find_nearest_places(draft: _LineDraft) -> tuple[int, int]:
    """The last place at which the line fits untouched, 0 for none, and the first at which it does not."""
    free, p = draft.p.places.free, draft.p
    guess = bisect_right(p.sums, p.sums[draft.start] + draft.room.width)
    n = bisect_left(free, guess)
    low = bisect_right(free, draft.start)

    def place_at(at: int) -> int:
        return min(free[at], draft.stop) if at < len(free) else draft.stop

    n = max(low, min(n, bisect_left(free, draft.stop)))
    while n > low and not _can_end_at(draft, place_at(n - 1)):
        n -= 1
    while _can_end_at(draft, place_at(n)):
        if place_at(n) == draft.stop:
            return draft.stop, draft.stop
        n += 1
    fits = place_at(n - 1) if n > low else 0
    return (fits if draft.visible_end(fits) > draft.start else 0), place_at(n)


def _can_end_at(draft: _LineDraft, end: int) -> bool:
    return draft.least_width(draft.visible_end(end)) <= draft.room.width + SLACK_PIXELS


def _is_tightening_better(draft: _LineDraft, end: int, tight: float) -> bool:
    """Whether the longer line, tightened by a share of its limit, looks better than the one that fits, stretched."""
    shares = draft.stretch_shares(end)
    if not shares:
        return True
    loose = (draft.room.width - draft.least_width(end)) / shares / draft.p.em
    return tight < loose / LOOSE_GAP_EM


def _find_emergency_break(draft: _LineDraft, before: int, fits: int = 0) -> int:
    """Where a word longer than the line is broken after all, 0 where it is not on this line, which may end at ``fits``.

    Between the words of a kept element; without such a place in a symbol, behind "/"; else between any characters.
    """
    places = draft.p.places
    soft = [n for n in places.soft if draft.start < n < before]
    if kept := [n for n in soft if _can_end_at(draft, n)]:
        return kept[-1]
    if fits and any(n > fits for n in soft):
        return 0
    if bound := [n for n in places.bound if draft.start < n < before and _can_end_at(draft, n)]:
        return next((n for n in reversed(bound) if draft.p.text[n - 1] == "/"), bound[-1])
    anywhere = (n for n in _inner_places(draft, before) if not is_forbidden_break(draft.p.run, n))
    return max((n for n in anywhere if _can_end_at(draft, n)), default=0)


def _inner_places(draft: _LineDraft, before: int) -> Iterator[int]:
    return (n for n in range(draft.start + 1, before) if draft.visible_end(n) > draft.start)


def _justify_line(draft: _LineDraft, end: int, more: bool, forced: int) -> ChineseLine:
    """The line with its gaps opened or tightened to the measure, where it is to be justified."""
    p, room = draft.p, draft.room
    seen = draft.visible_end(end)
    last = not more or forced >= 0
    align = room.last if last else room.align
    trail = draft.trailing_blank(seen)
    if last and align != "justify" and draft.full_width(seen) <= room.width + SLACK_PIXELS:
        trail = 0.0
    rest = room.width - (draft.full_width(seen) - trail)
    gaps = range(draft.start, max(draft.start, seen - 1))
    added = [0.0] * (len(gaps) + 1)
    if rest < -SLACK_PIXELS and (give := draft.shrink_limit(seen)):
        share = max(rest / give, -1.0) * p.em
        added = [p.gaps.shrink[n] * share for n in gaps] + [0.0]
    elif rest > SLACK_PIXELS and align == "justify" and (shares := draft.stretch_shares(seen)):
        share = rest / shares
        added = [p.gaps.stretch[n] * share for n in gaps] + [0.0]
    return ChineseLine(draft.start, seen, draft.lead, trail, added, more, forced)
