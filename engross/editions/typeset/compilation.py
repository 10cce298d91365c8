"""Typeset a compilation for print: its texts in quires, what stands around them, the running heads of all pages."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from engross.editions import assets
from engross.editions.typeset import measure_hang, template_environment
from engross.editions.typeset.packet import LINK_START, packet_style_sheets
from engross.editions.typeset.paper import measure_of_heads
from engross.editions.typeset.print_markup import CSS, HTML, PAGE_VALUES, fit_head, make_print_context
from engross.editions.typeset.redline_marks import describe_redline
from engross.editions.typeset.widths import width_in_em
from engross.grammars.language import Language, load_language
from engross.model.book import Book, Sheet
from engross.model.compilation import Compilation, CompiledText
from engross.model.paper import POINTS_PER_MM, Format
from engross.model.tree import Resolution

TEXT_LEVEL = 2  # of the heading of a text: that of its section is 1
LOWEST_LEVEL = 6  # of headings in HTML
GAP_IN_HEAD = 1.5  # em between the number of a text and the title of its section, at least


@dataclass(frozen=True, slots=True)
class HeadLeaf:
    """What a page has at its head and foot: the number of a text at the outer edge, a title, the folio; "" for none.

    ``language_tag``: of the title (BCP 47). ``notes``: where notes of several texts stand at the foot, the number of
    each text and the height of its first note, in pt.
    """

    outer: str = ""
    head: str = ""
    folio: str = ""
    language_tag: str = ""
    notes: tuple[tuple[str, float], ...] = ()


def compilation_style_sheets(language: Language, page_format: Format) -> tuple[Sheet, ...]:
    """Return the style sheets of a compilation, in the order of the cascade."""
    name = "compilation.css"
    return (*packet_style_sheets(language, page_format), Sheet(name, CSS, assets.read_style_sheet(name)))


def make_quire_sheet(title: str, texts: Sequence[tuple[CompiledText, Book]], held: Mapping[str, str]) -> Sheet:
    """Return texts of a section, one behind the other. ``held``: the prefix of each text of the compilation."""
    places = {symbol: LINK_START + prefix for symbol, prefix in held.items()}
    language = load_language(texts[0][0].language)
    articles = [spell_text(text, book, places) for text, book in texts]
    values = {"lang": language, "title": title, "articles": articles}
    return Sheet("quire.html", HTML, template_environment().get_template("compilation/quire.html").render(values))


def spell_text(text: CompiledText, book: Book, held: Mapping[str, str]) -> str:
    """Return the markup of a text. ``held``: the address of each text of the compilation, by symbol."""
    context: dict[str, Any] = {**PAGE_VALUES, **make_print_context(book.resolution), "text": text, "held": held}
    context |= describe_redline(None, context["lang"]) | {"book": book, "top_level": TEXT_LEVEL}
    context["levels"] = lower_headings(context["levels"])
    context["has_title"] = has_title(book.resolution)
    environment = template_environment()
    how = environment.get_template("compilation/adoption.html").render(context)
    return environment.get_template("compilation/text.html").render({**context, "behind_title": how})


def lower_headings(levels: Mapping[str, int]) -> dict[str, int]:
    """Return the levels of the headings of a text that stands under the heading of its section."""
    return {name: min(LOWEST_LEVEL, level + TEXT_LEVEL - 1) for name, level in levels.items()}


def has_title(resolution: Resolution) -> bool:
    """Return whether a text has a title or a number of its own: the Security Council's have neither."""
    first = resolution.parts[0]
    return bool(resolution.title or resolution.number or first.title or first.number)


def make_piece_sheet(book: Compilation, piece: str, values: Mapping[str, Any]) -> Sheet:
    """Return a piece of what stands around the texts: a name that templates/compilation/page.html knows."""
    language = load_language(book.language)
    beside = load_language(book.beside.language) if book.beside else None
    context = {"book": book, "piece": piece, "lang": language, "words": language.words, "beside": beside, **values}
    context["number_width"] = measure_numbers(book)
    return Sheet(f"{piece}.html", HTML, template_environment().get_template("compilation/page.html").render(context))


def measure_numbers(book: Compilation) -> float:
    """Return the em that numbers of texts take in lists, with the gap behind them; those with letters stand out."""
    plain = [text.number for text in book.texts if not text.place.is_lettered]
    return max(map(measure_hang, plain or [text.number for text in book.texts]))


def make_heads_sheet(book: Compilation, leaves: Sequence[HeadLeaf], page_format: Format) -> Sheet:
    """Return empty pages with the running heads and folios of all pages."""
    language = load_language(book.language)
    outer = max((width_in_em(leaf.outer) for leaf in leaves), default=0.0) + GAP_IN_HEAD
    measure = measure_of_heads(page_format, language, is_wide=bool(book.beside))
    share = math.ceil(100 * outer / measure)  # per cent
    head = (page_format.sheet.height - page_format.sheet.top) * POINTS_PER_MM
    context = {"lang": language, "title": book.title, "leaves": leaves, "share": share, "head": head}
    return Sheet("heads.html", HTML, template_environment().get_template("compilation/heads.html").render(context))


def shorten_head(title: str, outer: str, language: Language, measure: float) -> str:
    """Return as much of a title as has room in a running head beside ``outer``, the widest number of a text.

    ``measure``: of the page, in em of its running heads.
    """
    room = measure - width_in_em(outer) - GAP_IN_HEAD
    return fit_head(title, room, language, 1.0)[0]
