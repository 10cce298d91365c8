"""Document symbols of the United Nations: parse, spell, order, find in text.

A small library of its own; it knows nothing of documents. The grammar, from the Library's guide to symbols and from
the symbols in circulation (un-documents: 4.1)::

    symbol     = single *("-" single)             ; one document, two symbols: A/75/345-S/2020/898
    single     = organ 1*("/" component)          ; with a figure in one of them
    organ      = "A" / "S" / "E" / "ST" / "T" / a body with a series of its own ("CRC", "UNEP", "ISBA" …)
               / a body of another organization ("GC(66)", "WT" …: OTHER_ORGANIZATIONS)
    component  = range / session / number [letters] [of-session] / number [brackets] / word ["." numbers] [brackets]
    range      = number "-" number                ; CO/2-4
    session    = ("S" / "ES") "-" number          ; S-24, ES-11; in Arabic texts دإ-24, دإط-11
    letters    = letter [("-" / " to " / " and ") letter]   ; after RES and DEC: 235 B, 254 A-C, 3411 A and B
    of-session = "(" (year / ["S-" / "ES-"] roman) ")"      ; after RES and DEC: (2022), (III), (S-VI)
    brackets   = "(" (count / word ids / word) ")"          ; (14), (Part I), (Sect. 29A), (Plan outline)

``str()`` is the canonical spelling and ``parse(str(x)) == x``.

>>> parse("A/hrc/RES/50/4")
Symbol('A/HRC/RES/50/4')
>>> str(parse("A/CONF.157/24(PartI)/Corr.1"))
'A/CONF.157/24 (Part I)/Corr.1'
>>> parse("A/77/9") < parse("A/77/10") < parse("A/77/10/Add.1")
True
>>> [str(symbol) for found in find_symbols("in A/77/L.3 and Add.1-2.") for symbol in found.symbols]
['A/77/L.3', 'A/77/L.3/Add.1', 'A/77/L.3/Add.2']
"""

from engross.grammars.symbol.fold import fold_symbol_text
from engross.grammars.symbol.grammar import find_url, parse
from engross.grammars.symbol.search import SymbolMatch, find_symbols
from engross.grammars.symbol.series import decision_symbol, resolution_symbol, symbol_from_url
from engross.grammars.symbol.series_place import (
    NUMBERED_SERIES,
    SeriesPlace,
    find_period,
    find_series_place,
    find_session,
)
from engross.grammars.symbol.value import InvalidSymbol, Symbol

__all__ = [
    "NUMBERED_SERIES",
    "InvalidSymbol",
    "SeriesPlace",
    "Symbol",
    "SymbolMatch",
    "decision_symbol",
    "find_period",
    "find_series_place",
    "find_session",
    "find_symbols",
    "find_url",
    "fold_symbol_text",
    "parse",
    "resolution_symbol",
    "symbol_from_url",
]
