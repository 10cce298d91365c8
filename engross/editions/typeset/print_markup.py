"""Typeset the sheets of the print edition: the body, the index and colophon behind it, the running heads and feet."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from engross.editions import assets
from engross.editions.memo import memoize_last
from engross.editions.typeset import find_heading_levels, template_environment
from engross.editions.typeset.adjacent_calls import find_adjoining_calls
from engross.editions.typeset.barcodes import make_first_page_codes
from engross.editions.typeset.endnotes import NO_ENDNOTES, find_endnotes
from engross.editions.typeset.heading_titles import find_heading_titles
from engross.editions.typeset.isolates import isolate_as_set
from engross.editions.typeset.name_lists import find_name_lists
from engross.editions.typeset.paper import make_paper_sheet, measure_of_heads, settle_size
from engross.editions.typeset.print_text import set_for_print
from engross.editions.typeset.redline_marks import describe_redline
from engross.editions.typeset.short_title import shorten_title, trim_title
from engross.editions.typeset.ties import keep_whole
from engross.editions.typeset.widths import width_in_em
from engross.editions.typeset.working_copy import Baselines, label_working_copy, number_lines
from engross.grammars.author import name_author
from engross.grammars.language import Language, load_language
from engross.grammars.table_notes import find_table_notes
from engross.model.book import Book, Face, Sheet
from engross.model.paper import DEFAULT_FORMAT, HANDOUT, LARGE_PRINT, WORKING, Format, Kind, LineNumbers
from engross.model.text import spell_title
from engross.model.tree import Resolution

REDLINE_SHEET, COLOURS_SHEET = "redline.css", "redline-colours.css"
HTML, CSS, RDF = "text/html", "text/css", "application/rdf+xml"
# What the templates of all pages are filled from; ``article``: the markup of the resolution, if it stands already.
PAGE_VALUES = {"edition": "page", "notes": "note/page.html", "facing": False, "breaks": (), "article": ""}
GAP_IN_HEAD = 1.5  # em between symbol and short title, at least
LEAST_HEAD = 0.9  # of the size of running heads: a title that then fits is rather smaller than cut
# In the order of the cascade.
STYLE_SHEET_NAMES = (
    "tokens.css",
    "base.css",
    "resolution.css",
    "index.css",
    "record.css",
    "page.css",
    "screen.css",
)


@dataclass(frozen=True, slots=True)
class PageCounts:
    """The numbers of pages of the body and of what stands behind it.

    ``baselines``: those of the body's lines that may be numbered, page by page. ``changed``: the stretches of a
    redline's changed lines, each with its top and its height.
    """

    body: int
    back: int
    baselines: Baselines = ()
    changed: tuple[tuple[tuple[float, float], ...], ...] = ()


def list_own_sheets(book: Book, *, is_paper: bool = True) -> tuple[str, ...]:
    """Return the names of the style sheets that a book needs beside those of all, on paper or for e-readers."""
    colours = (COLOURS_SHEET,) if is_paper else ()
    return (REDLINE_SHEET, *colours) if book.redline else ()


def print_style_sheets(
    lang: Language, page_format: Format = DEFAULT_FORMAT, own: tuple[str, ...] = ()
) -> tuple[Sheet, ...]:
    """Return the style sheets of the print edition in the order of the cascade, those of language, kind and paper last.

    ``own``: the names of those that the book needs beside them.
    """
    names: tuple[str, ...] = (*STYLE_SHEET_NAMES, *own, *lang.words["page"]["sheets"], *page_format.kind.sheets)
    return (*(Sheet(name, CSS, assets.read_style_sheet(name)) for name in names), make_paper_sheet(page_format, lang))


def make_faces_sheet(faces: tuple[Face, ...]) -> Sheet:
    """Return the style sheet that names the fonts by their files."""
    markup = (
        template_environment().get_template("faces.css").render(faces=[(face, face.path.as_uri()) for face in faces])
    )
    return Sheet("faces.css", CSS, markup)


def make_page_sheet(book: Book, page_format: Format = DEFAULT_FORMAT) -> Sheet:
    """Return the whole print edition as one self-contained document: resolution, index, colophon, style sheets."""
    style_sheets = print_style_sheets(_book_language(book), page_format, list_own_sheets(book))
    values = {"body": True, "back": True, "verso": False, "inside": style_sheets, "has_index": page_format.has_index}
    shared = describe_contents(book, page_format) | _share_article(book, HANDOUT)
    return render_page_sheet(book, "shell/page.html", values | shared)


def make_body_sheet(book: Book, page_format: Format = DEFAULT_FORMAT) -> Sheet:
    """Return the resolution alone, for layout; its style sheets are apart."""
    values = {"body": True, "back": False, "verso": False, "inside": (), **describe_contents(book, page_format)}
    shared = _share_article(book, page_format.kind) | _choose_endnotes(book, page_format)
    return render_page_sheet(book, "shell/page.html", values | shared, page_format.kind)


def _choose_endnotes(book: Book, page_format: Format) -> dict[str, Any]:
    """Return the notes of large print that stand behind their section, of the resolution as it is set."""
    if page_format.kind != LARGE_PRINT:
        return {}
    lang = _book_language(book)
    as_set = _make_large_context(book.resolution)["resolution"]
    return {"endnotes": find_endnotes(as_set, measure_of_heads(page_format, lang))}


def _share_article(book: Book, kind: Kind) -> dict[str, Any]:
    """Return the markup of the resolution, the same for layout and for screens; nothing where it may not be."""
    return {"article": _spell_article(book.resolution)} if kind == HANDOUT and not book.redline else {}


@memoize_last
def _spell_article(resolution: Resolution) -> str:
    context = make_print_context(resolution)
    marks = describe_redline(None, context["lang"])
    return template_environment().get_template("resolution.html").render(PAGE_VALUES | context | marks)


def make_back_sheet(book: Book, before: int, page_format: Format = DEFAULT_FORMAT) -> Sheet:
    """Return the index and the colophon alone, page numbers as known; ``before``: the number of pages before them."""
    verso = before % 2 == 1
    values = {"body": False, "back": True, "verso": verso, "inside": (), "has_index": page_format.has_index}
    return render_page_sheet(book, "shell/page.html", values, page_format.kind)


def resolution_as_shown(book: Book, kind: Kind = HANDOUT) -> Resolution:
    """Return the resolution as a reader of the pages sees it: set; from right to left with the marks of isolates."""
    language = _book_language(book)
    as_set = _set_resolution(book.resolution, language, kind)
    return isolate_as_set(as_set) if language.direction == "rtl" else as_set


def make_running_heads_sheet(book: Book, counts: PageCounts, page_format: Format = DEFAULT_FORMAT) -> Sheet:
    """Return empty pages with the running heads and feet of all pages, body and back, and the numbers of lines."""
    numbers = number_lines(counts.baselines, page_format.lines or LineNumbers())
    pages = (*numbers, *((),) * (counts.body + counts.back - len(numbers)))
    bars = (*counts.changed, *((),) * (len(pages) - len(counts.changed)))
    values = {"leaves": tuple(zip(pages, bars, strict=True)), "inside": (), "label": _label_kind(book, page_format)}
    return render_page_sheet(book, "shell/folio.html", values | describe_head(book, page_format), page_format.kind)


def describe_head(book: Book, page_format: Format) -> dict[str, Any]:
    """Return what a running head shows: the short title, its relative size, the share of the symbol in per cent."""
    lang = _book_language(book)
    measure = measure_of_heads(page_format, lang)
    symbol_share = math.ceil(100 * (width_in_em(str(book.resolution.symbol)) + GAP_IN_HEAD) / measure)
    title = _name_in_head(book, page_format.kind, lang)
    room = measure * (100 - symbol_share) / 100
    one_size = page_format.kind.has_one_size
    short_title, scale = fit_head(title, room, lang, 1.0 if one_size else LEAST_HEAD)
    if one_size and short_title.endswith(lang.words["running_head"]["ellipsis"]):
        short_title = ""  # a word or two of it tell nothing
    return {"short_title": short_title, "title_size": round(scale, 3), "symbol_share": symbol_share}


def fit_head(title: str, room: float, lang: Language, least: float = LEAST_HEAD) -> tuple[str, float]:
    """Return the short title for ``room`` em of a running head, and its size relative to the head's.

    It is smaller, down to ``least``, where the whole title fits so, and cut only where it does not.
    """
    whole = trim_title(title)
    if width_in_em(whole) <= room / least and not whole.endswith(lang.words["running_head"]["ellipsis"]):
        return whole, min(1.0, room / width_in_em(whole)) if whole else 1.0
    return shorten_title(title, room, lang), 1.0


def _name_in_head(book: Book, kind: Kind, lang: Language) -> str:
    """Return what stands in running heads beside the symbol: the text's name, in a working copy what it is and when."""
    return label_working_copy(book.resolution, lang) if kind == WORKING else _name_text(book, lang)


def _label_kind(book: Book, page_format: Format) -> str:
    """Return what the head of the first page says of the kind; "" in a handout."""
    lang = _book_language(book)
    if page_format.kind == WORKING:
        return label_working_copy(book.resolution, lang)
    size = f"{settle_size(page_format, lang).size:g}"
    return lang.word("large_print", "label", size=size) if page_format.kind == LARGE_PRINT else ""


def _name_text(book: Book, lang: Language) -> str:
    """Return what running heads call a text: its title; of one without, the Security Council's, its kind or author.

    That of a redline is called by the oldest version that it is compared with.
    """
    if book.redline:
        return lang.word("redline", "head", symbol=book.redline.versions[0].symbol)
    resolution = make_print_context(book.resolution)["resolution"]
    return spell_title(resolution.full_title) or resolution.masthead.adoption or name_author(resolution, lang)


def make_xmp_packet(
    book: Book, producer: str, page_format: Format = DEFAULT_FORMAT, *, is_archival: bool = True
) -> Sheet:
    """Return the XMP packet of the print edition (ISO 16684-1), with the name of the program that writes the file.

    ``is_archival``: whether the file is PDF/A and PDF/UA.
    """
    values = {"producer": producer, "is_archival": is_archival, **describe_contents(book, page_format)}
    packet = render_page_sheet(book, "shell/packet.xmp", values, page_format.kind)
    return replace(packet, name="packet.xmp", media_type=RDF)


def describe_contents(book: Book, page_format: Format = DEFAULT_FORMAT) -> dict[str, str]:
    """Return what the metadata of the print edition say is in it: an index of symbols only where it has one."""
    key = "subject" if page_format.has_index and book.index.groups else "subject_without"
    return {"about": _book_language(book).word("index", key, symbol=book.resolution.symbol)}


def _book_language(book: Book) -> Language:
    return load_language(book.resolution.language)


def render_page_sheet(book: Book, template: str, values: Mapping[str, Any], kind: Kind = HANDOUT) -> Sheet:
    """Return a template of the print edition, filled with what a book says and with ``values``."""
    make_context = _make_large_context if kind == LARGE_PRINT else make_print_context
    context: dict[str, Any] = {"book": book, **PAGE_VALUES, **make_context(book.resolution), "kind": kind.name}
    context |= describe_redline(book.redline, context["lang"]) | describe_contents(book)
    markup = template_environment().get_template(template).render({**context, **values})
    return Sheet("page.html", HTML, markup)


@memoize_last
def make_print_context(resolution: Resolution) -> dict[str, Any]:
    """Return what the templates of the print edition are filled from, as far as one resolution decides it."""
    return _fill_context(resolution, HANDOUT)


@memoize_last
def _make_large_context(resolution: Resolution) -> dict[str, Any]:
    """Return what the templates of large print are filled from."""
    return _fill_context(resolution, LARGE_PRINT)


def _set_resolution(resolution: Resolution, lang: Language, kind: Kind) -> Resolution:
    """Return the resolution as it is set in a kind of the print edition."""
    as_set = set_for_print(resolution, lang)
    return keep_whole(as_set, lang) if kind == LARGE_PRINT else as_set


def _fill_context(resolution: Resolution, kind: Kind) -> dict[str, Any]:
    lang = load_language(resolution.language)
    print_resolution = _set_resolution(resolution, lang, kind)
    context = {
        "resolution": print_resolution,
        "kind": kind.name,
        "codes": make_first_page_codes(resolution),
        "lang": lang,
        "words": lang.words,
    }
    heads = find_heading_titles(print_resolution, lang)
    table_notes = find_table_notes(print_resolution)
    context |= _describe_document(resolution, lang) | {
        "heads": heads,
        "levels": find_heading_levels(print_resolution, heads),
        "table_notes": table_notes,
        "names": find_name_lists(print_resolution, table_notes, lang.words["page"]["line"]),
        "title": title_with_symbol(resolution),
    }
    return context | {"adjoining": find_adjoining_calls(resolution), "endnotes": NO_ENDNOTES}


def _describe_document(resolution: Resolution, lang: Language) -> dict[str, str]:
    """Return who the head of the page and the XMP packet say has issued the document, and when."""
    return {
        "author": name_author(resolution, lang),
        "date": resolution.facts.date,
    }


def title_with_symbol(resolution: Resolution) -> str:
    """Return the symbol and the title, as a window or an outline shows them."""
    return f"{resolution.symbol} {spell_title(resolution.full_title)}"
