"""Raise the repeated calls of a text without a layout: "of 24 April 1963 107 and", where note 107 was called before.

Nothing shows that such a number was set small and high but its place: the text's other calls stand as it does, glued to
the word before or behind a space, and the sentence goes on as behind no number of things. Each is told; one that may
be either is told as well, and stays text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from engross.grammars.language import Language
from engross.model.text import spell_inlines
from engross.model.tree import Inline, Note, Resolution, Style, Styled, Text, Where
from engross.model.walk import rewrite_blocks
from engross.readers.lines.body import BodyMaterial
from engross.readers.lines.note_calls import (
    COUPLED_NUMBER,
    SURE_LIKELIHOOD,
    WIDE_GAP_LIKELIHOOD,
    rate_call,
)

# What a call follows: a word of three letters at least, no capital glued to it, a mark, a year, a symbol.
CALLED_WORDS = re.compile(r"(?:[^\W\d_]{2}[^\W\d_A-Z]|[,;:)\]”’»]|[^\W\d_]{4}[.]|(?<!\d)(?:19|20)\d\d)$")
CALLED_WORDS_BEFORE_SPACE = re.compile(rf"(?:{CALLED_WORDS.pattern[:-1]}|/(?:Add|Corr|Rev)[.]\d{{1,3}})\s$")
LIST_NUMBER = re.compile(r"(?<![\d./])\d{1,3}\s*[,،;؛]$")  # a number, of no symbol, that a list continues
LEAST_DOUBTFUL_NUMBER = 10  # smaller ones count things: 3 lamps


@dataclass(frozen=True, slots=True)
class RepeatedCall:
    """A number that calls a note again, or may: the number, the paragraph's place, whether it was raised."""

    number: str
    where: Where
    is_raised: bool


@dataclass
class _CallSearch:
    """What the search for repeated calls knows: where each note is first called, how calls stand, what it came upon."""

    lang: Language
    first_lines: dict[str, int]  # the line of a note's first call
    is_spaced: bool  # calls stand behind a space
    calls: list[RepeatedCall] = field(default_factory=list)


def raise_repeated_calls(resolution: Resolution, material: BodyMaterial) -> tuple[Resolution, tuple[RepeatedCall, ...]]:
    """Return the resolution with its repeated calls as superscripts, and those calls with the doubtful ones."""
    lines = material.texts
    first_lines = {call.number: lines[call.line].number for call in material.calls if call.number.isdigit()}
    if not first_lines or material.lang.words["reading"]["tight"] or any(line.calls is not None for line in lines):
        return resolution, ()
    spaced = sum(lines[call.line].text[: call.start][-1:].isspace() for call in material.calls)
    search = _CallSearch(material.lang, first_lines, 2 * spaced > len(material.calls))

    def raise_calls(content: tuple[Inline, ...], where: Where) -> tuple[Inline, ...]:
        return tuple(_raise_calls_of_run(content, where, search))

    parts = tuple(replace(part, body=rewrite_blocks(part.body, raise_calls)) for part in resolution.parts)
    return replace(resolution, parts=parts), tuple(search.calls)


def _raise_calls_of_run(content: tuple[Inline, ...], where: Where, search: _CallSearch) -> Iterator[Inline]:
    """Yield the inlines of a run, its repeated calls as superscripts, without the space before them."""
    called = {number for number, line in search.first_lines.items() if line < where.line}
    called |= {item.number for item in content if isinstance(item, Note)}
    before = ""
    for n, item in enumerate(content):
        words = spell_inlines((item,), calls=False)
        if isinstance(item, Text):
            after = spell_inlines(content[n + 1 :], calls=False)
            calls = [*_find_calls_in(item.text, (before, after), called, search)]
            search.calls += (RepeatedCall(match[0], where, is_sure) for match, is_sure in calls)
            yield from _raise_figures(item.text, [match for match, is_sure in calls if is_sure])
        else:
            yield item
        before += words


def _find_calls_in(
    text: str, around: tuple[str, str], called: set[str], search: _CallSearch
) -> Iterator[tuple[re.Match[str], bool]]:
    """Yield the numbers of a text that are repeated calls, and whether each surely is one.

    ``around``: the words before and behind the text; ``called``: the numbers that may be called again.
    """
    for match in re.finditer(r"(?<![\d*])\d{1,3}(?![\d*])", text):
        if match[0] in called:
            likelihood = _rate_again(around[0] + text[: match.start()], text[match.end() :] + around[1], search)
            is_sure = likelihood >= SURE_LIKELIHOOD
            if is_sure or (likelihood > 0 and int(match[0]) >= LEAST_DOUBTFUL_NUMBER):
                yield match, is_sure


def _raise_figures(text: str, figures: list[re.Match[str]]) -> Iterator[Inline]:
    """Yield the pieces of a text between figures, without the space before these, and the figures as superscripts."""
    done = 0
    for match in figures:
        yield from (Text(piece) for piece in (text[done : match.start()].rstrip(),) if piece)
        yield Styled(Style.SUPERSCRIPT, (Text(match[0]),))
        done = match.end()
    if text[done:]:
        yield Text(text[done:])


def _rate_again(before: str, after: str, search: _CallSearch) -> float:
    """Return how likely the number between two texts calls a note again: SURE_LIKELIHOOD and more, or less, or 0."""
    pattern = CALLED_WORDS_BEFORE_SPACE if search.is_spaced else CALLED_WORDS
    if not pattern.search(before) or LIST_NUMBER.search(before.rstrip()) or COUPLED_NUMBER.match(after):
        return 0.0
    goes_on = search.lang.words["calls"]["goes_on"]
    if re.search(rf"(?:^|\s){goes_on}\s$", before):
        return 0.0
    likelihood = rate_call(before, after, search.lang)
    if likelihood < WIDE_GAP_LIKELIHOOD or not search.is_spaced:
        return likelihood if likelihood >= SURE_LIKELIHOOD else 0.0
    is_call = not after.strip() or re.match(rf"\s+{goes_on}", after)
    return SURE_LIKELIHOOD if is_call else WIDE_GAP_LIKELIHOOD
