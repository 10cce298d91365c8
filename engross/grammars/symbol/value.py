"""A symbol as a value: frozen, ordered by number, with its spelling, slug, address and organ."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache, total_ordering
from urllib.parse import quote

# Which group of an index a body belongs to; others come under "other".
GROUP_BY_ORGAN = {"A": "ga", "S": "sc", "E": "ecosoc", "T": "trusteeship", "ST": "secretariat", "ECE": "ece"}
TREATY_BODIES = frozenset("CCPR CEDAW CERD CAT CRPD CRC CMW CED HRI".split())
# Modifiers sort after the base document, in this order.
MODIFIER_ORDER = {
    "Add": 1,
    "Amend": 2,
    "Corr": 3,
    "Corrigendum": 3,
    "Rev": 4,
    "Resumption": 5,
}

MAX_KEPT_COMPONENTS = 1 << 14  # keys kept: symbols are sorted again and again, and a run meets ever new numbers
# Each number up to 69 at its place: the sessions of the Council went up to LXIII.
ROMAN_NUMERALS = tuple(
    tens + units
    for tens in ("", "X", "XX", "XXX", "XL", "L", "LX")
    for units in ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")
)

MAX_FIGURE_DIGITS = 18  # digits that are read as a number
_OLD_NUMBER = re.compile(r"\d.*\((?:E?S-)?[IVXL]+\)")  # 194 (III): before all numbers that count by session or year
# Figures, Roman numerals where a symbol has them (CONF.VI, (Vol. IX), not resolution 54 C), and what is between.
_COMPONENT_PIECES = re.compile(
    r"(?P<figure>\d+)|(?P<roman>(?:(?<=[.(])|(?<=[a-z.]\s))[IVXL]+(?![A-Za-z]))|(?P<rest>\D)"
)


class InvalidSymbol(ValueError):
    """The error for text that is no document symbol; its message shows the text with a caret under the place ``at``."""

    def __init__(self, text: str, at: int, expected: str) -> None:
        before = " " * sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text[:at])
        super().__init__(f"no document symbol: expected {expected}\n    {text}\n    {before}^")
        self.text, self.at, self.expected = text, at, expected


@total_ordering
@dataclass(frozen=True, slots=True)
class Symbol:
    """A document symbol as its components, canonically spelled; ``also`` is the second one of a combined symbol.

    A document without a symbol has none of these: ``name`` is then what names it, its heading.
    """

    components: tuple[str, ...]
    also: Symbol | None = None
    name: str = ""

    @classmethod
    def parse(cls, text: str) -> Symbol:
        """Return the symbol that ``text`` spells. Raises InvalidSymbol, which shows the place, if it spells none.

        >>> str(Symbol.parse("a/res/77/213"))
        'A/RES/77/213'
        """
        from engross.grammars.symbol.grammar import parse

        return parse(text)

    @property
    def is_name(self) -> bool:
        """Whether it only names a document, which has no symbol."""
        return not self.components

    def __str__(self) -> str:
        own = "/".join(self.components) or self.name
        return f"{own}-{self.also}" if self.also else own

    def __repr__(self) -> str:
        return f"Symbol({str(self)!r})"

    def __lt__(self, other: object) -> bool:
        return self.key() < other.key() if isinstance(other, Symbol) else NotImplemented

    def key(self) -> tuple[object, ...]:
        """Return the sort key: organs by name, numbers by value, a base before its Add., Corr. and Rev."""
        return (tuple(map(_component_key, self.components)), self.also.key() if self.also else (), self.name)

    @property
    def organ(self) -> str:
        """The group of the index that it belongs to: "ga", "sc", "ecosoc", "hrc", "treaty" …; "other" for the rest."""
        body, first = (*self.components, "", "")[:2]
        if (body, first) == ("A", "HRC"):
            return "hrc"
        return "treaty" if body in TREATY_BODIES else GROUP_BY_ORGAN.get(body, "other")

    @property
    def slug(self) -> str:
        """The symbol as part of an id or file name: small letters, digits and single hyphens."""
        return re.sub(r"[^a-z0-9]+", "-", str(self).lower()).strip("-")

    def url(self, resolver: str) -> str:
        """Return the address of the document in a language of the resolver ("en", "ch" …), without blanks (4.2).

        A document without a symbol has none: "".
        """
        if self.is_name:
            return ""
        return f"https://undocs.org/{resolver}/{quote(str(self).replace(' ', ''), safe='/().,-')}"


@lru_cache(MAX_KEPT_COMPONENTS)
def _component_key(component: str) -> tuple[object, ...]:
    word = re.match(r"[A-Za-z]*", component)
    rank = -1 if _OLD_NUMBER.fullmatch(component) else MODIFIER_ORDER.get(word[0], 0) if word else 0
    return (rank, tuple(map(_piece_key, _COMPONENT_PIECES.finditer(component))), component)


def _piece_key(piece: re.Match[str]) -> tuple[int, int, str]:
    if piece["figure"]:
        figure = piece["figure"].lstrip("0")
        # Python parses no number of thousands of digits: such numbers are ordered by length, then digit by digit.
        return (0, int(figure or 0), "") if len(figure) <= MAX_FIGURE_DIGITS else (0, 10 ** len(figure), figure)
    if piece["roman"] in ROMAN_NUMERALS:
        return (0, ROMAN_NUMERALS.index(piece["roman"]), "")
    return (1, 0, piece[0])
