"""Find where the title and the text of a Word document begin."""

from __future__ import annotations

from dataclasses import dataclass

from engross.grammars.language import Language
from engross.grammars.symbol import Symbol
from engross.model.tree import Masthead
from engross.readers.lines.draft import TITLE_LINES, is_sponsors_text
from engross.readers.lines.head import classify_masthead_line
from engross.readers.lines.lines import Line
from engross.readers.lines.numbered_head import NumberedHead, find_numbered_head
from engross.readers.word.body_items import BodyItem
from engross.readers.word.head import (
    MASTHEAD_LINE_CHARACTERS,
    EnactingWords,
    find_line_symbol,
    list_item_lines,
    read_resolution_number,
)
from engross.readers.word.styles import WordStyles

LOWEST_TITLE_RANK = 3  # the lowest rank of a heading that may be a title


@dataclass(frozen=True, slots=True)
class HeadBounds:
    """The indexes of a document's body items: title and start of the text; all before the title is masthead."""

    title: range
    text: int


def find_head_bounds(
    items: list[BodyItem], opened: EnactingWords | None, styles: WordStyles, lang: Language
) -> HeadBounds:
    """Find where title and text begin: the title at a resolution's number, else by its style or its look."""
    if opened is None:
        by_style = _find_bounds_by_number(items, styles) or _find_bounds_by_heading(items, styles)
        return by_style or _find_bounds_by_words(items, styles, lang)
    numbered = [n for n, item in enumerate(items[: opened.at]) if read_resolution_number(item)]
    start = numbered[-1] if numbered else _find_title_start(items, opened.at)
    start = _find_draft_title_start(items, opened) if start == opened.at else start
    if not numbered and (head := find_council_head(items[: opened.at], opened.organ, opened.lang)):
        start = max(start, head.end)
    return HeadBounds(range(start, opened.at), opened.at)


def find_council_head(items: list[BodyItem], organ: str, lang: Language) -> NumberedHead | None:
    """Return the head "Resolution 242 (1967)", and the line on its adoption below it, among items; None for none."""
    lines = [Line(n, "" if item.table else " ".join(item.text.split())) for n, item in enumerate(items)]
    return find_numbered_head(lines, organ, lang) if organ else None


def find_head_symbol(masthead: Masthead, organ: str, lang: Language) -> Symbol | None:
    """Return the symbol that the head "Resolution 242 (1967)" in a masthead gives; None without such a head."""
    head = find_numbered_head([Line(0, masthead.adoption)], organ, lang) if organ and masthead.adoption else None
    return head.symbol if head else None


def _find_bounds_by_number(items: list[BodyItem], styles: WordStyles) -> HeadBounds | None:
    """Return the bounds of a decision's head: its number and title, below nothing but short lines; None for none."""
    for n, item in enumerate(items):
        if read_resolution_number(item) and len(item.text.split()) > 1:
            return HeadBounds(range(n, n + 1), n + 1)
        if (item.content or item.table) and not _is_short_line(item, styles):
            break
    return None


def _find_title_start(items: list[BodyItem], at: int) -> int:
    """Return where the heading right above the enacting words begins; its paragraphs have one style."""
    start = at
    for n in range(at - 1, -1, -1):
        item = items[n]
        if not item.content and item.table is None:
            continue
        same = start == at or item.style == items[start].style
        if not same or not (0 < item.rank <= LOWEST_TITLE_RANK or (start == at and item.is_all_bold)):
            break
        start = n
    return start


def _find_draft_title_start(items: list[BodyItem], opened: EnactingWords) -> int:
    """Return where the title of a draft without headings begins: below its sponsors. Without sponsors: no title."""
    sponsors = [n for n, item in enumerate(items[: opened.at]) if is_sponsors_text(item.text, opened.lang)]
    below = range(sponsors[-1] + 1, opened.at) if sponsors else range(0)
    titles = [n for n in below if items[n].content or items[n].table]
    return below.start if 0 < len(titles) <= TITLE_LINES else opened.at


def _find_bounds_by_heading(items: list[BodyItem], styles: WordStyles) -> HeadBounds | None:
    """Find the title of a document without enacting words: the first heading, if only short lines stand above it."""
    for n in (n for n, item in enumerate(items) if item.content or item.table):
        item = items[n]
        if 0 < item.rank <= LOWEST_TITLE_RANK and not styles.masthead_field(item.style):
            end = n + 1
            while end < len(items) and items[end].content and items[end].style == item.style:
                end += 1
            return HeadBounds(range(n, end), end)
        if not _is_short_line(item, styles):
            break
    return None


def _find_bounds_by_words(items: list[BodyItem], styles: WordStyles, lang: Language) -> HeadBounds:
    """Find the title of a document without styles: the first line behind its masthead, if that is bold; else none.

    Short lines that are not known may stand between those of a masthead: "Third Committee".
    """
    start = 0
    for n in (n for n, item in enumerate(items) if item.content or item.table):
        if _is_masthead_item(items[n], styles, lang):
            start = n + 1
        elif items[n].is_all_bold or not _is_short_line(items[n], styles):
            break
    has_title = start < len(items) and items[start].is_all_bold and start > 0
    return HeadBounds(range(start, start + has_title), start + has_title)


def _is_short_line(item: BodyItem, styles: WordStyles) -> bool:
    """Return whether an item may stand above a title: of the masthead, or short and without a stop at its end."""
    return _is_masthead_item(item, styles) or (
        item.table is None and len(item.text) <= MASTHEAD_LINE_CHARACTERS and item.text[-1:] not in ".;:"
    )


def _is_masthead_item(item: BodyItem, styles: WordStyles, lang: Language | None = None) -> bool:
    """Return whether an item belongs to a masthead by its style, is a table with a symbol, or has words of one."""
    if styles.masthead_field(item.style) or (item.table and any(map(find_line_symbol, list_item_lines(item)))):
        return True
    return (
        lang is not None
        and item.table is None
        and all(_has_masthead_words(line, lang) for line in list_item_lines(item))
    )


def _has_masthead_words(line: str, lang: Language) -> bool:
    is_organ = line in lang.words["organs"].values()
    return is_organ or classify_masthead_line(line, "other", "", lang) not in ("other", "agenda_title")
