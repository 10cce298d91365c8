"""Citations in prose: "resolution 70/1", 人权理事会第50/4号决议, and symbols; which documents they mean.

A printed number is a citation when its language's frame is around it (第 … 号) or its kind word governs it
("resolution", "resolutions"; 决议, 决定). It means a document of the organ that governs it: the nearest organ named
in its clause, else the organ of the number before it in the list, else the organ whose text this is. A number whose
organ has no series that is known means no symbol: none is ever invented. All words are the language's data.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache

from engross.language import Language
from engross.symbol import InvalidSymbol, Symbol, decision_symbol, find, fold, resolution_symbol

# 70/1, ES-11/4, 76/235 B, 1325 (2000), 217 A (III), 2000/22
NUMBER = re.compile(
    r"""(?<![A-Za-z0-9/.(])
    (?P<number>
        (?:ES-|S-)?\d{1,4}/\d{1,4}(?:\s?[A-Z](?:\s?(?:-|–|to|and|至|和)\s?[A-Z])?(?![A-Za-z.]))?
      | \d{1,4}\s?\((?:19|20)\d\d\)
      | \d{1,4}(?:\s?[A-Z](?:\s?(?:-|–|to|and|至|和)\s?[A-Z])?)?\s?\((?:S-|ES-)?[IVXLC]+\)
    )(?![/\d])""",
    re.VERBOSE,
)
YEARLY = re.compile(r"(?:19[4-9]|20)\d\d?/")  # numbered by the year: no resolution of the Assembly
COUNCIL = re.compile(r"\d{1,4}\s?\((?:19|20)\d\d\)")  # 1325 (2000): only the Security Council numbers so
QUOTED = re.compile(r"“[^”]*”|《[^》]*》|«[^»]*»|\"[^\"]*\"|‘[^’]*’")
NEAR = 40  # characters between an organ and a pronoun that still means it


@dataclass(frozen=True, slots=True)
class Cited:
    """A citation in a text: where its number or symbol begins and ends, the symbols meant, and the organ's name.

    ``symbols`` is empty where the organ has no series; ``organ`` is then its name as printed, "" where none is named.
    """

    start: int
    end: int
    symbols: tuple[Symbol, ...]
    organ: str = ""
    named: bool = True  # whether the text says whose document it is; else the text's own organ was taken


@dataclass(frozen=True)
class _Grammar:
    """The patterns of a language."""

    organs: re.Pattern[str]  # every way to name an organ, the group's name its key; "own" and "unknown" too
    kind: re.Pattern[str]  # groups resolution and decision
    follows: bool  # whether the kind word follows the number
    before: re.Pattern[str]  # what may stand right before a number
    after: re.Pattern[str]
    gap: re.Pattern[str]  # what may stand between the numbers of a list
    clause: re.Pattern[str]  # where a clause ends that an organ's name governs
    sentence: re.Pattern[str]


@cache
def _grammar(code: str) -> _Grammar:
    from engross.language import language

    words = language(code).words["citation"]
    named = "|".join(f"(?P<{key}>{words['organs'][key]})" for key in words["organs"])
    kind = f"(?P<resolution>{words['resolution']})|(?P<decision>{words['decision']})"
    patterns = [re.compile(words[key]) for key in ("before", "after", "gap", "clause", "sentence")]
    return _Grammar(re.compile(named), re.compile(kind), words["kind_follows"], *patterns)


@dataclass(frozen=True, slots=True)
class _Number:
    """A number already found to be a citation: its match, its kind, its organ's key and printed name."""

    match: re.Match[str]
    kind: str
    organ: str
    name: str
    named: bool


@dataclass(frozen=True, slots=True)
class _Prose:
    """A text made ready: folded one for one, organs' names and quotations masked where they would mislead."""

    text: str
    bare: str  # without quotations
    quiet: str  # without quotations and organs' names: what is left of it divides clauses
    grammar: _Grammar
    own: str
    bodies: tuple[Cited, ...]  # symbols of bodies whose resolutions have no series


def find_citations(text: str, language: Language, organ: str) -> tuple[Cited, ...]:
    """The citations in ``text``, in order; ``organ`` is the key of the organ whose text it is."""
    even = _same_length(text)
    symbols = [Cited(f.start, f.end, f.symbols) for f in find(even)]
    numbers: list[_Number] = []
    for match in NUMBER.finditer(even):
        if not any(s.start < match.end() and match.start() < s.end for s in symbols):
            prose = _prose(even, match, (_grammar(language.code), organ, symbols))
            if kind := _kind(prose, match, numbers):
                numbers.append(_Number(match, kind, *_organ(prose, match, numbers)))
    return tuple(sorted([*symbols, *map(_cited, numbers)], key=lambda c: c.start))


def _prose(text: str, match: re.Match[str], known: tuple[_Grammar, str, list[Cited]]) -> _Prose:
    """The text around a number: a quotation that holds the number speaks, others are silent."""
    grammar, own, symbols = known

    def silence(quote: re.Match[str]) -> str:
        held = quote.start() < match.start() < quote.end()
        return quote[0] if held else "\x00" * len(quote[0])

    bare = QUOTED.sub(silence, text)
    quiet = grammar.organs.sub(lambda name: "\x01" * len(name[0]), bare)
    bodies = tuple(s for s in symbols if s.end <= match.start() and s.symbols[0].organ in ("other", "treaty"))
    return _Prose(text, bare, quiet, grammar, own, bodies)


def _same_length(text: str) -> str:
    """``text`` with look-alike letters folded one for one, so that places stay true."""
    return "".join(folded if len(folded := fold(c)) == 1 else c for c in text)


def _kind(prose: _Prose, match: re.Match[str], numbers: list[_Number]) -> str:
    """Whether a number is a resolution's or a decision's; "" where it is neither."""
    grammar = prose.grammar
    if grammar.follows:
        return _kind_after(prose, match)
    kinds = list(grammar.kind.finditer(prose.bare, 0, match.start()))
    if kinds and grammar.before.fullmatch(prose.bare, kinds[-1].end(), match.start()):
        return kinds[-1].lastgroup or ""
    last = numbers[-1] if numbers else None
    if last and (not kinds or kinds[-1].start() < last.match.start()) and _listed(prose, last, match):
        return last.kind
    return ""


def _kind_after(prose: _Prose, match: re.Match[str]) -> str:
    """The kind word that follows a framed number in its sentence; a number framed on both sides needs none."""
    grammar = prose.grammar
    opened = grammar.before.search(prose.bare, 0, match.start())
    closed = grammar.after.match(prose.bare, match.end())
    kind = grammar.kind.search(prose.bare, match.end()) if opened or closed else None
    if kind and not grammar.sentence.search(prose.bare, match.end(), kind.start()):
        return kind.lastgroup or ""
    return "resolution" if opened and closed else ""


def _listed(prose: _Prose, last: _Number, match: re.Match[str]) -> bool:
    """Whether only what may stand between the numbers of a list stands between two numbers."""
    return bool(prose.grammar.gap.fullmatch(prose.bare, last.match.end(), match.start()))


def _organ(prose: _Prose, match: re.Match[str], numbers: list[_Number]) -> tuple[str, str, bool]:
    """The key and the printed name of the organ that governs a number, and whether the text names it."""
    grammar, at = prose.grammar, match.start()
    sentence = _after_last(grammar.sentence, prose.quiet, at)
    clause = max(sentence, _after_last(grammar.clause, prose.quiet, at))
    last = numbers[-1].match.end() if numbers else 0
    named = list(grammar.organs.finditer(prose.bare, max(clause, last), at))
    if named:
        return *_named(named[-1], prose, match), True
    if numbers and last >= sentence and _listed(prose, numbers[-1], match):
        return numbers[-1].organ, numbers[-1].name, numbers[-1].named
    if prose.bodies and prose.bodies[-1].end >= sentence:
        return "unknown", prose.bodies[-1].symbols[0].components[0], True
    if YEARLY.match(match["number"]):
        return *_far(prose, sentence, at), False
    return prose.own, "", False


def _named(organ: re.Match[str], prose: _Prose, match: re.Match[str]) -> tuple[str, str]:
    """The organ that a name or a pronoun means."""
    key = organ.lastgroup or ""
    if key == "own":
        near = [o for o in prose.grammar.organs.finditer(prose.bare, 0, organ.start()) if o.lastgroup != "own"]
        return _named(near[-1], prose, match) if near and organ.start() - near[-1].end() <= NEAR else (prose.own, "")
    if key == "council":
        return _council(prose.own, match["number"]), organ[0]
    return key, organ[0]


def _council(own: str, number: str) -> str:
    """Which council is meant by the word alone: its own numbers tell."""
    if YEARLY.match(number):
        return "ecosoc"
    return "sc" if COUNCIL.fullmatch(number) else own if own != "ga" else "hrc"


def _far(prose: _Prose, sentence: int, at: int) -> tuple[str, str]:
    """The organ of a number by the year, which the Assembly does not use: another that its sentence names."""
    named = prose.grammar.organs.finditer(prose.bare, sentence, at)
    others = [o for o in named if o.lastgroup in ("ecosoc", "unknown", "council")]
    return (_key(others[-1]), others[-1][0]) if others else (prose.own, "")


def _key(organ: re.Match[str]) -> str:
    return "ecosoc" if organ.lastgroup == "council" else organ.lastgroup or ""


def _after_last(pattern: re.Pattern[str], text: str, end: int) -> int:
    """Where the last match of ``pattern`` before ``end`` ends; 0 for none."""
    return max((m.end() for m in pattern.finditer(text, 0, end)), default=0)


def _cited(found: _Number) -> Cited:
    number, organ = found.match["number"], found.organ
    if COUNCIL.fullmatch(number) and organ in ("ga", "ecosoc", "hrc"):
        organ = "sc"
    plain = Cited(found.match.start(), found.match.end(), (), found.name, found.named)
    if YEARLY.match(number) and organ in ("ga", "hrc", "sc"):
        return replace(plain, organ="")
    try:
        symbol = (resolution_symbol if found.kind == "resolution" else decision_symbol)(organ, number)
    except InvalidSymbol:
        return plain
    return replace(plain, symbols=(symbol,), organ="")
