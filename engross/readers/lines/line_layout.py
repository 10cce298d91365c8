"""How a line is set: its place on the page, its size, its weight and slant, the white space around it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from engross.model.tree import Style


@dataclass(frozen=True, slots=True)
class LineLayout:
    """How a line is set, as its source shows it; later repairs of its text change nothing here.

    ``left``, ``right``: where it begins and ends in the direction of its script, in pt from the page's left edge (in an
    Arabic text both are negative); a text without pages counts Latin characters. ``base``: its baseline, in pt from the
    page's foot; 0 without pages. ``size``: that of its letters, as a share of the body's; 1 where nothing shows it.
    ``bold``, ``italic``: the share of its letters that is. ``is_centred``: it stands in the middle between the margins
    of the text, and does not fill them. ``gap_above``: what parts it from the line above beyond the usual distance, in
    leadings (blank lines, without pages); 0 for the first of a page, -1 for one beside the line above. ``short``: how
    far before the text's right edge it ends, in em.
    """

    left: float
    right: float
    base: float = 0.0
    size: float = 1.0
    bold: float = 0.0
    italic: float = 0.0
    is_centred: bool = False
    gap_above: float = 0.0
    short: float = 0.0


def measure_letter_share(text: str, styles: Sequence[tuple[Style, ...]], style: Style) -> float:
    """Return the share of the letters of a line that have a style, from 0 to 1; 0 without letters or styles."""
    letters = [style in of_letter for c, of_letter in zip(text, styles, strict=False) if c.isalpha()]
    return round(sum(letters) / len(letters), 2) if letters else 0.0


def is_centred(before: float, after: float, least: float, tolerance: float) -> bool:
    """Return whether a line with white space ``before`` and ``after`` it stands in the middle.

    ``least``: the white space that a centred line has on either side, and a full or an indented line has not;
    ``tolerance``: by how much the two may differ. All in one unit.
    """
    return min(before, after) >= least and abs(before - after) <= tolerance


def is_set_apart(layout: LineLayout | None) -> bool:
    """Return whether all letters of a line are bold or all are italic, as those of a heading are."""
    return layout is not None and 1.0 in (layout.bold, layout.italic)
