"""Citations in prose: "resolution 70/1", 人权理事会第50/4号决议, and symbols; which documents they mean.

A printed number is a citation when its language's frame is around it (第 … 号) or its kind word governs it
("resolution", "resolutions"; 决议, 决定). It means a document of the organ that governs it: the nearest organ named
in its clause, else the organ of the number before it in the list, else the organ whose text this is. A number whose
organ has no series that is known means no symbol: none is ever invented. All words are the language's data.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache, partial
from typing import Any
from unicodedata import normalize

from engross.language import Language
from engross.marker import spell_roman
from engross.symbol import InvalidSymbol, Symbol, decision_symbol, find, fold, resolution_symbol

# 70/1, ES-11/4, 76/235 B, 1325 (2000), 217 A (III), 2000/22; the places are filled in from a language's words.
NUMBER = r"""(?<![A-Za-z0-9/.(])
    (?P<number>
        (?:ES-|S-%(session)s)?\d{1,4}/\d{1,4}(?:\s?%(letter)s(?:\s?(?:-|–|%(between)s)\s?%(letter)s)?(?![\w.]))?
      | \d{1,4}\s?\((?:19|20)\d\d\)
      | \d{1,4}(?:\s?%(letter)s(?:\s?(?:-|–|%(between)s)\s?%(letter)s)?)?\s?
        \((?:(?:S-|ES-)?[IVXLC]+|(?:(?!)%(session)s)\d{1,2})\)
    )(?![/\d])"""
YEARLY = re.compile(r"(?:19[4-9]|20)\d\d?/")  # numbered by the year: no resolution of the Assembly
COUNCIL = re.compile(r"\d{1,4}\s?\((?:19|20)\d\d\)")  # 1325 (2000): only the Security Council numbers so
SESSION = re.compile(r"\(((?:E?S-)?)(\d{1,2})\)")  # (28) after a number: the session, which symbols spell (XXVIII)
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

    number: re.Pattern[str]
    spelled: tuple[tuple[re.Pattern[str], str], ...]  # how the parts of a printed number are spelled in symbols
    organs: re.Pattern[str]  # every way to name an organ, the group's name its key; "own" and "unknown" too
    kind: re.Pattern[str]  # groups resolution and decision
    follows: bool  # whether the kind word follows the number
    before: re.Pattern[str]  # what may stand right before a number
    after: re.Pattern[str]
    gap: re.Pattern[str]  # what may stand between the numbers of a list
    clause: re.Pattern[str]  # where a clause ends that an organ's name governs
    sentence: re.Pattern[str]
    of: re.Pattern[str]  # what stands between a number and the organ that is named after it
    apart: re.Pattern[str]  # what parts an organ from a pronoun that does not mean it
    quoted: re.Pattern[str]


@cache
def _grammar(code: str) -> _Grammar:
    from engross.language import language

    words = language(code).words["citation"]
    named = "|".join(f"(?P<{key}>{words['organs'][key]})" for key in words["organs"])
    kind = f"(?P<resolution>{words['resolution']})|(?P<decision>{words['decision']})"
    keys = ("before", "after", "gap", "clause", "sentence", "of", "apart", "quoted")
    patterns = [re.compile(_drawn(words[key])) for key in keys]
    number = NUMBER % {
        "letter": f"(?:{'|'.join(['[A-Z]', *words['letters']])})",
        "session": "".join(f"|{re.escape(session)}" for session in words["sessions"]),
        "between": words["between"],
    }
    return _Grammar(
        re.compile(number, re.VERBOSE),
        _spelled(words),
        re.compile(_drawn(named)),
        re.compile(_drawn(kind)),
        words["kind_follows"],
        *patterns,
    )


def _drawn(pattern: str) -> str:
    """A pattern whose Arabic letters may bear vowel signs and be drawn long."""
    return re.sub("[\u0621-\u063a\u0641-\u064a]", lambda c: f"(?:{c[0]}[\u0640\u064b-\u0652]*)", pattern)


def _spelled(words: dict[str, Any]) -> tuple[tuple[re.Pattern[str], str], ...]:
    """What of a language's printed numbers is spelled otherwise in symbols: letters, sessions, words between."""
    pairs = [(re.compile(re.escape(name)), letter) for name, letter in words["letters"].items()]
    pairs += [(re.compile(re.escape(session)), code) for session, code in words["sessions"].items()]
    return (*pairs, (re.compile(rf"(?<=[A-Z])\s?(?:–|{words['between']})\s?(?=[A-Z])"), "-"))


@dataclass(frozen=True, slots=True)
class _Number:
    """A number already found to be a citation: its match, its kind, its organ's key and printed name."""

    match: re.Match[str]
    kind: str
    organ: str
    name: str
    named: bool
    end: int  # where it ends, with the organ that is named after it


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
    even, plain = _same_length(text, fold), _same_length(text, partial(normalize, "NFKC"))
    symbols = [Cited(f.start, f.end, f.symbols) for f in find(even)]
    numbers: list[_Number] = []
    grammar = _grammar(language.code)
    for match in grammar.number.finditer(even):
        if not any(s.start < match.end() and match.start() < s.end for s in symbols):
            prose = _prose(plain, match, (grammar, organ, symbols))
            if kind := _kind(prose, match, numbers):
                _add(numbers, kind, prose, match)
    return tuple(sorted([*symbols, *(_cited(n, grammar) for n in numbers)], key=lambda c: c.start))


def _add(numbers: list[_Number], kind: str, prose: _Prose, match: re.Match[str]) -> None:
    """Add a number with its organ; one that is named after it is that of the numbers listed before it too."""
    organ, end = _follower(prose, match)
    if organ is None:
        numbers.append(_Number(match, kind, *_organ(prose, match, numbers), match.end()))
        return
    key, name = _named(organ, prose, match)
    numbers.append(_Number(match, kind, key, name, named=True, end=end))
    for n in range(len(numbers) - 2, -1, -1):
        if numbers[n].named or not _listed(prose, numbers[n], numbers[n + 1].match):
            break
        numbers[n] = replace(numbers[n], organ=key, name=name, named=True)


def _follower(prose: _Prose, match: re.Match[str]) -> tuple[re.Match[str] | None, int]:
    """The organ that is named after a number ("resolution 60/251 of the General Assembly"), and where it ends."""
    grammar = prose.grammar
    between = grammar.of.match(prose.bare, match.end())
    organ = grammar.organs.match(prose.bare, between.end()) if between else None
    return (organ, organ.end()) if organ and organ.lastgroup != "own" else (None, match.end())


def _prose(text: str, match: re.Match[str], known: tuple[_Grammar, str, list[Cited]]) -> _Prose:
    """The text around a number: a quotation that holds the number speaks, others are silent."""
    grammar, own, symbols = known

    def silence(quote: re.Match[str]) -> str:
        held = quote.start() < match.start() < quote.end()
        return quote[0] if held else "\x00" * len(quote[0])

    bare = grammar.quoted.sub(silence, text)
    quiet = grammar.organs.sub(lambda name: "\x01" * len(name[0]), bare)
    bodies = tuple(s for s in symbols if s.end <= match.start() and s.symbols[0].organ in ("other", "treaty"))
    return _Prose(text, bare, quiet, grammar, own, bodies)


def _same_length(text: str, change: Callable[[str], str]) -> str:
    """``text`` with its characters changed where one becomes one, so that places stay true."""
    return "".join(changed if len(changed := change(c)) == 1 else c for c in text)


def _kind(prose: _Prose, match: re.Match[str], numbers: list[_Number]) -> str:
    """Whether a number is a resolution's or a decision's; "" where it is neither."""
    grammar = prose.grammar
    if grammar.follows:
        return _kind_after(prose, match)
    kinds = list(grammar.kind.finditer(prose.bare, 0, match.start()))
    if kinds and grammar.before.fullmatch(prose.quiet, kinds[-1].end(), match.start()):
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
    return bool(prose.grammar.gap.fullmatch(prose.quiet, last.match.end(), match.start()))


def _organ(prose: _Prose, match: re.Match[str], numbers: list[_Number]) -> tuple[str, str, bool]:
    """The key and the printed name of the organ that governs a number, and whether the text names it."""
    grammar, at = prose.grammar, match.start()
    sentence = _after_last(grammar.sentence, prose.quiet, at)
    clause = max(sentence, _after_last(grammar.clause, prose.quiet, at))
    last = numbers[-1].end if numbers else 0
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
        return _meant(organ, prose, match)
    if key == "council":
        return _council(prose.own, match["number"]), organ[0]
    return key, organ[0]


def _meant(pronoun: re.Match[str], prose: _Prose, match: re.Match[str]) -> tuple[str, str]:
    """The organ that a pronoun means: the one named right before it, else the text's own."""
    organs = prose.grammar.organs.finditer(prose.bare, 0, pronoun.start())
    near = [o for o in organs if o.lastgroup != "own" and pronoun.start() - o.end() <= NEAR]
    if near and not prose.grammar.apart.search(prose.bare, near[-1].end(), pronoun.start()):
        return _named(near[-1], prose, match)
    return prose.own, ""


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


def _cited(found: _Number, grammar: _Grammar) -> Cited:
    number, organ = found.match["number"], found.organ
    for pattern, spelled in grammar.spelled:
        number = pattern.sub(spelled, number)
    number = SESSION.sub(lambda s: f"({s[1]}{spell_roman(int(s[2])).upper()})", number)
    if COUNCIL.fullmatch(number) and organ in ("ga", "ecosoc", "hrc"):
        organ = "sc"
    elif organ == "sc" and not COUNCIL.fullmatch(number):
        organ = "ga"
    plain = Cited(found.match.start(), found.match.end(), (), found.name, found.named)
    if YEARLY.match(number) and organ in ("ga", "hrc", "sc"):
        return replace(plain, organ="")
    try:
        symbol = (resolution_symbol if found.kind == "resolution" else decision_symbol)(organ, number)
    except InvalidSymbol:
        return plain
    return replace(plain, symbols=(symbol,), organ="")
