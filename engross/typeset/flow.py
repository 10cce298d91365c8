"""A Book to the sheets of its e-book: cover, title page, text, index, colophon, navigation, style sheets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from engross import assets
from engross.book import Book, Face, PageMap, Sheet
from engross.language import Language, language
from engross.profile import READER, Profile
from engross.typeset import environment, heading_levels
from engross.typeset.breaks import Broken, break_pages
from engross.typeset.contents import Entry, contents, depth, hrefs
from engross.typeset.cover import cover
from engross.typeset.lift import lift
from engross.typeset.marks import dress
from engross.typeset.page import whole_title
from engross.typeset.repeats import repeats
from engross.walk import notes_of

XHTML, SVG, NCX = "application/xhtml+xml", "image/svg+xml", "application/x-dtbncx+xml"
CSS, HTML = "text/css", "text/html"

SHARED = {"colophon.xhtml": "colophon.html", "record.xhtml": "record.html"}  # templates of the print edition too

# The documents in reading order, and the part of a book that each is (EPUB Structural Semantics 1.1, "partitions").
MATTER = {
    "cover.xhtml": "frontmatter",
    "title.xhtml": "frontmatter",
    "resolution.xhtml": "bodymatter",
    "index.xhtml": "backmatter",
    "colophon.xhtml": "backmatter",
}
RECORD = {"record.xhtml": "backmatter"}  # the last of a book whose adoption is on record, where that was asked for


@dataclass(frozen=True, slots=True)
class Guise:
    """How the e-book is to be dressed: its profile, and what it will carry.

    ``source``: the name in the book of the source that rides along. ``faces``, ``licences``: the fonts embedded, the
    names of their licences' texts in the book. ``cover_faces``: the families that the cover is drawn with here, where
    it is not left to the reader. "" and () where there are none.
    """

    profile: Profile = READER
    source: str = ""
    faces: tuple[Face, ...] = ()
    licences: tuple[str, ...] = ()
    cover_faces: tuple[str, ...] = ()


PLAIN = Guise()


def flow(book: Book, pages: PageMap | None, guise: Guise = PLAIN) -> tuple[Sheet, ...]:
    """The files of the e-book: the documents in reading order, navigation, NCX, the cover's picture, style sheets.

    Where the profile has its cover of points, the picture is a page ``cover.html``, to be drawn and left out.

    ``pages``: the pages of the print edition, marked at the characters where they begin; None: none are known.
    """
    broken = break_pages(lift(book.resolution), pages) if pages else Broken(lift(book.resolution), (), ())
    context = _context(book, broken, guise)
    matter = MATTER | RECORD if book.adoption else MATTER
    documents = tuple(_document(name, context, matter[name]) for name in matter)
    found = _navigation(context, _page_list(pages, broken), documents)
    return (
        *documents,
        _sheet("nav.xhtml", XHTML, "shell/flow.xhtml", {**found, "inside": "flow/nav.xhtml", "matter": ""}),
        _sheet("toc.ncx", NCX, "flow/toc.ncx", found),
        _cover({**context, "cover": cover(book)}, guise.profile),
        Sheet("flow.css", CSS, assets.style("flow.css")),
        *((_fonts(guise.faces),) if guise.faces else ()),
    )


def _cover(context: Mapping[str, Any], profile: Profile) -> Sheet:
    if profile.raster:
        return _sheet("cover.html", HTML, "flow/cover.html", context)
    return _sheet("cover.svg", SVG, "flow/cover.svg", context)


def font_name(face: Face) -> str:
    """What a font embedded in the book is called there."""
    return f"fonts/{face.path.name}"


def _fonts(faces: tuple[Face, ...]) -> Sheet:
    """The style sheet of the fonts that the book brings, and of the texts that are set with them."""
    named = environment().get_template("faces.css").render(faces=[(face, font_name(face)) for face in faces])
    return Sheet("fonts.css", CSS, named + assets.style("fonts.css"))


def _context(book: Book, broken: Broken, guise: Guise) -> dict[str, Any]:
    """What every template of the e-book is filled from."""
    lang = _tagged(language(book.resolution.language), guise.profile)
    resolution = dress(broken.resolution, lang)
    title = whole_title(book.resolution)
    context = {"book": book, "resolution": resolution, "lang": lang, "words": lang.words, "edition": "flow"}
    context |= {"title": title, "sheet_title": title, "notes": "note/flow.html", "anchors_in": "resolution.xhtml"}
    gathered = tuple(notes_of(resolution))
    context |= {"levels": heading_levels(resolution), "gathered": gathered, "repeated": repeats(gathered)}
    context |= {"pages_before": broken.before, "pages_after": broken.after, **_ways(book)}
    return context | _guise(guise, lang)


def _tagged(lang: Language, profile: Profile) -> Language:
    """The language under the tag that a profile knows it by."""
    return replace(lang, tag=lang.words["language"][profile.tag])


def _ways(book: Book) -> dict[str, Any]:
    """The number of each entry of the index; the entry, its number and name, that each citation leads to.

    A citation of several documents leads to the first of them in the index.
    """
    numbers = {entry: n for n, entry in enumerate(book.index.entries(), 1)}
    ways: dict[str, tuple[int, str]] = {}
    for entry, n in numbers.items():
        for anchor in entry.citations:
            ways.setdefault(anchor, (n, entry.name))
    return {"numbers": numbers, "entries": ways}


def _guise(guise: Guise, lang: Language) -> dict[str, Any]:
    """What the guise is to the templates: style sheets, the cover, what the colophon says of what the book carries."""
    faces = ", ".join(guise.cover_faces) or lang.words["book"]["faces"]
    carried = []
    if guise.source:
        carried.append(lang.word("book", "carried", file=guise.source))
    if guise.licences:
        carried.append(lang.word("book", "fonts", files=lang.words["index"]["separator"].join(guise.licences)))
    return {
        "sheets": ("flow.css", *(("fonts.css",) if guise.faces else ())),
        "cover_name": "cover.png" if guise.profile.raster else "cover.svg",
        "cover_faces": faces,
        "carried": tuple(carried),
    }


def _document(name: str, context: Mapping[str, Any], matter: str) -> Sheet:
    inside = SHARED.get(name, f"flow/{name}")
    return _sheet(name, XHTML, "shell/flow.xhtml", {**context, "inside": inside, "matter": matter})


def _sheet(name: str, media_type: str, template: str, context: Mapping[str, Any]) -> Sheet:
    return Sheet(name, media_type, environment().get_template(template).render(context))


def _navigation(context: Mapping[str, Any], listed: tuple[Entry, ...], documents: tuple[Sheet, ...]) -> dict[str, Any]:
    """The context of the navigation: what the contents and the page list show, and the order of reading."""
    words = context["words"]
    text = contents(context["resolution"], context["lang"], context["levels"])
    whole = [
        Entry(words["book"]["title_page"], "title.xhtml"),
        Entry(context["title"], "resolution.xhtml", text),
        Entry(words["index"]["title"], "index.xhtml"),
        Entry(words["colophon"]["title"], "colophon.xhtml"),
    ]
    whole += [Entry(words["record"]["title"], name) for name in RECORD if context["book"].adoption]
    order = _order((*hrefs(tuple(whole)), *hrefs(listed)), documents)
    found = {"contents": whole, "page_list": listed, "order": order, "depth": depth(tuple(whole))}
    return {**context, **found, "sheet_title": words["book"]["contents"]}


def _page_list(pages: PageMap | None, broken: Broken) -> tuple[Entry, ...]:
    """The pages of the print edition, each with the address of its page break."""
    numbers = [str(number) for number in range(1, pages.pages + 1)] if pages else []
    files = dict.fromkeys(broken.after, "index.xhtml")
    return tuple(Entry(number, f"{files.get(number, 'resolution.xhtml')}#page-{number}") for number in numbers)


def _order(addresses: tuple[str, ...], documents: tuple[Sheet, ...]) -> dict[str, int]:
    """The rank of each address in the order of reading, from 1 (NCX's playOrder)."""
    rank = {sheet.name: n for n, sheet in enumerate(documents)}

    def place(address: str) -> tuple[int, int]:
        name, _, anchor = address.partition("#")
        return rank[name], documents[rank[name]].markup.index(f'id="{anchor}"') if anchor else 0

    return {address: n for n, address in enumerate(sorted(dict.fromkeys(addresses), key=place), 1)}
