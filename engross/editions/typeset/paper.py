"""Build the style sheet of the page's format; side margins are chosen to make a line a whole number of characters.

A line of Chinese holds a whole number of characters, so that a full line needs no stretching (clreq 2.3.2); one of
letters holds some 80 at the most, as the United Nations sets them (Bringhurst 2.1.2 would have fewer). Margins mirror
each other, so that the print on both sides of a sheet coincides; the inner one is wider by what a staple or a punch
takes.
"""

from __future__ import annotations

from dataclasses import replace

from engross.editions.typeset import template_environment
from engross.editions.typeset.widths import LONGEST_SYMBOL
from engross.grammars.language import Language
from engross.model.book import Sheet
from engross.model.paper import POINTS_PER_MM, Format

COLUMNS_MEASURE = 38  # ems of the measure from which the index has two columns, at a text size of 10 pt
TIED_COLUMN = 20  # ems of a column that has room for a place and its pages on one line
DEFAULT_SIZE = 10  # of Latin text, pt
INDEX_COLUMN = 26  # ems of the only column of the index, so that pages are not far from what they belong to
HEAD_SIZE = 8.5  # of running heads, folios and job numbers where the text has its language's own size, pt
ORGAN_SIZE = 2.1  # of the organ in the masthead, relative to the text (resolution.css)
LARGEST_ORGAN = 1 / 14  # of the measure: "Экономический" beside the lines of the issue
HEAD_BOUNDS = (7.0, 14.0)  # they follow the size of the text as far as they are legible and have room, pt
LEAST_MEASURE = 0.6  # of the paper's width: what lines take at least, however many small letters that is
COLUMNS_SCALE = 0.9  # of the text where two languages stand in columns, relative to one alone
COLUMNS_SIDE = 6  # by how much the side margins are then smaller, mm
NOTE_LEADING = 0.81 * 1.5  # the leading of notes relative to the size of the text


def make_paper_sheet(page_format: Format, lang: Language, *, is_wide: bool = False, hand: str = "") -> Sheet:
    """Return the style sheet of the page's format, the last of the cascade.

    ``is_wide``: for two languages in columns. ``hand``: "left" or "right" if all pages are of one hand, facing others.
    """
    paper = page_format.sheet
    size, characters = measure_wide_line(page_format, lang) if is_wide else _measure_line(page_format, lang)
    side = (paper.width * POINTS_PER_MM - characters * size) / 2
    shift = paper.inner / 2 * POINTS_PER_MM
    one_size = page_format.kind.has_one_size
    note_leading = lang.words["large_print"]["leading"] if one_size else NOTE_LEADING
    leading = round(size * note_leading * 4 / 3)  # whole pixels: the sum of lines must be exact, or a note is set late
    # The letters of scripts that are set larger are narrower.
    has_columns = characters >= COLUMNS_MEASURE * DEFAULT_SIZE / lang.words["page"]["sizes"]["handout"]
    values = {
        "paper": paper,
        "column": "48%" if has_columns else f"{min(characters, INDEX_COLUMN)}rem",
        "has_wide_columns": has_columns or characters >= TIED_COLUMN,
        "head": f"{find_head_size(page_format, lang):g}pt",
        "hanging": page_format.hanging,
        "masthead": 1 if one_size else min(1, characters * LARGEST_ORGAN / ORGAN_SIZE),
        "text_leading": note_leading if one_size else 0,
        "has_one_size": one_size,
        "narrow": characters < LONGEST_SYMBOL,
        "leading": leading,
        "hand": hand,
        "size": f"{size:g}pt",
        "inner": f"{side + shift:.3f}pt",
        "outer": f"{side - shift:.3f}pt",
    }
    return Sheet("paper.css", "text/css", template_environment().get_template("paper.css").render(values))


def measure_of_heads(page_format: Format, lang: Language, *, is_wide: bool = False) -> float:
    """Return the measure of a page in em of its running heads; ``is_wide``: of two languages in columns."""
    size, characters = measure_wide_line(page_format, lang) if is_wide else _measure_line(page_format, lang)
    return size * characters / find_head_size(page_format, lang)


def measure_wide_line(page_format: Format, lang: Language) -> tuple[float, int]:
    """Return the size of the text in pt where two languages stand in columns, and the characters across both."""
    paper = page_format.sheet
    size: float = page_format.size or lang.words["page"]["sizes"]["handout"] * paper.scale * COLUMNS_SCALE
    return size, int((paper.width - 2 * (paper.side - COLUMNS_SIDE)) * POINTS_PER_MM / size)


def settle_size(page_format: Format, lang: Language) -> Format:
    """Return the format with the size that its text has in a language."""
    return replace(page_format, size=page_format.size or find_own_size(page_format, lang))


def find_own_size(page_format: Format, lang: Language) -> float:
    """Return the size of the text in pt where none is asked for: the language's own for the kind and the paper."""
    size: float = lang.words["page"]["sizes"][page_format.kind.name] * page_format.sheet.scale
    return size


def find_head_size(page_format: Format, lang: Language) -> float:
    """Return the size of running heads, folios and job numbers in pt: a share of the text's, within bounds."""
    if page_format.kind.has_one_size:
        return page_format.size or find_own_size(page_format, lang)
    own_size: float = lang.words["page"]["sizes"]["handout"] * page_format.sheet.scale
    low, high = HEAD_BOUNDS
    return min(max(HEAD_SIZE * (page_format.size or find_own_size(page_format, lang)) / own_size, low), high)


def _measure_line(page_format: Format, lang: Language) -> tuple[float, int]:
    """Return the size of the text in pt, and the characters of that size in a line."""
    paper = page_format.sheet
    size = page_format.size or find_own_size(page_format, lang)
    longest = max(lang.words["page"]["line"] * size, LEAST_MEASURE * paper.width * POINTS_PER_MM)
    return size, int(min((paper.width - 2 * paper.side) * POINTS_PER_MM, longest) / size)
