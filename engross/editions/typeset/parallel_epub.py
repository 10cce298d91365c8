"""Typeset the e-book of two languages: its text pair by pair, each note with both; all else is that of the first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from engross.editions.typeset.epub_markup import (
    TEXT_DOCUMENT,
    EpubText,
    make_book_context,
    make_document,
    make_epub_text,
)
from engross.editions.typeset.page_breaks import PagedResolution
from engross.editions.typeset.parallel_markup import NO_NAMES, SIDES, Row, Side, join_titles, make_side_of
from engross.editions.typeset.unnest_links import unnest_links
from engross.model.book import Book
from engross.model.epub_profile import READER, Profile
from engross.model.parallel import ParallelText
from engross.model.tree import Note
from engross.model.walk import notes_of


@dataclass(frozen=True, slots=True)
class PairedNote:
    """A note of the book: its id, and its markup in both languages, "" where one has none."""

    id: str
    cells: tuple[str, str]


def make_parallel_epub_text(text: ParallelText, book: Book, profile: Profile = READER, source: str = "") -> EpubText:
    """Typeset the documents of the e-book of two languages but the colophon, as ``make_epub_text`` does of one."""
    alone = make_epub_text(book, None, profile, source)
    first, second = make_epub_sides(text, (book, book), {}, profile)
    values = {
        **alone.context,
        "names": SIDES,
        "rows": (_make_masthead_row((first, second)), *make_pair_rows(text, (first, second))),
        "notes_of_pairs": tuple(make_pair_notes(text, (first, second))),
        "tongues": (first.context["lang"], second.context["lang"]),
        "title": join_titles((first.context, second.context)),
    }
    document = make_document(TEXT_DOCUMENT, values, inside="flow/parallel.xhtml")
    documents = tuple(document if sheet.name == TEXT_DOCUMENT else sheet for sheet in alone.documents)
    return replace(alone, documents=documents)


def make_epub_sides(
    text: ParallelText, books: tuple[Book, Book], own: Mapping[str, Any], profile: Profile = READER
) -> tuple[Side, Side]:
    """Return both languages of a text. ``books``: that of each; ``own``: what a book of many texts fills them from."""
    hosts = {guest: host for host, guest in text.notes}
    first, second = (
        _make_side(replace(book, resolution=resolution), profile, {**own, "hosts": hosts})
        for book, resolution in zip(books, text.resolutions, strict=True)
    )
    return first, second


def _make_side(book: Book, profile: Profile, own: Mapping[str, Any]) -> Side:
    broken = PagedResolution(unnest_links(book.resolution), (), ())
    context = make_book_context(book, broken, profile)
    return make_side_of({**context, "notes": "note/guest-flow.html", "names": NO_NAMES, **own})


def _make_masthead_row(sides: tuple[Side, Side]) -> Row:
    return Row((str(sides[0].macros.masthead()), str(sides[1].macros.masthead())))


def make_pair_rows(text: ParallelText, sides: tuple[Side, Side]) -> Iterator[Row]:
    """Yield each pair that is not a heading's title set with its number."""
    for pair in text.pairs:
        cells = sides[0].set_piece(pair.first).strip(), sides[1].set_piece(pair.second).strip()
        if any(cells):
            yield Row(cells, ("wide",) if any(piece.is_table for piece in pair.pieces) else ())


def make_pair_notes(text: ParallelText, sides: tuple[Side, Side]) -> Iterator[PairedNote]:
    """Yield the notes of the first language with those of the second, then what only the second has."""
    guests = dict(text.notes)
    first, second = ({note.id: note for note in notes_of(side.context["resolution"])} for side in sides)
    for name, note in first.items():
        yield PairedNote(name, (_set_note(sides[0], note), _set_note(sides[1], second.get(guests.get(name, "")))))
    for name in [name for name in second if name not in set(guests.values())]:
        yield PairedNote(name, ("", _set_note(sides[1], second[name])))


def _set_note(side: Side, note: Note | None) -> str:
    return str(side.macros.book_note(note)).strip() if note else ""
