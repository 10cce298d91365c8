"""Typeset the files of the e-book of a session: its texts, each in a file or several, its lists, its navigation."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from engross.editions import assets
from engross.editions.typeset import template_environment
from engross.editions.typeset.compilation import has_title
from engross.editions.typeset.contents import ContentsEntry, contents_depth, entry_hrefs
from engross.editions.typeset.cover import set_compilation_cover
from engross.editions.typeset.epub_markup import COVER_IMAGE, CSS, HTML, NCX, XHTML, rank_addresses
from engross.editions.typeset.flow_context import make_flow_context, set_for_screen
from engross.editions.typeset.ibid import find_ibid_sources
from engross.editions.typeset.page_breaks import break_pages
from engross.editions.typeset.split_text import split_resolution
from engross.editions.typeset.unnest_links import unnest_links
from engross.grammars.language import Language, load_language
from engross.model.book import Book, Sheet
from engross.model.compilation import Compilation, CompiledText
from engross.model.walk import notes_of

MOST_BYTES = 250_000  # of a file: Kindle parts larger ones, others turn their pages slowly (EDRLab, rule 87: 300 kB)
STYLE_SHEETS = ("flow.css", "compilation-flow.css")
ID, INNER_LINK = re.compile(r' id="([^"]+)"'), re.compile(r' href="#([^"]+)"')
FILE_LINK = re.compile(r' href="([^":#]+\.xhtml)(?:#[^"]*)?"')

Listed = tuple[Sequence[ContentsEntry], Mapping[str, str]]  # the contents of an e-book, and what else leads into it


@dataclass(frozen=True, slots=True)
class TextPages:
    """The pages of the printed book in a text: those that begin before it, and the others by anchors and offsets."""

    before: tuple[str, ...] = ()
    marks: tuple[tuple[str, tuple[tuple[int, str], ...]], ...] = ()


@dataclass(frozen=True, slots=True)
class ListFile:
    """A list of the e-book: its piece and heading, its items, what stands above them, its name and the pages it has.

    ``kind``: what it is (EPUB Structural Semantics 1.1), "" for nothing in particular. ``beside`` and ``about_beside``:
    its heading and what stands above it in the second language; ``names_beside``: names of States in that by those in
    the first.
    """

    piece: str
    heading: str
    items: Sequence[Any] = ()
    about: str = ""
    kind: str = ""
    pages: tuple[str, ...] = ()
    beside: str = ""
    about_beside: str = ""
    names_beside: Mapping[str, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The name of its first file."""
        return f"{self.piece}.xhtml"


def name_text_file(text: CompiledText) -> str:
    """Return the name of the first file of a text: "a-res-77-1.xhtml"."""
    return f"{text.prefix.rstrip('-')}.xhtml"


def make_text_sheets(text: CompiledText, book: Book, pages: TextPages, held: Mapping[str, str]) -> tuple[Sheet, ...]:
    """Return the files of a text: one, or several of at most MOST_BYTES. ``held``: the file of each text, by symbol."""
    language = load_language(text.language)
    broken = break_pages(unnest_links(book.resolution), {name: list(marks) for name, marks in pages.marks})
    whole = set_for_screen(broken, language)
    repeated = find_ibid_sources(tuple(notes_of(whole)))
    shared = {"text": text, "held": held, "repeated": repeated, "has_title": has_title(whole), "entries": {}}

    def spell(part: Any, n: int) -> str:
        context = make_flow_context(book, part, language) | shared | {"is_first": n == 0}
        context |= {"pages_before": pages.before if n == 0 else (), "behind_title": ""}
        context |= {"edition": "flow", "notes": "note/flow.html", "anchors_in": "", "index_in": ""}
        context["sheet_title"] = f"{text.number} {text.title}"
        if n == 0:
            how = template_environment().get_template("compilation/adoption.html").render(context)
            context["behind_title"] = how
        return render_file("compilation/flow-text.xhtml", context, "bodymatter")

    spelled = [spell(part, n) for n, part in enumerate(split_resolution(whole, spell, MOST_BYTES))]
    stem = name_text_file(text).removesuffix(".xhtml")
    return tuple(lead_across([name_part(stem, n) for n in range(len(spelled))], spelled))


def name_part(stem: str, n: int) -> str:
    """Return the name of a file of what is parted into several; ``n``: its place, 0 for the first."""
    return f"{stem}{f'-part-{n + 1}' if n else ''}.xhtml"


def lead_across(names: Sequence[str], spelled: Sequence[str]) -> Iterator[Sheet]:
    """Yield files whose links to places in others of them name the file."""
    own = [set(ID.findall(markup)) for markup in spelled]
    file_of = {anchor: name for name, anchors in zip(names, own, strict=True) for anchor in anchors}
    for name, markup, anchors in zip(names, spelled, own, strict=True):

        def lead(match: re.Match[str], anchors: set[str] = anchors) -> str:
            anchor = match[1]
            return match[0] if anchor in anchors else f' href="{file_of.get(anchor, "")}#{anchor}"'

        yield Sheet(name, XHTML, INNER_LINK.sub(lead, markup) if len(names) > 1 else markup)


def lead_outside(sheet: Sheet, inside: frozenset[str], addresses: Mapping[str, str]) -> Sheet:
    """Return a file whose links to files that are not in the book lead to the United Nations.

    ``inside``: the names of the book's files. ``addresses``: of the text in each file of the whole, by its name.
    """

    def lead(match: re.Match[str]) -> str:
        return match[0] if match[1] in inside else f' href="{addresses[match[1]]}"'

    return replace(sheet, markup=FILE_LINK.sub(lead, sheet.markup))


def make_list_sheets(book: Compilation, one: ListFile, places: Mapping[str, str]) -> tuple[Sheet, ...]:
    """Return the files of a list, each of at most MOST_BYTES. ``places``: the address of each text, by its symbol."""
    files = 1
    while True:
        sheets = tuple(_spell_list(book, one, places, files))
        if files > len(one.items) or all(len(sheet.markup.encode()) <= MOST_BYTES for sheet in sheets):
            return sheets
        files += 1


def _spell_list(book: Compilation, one: ListFile, places: Mapping[str, str], files: int) -> Iterator[Sheet]:
    language = load_language(book.language)
    size, piece = len(one.items), one.piece.rstrip("-0123456789")
    matter = {"title": "frontmatter", "section": "bodymatter"}.get(piece, "backmatter")
    for n in range(files):
        items = one.items[size * n // files : size * (n + 1) // files]
        context: dict[str, Any] = {"book": book, "lang": language, "words": language.words, "places": places}
        context |= {"edition": "flow", "beside": load_language(book.beside.language) if book.beside else None}
        context |= {"heading_beside": one.beside, "about_beside": "" if n else one.about_beside}
        context |= {"names_beside": one.names_beside}
        context |= {"items": items, "piece": piece, "heading": one.heading, "kind": one.kind}
        context |= {"about": "" if n else one.about, "pages_before": () if n else one.pages, "title": one.heading}
        context["sheet_title"] = one.heading
        yield Sheet(name_part(one.piece, n), XHTML, render_file("compilation/flow-page.xhtml", context, matter))


def render_file(inside: str, context: Mapping[str, Any], matter: str) -> str:
    """Return a file of the e-book: the template of what is in it, and what kind of matter it is."""
    values = {**context, "sheets": STYLE_SHEETS, "inside": inside, "matter": matter}
    return template_environment().get_template("shell/flow.xhtml").render(values)


def make_navigation(book: Compilation, title: str, documents: tuple[Sheet, ...], listed: Listed) -> tuple[Sheet, ...]:
    """Return navigation, NCX and style sheets. ``listed``: the contents; identifier, first text and index by name."""
    contents, about = tuple(listed[0]), listed[1]
    language = load_language(book.language)
    page_list = tuple(_list_pages(documents))
    order = rank_addresses((*entry_hrefs(contents), *entry_hrefs(page_list)), documents)
    context: dict[str, Any] = {"contents": contents, "page_list": page_list, "order": order, "title": title}
    context |= {"depth": contents_depth(contents), "author": book.organ, "lang": language, "words": language.words}
    context |= {"book": {"identifier": about["identifier"]}, "first_text": about["first_text"]}
    context |= {"index_file": about["index_file"], "sheet_title": language.words["book"]["contents"]}
    ncx = template_environment().get_template("flow/toc.ncx").render(context)
    return (
        Sheet("nav.xhtml", XHTML, render_file("compilation/nav.xhtml", context, "")),
        Sheet("toc.ncx", NCX, ncx),
        *(Sheet(name, CSS, assets.read_style_sheet(name)) for name in STYLE_SHEETS),
    )


def _list_pages(documents: Iterable[Sheet]) -> Iterator[ContentsEntry]:
    """Yield the pages of the printed book that the files mark, each with its address."""
    for sheet in documents:
        for label in re.findall(r'<span id="page-([^"]+)" role="doc-pagebreak"', sheet.markup):
            yield ContentsEntry(label, f"{sheet.name}#page-{label}")


def make_cover_sheets(book: Compilation, title: str, families: Iterable[str]) -> tuple[Sheet, Sheet]:
    """Return the file of the cover, and the page that its image is drawn from."""
    language: Language = load_language(book.language)
    context: dict[str, Any] = {"lang": language, "words": language.words, "title": title, "cover_name": COVER_IMAGE}
    context |= {"cover": set_compilation_cover(book.organ, book.session, title, language)}
    context |= {"cover_faces": ", ".join(families), "is_published": True, "companions": (), "sheet_title": title}
    drawn = template_environment().get_template("flow/cover.html").render(context)
    return Sheet("cover.xhtml", XHTML, render_file("flow/cover.xhtml", context, "frontmatter")), Sheet(
        "cover.html", HTML, drawn
    )
