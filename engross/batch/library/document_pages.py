"""The pages of documents: its record with all languages, its text in each, and a page for each symbol that is cited."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import chain

from engross.batch.corpus.citation_store import natural_key
from engross.batch.library.addresses import spell_address
from engross.batch.library.catalogue import read_adoption
from engross.batch.library.citations import Citations
from engross.batch.library.frame import Library, Page, SiteLink, name_page, spell_language
from engross.batch.library.linked_data import describe_document, describe_head
from engross.batch.library.list_pages import list_documents
from engross.batch.library.reading_view import READING_ENDING, read_view
from engross.batch.library.values import AdoptionRecord, CitedPlace, Document, HeldFile, HeldVersion
from engross.grammars.language import load_language
from engross.grammars.symbol import parse

NOT_PUBLISHED = "report.json"  # what engross says of its work; not part of the document
FILE_WORDS = {".pdf": "PDF", ".epub": "EPUB", ".xml": "AKN XML", ".symbols.csv": "CSV", ".symbols.json": "JSON"}


@dataclass(frozen=True, slots=True)
class Citing:
    """A document at the other end of a citation, with the places; ``link`` has no address for one that has no symbol.

    ``official``: its address at the United Nations.
    """

    symbol: str
    link: SiteLink
    is_held: bool
    places: tuple[SiteLink, ...]
    official: str = ""


@dataclass(frozen=True, slots=True)
class OfferedFile:
    """A file of a version to be fetched."""

    address: str
    words: str
    size: int


@dataclass(frozen=True, slots=True)
class Shown:
    """A language version on a page: its link, its name in itself, its title, its files."""

    language: str
    name: str
    link: SiteLink
    files: tuple[OfferedFile, ...]


def make_document_pages(library: Library, citations: Citations) -> Iterator[Page]:
    """Yield the pages of all documents."""
    for document in library.catalogue.documents:
        citing = citations.list_citing(document.symbol) if document.symbol else ()
        adoptions = {version.folder: read_adoption(library.options.run, version) for version in document.versions}
        sources = citing, citations, adoptions, _collect_shared_values(library, document)
        yield _make_record_page(library, document, sources)
        for version in document.versions:
            yield _make_text_page(library, document, version, sources)


def list_files(version: HeldVersion) -> tuple[HeldFile, ...]:
    """Return the files of a version that a library hands out."""
    return tuple(file for file in version.files if file.name != NOT_PUBLISHED)


_Sources = tuple[tuple[CitedPlace, ...], Citations, dict[str, AdoptionRecord], dict[str, object]]


def _make_record_page(library: Library, document: Document, sources: _Sources) -> Page:
    """Return the page of a document in the language of the site, which leads to all its languages."""
    language = library.language
    version = document.choose_version(language)
    title = f"{document.symbol} {version.title}".strip()
    frame = library.frame(language, document.address, title, alternates=_list_alternates(document))
    values = _collect_values(library, document, version, (language, sources))
    head = describe_head(frame, document, version)
    return Page(name_page(document.address), "library/document.html", {"frame": frame, "head": head, **values})


def _make_text_page(library: Library, document: Document, version: HeldVersion, sources: _Sources) -> Page:
    """Return the page of a document's text in a language."""
    address = f"{document.address}{version.slug}/"
    title = f"{document.symbol} {version.title}".strip()
    frame = library.frame(version.language, address, title, alternates=_list_alternates(document))
    values = _collect_values(library, document, version, (version.language, sources))
    values |= {"frame": frame, "head": describe_head(frame, document, version), "key": version.key}
    return Page(name_page(address), "library/text.html", values, partial(read_view, library.options.run, version))


def _collect_values(
    library: Library, document: Document, version: HeldVersion, asked: tuple[str, _Sources]
) -> dict[str, object]:
    language, (citing, citations, adoptions, shared) = asked
    return {
        **shared,
        "version": version,
        "adoption": adoptions[version.folder],
        "cites": list_cited(library, citations.list_cited(version.folder), document, version),
        "cited_by": list_citing(library, citing, document, language),
        "official": spell_official(document.symbol, language),
    }


def _collect_shared_values(library: Library, document: Document) -> dict[str, object]:
    """Return what the pages of a document have in common."""
    return {
        "document": document,
        "versions": tuple(show_version(document, one) for one in document.versions),
        "reports": _link_symbols(library, document.committee_reports),
        "meetings": _link_symbols(library, (document.meeting_record,)),
        "drafts": _link_symbols(library, (document.draft,)),
        "linked_data": describe_document(library, document),
    }


def _link_symbols(library: Library, symbols: Iterable[str]) -> tuple[SiteLink, ...]:
    """Return links to the pages of symbols."""
    held = library.by_symbol
    return tuple(SiteLink(held[s].address if s in held else _address_of(s), s) for s in symbols if s)


def show_version(document: Document, version: HeldVersion) -> Shown:
    """Return a version as a list of languages has it."""
    address = f"{document.address}{version.slug}/"
    files = tuple(
        OfferedFile(f"{address}{file.name}", _name_file(file.name, version), file.size) for file in list_files(version)
    )
    return Shown(version.language, spell_language(version.language), SiteLink(address, version.title), files)


def _name_file(name: str, version: HeldVersion) -> str:
    ending = name.removeprefix(version.folder.rpartition("/")[2])
    return FILE_WORDS.get(ending) or ending.removeprefix(".").upper()


def _list_alternates(document: Document) -> tuple[SiteLink, ...]:
    firsts = (version for version in document.versions if version.slug == version.language)
    return tuple(SiteLink(f"{document.address}{x.slug}/", spell_language(x.language), x.language) for x in firsts)


def list_cited(
    library: Library, places: Iterable[CitedPlace], document: Document, version: HeldVersion
) -> tuple[Citing, ...]:
    """Return what a version cites, in the order of its index."""
    by_symbol: defaultdict[str, list[CitedPlace]] = defaultdict(list)
    for place in places:
        by_symbol[place.symbol or place.as_printed].append(place)
    return tuple(
        _describe_cited(library, found[0], version.language, _link_places(document, version, found))
        for name, found in by_symbol.items()
        if name != document.symbol
    )


def _describe_cited(library: Library, one: CitedPlace, language: str, places: tuple[SiteLink, ...]) -> Citing:
    """Return what a place cites: a document of the library, one that it has not, or words that are no symbol."""
    held = library.by_symbol.get(one.symbol)
    if held:
        return Citing(one.symbol, library.link_document(held, language), is_held=True, places=places)
    official = spell_official(one.symbol, language)
    link = SiteLink(_address_of(one.symbol), "")
    return Citing(one.symbol or one.as_printed, link, is_held=False, places=places, official=official)


def list_citing(
    library: Library, places: Iterable[CitedPlace], document: Document | None, language: str
) -> tuple[Citing, ...]:
    """Return the documents that cite one, by symbol, each with the places of its version in a language or another."""
    by_document: defaultdict[str, defaultdict[str, list[CitedPlace]]] = defaultdict(lambda: defaultdict(list))
    for place in places:
        if place.folder in library.by_folder:
            citing, _ = library.by_folder[place.folder]
            if document is None or citing.address != document.address:
                by_document[citing.address][place.folder].append(place)
    entries = []
    for folders in by_document.values():
        citing = library.by_folder[next(iter(folders))][0]
        chosen = citing.choose_version(language)
        version = chosen if chosen.folder in folders else library.by_folder[next(iter(folders))][1]
        own_language = "" if version.language == language else version.language
        link = SiteLink(f"{citing.address}{version.slug}/", version.title, own_language)
        found = _link_places(citing, version, folders[version.folder])
        entries.append(Citing(citing.symbol, link, is_held=True, places=found))
    return tuple(sorted(entries, key=lambda entry: natural_key(entry.symbol)))


def _link_places(document: Document, version: HeldVersion, places: Iterable[CitedPlace]) -> tuple[SiteLink, ...]:
    """Return links to places, each id once; to the page where the version has no reading edition, which has the ids."""
    by_id = {place.id: place for place in reversed(tuple(places))}
    address = f"{document.address}{version.slug}/"
    has_ids = version.find_file(READING_ENDING) is not None
    found = reversed(by_id.values())
    return tuple(SiteLink(f"{address}#{place.id}" if has_ids else address, place.label) for place in found)


def spell_official(symbol: str, language: str) -> str:
    """Return the address of a document at the United Nations; "" for what has no symbol."""
    try:
        return parse(symbol).url(load_language(language).word("language", "resolver"))
    except ValueError:
        return ""


def _address_of(symbol: str) -> str:
    try:
        return spell_address(str(parse(symbol)))
    except ValueError:
        return ""


def make_cited_pages(library: Library, citations: Citations) -> Iterator[Page]:
    """Yield a page for each symbol that is cited or on record, and not held: who names it, and where it is."""
    taken = {document.address.casefold() for document in library.catalogue.documents}
    named: defaultdict[str, list[Document]] = defaultdict(list)
    for document in library.catalogue.documents:
        for symbol in document.on_record:
            named[symbol].append(document)
    for symbol in dict.fromkeys(chain(citations.iter_symbols(), named)):
        address = _address_of(symbol)
        if symbol not in library.by_symbol and address and address.casefold() not in taken:
            taken.add(address.casefold())
            yield _make_cited_page(library, symbol, citations.list_citing(symbol), named.get(symbol, []))


def _make_cited_page(library: Library, symbol: str, places: tuple[CitedPlace, ...], named: Iterable[Document]) -> Page:
    language, address = library.language, _address_of(symbol)
    values = {
        "frame": library.frame(language, address, symbol),
        "symbol": symbol,
        "cited_by": list_citing(library, places, None, language),
        "named": list_documents(library, tuple(named), language),
        "official": spell_official(symbol, language),
    }
    return Page(name_page(address), "library/cited.html", values)
