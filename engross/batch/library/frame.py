"""What every page of a library is made in: the options of the site, where a page stands, what surrounds its content."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from engross.batch.library.addresses import PAGE_NAME, quote_address
from engross.batch.library.values import Catalogue, Document, HeldVersion
from engross.grammars.language import load_language

NOT_FOUND_PAGE = "404.html"


@dataclass(frozen=True, slots=True)
class SiteOptions:
    """What is asked of a library: the run, where the site goes, its address, the language of its lists, its title.

    ``base_url`` ends in "/"; "" is: not known, and then nothing that needs whole addresses is made.
    """

    run: Path
    out: Path
    base_url: str = ""
    language: str = ""
    title: str = ""

    def choose_language(self, catalogue: Catalogue) -> str:
        """Return the language of the pages that are in none of a document's: as asked, English, or the first."""
        languages = catalogue.languages
        return self.language or ("en" if "en" in languages or not languages else languages[0])


@dataclass(frozen=True, slots=True)
class SiteLink:
    """A link: the address it leads to, from the site's root and without a slash before it, and its words.

    ``language``: of the words, where it is not the page's. ``count``: of documents behind it; 0 is: not said.
    """

    address: str
    words: str
    language: str = ""
    count: int = 0


@dataclass(frozen=True, slots=True)
class Frame:
    """Where a page stands. ``address``: from the root, of its folder or file. ``alternates``: its other languages."""

    site: str
    language: str
    address: str
    title: str
    base_url: str
    home: str
    alternates: tuple[SiteLink, ...] = ()
    feed: str = ""
    has_search: bool = True

    @property
    def root(self) -> str:
        """The way from the page to the root of the site: "../../"; from one that is shown at any address, the top."""
        if self.address == NOT_FOUND_PAGE:
            return self.base_url or "/"
        return "../" * self.address.count("/") or "./"

    @property
    def canonical(self) -> str:
        """The whole address of the page; "" if that of the site is not known."""
        return self.base_url and self.base_url + quote_address(self.address)

    def link(self, address: str) -> str:
        """Return an address as this page links to it."""
        path, mark, anchor = address.partition("#")
        return f"{self.root}{quote_address(path)}{mark}{anchor}"


@dataclass(frozen=True, slots=True)
class Page:
    """A page to be: its template, all that it shows as values, and what is only read when it is made.

    ``values`` are its key: while they stay as they are, the page does.
    """

    path: str
    template: str
    values: Mapping[str, Any]
    read: Callable[[], Mapping[str, Any]] = field(default=dict, repr=False)


@dataclass(frozen=True, slots=True)
class Library:
    """A catalogue with what its pages ask of it again and again."""

    options: SiteOptions
    catalogue: Catalogue
    language: str
    by_symbol: Mapping[str, Document]
    by_folder: Mapping[str, tuple[Document, HeldVersion]]

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages of the lists: the site's own, and those that the documents have."""
        return tuple(dict.fromkeys((self.language, *self.catalogue.languages)))

    def prefix(self, language: str) -> str:
        """Return what the addresses of lists in a language begin with: "" for the site's own, "zh/"."""
        return "" if language == self.language else f"{language}/"

    def frame(self, language: str, address: str, title: str, **more: Any) -> Frame:
        """Return the frame of a page."""
        site = self.options.title or load_language(language).word("library", "title")
        home = self.prefix(language) if language in self.languages else ""
        return Frame(site, language, address, title, self.options.base_url, home, **more)

    def list_frame(self, language: str, rest: str, title: str, **more: Any) -> Frame:
        """Return the frame of a page that stands in each language of the lists at the same ``rest`` of its address."""
        others = tuple(SiteLink(f"{self.prefix(code)}{rest}", spell_language(code), code) for code in self.languages)
        return self.frame(language, f"{self.prefix(language)}{rest}", title, alternates=others, **more)

    def link_document(self, document: Document, language: str) -> SiteLink:
        """Return the link to a document from a list in a language: to its text there, or else to its record.

        A text that has no title is called by that of another language.
        """
        version = document.choose_version(language)
        is_own = version.language == language
        address = f"{document.address}{version.slug}/" if is_own else document.address
        named = document.choose_titled(version)
        return SiteLink(address, named.title, "" if named.language == language else named.language)


def open_library(options: SiteOptions, catalogue: Catalogue) -> Library:
    """Return the library of a catalogue."""
    documents = catalogue.documents
    by_symbol = {document.symbol: document for document in documents if document.symbol}
    return Library(options, catalogue, options.choose_language(catalogue), by_symbol, catalogue.index_folders())


def spell_language(code: str) -> str:
    """Return the name of a language in itself."""
    return load_language(code).word("language", "name")


def name_page(address: str) -> str:
    """Return the path of the file that has the page at an address."""
    return f"{address}{PAGE_NAME}" if not address or address.endswith("/") else address
