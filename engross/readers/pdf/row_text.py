"""Spell a row: its characters as text, with spaces where words are apart, and how each character is set."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from engross.model.tree import Style
from engross.readers.pdf.glyphs import SourceGlyph, is_zero_width_gap
from engross.readers.pdf.text_line import FIRST_HAN

SAME_BASELINE_PT = 1.8  # pt: baselines closer than that are one, as Word sets a masthead
RAISED_SIZE_RATIO = 0.8  # of the size beside it: a raised character is smaller
LEAST_FALL_EM = 0.05  # em below the baseline: a small character there is a subscript
INFERRED_SPACE_EM = 0.08  # em: beside vowel signs, a space that PDFium infers counts only in a wider gap
UNDRAWN_SPACE_EM = 0.16  # em: a wider gap separates words without a drawn space
ODD_SPACE_EM = 0.3  # em: where spaces are drawn, a gap without one that is narrower may stand within a word
HAN_GAP_EM = 1.0  # em: a narrower gap between Chinese characters that nobody drew is no space
FLUSH_HYPHEN_EM = 0.3  # em: how far a hyphen may be moved off its word, to stand flush at a row's end
HYPHEN = "-"

Styles = tuple[Style, ...]


@dataclass(frozen=True, slots=True)
class RowText:
    """The text of a row, the spans that are raised, the styles of each character, its narrow gaps.

    ``narrow``: the places of spaces that PDFium infers between letters in a gap narrower than those between words.
    """

    text: str
    raised: tuple[tuple[int, int], ...]
    styles: tuple[Styles, ...]
    narrow: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class _Space:
    """The white space before a character: whether PDFium gives any that counts, or one that may, and draws it."""

    counts: bool = False
    may_count: bool = False
    is_drawn: bool = False


def spell_row(glyphs: list[SourceGlyph], size: float, base: float) -> RowText:
    """Spell a row. ``size`` and ``base``: the size of most of its characters and their baseline, in pt."""
    text, edge = "", 0.0
    styles: list[Styles] = []
    narrow: list[int] = []
    draws_spaces = any(not glyph.inferred and not glyph.text.strip() for glyph in glyphs)
    last_visible = next((glyph for glyph in reversed(glyphs) if glyph.text.strip()), None)
    for glyph, space in _pair_with_spaces(glyphs):
        gap = glyph.left - edge
        if text and _is_word_gap(text[-1], glyph, gap / size, space):
            is_flush_hyphen = glyph is last_visible and glyph.text == HYPHEN and not space.is_drawn
            if not (is_flush_hyphen and gap < FLUSH_HYPHEN_EM * size and text[-1].isalpha()):
                is_narrow = not space.is_drawn and gap < (ODD_SPACE_EM if draws_spaces else UNDRAWN_SPACE_EM) * size
                narrow += [len(text)] if is_narrow and _are_letters(text[-1], glyph.text) else []
                text, styles = f"{text} ", [*styles, ()]
        text, edge = text + glyph.text, glyph.right
        styles += [(*glyph.styles, *_find_shift(glyph, size, base))] * len(glyph.text)
    return RowText(text, tuple(_find_raised_spans(styles)), tuple(styles), tuple(narrow))


def _pair_with_spaces(glyphs: list[SourceGlyph]) -> Iterator[tuple[SourceGlyph, _Space]]:
    """Yield the characters that are no white space, each with what stands before it."""
    has_signs = any(len(glyph.text) > 1 for glyph in glyphs)  # attached to letters: PDFium infers spaces there
    space = _Space()
    for glyph in glyphs:
        if glyph.text.strip():
            yield glyph, space
            space = _Space()
            continue
        is_inferred = glyph.inferred or is_zero_width_gap(glyph)
        space = _Space(
            space.counts or not (has_signs and is_inferred),
            space.may_count or is_inferred,
            space.is_drawn or not glyph.inferred,
        )


def _is_word_gap(before: str, glyph: SourceGlyph, gap: float, space: _Space) -> bool:
    """Return whether a space stands before a character. ``gap``: how far it stands from the one before, in em."""
    are_han = not _is_spaced_script(before) and not _is_spaced_script(glyph.text)
    if are_han and not space.is_drawn and gap < HAN_GAP_EM:
        return False  # set wide
    if space.counts or (space.may_count and gap > INFERRED_SPACE_EM):
        return True
    return gap > UNDRAWN_SPACE_EM and _is_spaced_script(before) and _is_spaced_script(glyph.text)


def _are_letters(before: str, after: str) -> bool:
    return all(character.isalpha() and _is_spaced_script(character) for character in (before, after))


def _is_spaced_script(character: str) -> bool:
    return ord(character[0]) < FIRST_HAN


def _find_shift(glyph: SourceGlyph, size: float, base: float) -> Styles:
    """Return the style of a character that is small and stands above or below its baseline."""
    if glyph.size >= RAISED_SIZE_RATIO * size:
        return ()
    if glyph.base - base >= SAME_BASELINE_PT:
        return (Style.SUPERSCRIPT,)
    return (Style.SUBSCRIPT,) if base - glyph.base >= LEAST_FALL_EM * size else ()


def _find_raised_spans(styles: list[Styles]) -> Iterator[tuple[int, int]]:
    """Yield the spans of characters that are set small and high."""
    at = 0
    for is_raised, run in groupby(styles, key=lambda one: Style.SUPERSCRIPT in one):
        start, at = at, at + sum(1 for _ in run)
        if is_raised:
            yield start, at
