"""Pieces to blocks: what each paragraph of a text is, by its style, its number and its end."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from engross.language import Language
from engross.marker import marker_at
from engross.model import Annex, Block, Heading, Inline, Paragraph, Role, Style, Styled
from engross.structure.hang import attach, hang, is_point, kind_of
from engross.structure.raw.lines import Line
from engross.structure.raw.paragraphs import ENDS
from engross.structure.raw.tail import bounds
from engross.structure.word.notes import cut
from engross.structure.word.pieces import Piece
from engross.text import spell

COMMAS = (",", "，", "、", "،")
PREAMBULAR_ENDS = (*COMMAS, ":", "：", ";", "；", "؛")
BOLD_RANK = 3  # of a heading that has no style of its own
BOLD_LONGEST = 200  # characters
HEADED = ("section", "capital", "number", "small", "letter", "roman", "han", "abjad")


def blocks(pieces: list[Piece], resolution: bool) -> tuple[Block, ...]:
    """The blocks of a text; with ``resolution`` the first paragraph is the opening words."""
    out: list[Block] = []
    operative = not resolution
    for piece in pieces:
        if piece.table is not None:
            out.append(piece.table)
        elif piece.content and resolution and not out:
            out.append(Paragraph(Role.ENACTING, _led(piece.content), where=piece.where))
        elif piece.content:
            block = _block(piece, operative)
            operative = operative or (isinstance(block, Paragraph) and block.role is Role.OPERATIVE)
            _put(out, block, resolution)
    return tuple(_single_operative(out) if resolution else out)


def _put(out: list[Block], block: Block, resolution: bool) -> None:
    """Hang a block; outside resolutions a numbered paragraph is a plain one, and plain words stand alone."""
    if resolution:
        attach(out, block)
    else:
        demoted = isinstance(block, Paragraph) and block.role is Role.OPERATIVE
        hang(out, replace(block, role=Role.PLAIN) if demoted and isinstance(block, Paragraph) else block)


def _block(piece: Piece, operative: bool) -> Block:
    number, content = piece.number, piece.content
    if not number:
        number, content = _cut_marker(content, bool(piece.rank))
    words = spell(_unraised(content), calls=False).strip()
    if piece.rank or (piece.bold and not words.endswith(ENDS) and len(words) <= BOLD_LONGEST):
        return Heading(piece.rank or BOLD_RANK, _light(content), number, where=piece.where)
    if kind_of(number) == "number":
        return Paragraph(Role.OPERATIVE, _led(content), number, where=piece.where)
    if is_point(number):
        return Paragraph(Role.POINT, content, number, where=piece.where)
    if not number and (role := _listed_role(piece.level, words, operative)):
        return Paragraph(role, _led(content) if role is Role.OPERATIVE else content, where=piece.where)
    preambular = not operative and not number and words.endswith(PREAMBULAR_ENDS)
    role = Role.PREAMBULAR if preambular else Role.PLAIN
    return Paragraph(role, _led(content) if preambular else content, number, where=piece.where)


def _unraised(content: tuple[Inline, ...]) -> tuple[Inline, ...]:
    """A run without what is raised at its end: the call of a note that the file does not have."""
    last = content[-1] if content else None
    raised = isinstance(last, Styled) and last.style is Style.SUPERSCRIPT
    return _unraised(content[:-1]) if raised else content


def _listed_role(level: int | None, words: str, operative: bool) -> Role | None:
    """What a paragraph is that stood in a list the file does not have: its level tells, and before operative ones its
    end; None for any other paragraph.
    """
    if level is None or (not operative and words.endswith(COMMAS)):
        return None
    return Role.POINT if level else Role.OPERATIVE


def _cut_marker(content: tuple[Inline, ...], heading: bool) -> tuple[str, tuple[Inline, ...]]:
    """The number typed before a paragraph, and the rest; before a heading a section's too."""
    text = spell(content, calls=False)
    found = marker_at(text)
    if not found or found.lastgroup == "star" or (isinstance(content[0], Styled) and not heading and _alone(content)):
        return "", content
    rest = text[found.end() :]
    sectional = found.lastgroup in ("section", "capital", "small", "low")
    tabbed = rest[:1] == "\t"
    if sectional and not (heading or tabbed):
        return "", content
    if heading and found.lastgroup not in HEADED:
        return "", content
    return found[0].strip(), cut(content, found.end())


def _alone(content: tuple[Inline, ...]) -> bool:
    """Whether a run is one piece set apart that goes on behind its number: (a) is then a part of the words."""
    first = content[0]
    return isinstance(first, Styled) and first.style in (Style.SUPERSCRIPT, Style.SUBSCRIPT)


def _light(content: tuple[Inline, ...]) -> tuple[Inline, ...]:
    """The words of a heading without the bold that all headings have."""
    out: list[Inline] = []
    for item in content:
        out += _light(item.content) if isinstance(item, Styled) and item.style is Style.BOLD else (item,)
    return tuple(out)


def _led(content: tuple[Inline, ...]) -> tuple[Inline, ...]:
    """A run whose lead words are underlined, as typed drafts have them, with those words marked."""
    first = content[0] if content else None
    if isinstance(first, Styled) and first.style is Style.UNDERLINE:
        return (Styled(Style.LEAD, first.content), *content[1:])
    return content


def _single_operative(out: list[Block]) -> list[Block]:
    """A single operative paragraph bears no number (Editorial Manual): the last one, if none has any."""
    last = max((n for n, b in enumerate(out) if isinstance(b, Paragraph)), default=0)
    block = out[last] if out else None
    numbered = any(isinstance(b, Paragraph) and b.role is Role.OPERATIVE for b in out)
    if numbered or not isinstance(block, Paragraph) or block.role is not Role.PLAIN:
        return out
    return [*out[:last], replace(block, role=Role.OPERATIVE, content=_led(block.content)), *out[last + 1 :]]


def divided(
    pieces: list[Piece], lang: Language, resolution: bool
) -> tuple[list[Piece], list[Piece], list[list[Piece]]]:
    """The pieces of the main text, of the closing lines, and of each annex.

    Closing lines are looked for in resolutions only. Where there are none an annex begins at a heading that says so.
    """
    texts = [Line(n, "" if piece.table else piece.text) for n, piece in enumerate(pieces)]
    if resolution:
        shown = [line for line in texts if line.text]
        found = bounds(shown, range(len(shown)), lang)
        if found.closing:
            first, end = shown[found.closing[0]].number, shown[found.closing[-1]].number + 1
            heads = [shown[part[0]].number for part in found.annexes if part]
            heads = heads or ([end] if any(piece.table for piece in pieces[end:]) else [])
            ends = heads[0] if heads else len(pieces)
            return pieces[:first], pieces[first:ends], _parted(pieces, heads)
    pattern = re.compile(lang.words["reading"]["annex"])
    heads = [n for n, piece in enumerate(pieces) if (piece.rank or piece.bold) and pattern.fullmatch(piece.text)]
    return pieces[: heads[0] if heads else len(pieces)], [], _parted(pieces, heads)


def _parted(pieces: list[Piece], heads: list[int]) -> list[list[Piece]]:
    return [pieces[a:b] for a, b in pairwise([*heads, len(pieces)])]


def closing(pieces: list[Piece]) -> Iterator[Paragraph]:
    """The closing lines."""
    for piece in pieces:
        if piece.content:
            yield Paragraph(Role.CLOSING, piece.content, piece.number, where=piece.where)


def annex(pieces: list[Piece]) -> Annex:
    """An annex; its label is a heading, whatever its style."""
    found = blocks(pieces, resolution=False)
    first = found[0] if found else None
    if isinstance(first, Paragraph) and not first.number and first.content and not first.children:
        found = (Heading(2, first.content, where=first.where), *found[1:])
    return Annex(found, where=pieces[0].where)
