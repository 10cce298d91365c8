"""Divide a paragraph in two where another begins in it: the words and their order stay as they are."""

from __future__ import annotations

import re
from dataclasses import replace

from engross.grammars.numbering import find_opening_marker, is_next_marker, parse_marker
from engross.model.notice import Refusal
from engross.model.split_run import split_run
from engross.model.text import spell_inlines
from engross.model.tree import Block, Inline, Paragraph, Role
from engross.pipeline.desk.lead_words import find_word_ends

Blocks = tuple[Block, ...]
DIVIDED_ROLES = (Role.PREAMBULAR, Role.OPERATIVE, Role.POINT, Role.PLAIN)
BETWEEN = re.compile(r"[\s,;:，；：،؛.。]*")  # marks and spaces between the last word of one and the first of the next
ENDING_MARKS = ";；؛:：.。"  # behind which a paragraph may begin
MOST_PLACES = 8  # that are offered
SHOWN_CHARACTERS = 40  # of the words that would begin the paragraph


def find_division_places(text: str) -> list[tuple[int, str]]:
    """Return the places where another paragraph may begin: words before it, and its first words.

    A marker begins one, and so may what follows a clause; those with markers are offered first where there are many.
    """
    found = []
    for count, end in enumerate(find_word_ends(text)[:-1], 1):
        begin = _skip_marks(text, end)
        shown = text[begin : begin + SHOWN_CHARACTERS]
        marker = find_opening_marker(shown, is_point=True)
        if shown and (marker or text[end:begin].strip()[-1:] in tuple(ENDING_MARKS)):
            found.append((not marker, count, shown))
    return sorted((count, shown) for _, count, shown in sorted(found)[:MOST_PLACES])


def _skip_marks(text: str, end: int) -> int:
    match = BETWEEN.match(text, end)
    return match.end() if match else end


def divide_block(group: Blocks, n: int, value: str) -> Blocks:
    """Return the blocks, the paragraph at a place divided behind ``value`` words. Raises Refusal where none end there.

    A marker that opens the second is its number: a point beside the first if it follows its marker, else one under it.
    """
    block = group[n]
    if not isinstance(block, Paragraph) or block.role not in DIVIDED_ROLES:
        raise Refusal("only a paragraph can be divided", "choose a paragraph")
    text = spell_inlines(block.content, calls=False)
    ends = find_word_ends(text)
    if not value.isdecimal() or not 0 < int(value) < len(ends):
        raise Refusal("there is no such place to divide it", "choose one of those that are shown")
    begin = _skip_marks(text, ends[int(value) - 1])
    first = replace(block, content=split_run(block.content, len(text[:begin].rstrip()))[0], children=())
    second = _make_second(block, split_run(block.content, begin)[1])
    if second.role is block.role:
        return (*group[:n], first, replace(second, children=block.children), *group[n + 1 :])
    return (*group[:n], replace(first, children=(second, *block.children)), *group[n + 1 :])


def _make_second(block: Paragraph, content: tuple[Inline, ...]) -> Paragraph:
    text = spell_inlines(content, calls=False)
    number = find_opening_marker(text, is_point=True)
    if number:
        content = split_run(content, len(text) - len(text[len(number) :].lstrip()))[1]
    match = parse_marker(number) if number else None
    is_under = bool(match and match.lastgroup != "number") and not is_next_marker(number, block.number)
    return Paragraph(Role.POINT if is_under else block.role, content, number, where=block.where)
