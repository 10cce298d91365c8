"""Find the symbol of a text among its lines: in its masthead, in its head, in its running heads, in this order.

What the text cites is never its own: a symbol in a paragraph or note counts for nothing, wherever on a line it stands.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace

from engross.grammars.enacting import PRINCIPAL_ORGANS
from engross.grammars.language import Language
from engross.grammars.symbol import InvalidSymbol, Symbol, find_symbols, parse, resolution_symbol
from engross.model.notice import Refusal
from engross.model.text import fold, shorten_line, shorten_text
from engross.model.tree import Masthead, Where
from engross.readers.common.end_marks import COMMAS
from engross.readers.lines.head import NUMBER_STOPS, DocumentHead
from engross.readers.lines.lines import TEXT_LINE, Line

MASTHEAD_LINE_CHARACTERS = 60  # of a masthead's line with other words beside the symbol, at most
NUMBER_OF_HEAD = re.compile(r"\d{1,4}/\d{1,4}|\d{1,4}(?:\s[A-Z])?\s?[(](?:\d{4}|(?:E?S-)?[IVXL]+)[)]")
ADOPTED_SERIES = ("RES", "DEC")  # what names a series of resolutions or decisions within a symbol
EXAMPLES = {"ga": "A/RES/77/213", "sc": "S/RES/242 (1967)", "ecosoc": "E/RES/2023/10", "hrc": "A/HRC/RES/50/4"}


@dataclass(frozen=True, slots=True)
class OwnSymbol:
    """The symbol that a text gives as its own, None for none; ``other``: one that contradicts it, and was not believed.

    ``is_of_head``: the head was believed, not the masthead.
    """

    symbol: Symbol | None = None
    other: Symbol | None = None
    is_of_head: bool = False

    @property
    def on_pages(self) -> Symbol | None:
        """The symbol that its pages repeat: that of the paper it is printed on."""
        return self.other if self.is_of_head else self.symbol


def find_own_symbol(lines: Sequence[Line], head: DocumentHead) -> OwnSymbol:
    """Return the symbol that a text gives as its own: the first that is any, and another one that contradicts it.

    A head that numbers a resolution names it, on whatever paper it is printed: "S/902" over "54 (1948)" is the draft's.
    """
    in_masthead = _find_masthead_symbol(lines, head)
    in_head = head.numbered.symbol if head.numbered else None
    if head.number:
        with suppress(InvalidSymbol):
            in_head = resolution_symbol(head.organ, head.number.rstrip(NUMBER_STOPS))
    if in_masthead and in_head and not _is_adopted(in_masthead):
        return OwnSymbol(in_head, in_masthead, is_of_head=True)
    first = in_masthead or in_head or _find_repeated_symbol(lines, head.enacting)
    return OwnSymbol(first, in_head if in_masthead and in_head and _is_contradicted(in_masthead, in_head) else None)


def _find_masthead_symbol(lines: Sequence[Line], head: DocumentHead) -> Symbol | None:
    """Return the symbol of a masthead: a line that is one, or a short line that one begins or ends."""
    with suppress(InvalidSymbol):
        return parse(head.masthead.symbol)
    for line in (lines[n] for n in head.mast_lines if n not in head.sponsors):
        if len(" ".join(line.text.split())) <= MASTHEAD_LINE_CHARACTERS and not line.text.endswith(COMMAS):
            for match in find_symbols(line.text):
                if match.start == 0 or match.end == len(line.text):
                    return match.symbols[0]
    return None


def _find_repeated_symbol(lines: Sequence[Line], start: int) -> Symbol | None:
    """Return the symbol that running heads repeat behind index ``start``; None if no line with one stands twice."""
    texts = [line.text for line in lines[start:] if line.kind == TEXT_LINE]
    times = Counter(map(fold, texts))
    for text in texts:
        for match in find_symbols(text) if times[fold(text)] > 1 else ():
            if match.symbols and (match.start == 0 or match.end == len(text)):
                return match.symbols[0]
    return None


def clear_symbol(masthead: Masthead) -> Masthead:
    """Return a masthead with its symbol as one of its other lines, where it is not the text's."""
    return replace(masthead, symbol="", other=(masthead.symbol, *masthead.other)) if masthead.symbol else masthead


def _is_adopted(symbol: Symbol) -> bool:
    """Return whether a symbol is one of a series of resolutions or decisions: A/RES/…, UNEP/EA.5/Res.14."""
    return any(component.upper().startswith(ADOPTED_SERIES) for component in symbol.components)


def _is_contradicted(printed: Symbol, number: Symbol) -> bool:
    """Return whether a masthead's symbol and a head's number name two resolutions; a draft has a symbol of its own."""
    is_resolution = "RES" in printed.components
    return (
        is_resolution and not str(printed).startswith(str(number)) and printed.components[:2] == number.components[:2]
    )


def require_symbol(symbol: Symbol | None, where: Where, head: Iterable[str] = (), organ: str = "") -> Symbol:
    """Return the symbol that was found. Raises Refusal if it is None, with what the lines of the ``head`` suggest."""
    if symbol is not None:
        return symbol
    lines = [line for line in head if line.strip()]
    example = EXAMPLES.get(organ, EXAMPLES["ga"])
    seen = f"; saw “{shorten_line(lines[0])}”" if lines else ""
    expected = f"expected one in the masthead, such as {example}, or a number over the text"
    suggested = next(_suggest_symbols(lines, organ), None)
    hint = (
        f'if it is {suggested}, say so: --symbol "{suggested}"'
        if suggested
        else f'give its symbol: --symbol "{example}"'
    )
    raise Refusal(f"no document symbol found: {expected}{seen}", hint, where)


def _suggest_symbols(lines: Sequence[str], organ: str) -> Iterator[Symbol]:
    """Yield the symbols that numbers in the lines of a head would make."""
    for match in (match for line in lines for match in NUMBER_OF_HEAD.finditer(line)):
        with suppress(InvalidSymbol):
            yield resolution_symbol(organ, match[0])


def make_enacting_refusal(lines: Sequence[Line], lang: Language, is_asked: bool, where: Where) -> Refusal:
    """Return the refusal of a text without enacting words: what was expected in its language, what was seen instead.

    ``is_asked``: the user gave the language.
    """
    texts = [line.text for line in lines if line.kind == TEXT_LINE]
    expected = "; ".join(lang.words["enacting"][organ] for organ in PRINCIPAL_ORGANS)
    seen = f"; saw “{shorten_text(texts[0])}”" if texts else ""
    advice = "and in this language?" if is_asked else "--language CODE if it is in another language"
    hint = f"is this the text of a resolution{', ' if is_asked else '? '}{advice}"
    return Refusal(f"no enacting words found; expected a line that begins with {expected}{seen}", hint, where)
