"""Turn a body item into a block: decide what it is by its style, its number, its look and its end."""

from __future__ import annotations

import re
from dataclasses import dataclass

from engross.grammars.numbering import (
    CLOSED_NUMBER_PATTERN,
    MARKER_OPENERS,
    NEGOTIATION_LABEL,
    match_marker,
)
from engross.model.text import spell_inlines
from engross.model.tree import Block, Heading, Inline, Paragraph, Role, Style, Styled
from engross.readers.common.attach_points import classify_marker, is_point_marker
from engross.readers.common.end_marks import COMMAS, PREAMBULAR_END_MARKS, strip_raised_end
from engross.readers.lines.layout_habits import CLAUSE_END_MARKS, END_MARKS
from engross.readers.word.body_items import BodyItem
from engross.readers.word.looks import remove_look
from engross.readers.word.notes import cut_leading_characters
from engross.readers.word.roles import has_lead_look

BOLD_RANK = 3  # of a heading that has no style of its own
ITALIC_RANK = 4  # of one that is italic or underlined, as headings below bold ones are
BOLD_HEADING_CHARACTERS = 200  # of the longest bold paragraph that is a heading without a section's number
ITALIC_HEADING_CHARACTERS = 120  # of the longest italic or underlined one
HEADING_MARKER_KINDS = ("section", "capital", "number", "small", "letter", "roman", "han", "abjad")
SECTIONAL_KINDS = ("section", "capital", "small", "low")  # of markers that words may begin with: "I", "A.", "a."
OPENERS = re.compile(rf"[{re.escape(MARKER_OPENERS)}]+\s?")
REMARK_AT_END = re.compile(r"(?<=[\],;:.，；。])\s*\[[^\[\]]{1,60}\]$")  # "… of the lamps,] [Agreed]", of a negotiation
CLOSERS = ']］”»" \u00a0'  # what stands at the end of words that an opener stands before


@dataclass(frozen=True, slots=True)
class ItemPlace:
    """Where an item stands: behind an operative paragraph, below a section's number, above what begins a paragraph."""

    operative: bool
    is_below_number: bool = False
    is_above_start: bool = True


def build_block(item: BodyItem, place: ItemPlace) -> Block:
    """Build the heading or paragraph of a body item."""
    number, content = item.number, item.content
    if not number:
        label = None if item.rank else NEGOTIATION_LABEL.match(spell_inlines(content, calls=False))
        if label:
            return _build_labelled_paragraph(item, label)
        number, content = cut_marker(content, bool(item.rank))
    words = find_closed_words(content)
    if item.rank or _is_unstyled_heading(item, number, words, place.is_below_number):
        rank = item.rank or (BOLD_RANK if item.look in (Style.BOLD, None) else ITALIC_RANK)
        return Heading(rank, remove_look(content, item.look or Style.BOLD), number, where=item.where)
    is_counted = not number.endswith((")", "）")) or has_lead_look(content)  # 1) may be a point
    if classify_marker(number) == "number" and is_counted:
        return Paragraph(Role.OPERATIVE, mark_underlined_lead(content), number, where=item.where)
    if number and (is_point_marker(number) or not is_counted):
        return Paragraph(Role.POINT, content, number, where=item.where)
    if not number and (role := _find_listed_role(item.level, words, place.operative)):
        return Paragraph(role, mark_underlined_lead(content) if role is Role.OPERATIVE else content, where=item.where)
    preambular = not place.operative and not number and words.endswith(PREAMBULAR_END_MARKS)
    role = Role.PREAMBULAR if preambular else Role.PLAIN
    return Paragraph(role, mark_underlined_lead(content) if preambular else content, number, where=item.where)


def _build_labelled_paragraph(item: BodyItem, label: re.Match[str]) -> Paragraph:
    role = Role.PREAMBULAR if label["kind"] == "PP" else Role.OPERATIVE
    content = mark_underlined_lead(cut_leading_characters(item.content, label.end()))
    return Paragraph(role, content, label[0].strip(), where=item.where)


def find_closed_words(content: tuple[Inline, ...]) -> str:
    """Return the words of inlines up to the mark that ends them.

    Calls behind it, the remarks of negotiators and the brackets or quotes that close what opens the words are cut off.
    """
    words = REMARK_AT_END.sub("", spell_inlines(strip_raised_end(content), calls=False).strip())
    return words.rstrip(CLOSERS) if OPENERS.match(words) else words


def _is_unstyled_heading(item: BodyItem, number: str, words: str, is_below_number: bool) -> bool:
    """Return whether an item is a heading though its style is none.

    It is the number of a section, or centred below one, or all its words are bold, italic or underlined and no mark
    ends them: a short line that is set apart whole.
    """
    is_section = classify_marker(number) == "section"
    if (is_section and not words) or (is_below_number and item.align == "center" and not words.endswith(END_MARKS)):
        return True
    is_bracketed = bool(OPENERS.match(words)) and item.text.endswith(tuple(CLOSERS))
    if item.look is None or words.endswith(CLAUSE_END_MARKS) or is_bracketed:
        return False
    if item.look is Style.BOLD:
        return len(words) <= BOLD_HEADING_CHARACTERS or is_section or is_below_number
    return len(words) <= ITALIC_HEADING_CHARACTERS and classify_marker(number) in ("", "section", "capital")


def is_heading_doubtful(item: BodyItem, place: ItemPlace) -> bool:
    """Return whether only its look makes an item a heading: no style, number or centring, and nothing begins below."""
    number = item.number or cut_marker(item.content, heading=True)[0]
    return not (item.rank or number or place.is_below_number or item.align == "center" or place.is_above_start)


def _find_listed_role(level: int | None, words: str, operative: bool) -> Role | None:
    """Return the role of a paragraph in a list that the file does not define.

    A point below the first level of the list, operative on it. None for a paragraph in no such list, and for one that
    ends in a comma before the first operative one.
    """
    if level is None or (not operative and words.endswith(COMMAS)):
        return None
    return Role.POINT if level else Role.OPERATIVE


def cut_marker(content: tuple[Inline, ...], heading: bool) -> tuple[str, tuple[Inline, ...]]:
    """Return the marker typed before a paragraph, and the inlines behind it; "" and all inlines if there is none.

    A quote or a bracket may open it: “1. [3. A section's marker counts only before a ``heading``, a tab or a break, or
    alone, and a heading has no other than those of ``HEADING_MARKER_KINDS``.
    """
    text = spell_inlines(content, calls=False)
    opener = OPENERS.match(text)
    start = opener.end() if opener else 0
    marker = match_marker(text[start:]) or CLOSED_NUMBER_PATTERN.match(text[start:])
    kind = (marker.lastgroup or "") if marker else ""
    is_raised = bool(content) and not heading and _is_raised_or_lowered(content)
    if not marker or kind == "star" or is_raised or (start and kind in (*SECTIONAL_KINDS, "bullet")):
        return "", content
    remainder = text[start + marker.end() :].lstrip(" \u00a0")
    apart = remainder[:1] in ("\t", "\n") or (not remainder and kind == "section")
    if kind in ("section", "capital") and not (heading or apart):
        return "", content
    if heading and kind not in HEADING_MARKER_KINDS:
        return "", content
    end = start + marker.end()
    return text[:end].strip(), cut_leading_characters(content, end)


def _is_raised_or_lowered(content: tuple[Inline, ...]) -> bool:
    """Return whether inlines begin with a superscript or subscript: (a) is then part of the words."""
    first = content[0]
    return isinstance(first, Styled) and first.style in (Style.SUPERSCRIPT, Style.SUBSCRIPT)


def mark_underlined_lead(content: tuple[Inline, ...]) -> tuple[Inline, ...]:
    """Mark underlined words at the beginning, as typed drafts have them, as lead words."""
    first = content[0] if content else None
    if isinstance(first, Styled) and first.style is Style.UNDERLINE:
        return (Styled(Style.LEAD, first.content), *content[1:])
    return content
