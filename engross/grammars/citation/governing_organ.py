"""Find the organ that governs a number: the first possible one that the text gives, the likeliest first."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import chain, takewhile

from engross.grammars.citation.context import CitedNumber, GoverningOrgan, NumberContext, is_in_dated_list, is_listed
from engross.grammars.citation.number_range import has_shape_of_organ, is_number_of_organ
from engross.grammars.citation.silence import find_last_match

WHOLE_CHARACTERS, PRONOUN_CHARACTERS = 400, 40  # from an organ to a number among all its own, to a pronoun
SERIES_WORDS = ("RES", "DEC", "Res", "Dec")  # behind a body in a symbol
PHRASE_CHARACTERS = 80  # from "in its resolutions" to the last of their numbers


def reassign_listed_numbers(context: NumberContext) -> Iterator[CitedNumber]:
    """Yield the numbers right before this one in its list, now governed by the organ that is named after it."""
    after = next(find_organs_behind(context), None)
    first, earlier = len(context.numbers), context
    said_in = _is_said_in(context)
    while after and earlier.last_number and is_listed(earlier):
        if earlier.last_number.owner.named and not earlier.last_number.owner.inferred and not said_in:
            break
        first -= 1
        earlier = replace(earlier, match=earlier.last_number.match, numbers=earlier.numbers[:-1])
    for number in context.numbers[first:]:
        yield (
            replace(number, owner=after)
            if after and _is_number_of_organ(after, context.grammar.format_number(number.match), context.year)
            else number
        )


def _is_said_in(context: NumberContext) -> bool:
    """Return whether a pronoun whose organ may follow stands before the number: "in its resolution"."""
    return bool(context.grammar.said_in.search(context.bare, max(0, context.at - PHRASE_CHARACTERS), context.at))


def find_organs_behind(context: NumberContext) -> Iterator[GoverningOrgan]:
    """Yield the organ named after a number: "resolution 60/251 of the General Assembly".

    It can be the one whose pronoun stands before the number: "in its resolution 60/251, the General Assembly decided".
    """
    grammar, end = context.grammar, context.match.end()
    says = grammar.says.match(context.bare, end) if _is_said_in(context) else None
    for between in (grammar.owner.match(context.bare, end), says):
        organ = grammar.organs.match(context.bare, between.end()) if between else None
        if organ and organ.lastgroup != "own":
            yield _resolve_organ(organ, context)


def find_organ(context: NumberContext) -> GoverningOrgan:
    """Return the organ that governs a number: the first possible one that numbers so, else the first one named.

    The latter is ``doubtful``: its numbers have this shape, but do not go so far. The key is "" where there is neither.
    """
    number = context.grammar.format_number(context.match)
    known = (owner for owner in _iter_possible_organs(context) if _is_number_of_organ(owner, number, context.year))
    doubtful = (
        replace(owner, doubtful=True)
        for owner in _iter_possible_organs(
            context
        )  # asked anew, and only where none is known: a list of all takes long
        if (owner.named or owner.key == "sc") and has_shape_of_organ(owner.key, number)
    )
    return next(chain(known, doubtful), GoverningOrgan("", "", named=False))


def _is_number_of_organ(owner: GoverningOrgan, number: str, year: int) -> bool:
    return bool(owner.key) and is_number_of_organ(owner.key, number, year)


def _iter_possible_organs(context: NumberContext) -> Iterator[GoverningOrgan]:
    """Yield the organs that may govern a number, the likeliest first."""
    grammar, last = context.grammar, context.last_number
    sentence = context.find_last_end(grammar.sentence)
    clause = max(sentence, context.find_last_end(grammar.clause))
    yield from find_organs_behind(context)
    yield from _organ_of_whole(context, sentence)
    if (
        last
        and last.match.start() >= sentence
        and (is_listed(context) or (not grammar.follows and _is_listed_without_kind(context)))
    ):
        yield from _iter_nearest_organs(context, max(clause, last.match.end()))
        yield last.owner
    yield from _iter_nearest_organs(context, max(clause, last.match.end() if last else 0))
    yield from _organ_of_report(context, sentence)
    yield from (n.owner for n in reversed(context.numbers) if n.match["number"] == context.match["number"])
    yield GoverningOrgan(context.own, "", named=False)
    yield from (replace(owner, named=False) for owner in _iter_nearest_organs(context, sentence))
    yield from (GoverningOrgan(key, "", named=False) for key in ("sc", "ga"))


def _organ_of_whole(context: NumberContext, sentence: int) -> Iterator[GoverningOrgan]:
    """Yield the organ of the documents that the number is among: "all Council resolutions on …, including 44/7"."""
    whole = context.grammar.whole.search(context.quiet, max(sentence, context.at - WHOLE_CHARACTERS), context.at)
    if whole and (organ := context.grammar.organs.match(context.bare, whole.start("organ"))):
        yield _resolve_organ(organ, context)


def _is_listed_without_kind(context: NumberContext) -> bool:
    """Return whether a number continues a dated list without a kind word of its own."""
    kind = find_last_match(context.grammar.kind, context.bare, context.at)
    governs = kind and context.grammar.before.fullmatch(context.quiet, kind.end(), context.at)
    return not governs and is_in_dated_list(context)


def _iter_nearest_organs(context: NumberContext, start: int) -> Iterator[GoverningOrgan]:
    """Iterate over the organs named between a place and the number, the nearest first."""
    named = list(context.grammar.organs.finditer(context.bare, start, context.at))
    return (_resolve_organ(organ, context) for organ in reversed(named))


def _resolve_organ(organ: re.Match[str], context: NumberContext) -> GoverningOrgan:
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
        return GoverningOrgan(context.own, "", named=True)
    printed = context.match.string[organ.start() : organ.end()]  # what is quoted is masked in ``bare``
    if key == "unknown":
        return GoverningOrgan(key, context.grammar.name_in(context.bare, printed, organ.start()), named=True)
    own_key = _resolve_council(context) if key == "council" else key
    return GoverningOrgan(own_key, context.grammar.name_of(printed), named=True)


def _resolve_council(context: NumberContext) -> str:
    """Return the key of the council that the word alone means: by the shape of the number, else by whose text it is."""
    number = context.match["number"]
    fitting = [key for key in ("ecosoc", "sc") if has_shape_of_organ(key, number)]
    return fitting[0] if fitting else context.own if context.own != "ga" else "hrc"


def _organ_of_report(context: NumberContext, sentence: int) -> Iterator[GoverningOrgan]:
    """Yield the body whose report or symbol was the last one cited before the number, in the same sentence."""
    for cited in reversed(context.symbols):
        components = cited.symbols[0].components
        if cited.end < sentence:
            return
        if components[0] == "A" and components[2:3] == ("53",):  # Supplement No. 53: the Human Rights Council
            yield GoverningOrgan("hrc", "", named=True)
        named = (organ for organ in context.grammar.organs.finditer(context.bare, cited.end, context.at))
        if cited.symbols[0].organ in ("other", "treaty") and all(organ.lastgroup == "own" for organ in named):
            body = takewhile(lambda part: part.isalpha() and part not in SERIES_WORDS, components)
            yield GoverningOrgan("unknown", "/".join(body), named=True, inferred=True)
