"""Find the notes of tables: paragraphs right behind a table that a mark in it calls, or that begin with their name.

"a See A/77/528." where the table has a raised "a"; "* Including …"; "*Abbreviations*: …", italics and a colon.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from engross.model.text import remove_invisible, spell_inlines
from engross.model.tree import Block, Paragraph, Resolution, Role, Style, Styled, Table
from engross.model.walk import blocks_of, inlines_of, runs_of_blocks

MARK = re.compile(r"[a-zа-яأ-ي*†‡]{1,3}")
STARS = re.compile(r"[*†‡]+ ")
NAME_END = re.compile(r"\s*[:：]")


def find_table_notes(resolution: Resolution) -> frozenset[str]:
    """Return the ids of the paragraphs that are notes of the table before them."""
    groups = [part.body for part in resolution.parts]
    groups += [annex.blocks for part in resolution.parts for annex in part.annexes]
    groups += [block.children for block in blocks_of(resolution) if isinstance(block, Paragraph) and block.children]
    return frozenset(block.id for group in groups for block in _find_notes(group))


def _find_notes(blocks: Iterable[Block]) -> Iterator[Paragraph]:
    marks: frozenset[str] | None = None  # the raised marks of the table whose notes may follow; None: no table
    for block in blocks:
        if isinstance(block, Table):
            marks = _list_marks(block)
        elif marks is not None and isinstance(block, Paragraph) and _is_note(block, marks):
            yield block
        else:
            marks = None


def _list_marks(table: Table) -> frozenset[str]:
    """Return the raised letters and signs in the cells of a table."""
    inlines = (item for run in runs_of_blocks((table,)) for item in inlines_of(run))
    raised = (item for item in inlines if isinstance(item, Styled) and item.style is Style.SUPERSCRIPT)
    return frozenset(mark for item in raised for mark in re.split(r"[\s,،]+", _spell(item)) if MARK.fullmatch(mark))


def _is_note(block: Paragraph, marks: frozenset[str]) -> bool:
    if block.role is not Role.PLAIN or block.children:
        return False
    if block.number:
        return block.number.strip("().") in marks
    first = block.content[0] if block.content else None
    if isinstance(first, Styled) and _is_raised(first):
        return _spell(first) in marks
    text = remove_invisible(spell_inlines(block.content, calls=False))
    if isinstance(first, Styled) and first.style is Style.ITALIC:
        name = _spell(first)
        return name.endswith((":", "：")) or NAME_END.match(text[len(name) :]) is not None
    return STARS.match(text) is not None


def _is_raised(item: Styled) -> bool:
    """Return whether words are raised, by themselves or within another style."""
    return any(isinstance(inner, Styled) and inner.style is Style.SUPERSCRIPT for inner in inlines_of((item,)))


def _spell(item: Styled) -> str:
    return remove_invisible(spell_inlines((item,), calls=False)).strip()
