"""Cut the next line of a paragraph: find its end and the space added to each of its gaps.

Lines that are justified end where the plan of their paragraph has it (``plan``); others by themselves.
"""

from __future__ import annotations

from dataclasses import dataclass

from engross.editions.pdf.patches.chinese_lines.char_classes import NEWLINE, OPENING_MARKS
from engross.editions.pdf.patches.chinese_lines.line_draft import SLACK_PIXELS, LineDraft, LineRoom, choose_line_end
from engross.editions.pdf.patches.chinese_lines.paragraph import ChineseParagraph, skip_spaces
from engross.editions.pdf.patches.chinese_lines.plan import plan_line_ends


@dataclass(frozen=True, slots=True)
class ChineseLine:
    """A line: the characters from ``start`` to ``end`` of its paragraph, without the spaces at its edges.

    ``lead``: the blank of a first mark, which stands outside; ``trail``: the blank, or the hanging width, of a last
    mark; ``added``: pixels to add behind each character; ``more``: whether the paragraph goes on; ``forced``: the
    place of the line break that ends the line, else -1; ``hyphen``: what divides a word at its end, of
    ``hyphen_width`` pixels; no Chinese line has one.
    """

    start: int
    end: int
    lead: float
    trail: float
    added: list[float]
    more: bool
    forced: int
    hyphen: str = ""
    hyphen_width: float = 0.0


def cut_next_line(p: ChineseParagraph, start: int, room: LineRoom) -> ChineseLine:
    """Return the line that begins at character ``start``, cut and justified to ``room``."""
    is_after_number = start == 0 and p.numbered
    if not is_after_number:
        start = skip_spaces(p.text, start)
    lead = p.blanks[start][0] if p.text[start] in OPENING_MARKS and not is_after_number else 0.0
    stop = p.text.find(NEWLINE, start)
    forced = stop
    if stop < 0:
        stop = len(p.text)
    draft = LineDraft(p, start, stop, lead, room)
    end = _find_planned_end(draft) if room.align == "justify" else choose_line_end(draft)
    more = end < stop or forced >= 0
    return _justify_line(draft, end, more, forced if end == stop else -1)


def _find_planned_end(draft: LineDraft) -> int:
    """Return the end of a line as its paragraph is planned; plan it anew where the line has not the room foreseen."""
    plans, start, room = draft.p.plans, draft.start, draft.room
    if start not in plans or not room.is_as_foreseen(plans[start][0]):
        for begin, end in plan_line_ends(draft).items():
            plans[begin] = room.width if begin == start else room.whole, end
    return plans[start][1]


def _justify_line(draft: LineDraft, end: int, more: bool, forced: int) -> ChineseLine:
    """Return the line with its gaps stretched or tightened to the measure, if it is to be justified."""
    p, room = draft.p, draft.room
    visible_end = draft.visible_end(end)
    is_last = not more or forced >= 0
    align = room.last if is_last else room.align
    trail = draft.trailing_blank(visible_end)
    if is_last and align != "justify" and draft.full_width(visible_end) <= room.width + SLACK_PIXELS:
        trail = 0.0
    room_left = room.width - (draft.full_width(visible_end) - trail)
    gaps = range(draft.start, max(draft.start, visible_end - 1))
    added = [0.0] * (len(gaps) + 1)
    if room_left < -SLACK_PIXELS and (shrink_limit := draft.shrink_limit(visible_end)):
        share = max(room_left / shrink_limit, -1.0) * p.em
        added = [p.gaps.shrink[n] * share for n in gaps] + [0.0]
    elif room_left > SLACK_PIXELS and align == "justify" and (shares := draft.stretch_shares(visible_end)):
        share = room_left / shares
        added = [p.gaps.stretch[n] * share for n in gaps] + [0.0]
    return ChineseLine(draft.start, visible_end, draft.lead, trail, added, more, forced)
