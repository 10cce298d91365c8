"""Make a paragraph of a line box before layout: one text of all its elements, with widths and spaces."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import accumulate
from operator import add
from typing import TYPE_CHECKING

import pyphen
from engross_weasyprint.css import Style
from engross_weasyprint.css.properties import INITIAL_VALUES
from engross_weasyprint.formatting_structure import boxes

from engross.editions.pdf.patches.alphabetic_lines.hyphens import HyphenRule
from engross.editions.pdf.patches.chinese_lines.breaks import BreakableText
from engross.editions.pdf.patches.chinese_lines.paragraph import GatheredText, ShapedBox, measure_text, try_gather
from engross.editions.pdf.patches.chinese_lines.shape import shape_text

if TYPE_CHECKING:
    from engross.editions.pdf.patches.alphabetic_lines.places import LineEnd

LIMIT_LINES, CAPITALS = "__hyphenate_limit_lines", "__hyphenate_capitals"  # custom properties of the style sheet
DEFAULT_LIMIT = 2  # lines in a row that may end in a hyphen (Bringhurst 2.4.3)
HAN_LANGUAGES = ("zh", "ja", "ko")
EXPANDABLE = " \u00a0"


@dataclass(slots=True)
class AlphabeticParagraph:
    """A paragraph ready to be broken into lines. Lengths are pixels; all lists but ``leaves`` are by characters.

    ``advances``: the width of each; ``cuts``: 0, for the hooks; ``tails``: margins, borders and padding of elements
    that end behind each; ``sums``: the width of all before each; ``spaces``: the number of spaces that may be widened
    before each; ``limit``: how many lines in a row may divide a word; ``undivided``: places at which no word may be
    divided any more.

    ``plans``: the room and the end of each line by its first character; ``divided``: where these divide a word.
    """

    text: str
    style: Style
    leaves: list[ShapedBox]
    advances: list[float]
    cuts: list[float]
    tails: list[float]
    sums: list[float]
    spaces: list[int]
    run: BreakableText
    rule: HyphenRule | None
    limit: int
    numbered: bool
    undivided: set[int] = field(default_factory=set)
    divided: set[int] = field(default_factory=set)
    plans: dict[int, tuple[float, LineEnd]] = field(default_factory=dict)

    @property
    def space(self) -> float:
        """The width of a space between words."""
        return shape_text(" ", self.style).advances[0]

    def find_leaf(self, place: int) -> ShapedBox:
        """Return the text box that has the character at a place."""
        return next(leaf for leaf in self.leaves if leaf.start <= place < leaf.end)


def make_paragraph(line: boxes.LineBox, room: boxes.Box) -> AlphabeticParagraph | None:
    """Return the paragraph in a line box, None if it is left to WeasyPrint. ``room``: its containing block."""
    style = line.style
    if style["direction"] != "ltr" or style["white_space"] != "normal" or style["hyphens"] != "auto":
        return None
    if style["hyphenate_limit_zone"] != INITIAL_VALUES["hyphenate_limit_zone"]:
        return None
    if not style["lang"] or style["lang"].lower().startswith(HAN_LANGUAGES):
        return None
    flat = GatheredText(room)
    if not try_gather(line, flat, 0) or not any(leaf.shaped for leaf in flat.leaves):
        return None
    return _measure_paragraph(flat, style)


def _measure_paragraph(flat: GatheredText, style: Style) -> AlphabeticParagraph:
    measured = measure_text(flat, style["lang"])
    text = measured.run.text
    steps = map(add, map(add, measured.advances, measured.heads), measured.tails)
    words = text.lstrip(EXPANDABLE)
    widened = [False] * (len(text) - len(words)) + [character in EXPANDABLE for character in words]
    return AlphabeticParagraph(
        text,
        style,
        flat.leaves,
        measured.advances,
        [0.0] * len(text),
        measured.tails,
        list(accumulate(steps, initial=0.0)),
        list(accumulate(widened, initial=0)),
        measured.run,
        _make_rule(style),
        _read_limit(style),
        flat.numbered,
    )


def _make_rule(style: Style) -> HyphenRule | None:
    lang = pyphen.language_fallback(style["lang"])
    total, left, right = style["hyphenate_limit_chars"]
    words = (token.value for token in style[CAPITALS] or () if getattr(token, "type", "") == "ident")
    return HyphenRule(lang, total, left, right, next(words, "none")) if lang else None


def _read_limit(style: Style) -> int:
    numbers = (token.int_value for token in style[LIMIT_LINES] or () if getattr(token, "int_value", None))
    return next(numbers, DEFAULT_LIMIT)
