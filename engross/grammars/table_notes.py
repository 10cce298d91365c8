"""Find the notes of tables and lists: paragraphs right behind them that a mark in them calls, or that have a name.

"a See A/77/528." where the table, the heading above it or the list has a raised "a", also in brackets; "* Including …";
behind a table also "*Abbreviations*: …", italics and a colon.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from engross.model.text import remove_invisible, spell_inlines
from engross.model.tree import Block, Heading, Paragraph, Resolution, Role, Style, Styled, Table
from engross.model.walk import inlines_of, list_block_groups, runs_of_blocks

MARK = re.compile(r"[a-zа-яأ-ي*†‡]{1,3}")
BRACKETS = "()[]（）［］"  # around marks in Arabic and Chinese
STARS = re.compile(r"[*†‡]+ ")
ONLY_STARS = re.compile(r"[*†‡]+")
UNIT = re.compile(r"\s*[(（].{1,80}[)）]\s*")
NAME_END = re.compile(r"\s*[:：]")


def find_table_notes(resolution: Resolution) -> frozenset[str]:
    """Return the ids of the paragraphs that are notes of the table or the list before them."""
    return frozenset(block.id for group in list_block_groups(resolution) for block in _find_notes(group))


def spell_note_mark(note: Paragraph) -> str:
    """Return the mark that calls a note of a table or a list: its number, or what is raised at its start; else ""."""
    first = note.content[0] if note.content and not note.number else None
    mark = _spell(first) if isinstance(first, Styled) and _is_raised(first) else note.number
    return mark.strip(f"{BRACKETS}. ")


def _find_notes(blocks: Iterable[Block]) -> Iterator[Paragraph]:
    marks: frozenset[str] | None = None  # the raised marks of the table whose notes may follow; None: no table
    listed: frozenset[str] = frozenset()  # those of the list whose notes may follow
    headed: frozenset[str] = frozenset()  # those of the headings above a table that may follow
    for block in blocks:
        if isinstance(block, Table):
            marks = _list_marks(block) | headed
        elif isinstance(block, Paragraph) and (_is_list_note(block, listed) or _is_note(block, marks)):
            yield block
        else:
            marks = None
            headed = (headed | _list_marks(block)) if isinstance(block, Heading) or _is_unit(block) else frozenset()
            listed = (listed | _list_marks(block)) if _is_item(block) else _list_marks(block)


def _list_marks(block: Block) -> frozenset[str]:
    """Return the raised letters and signs in a block, those within it too; those in brackets with and without them."""
    inlines = (item for run in runs_of_blocks((block,)) for item in inlines_of(run))
    raised = (item for item in inlines if isinstance(item, Styled) and item.style is Style.SUPERSCRIPT)
    words = [word for item in raised for word in re.split(r"[\s,،]+", _spell(item))]
    return frozenset(
        mark for word in words for mark in (word, word.strip(BRACKETS)) if MARK.fullmatch(word.strip(BRACKETS))
    )


def _is_unit(block: Block) -> bool:
    """Return whether a block says between a table and its title what it counts: "(Thousands of dollars)"."""
    return isinstance(block, Paragraph) and UNIT.fullmatch(remove_invisible(spell_inlines(block.content))) is not None


def _is_item(block: Block) -> bool:
    """Return whether a block may be one of a list of names."""
    return isinstance(block, Paragraph) and block.role is Role.PLAIN and not block.number


def _is_list_note(block: Paragraph, marks: frozenset[str]) -> bool:
    """Return whether a paragraph is a note of what stands before it: nothing else is numbered with a star."""
    is_leaf = block.role is Role.PLAIN and not block.children
    return is_leaf and (ONLY_STARS.fullmatch(block.number) is not None or block.number in marks)


def _is_note(block: Paragraph, marks: frozenset[str] | None) -> bool:
    """Return whether a paragraph is a note of a table with these raised marks; None: of none."""
    if marks is not None and block.role is Role.POINT and not block.children:
        return block.number in marks  # "(a)", if that is what is raised: points have letters in brackets too
    if marks is None or block.role is not Role.PLAIN or block.children:
        return False
    if block.number:
        return block.number.strip(f"{BRACKETS}.") in marks
    first = block.content[0] if block.content else None
    if isinstance(first, Styled) and _is_raised(first):
        return _spell(first).strip(BRACKETS) in marks
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
