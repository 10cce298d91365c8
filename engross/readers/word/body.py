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
from engross.readers.common.end_marks import COMMAS, PREAMBULAR_END_MARKS, strip_raised_end
from engross.readers.lines.enclosures import enclose_blocks, find_enclosed_end
from engross.readers.lines.layout_habits import END_MARKS
from engross.readers.lines.lines import Line
from engross.readers.lines.tail import find_part_bounds
from engross.readers.word.body_items import BodyItem
from engross.readers.word.enclosed_texts import is_enclosed_start, spell_lines
from engross.readers.word.notes import cut_leading_characters
from engross.readers.word.roles import InnerList, settle_unnumbered_operatives
from engross.readers.word.split_breaks import split_closing_lines

BOLD_RANK = 3  # of a heading that has no style of its own
BOLD_HEADING_CHARACTERS = 200  # of the longest bold paragraph that is a heading without a section's number
HEADING_MARKER_KINDS = ("section", "capital", "number", "small", "letter", "roman", "han", "abjad")


def build_blocks(items: list[BodyItem], lang: Language, *, resolution: bool) -> tuple[Block, ...]:
    """Build the blocks of a text; with ``resolution`` the first paragraph is the enacting words."""
    blocks: list[Block] = []
    operative = not resolution
    inner_list, enclosed_end = InnerList(lang), 0
    for n, item in enumerate(items):
        if n < enclosed_end:
            continue
        if resolution and is_enclosed_start(item, blocks, lang):
            enclosed_end = find_enclosed_end(spell_lines(items), n)
            blocks = enclose_blocks(blocks, [*build_blocks(items[n:enclosed_end], lang, resolution=True)])
            operative = True
        elif item.table is not None:
            blocks.append(item.table)
        elif item.content and resolution and not blocks:
            blocks.append(Paragraph(Role.ENACTING, _mark_lead_words(item.content), where=item.where))
        elif item.content:
            block = _build_block(item, operative, _is_number_alone(blocks))
            block = inner_list.place_block(block) if resolution else block
            operative = _is_operative_behind(block, operative, resolution)
            _append_block(blocks, block, resolution)
    return tuple(settle_unnumbered_operatives(blocks, lang) if resolution else blocks)


def _is_number_alone(blocks: list[Block]) -> bool:
    """Return whether the last block is a heading that is a number so far: its title is the next paragraph."""
    last = blocks[-1] if blocks else None
    return isinstance(last, Heading) and bool(last.number) and not last.content


def _is_operative_behind(block: Block, operative: bool, resolution: bool) -> bool:
    """Return whether operative paragraphs have begun behind a block: a numbered section has a preamble of its own."""
    if isinstance(block, Heading):
        return operative and not (resolution and block.number)
    return operative or (isinstance(block, Paragraph) and block.role is Role.OPERATIVE)


def _append_block(out: list[Block], block: Block, resolution: bool) -> None:
    """Attach a block; outside resolutions numbered paragraphs are plain, and plain ones continue none."""
    last = out[-1] if out else None
    if isinstance(last, Heading) and isinstance(block, Heading) and _is_title_of(block, last):
        out[-1] = replace(last, content=block.content)
    elif resolution:
        hang_or_continue_block(out, block)
    else:
        demoted = isinstance(block, Paragraph) and block.role is Role.OPERATIVE
        hang_block(out, replace(block, role=Role.PLAIN) if demoted and isinstance(block, Paragraph) else block)


def _is_title_of(heading: Heading, number: Heading) -> bool:
    """Return whether a heading is the title of the section that a heading above it numbers."""
    return _is_number_alone([number]) and not heading.number and heading.rank == number.rank


def _build_block(item: BodyItem, operative: bool, is_below_number: bool) -> Block:
    """Build the heading or paragraph of a body item.

    ``operative``: an operative paragraph stands before it. ``is_below_number``: a section's number stands above it.
    """
    number, content = item.number, item.content
    if not number:
        number, content = _cut_marker(content, bool(item.rank))
    words = spell_inlines(strip_raised_end(content), calls=False).strip()
    if item.rank or _is_unstyled_heading(item, number, words, is_below_number):
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


def _is_unstyled_heading(item: BodyItem, number: str, words: str, is_below_number: bool) -> bool:
    """Return whether an item is a heading though its style is none: bold, centred below a section's number, or that."""
    is_section = classify_marker(number) == "section"
    is_long = len(words) > BOLD_HEADING_CHARACTERS and not is_section and not is_below_number
    if words.endswith(END_MARKS) or is_long:
        return False
    return item.bold or (is_section and not words) or (is_below_number and item.align == "center")


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

    A section's marker counts only before a ``heading``, a tab or a break, or alone, and a heading has no other than
    those of ``HEADING_MARKER_KINDS``.
    """
    text = spell_inlines(content, calls=False)
    marker = match_marker(text)
    if (
        not marker
        or marker.lastgroup == "star"
        or (isinstance(content[0], Styled) and not heading and _is_raised_or_lowered(content))
    ):
        return "", content
    remainder = text[marker.end() :].lstrip(" \u00a0")
    sectional = marker.lastgroup in ("section", "capital", "small", "low")
    apart = remainder[:1] in ("\t", "\n") or (not remainder and marker.lastgroup == "section")
    if sectional and not (heading or apart):
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


def split_closing_and_annexes(
    items: list[BodyItem], lang: Language, resolution: bool
) -> tuple[list[BodyItem], list[BodyItem], list[list[BodyItem]]]:
    """Split body items into those of the main text, of the closing lines, and of each annex.

    Only resolutions have closing lines. Where none are found an annex begins at a heading with the word for annex.
    """
    items = split_closing_lines(items, lang) if resolution else items
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


def build_annex(items: list[BodyItem], lang: Language) -> Annex:
    """Build an annex; a first paragraph without number or points is its label, and so a heading."""
    blocks = build_blocks(items, lang, resolution=False)
    first = blocks[0] if blocks else None
    if isinstance(first, Paragraph) and not first.number and first.content and not first.children:
        blocks = (Heading(2, first.content, where=first.where), *blocks[1:])
    return Annex(blocks, where=items[0].where)
