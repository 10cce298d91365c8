"""The resolution as a value: a small, closed, frozen tree that every stage reads and none changes.

Nothing here knows a source format or an edition. Text is kept as printed: numbers, markers and names
are strings from the document; what was understood of them (symbols, dates, counts) stands beside them.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from engross.grammars.symbol import Symbol, find_series_place
from engross.model.adoption import Record


@dataclass(frozen=True, slots=True)
class Where:
    """A place in a source: file name, line and column, both counted from 1 (0: not known)."""

    file: str = ""
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        parts = [self.file or "?", *(str(n) for n in (self.line, self.column) if n)]
        return ":".join(parts)


NOWHERE = Where()
FIRST_SESSION = 1946  # year of the Assembly's first; each goes on into the year after it began


class Style(Enum):
    """How words are set apart.

    LEAD: the lead words of a paragraph (Editorial Manual, res-dec-draft-edit). TURNED: a left-to-right phrase in text
    from right to left, which typesetting sets. INSERTED, DELETED: words that the second version of a text put in, or
    took out, the LATER ones of the third; of redlines.
    """

    LEAD = "lead"
    BOLD = "bold"
    ITALIC = "italic"
    UNDERLINE = "underline"
    STRIKE = "strike"
    SMALL_CAPS = "smallcaps"
    SUPERSCRIPT = "superscript"
    SUBSCRIPT = "subscript"
    TURNED = "turned"
    INSERTED = "inserted"
    DELETED = "deleted"
    INSERTED_LATER = "inserted-later"
    DELETED_LATER = "deleted-later"


class Role(Enum):
    """The function of a paragraph in the resolution."""

    ENACTING = "enacting"  # "The General Assembly,"
    PREAMBULAR = "preambular"
    OPERATIVE = "operative"
    POINT = "point"  # (a), (i), a.
    PLAIN = "plain"  # anything else: text after a list, in an annex, in a note, in a cell
    CLOSING = "closing"  # meeting and date under the text
    VOTE = "vote"  # a vote printed under the text; its children are the lists of voters, each under its heading


@dataclass(frozen=True, slots=True)
class Text:
    """A run of characters. White space in it is one U+0020 between words, none at a paragraph's edges."""

    text: str


@dataclass(frozen=True, slots=True)
class Styled:
    """Words set apart from their surroundings."""

    style: Style
    content: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Link:
    """Words that the source links to a target other than a document symbol, or a repeated call: "#fn-4"."""

    target: str
    content: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Citation:
    """Words that cite documents, as printed, beside the symbols they mean.

    ``symbols`` is empty where the organ has no series that engross knows; ``organ`` is then its printed name.
    ``id`` is given by the identify pass: ``cite-7``.
    """

    content: tuple[Inline, ...]
    symbols: tuple[Symbol, ...]
    organ: str = ""
    id: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    """A footnote, standing at the character where it is called. ``number`` is the call as printed: "4", "*"."""

    number: str
    blocks: tuple[Block, ...]
    id: str = ""
    where: Where = NOWHERE


@dataclass(frozen=True, slots=True)
class LineBreak:
    """A line break that the source asks for."""


@dataclass(frozen=True, slots=True)
class PageBreak:
    """The place where a page of the print edition begins; only in e-books, never in a source."""

    page: str


Inline = Text | Styled | Link | Citation | Note | LineBreak | PageBreak


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph with its children (points, text after a list). ``number`` as printed: "3.", "(a)", "㈠"."""

    role: Role
    content: tuple[Inline, ...]
    number: str = ""
    children: tuple[Block, ...] = ()
    id: str = ""
    where: Where = NOWHERE


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading by rank, 1 to 5 for the UN styles HCh, H1, H23, H4, H56."""

    rank: int
    content: tuple[Inline, ...]
    number: str = ""
    id: str = ""
    where: Where = NOWHERE


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table. ``header``: whether it heads its column. ``columns`` and ``rows``: its spans, at least 1."""

    blocks: tuple[Block, ...]
    header: bool = False
    columns: int = 1
    rows: int = 1
    align: str = ""  # "", "right", "center"


@dataclass(frozen=True, slots=True)
class Table:
    """A table as rows of cells; its first ``heads`` rows are repeated on each page."""

    rows: tuple[tuple[Cell, ...], ...]
    heads: int = 0
    id: str = ""
    where: Where = NOWHERE
    rules: tuple[int, ...] | None = None  # rows that the source has a rule above, one more: its end; None: usual


Block = Paragraph | Heading | Table


@dataclass(frozen=True, slots=True)
class Annex:
    """A text that follows the closing lines (Editorial Manual, annexes); its label is its first heading."""

    blocks: tuple[Block, ...]
    id: str = ""
    where: Where = NOWHERE


@dataclass(frozen=True, slots=True)
class Part:
    """One resolution's text: the only part of a plain one, or resolution A, B, C of an omnibus one.

    ``body`` is the preamble and the operative part in the order of the source.
    ``number`` as printed before the title: "77/213.", "A".
    """

    number: str
    title: tuple[Inline, ...]
    body: tuple[Block, ...]
    closing: tuple[Paragraph, ...] = ()
    annexes: tuple[Annex, ...] = ()
    id: str = ""
    where: Where = NOWHERE

    @property
    def preamble(self) -> tuple[Paragraph, ...]:
        """The preambular paragraphs."""
        return tuple(b for b in self.body if isinstance(b, Paragraph) and b.role is Role.PREAMBULAR)

    @property
    def operative(self) -> tuple[Paragraph, ...]:
        """The operative paragraphs."""
        return tuple(b for b in self.body if isinstance(b, Paragraph) and b.role is Role.OPERATIVE)


@dataclass(frozen=True, slots=True)
class Masthead:
    """The lines above the title as printed; an empty string means not known, and none is invented."""

    publisher: str = ""
    symbol: str = ""
    organ: str = ""
    distribution: str = ""
    issued: str = ""
    version: str = ""  # the language of this version, as the masthead names it: "Chinese"
    original: str = ""  # "Original: English"
    subsidiary: str = ""  # the body under the organ that adopted the text
    session: str = ""
    period: tuple[str, ...] = ()  # the days on which the session began and ended
    agenda_item: str = ""
    agenda_title: str = ""  # a line for each item that has a title
    adoption: str = ""
    proponent: tuple[Inline, ...] = ()
    other: tuple[str, ...] = ()  # lines of the masthead that are none of these


@dataclass(frozen=True, slots=True)
class Facts:
    """What was understood about the document. Dates are ISO 8601; "" and None mean not known."""

    session: str = ""  # "77", "ES-11"
    agenda_item: str = ""  # "68 (b)", "13 and 72": as printed
    adopted: str = ""  # "2022-12-15"
    issued: str = ""
    meeting: int | None = None
    resumed: bool = False
    committee_report: tuple[Symbol, ...] = ()
    job_number: str = ""  # "22-28954"
    subjects: tuple[str, ...] = ()  # UNBIS terms

    @property
    def date(self) -> str:
        """The date of issue, else of adoption; "" where neither is known."""
        return self.issued or self.adopted


@dataclass(frozen=True, slots=True)
class Source:
    """The file that was read: its name, its bytes and their SHA-256 in hexadecimal, its format, its text.

    ``converted``: the Word document that was made of a file in another format; b"" where the file itself is read.
    """

    name: str
    sha256: str
    format: str  # "text", "markdown", "akn", "pdf", "docx", "rtf", "odt", "yaml" or "json" (the keys of our YAML)
    data: bytes
    text: str
    converted: bytes = b""


@dataclass(frozen=True, slots=True)
class Resolution:
    """A resolution as understood by the reader and the passes."""

    symbol: Symbol
    language: str  # "zh"
    organ: str  # "ga", a key of [organs] in words/*.toml
    parts: tuple[Part, ...]
    masthead: Masthead = Masthead()
    facts: Facts = Facts()
    number: str = ""  # the printed number of an omnibus resolution, above its parts
    title: tuple[Inline, ...] = ()  # its title; a resolution without lettered parts has both in its part
    where: Where = NOWHERE
    record: Record | None = None  # on its adoption, from its own metadata or from voting data

    @property
    def year(self) -> int:
        """The last year that its dates and its symbol tell, in which it can cite documents; 0 for none."""
        years = [int(date[:4]) for date in (self.facts.adopted, self.facts.issued) if date]
        if place := find_series_place(self.symbol):
            if place.period == "session" and place.body == ("A",):
                years.append(FIRST_SESSION + place.ordinal)
            elif place.period == "year":
                years.append(place.ordinal)
        return max(years, default=0)

    @property
    def full_title(self) -> tuple[Inline, ...]:
        """The title of the whole document."""
        return self.title or self.parts[0].title

    @property
    def full_number(self) -> str:
        """The number of the whole document as printed."""
        return self.number or self.parts[0].number
