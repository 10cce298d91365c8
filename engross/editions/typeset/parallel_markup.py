"""Typeset two language versions of a document side by side: rows of pairs, each note once with both languages."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

from engross.editions.typeset import is_lead_in, template_environment
from engross.editions.typeset.name_lists import NameLists
from engross.editions.typeset.parallel_widths import choose_widths, is_long_note
from engross.editions.typeset.print_markup import HTML, describe_contents, make_print_context
from engross.editions.typeset.redline_marks import describe_redline
from engross.grammars.language import load_language
from engross.model.book import Book, Sheet
from engross.model.paper import Format
from engross.model.parallel import PairedBlock, ParallelText, TextPiece
from engross.model.text import spell_blocks, spell_title
from engross.model.tree import Heading, Note, Paragraph, Resolution, Role
from engross.model.walk import blocks_of, notes_of

SIDES = ("first", "second")  # as templates and style sheets call the languages
Extend = Callable[[dict[str, Any]], dict[str, Any]]  # what makes the context of a language that of a book
NO_NAMES = NameLists({}, frozenset())  # a list of names has no columns of its own in a column


@dataclass(frozen=True, slots=True)
class GuestNote:
    """The text of a note in the second language, as it stands in that of the first; whether they are long."""

    markup: str
    is_long: bool


@dataclass(frozen=True, slots=True)
class Row:
    """What stands side by side: the markup of both languages, the classes of the row."""

    cells: tuple[str, str]
    classes: tuple[str, ...] = ()
    is_wide: bool = False


@dataclass(frozen=True, slots=True)
class Band:
    """Rows that follow each other: in one table, or over the full width."""

    rows: tuple[Row, ...]
    is_wide: bool


@dataclass(frozen=True, slots=True)
class Side:
    """A language of the edition: the macros that set its pieces, and what these are filled from."""

    macros: Any
    context: Mapping[str, Any]

    def set_piece(self, piece: TextPiece | None) -> str:
        """Return the markup of a piece without those below it; "" for none."""
        if piece is None:
            return ""
        block = self.context["blocks"].get(piece.id)
        if isinstance(block, Paragraph) and block.role is not Role.VOTE:
            block = replace(block, children=())
        part = self.context["parts"].get(piece.part.id) if piece.part else None
        return str(self.macros.piece(piece, block, part))


def make_columns_sheet(text: ParallelText, book: Book, page_format: Format) -> Sheet:
    """Return the body of a bilingual edition in columns, for layout; ``book``: that of the first language."""
    sides = make_sides(text, page_format)
    contexts = tuple(side.context for side in sides)
    languages = contexts[0]["lang"], contexts[1]["lang"]
    widths = choose_widths(text.pairs, languages, page_format)
    rows = (_make_masthead_row(sides), *make_rows(text.pairs, sides, widths.high_rows))
    values = {
        **contexts[0],
        **describe_contents(book, page_format),
        "book": book,
        "bands": tuple(group_rows(rows)),
        "first_foot": str(sides[0].macros.first_foot()),
        "names": SIDES,
        "share": widths.share,
        "title": join_titles(contexts),
        "tongues": languages,
    }
    return Sheet("page.html", HTML, template_environment().get_template("parallel/columns.html").render(values))


def make_sides(text: ParallelText, page_format: Format, extend: Extend = dict) -> tuple[Side, Side]:
    """Return both languages; the second comes first, for the notes of the first hold its own.

    ``extend``: makes what the templates are filled from that of a book in which the document stands.
    """
    hosts = {guest: host for host, guest in text.notes}
    guest = _make_side(text.second, {"notes": "note/guest.html", "hosts": hosts}, extend)
    partners = _pair_notes(text, guest, page_format)
    return _make_side(text.first, {"notes": "note/hosting.html", "partners": partners}, extend), guest


def _make_side(resolution: Resolution, values: Mapping[str, Any], extend: Extend) -> Side:
    context = make_print_context(resolution)
    context |= describe_redline(None, context["lang"])  # pieces are set by the templates of one text, which may be one
    return make_side_of(extend({**context, **values, "edition": "page", "names": NO_NAMES}))


def make_side_of(context: Mapping[str, Any]) -> Side:
    """Return a language whose pieces are filled from ``context``; "resolution" in it is set already."""
    as_set: Resolution = context["resolution"]
    blocks = {block.id: block for block in blocks_of(as_set)}
    filled = {**context, "blocks": blocks, "parts": {part.id: part for part in as_set.parts}}
    return Side(template_environment().get_template("parallel/pieces.html").make_module(filled), filled)


def _pair_notes(text: ParallelText, guest: Side, page_format: Format) -> dict[str, GuestNote]:
    """Return the text of each note of the second language by the id of the note that holds it."""
    hosts = {note.id: note for note in notes_of(text.first)}
    guests = {note.id: note for note in notes_of(guest.context["resolution"])}
    language = load_language(text.first.language)
    return {
        host: GuestNote(
            guest.macros.guest_note(guests[name]),
            is_long_note(map(_spell_note, (hosts[host], guests[name])), page_format, language),
        )
        for host, name in text.notes
    }


def _spell_note(note: Note) -> str:
    return spell_blocks(note.blocks)


def _make_masthead_row(sides: tuple[Side, Side]) -> Row:
    return Row((str(sides[0].macros.masthead()), str(sides[1].macros.masthead())), ("keep",))


def make_rows(pairs: Sequence[PairedBlock], sides: tuple[Side, Side], high_rows: Collection[int]) -> Iterator[Row]:
    """Yield the row of each pair, unless it is a heading's title that is set with its number."""
    for n, pair in enumerate(pairs):
        cells = sides[0].set_piece(pair.first), sides[1].set_piece(pair.second)
        if any(map(str.strip, cells)):
            is_wide = any(_is_wide(piece, side) for piece, side in zip((pair.first, pair.second), sides, strict=True))
            yield Row(cells, tuple(_list_classes(pair, is_high=n in high_rows)), is_wide)


def _is_wide(piece: TextPiece | None, side: Side) -> bool:
    """Return whether a piece takes the full width: a table, and the notes below it."""
    return piece is not None and (piece.is_table or piece.id in side.context["table_notes"])


def _list_classes(pair: PairedBlock, *, is_high: bool) -> Iterator[str]:
    """Yield the classes of a row: whether it may be broken, is kept with the next, or set apart from those before."""
    block = pair.pieces[0].block
    if is_high:
        yield "long"
    if block is None or isinstance(block, Heading) or (isinstance(block, Paragraph) and _is_kept_with_next(block)):
        yield "keep"
    if isinstance(block, Heading):
        yield "spaced"


def _is_kept_with_next(paragraph: Paragraph) -> bool:
    """Return whether a paragraph stays with the next: the enacting words, and one that ends in a colon."""
    return paragraph.role is Role.ENACTING or is_lead_in(paragraph.content)


def group_rows(rows: Iterable[Row]) -> Iterator[Band]:
    """Yield rows in bands: those that are as wide as the ones before them."""
    for is_wide, group in groupby(rows, key=lambda row: row.is_wide):
        yield Band(tuple(group), is_wide)


def join_titles(contexts: Sequence[Mapping[str, Any]]) -> str:
    """Return the symbol and the titles of all languages, as a window shows them."""
    titles = (spell_title(context["resolution"].full_title) for context in contexts)
    return " / ".join(filter(None, (str(contexts[0]["resolution"].symbol), *dict.fromkeys(titles))))
