"""A symbol as a value: frozen, ordered by number, with its spelling, slug, address and organ."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache, total_ordering
from urllib.parse import quote

from engross.grammars.symbol.sort_key import SEQUENCE_END, SEQUENCE_ITEM, encode_figure, encode_text

# Which group of an index a body belongs to; others come under "other".
GROUP_BY_ORGAN = {"A": "ga", "S": "sc", "E": "ecosoc", "T": "trusteeship", "ST": "secretariat", "ECE": "ece"}
# The bodies of other organizations whose documents are cited by symbols of this shape, as patterns: they are no
# documents of the United Nations, and its resolver has no address of theirs. The International Atomic Energy Agency
# (GC(66)/RES/12, GOV/INF/2005/10, INFCIRC/254), the World Trade Organization (WT/L/982), the committees of the
# International Maritime Organization (MSC 81/25).
OTHER_ORGANIZATIONS = (r"GC\(\d{1,2}\)", "GOV", "INFCIRC", "WT", r"(?:MSC|MEPC) \d{1,3}")
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

_OTHER_ORGANIZATION = re.compile("|".join(OTHER_ORGANIZATIONS))
_OLD_NUMBER = re.compile(r"\d.*\((?:E?S-)?[IVXL]+\)")  # 194 (III): before all numbers that count by session or year
_FIGURE, _CHARACTERS = b"\x01", b"\x02"  # what a piece of a component is, in its sort key
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

    def key(self) -> bytes:
        """Return the sort key: organs by name, numbers by value, a base before its Add., Corr. and Rev."""
        components = b"".join(SEQUENCE_ITEM + _encode_component(component) for component in self.components)
        also = SEQUENCE_ITEM + self.also.key() if self.also else SEQUENCE_END
        return components + SEQUENCE_END + also + encode_text(self.name)

    @property
    def organ(self) -> str:
        """The group of the index that it belongs to: "ga", "sc", "ecosoc", "hrc", "treaty" …; "other" for the rest."""
        body, first = (*self.components, "", "")[:2]
        if (body, first) == ("A", "HRC"):
            return "hrc"
        return "treaty" if body in TREATY_BODIES else GROUP_BY_ORGAN.get(body, "other")

    @property
    def is_united_nations(self) -> bool:
        """Whether it is the symbol of a document of the United Nations, and not of another organization."""
        return not self.is_name and not _OTHER_ORGANIZATION.fullmatch(self.components[0])

    @property
    def slug(self) -> str:
        """The symbol as part of an id or file name: small letters, digits and single hyphens."""
        return re.sub(r"[^a-z0-9]+", "-", str(self).lower()).strip("-")

    def url(self, resolver: str) -> str:
        """Return the address of the document in a language of the resolver ("en", "ch" …), without blanks (4.2).

        A document without a symbol, or of another organization, has none: "".
        """
        if not self.is_united_nations:
            return ""
        return f"https://undocs.org/{resolver}/{quote(str(self).replace(' ', ''), safe='/().,-')}"


@lru_cache(MAX_KEPT_COMPONENTS)
def _encode_component(component: str) -> bytes:
    """Encode a component's rank, its pieces and its spelling."""
    word = re.match(r"[A-Za-z]*", component)
    rank = 0 if _OLD_NUMBER.fullmatch(component) else 1 + MODIFIER_ORDER.get(word[0] if word else "", 0)
    pieces = b"".join(map(_encode_piece, _COMPONENT_PIECES.finditer(component)))
    return bytes((rank,)) + pieces + SEQUENCE_END + encode_text(component)


def _encode_piece(piece: re.Match[str]) -> bytes:
    """Encode a figure or a Roman numeral by its value, which stands before any other character."""
    if piece["figure"]:
        return _FIGURE + encode_figure(piece["figure"])
    if piece["roman"] in ROMAN_NUMERALS:
        return _FIGURE + encode_figure(str(ROMAN_NUMERALS.index(piece["roman"])))
    return _CHARACTERS + encode_text(piece[0])
