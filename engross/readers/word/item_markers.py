"""Read what a body item begins with, and how its words end: markers, words set apart, the mark that closes it."""

from __future__ import annotations

import re

from engross.grammars.numbering import CLOSED_NUMBER_PATTERN, MARKER_OPENERS, match_marker
from engross.model.text import spell_inlines
from engross.model.tree import Inline, Style, Styled, Text
from engross.readers.common.end_marks import strip_raised_end
from engross.readers.word.notes import cut_leading_characters

HEADING_MARKER_KINDS = ("section", "capital", "number", "small", "letter", "roman", "han", "abjad")
SECTIONAL_KINDS = ("section", "capital", "small", "low")  # of markers that words may begin with: "I", "A.", "a."
OPENERS = re.compile(rf"[{re.escape(MARKER_OPENERS)}]+\s?")
REMARK_AT_END = re.compile(r"(?<=[\],;:.，；。])\s*\[[^\[\]]{1,60}\]$")  # "… of the lamps,] [Agreed]", of a negotiation
CLOSERS = ']］”»" \u00a0'  # what stands at the end of words that an opener stands before
LEAD_STYLES = (Style.LEAD, Style.ITALIC, Style.BOLD, Style.UNDERLINE)


def has_lead_look(content: tuple[Inline, ...]) -> bool:
    """Return whether inlines begin with words that are set apart, an opening quote or bracket before them aside."""
    is_opened = len(content) > 1 and isinstance(content[0], Text) and not content[0].text.strip(f"{MARKER_OPENERS} ")
    first = content[is_opened] if content else None
    return isinstance(first, Styled) and first.style in LEAD_STYLES


def find_closed_words(content: tuple[Inline, ...]) -> str:
    """Return the words of inlines up to the mark that ends them.

    Calls behind it, the remarks of negotiators and the brackets or quotes that close what opens the words are cut off.
    """
    words = REMARK_AT_END.sub("", spell_inlines(strip_raised_end(content), calls=False).strip())
    return words.rstrip(CLOSERS) if OPENERS.match(words) else words


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
