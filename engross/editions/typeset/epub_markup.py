"""Typeset the sheets of the e-book: cover, title page, text, index, colophon, navigation, style sheets."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from engross.editions import assets
from engross.editions.typeset import template_environment
from engross.editions.typeset.contents import ContentsEntry, build_contents, contents_depth, entry_hrefs
from engross.editions.typeset.cover import set_cover
from engross.editions.typeset.flow_context import make_flow_context, set_for_screen
from engross.editions.typeset.heading_titles import bind_titles
from engross.editions.typeset.page_breaks import PagedResolution, insert_page_breaks
from engross.editions.typeset.print_markup import list_own_sheets
from engross.editions.typeset.unnest_links import unnest_links
from engross.grammars.language import Language, load_language
from engross.model.book import Book, Face, PageMap, Sheet
from engross.model.epub_profile import READER, Profile

XHTML, NCX = "application/xhtml+xml", "application/x-dtbncx+xml"
CSS, HTML = "text/css", "text/html"
COLOPHON = "colophon.xhtml"
TEXT_DOCUMENT = "resolution.xhtml"
COVER_IMAGE = "cover.png"
ID = re.compile('id="([^"]+)"')

# Templates that the print edition uses too.
SHARED_TEMPLATES = {COLOPHON: "colophon.html", "record.xhtml": "record.html"}

# The documents in reading order, and the part of a book that each is (EPUB Structural Semantics 1.1, "partitions").
DOCUMENT_MATTER = {
    "cover.xhtml": "frontmatter",
    "title.xhtml": "frontmatter",
    TEXT_DOCUMENT: "bodymatter",
    "index.xhtml": "backmatter",
    COLOPHON: "backmatter",
}
# The last document of a book with its adoption.
RECORD_MATTER = {"record.xhtml": "backmatter"}


@dataclass(frozen=True, slots=True)
class EpubFonts:
    """The embedded fonts of an e-book and the names in the book of their licences' texts; () if there are none."""

    faces: tuple[Face, ...] = ()
    licences: tuple[str, ...] = ()


NO_FONTS = EpubFonts()


@dataclass(frozen=True, slots=True)
class EpubText:
    """An e-book as far as its fonts make no difference: its documents without the colophon, which names the fonts.

    ``context``: what the other templates are filled from. ``source``: the name in the book of the source inside it,
    "" for none.
    """

    book: Book
    profile: Profile
    source: str
    context: Mapping[str, Any]
    documents: tuple[Sheet, ...]
    page_list: tuple[ContentsEntry, ...]

    @property
    def characters(self) -> str:
        """All characters that its fonts must have, but those of its language's own words."""
        return "".join((self.book.imprint.source, *(sheet.markup for sheet in self.documents)))


def make_epub_text(book: Book, pages: PageMap | None, profile: Profile = READER, source: str = "") -> EpubText:
    """Typeset the documents of the e-book but the colophon.

    ``pages``: the pages of the print edition, marked at the characters where they begin; None: none are known.
    ``source``: the name in the book of the source inside it, "" for none.
    """
    broken = (
        insert_page_breaks(unnest_links(book.resolution), pages)
        if pages
        else PagedResolution(unnest_links(book.resolution), (), ())
    )
    context = make_book_context(book, broken, profile)
    documents = tuple(make_document(name, context) for name in _document_names(book) if name != COLOPHON)
    return EpubText(book, profile, source, context, documents, _make_page_list(pages, broken))


def make_epub_sheets(text: EpubText, fonts: EpubFonts = NO_FONTS) -> tuple[Sheet, ...]:
    """Return the files of the e-book but its cover's image: documents in reading order, navigation, NCX, styles."""
    context = {**text.context, **_fonts_context(text, fonts)}
    by_name = {sheet.name: sheet for sheet in (*text.documents, make_document(COLOPHON, context))}
    documents = tuple(by_name[name] for name in _document_names(text.book))
    navigation = _navigation_context(context, text.page_list, documents)
    return (
        *documents,
        _render_sheet("nav.xhtml", XHTML, "shell/flow.xhtml", {**navigation, "inside": "flow/nav.xhtml", "matter": ""}),
        _render_sheet("toc.ncx", NCX, "flow/toc.ncx", navigation),
        Sheet("flow.css", CSS, assets.read_style_sheet("flow.css")),
        *(Sheet(name, CSS, assets.read_style_sheet(name)) for name in list_own_sheets(text.book, is_paper=False)),
        *((_make_fonts_sheet(fonts.faces),) if fonts.faces else ()),
    )


def _document_names(book: Book) -> tuple[str, ...]:
    return tuple(DOCUMENT_MATTER | RECORD_MATTER if book.adoption else DOCUMENT_MATTER)


def make_cover_page(text: EpubText, families: Iterable[str]) -> Sheet:
    """Return the page that the cover's image is drawn from, its lines broken already, set in these font families.

    Shelves of Calibre, KOReader and Kobo show no vector cover.
    """
    context = {**text.context, "cover": set_cover(text.book), "cover_faces": ", ".join(families)}
    context |= {"is_published": text.book.resolution.symbol.is_united_nations, "companions": text.book.companions}
    return _render_sheet("cover.html", HTML, "flow/cover.html", context)


def embedded_font_name(face: Face) -> str:
    """Return the name of an embedded font in the book."""
    return f"fonts/{face.path.name}"


def _make_fonts_sheet(faces: tuple[Face, ...]) -> Sheet:
    """Return the style sheet of the embedded fonts, and of the texts that are set with them."""
    named = (
        template_environment()
        .get_template("faces.css")
        .render(faces=[(face, embedded_font_name(face)) for face in faces])
    )
    return Sheet("fonts.css", CSS, named + assets.read_style_sheet("fonts.css"))


def make_book_context(book: Book, broken: PagedResolution, profile: Profile) -> dict[str, Any]:
    """Return what every template of the e-book is filled from, but for what ``_fonts_context`` adds."""
    lang = _language_for_profile(load_language(book.resolution.language), profile)
    context = make_flow_context(book, set_for_screen(broken.resolution, lang), lang)
    context |= {"edition": "flow", "notes": "note/flow.html", "sheet_title": context["title"]}
    context |= {"anchors_in": TEXT_DOCUMENT, "index_in": "index.xhtml"}
    context |= {"pages_before": broken.before, "pages_after": broken.after}
    return context | {
        "sheets": ("flow.css", *list_own_sheets(book, is_paper=False), *(("fonts.css",) if profile.fonts else ())),
        "cover_name": COVER_IMAGE,
    }


def _language_for_profile(lang: Language, profile: Profile) -> Language:
    """Return the language with the tag that the profile asks for."""
    return replace(lang, tag=lang.words["language"][profile.tag])


def _fonts_context(text: EpubText, fonts: EpubFonts) -> dict[str, Any]:
    """Return the lines of the colophon on the source and fonts inside the book."""
    lang: Language = text.context["lang"]
    carried = []
    if text.source:
        carried.append(lang.word("book", "carried", file=text.source))
    if fonts.licences:
        carried.append(lang.word("book", "fonts", files=lang.words["index"]["separator"].join(fonts.licences)))
    return {"carried": tuple(carried)}


def make_document(name: str, context: Mapping[str, Any], inside: str = "") -> Sheet:
    """Return a document of the book, filled from ``context``; ``inside``: its template, if it is another."""
    inside = inside or SHARED_TEMPLATES.get(name, f"flow/{name}")
    matter = (DOCUMENT_MATTER | RECORD_MATTER)[name]
    return _render_sheet(name, XHTML, "shell/flow.xhtml", {**context, "inside": inside, "matter": matter})


def _render_sheet(name: str, media_type: str, template: str, context: Mapping[str, Any]) -> Sheet:
    return Sheet(name, media_type, template_environment().get_template(template).render(context))


def _navigation_context(
    context: Mapping[str, Any], page_list: tuple[ContentsEntry, ...], documents: tuple[Sheet, ...]
) -> dict[str, Any]:
    """Return the context of the navigation: the contents, the page list, the reading order of what they link to."""
    words = context["words"]
    bound = bind_titles(context["resolution"], context["heads"])
    text_entries = build_contents(bound, context["lang"], context["levels"], TEXT_DOCUMENT)
    list_of_changes = ContentsEntry(words["redline"]["title"], f"{TEXT_DOCUMENT}#editorial-changes")
    changes = (list_of_changes,) if context["book"].redline else ()
    contents = [
        ContentsEntry(words["book"]["title_page"], "title.xhtml"),
        ContentsEntry(context["title"], TEXT_DOCUMENT, (*changes, *text_entries)),
        ContentsEntry(words["index"]["title"], "index.xhtml"),
        ContentsEntry(words["colophon"]["title"], COLOPHON),
    ]
    contents += [ContentsEntry(words["record"]["title"], name) for name in RECORD_MATTER if context["book"].adoption]
    order = rank_addresses((*entry_hrefs(tuple(contents)), *entry_hrefs(page_list)), documents)
    navigation = {
        "contents": contents,
        "page_list": page_list,
        "order": order,
        "depth": contents_depth(tuple(contents)),
    }
    return {**context, **navigation, "sheet_title": words["book"]["contents"]}


def _make_page_list(pages: PageMap | None, broken: PagedResolution) -> tuple[ContentsEntry, ...]:
    """Return the pages of the print edition, each with the address of its page break."""
    numbers = [str(number) for number in range(1, pages.pages + 1)] if pages else []
    files = dict.fromkeys(broken.after, "index.xhtml")
    return tuple(ContentsEntry(number, f"{files.get(number, TEXT_DOCUMENT)}#page-{number}") for number in numbers)


def rank_addresses(addresses: tuple[str, ...], documents: tuple[Sheet, ...]) -> dict[str, int]:
    """Return the rank of each address in the reading order, from 1 (playOrder of the NCX)."""
    positions: dict[str, tuple[int, int]] = {}
    for n, sheet in enumerate(documents):
        positions[sheet.name] = n, 0
        for match in ID.finditer(sheet.markup):
            positions.setdefault(f"{sheet.name}#{match[1]}", (n, match.start()))

    return {address: n for n, address in enumerate(sorted(dict.fromkeys(addresses), key=positions.__getitem__), 1)}
