"""What the feeds of a catalogue are made of, as values that its two forms share, Atom and JSON.

An address is that of a file from the root of the site, without the ending by which the two forms differ.
"""

from __future__ import annotations

from dataclasses import dataclass
from uuid import NAMESPACE_URL, uuid5

FOLDER = "opds/"
ROOT_ADDRESS = f"{FOLDER}root"
NAVIGATION, ACQUISITION = "navigation", "acquisition"  # the kinds of feeds (OPDS 1.2, 2.2 and 2.3)
UNKNOWN_DAY = "1945-10-24"  # of what is not dated: before the first document


@dataclass(frozen=True, slots=True)
class CatalogueOptions:
    """What is asked of a catalogue: its title, the language of what is in none of its own, the site's address or "".

    ``base_url`` ends in "/".
    """

    title: str
    language: str
    base_url: str = ""


@dataclass(frozen=True, slots=True)
class Acquisition:
    """A file of a publication: its name in the publication's folder, its media type, its size in bytes."""

    name: str
    media_type: str
    size: int


@dataclass(frozen=True, slots=True)
class Publication:
    """A document in one language, as a catalogue lists it.

    ``address``: of the folder of its files, "A/RES/77/213/zh/". ``record``: of the page of all its languages. ``day``:
    ISO 8601, "" for not known. ``organ``: a key of [organs] in words/*.toml. ``committee``: the same in all languages;
    ``committee_name``: in its own. ``pdf``: the path in the run and the SHA-256 of the PDF that its cover is page 1 of;
    "" if there is none. ``pages``: 0 for not known.
    """

    id: str
    symbol: str
    title: str
    language: str
    tag: str
    day: str
    organ: str
    session: str
    committee: str
    committee_name: str
    author: str
    subjects: tuple[str, ...]
    summary: str
    address: str
    record: str
    files: tuple[Acquisition, ...]
    pdf: tuple[str, str] = ("", "")
    pages: int = 0

    @property
    def updated(self) -> str:
        """When it was last changed, as far as the document says (RFC 3339)."""
        return spell_moment(self.day)


@dataclass(frozen=True, slots=True)
class CatalogueShelf:
    """A place of a catalogue: what is on it, the latest first, and the shelves that it is divided into.

    ``name``: the last part of its address, the same in every language. ``kind``: what its parts are, a key of [library]
    in words/*.toml. ``publications``: () where it only leads on to others.
    """

    name: str
    title: str
    publications: tuple[Publication, ...] = ()
    parts: tuple[CatalogueShelf, ...] = ()
    kind: str = ""

    @property
    def updated(self) -> str:
        """When the last of its publications was changed."""
        return max((part.updated for part in self.publications or self.parts), default=spell_moment(""))

    @property
    def count(self) -> int:
        """The number of its publications."""
        return len(self.publications)


@dataclass(frozen=True, slots=True)
class FeedLink:
    """A link of a feed to another one. ``kind``: of that; ``count``: its publications, 0 for not said.

    ``query``: what stands behind its address where a server answers, "?query=lamps".
    """

    rel: str
    address: str
    kind: str
    title: str = ""
    count: int = 0
    updated: str = ""
    is_active: bool = False
    query: str = ""


@dataclass(frozen=True, slots=True)
class FacetGroup:
    """The feeds that narrow or change what a feed lists in one respect."""

    title: str
    links: tuple[FeedLink, ...]


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed: either of links to other feeds, or of publications.

    ``total``: the publications of all its pages; ``size``: those of a page. ``newest``: what a form that can show both
    shows beside the links.
    ``is_complete``: it has all publications of the catalogue (RFC 5005, 2). ``query``: as of a link to it.
    """

    address: str
    kind: str
    title: str
    language: str
    updated: str
    links: tuple[FeedLink, ...]
    entries: tuple[FeedLink, ...] = ()
    publications: tuple[Publication, ...] = ()
    facets: tuple[FacetGroup, ...] = ()
    newest: tuple[FeedLink, tuple[Publication, ...]] | None = None
    total: int = 0
    page: int = 0
    size: int = 0
    is_complete: bool = False
    query: str = ""


def list_page_ways(page: int, count: int) -> dict[str, int]:
    """Return the pages that one of ``count`` leads to, by the relation of the link (RFC 5005, 3)."""
    ways = {"first": 1, "previous": page - 1, "next": page + 1, "last": count} if count > 1 else {}
    return {rel: number for rel, number in ways.items() if 1 <= number <= count}


def spell_id(address: str) -> str:
    """Return the id of what stands at an address; it stays the same when the site moves."""
    return uuid5(NAMESPACE_URL, f"engross:{address}").urn


def spell_moment(day: str) -> str:
    """Return a day as Atom has it (RFC 3339)."""
    return f"{day or UNKNOWN_DAY}T00:00:00Z"


def spell_shelf_address(language: str, shelf: CatalogueShelf) -> str:
    """Return the address of the feed of a shelf's parts: "opds/zh/organ-ga.session-77"."""
    return f"{FOLDER}{language}/{shelf.name or 'index'}"


def spell_list_address(stem: str, page: int = 1) -> str:
    """Return the address of a page of a list; "~" is in no other address."""
    return f"{stem}~{page}"
