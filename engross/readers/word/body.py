"""Turn body items into blocks: decide what each paragraph is by its style, its number and its end."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from engross.grammars.language import Language
from engross.grammars.numbering import match_marker
from engross.model.text import spell_inlines
from engross.model.tree import Annex, Block, Heading, Inline, Paragraph, Role, Style, Styled
from engross.readers.common.attach_points import classify_marker, hang_block, hang_or_continue_block, is_point_marker
from engross.readers.common.end_marks import COMMAS, PREAMBULAR_END_MARKS
from engross.readers.lines.lines import Line
from engross.readers.lines.paragraphs import END_MARKS
from engross.readers.lines.tail import find_part_bounds
from engross.readers.word.body_items import BodyItem
from engross.readers.word.notes import cut_leading_characters

BOLD_RANK = 3  # of a heading that has no style of its own
BOLD_HEADING_CHARACTERS = 200  # of the longest bold paragraph that is a heading
HEADING_MARKER_KINDS = ("section", "capital", "number", "small", "letter", "roman", "han", "abjad")


def build_blocks(items: list[BodyItem], resolution: bool) -> tuple[Block, ...]:
    """Build the blocks of a text; with ``resolution`` the first paragraph is the enacting words."""
    blocks: list[Block] = []
    operative = not resolution
    for item in items:
        if item.table is not None:
            blocks.append(item.table)
        elif item.content and resolution and not blocks:
            blocks.append(Paragraph(Role.ENACTING, _mark_lead_words(item.content), where=item.where))
        elif item.content:
            block = _build_block(item, operative)
            operative = operative or (isinstance(block, Paragraph) and block.role is Role.OPERATIVE)
            _append_block(blocks, block, resolution)
    return tuple(_mark_single_operative(blocks) if resolution else blocks)


def _append_block(out: list[Block], block: Block, resolution: bool) -> None:
    """Attach a block; outside resolutions numbered paragraphs are plain, and plain ones continue none."""
    if resolution:
        hang_or_continue_block(out, block)
    else:
        demoted = isinstance(block, Paragraph) and block.role is Role.OPERATIVE
        hang_block(out, replace(block, role=Role.PLAIN) if demoted and isinstance(block, Paragraph) else block)


def _build_block(item: BodyItem, operative: bool) -> Block:
    """Build the heading or paragraph of a body item. ``operative``: an operative paragraph stands before it."""
    number, content = item.number, item.content
    if not number:
        number, content = _cut_marker(content, bool(item.rank))
    words = spell_inlines(_strip_raised_end(content), calls=False).strip()
    if item.rank or (item.bold and not words.endswith(END_MARKS) and len(words) <= BOLD_HEADING_CHARACTERS):
        return Heading(item.rank or BOLD_RANK, _remove_bold(content), number, where=item.where)
    if classify_marker(number) == "number":
        return Paragraph(Role.OPERATIVE, _mark_lead_words(content), number, where=item.where)
    if is_point_marker(number):
        return Paragraph(Role.POINT, content, number, where=item.where)
    if not number and (role := _find_listed_role(item.level, words, operative)):
        return Paragraph(role, _mark_lead_words(content) if role is Role.OPERATIVE else content, where=item.where)
    preambular = not operative and not number and words.endswith(PREAMBULAR_END_MARKS)
    role = Role.PREAMBULAR if preambular else Role.PLAIN
    return Paragraph(role, _mark_lead_words(content) if preambular else content, number, where=item.where)


def _strip_raised_end(content: tuple[Inline, ...]) -> tuple[Inline, ...]:
    """Return inlines without superscripts at their end: calls of notes that the file does not have."""
    last = content[-1] if content else None
    raised = isinstance(last, Styled) and last.style is Style.SUPERSCRIPT
    return _strip_raised_end(content[:-1]) if raised else content


def _find_listed_role(level: int | None, words: str, operative: bool) -> Role | None:
    """Return the role of a paragraph in a list that the file does not define.

    A point below the first level of the list, operative on it. None for a paragraph in no such list, and for one that
    ends in a comma before the first operative one.
    """
    if level is None or (not operative and words.endswith(COMMAS)):
        return None
    return Role.POINT if level else Role.OPERATIVE


def _cut_marker(content: tuple[Inline, ...], heading: bool) -> tuple[str, tuple[Inline, ...]]:
    """Return the marker typed before a paragraph, and the inlines behind it; "" and all inlines if there is none.

    A section's marker counts only before a ``heading`` or a tab, and a heading has no other than those of
    ``HEADING_MARKER_KINDS``.
    """
    text = spell_inlines(content, calls=False)
    marker = match_marker(text)
    if (
        not marker
        or marker.lastgroup == "star"
        or (isinstance(content[0], Styled) and not heading and _is_raised_or_lowered(content))
    ):
        return "", content
    remainder = text[marker.end() :]
    sectional = marker.lastgroup in ("section", "capital", "small", "low")
    tabbed = remainder[:1] == "\t"
    if sectional and not (heading or tabbed):
        return "", content
    if heading and marker.lastgroup not in HEADING_MARKER_KINDS:
        return "", content
    return marker[0].strip(), cut_leading_characters(content, marker.end())


def _is_raised_or_lowered(content: tuple[Inline, ...]) -> bool:
    """Return whether inlines begin with a superscript or subscript: (a) is then part of the words."""
    first = content[0]
    return isinstance(first, Styled) and first.style in (Style.SUPERSCRIPT, Style.SUBSCRIPT)


def _remove_bold(content: tuple[Inline, ...]) -> tuple[Inline, ...]:
    """Return the inlines of a heading without bold, which all headings have."""
    out: list[Inline] = []
    for item in content:
        out += _remove_bold(item.content) if isinstance(item, Styled) and item.style is Style.BOLD else (item,)
    return tuple(out)


def _mark_lead_words(content: tuple[Inline, ...]) -> tuple[Inline, ...]:
    """Mark underlined words at the beginning, as typed drafts have them, as lead words."""
    first = content[0] if content else None
    if isinstance(first, Styled) and first.style is Style.UNDERLINE:
        return (Styled(Style.LEAD, first.content), *content[1:])
    return content


def _mark_single_operative(out: list[Block]) -> list[Block]:
    """Make a plain last paragraph operative if no paragraph is.

    A single operative paragraph bears no number (Editorial Manual).
    """
    last = max((n for n, candidate in enumerate(out) if isinstance(candidate, Paragraph)), default=0)
    block = out[last] if out else None
    numbered = any(isinstance(candidate, Paragraph) and candidate.role is Role.OPERATIVE for candidate in out)
    if numbered or not isinstance(block, Paragraph) or block.role is not Role.PLAIN:
        return out
    return [*out[:last], replace(block, role=Role.OPERATIVE, content=_mark_lead_words(block.content)), *out[last + 1 :]]


def split_closing_and_annexes(
    items: list[BodyItem], lang: Language, resolution: bool
) -> tuple[list[BodyItem], list[BodyItem], list[list[BodyItem]]]:
    """Split body items into those of the main text, of the closing lines, and of each annex.

    Only resolutions have closing lines. Where none are found an annex begins at a heading with the word for annex.
    """
    lines = [Line(n, "" if item.table else item.text) for n, item in enumerate(items)]
    if resolution:
        visible_lines = [line for line in lines if line.text]
        bounds = find_part_bounds(visible_lines, range(len(visible_lines)), lang)
        if bounds.closing:
            first, closing_end = visible_lines[bounds.closing[0]].number, visible_lines[bounds.closing[-1]].number + 1
            annex_starts = [visible_lines[part[0]].number for part in bounds.annexes if part]
            annex_starts = annex_starts or ([closing_end] if any(item.table for item in items[closing_end:]) else [])
            closing_stop = annex_starts[0] if annex_starts else len(items)
            return items[:first], items[first:closing_stop], _split_at_heads(items, annex_starts)
    pattern = re.compile(lang.words["reading"]["annex"])
    annex_starts = [n for n, item in enumerate(items) if (item.rank or item.bold) and pattern.fullmatch(item.text)]
    return items[: annex_starts[0] if annex_starts else len(items)], [], _split_at_heads(items, annex_starts)


def _split_at_heads(items: list[BodyItem], heads: list[int]) -> list[list[BodyItem]]:
    return [items[a:b] for a, b in pairwise([*heads, len(items)])]


def build_closing(items: list[BodyItem]) -> Iterator[Paragraph]:
    """Yield the closing lines as paragraphs."""
    for item in items:
        if item.content:
            yield Paragraph(Role.CLOSING, item.content, item.number, where=item.where)


def build_annex(items: list[BodyItem]) -> Annex:
    """Build an annex; a first paragraph without number or points is its label, and so a heading."""
    blocks = build_blocks(items, resolution=False)
    first = blocks[0] if blocks else None
    if isinstance(first, Paragraph) and not first.number and first.content and not first.children:
        blocks = (Heading(2, first.content, where=first.where), *blocks[1:])
    return Annex(blocks, where=items[0].where)
