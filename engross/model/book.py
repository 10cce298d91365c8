"""The book as a value, with the other values that editions are made of and made into."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from engross.grammars.symbol import Symbol
from engross.model.redline import Redline
from engross.model.tree import Resolution

# The media type of a source that is embedded in an edition, by its format.
MEDIA_TYPES = {"text": "text/plain", "akn": "application/xml", "pdf": "application/pdf", "yaml": "application/yaml"}
MEDIA_TYPES |= {"markdown": "text/markdown"}
MEDIA_TYPES |= {"docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document"}
MEDIA_TYPES |= {"rtf": "application/rtf", "odt": "application/vnd.oasis.opendocument.text"}
MEDIA_TYPES |= {"json": "application/json"}


@dataclass(frozen=True, slots=True)
class Locator:
    """A place that cites a document: the anchor of the citing words, the label of their paragraph or note.

    ``page`` is the page of the print edition, 0 before it is laid out. ``again``: the anchors of further citations
    that the same label covers, each with its page. ``shown``: its words where the place stands among others of its
    kind, "" for the label; ``after``: the mark between it and the next.
    """

    anchor: str  # "cite-7"
    label: str  # "para. 3", "note 2", in the reader's language
    page: int = 0
    again: tuple[tuple[str, int], ...] = ()
    shown: str = ""
    after: str = ""

    @property
    def words(self) -> str:
        """The words that the index shows."""
        return self.shown or self.label

    def iter_pages(self) -> Iterator[tuple[str, int]]:
        """Yield the first citation on each page of the place: its anchor, the page."""
        seen: set[int] = set()
        for anchor, page in ((self.anchor, self.page), *self.again):
            if page not in seen:
                seen.add(page)
                yield anchor, page


@dataclass(frozen=True, slots=True)
class IndexEntry:
    """A document that the text cites, with the places that cite it. ``symbol`` is None where the series is not known.

    ``citations``: the anchors of all words that cite it, including those without a place of their own.
    """

    symbol: Symbol | None
    printed: str
    url: str
    places: tuple[Locator, ...]
    citations: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The name that the index shows: the canonical symbol, else the words as printed."""
        return str(self.symbol) if self.symbol else self.printed


@dataclass(frozen=True, slots=True)
class IndexGroup:
    """The entries of one organ, in their natural order, under the organ's name in the reader's language."""

    organ: str
    name: str
    entries: tuple[IndexEntry, ...]


@dataclass(frozen=True, slots=True)
class SymbolIndex:
    """The index of document symbols."""

    groups: tuple[IndexGroup, ...] = ()

    def entries(self) -> Iterator[IndexEntry]:
        """Yield every entry, group by group."""
        for group in self.groups:
            yield from group.entries


@dataclass(frozen=True, slots=True)
class ListedName:
    """A name on a list of voters or sponsors; ``recorded``: whether it is kept as recorded, because no State has it."""

    name: str
    recorded: bool = False


@dataclass(frozen=True, slots=True)
class Tally:
    """The votes of one kind: a key of [record] in words/*.toml, their number (None: not known), the voters in order."""

    kind: str
    count: int | None
    voters: tuple[ListedName, ...]


@dataclass(frozen=True, slots=True)
class Adoption:
    """What is on record of an adoption, in the reader's language. ``outcome``: a key of [record.outcomes], or ""."""

    outcome: str
    tallies: tuple[Tally, ...] = ()
    sponsors: tuple[ListedName, ...] = ()
    additional_sponsors: tuple[ListedName, ...] = ()
    meeting: Symbol | None = None
    draft: Symbol | None = None

    def iter_names(self) -> Iterator[str]:
        """Yield every name on record: voters, then sponsors."""
        for names in (*(tally.voters for tally in self.tallies), self.sponsors, self.additional_sponsors):
            yield from (listed.name for listed in names)


@dataclass(frozen=True, slots=True)
class Imprint:
    """What an edition says of its own making: the source's name and SHA-256, the version of engross."""

    source: str
    sha256: str
    version: str


@dataclass(frozen=True, slots=True)
class Companion:
    """Another language version in the same edition: its language (tag, name, direction), its title, its source."""

    tag: str
    language: str
    direction: str
    title: str
    imprint: Imprint


@dataclass(frozen=True, slots=True)
class Book:
    """A resolution with its index and imprint; ``adoption``: what is on record of it, where that was asked for.

    ``redline``: what the resolution is the merged text of, where versions are compared.
    ``companions``: the other languages of a bilingual edition.
    """

    resolution: Resolution
    index: SymbolIndex
    imprint: Imprint
    adoption: Adoption | None = None
    redline: Redline | None = None
    companions: tuple[Companion, ...] = ()

    @property
    def identifier(self) -> str:
        """The permanent identifier of the edition: a name-based UUID (RFC 9562, 5.5) of symbol and language.

        Of a document without a symbol it is that of its source: others may have the same heading. That of a redline is
        made of all its sources.
        """
        if self.redline:
            digests = ":".join(version.sha256 for version in self.redline.versions)
            return uuid.uuid5(uuid.NAMESPACE_URL, f"urn:redline:{digests}").urn
        address = self.resolution.symbol.url(self.resolution.language)
        tags = "".join(f"+{companion.tag}" for companion in self.companions)
        return identify_edition((address or f"urn:sha256:{self.imprint.sha256}") + tags)


def identify_edition(address: str) -> str:
    """Return the permanent identifier of the edition of what has an address: a name-based UUID (RFC 9562, 5.5)."""
    return uuid.uuid5(uuid.NAMESPACE_URL, address).urn


@dataclass(frozen=True, slots=True)
class PageStart:
    """The beginning of a page of the print edition: in the block with this id, after ``offset`` folded characters.

    The characters are those of ``text.fold(text.spell_inlines(block.content))``; 0 is the block's beginning.
    """

    page: int
    anchor: str
    offset: int


@dataclass(frozen=True, slots=True)
class PageMap:
    """The page map of the print edition: the number of pages, where each begins, the page of each anchor."""

    pages: int
    starts: tuple[PageStart, ...]
    anchors: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class BlockPlace:
    """Where a block or note, or what a page has of it, stands: its page from 1, its box as shares of that page.

    ``left`` and ``top`` are those of the box, from the left and the top of the page: 0.5 is its middle.
    """

    id: str
    page: int
    left: float
    top: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page of markup or a style sheet as it goes into an edition: its name there, its media type, its text."""

    name: str
    media_type: str
    markup: str


@dataclass(frozen=True, slots=True)
class BinaryFile:
    """A file of bytes that an e-book carries beside its sheets: its name there, its media type, its bytes."""

    name: str
    media_type: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Face:
    """A font: its family as style sheets call it, CSS weight and style, its file."""

    family: str
    weight: int
    style: str
    path: Path


@dataclass(frozen=True, slots=True)
class FinishedFile:
    """A finished file: its name and its bytes."""

    name: str
    data: bytes
