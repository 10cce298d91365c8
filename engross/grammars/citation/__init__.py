"""Find citations in prose ("resolution 70/1", 人权理事会第50/4号决议, symbols) and the documents that they mean.

A printed number is a citation if its language's frame is around it (第 … 号), if a kind word ("resolutions"; 决议)
governs it, or if it continues a list. It means a document of the organ that governs it: the one named after it, the one
all of whose documents on a topic it is among, the nearest one named in its clause, that of the number before it in the
list, of the report cited before it, of the same number before, else the organ whose text this is; no organ that does
not number so. If the organ has no known series, the number means no symbol: none is ever invented.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace

from engross.grammars.citation.grammar import SHAPE_BY_ORGAN, CitationGrammar, load_grammar
from engross.grammars.citation.silence import MaskedText, find_last_match
from engross.grammars.language import Language
from engross.grammars.symbol import (
    InvalidSymbol,
    Symbol,
    decision_symbol,
    find_symbols,
    fold_symbol_text,
    resolution_symbol,
)

WHOLE_CHARACTERS, PRONOUN_CHARACTERS = 400, 40  # from an organ to a number among all its own, to a pronoun


@dataclass(frozen=True, slots=True)
class CitationMatch:
    """A citation in a text: where its number or symbol begins and ends, the symbols meant, and the organ's name.

    ``symbols`` is empty where the organ has no series; ``organ`` is then its name as printed, "" where none is named.
    """

    start: int
    end: int
    symbols: tuple[Symbol, ...]
    organ: str = ""
    named: bool = True  # whether the text says whose document it is; else the text's own organ was taken


@dataclass(frozen=True, slots=True)
class _GoverningOrgan:
    """The organ that governs a number: its key ("" where none is known), its name as printed, whether it is named."""

    key: str
    name: str
    named: bool


@dataclass(frozen=True, slots=True)
class _CitedNumber:
    """A number already found to be a citation: its match, its kind, its organ."""

    match: re.Match[str]
    kind: str
    owner: _GoverningOrgan


@dataclass(frozen=True, slots=True)
class _NumberContext:
    """A number and the text around it, with quotations, topics and organs' names masked where they mislead."""

    match: re.Match[str]
    bare: str  # without quotations and topics
    quiet: str  # without organs' names too: what is left of it divides clauses
    grammar: CitationGrammar
    own: str
    symbols: tuple[CitationMatch, ...]  # those before the number
    numbers: tuple[_CitedNumber, ...]  # those before the number

    @property
    def at(self) -> int:
        """The offset where the number begins."""
        return self.match.start()

    @property
    def last_number(self) -> _CitedNumber | None:
        """The citation by number before this one; None for the first."""
        return self.numbers[-1] if self.numbers else None

    def find_last_end(self, pattern: re.Pattern[str]) -> int:
        """Return the end of the last match of ``pattern`` before the number; 0 for none."""
        last = find_last_match(pattern, self.quiet, self.at)
        return last.end() if last else 0


def find_citations(text: str, language: Language, organ: str) -> tuple[CitationMatch, ...]:
    """Return the citations in ``text``, in order; ``organ`` is the key of the organ whose text it is."""
    folded, grammar = _fold_keeping_length(text), load_grammar(language.code)
    symbols = [CitationMatch(f.start, f.end, f.symbols) for f in find_symbols(text)]
    ends = [symbol.end for symbol in symbols]
    numbers: list[_CitedNumber] = []
    masked = MaskedText(folded, grammar)
    for match in grammar.number.finditer(folded):
        before = tuple(symbols[: bisect_right(ends, match.start())])
        behind = symbols[len(before)] if len(before) < len(symbols) else None
        if not behind or behind.start >= match.end():
            context = _NumberContext(match, *masked.mask_around(match.start()), grammar, organ, before, tuple(numbers))
            if kind := _find_kind(context):
                reassigned = list(_reassign_listed_numbers(context))
                numbers[len(numbers) - len(reassigned) :] = reassigned
                numbers.append(_CitedNumber(match, kind, _find_organ(context)))
    return tuple(sorted([*symbols, *(_make_citation(number, grammar) for number in numbers)], key=lambda c: c.start))


def _reassign_listed_numbers(context: _NumberContext) -> Iterator[_CitedNumber]:
    """Yield the numbers right before this one in its list, now governed by the organ that is named after it."""
    after = next(_organ_after_number(context), None)
    first, earlier = len(context.numbers), context
    while after and earlier.last_number and not earlier.last_number.owner.named and _is_listed(earlier):
        first -= 1
        earlier = replace(earlier, match=earlier.last_number.match, numbers=earlier.numbers[:-1])
    for number in context.numbers[first:]:
        yield (
            replace(number, owner=after)
            if after and _is_number_of_organ(after, context.grammar.format_number(number.match))
            else number
        )


def _organ_after_number(context: _NumberContext) -> Iterator[_GoverningOrgan]:
    """Yield the organ named after a number, if any: "resolution 60/251 of the General Assembly"."""
    if between := context.grammar.owner.match(context.bare, context.match.end()):
        organ = context.grammar.organs.match(context.bare, between.end())
        if organ and organ.lastgroup != "own":
            yield _resolve_organ(organ, context)


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


def _find_kind(context: _NumberContext) -> str:
    """Return the kind of document that a number is of, "resolution" or "decision"; "" if it is no citation."""
    grammar, last = context.grammar, context.last_number
    if grammar.follows:
        return _find_kind_behind(context)
    kind = find_last_match(grammar.kind, context.bare, context.at)
    if kind and grammar.before.fullmatch(context.quiet, kind.end(), context.at):
        return kind.lastgroup or ""
    if last and (
        _is_in_dated_list(context) or ((not kind or kind.start() < last.match.start()) and _is_listed(context))
    ):
        return last.kind
    return ""


def _find_kind_behind(context: _NumberContext) -> str:
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


def _is_listed(context: _NumberContext) -> bool:
    """Return whether only what separates the numbers of a list stands between the last number and this one."""
    return bool(
        context.last_number
        and context.grammar.gap.fullmatch(context.quiet, context.last_number.match.end(), context.at)
    )


def _is_in_dated_list(context: _NumberContext) -> bool:
    """Return whether a number with a date behind it continues a list of its sentence, whatever stands between."""
    dated = context.grammar.dated.match(context.bare, context.match.end())
    return bool(
        dated
        and context.last_number
        and context.last_number.match.start() >= context.find_last_end(context.grammar.sentence)
    )


def _find_organ(context: _NumberContext) -> _GoverningOrgan:
    """Return the organ that governs a number: the first possible one that numbers so; one with the key "" for none."""
    number = context.grammar.format_number(context.match)
    return next(
        (owner for owner in _iter_possible_organs(context) if _is_number_of_organ(owner, number)),
        _GoverningOrgan("", "", named=False),
    )


def _is_number_of_organ(owner: _GoverningOrgan, number: str) -> bool:
    return bool(owner.key and SHAPE_BY_ORGAN.get(owner.key, SHAPE_BY_ORGAN["unknown"]).fullmatch(number))


def _iter_possible_organs(context: _NumberContext) -> Iterator[_GoverningOrgan]:
    """Yield the organs that may govern a number, the likeliest first."""
    grammar, last = context.grammar, context.last_number
    sentence = context.find_last_end(grammar.sentence)
    clause = max(sentence, context.find_last_end(grammar.clause))
    yield from _organ_after_number(context)
    yield from _organ_of_whole(context, sentence)
    if (
        last
        and last.match.start() >= sentence
        and (_is_listed(context) or (not grammar.follows and _is_listed_without_kind(context)))
    ):
        yield from _iter_nearest_organs(context, max(clause, last.match.end()))
        yield last.owner
    yield from _iter_nearest_organs(context, max(clause, last.match.end() if last else 0))
    yield from _organ_of_report(context, sentence)
    yield from (n.owner for n in reversed(context.numbers) if n.match["number"] == context.match["number"])
    yield _GoverningOrgan(context.own, "", named=False)
    yield from (replace(owner, named=False) for owner in _iter_nearest_organs(context, sentence))
    yield from (_GoverningOrgan(key, "", named=False) for key in ("sc", "ga"))


def _organ_of_whole(context: _NumberContext, sentence: int) -> Iterator[_GoverningOrgan]:
    """Yield the organ of the documents that the number is among: "all Council resolutions on …, including 44/7"."""
    whole = context.grammar.whole.search(context.quiet, max(sentence, context.at - WHOLE_CHARACTERS), context.at)
    if whole and (organ := context.grammar.organs.match(context.bare, whole.start("organ"))):
        yield _resolve_organ(organ, context)


def _is_listed_without_kind(context: _NumberContext) -> bool:
    """Return whether a number continues a dated list without a kind word of its own."""
    kind = find_last_match(context.grammar.kind, context.bare, context.at)
    governs = kind and context.grammar.before.fullmatch(context.quiet, kind.end(), context.at)
    return not governs and _is_in_dated_list(context)


def _iter_nearest_organs(context: _NumberContext, start: int) -> Iterator[_GoverningOrgan]:
    """Iterate over the organs named between a place and the number, the nearest first."""
    named = list(context.grammar.organs.finditer(context.bare, start, context.at))
    return (_resolve_organ(organ, context) for organ in reversed(named))


def _resolve_organ(organ: re.Match[str], context: _NumberContext) -> _GoverningOrgan:
    """Return the organ that a name or a pronoun means."""
    key = organ.lastgroup or ""
    if key == "own":
        start = context.last_number.match.end() if context.last_number else 0
        near = [o for o in context.grammar.organs.finditer(context.bare, start, organ.start()) if o.lastgroup != "own"]
        if (
            near
            and organ.start() - near[-1].end() <= PRONOUN_CHARACTERS
            and not context.grammar.turn.search(context.bare, near[-1].end(), organ.start())
        ):
            return _resolve_organ(near[-1], context)
        return _GoverningOrgan(context.own, "", named=True)
    return _GoverningOrgan(
        _resolve_council(context) if key == "council" else key, context.grammar.name_of(organ[0]), named=True
    )


def _resolve_council(context: _NumberContext) -> str:
    """Return the key of the council that the word alone means: by the shape of the number, else by whose text it is."""
    number = context.match["number"]
    fitting = [key for key in ("ecosoc", "sc") if SHAPE_BY_ORGAN[key].fullmatch(number)]
    return fitting[0] if fitting else context.own if context.own != "ga" else "hrc"


def _organ_of_report(context: _NumberContext, sentence: int) -> Iterator[_GoverningOrgan]:
    """Yield the body whose report or symbol was the last one cited before the number, in the same sentence."""
    for cited in reversed(context.symbols):
        components = cited.symbols[0].components
        if cited.end < sentence:
            return
        if components[0] == "A" and components[2:3] == ("53",):  # Supplement No. 53: the Human Rights Council
            yield _GoverningOrgan("hrc", "", named=True)
        named = (organ for organ in context.grammar.organs.finditer(context.bare, cited.end, context.at))
        if cited.symbols[0].organ in ("other", "treaty") and all(organ.lastgroup == "own" for organ in named):
            yield _GoverningOrgan("unknown", components[0], named=True)


def _make_citation(number: _CitedNumber, grammar: CitationGrammar) -> CitationMatch:
    owner, spell = number.owner, resolution_symbol if number.kind == "resolution" else decision_symbol
    plain = CitationMatch(number.match.start(), number.match.end(), (), owner.name, owner.named)
    try:
        symbol = spell(owner.key, grammar.format_number(number.match))
    except InvalidSymbol:
        return plain
    return replace(plain, symbols=(symbol,), organ="")
