"""Find citations in prose ("resolution 70/1", 人权理事会第50/4号决议, symbols) and the documents that they mean.

A printed number is a citation if its language's frame is around it (第 … 号), if a kind word governs it
("resolution", "resolutions"; 决议, 决定), or if it continues a list of citations. It means a document of the organ that
governs it: the one named after it, the nearest one named in its clause, that of the number before it in the list,
that of the report cited before it, that of the same number before, else the organ whose text this is. An organ that
does not number so cannot govern it (70/1 is not the Security Council's). If the organ has no known series, the
number means no symbol: none is ever invented. All words are the language's data.
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

PRONOUN_CHARACTERS = 40  # characters between an organ and a pronoun that still means it


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


def _reassign_listed_numbers(prose: _NumberContext) -> Iterator[_CitedNumber]:
    """Yield the numbers right before this one in its list, now governed by the organ that is named after it."""
    after = next(_organ_after_number(prose), None)
    first = len(prose.numbers)
    here = prose
    while after and here.last_number and not here.last_number.owner.named and _is_listed(here):
        first -= 1
        here = replace(here, match=here.last_number.match, numbers=here.numbers[:-1])
    for number in prose.numbers[first:]:
        yield (
            replace(number, owner=after)
            if after and _is_number_of_organ(after, prose.grammar.format_number(number.match))
            else number
        )


def _organ_after_number(prose: _NumberContext) -> Iterator[_GoverningOrgan]:
    """Yield the organ named after a number, if any: "resolution 60/251 of the General Assembly"."""
    if between := prose.grammar.owner.match(prose.bare, prose.match.end()):
        organ = prose.grammar.organs.match(prose.bare, between.end())
        if organ and organ.lastgroup != "own":
            yield _resolve_organ(organ, prose)


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


def _find_kind(prose: _NumberContext) -> str:
    """Return the kind of document that a number is of, "resolution" or "decision"; "" if it is no citation."""
    grammar, last = prose.grammar, prose.last_number
    if grammar.follows:
        return _find_kind_behind(prose)
    kind = find_last_match(grammar.kind, prose.bare, prose.at)
    if kind and grammar.before.fullmatch(prose.quiet, kind.end(), prose.at):
        return kind.lastgroup or ""
    if last and (_is_in_dated_list(prose) or ((not kind or kind.start() < last.match.start()) and _is_listed(prose))):
        return last.kind
    return ""


def _find_kind_behind(prose: _NumberContext) -> str:
    """Return the kind of a framed number by the kind word that follows it in its sentence; "" for none.

    A number framed on both sides needs no kind word: it is a resolution's.
    """
    grammar, end = prose.grammar, prose.match.end()
    opened = grammar.before.search(prose.bare, 0, prose.at)
    closed = grammar.after.match(prose.bare, end)
    kind = grammar.kind.search(prose.bare, end) if opened or closed else None
    if kind and not grammar.sentence.search(prose.bare, end, kind.start()):
        return kind.lastgroup or ""
    return "resolution" if opened and closed else ""


def _is_listed(prose: _NumberContext) -> bool:
    """Return whether only what separates the numbers of a list stands between the last number and this one."""
    return bool(prose.last_number and prose.grammar.gap.fullmatch(prose.quiet, prose.last_number.match.end(), prose.at))


def _is_in_dated_list(prose: _NumberContext) -> bool:
    """Return whether a number with a date behind it continues a list of its sentence, whatever stands between."""
    dated = prose.grammar.dated.match(prose.bare, prose.match.end())
    return bool(
        dated and prose.last_number and prose.last_number.match.start() >= prose.find_last_end(prose.grammar.sentence)
    )


def _find_organ(prose: _NumberContext) -> _GoverningOrgan:
    """Return the organ that governs a number: the first possible one that numbers so; one with the key "" for none."""
    number = prose.grammar.format_number(prose.match)
    return next(
        (owner for owner in _iter_possible_organs(prose) if _is_number_of_organ(owner, number)),
        _GoverningOrgan("", "", named=False),
    )


def _is_number_of_organ(owner: _GoverningOrgan, number: str) -> bool:
    return bool(owner.key and SHAPE_BY_ORGAN.get(owner.key, SHAPE_BY_ORGAN["unknown"]).fullmatch(number))


def _iter_possible_organs(prose: _NumberContext) -> Iterator[_GoverningOrgan]:
    """Yield the organs that may govern a number, the likeliest first."""
    grammar, last = prose.grammar, prose.last_number
    sentence = prose.find_last_end(grammar.sentence)
    clause = max(sentence, prose.find_last_end(grammar.clause))
    yield from _organ_after_number(prose)
    if (
        last
        and last.match.start() >= sentence
        and (_is_listed(prose) or (not grammar.follows and _is_listed_without_kind(prose)))
    ):
        yield from _iter_nearest_organs(prose, max(clause, last.match.end()))
        yield last.owner
    yield from _iter_nearest_organs(prose, max(clause, last.match.end() if last else 0))
    yield from _organ_of_report(prose, sentence)
    yield from (n.owner for n in reversed(prose.numbers) if n.match["number"] == prose.match["number"])
    yield _GoverningOrgan(prose.own, "", named=False)
    yield from (replace(owner, named=False) for owner in _iter_nearest_organs(prose, sentence))
    yield from (_GoverningOrgan(key, "", named=False) for key in ("sc", "ga"))


def _is_listed_without_kind(prose: _NumberContext) -> bool:
    """Return whether a number continues a dated list without a kind word of its own."""
    kind = find_last_match(prose.grammar.kind, prose.bare, prose.at)
    governs = kind and prose.grammar.before.fullmatch(prose.quiet, kind.end(), prose.at)
    return not governs and _is_in_dated_list(prose)


def _iter_nearest_organs(prose: _NumberContext, start: int) -> Iterator[_GoverningOrgan]:
    """Iterate over the organs named between a place and the number, the nearest first."""
    named = list(prose.grammar.organs.finditer(prose.bare, start, prose.at))
    return (_resolve_organ(organ, prose) for organ in reversed(named))


def _resolve_organ(organ: re.Match[str], prose: _NumberContext) -> _GoverningOrgan:
    """Return the organ that a name or a pronoun means."""
    key = organ.lastgroup or ""
    if key == "own":
        start = prose.last_number.match.end() if prose.last_number else 0
        near = [o for o in prose.grammar.organs.finditer(prose.bare, start, organ.start()) if o.lastgroup != "own"]
        if (
            near
            and organ.start() - near[-1].end() <= PRONOUN_CHARACTERS
            and not prose.grammar.turn.search(prose.bare, near[-1].end(), organ.start())
        ):
            return _resolve_organ(near[-1], prose)
        return _GoverningOrgan(prose.own, "", named=True)
    return _GoverningOrgan(
        _resolve_council(prose) if key == "council" else key, prose.grammar.name_of(organ[0]), named=True
    )


def _resolve_council(prose: _NumberContext) -> str:
    """Return the key of the council that the word alone means: by the shape of the number, else by whose text it is."""
    number = prose.match["number"]
    fitting = [key for key in ("ecosoc", "sc") if SHAPE_BY_ORGAN[key].fullmatch(number)]
    return fitting[0] if fitting else prose.own if prose.own != "ga" else "hrc"


def _organ_of_report(prose: _NumberContext, sentence: int) -> Iterator[_GoverningOrgan]:
    """Yield the body whose report or symbol was the last one cited before the number, in the same sentence."""
    for cited in reversed(prose.symbols):
        components = cited.symbols[0].components
        if cited.end < sentence:
            return
        if components[0] == "A" and components[2:3] == ("53",):  # Supplement No. 53: the Human Rights Council
            yield _GoverningOrgan("hrc", "", named=True)
        named = (organ for organ in prose.grammar.organs.finditer(prose.bare, cited.end, prose.at))
        if cited.symbols[0].organ in ("other", "treaty") and all(organ.lastgroup == "own" for organ in named):
            yield _GoverningOrgan("unknown", components[0], named=True)


def _make_citation(found: _CitedNumber, grammar: CitationGrammar) -> CitationMatch:
    owner, spell = found.owner, resolution_symbol if found.kind == "resolution" else decision_symbol
    plain = CitationMatch(found.match.start(), found.match.end(), (), owner.name, owner.named)
    try:
        symbol = spell(owner.key, grammar.format_number(found.match))
    except InvalidSymbol:
        return plain
    return replace(plain, symbols=(symbol,), organ="")
