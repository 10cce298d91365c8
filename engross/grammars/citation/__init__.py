"""Find citations in prose ("resolution 70/1", 人权理事会第50/4号决议, symbols) and the documents that they mean.

A printed number is a citation if its language's frame is around it (第 … 号), if a kind word ("resolutions"; 决议)
governs it, or if it continues a list. It means a document of the organ that governs it: the one named after it, the one
all of whose documents on a topic it is among, the nearest one named in its clause, that of the number before it in the
list, of the report cited before it, of the same number before, else the organ whose text this is; no organ that does
not number so. If the organ has no known series, the number means no symbol: none is ever invented.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import replace

from engross.grammars.citation.context import CitationMatch, CitedNumber, NumberContext, is_in_dated_list, is_listed
from engross.grammars.citation.governing_organ import find_organ, reassign_listed_numbers
from engross.grammars.citation.grammar import load_grammar
from engross.grammars.citation.number_range import is_possible_symbol
from engross.grammars.citation.silence import MaskedText, find_last_match
from engross.grammars.language import Language
from engross.grammars.symbol import (
    InvalidSymbol,
    decision_symbol,
    find_symbols,
    fold_symbol_text,
    resolution_symbol,
)

__all__ = ["CitationMatch", "find_citations", "is_possible_symbol"]


def find_citations(text: str, language: Language, organ: str, year: int = 0) -> tuple[CitationMatch, ...]:
    """Return the citations in ``text``, in order; ``organ`` is the key of the organ whose text it is.

    ``year``: that of the document, which cites none of a later one; 0 where it is not known.
    """
    folded, grammar = _fold_keeping_length(text), load_grammar(language.code)
    symbols = [CitationMatch(f.start, f.end, f.symbols) for f in find_symbols(text)]
    ends = [symbol.end for symbol in symbols]
    numbers: list[CitedNumber] = []
    masked = MaskedText(folded, grammar)
    for match in grammar.number.finditer(folded):
        before = tuple(symbols[: bisect_right(ends, match.start())])
        behind = symbols[len(before)] if len(before) < len(symbols) else None
        if not behind or behind.start >= match.end():
            context = NumberContext(
                match, *masked.mask_around(match.start()), grammar, organ, year, before, tuple(numbers)
            )
            if kind := _find_kind(context):
                reassigned = list(reassign_listed_numbers(context))
                numbers[len(numbers) - len(reassigned) :] = reassigned
                numbers.append(CitedNumber(match, kind, find_organ(context)))
    return tuple(sorted([*symbols, *(_make_citation(number, language) for number in numbers)], key=lambda c: c.start))


class _LengthKeepingFold(dict[int, str]):
    """A translation table that folds each character to one character; a letter stays as it is."""

    def __missing__(self, code: int) -> str:
        """Add the entry of a character that is looked up for the first time."""
        character = chr(code)
        folded = fold_symbol_text(character)
        self[code] = folded if len(folded) == 1 and not character.isalpha() else character
        return self[code]


_FOLD_TABLE = _LengthKeepingFold()


def _fold_keeping_length(text: str) -> str:
    """Return ``text`` with figures, brackets and dashes folded one for one, so that offsets stay valid."""
    return text.translate(_FOLD_TABLE)


def _find_kind(context: NumberContext) -> str:
    """Return the kind of document that a number is of, "resolution" or "decision"; "" if it is no citation."""
    grammar, last = context.grammar, context.last_number
    if grammar.follows:
        return _find_kind_behind(context)
    kind = find_last_match(grammar.kind, context.bare, context.at)
    if kind and grammar.before.fullmatch(context.quiet, kind.end(), context.at):
        return kind.lastgroup or ""
    if last and (is_in_dated_list(context) or ((not kind or kind.start() < last.match.start()) and is_listed(context))):
        return last.kind
    return ""


def _find_kind_behind(context: NumberContext) -> str:
    """Return the kind of a framed number by the kind word that follows it in its sentence; "" for none.

    A number framed on both sides needs no kind word: it is a resolution's.
    """
    grammar, end = context.grammar, context.match.end()
    opened = grammar.before.search(context.bare, 0, context.at)
    closed = grammar.after.match(context.bare, end)
    kind = grammar.kind.search(context.bare, end) if opened or closed else None
    if kind and not grammar.sentence.search(context.bare, end, kind.start()):
        return kind.lastgroup or ""
    return "resolution" if opened and closed else ""


def _make_citation(number: CitedNumber, language: Language) -> CitationMatch:
    owner, spell = number.owner, resolution_symbol if number.kind == "resolution" else decision_symbol
    name = owner.name or (language.words["organs"].get(owner.key, "") if owner.doubtful else "")
    plain = CitationMatch(number.match.start(), number.match.end(), (), name, owner.named, owner.doubtful)
    if owner.doubtful:
        return plain
    try:
        symbol = spell(owner.key, load_grammar(language.code).format_number(number.match))
    except InvalidSymbol:
        return plain
    return replace(plain, symbols=(symbol,), organ="")
