"""A Book to what its package says of it: Dublin Core, dates from the document, series, accessibility.

Only what the document says or what holds for every edition; nothing unknown is invented. Vocabulary: EPUB 3.3
section 5 and appendix D, EPUB Accessibility 1.1, schema.org's accessibility properties.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from engross.book import Book
from engross.language import Language, language
from engross.text import title_text

# The moment that dcterms:modified, which a package must have, tells where the document has no date at all:
# the Charter of the United Nations came into force on that day.
NO_DATE = "1945-10-24"

# The series that number their documents; every other kind of document belongs to no series here.
SERIES = ("RES", "DEC")

FEATURES = ("tableOfContents", "structuralNavigation", "readingOrder", "index", "displayTransformability", "ARIA")
PAGE_FEATURES = ("pageBreakMarkers", "pageNavigation")


@dataclass(frozen=True, slots=True)
class Meta:
    """An element of the package's metadata: its name ("dc:title", "meta", "link"), its text, its attributes."""

    name: str
    value: str
    attributes: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Contents:
    """What the package says of its files: its language's tag, the cover's id, whether it has the print edition's pages.

    ``licences``: the texts of licences that embedded fonts are under.
    """

    tag: str
    cover: str = ""
    paged: bool = False
    licences: tuple[str, ...] = ()


def modified(book: Book) -> datetime:
    """Midnight UTC of the document's last date: its issue, else its adoption, else NO_DATE."""
    facts = book.resolution.facts
    return datetime.fromisoformat(facts.issued or facts.adopted or NO_DATE)


def metadata(book: Book, inside: Contents) -> tuple[Meta, ...]:
    """Everything the package of ``book`` says."""
    one, paged = language(book.resolution.language), inside.paged
    about = (*_core(book, one, inside), *_dates(book), *_people(book), *_series(book, one))
    return (*about, *_access(one, paged), *_paging(book, one, paged))


def _core(book: Book, one: Language, inside: Contents) -> Iterator[Meta]:
    resolution, facts = book.resolution, book.resolution.facts
    symbol = str(resolution.symbol)
    title = one.word("book", "title", symbol=symbol, title=title_text(resolution.full_title)).strip()
    yield Meta("dc:identifier", book.identifier, {"id": "book"})
    yield Meta("dc:identifier", symbol, {"id": "symbol"})
    yield Meta("dc:title", title, {"id": "title"})
    yield Meta("dc:language", inside.tag)
    yield Meta("dc:creator", resolution.masthead.organ or one.word("organs", resolution.organ), {"id": "creator"})
    yield Meta("meta", "aut", {"refines": "#creator", "property": "role", "scheme": "marc:relators"})
    yield Meta("dc:publisher", one.word("book", "publisher"))
    yield Meta("dc:source", resolution.symbol.url(one.words["language"]["resolver"]))
    yield from (Meta("dc:subject", subject) for subject in facts.subjects)
    yield Meta("dc:rights", one.word("book", "rights"))
    if inside.licences:
        files = one.words["index"]["separator"].join(inside.licences)
        yield Meta("dc:rights", one.word("book", "fonts", files=files))
    if inside.cover:  # what EPUB 2 and Kindle look for
        yield Meta("meta", "", {"name": "cover", "content": inside.cover})
    yield Meta("meta", "", {"name": "generator", "content": f"engross {book.imprint.version}"})


def _dates(book: Book) -> Iterator[Meta]:
    """The document's dates: its own, and of adoption and issue what is known of them (DCMI Metadata Terms)."""
    facts = book.resolution.facts
    if facts.date:
        yield Meta("dc:date", facts.date)
    if facts.adopted:
        yield Meta("meta", facts.adopted, {"property": "dcterms:dateAccepted"})
    if facts.issued:
        yield Meta("meta", facts.issued, {"property": "dcterms:issued"})


def _people(book: Book) -> Iterator[Meta]:
    """Who had a part in it: the sponsors on record (MARC relator spn), the reports, draft and meeting it comes from."""
    record = book.resolution.record
    sponsors = (*record.sponsors, *record.additional_sponsors) if record else ()
    for n, sponsor in enumerate(dict.fromkeys(sponsors), 1):
        yield Meta("dc:contributor", sponsor, {"id": f"sponsor-{n}"})
        yield Meta("meta", "spn", {"refines": f"#sponsor-{n}", "property": "role", "scheme": "marc:relators"})
    related = (*book.resolution.facts.committee_report, *((record.draft, record.meeting_record) if record else ()))
    for symbol in dict.fromkeys(related):
        if symbol:
            yield Meta("dc:relation", str(symbol))


def _series(book: Book, one: Language) -> Iterator[Meta]:
    """The series a resolution or decision belongs to, and its number there: "77.213" (EPUB 3.3, D.3.4)."""
    components = book.resolution.symbol.components
    kind = next((c for c in components if c in SERIES), "")
    if not kind:
        return
    numbered = components[components.index(kind) + 1 :]
    numbers = [n[0] for n in (re.match(r"\d+", c) for c in numbered) if n]
    name = one.word("book", kind.lower(), organ=one.word("organs", book.resolution.organ))
    yield Meta("meta", name, {"property": "belongs-to-collection", "id": "series"})
    yield Meta("meta", "series", {"refines": "#series", "property": "collection-type"})
    if numbers:
        yield Meta("meta", ".".join(numbers), {"refines": "#series", "property": "group-position"})


def _access(one: Language, paged: bool) -> Iterator[Meta]:
    """What EPUB Accessibility 1.1 asks for (2.2, 2.3). No claim of conformance: a program cannot make one."""
    yield _schema("accessMode", "textual")
    yield _schema("accessModeSufficient", "textual")
    yield from (_schema("accessibilityFeature", name) for name in (*FEATURES, *(PAGE_FEATURES if paged else ())))
    yield _schema("accessibilityHazard", "none")
    yield _schema("accessibilitySummary", one.word("book", "summary_paged" if paged else "summary"))


def _schema(name: str, value: str) -> Meta:
    return Meta("meta", value, {"property": f"schema:{name}"})


def _paging(book: Book, one: Language, paged: bool) -> Iterator[Meta]:
    if paged:
        source = one.word("book", "page_source", symbol=book.resolution.symbol, version=book.imprint.version)
        yield Meta("meta", source, {"property": "pageBreakSource"})
