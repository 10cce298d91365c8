"""Typeset what stands around the documents of a packet: cover, contents, dividers, missing documents, index, folios."""

from __future__ import annotations

from dataclasses import dataclass

from engross.editions import assets
from engross.editions.typeset import template_environment
from engross.editions.typeset.print_markup import CSS, HTML, print_style_sheets
from engross.grammars.language import Language, load_language
from engross.model.book import Sheet
from engross.model.paper import Format

LINK_START = "packet:"  # what addresses within bound pages begin with; templates have it, binding resolves it


@dataclass(frozen=True, slots=True)
class PacketDocument:
    """A document of a packet: symbol, title, code of its language, the packet's page on which it begins.

    ``is_there``: whether it could be bound; a page says so where it could not.
    """

    symbol: str
    title: str
    language: str
    page: int = 0
    is_there: bool = True

    @property
    def words(self) -> Language:
        """Its language."""
        return load_language(self.language)


@dataclass(frozen=True, slots=True)
class PacketItem:
    """An item of the agenda: its number and title, a note, its documents; ``page``: of its divider, 0 for none."""

    number: str
    title: str
    note: str
    documents: tuple[PacketDocument, ...]
    page: int = 0

    @property
    def has_divider(self) -> bool:
        """Whether a divider stands before its documents."""
        return bool(self.number or self.title)

    def name(self, words: Language) -> str:
        """Return its number and title in one line."""
        number = words.word("packet", "item", n=self.number) if self.number else ""
        return " ".join(filter(None, (number, self.title)))


@dataclass(frozen=True, slots=True)
class PacketEntry:
    """A document in the joint index: its name and address ("" for none), and the packet's pages that cite it.

    ``pages``: first and last of each run. ``own``: the pages on which it begins itself.
    """

    name: str
    url: str
    pages: tuple[tuple[int, int], ...]
    own: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class PacketGroup:
    """The documents of an organ in the joint index."""

    name: str
    entries: tuple[PacketEntry, ...]


@dataclass(frozen=True, slots=True)
class Packet:
    """The documents of a meeting: what the cover says, the items, the joint index, the code of its language.

    ``index_page``: the page on which the index begins; 0 for none. ``pages``: of all.
    """

    meeting: str
    date: str
    time: str
    room: str
    language: str
    items: tuple[PacketItem, ...]
    groups: tuple[PacketGroup, ...] = ()
    index_page: int = 0
    pages: int = 0

    @property
    def words(self) -> Language:
        """The language of all that is no document."""
        return load_language(self.language)

    @property
    def title(self) -> str:
        """The title: the meeting, or what all packets are called."""
        return self.meeting or self.words.word("packet", "title")


def make_packet_sheet(packet: Packet, piece: str, subject: object = None) -> Sheet:
    """Return a piece: "cover", "contents", "divider" (of a PacketItem), "missing" (a PacketDocument) or "index"."""
    context = {"packet": packet, "piece": piece, "subject": subject, "lang": packet.words, "words": packet.words.words}
    return Sheet(f"{piece}.html", HTML, template_environment().get_template("packet/page.html").render(context))


def make_folio_sheet(packet: Packet) -> Sheet:
    """Return empty pages with the folios of the whole packet."""
    before, _, behind = packet.words.words["packet"]["folio"].partition("{n}")
    context = {"packet": packet, "lang": packet.words, "before": before, "behind": behind}
    return Sheet("folios.html", HTML, template_environment().get_template("packet/folios.html").render(context))


def packet_style_sheets(language: Language, page_format: Format) -> tuple[Sheet, ...]:
    """Return the style sheets of a packet's own pages, in the order of the cascade."""
    return (*print_style_sheets(language, page_format), Sheet("packet.css", CSS, assets.read_style_sheet("packet.css")))
