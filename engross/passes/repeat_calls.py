"""Link repeated calls to their notes: raised figures in the text that are the number of a note called elsewhere.

Word writes them as fields (NOTEREF), official XML and PDFs as superscripts. Raised figures behind a number, a space or
the short name of a unit (10², m²) are exponents; a year has none.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from engross.grammars.han import HAN_RANGE
from engross.model.replace_items import replace_items
from engross.model.text import spell_inlines
from engross.model.tree import Block, Citation, Inline, Link, Note, Part, Resolution, Style, Styled, Text
from engross.model.walk import inlines_of, notes_of, rewrite_blocks, runs_of_blocks, top_blocks_of

NoteIds = dict[str, str]

CALLS = re.compile(r"\s*,?\s*[(（]?\d{1,3}[)）]?(?:\s*[,،、]\s*[(（]?\d{1,3}[)）]?)*\s*")  # "4", "4, 5", "(4)"
NUMBER = re.compile(r"\d+")
# What a call follows: a word of three letters at least, a Han character, a mark, a year, a symbol (S/7930/Add.107).
CALLED_WORDS = re.compile(
    rf"(?:[^\W\d_]{{3}}|[{HAN_RANGE}]|[^\w\s]|(?<!\d)(?:19|20)\d\d|/(?:Add|Corr|Rev)[.]\d{{1,3}})$"
)
CALLED_CHARACTERS = 9  # that are enough to tell


def link_repeated_calls(resolution: Resolution) -> Resolution:
    """Return the resolution with each repeated call as a link to the note of its number, in its own part first."""
    everywhere = _map_single_notes(notes_of(resolution))
    parts = (_link_part(part, everywhere | _map_single_notes(_notes_in(part))) for part in resolution.parts)
    return replace(resolution, parts=tuple(parts)) if everywhere else resolution


def _notes_in(part: Part) -> Iterator[Note]:
    runs = (part.title, *runs_of_blocks(top_blocks_of(part)))
    return (item for run in runs for item in inlines_of(run) if isinstance(item, Note))


def _link_part(part: Part, ids: NoteIds) -> Part:
    def link_blocks(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
        return rewrite_blocks(blocks, lambda content, _: _link_run(content, ids))

    annexes = (replace(annex, blocks=link_blocks(annex.blocks)) for annex in part.annexes)
    return replace(part, body=link_blocks(part.body), annexes=tuple(annexes))


def _map_single_notes(notes: Iterator[Note]) -> NoteIds:
    """Return the ids of notes by their numbers, without those whose number serves twice."""
    numbered = [(found[0], note.id) for note in notes if (found := NUMBER.search(note.number))]
    counts = Counter(number for number, _ in numbered)
    return {number: name for number, name in numbered if counts[number] == 1}


def _link_run(content: tuple[Inline, ...], ids: NoteIds, before: str = "") -> tuple[Inline, ...]:
    """Link the repeated calls of a run. ``before``: the words in front of it."""
    linked: list[Inline] = []
    for item in content:
        if isinstance(item, Styled) and item.style is Style.SUPERSCRIPT:
            linked.append(_link_calls(item, ids) if CALLED_WORDS.search(before) else item)
        elif isinstance(item, Styled | Citation):
            linked.append(replace_items(item, content=_link_run(item.content, ids, before)))
        else:
            linked.append(item)
        before = (before + spell_inlines((item,), calls=False))[-CALLED_CHARACTERS:]
    return tuple(linked)


def _link_calls(raised: Styled, ids: NoteIds) -> Styled:
    """Return raised figures with each number as a link to its note; unchanged unless all have one."""
    text = raised.content[0].text if len(raised.content) == 1 and isinstance(raised.content[0], Text) else ""
    numbers = [*NUMBER.finditer(text)]
    if not CALLS.fullmatch(text) or not all(number[0] in ids for number in numbers):
        return raised
    pieces: list[Inline] = []
    end = 0
    for number in numbers:
        pieces += [Text(text[end : number.start()])] if number.start() > end else []
        pieces.append(Link(f"#{ids[number[0]]}", (Text(number[0]),)))
        end = number.end()
    pieces += [Text(text[end:])] if text[end:] else []
    return replace(raised, content=tuple(pieces))
