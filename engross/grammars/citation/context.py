"""A number in a text, and what of the text around it says whose document it is."""

from __future__ import annotations

import re
from dataclasses import dataclass

from engross.grammars.citation.grammar import CitationGrammar
from engross.grammars.citation.silence import find_last_match
from engross.grammars.symbol import Symbol


@dataclass(frozen=True, slots=True)
class CitationMatch:
    """A citation in a text: where its number or symbol begins and ends, the symbols meant, and the organ's name.

    ``symbols`` is empty where the organ has no series, or cannot have this number (``doubtful``); ``organ`` is then its
    name as printed, "" where none is named.
    """

    start: int
    end: int
    symbols: tuple[Symbol, ...]
    organ: str = ""
    named: bool = True  # whether the text says whose document it is; else the text's own organ was taken
    doubtful: bool = False


@dataclass(frozen=True, slots=True)
class GoverningOrgan:
    """The organ that governs a number: its key ("" where none is known), its name as printed, whether it is named.

    ``doubtful``: it cannot have a document of this number. ``inferred``: it is the body of a symbol beside the number.
    """

    key: str
    name: str
    named: bool
    doubtful: bool = False
    inferred: bool = False


@dataclass(frozen=True, slots=True)
class CitedNumber:
    """A number already found to be a citation: its match, its kind, its organ."""

    match: re.Match[str]
    kind: str
    owner: GoverningOrgan


@dataclass(frozen=True, slots=True)
class NumberContext:
    """A number and the text around it, with quotations, topics and organs' names masked where they mislead."""

    match: re.Match[str]
    bare: str  # without quotations and topics
    quiet: str  # without organs' names too: what is left of it divides clauses
    grammar: CitationGrammar
    own: str
    year: int  # of the document, 0 where it is not known
    symbols: tuple[CitationMatch, ...]  # those before the number
    numbers: tuple[CitedNumber, ...]  # those before the number

    @property
    def at(self) -> int:
        """The offset where the number begins."""
        return self.match.start()

    @property
    def last_number(self) -> CitedNumber | None:
        """The citation by number before this one; None for the first."""
        return self.numbers[-1] if self.numbers else None

    def find_last_end(self, pattern: re.Pattern[str]) -> int:
        """Return the end of the last match of ``pattern`` before the number; 0 for none."""
        last = find_last_match(pattern, self.quiet, self.at)
        return last.end() if last else 0


def is_listed(context: NumberContext) -> bool:
    """Return whether only what separates the numbers of a list stands between the last number and this one."""
    return bool(
        context.last_number
        and context.grammar.gap.fullmatch(context.quiet, context.last_number.match.end(), context.at)
    )


def is_in_dated_list(context: NumberContext) -> bool:
    """Return whether a number with a date behind it continues a list of its sentence, whatever stands between."""
    dated = context.grammar.dated.match(context.bare, context.match.end())
    return bool(
        dated
        and context.last_number
        and context.last_number.match.start() >= context.find_last_end(context.grammar.sentence)
    )
