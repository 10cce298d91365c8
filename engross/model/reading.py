"""The reading as a value: the resolution, the notices, the links without a place, and the ledger of the source."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from engross.model.notice import Notice
from engross.model.text import fold
from engross.model.tree import Resolution, Where

# The kinds of text in a ledger; every other kind is a kind of furniture, named in plain words.
MASTHEAD_TEXT, BODY_TEXT, NOTE_TEXT, CALL_TEXT = "masthead", "body", "note", "call"
TEXT_KINDS = (MASTHEAD_TEXT, BODY_TEXT, NOTE_TEXT, CALL_TEXT)


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """A stretch of the source and what became of it: a kind of text, or a kind of furniture ("running head")."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Ledger:
    """The account of a source: its folded characters, and the entries that together must make them up, in order.

    ``supplied``: the characters among them that the file lacks, restored by the reader after an extractor had lost
    them.
    """

    raw: str
    entries: tuple[LedgerEntry, ...]
    supplied: str = ""

    def text(self, kind: str) -> str:
        """Return all the text of one kind, folded, in the order of the source."""
        return fold("".join(entry.text for entry in self.entries if entry.kind == kind))

    def count_by_kind(self) -> dict[str, int]:
        """Return the number of folded characters of each kind, sorted by kind."""
        counts: Counter[str] = Counter()
        for entry in self.entries:
            counts[entry.kind] += len(fold(entry.text))
        return dict(sorted(counts.items()))


@dataclass(frozen=True, slots=True)
class LineLabel:
    """What a reader took a line of the text for, what stood second, and what spoke for it.

    ``begins``: a paragraph begins with the line, else it continues one. ``margin``: by how much the first beats the
    second, as the logarithm of the odds. ``evidence``: by where it counts, "begins", "goes on" and "ends".
    """

    where: Where
    text: str
    label: str
    begins: bool
    margin: float
    other_label: str
    other_begins: bool
    evidence: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """What a source yields. ``links``: addresses that it lists beside its text, without a place.

    ``printed_symbol``, ``printed_organ``, ``printed_period``: those in the masthead of the source, where the user's
    symbol, the organ's name and days otherwise spelled stand in that of the resolution; empty where they are one.
    ``labels``: of the lines of a text or a PDF, of the paragraphs of a Word file whose styles do not say them.
    """

    resolution: Resolution
    notices: tuple[Notice, ...]
    links: tuple[str, ...]
    ledger: Ledger
    printed_symbol: str = ""
    printed_organ: str = ""
    printed_period: tuple[str, ...] = ()
    labels: tuple[LineLabel, ...] = ()


@dataclass(frozen=True, slots=True)
class Overrides:
    """What the user says of a document in place of what it says of itself; "" overrides nothing."""

    language: str = ""
    symbol: str = ""
