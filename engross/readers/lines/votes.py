"""Find the vote that is printed under a text: its sentence, in a bracket or not, then who voted how.

"[Adopted by a recorded vote of 3 to 2, with 1 abstention. The voting was as follows:", "In favour:", the names; or no
more than "VOTE: 12-1-2".
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from engross.grammars.language import Language
from engross.readers.common.adoption_line import SENTENCE_STOP, join_words
from engross.readers.common.end_marks import COLONS, COMMAS
from engross.readers.lines.lines import Line

SENTENCE_LINES = 4  # of the sentence of a vote, at most
VOTE_LINES = 80  # of a vote with the names of all who voted, at most
OPENING, CLOSING = ("[", "［", "("), ("]", "］", ")")


def find_vote(lines: Sequence[Line], start: int, lang: Language) -> range:
    """Return the lines from ``start`` on that say by which votes a text was adopted; an empty range if they do not."""
    none, end = range(start, start), min(len(lines), start + VOTE_LINES)
    if start >= end or lines[start].spot:
        return none
    if is_tally(lines[start].text, lang):
        vote = range(start, _find_tallies_end(lines, start + 1, end, lang))
        return vote if sum(is_tally(lines[n].text, lang) for n in vote) > 1 else none
    if not _is_vote_sentence(lines[start : start + SENTENCE_LINES], lang):
        return none
    if lines[start].text.startswith(OPENING):
        bracketed = next((n for n in range(start, end) if lines[n].text.rstrip(".。").endswith(CLOSING)), None)
        if bracketed is not None:
            return range(start, bracketed + 1)
    return range(start, _find_tallies_end(lines, _find_sentence_end(lines, start, end, lang), end, lang))


def group_vote_lines(lines: Sequence[Line], vote: range, lang: Language) -> list[list[int]]:
    """Return the lines of a vote by paragraphs: its sentence, each label, the voters below it."""
    groups: list[list[int]] = []
    for n in vote:
        above = lines[groups[-1][-1]].text if groups else ""
        if not groups or is_tally(lines[n].text, lang) or above.rstrip().endswith(COLONS):
            groups.append([n])
        else:
            groups[-1].append(n)
    return groups


def _is_vote_sentence(lines: Sequence[Line], lang: Language) -> bool:
    """Return whether the first of the lines begins the sentence of a vote."""
    words = join_words([line.text for line in lines]).lstrip("".join(OPENING))
    capitals = re.IGNORECASE if lines[0].text.isupper() else re.RegexFlag(0)
    return re.match(lang.words["adoption"]["vote"], words, capitals) is not None


def is_tally(text: str, lang: Language) -> bool:
    """Return whether a line begins with what counts votes of one kind: "In favour:"."""
    record: dict[str, str] = lang.words["record"]
    names = "|".join(re.escape(record[kind]) for kind in ("in_favour", "against", "abstaining", "not_voting"))
    return re.match(rf"(?i:{names}|{lang.words['adoption']['tally']})\s*[:：]", text) is not None


def _find_sentence_end(lines: Sequence[Line], start: int, end: int, lang: Language) -> int:
    """Return the index behind the sentence of a vote: at its stop or colon, or before white space or a count."""
    for n in range(start, min(end, start + SENTENCE_LINES)):
        below = lines[n + 1] if n + 1 < len(lines) else None
        has_end = SENTENCE_STOP.search(lines[n].text) or lines[n].text.endswith(COLONS)
        if has_end or below is None or below.gap or below.begins or is_tally(below.text, lang):
            return n + 1
    return start + 1


def _find_tallies_end(lines: Sequence[Line], start: int, end: int, lang: Language) -> int:
    """Return the index behind the counts of a vote, and the names of voters in them, that stand from ``start`` on."""
    while start < end and (is_tally(lines[start].text, lang) or _has_more_names(lines[start - 1], lines[start])):
        start += 1
    return start


def _has_more_names(line: Line, below: Line) -> bool:
    """Return whether names of voters go on, or begin, on the line below."""
    return not below.gap and line.text.rstrip().endswith((*COMMAS, *COLONS))
