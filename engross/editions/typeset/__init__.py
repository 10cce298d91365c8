"""Typeset a Book: fill the templates of its editions. All markup is in the templates.

One resolution.html serves print, e-book and reading edition; the template that differs is the one for notes.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from engross.editions import assets
from engross.editions.typeset.closing_pairs import pair_closing_lines
from engross.editions.typeset.display_lines import bind_line, set_entry, set_line, set_title
from engross.editions.typeset.foreign import is_turned_symbol, masthead_language_tag, split_foreign_phrases
from engross.editions.typeset.han_gaps import space_text
from engross.editions.typeset.short_title import trim_title
from engross.editions.typeset.tables import shape_table
from engross.editions.typeset.ties import is_lengthy, tie_symbol, tie_symbols, tie_text
from engross.editions.typeset.voters import part_voters
from engross.editions.typeset.widths import BOLD, width_in_em
from engross.grammars.dates import spell_day
from engross.model.text import remove_invisible, spell_title
from engross.model.tree import Block, Heading, Inline, Resolution
from engross.model.walk import blocks_of

if TYPE_CHECKING:
    from jinja2 import Environment

    from engross.editions.typeset.heading_titles import HeadingTitles
    from engross.grammars.language import Language
    from engross.model.book import IndexEntry

LONG_TITLE = 3.2  # lines of the text's size that a title takes at least, if it is set in smaller type
LEAST_LINE = 14.0  # em of a line of type of 28 pt
HANGING_GAP = 0.6  # em between the number of a title and its words
LABEL_PARTS = re.compile(r"([^,،·]+[,،·]?|[,،·])(?<!\s)(\s*)")  # a label up to a comma, and the space behind
TIED_TENTHS = 360  # tenths of a Latin letter that fit on a line of the index: a place with its pages
WIDE_TENTHS, CYRILLIC_TENTHS = 20, 11  # the widths of other characters, in tenths of a Latin letter


@cache
def template_environment() -> Environment:
    """Return the environment of the templates, made once a process: strict about names, escaping everything."""
    # A process that only reads documents does not load Jinja2.
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    from engross.editions.typeset.template_cache import TemplateCache

    env = Environment(
        bytecode_cache=TemplateCache(Path(__file__).read_text("utf-8")),
        loader=FileSystemLoader(assets.template_folder(), encoding="utf-8"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    _add_filters_and_tests(env)
    return env


def _add_filters_and_tests(env: Environment) -> None:
    """Give the templates the functions by which they ask about values and set texts."""
    env.filters |= {
        "kind": class_name,
        "label": outline_label,
        "plain": spell_title,
        "trimmed": trim_title,
        "pages": page_ranges,
        "parted": part_label,
        "initial": split_symbol_organ,
        "phrases": split_foreign_phrases,
        "spaced": space_text,
        "tongue": masthead_language_tag,
        "turned": is_turned_symbol,
        "hang": measure_hang,
        "shape": shape_table,
        "paired": pair_closing_lines,
        "voters": part_voters,
        "bound": bind_line,
        "as_line": set_line,
        "as_title": set_title,
        "as_entry": set_entry,
        "together": tie_text,
        "unparted": tie_symbol,
        "whole": tie_symbols,
        "stacked": stack_number,
        "day": spell_day,
    }
    env.tests |= {
        "tied": are_pages_tied,
        "sponsoring": is_sponsors_line,
        "lettered": is_letter,
        "long": is_long_title,
        "leading_in": is_lead_in,
        "wide": is_wide,
        "lengthy": is_lengthy,
    }


def outline_label(content: tuple[Inline, ...]) -> str:
    """Return a heading as an outline shows it: its words, without calls and invisible characters."""
    return remove_invisible(spell_title(content))


def class_name(value: object) -> str:
    """Return the name of a value's class, by which templates tell the members of a union: "Paragraph", "Note"."""
    return type(value).__name__


def split_symbol_organ(symbol: str) -> tuple[str, str]:
    """Split a symbol into its organ, which the masthead sets large, and the rest: ("A", "/RES/77/213")."""
    organ, slash, remainder = symbol.partition("/")
    return organ, slash + remainder


def _character_tenths(character: str) -> int:
    if unicodedata.east_asian_width(character) in "WF":
        return WIDE_TENTHS
    return CYRILLIC_TENTHS if unicodedata.name(character, "").startswith("CYRILLIC") else 10


def part_label(label: str) -> tuple[tuple[str, str], ...]:
    """Part the label of a place where a line may end, behind a comma: parts, each with the space behind it.

    So no number leaves its noun: "sect. II," and "para. 10".
    """
    return tuple((part, gap) for part, gap in LABEL_PARTS.findall(label))


def page_ranges(entry: IndexEntry) -> tuple[tuple[int, int, str], ...]:
    """Return the pages of an entry without repeats, adjacent ones joined: first page, last page, anchor of the link."""
    runs: list[tuple[int, int, str]] = []
    pairs = ((page, anchor) for place in entry.places for anchor, page in place.iter_pages() if page)
    for page, anchor in sorted(pairs, key=lambda pair: pair[0]):
        if runs and page <= runs[-1][1] + 1:
            runs[-1] = (runs[-1][0], page, runs[-1][2])
        else:
            runs.append((page, page, anchor))
    return tuple(runs)


def are_pages_tied(entry: IndexEntry) -> bool:
    """Return whether the pages of an entry fit on a line with its last place, and are to stay there."""
    ranges = (str(first) if first == last else f"{first}–{last}" for first, last, _ in page_ranges(entry))
    text = entry.places[-1].words + ", ".join(ranges)
    return sum(map(_character_tenths, text)) <= TIED_TENTHS


def stack_number(number: str) -> tuple[str, ...]:
    """Return the number of a text in lines for a narrow column, parted behind a stroke: "77/", "248 A"."""
    return tuple(re.findall(r"[^/]+/?", number))


def measure_hang(number: str) -> float:
    """Return the em that the number of a title takes with the gap behind it."""
    return round(BOLD * width_in_em(number) + HANGING_GAP, 2)


def is_long_title(title: tuple[Inline, ...], language: Language) -> bool:
    """Return whether a title would fill a third of its page in the type of others."""
    return BOLD * width_in_em(spell_title(title)) > LONG_TITLE * float(language.words["page"]["line"])


def is_wide(words: str) -> bool:
    """Return whether words take more than a line of the largest print has on every paper, in its type."""
    return BOLD * width_in_em(words) > LEAST_LINE


def is_letter(number: str) -> bool:
    """Return whether the number of a part is a letter, "A", in Arabic its name; it stands above the title."""
    return number != "" and not any(map(str.isdecimal, number))


def is_lead_in(content: tuple[Inline, ...]) -> bool:
    """Return whether a paragraph ends in a colon: it leads in what follows, with which it stays."""
    return remove_invisible(spell_title(content)).rstrip().endswith((":", "："))


def is_sponsors_line(line: str, language: Language) -> bool:
    """Return whether a line names the sponsors of a draft: "France: draft resolution" (Editorial Manual, drafts)."""
    draft = language.words["reading"]["draft"]
    words = remove_invisible(line).strip()  # in print, characters that bind and part words stand among the letters
    return re.fullmatch(rf"[^\[(].*\w\s*[:：].*{draft}.*", words, re.DOTALL) is not None


def find_heading_levels(resolution: Resolution, heads: HeadingTitles) -> dict[str, int]:
    """Return the level of each heading by its id: one below the nearest heading of a higher rank before it.

    So no level is skipped. Headings under no other are level 2, or 3 under the titles of an omnibus resolution (WCAG
    2.1, H42). ``heads``: what the headings are to each other; a title has the level of its number.
    """
    top = 3 if len(resolution.parts) > 1 else 2
    levels: dict[str, int] = {}
    for part in resolution.parts:
        above: list[tuple[int, bool]] = []  # the ranks of the headings that the next may stand under
        for block in blocks_of(replace(resolution, parts=(part,))):
            if isinstance(block, Heading) and block.id not in heads.bound:
                rank = (block.rank, block.id not in heads.upper)
                above = [other for other in above if other < rank]
                levels[block.id] = min(6, top + len(above))
                above.append(rank)
    return levels | {title.id: levels[number] for number, title in heads.titles.items()}


def is_heading(block: Block) -> bool:
    """Return whether a block is a heading."""
    return isinstance(block, Heading)
