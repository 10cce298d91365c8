"""A Book to the sheets of the print edition: the body, what is bound behind it, and the running heads and feet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from engross import assets
from engross.book import Book, Face, Sheet
from engross.language import Language, language
from engross.model import Resolution
from engross.once import once
from engross.text import title_text
from engross.typeset import environment, heading_levels
from engross.typeset.calls import adjoining
from engross.typeset.codes import codes
from engross.typeset.ltr import isolated
from engross.typeset.paper import PLAIN, Format, sheet
from engross.typeset.setting import set_for_print

HTML, CSS, RDF = "text/html", "text/css", "application/rdf+xml"
# In the order of the cascade; shame.css holds hacks, each with its reason.
STYLES = ("tokens.css", "base.css", "resolution.css", "index.css", "record.css", "page.css", "screen.css", "shame.css")


@dataclass(frozen=True, slots=True)
class Leaves:
    """How many pages the body has and how many stand behind it."""

    body: int
    back: int


def styles(lang: Language, wanted: Format = PLAIN) -> tuple[Sheet, ...]:
    """The style sheets of the print edition in the order of the cascade, the language's and the paper's last."""
    names: tuple[str, ...] = (*STYLES, *lang.words["page"]["sheets"])
    return (*(Sheet(name, CSS, assets.style(name)) for name in names), sheet(wanted, lang))


def faces(shelf: tuple[Face, ...]) -> Sheet:
    """The style sheet that names the fonts by their files."""
    markup = environment().get_template("faces.css").render(faces=[(face, face.path.as_uri()) for face in shelf])
    return Sheet("faces.css", CSS, markup)


def page(book: Book, wanted: Format = PLAIN) -> Sheet:
    """The whole print edition as one self-contained document: resolution, index, colophon, styles inside."""
    inside = styles(_lang(book), wanted)
    return _sheet(book, "shell/page.html", {"body": True, "back": True, "verso": False, "inside": inside})


def page_body(book: Book) -> Sheet:
    """The resolution alone, for layout; styles apart."""
    return _sheet(book, "shell/page.html", {"body": True, "back": False, "verso": False, "inside": ()})


def page_back(book: Book, before: int) -> Sheet:
    """The index and the colophon alone, page numbers as known, ``before``: how many pages stand before them."""
    verso = before % 2 == 1
    return _sheet(book, "shell/page.html", {"body": False, "back": True, "verso": verso, "inside": ()})


def record(book: Book) -> str:
    """The markup of the page on the adoption; "" where the book has none."""
    return _sheet(book, "record.html", {"anchors_in": ""}).markup if book.adoption else ""


def shown(book: Book) -> Resolution:
    """The resolution as it is set, with marks around what runs the other way: what a reader of the pages sees."""
    return isolated(set_for_print(book.resolution, _lang(book)))


def folios(book: Book, leaves: Leaves) -> Sheet:
    """Empty pages with the running heads and feet of all pages, body and back."""
    return _sheet(book, "shell/folio.html", {"leaves": leaves.body + leaves.back, "inside": ()})


def packet(book: Book, producer: str) -> Sheet:
    """The XMP packet of the print edition (ISO 16684-1), with the name of the program that writes the file."""
    return replace(_sheet(book, "shell/packet.xmp", {"producer": producer}), name="packet.xmp", media_type=RDF)


def _lang(book: Book) -> Language:
    return language(book.resolution.language)


def _sheet(book: Book, template: str, what: Mapping[str, Any]) -> Sheet:
    context = {"book": book, "edition": "page", "notes": "note/page.html", **_context(book.resolution)}
    markup = environment().get_template(template).render({**context, **what})
    return Sheet("page.html", HTML, markup)


@once
def _context(resolution: Resolution) -> dict[str, Any]:
    """What every template of the print edition is filled from: what one resolution has to say."""
    lang = language(resolution.language)
    ready = set_for_print(resolution, lang)
    context = {"resolution": ready, "codes": codes(resolution), "lang": lang, "words": lang.words}
    context |= _about(resolution, lang) | {"levels": heading_levels(ready), "title": whole_title(resolution)}
    return context | {"adjoining": adjoining(resolution)}


def _about(resolution: Resolution, lang: Language) -> dict[str, str]:
    """What both the head of the page and the XMP packet say of the document, word for word the same."""
    return {
        "about": lang.word("index", "subject", symbol=resolution.symbol),
        "author": resolution.masthead.organ or lang.word("organs", resolution.organ),
        "date": resolution.facts.date,
    }


def whole_title(resolution: Resolution) -> str:
    """The symbol and the title: what a window or an outline shows."""
    return f"{resolution.symbol} {title_text(resolution.full_title)}"
