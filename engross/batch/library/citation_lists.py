"""Lists of who cites whom, as pages show them: each document once, with the places that cite it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from engross.batch.corpus.citation_store import natural_key
from engross.batch.library.addresses import spell_address
from engross.batch.library.frame import Library, SiteLink
from engross.batch.library.reading_view import READING_ENDING
from engross.batch.library.values import CitedPlace, Document, HeldVersion
from engross.grammars.language import load_language
from engross.grammars.symbol import find_url, parse


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
    official = find_official(one.symbol, language)
    link = SiteLink(address_of(one.symbol), "")
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
        named = citing.choose_titled(version)
        title_language = "" if named.language == language else named.language
        link = SiteLink(f"{citing.address}{version.slug}/", named.title, title_language)
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


def find_official(symbol: str, language: str) -> str:
    """Return the address of a document at the United Nations; "" for what has no symbol of theirs."""
    return find_url(symbol, load_language(language).word("language", "resolver"))


def address_of(symbol: str) -> str:
    """Return the address of the page of a symbol; "" for what is none."""
    try:
        return spell_address(str(parse(symbol)))
    except ValueError:
        return ""
