"""Pieces to blocks: what each paragraph of a text is, by its style, its number and its end."""

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
from engross.readers.lines.lines import Line
from engross.readers.lines.paragraphs import END_MARKS
from engross.readers.lines.tail import find_part_bounds
from engross.readers.word.body_items import BodyItem
from engross.readers.word.notes import cut_leading_characters

COMMAS = (",", "，", "、", "،")
PREAMBULAR_ENDS = (*COMMAS, ":", "：", ";", "；", "؛")
BOLD_RANK = 3  # of a heading that has no style of its own
BOLD_HEADING_CHARACTERS = 200  # characters
HEADING_MARKER_KINDS = ("section", "capital", "number", "small", "letter", "roman", "han", "abjad")


def build_blocks(pieces: list[BodyItem], resolution: bool) -> tuple[Block, ...]:
    """The blocks of a text; with ``resolution`` the first paragraph is the opening words."""
    out: list[Block] = []
    operative = not resolution
    for piece in pieces:
        if piece.table is not None:
            out.append(piece.table)
        elif piece.content and resolution and not out:
            out.append(Paragraph(Role.ENACTING, _mark_lead_words(piece.content), where=piece.where))
        elif piece.content:
            block = _build_block(piece, operative)
            operative = operative or (isinstance(block, Paragraph) and block.role is Role.OPERATIVE)
            _append_block(out, block, resolution)
    return tuple(_mark_single_operative(out) if resolution else out)


def _append_block(out: list[Block], block: Block, resolution: bool) -> None:
    """Hang a block; outside resolutions a numbered paragraph is a plain one, and plain words stand alone."""
    if resolution:
        hang_or_continue_block(out, block)
    else:
        demoted = isinstance(block, Paragraph) and block.role is Role.OPERATIVE
        hang_block(out, replace(block, role=Role.PLAIN) if demoted and isinstance(block, Paragraph) else block)


def _build_block(piece: BodyItem, operative: bool) -> Block:
    number, content = piece.number, piece.content
    if not number:
        number, content = _cut_marker(content, bool(piece.rank))
    words = spell_inlines(_strip_raised_end(content), calls=False).strip()
    if piece.rank or (piece.bold and not words.endswith(END_MARKS) and len(words) <= BOLD_HEADING_CHARACTERS):
        return Heading(piece.rank or BOLD_RANK, _remove_bold(content), number, where=piece.where)
    if classify_marker(number) == "number":
        return Paragraph(Role.OPERATIVE, _mark_lead_words(content), number, where=piece.where)
    if is_point_marker(number):
        return Paragraph(Role.POINT, content, number, where=piece.where)
    if not number and (role := _find_listed_role(piece.level, words, operative)):
        return Paragraph(role, _mark_lead_words(content) if role is Role.OPERATIVE else content, where=piece.where)
    preambular = not operative and not number and words.endswith(PREAMBULAR_ENDS)
    role = Role.PREAMBULAR if preambular else Role.PLAIN
    return Paragraph(role, _mark_lead_words(content) if preambular else content, number, where=piece.where)


def _strip_raised_end(content: tuple[Inline, ...]) -> tuple[Inline, ...]:
    """A run without what is raised at its end: the call of a note that the file does not have."""
    last = content[-1] if content else None
    raised = isinstance(last, Styled) and last.style is Style.SUPERSCRIPT
    return _strip_raised_end(content[:-1]) if raised else content


def _find_listed_role(level: int | None, words: str, operative: bool) -> Role | None:
    """What a paragraph is that stood in a list the file does not have: its level tells, and before operative ones its
    end; None for any other paragraph.
    """
    if level is None or (not operative and words.endswith(COMMAS)):
        return None
    return Role.POINT if level else Role.OPERATIVE


def _cut_marker(content: tuple[Inline, ...], heading: bool) -> tuple[str, tuple[Inline, ...]]:
    """The number typed before a paragraph, and the rest; before a heading a section's too."""
    text = spell_inlines(content, calls=False)
    found = match_marker(text)
    if (
        not found
        or found.lastgroup == "star"
        or (isinstance(content[0], Styled) and not heading and _is_raised_or_lowered(content))
    ):
        return "", content
    rest = text[found.end() :]
    sectional = found.lastgroup in ("section", "capital", "small", "low")
    tabbed = rest[:1] == "\t"
    if sectional and not (heading or tabbed):
        return "", content
    if heading and found.lastgroup not in HEADING_MARKER_KINDS:
        return "", content
    return found[0].strip(), cut_leading_characters(content, found.end())


def _is_raised_or_lowered(content: tuple[Inline, ...]) -> bool:
    """Whether a run is one piece set apart that goes on behind its number: (a) is then a part of the words."""
    first = content[0]
    return isinstance(first, Styled) and first.style in (Style.SUPERSCRIPT, Style.SUBSCRIPT)


def _remove_bold(content: tuple[Inline, ...]) -> tuple[Inline, ...]:
    """The words of a heading without the bold that all headings have."""
    out: list[Inline] = []
    for item in content:
        out += _remove_bold(item.content) if isinstance(item, Styled) and item.style is Style.BOLD else (item,)
    return tuple(out)


def _mark_lead_words(content: tuple[Inline, ...]) -> tuple[Inline, ...]:
    """A run whose lead words are underlined, as typed drafts have them, with those words marked."""
    first = content[0] if content else None
    if isinstance(first, Styled) and first.style is Style.UNDERLINE:
        return (Styled(Style.LEAD, first.content), *content[1:])
    return content


def _mark_single_operative(out: list[Block]) -> list[Block]:
    """A single operative paragraph bears no number (Editorial Manual): the last one, if none has any."""
    last = max((n for n, b in enumerate(out) if isinstance(b, Paragraph)), default=0)
    block = out[last] if out else None
    numbered = any(isinstance(b, Paragraph) and b.role is Role.OPERATIVE for b in out)
    if numbered or not isinstance(block, Paragraph) or block.role is not Role.PLAIN:
        return out
    return [*out[:last], replace(block, role=Role.OPERATIVE, content=_mark_lead_words(block.content)), *out[last + 1 :]]


def split_closing_and_annexes(
    pieces: list[BodyItem], lang: Language, resolution: bool
) -> tuple[list[BodyItem], list[BodyItem], list[list[BodyItem]]]:
    """The pieces of the main text, of the closing lines, and of each annex.

    Closing lines are looked for in resolutions only. Where there are none an annex begins at a heading that says so.
    """
    texts = [Line(n, "" if piece.table else piece.text) for n, piece in enumerate(pieces)]
    if resolution:
        shown = [line for line in texts if line.text]
        found = find_part_bounds(shown, range(len(shown)), lang)
        if found.closing:
            first, end = shown[found.closing[0]].number, shown[found.closing[-1]].number + 1
            heads = [shown[part[0]].number for part in found.annexes if part]
            heads = heads or ([end] if any(piece.table for piece in pieces[end:]) else [])
            ends = heads[0] if heads else len(pieces)
            return pieces[:first], pieces[first:ends], _split_at_heads(pieces, heads)
    pattern = re.compile(lang.words["reading"]["annex"])
    heads = [n for n, piece in enumerate(pieces) if (piece.rank or piece.bold) and pattern.fullmatch(piece.text)]
    return pieces[: heads[0] if heads else len(pieces)], [], _split_at_heads(pieces, heads)


def _split_at_heads(pieces: list[BodyItem], heads: list[int]) -> list[list[BodyItem]]:
    return [pieces[a:b] for a, b in pairwise([*heads, len(pieces)])]


def build_closing(pieces: list[BodyItem]) -> Iterator[Paragraph]:
    """The closing lines."""
    for piece in pieces:
        if piece.content:
            yield Paragraph(Role.CLOSING, piece.content, piece.number, where=piece.where)


def build_annex(pieces: list[BodyItem]) -> Annex:
    """An annex; its label is a heading, whatever its style."""
    found = build_blocks(pieces, resolution=False)
    first = found[0] if found else None
    if isinstance(first, Paragraph) and not first.number and first.content and not first.children:
        found = (Heading(2, first.content, where=first.where), *found[1:])
    return Annex(found, where=pieces[0].where)
