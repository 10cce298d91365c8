"""The book as a value: what is bound around a resolution, and what the stages after structure hand to each other."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from engross.grammars.symbol import Symbol
from engross.model.tree import Resolution

# What a source is that rides along in an edition, by its format.
MEDIA_TYPES = {"text": "text/plain", "akn": "application/xml", "pdf": "application/pdf", "yaml": "application/yaml"}
MEDIA_TYPES |= {"docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document"}


@dataclass(frozen=True, slots=True)
class Locator:
    """A place that cites a document: the anchor of the citing words, the label of their paragraph or note.

    ``page`` is the page of the print edition, 0 before it is laid out. ``again``: the anchors of further citations
    that the same label covers, each with its page.
    """

    anchor: str  # "cite-7"
    label: str  # "para. 3", "note 2", in the reader's language
    page: int = 0
    again: tuple[tuple[str, int], ...] = ()

    def iter_pages(self) -> Iterator[tuple[str, int]]:
        """The first citation of each page that the place is on: its anchor, the page."""
        seen: set[int] = set()
        for anchor, page in ((self.anchor, self.page), *self.again):
            if page not in seen:
                seen.add(page)
                yield anchor, page


@dataclass(frozen=True, slots=True)
class IndexEntry:
    """A document that the text cites, and where. ``symbol`` is None where the series is not known.

    ``citations``: the anchors of all words that cite it, also of those for which there is no place of their own.
    """

    symbol: Symbol | None
    printed: str
    url: str
    places: tuple[Locator, ...]
    citations: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """What the index shows: the canonical symbol, else the words as printed."""
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
        """Every entry, group by group."""
        for group in self.groups:
            yield from group.entries


@dataclass(frozen=True, slots=True)
class ListedName:
    """A name on a list of voters or sponsors; ``recorded``: in the words of the record, for no State has that name."""

    name: str
    recorded: bool = False


@dataclass(frozen=True, slots=True)
class Tally:
    """The votes of one kind: a key of [record] in words/*.toml, how many (None: not known), whose, in order."""

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
        for listed in (*(tally.voters for tally in self.tallies), self.sponsors, self.additional_sponsors):
            yield from (one.name for one in listed)


@dataclass(frozen=True, slots=True)
class Imprint:
    """What the colophon says of the making: the source's name and SHA-256, the version of engross."""

    source: str
    sha256: str
    version: str


@dataclass(frozen=True, slots=True)
class Book:
    """A resolution with what is bound around it; ``adoption``: what is on record, where that was asked for."""

    resolution: Resolution
    index: SymbolIndex
    imprint: Imprint
    adoption: Adoption | None = None

    @property
    def identifier(self) -> str:
        """The edition's own identifier, the same for ever: a name-based UUID (RFC 9562, 5.5) of symbol and language."""
        return uuid.uuid5(uuid.NAMESPACE_URL, self.resolution.symbol.url(self.resolution.language)).urn


@dataclass(frozen=True, slots=True)
class PageStart:
    """Where a page of the print edition begins: in the block of this id, after so many folded characters.

    The characters are those of ``text.fold(text.spell(block.content))``; 0 is the block's beginning.
    """

    page: int
    anchor: str
    offset: int


@dataclass(frozen=True, slots=True)
class PageMap:
    """What the layout of the print edition tells: how many pages, where each begins, the page of each anchor."""

    pages: int
    starts: tuple[PageStart, ...]
    anchors: tuple[tuple[str, int], ...]


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
    """A font on the shelf: its family as style sheets call it, CSS weight and style, its file."""

    family: str
    weight: int
    style: str
    path: Path


@dataclass(frozen=True, slots=True)
class FinishedFile:
    """A finished file: its name and its bytes."""

    name: str
    data: bytes
