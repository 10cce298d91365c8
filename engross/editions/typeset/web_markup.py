"""Typeset the reading edition: a page for browsers, made of the same templates as the e-book."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from engross.editions import assets
from engross.editions.typeset import template_environment
from engross.editions.typeset.contents import build_contents
from engross.editions.typeset.flow_context import make_flow_context, set_for_screen
from engross.editions.typeset.heading_titles import bind_titles
from engross.editions.typeset.print_markup import CSS, HTML, list_own_sheets
from engross.editions.typeset.title_words import join_title_words
from engross.editions.typeset.unnest_links import unnest_links
from engross.grammars.language import load_language
from engross.model.book import Book, Sheet
from engross.model.tree import Block, Heading, Paragraph, Resolution

FLOW_SHEET, WEB_SHEET = "flow.css", "web.css"
# The media types of the files that the page links to, by their endings.
LINKED_TYPES = {
    ".pdf": "application/pdf",
    ".epub": "application/epub+zip",
    ".xml": "application/xml",
    ".symbols.json": "application/json",
    ".symbols.csv": "text/csv",
}


@dataclass(frozen=True, slots=True)
class LinkedFile:
    """Another edition that lies beside the page: its name, its media type; ``of_index``: whether it is the index."""

    name: str
    media_type: str
    of_index: bool

    @property
    def label(self) -> str:
        """What the link to it says: "PDF"."""
        return PurePath(self.name).suffix.removeprefix(".").upper()


def make_web_page(book: Book, beside: Iterable[str], *, has_index: bool = True) -> Sheet:
    """Return the reading edition. ``beside``: the names of the files that lie beside it."""
    lang = load_language(book.resolution.language)
    resolution = join_title_words(set_for_screen(unnest_links(book.resolution), lang), lang)
    context = make_flow_context(book, resolution, lang)
    levels = context["levels"]
    bound = bind_titles(resolution, context["heads"])
    own: dict[str, Any] = {
        "edition": "web",
        "notes": "note/web.html",
        "anchors_in": "",
        "index_in": "",
        "contents": build_contents(bound, lang, levels, ""),
        "is_titled": _is_titled(resolution),
        "linked": frozenset(_find_linked(resolution)),
        "files": tuple(_find_linked_files(beside)),
        "has_index": has_index,
        "about": lang.word("index", "subject", symbol=book.resolution.symbol),
        "date": book.resolution.facts.date,
        "sheets": tuple(_read_sheets(book)),
    }
    if not has_index:
        own["entries"] = {}
    return Sheet("page.html", HTML, template_environment().get_template("shell/web.html").render(context | own))


def _read_sheets(book: Book) -> Iterator[Sheet]:
    for name in (FLOW_SHEET, *list_own_sheets(book, is_paper=False), WEB_SHEET):
        yield Sheet(name, CSS, assets.read_style_sheet(name))


def _find_linked_files(names: Iterable[str]) -> Iterator[LinkedFile]:
    names = tuple(names)
    for ending, media_type in LINKED_TYPES.items():
        yield from (LinkedFile(name, media_type, ".symbols." in ending) for name in names if name.endswith(ending))


def _is_titled(resolution: Resolution) -> bool:
    """Return whether the text has a heading of the first level: its own title, or that of its only part."""
    parts = resolution.parts if len(resolution.parts) == 1 else ()
    return any(titled.title or titled.number for titled in (resolution, *parts))


def _find_linked(resolution: Resolution) -> Iterator[str]:
    """Yield the ids of the blocks that have a permanent address in sight: paragraphs and headings, but in no table."""
    for part in resolution.parts:
        yield from _find_linked_blocks(part.body)
        for annex in part.annexes:
            yield from _find_linked_blocks(annex.blocks)


def _find_linked_blocks(blocks: Iterable[Block]) -> Iterator[str]:
    for block in blocks:
        if isinstance(block, Paragraph | Heading) and block.id:
            yield block.id
        if isinstance(block, Paragraph):
            yield from _find_linked_blocks(block.children)
