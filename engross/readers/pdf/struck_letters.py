"""Tell strokes that underline letters, or strike them out, from rules: they are as long as the words at them.

A rule of a table, or one under a masthead or above notes, stands further from the letters and ends where they do not.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise

from engross.grammars.pdfium import Box
from engross.model.tree import Style
from engross.readers.pdf.glyphs import SourceGlyph, SourcePage
from engross.readers.pdf.strokes import Stroke

# How high above the baseline fonts and word processors underline letters (OpenType, post) and strike them out (OS/2).
ZONES_EM = {Style.UNDERLINE: (-0.27, 0.02), Style.STRIKE: (0.15, 0.45)}
REACH_PT = 20.0  # pt: no baseline further from a line is searched for its letters
END_TOLERANCE_EM = 0.35  # em by which a line may end before or behind the letters: the width of a space
END_TOLERANCE_SHARE = 0.25  # of the line's length, for the same: less than a letter of a short word
INNER_GAP_EM = 1.5  # em: no gap between words is wider; a rule bridges wider ones
JOINT_PT = 1.0  # pt: strokes that end closer to an upright one meet it
DASH_GAP_PT = 3.5  # pt: strokes of one height that end closer to each other are one line, dashed or drawn run by run
SAME_HEIGHT_PT = 0.3  # pt: strokes whose heights differ less are one line
THICKEST_EM = 0.15  # em: a thicker stroke is a bar


@dataclass(frozen=True, slots=True)
class _Baseline:
    """The characters of one baseline, from left to right, and the largest size; in pt."""

    base: float
    size: float
    glyphs: list[SourceGlyph]

    def select(self, line: Stroke) -> list[SourceGlyph]:
        """Return the characters whose middle stands at a line."""
        start = bisect_left(self.glyphs, line.left, key=_get_left)
        at = self.glyphs[max(0, start - 1) : bisect_right(self.glyphs, line.right, key=_get_left)]
        return [glyph for glyph in at if line.left <= (glyph.left + glyph.right) / 2 <= line.right]


def _get_left(glyph: SourceGlyph) -> float:
    return glyph.left


def mark_struck_letters(page: SourcePage) -> SourcePage:
    """Return a page with its underlined and struck-out letters marked, and without the strokes that mark them.

    The underlining of links is theirs, and sets nothing apart.
    """
    uprights = sorted((stroke for stroke in page.strokes if not stroke.is_horizontal), key=lambda stroke: stroke.at)
    lines = [*_join_strokes(stroke for stroke in page.strokes if stroke.is_horizontal)]
    baselines = _index_baselines(page.glyphs) if lines else []
    styles: dict[SourceGlyph, set[Style]] = {}
    marking: set[Stroke] = set()
    for pieces in lines:
        line = replace(pieces[0], right=max(piece.right for piece in pieces))
        style, letters = (None, []) if _is_at_upright(line, uprights) else _find_marked_letters(line, baselines)
        marking.update(pieces if style else ())
        if style and (style is Style.STRIKE or not _are_linked(letters, page.links)):
            for glyph in letters:
                styles.setdefault(glyph, set()).add(style)
    if not marking:
        return page
    glyphs = [_add_styles(glyph, styles.get(glyph, set())) for glyph in page.glyphs]
    return replace(page, glyphs=glyphs, strokes=[stroke for stroke in page.strokes if stroke not in marking])


def _add_styles(glyph: SourceGlyph, styles: set[Style]) -> SourceGlyph:
    added = tuple(style for style in (Style.UNDERLINE, Style.STRIKE) if style in styles)
    return replace(glyph, styles=(*glyph.styles, *added)) if added else glyph


def _join_strokes(strokes: Iterable[Stroke]) -> Iterator[list[Stroke]]:
    """Yield lines as the strokes that they are drawn in: one for each run, or each dash."""
    line: list[Stroke] = []
    for stroke in sorted(set(strokes), key=lambda one: (round(one.at / SAME_HEIGHT_PT), one.left, one.right)):
        if line and abs(line[-1].at - stroke.at) < SAME_HEIGHT_PT and stroke.left - line[-1].right < DASH_GAP_PT:
            line.append(stroke)
            continue
        if line:
            yield line
        line = [stroke]
    if line:
        yield line


def _index_baselines(glyphs: Iterable[SourceGlyph]) -> list[_Baseline]:
    """Return the drawn characters of a page by their baselines, from the lowest up, each from left to right."""
    drawn = sorted((glyph for glyph in glyphs if not glyph.inferred), key=lambda glyph: (glyph.base, glyph.left))
    rows = ((base, list(row)) for base, row in groupby(drawn, key=lambda glyph: glyph.base))
    return [_Baseline(base, max(glyph.size for glyph in row), row) for base, row in rows]


def _is_at_upright(line: Stroke, uprights: list[Stroke]) -> bool:
    """Return whether a line ends at an upright one, as the edges of a cell do."""
    return any(
        upright.low - JOINT_PT <= line.at <= upright.high + JOINT_PT
        for end in (line.left, line.right)
        for upright in uprights[
            bisect_left(uprights, end - JOINT_PT, key=lambda stroke: stroke.at) : bisect_right(
                uprights, end + JOINT_PT, key=lambda stroke: stroke.at
            )
        ]
    )


def _find_marked_letters(line: Stroke, baselines: list[_Baseline]) -> tuple[Style | None, list[SourceGlyph]]:
    """Return what a line does to the letters at it, and these; None if it is a rule."""
    near = baselines[
        bisect_left(baselines, line.at - REACH_PT, key=lambda row: row.base) : bisect_right(
            baselines, line.at + REACH_PT, key=lambda row: row.base
        )
    ]
    for style, zone in ZONES_EM.items():
        for row in near:
            height = line.at - row.base
            if not _is_within(height, (min(0.0, zone[0]), zone[1]), row.size):
                continue  # of none of its letters, whatever their sizes
            letters = [glyph for glyph in row.select(line) if _is_within(height, zone, glyph.size)]
            if letters and _is_as_long(line, letters):
                return style, letters
    return None, []


def _is_within(height: float, zone: tuple[float, float], size: float) -> bool:
    return zone[0] * size <= height <= zone[1] * size


def _is_as_long(line: Stroke, letters: list[SourceGlyph]) -> bool:
    """Return whether a line begins and ends where its letters do, which no wide gap parts, and is thin beside them."""
    size = max(glyph.size for glyph in letters)
    visible = [glyph for glyph in letters if glyph.text.strip()]
    ends = abs(letters[0].left - line.left), abs(max(glyph.right for glyph in letters) - line.right)
    gaps = (after.left - before.right for before, after in pairwise(visible))
    is_thin = line.thick <= THICKEST_EM * size
    return (
        is_thin
        and bool(visible)
        and max(ends) <= min(END_TOLERANCE_EM * size, END_TOLERANCE_SHARE * (line.right - line.left))
        and max(gaps, default=0) < INNER_GAP_EM * size
    )


def _are_linked(letters: list[SourceGlyph], links: Sequence[Box]) -> bool:
    """Return whether all letters stand in the box of a link."""
    return any(
        left - JOINT_PT <= min(glyph.left for glyph in letters)
        and max(glyph.right for glyph in letters) <= right + JOINT_PT
        and low - JOINT_PT <= letters[0].base <= high + JOINT_PT
        for left, low, right, high in links
    )
