"""Return what the package of a book says of it: Dublin Core, dates from the document, series, accessibility.

Only what the document says or what holds for every edition; nothing unknown is invented. Vocabulary: EPUB 3.3 section 5
and appendix D, EPUB Accessibility 1.1, schema.org's accessibility properties.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime

from engross.grammars.author import name_author
from engross.grammars.language import DATA_LANGUAGE, Language, load_language
from engross.grammars.member_states import find_named_state
from engross.grammars.series_name import name_series
from engross.grammars.symbol import find_series_place
from engross.model.book import Book
from engross.model.text import spell_title

# The value of dcterms:modified, which a package must have, for a document that has no date at all:
# the Charter of the United Nations came into force on that day.
DATE_WHERE_UNKNOWN = "1945-10-24"

XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"

ACCESSIBILITY_FEATURES = (
    "tableOfContents",
    "structuralNavigation",
    "readingOrder",
    "index",
    "displayTransformability",
    "ARIA",
)
PAGE_ACCESSIBILITY_FEATURES = ("pageBreakMarkers", "pageNavigation")


@dataclass(frozen=True, slots=True)
class PackageMeta:
    """An element of the package's metadata: its name ("dc:title", "meta", "link"), its text, its attributes."""

    name: str
    value: str
    attributes: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PackageContents:
    """What the package says of its files: its language tag, the cover's id, whether it has the print edition's pages.

    ``licences``: the licence texts of the embedded fonts.
    """

    tag: str
    cover: str = ""
    paged: bool = False
    licences: tuple[str, ...] = ()


def modification_time(book: Book) -> datetime:
    """Return midnight UTC of the document's issue, else of its adoption, else of DATE_WHERE_UNKNOWN."""
    facts = book.resolution.facts
    return datetime.fromisoformat(facts.issued or facts.adopted or DATE_WHERE_UNKNOWN)


def package_metadata(book: Book, contents: PackageContents) -> tuple[PackageMeta, ...]:
    """Return all metadata of the package of ``book``."""
    language, paged = load_language(book.resolution.language), contents.paged
    about = (
        *_core_metadata(book, language, contents),
        *_date_metadata(book),
        *_subject_metadata(book, language),
        *_contributor_metadata(book, language),
        *_series_metadata(book, language),
    )
    return (*about, *describe_accessibility(language, paged), *_page_source_metadata(book, language, paged))


def _core_metadata(book: Book, language: Language, contents: PackageContents) -> Iterator[PackageMeta]:
    resolution = book.resolution
    symbol = str(resolution.symbol)
    title = language.word("book", "title", symbol=symbol, title=spell_title(resolution.full_title)).strip()
    yield PackageMeta("dc:identifier", book.identifier, {"id": "book"})
    yield PackageMeta("dc:identifier", symbol, {"id": "symbol"})
    yield PackageMeta("dc:title", title, {"id": "title"})
    yield PackageMeta("dc:language", contents.tag)
    for companion in book.companions:
        yield PackageMeta("dc:language", companion.tag)
    yield from describe_creator(name_author(resolution, language))
    if resolution.symbol.is_united_nations:
        yield PackageMeta("dc:publisher", language.word("book", "publisher"))
        yield PackageMeta("dc:source", resolution.symbol.url(language.words["language"]["resolver"]))
        yield PackageMeta("dc:rights", language.word("book", "rights"))
    else:
        yield PackageMeta("dc:rights", language.word("colophon", "unissued"))
    if contents.licences:
        files = language.words["index"]["separator"].join(contents.licences)
        yield PackageMeta("dc:rights", language.word("book", "fonts", files=files))
    yield from describe_making(contents.cover, book.imprint.version)


def describe_creator(name: str) -> Iterator[PackageMeta]:
    """Yield the organ whose text it is."""
    yield PackageMeta("dc:creator", name, {"id": "creator"})
    yield PackageMeta("meta", "aut", {"refines": "#creator", "property": "role", "scheme": "marc:relators"})


def describe_making(cover: str, version: str) -> Iterator[PackageMeta]:
    """Yield the id of the cover, "" for none, and the version of engross."""
    if cover:  # EPUB 2 and Kindle look for it
        yield PackageMeta("meta", "", {"name": "cover", "content": cover})
    yield PackageMeta("meta", "", {"name": "generator", "content": f"engross {version}"})


def describe_collection(name: str, kind: str, position: str) -> Iterator[PackageMeta]:
    """Yield what a book belongs to, "series" or "set", and its place there (EPUB 3.3, D.3.4)."""
    yield PackageMeta("meta", name, {"property": "belongs-to-collection", "id": "series"})
    yield PackageMeta("meta", kind, {"refines": "#series", "property": "collection-type"})
    yield PackageMeta("meta", position, {"refines": "#series", "property": "group-position"})


def describe_page_source(language: Language, symbol: object, version: str) -> PackageMeta:
    """Return what the pages of the book are those of: the print edition of a document, or of a book by its title."""
    source = language.word("book", "page_source", symbol=symbol, version=version)
    return PackageMeta("meta", source, {"property": "pageBreakSource"})


def _date_metadata(book: Book) -> Iterator[PackageMeta]:
    """Yield the document's dates: its own, and of adoption and issue if known (DCMI Metadata Terms)."""
    facts = book.resolution.facts
    if facts.date:
        yield PackageMeta("dc:date", facts.date)
    if facts.adopted:
        yield PackageMeta("meta", facts.adopted, {"property": "dcterms:dateAccepted"})
    if facts.issued:
        yield PackageMeta("meta", facts.issued, {"property": "dcterms:issued"})


def _subject_metadata(book: Book, language: Language) -> Iterator[PackageMeta]:
    """Yield the subjects: a State by its name in the book's language, other terms of UNBIS in English and marked so."""
    for subject in book.resolution.facts.subjects:
        yield _make_named_meta("dc:subject", subject, language)


def _contributor_metadata(book: Book, language: Language) -> Iterator[PackageMeta]:
    """Yield the sponsors on record (MARC relator spn), and the reports, draft and meeting that the text comes from.

    Sponsors have the names that the UN uses in the book's language; a name that is no State's stays as recorded.
    """
    record = book.resolution.record
    sponsors: dict[str, PackageMeta] = {}
    for recorded in (*record.sponsors, *record.additional_sponsors) if record else ():
        meta = _make_named_meta("dc:contributor", recorded, language)
        sponsors.setdefault(meta.value, meta)
    for n, meta in enumerate(sponsors.values(), 1):
        yield replace(meta, attributes={"id": f"sponsor-{n}", **meta.attributes})
        yield PackageMeta("meta", "spn", {"refines": f"#sponsor-{n}", "property": "role", "scheme": "marc:relators"})
    related = (*book.resolution.facts.committee_report, *((record.draft, record.meeting_record) if record else ()))
    for symbol in dict.fromkeys(related):
        if symbol:
            yield PackageMeta("dc:relation", str(symbol))


def _make_named_meta(element: str, recorded: str, language: Language) -> PackageMeta:
    """Return an element with a State's name in the book's language; any other name as recorded, with its language."""
    if named := find_named_state(recorded, language):
        return PackageMeta(element, named[1])
    marks = {} if language.code == DATA_LANGUAGE else {XML_LANG: DATA_LANGUAGE, "dir": "ltr"}
    return PackageMeta(element, recorded, marks)


def _series_metadata(book: Book, language: Language) -> Iterator[PackageMeta]:
    """Yield the series that a resolution or decision belongs to, and its number there (EPUB 3.3, D.3.4).

    Catalogues keep positions as decimals, which cannot tell 55.10 from 55.1: the session is in the series' name.
    """
    place = find_series_place(book.resolution.symbol)
    if place is None:
        return
    name = name_series(place, name_author(book.resolution, language), language)
    yield from describe_collection(name, "series", place.position)


def describe_accessibility(language: Language, paged: bool) -> Iterator[PackageMeta]:
    """Yield what EPUB Accessibility 1.1 asks for (2.2, 2.3); no claim of conformance, which a program cannot make."""
    yield _make_schema_meta("accessMode", "textual")
    yield _make_schema_meta("accessModeSufficient", "textual")
    yield from (
        _make_schema_meta("accessibilityFeature", name)
        for name in (*ACCESSIBILITY_FEATURES, *(PAGE_ACCESSIBILITY_FEATURES if paged else ()))
    )
    yield _make_schema_meta("accessibilityHazard", "none")
    yield _make_schema_meta("accessibilitySummary", language.word("book", "summary_paged" if paged else "summary"))


def _make_schema_meta(name: str, value: str) -> PackageMeta:
    return PackageMeta("meta", value, {"property": f"schema:{name}"})


def _page_source_metadata(book: Book, language: Language, paged: bool) -> Iterator[PackageMeta]:
    if paged:
        yield describe_page_source(language, book.resolution.symbol, book.imprint.version)
