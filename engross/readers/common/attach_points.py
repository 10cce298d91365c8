"""Attach points to the paragraphs that they divide, by the kind of their markers and their turn in the sequence."""

from __future__ import annotations

from dataclasses import replace

from engross.grammars.numbering import parse_marker, possible_kinds
from engross.model.text import fold_characters, spell_inlines
from engross.model.tree import Block, Paragraph, Role
from engross.readers.common.end_marks import COLONS, strip_raised_end

# How deep a marker stands if nothing before it shows that (Editorial Manual, para_subpara).
DEFAULT_LEVELS = {"letter": 1, "abjad": 1, "arabic": 1, "roman": 2, "quoted": 2, "enclosed": 2, "han": 2, "small": 3}
DEFAULT_LEVELS |= {"low": 4, "bullet": 4}

FULL_STOPS = tuple(".。!?！？۔")


def classify_marker(number: str) -> str:
    """Return the kind of a marker as ``MARKER_PATTERN`` names it ("number" for 3., "letter" for (a)); "" for none."""
    match = parse_marker(number) if number else None
    return (match.lastgroup or "") if match else ""


def is_point_marker(number: str) -> bool:
    """Return whether a marker is one of a point."""
    return classify_marker(number) in DEFAULT_LEVELS


def hang_block(blocks: list[Block], block: Block) -> None:
    """Append a block; a point goes under the paragraph, or the point of it, that its marker follows."""
    last = blocks[-1] if blocks else None
    if not isinstance(last, Paragraph) or not isinstance(block, Paragraph) or last.role is Role.ENACTING:
        blocks.append(block)
    elif block.role is Role.POINT and last.role is not Role.POINT:
        blocks[-1] = _hang_point(last, block, find_marker_level(block.number, _list_open_markers(last)))
    elif (
        block.role is Role.POINT
        and (depth := find_marker_level(block.number, [last.number, *_list_open_markers(last)])) > 1
    ):
        blocks[-1] = _hang_point(last, block, depth - 1)
    else:
        blocks.append(block)


def hang_or_continue_block(blocks: list[Block], block: Block) -> None:
    """Append a block as ``hang_block`` does; plain words continue what a paragraph or its last point left open.

    A colon leaves it open, or a sentence that is not at its end.
    """
    last = blocks[-1] if blocks else None
    plain = isinstance(block, Paragraph) and block.role is Role.PLAIN and not block.number
    if plain and isinstance(last, Paragraph) and isinstance(block, Paragraph) and _is_left_open(last):
        blocks[-1] = _add_continuation(last, block)
    else:
        hang_block(blocks, block)


def _is_left_open(paragraph: Paragraph) -> bool:
    """Return whether a paragraph continues after its words.

    A preambular one does after a colon if nothing hangs on it; an operative one or a point until a sentence has ended.
    """
    if paragraph.role is Role.PREAMBULAR:
        return _find_last_character(paragraph) in COLONS and not paragraph.children
    return (
        paragraph.role in (Role.OPERATIVE, Role.POINT)
        and _find_last_character(find_last_paragraph(paragraph)) not in FULL_STOPS
    )


def find_last_paragraph(paragraph: Paragraph) -> Paragraph:
    """Return the paragraph that stands last in what hangs on one, or the paragraph itself."""
    last = paragraph.children[-1] if paragraph.children else None
    return find_last_paragraph(last) if isinstance(last, Paragraph) else paragraph


def has_end_mark(paragraph: Paragraph, marks: tuple[str, ...]) -> bool:
    """Return whether the words of a paragraph end with one of the marks, closing quotes apart."""
    return _find_last_character(paragraph) in marks


def _find_last_character(paragraph: Paragraph) -> str:
    words = spell_inlines(strip_raised_end(paragraph.content), calls=False)
    return fold_characters(words).rstrip(' \t\n\u00a0”“"»’]')[-1:]


def _add_continuation(parent: Paragraph, words: Paragraph) -> Paragraph:
    """Put plain words under the point that a colon left open last, and what follows there; else under ``parent``."""
    last = parent.children[-1] if parent.children else None
    if isinstance(last, Paragraph) and last.role is Role.POINT:
        inner = last.children[-1] if last.children else last
        if isinstance(inner, Paragraph) and (
            _find_last_character(inner) in COLONS or (inner is not last and _is_left_open(last))
        ):
            return replace(parent, children=(*parent.children[:-1], _add_continuation(last, words)))
    return replace(parent, children=(*parent.children, words))


def _list_open_markers(paragraph: Paragraph) -> list[str]:
    """Return the markers of the points that stand last, each under the one before, the outermost first."""
    last = paragraph.children[-1] if paragraph.children else None
    return [last.number, *_list_open_markers(last)] if isinstance(last, Paragraph) and last.role is Role.POINT else []


def find_marker_level(number: str, above: list[str]) -> int:
    """Return the level of a marker, from 1, after the points that stand open ``above`` it.

    The next in the sequence of one of them stands beside that one, the innermost such; the first of a sequence under
    the innermost, if none above is of its kind; else it stands beside one of its kind, or at the default level of its
    kind.
    """
    kinds = possible_kinds(number)
    for depth in range(len(above), 0, -1):
        following = {(kind, value) for kind, before in possible_kinds(above[depth - 1]) for value in (before + 1, 0)}
        if following & set(kinds):
            return depth
    open_kinds = _choose_marker_kinds(above)
    first_kinds = {kind for kind, value in kinds if value <= 1}
    if first_kinds - set(open_kinds) and above:
        return len(above) + 1
    if first_kinds - {"number"} and open_kinds[-1:] == [
        "number"
    ]:  # the item of a list within a point: its own points begin anew
        return len(above) + 1
    siblings = [depth for depth, kind in enumerate(open_kinds, 1) if kind in dict(kinds)]
    return siblings[-1] if siblings else min(DEFAULT_LEVELS.get(kinds[0][0], 1) if kinds else 1, len(above) + 1)


def _choose_marker_kinds(markers: list[str]) -> list[str]:
    """Choose a kind for each of markers that stand under one another: one that none above it has, if it can."""
    chosen: list[str] = []
    for marker in markers:
        possible = [kind for kind, _ in possible_kinds(marker)] or [""]
        chosen.append(next((kind for kind in possible if kind not in chosen), possible[0]))
    return chosen


def _hang_point(parent: Paragraph, point: Paragraph, depth: int) -> Paragraph:
    last = parent.children[-1] if parent.children else None
    if depth > 1 and isinstance(last, Paragraph) and last.role is Role.POINT:
        return replace(parent, children=(*parent.children[:-1], _hang_point(last, point, depth - 1)))
    return replace(parent, children=(*parent.children, point))


def is_operative(block: Block) -> bool:
    """Return whether a block is an operative paragraph."""
    return isinstance(block, Paragraph) and block.role is Role.OPERATIVE
