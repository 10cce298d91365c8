"""Decide what a paragraph without a number is: preambular, the single operative one, a heading, or plain words."""

from __future__ import annotations

import re
from dataclasses import replace

from engross.grammars.numbering import marker_number, match_marker
from engross.model.text import fold, fold_characters, spell_inlines
from engross.model.tree import Block, Heading, Inline, LineBreak, Note, Paragraph, Role, Style, Styled
from engross.model.walk import inlines_of
from engross.readers.akn.markers import find_lone_marker
from engross.readers.common.attach_points import classify_marker, find_last_paragraph, has_end_mark, is_point_marker
from engross.readers.common.end_marks import COMMAS, strip_raised_end

RANKS_BY_STYLE = {"HCh": 1, "HM": 1, "H1": 2, "H23": 3, "H4": 4, "H56": 5}
# Geneva's styles end in G, Arabic and Chinese ones in GA and GC.
UN_STYLE = re.compile(rf"({'|'.join(RANKS_BY_STYLE)})(?:G[AC]?)?")
HEADING_RANK, SUBHEADING_RANK = 2, 3  # of heading elements without a style
SENTENCE_END_MARKS = tuple('.;:。；：!?！？؛؟…”"»')
OPERATIVE_END_MARKS = tuple(".;:。；：؛")
SET_APART_STYLES = (Style.BOLD, Style.ITALIC, Style.UNDERLINE)


def find_style_rank(style: str) -> int | None:
    """Return the rank, 1 to 5, of a heading with a UN style; None for a style of plain text."""
    match = UN_STYLE.fullmatch(style)
    return RANKS_BY_STYLE[match[1]] if match else None


def find_numbered_role(number: str) -> Role:
    """Return the role of a numbered paragraph: a point, an operative one, or plain for a note under a table."""
    if classify_marker(number) == "star" or (len(number) == 1 and number.isalpha()):
        return Role.PLAIN
    return Role.POINT if is_point_marker(number) else Role.OPERATIVE


def classify_unnumbered(block: Block) -> Block:
    """Return a plain paragraph as what its end, lead words, look and indent show.

    Two tabs, or all words set apart, and no closing mark: a heading. Lead words, and a comma at the end: preambular;
    another mark: the single operative paragraph, which bears no number (Editorial Manual, res-dec-draft-edit).
    Anything else stays plain.
    """
    if not isinstance(block, Paragraph) or block.role is not Role.PLAIN:
        return block
    words = fold_characters(spell_inlines(strip_raised_end(block.content), calls=False))
    end = (words.strip().rstrip('”»"') if _is_indented(words) else words.strip())[-1:]
    closed = end in SENTENCE_END_MARKS + COMMAS
    if classify_marker(block.number) in ("section", "capital") and not closed:
        return Heading(SUBHEADING_RANK, block.content, block.number, where=block.where)
    if classify_marker(block.number) == "number" or block.number.isdecimal():
        return Paragraph(Role.OPERATIVE, block.content, block.number, block.children, where=block.where)
    if block.number:
        return block
    if not closed and end and not block.children and (_is_indented(words) or _is_all_set_apart(block.content)):
        return Heading(SUBHEADING_RANK, block.content, where=block.where)
    if not _has_lead_words_first(block.content):
        return block
    role = Role.PREAMBULAR if end in COMMAS else Role.OPERATIVE
    return Paragraph(role, block.content, "", block.children, where=block.where)


def _is_indented(words: str) -> bool:
    return words.lstrip(" \n").startswith("\t\t")


def _list_worded_inlines(content: tuple[Inline, ...]) -> list[Inline]:
    return [item for item in content if fold(spell_inlines((item,), calls=False))]


def _is_all_set_apart(content: tuple[Inline, ...]) -> bool:
    return all(isinstance(item, Styled) and item.style in SET_APART_STYLES for item in _list_worded_inlines(content))


def _has_lead_words_first(content: tuple[Inline, ...]) -> bool:
    """Return whether a run begins with bold or italic words, as lead words are, and goes on otherwise."""
    run = _list_worded_inlines(content)
    is_set_apart = bool(run) and isinstance(run[0], Styled) and run[0].style in (Style.BOLD, Style.ITALIC)
    return is_set_apart and any(not isinstance(item, Note | LineBreak) for item in run[1:])


def is_empty_block(block: Block) -> bool:
    """Return whether a block has no number, no words and no note."""
    if not isinstance(block, Paragraph | Heading) or block.number:
        return False
    if isinstance(block, Paragraph) and block.children:
        return False
    return not fold(spell_inlines(block.content)) and not _has_notes(block.content)


def join_lone_numbers(blocks: list[Block]) -> list[Block]:
    """Join numbers that stand alone to the next block: that of a section to its heading, of a point to its words."""
    joined: list[Block] = []
    for block in blocks:
        last = joined[-1] if joined else None
        if isinstance(last, Heading) and isinstance(block, Heading) and not block.number and _is_bare_number(last):
            number = last.number or fold_characters(spell_inlines(last.content)).strip()
            joined[-1] = Heading(block.rank, block.content, number, where=last.where)
        elif isinstance(block, Paragraph) and block.role is Role.PLAIN and not block.number and _is_lone_marker(last):
            number = find_lone_marker(last.content)  # type: ignore[union-attr]
            joined[-1] = Paragraph(find_numbered_role(number), block.content, number, block.children, where=block.where)
        else:
            joined.append(block)
    return joined


def _has_notes(content: tuple[Inline, ...]) -> bool:
    return any(isinstance(item, Note) for item in inlines_of(content))


def _is_bare_number(heading: Heading) -> bool:
    words = fold_characters(spell_inlines(heading.content)).strip()
    if _has_notes(heading.content):
        return False
    if heading.number:
        return not words
    marker = match_marker(words)
    return marker is not None and marker.lastgroup in ("section", "capital") and marker.end() == len(words)


def _is_lone_marker(block: Block | None) -> bool:
    """Return whether a block is only the marker of a point or the number of a paragraph."""
    if not isinstance(block, Paragraph) or block.number or block.children or block.role is not Role.PLAIN:
        return False
    number = find_lone_marker(block.content) if not _has_notes(block.content) else ""
    return bool(number) and (is_point_marker(number) or classify_marker(number) == "number")


def mark_operative_end(body: list[Block]) -> list[Block]:
    """Make the last preambular paragraphs of a preamble operative if they end as operative ones do.

    Nothing is changed if a paragraph 1 follows the preamble.
    """
    marked = list(body)
    preamble_end = next(
        (n for n, b in enumerate(marked) if _paragraph_role(b) not in (Role.ENACTING, Role.PREAMBULAR)), len(marked)
    )
    first_after = marked[preamble_end] if preamble_end < len(marked) else None
    if isinstance(first_after, Paragraph) and marker_number(first_after.number) == 1:
        return marked
    for n in range(preamble_end - 1, 0, -1):
        block = marked[n]
        if not isinstance(block, Paragraph) or not has_end_mark(find_last_paragraph(block), OPERATIVE_END_MARKS):
            break
        marked[n] = replace(block, role=Role.OPERATIVE)
    return marked


def _paragraph_role(block: Block) -> Role | None:
    return block.role if isinstance(block, Paragraph) else None
