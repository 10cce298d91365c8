"""Remove links of a title that lead to the document itself: its number is linked there, and nothing is cited."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace

from engross.grammars.symbol import InvalidSymbol, Symbol, symbol_from_url
from engross.model.tree import Citation, Inline, Link, Styled


def remove_own_links(content: tuple[Inline, ...], symbol: Symbol) -> tuple[Inline, ...]:
    """Return a title with the words of each link to the document of ``symbol`` in place of the link."""
    kept: list[Inline] = []
    for item in content:
        if isinstance(item, Link) and _is_address_of(item.target, symbol):
            kept += item.content
        elif isinstance(item, Link | Styled | Citation):
            kept.append(replace(item, content=remove_own_links(item.content, symbol)))
        else:
            kept.append(item)
    return tuple(kept)


def _is_address_of(address: str, symbol: Symbol) -> bool:
    """Return whether an address is that of a document; addresses leave the letters of its parts out."""
    with suppress(InvalidSymbol):
        return f"{symbol} ".startswith(f"{symbol_from_url(address)} ")
    return False
