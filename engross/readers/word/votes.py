"""Read a vote that is printed under a text: its sentence in a bracket, then the lists of voters, each under a label."""

from __future__ import annotations

from engross.model.tree import Paragraph, Role
from engross.readers.common.end_marks import COLONS
from engross.readers.common.nest_vote import nest_vote
from engross.readers.word.body_items import BodyItem
from engross.readers.word.item_markers import cut_marker
from engross.readers.word.split_breaks import split_item_at_breaks

OPENING, CLOSING = ("[", "［"), ("]", "］")
VOTE_ITEMS = 16  # of a vote, at most: its sentence, three labels, the lists of voters


def split_vote(items: list[BodyItem]) -> tuple[list[BodyItem], list[BodyItem]]:
    """Return the items of a text without those of the vote under it, and these, a line each; none for no vote."""
    for n, item in enumerate(items):
        if not item.content or not _is_vote_sentence(split_item_at_breaks(item)[0]):
            continue
        ends = (m + 1 for m in range(n, min(len(items), n + VOTE_ITEMS)) if items[m].text.endswith(CLOSING))
        end = next(ends, n)
        vote = [line for each in items[n:end] if each.content for line in split_item_at_breaks(each)]
        if any(line.text.endswith(COLONS) for line in vote[1:]):
            return [*items[:n], *items[end:]], vote
    return items, []


def _is_vote_sentence(line: BodyItem) -> bool:
    """Return whether a line opens a bracket, counts votes and ends with a colon; paragraphs not agreed have numbers."""
    is_open = (
        line.text.startswith(OPENING) and line.text.endswith(COLONS) and not cut_marker(line.content, heading=False)[0]
    )
    return is_open and any(map(str.isdecimal, line.text))


def build_vote(lines: list[BodyItem]) -> Paragraph | None:
    """Build the paragraph of a vote, with each label and the voters below it under it; None without lines."""
    if not lines:
        return None
    first, *others = (Paragraph(Role.VOTE, line.content, where=line.where) for line in lines)
    return nest_vote(first, others)
