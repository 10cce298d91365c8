"""Document symbols of the United Nations: parse, spell, order, find in text.

A small library of its own; it knows nothing of documents. The grammar, from the Library's guide to symbols and from
the symbols in circulation (un-documents: 4.1)::

    symbol    = single *("-" single)             ; one document, two symbols: A/75/345-S/2020/898
    single    = organ 1*("/" component)
    organ     = "A" / "S" / "E" / "ST" / "T" / a body with a series of its own ("CRC", "UNEP", "ISBA" …)
    component = number [letters] [brackets] / word ["." numbers] [brackets]
    letters   = letter [("-" / " to " / " and ") letter]   ; 76/235 B, 75/254 A-C, 3411 A and B
    brackets  = "(" text ")"                     ; (III), (2022), (Part I), (Sect. 9)

``str()`` is the canonical spelling and ``parse(str(x)) == x``.

>>> parse("A/hrc/RES/50/4")
Symbol('A/HRC/RES/50/4')
>>> str(parse("A/CONF.157/24(PartI)/Corr.1"))
'A/CONF.157/24 (Part I)/Corr.1'
>>> parse("A/77/9") < parse("A/77/10") < parse("A/77/10/Add.1")
True
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import total_ordering
from urllib.parse import quote, unquote, urlsplit

# Bodies with a series of their own, beside the organs; longer names first where one begins another.
BODIES = (
    "CAC/COSP CCPR CEDAW CERD CAT CRPD CRC CMW CED CTOC CLCS CCW CCM CEB CBD CD APLC BWC DP DEC FCCC GC HRI HS HSP "
    "ICCD IDB IPCC ISBA ITC JIU LC NPT PBC SPLOS TD TPNW UNEP UNW UNITAR"
).split()
ORGANS = ("ST", "A", "S", "E", "T", *BODIES)
# Which group of an index a body belongs to; others come under "other".
GROUPS = {"A": "ga", "S": "sc", "E": "ecosoc", "T": "trusteeship", "ST": "secretariat"}
TREATY_BODIES = frozenset("CCPR CEDAW CERD CAT CRPD CRC CMW CED HRI".split())

# How the words of components are spelled; looked up without case.
WORDS = {
    word.lower(): word
    for word in (
        "RES DEC PRST PV SR L CRP INF WP NGO PET R Agenda BUR RPM BMS MSP EG AC C CN CONF GC PC SC Sub WG HRC S ES "
        "Add Corr Rev Amend Resumption Part Vol Sect Supp Summary CO Q Inf Res Dec Corrigendum EA EB ECE ESCAP ESCWA "
        "ECA ECLAC PBC IDS COP SS UPR Annex"
    ).split()
}
WORDS |= {"inf": "INF", "res": "RES", "dec": "DEC", "corrigendum": "Corrigendum"}
DOTTED = {"RES": "Res", "DEC": "Dec"}  # UNEP/EA.5/Res.14
MODIFIERS = {"Add": 1, "Amend": 2, "Corr": 3, "Rev": 4, "Resumption": 5}  # after the base, in this order

_LOOK_ALIKES = str.maketrans("АВЕКМНОРСТХаеорсухіѕ–—‐‑−∕", "ABEKMHOPCTXaeopcyxis-----/")
_MARKS = dict.fromkeys(
    map(ord, "\u00ad\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff")
)

_ROMAN = r"[IVXLC]+"
# 217, 235 B, 254 A-C, 217(III), 3201(S-VI), 2623 (2022)
_NUMBER = (
    r"\d+(?:\s?(?P<letters>[A-Z](?:\s?(?:-|to|and|至|和)\s?[A-Z])?|(?<=\d)[a-z](?:-[a-z])?)(?![A-Za-z.]))?"
    rf"(?:\s?\((?P<roman>(?:S-|ES-)?{_ROMAN}|\d{{4}})\))?"
)
_BRACKETS = r"\([^()/]{1,40}\)"
_WORD = r"[A-Za-z]+(?:-[A-Za-z]+)*"
_COMPONENT = re.compile(
    rf"""
    (?P<number>{_NUMBER})(?P<tail>\s?{_BRACKETS})?                               # 24 (Part I)
  | (?P<session>E?S-(?:\d+|{_ROMAN}))                                            # S-32, ES-11
  | (?P<word>{_WORD})(?P<numbers>\.?\s?\d+(?:[.-]\d+|[A-Za-z](?![A-Za-z]))*|\.[IVX]+(?![A-Za-z]))?(?P<tail2>\s?{_BRACKETS})?
  | (?P<range>\d+-\d+)                                                           # CO/2-4
    """,
    re.VERBOSE,
)
_RANGE = re.compile(r"\d+(?:-\d+)+(?!\w)")
_START = "|".join(map(re.escape, sorted(ORGANS, key=len, reverse=True)))
_FIND = re.compile(rf"(?<![A-Za-z0-9/.])(?:{_START})/(?=[A-Za-z0-9])")
_JOINT = re.compile(rf"-(?=(?:{_START})/)")
_ELLIPSIS = re.compile(
    r"\s*(?:,|，|、|和|及|以及|与|\band|\bet|\by|\bи|و)\s*(?P<first>(?:Add|Corr|Rev|Amend)\.\d+)(?:\s?[-–]\s?(?:\w+\.)?(?P<last>\d+))?"
)


class InvalidSymbol(ValueError):
    """Text that is no document symbol; the message shows it with a caret under the place."""

    def __init__(self, text: str, at: int, expected: str) -> None:
        super().__init__(f"no document symbol: expected {expected}\n    {text}\n    {' ' * at}^")
        self.text, self.at, self.expected = text, at, expected


@total_ordering
@dataclass(frozen=True, slots=True)
class Symbol:
    """A document symbol as its components, canonically spelled; ``also`` is the second one of a combined symbol."""

    components: tuple[str, ...]
    also: Symbol | None = None

    def __str__(self) -> str:
        own = "/".join(self.components)
        return f"{own}-{self.also}" if self.also else own

    def __repr__(self) -> str:
        return f"Symbol({str(self)!r})"

    def __lt__(self, other: Symbol) -> bool:
        return self.key() < other.key()

    def key(self) -> tuple[object, ...]:
        """The sort key: organs by name, numbers by value, a base before its Add., Corr. and Rev."""
        return (tuple(map(_component_key, self.components)), self.also.key() if self.also else ())

    @property
    def organ(self) -> str:
        """The group of an index: "ga", "sc", "ecosoc", "hrc", "treaty" …; "other" for bodies of their own."""
        body, first = self.components[0], self.components[1]
        if body == "A" and first == "HRC":
            return "hrc"
        return "treaty" if body in TREATY_BODIES else GROUPS.get(body, "other")

    @property
    def slug(self) -> str:
        """The symbol as part of an id or file name: small letters, digits and single hyphens."""
        return re.sub(r"[^a-z0-9]+", "-", str(self).lower()).strip("-")

    def url(self, resolver: str) -> str:
        """The address of the document in a language of the resolver ("en", "ch" …), blanks left out (4.2)."""
        return f"https://undocs.org/{resolver}/{quote(str(self).replace(' ', ''), safe='/().,-')}"


def _component_key(component: str) -> tuple[object, ...]:
    rank = MODIFIERS.get(component.partition(".")[0], 0)
    pieces = re.findall(r"\d+|\D+", component)
    return (rank, tuple((0, int(p), "") if p.isdecimal() else (1, 0, p) for p in pieces), component)


def fold(text: str) -> str:
    """``text`` in the characters that symbols have: form NFKC, no marks of direction, no look-alike letters."""
    folded = unicodedata.normalize("NFKC", text).translate(_MARKS).translate(_LOOK_ALIKES)
    return " ".join(folded.split())


def parse(text: str) -> Symbol:
    """``symbol = single *("-" single)``. Raises InvalidSymbol."""
    folded = fold(text)
    symbol, end = _symbol(folded, 0)
    if end != len(folded):
        raise InvalidSymbol(folded, end, "the end, “/” or a bracket")
    return symbol


def _symbol(text: str, at: int) -> tuple[Symbol, int]:
    """``symbol = single *("-" single)``: the longest symbol from ``at`` on, and where it ends."""
    components, end = _single(text, at)
    if joint := _JOINT.match(text, end):
        also, end = _symbol(text, joint.end())
        return Symbol(components, also), end
    return Symbol(components), end


def _single(text: str, at: int) -> tuple[tuple[str, ...], int]:
    """``single = organ 1*("/" component)``."""
    organ = re.compile(r"[A-Za-z]+(?:-[A-Za-z]+)?").match(text, at)
    if not organ or (organ[0].upper() not in {o.split("/")[0] for o in ORGANS} and len(organ[0]) > 9):
        raise InvalidSymbol(text, at, "an organ such as A/, S/, E/ or CRC/")
    components, end = [organ[0].upper()], organ.end()
    while text[end : end + 1] == "/" and (found := _component(text, end + 1)):
        spelled, end = found
        components.append(spelled)
    if len(components) == 1:
        raise InvalidSymbol(text, end, "“/” and a number or word")
    return tuple(components), end


def _component(text: str, at: int) -> tuple[str, int] | None:
    """``component = number [letters] [brackets] / word ["." numbers] [brackets]``; its spelling and its end."""
    span = _RANGE.match(text, at)
    if span and not _JOINT.match(text, span.end()):
        return span[0], span.end()
    found = _COMPONENT.match(text, at)
    if not found:
        return None
    end = found.end()
    if found["number"]:
        return _spell_number(found), end
    if found["session"]:
        return found["session"].upper(), end
    numbers = (found["numbers"] or "").strip()
    word = "-".join(WORDS.get(w.lower(), w) for w in found["word"].split("-"))
    word = DOTTED.get(word, word) if numbers.startswith(".") else word
    gap = " " if numbers and " " in found["numbers"] else ""
    return word + gap + numbers + (_spell_brackets(found["tail2"]) if found["tail2"] else ""), end


def _spell_number(found: re.Match[str]) -> str:
    digits = re.match(r"\d+", found["number"])
    assert digits
    letters = re.sub(r"\s?(?:-|to|and|至|和)\s?", "-", found["letters"] or "").upper()
    out = f"{digits[0]} {letters}" if letters else digits[0]
    if roman := found["roman"]:
        out += f" ({roman})" if letters or roman.isdecimal() else f"({roman})"
    return out + (_spell_brackets(found["tail"]) if found["tail"] else "")


def _spell_brackets(brackets: str) -> str:
    """``brackets = "(" text ")"`` with one space before and between words: (PartI) is (Part I)."""
    inner = brackets.strip()[1:-1].strip()
    inner = re.sub(r"(?<=[a-z.])(?=[IVX\d])|(?<=[a-z])(?=\d)", " ", inner)
    words = (
        WORDS.get(w.lower(), w) if w.isalpha() and len(w) > 1 and w.lower() not in ("res", "dec") else w
        for w in inner.split()
    )
    return f" ({' '.join(words)})"


def resolution_symbol(organ: str, number: str) -> Symbol:
    """The symbol of an organ's resolution by its printed number: ("hrc", "50/4") is A/HRC/RES/50/4.

    Raises InvalidSymbol where the organ has no series of resolutions or the number is none.
    """
    series = {"ga": "A/RES", "hrc": "A/HRC/RES", "ecosoc": "E/RES", "sc": "S/RES"}
    return _numbered(series, organ, number)


def decision_symbol(organ: str, number: str) -> Symbol:
    """The symbol of an organ's decision by its printed number; the Library's where none was issued (A/DEC/77/405)."""
    return _numbered({"ga": "A/DEC", "hrc": "A/HRC/DEC", "ecosoc": "E/DEC"}, organ, number)


def _numbered(series: dict[str, str], organ: str, number: str) -> Symbol:
    if organ not in series:
        raise InvalidSymbol(number, 0, f"an organ with a series: {', '.join(series)}")
    return parse(f"{series[organ]}/{number}")


def from_url(url: str) -> Symbol:
    """The symbol in an address of the resolver. Raises InvalidSymbol for any other address."""
    parts = urlsplit(fold(url).replace(" ", ""))
    path = unquote(parts.path).strip("/")
    language, _, rest = path.partition("/")
    known = parts.netloc.lower().removeprefix("www.") in ("undocs.org", "docs.un.org")
    if not known or not rest:
        raise InvalidSymbol(url, 0, "an address of the documents' resolver")
    return parse(rest if re.fullmatch(r"[A-Za-z]{2}", language) else path)


@dataclass(frozen=True, slots=True)
class Found:
    """A symbol in running text: where its characters begin and end, and the symbols it stands for."""

    start: int
    end: int
    symbols: tuple[Symbol, ...]


def find(text: str) -> tuple[Found, ...]:
    """The symbols in running text, in order; elliptic lists ("A/77/L.3 and Add.1-3") give a Found for each member.

    Text is searched as it stands, so that the places fit; marks and look-alikes must have been folded before.
    """
    found: list[Found] = []
    at = 0
    while match := _FIND.search(text, at):
        try:
            symbol, end = _symbol(text, match.start())
        except InvalidSymbol:
            at = match.end()
            continue
        found.append(Found(match.start(), end, (symbol,)))
        at = end
        while more := _ELLIPSIS.match(text, at):
            members = tuple(_members(symbol, more))
            found.append(Found(more.start("first"), more.end(), members))
            at = more.end()
    return tuple(found)


def _members(base: Symbol, more: re.Match[str]) -> Iterator[Symbol]:
    """The symbols that an elliptic member means: the base with another modifier, or a range of them."""
    word, _, first = more["first"].partition(".")
    components = base.components
    if components[-1].partition(".")[0] == word:
        components = components[:-1]
    for number in range(int(first), int(more["last"] or first) + 1):
        yield Symbol((*components, f"{word}.{number}"))
