"""Typeset the sheets of facing pages: each language alone, the first page with both mastheads, the running heads."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from engross.editions import assets
from engross.editions.typeset import is_lead_in, template_environment
from engross.editions.typeset.paper import find_head_size, make_paper_sheet
from engross.editions.typeset.parallel_markup import SIDES, join_titles, make_sides
from engross.editions.typeset.print_markup import (
    CSS,
    HTML,
    describe_contents,
    describe_head,
    make_print_context,
    print_style_sheets,
    render_page_sheet,
)
from engross.grammars.language import Language, load_language
from engross.model.book import Book, Sheet
from engross.model.paper import PAPERS, Format
from engross.model.parallel import CLOSING, PairedBlock, ParallelText, TextPiece
from engross.model.tree import Heading, Paragraph

PARALLEL_SHEET = "parallel.css"


@dataclass(frozen=True, slots=True)
class FolioLeaf:
    """An empty leaf with a running head: "left", "right" or "first"; the number that its foot shows."""

    hand: str
    folio: str


def facing_style_sheets(language: Language, page_format: Format, hand: str = "") -> tuple[Sheet, ...]:
    """Return the style sheets of a language on pages of one ``hand``, "left" or "right"; "" for those of both."""
    *sheets, _ = print_style_sheets(language, page_format)
    parallel = Sheet(PARALLEL_SHEET, CSS, assets.read_style_sheet(PARALLEL_SHEET))
    return (*sheets, parallel, make_paper_sheet(page_format, language, hand=hand))


def make_facing_sheet(book: Book, page_format: Format, breaks: Sequence[str], *, is_measured: bool = False) -> Sheet:
    """Return a language by itself, for layout; ``breaks``: the ids of blocks that begin a page.

    ``is_measured``: all on one page as high as it takes.
    """
    values = {"breaks": tuple(breaks), "is_measured": is_measured, "width": PAPERS[page_format.paper].width}
    markup = template_environment().get_template("parallel/breaks.css").render(values)
    sheet = Sheet("breaks.css", CSS, markup)
    shown = {"body": True, "back": False, "verso": False, "inside": (), "breaks": (sheet,), "facing": True}
    return render_page_sheet(book, "shell/page.html", shown | describe_contents(book, page_format))


def make_front_sheet(text: ParallelText, book: Book, page_format: Format) -> Sheet:
    """Return the first page, with both mastheads."""
    sides = make_sides(text, page_format)
    contexts = tuple(side.context for side in sides)
    values = {
        **contexts[0],
        **describe_contents(book, page_format),
        "book": book,
        "first_foot": str(sides[0].macros.first_foot()),
        "mastheads": [str(side.macros.masthead()) for side in sides],
        "names": SIDES,
        "title": join_titles(contexts),
        "tongues": [context["lang"] for context in contexts],
    }
    return Sheet("front.html", HTML, template_environment().get_template("parallel/front.html").render(values))


def make_facing_heads_sheet(book: Book, leaves: Sequence[FolioLeaf], page_format: Format) -> Sheet:
    """Return empty leaves with the running heads and feet of the pages of a language."""
    language = load_language(book.resolution.language)
    size = f"{find_head_size(page_format, language):g}"
    values = {"leaves": leaves, "head_size": size, **describe_head(book, page_format)}
    return render_page_sheet(book, "parallel/folio.html", values)


def list_openings(text: ParallelText) -> Iterator[tuple[str, str]]:
    """Yield the ids, in both languages, of the blocks that a spread may begin with, in order."""
    names = [make_print_context(resolution)["names"] for resolution in text.resolutions]
    open_lists = [0, 0]
    before: PairedBlock | None = None
    for pair in text.pairs:
        may_part = not any(open_lists) and not (before and any(map(_is_kept_with_next, before.pieces)))
        for n, piece in enumerate((pair.first, pair.second)):
            if piece:
                open_lists[n] += (piece.id in names[n].starts) - (piece.id in names[n].ends)
        if may_part and pair.first and pair.second and _may_open(pair.first) and _may_open(pair.second):
            yield pair.first.id, pair.second.id
        before = pair


def _is_kept_with_next(piece: TextPiece) -> bool:
    """Return whether a piece is kept with the next: a title, a heading, a paragraph that leads in what follows."""
    block = piece.block
    return block is None or isinstance(block, Heading) or (isinstance(block, Paragraph) and is_lead_in(block.content))


def _may_open(piece: TextPiece) -> bool:
    return piece.block is not None and piece.kind != CLOSING
