"""The pages of documents: its record with all languages, its text in each, and a page for each symbol that is cited."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import chain
from typing import Any

from engross.batch.library.catalogue import read_adoption
from engross.batch.library.citation_lists import address_of, find_official, list_cited, list_citing
from engross.batch.library.citations import Citations
from engross.batch.library.frame import Library, Page, SiteLink, name_page, spell_language
from engross.batch.library.groups import GroupAddresses, link_groups
from engross.batch.library.linked_data import describe_document, describe_head
from engross.batch.library.list_pages import list_documents
from engross.batch.library.reading_view import read_view
from engross.batch.library.values import CitedPlace, Document, HeldFile, HeldVersion

# What engross says of its work, and what the PDF was made of: not for readers.
NOT_PUBLISHED = ("report.json", ".print.html")
FILE_WORDS = {".pdf": "PDF", ".epub": "EPUB", ".xml": "AKN XML", ".docx": "Word", ".resolution.yaml": "YAML"}
FILE_WORDS |= {".symbols.csv": "CSV", ".symbols.json": "JSON"}  # the index of symbols


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


def make_document_pages(library: Library, citations: Citations, groups: GroupAddresses) -> Iterator[Page]:
    """Yield the pages of all documents."""
    for document in library.catalogue.documents:
        yield from _DocumentPages(library, citations, groups, document).make()


def list_files(version: HeldVersion) -> tuple[HeldFile, ...]:
    """Return the files of a version that a library hands out."""
    return tuple(file for file in version.files if not file.name.endswith(NOT_PUBLISHED))


@dataclass(frozen=True, slots=True)
class _DocumentPages:
    """The pages of a document: its record in the language of the site and in each of its own, its texts."""

    library: Library
    citations: Citations
    groups: GroupAddresses
    document: Document

    def make(self) -> Iterator[Page]:
        """Yield the pages."""
        shared = self._collect_shared_values()
        for version in self.document.versions:
            yield self._make_text_page(version, shared)
        own = (version.language for version in self.document.versions)
        languages = tuple(dict.fromkeys((self.library.language, *own)))
        for language in languages:
            yield self._make_record_page(language, languages, shared)

    def _make_record_page(self, language: str, languages: tuple[str, ...], shared: dict[str, Any]) -> Page:
        """Return the page of the document in a language, which leads to all its texts."""
        library, document = self.library, self.document
        version = document.choose_version(language)
        address = f"{library.prefix(language)}{document.address}"
        others = tuple(
            SiteLink(f"{library.prefix(code)}{document.address}", spell_language(code), code) for code in languages
        )
        frame = library.frame(language, address, self._spell_title(version), alternates=others)
        values = {**shared, **self._collect_values(version, language, shared)}
        values |= {"frame": frame, "head": describe_head(frame, document, version)}
        return Page(name_page(address), "library/document.html", values)

    def _make_text_page(self, version: HeldVersion, shared: dict[str, Any]) -> Page:
        """Return the page of the document's text in a language."""
        library, document = self.library, self.document
        address = f"{document.address}{version.slug}/"
        frame = library.frame(
            version.language, address, self._spell_title(version), alternates=_list_alternates(document)
        )
        values = {**shared, **self._collect_values(version, version.language, shared)}
        values |= {"frame": frame, "head": describe_head(frame, document, version), "key": version.key}
        return Page(name_page(address), "library/text.html", values, partial(read_view, library.options.run, version))

    def _spell_title(self, version: HeldVersion) -> str:
        return f"{self.document.symbol} {version.title}".strip()

    def _collect_values(self, version: HeldVersion, language: str, shared: dict[str, Any]) -> dict[str, object]:
        """Return what a page in a language says of a version."""
        library, document = self.library, self.document
        return {
            "version": version,
            "adoption": shared["adoptions"][version.folder],
            "facts": link_groups(document, version, language, partial(self._find_group, language)),
            "cites": list_cited(library, self.citations.list_cited(version.folder), document, version),
            "cited_by": list_citing(library, shared["citing"], document, language),
            "official": find_official(document.symbol, language),
        }

    def _find_group(self, language: str, kind: str, key: str) -> str:
        """Return the address of a group among the lists in a language; "" if there is none."""
        address = self.groups.get((kind, key), "")
        return address and f"{self.library.prefix(language)}{address}"

    def _collect_shared_values(self) -> dict[str, Any]:
        """Return what the pages of the document have in common."""
        library, document = self.library, self.document
        return {
            "document": document,
            "versions": tuple(show_version(document, one) for one in document.versions),
            "adoptions": {one.folder: read_adoption(library.options.run, one) for one in document.versions},
            "citing": self.citations.list_citing(document.symbol) if document.symbol else (),
            "reports": _link_symbols(library, document.committee_reports),
            "meetings": _link_symbols(library, (document.meeting_record,)),
            "drafts": _link_symbols(library, (document.draft,)),
            "linked_data": describe_document(library, document),
        }


def _link_symbols(library: Library, symbols: Iterable[str]) -> tuple[SiteLink, ...]:
    """Return links to the pages of symbols."""
    held = library.by_symbol
    return tuple(SiteLink(held[s].address if s in held else address_of(s), s) for s in symbols if s)


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


def make_cited_pages(library: Library, citations: Citations) -> Iterator[Page]:
    """Yield a page for each symbol that is cited or on record, and not held: who names it, and where it is."""
    taken = {document.address.casefold() for document in library.catalogue.documents}
    named: defaultdict[str, list[Document]] = defaultdict(list)
    for document in library.catalogue.documents:
        for symbol in document.on_record:
            named[symbol].append(document)
    for symbol in dict.fromkeys(chain(citations.iter_symbols(), named)):
        address = address_of(symbol)
        if symbol not in library.by_symbol and address and address.casefold() not in taken:
            taken.add(address.casefold())
            yield _make_cited_page(library, symbol, citations.list_citing(symbol), named.get(symbol, []))


def _make_cited_page(library: Library, symbol: str, places: tuple[CitedPlace, ...], named: Iterable[Document]) -> Page:
    language, address = library.language, address_of(symbol)
    values = {
        "frame": library.frame(language, address, symbol),
        "symbol": symbol,
        "cited_by": list_citing(library, places, None, language),
        "named": list_documents(library, tuple(named), language),
        "official": find_official(symbol, language),
    }
    return Page(name_page(address), "library/cited.html", values)
