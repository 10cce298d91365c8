"""Set a text that flows on a screen, and say what the templates of e-book and reading edition are both filled from."""

from __future__ import annotations

from typing import Any

from engross.editions.typeset import find_heading_levels
from engross.editions.typeset.han_gaps import space_resolution
from engross.editions.typeset.heading_titles import find_heading_titles
from engross.editions.typeset.ibid import find_ibid_sources
from engross.editions.typeset.name_lists import find_name_lists
from engross.editions.typeset.ordinals import raise_ordinals
from engross.editions.typeset.print_markup import title_with_symbol
from engross.editions.typeset.punctuation import set_punctuation
from engross.editions.typeset.redline_marks import describe_redline
from engross.editions.typeset.ties import EBOOK_JOINTS, tie_resolution
from engross.editions.typeset.underlines import trim_underlines
from engross.grammars.author import name_author
from engross.grammars.language import Language
from engross.grammars.table_notes import find_table_notes
from engross.model.book import Book
from engross.model.tree import Resolution
from engross.model.walk import notes_of


def set_for_screen(resolution: Resolution, lang: Language) -> Resolution:
    """Return the resolution with the joiners and gaps of a text whose lines a reader's device breaks."""
    punctuated = set_punctuation(raise_ordinals(resolution, lang), lang)
    return trim_underlines(tie_resolution(space_resolution(punctuated, lang), lang, EBOOK_JOINTS))


def make_flow_context(book: Book, resolution: Resolution, lang: Language) -> dict[str, Any]:
    """Return what the shared templates are filled from. ``resolution``: that of the book, set for screens."""
    gathered = tuple(notes_of(resolution))
    heads = find_heading_titles(resolution, lang)
    table_notes = find_table_notes(resolution)
    context = {"book": book, "resolution": resolution, "lang": lang, "words": lang.words}
    context |= {"author": name_author(resolution, lang), "title": title_with_symbol(book.resolution)}
    context |= {
        "heads": heads,
        "levels": find_heading_levels(resolution, heads),
        "table_notes": table_notes,
        "names": find_name_lists(resolution, table_notes, lang.words["page"]["line"]),
        "gathered": gathered,
        "repeated": find_ibid_sources(gathered),
    }
    return context | describe_redline(book.redline, lang) | _link_to_index(book)


def _link_to_index(book: Book) -> dict[str, Any]:
    """Return the number of each index entry, and for each citation the number and name of the entry that it leads to.

    A citation of several documents leads to the first of them in the index.
    """
    numbers = {entry: n for n, entry in enumerate(book.index.entries(), 1)}
    entry_of_citation: dict[str, tuple[int, str]] = {}
    for entry, n in numbers.items():
        for anchor in entry.citations:
            entry_of_citation.setdefault(anchor, (n, entry.name))
    return {"numbers": numbers, "entries": entry_of_citation}
