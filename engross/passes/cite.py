"""Citations marked: the words that cite documents become Citations, from what the text says and what it links to.

What the source marks as a citation is one. The text goes before its links (the official links are often wrong): a
link only speaks where the text does not say whose document a number is, or where the grammar sees no citation at all.
Every difference is reported.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import TypeVar

from engross.citation import find_citations
from engross.language import Language
from engross.model import Citation, Inline, LineBreak, Link, Note, PageBreak, Resolution, Styled, Text, Where
from engross.notice import Code, Notice, notice
from engross.passes.owners import owners
from engross.passes.same import number, same
from engross.passes.web import web
from engross.symbol import InvalidSymbol, Symbol, from_url
from engross.text import spell
from engross.walk import inlines_of, rewrite_blocks, rewrite_resolution


@dataclass(frozen=True, slots=True)
class _Span:
    """Words of a run that cite: where they begin and end, the symbols meant, an organ without a series."""

    start: int
    end: int
    symbols: tuple[Symbol, ...]
    organ: str = ""
    named: bool = True


@dataclass
class _Clerk:
    """The language and the organ of a text, and what was noticed and cited so far."""

    language: Language
    organ: str
    owners: dict[int, str] = field(default_factory=dict)  # the organs of embedded texts, by the identity of their runs
    notices: list[Notice] = field(default_factory=list)
    cited: set[Symbol] = field(default_factory=set)

    def run(self, content: tuple[Inline, ...], where: Where) -> tuple[Inline, ...]:
        """A run of inlines with its citations marked; the notes in it too."""
        outer, self.organ = self.organ, self.owners.get(id(content), self.organ)
        done = self._run(content, where)
        self.organ = outer
        return done

    def _run(self, content: tuple[Inline, ...], where: Where) -> tuple[Inline, ...]:
        text = spell(content, calls=False)
        given = list(_given(content, 0))
        self.cited.update(symbol for one in given for symbol in one.symbols)
        found = [
            _Span(c.start, c.end, c.symbols, c.organ, c.named) for c in find_citations(text, self.language, self.organ)
        ]
        links = _beside(list(_links(content)), given)
        spans = self._settle(_beside(found, given), links, text, where)
        for span in spans:
            self.cited.update(span.symbols)
            if not span.symbols:
                said = text[span.start : span.end]
                self.say(Code.UNKNOWN_SERIES, where, text=said, organ=span.organ or "an organ that could not be told")
        wrapped = _wrapped(_without_links(content, self._dead(where)), spans)
        return self._notes(tuple(self._free(item, where) for item in wrapped))

    def _free(self, item: Inline, where: Where) -> Inline:
        """A citation without links inside: it is one itself, and no edition can set one in another."""
        if not isinstance(item, Citation) or not item.symbols:
            return item
        for link in (inner for inner in inlines_of(item.content) if isinstance(inner, Link)):
            self.say(Code.LINK_REPLACED, where, text=spell(link.content), link=link.target)
        return replace(item, content=_unlinked(item.content))

    def say(self, code: Code, where: Where, **words: object) -> None:
        """Write down a notice."""
        self.notices.append(notice(code, where, **words))

    def _dead(self, where: Where) -> _Dead:
        return _Dead(self, where)

    def _settle(self, found: list[_Span], links: list[_Linked], text: str, where: Where) -> list[_Span]:
        """The spans of the text with what its links add; a link over no span is a span of its own."""
        spans = list(found)
        for link in links:
            over = [n for n, s in enumerate(spans) if s.start < link.end and link.start < s.end]
            if not over:
                spans.append(_Span(link.start, link.end, (link.symbol,)))
            elif len(over) == 1:
                spans[over[0]] = self._agreed(spans[over[0]], link, text, where)
        return sorted(spans, key=lambda s: s.start)

    def _agreed(self, span: _Span, link: _Linked, text: str, where: Where) -> _Span:
        """A span and the link on it: the same, refined by the link, or in spite of it."""
        if any(same(symbol, link.symbol) for symbol in span.symbols):
            return span
        words = text[span.start : span.end]
        if not span.named and number(link.symbol) == "".join(words.split()):
            return replace(span, symbols=(link.symbol,), organ="")
        shown = ", ".join(map(str, span.symbols)) or f"{words} of {span.organ or 'an organ without symbols'}"
        self.say(Code.LINK_DIFFERS, where, text=shown, link=link.symbol)
        return span

    def _notes(self, content: tuple[Inline, ...]) -> tuple[Inline, ...]:
        def one(item: Inline) -> Inline:
            if isinstance(item, Note):
                return replace(item, blocks=rewrite_blocks(item.blocks, self.run))
            return (
                replace(item, content=self._notes(item.content)) if isinstance(item, Styled | Link | Citation) else item
            )

        return tuple(one(item) for item in content)

    def loose(self, links: tuple[str, ...], where: Where) -> None:
        """Hold links that stand beside the text against what it cites."""
        for address in dict.fromkeys(links):
            symbol = _symbol(address)
            if symbol is None:
                self.say(Code.LINK_UNREADABLE, where, link=address)
            elif not any(same(cited, symbol) for cited in self.cited):
                rival = next((c for c in sorted(self.cited) if number(c) and number(c) == number(symbol)), None)
                if rival:
                    self.say(Code.LINK_DIFFERS, where, text=rival, link=symbol)
                else:
                    self.say(Code.LINK_UNCITED, where, link=symbol)


@dataclass(frozen=True)
class _Dead:
    """Where links that lead nowhere are reported."""

    clerk: _Clerk
    where: Where

    def report(self, target: str) -> None:
        """Say that a link leads to no document."""
        self.clerk.say(Code.LINK_UNREADABLE, self.where, link=target or "(empty)")


@dataclass(frozen=True, slots=True)
class _Linked:
    """Words that the source links to a document."""

    start: int
    end: int
    symbol: Symbol


Place = TypeVar("Place", _Span, _Linked)


def cite(resolution: Resolution, language: Language, links: tuple[str, ...]) -> tuple[Resolution, tuple[Notice, ...]]:
    """The resolution with its citations marked, and what was noticed; ``links`` stand beside the text, unplaced."""
    clerk = _Clerk(language, resolution.organ, owners(resolution, language))
    cited = rewrite_resolution(resolution, clerk.run)
    clerk.cited.update(resolution.facts.committee_report)
    clerk.loose(links, resolution.where)
    return cited, tuple(clerk.notices)


def _symbol(address: str) -> Symbol | None:
    try:
        return from_url(address)
    except InvalidSymbol:
        return None


def _links(content: tuple[Inline, ...]) -> Iterator[_Linked]:
    """The links of a run to documents, neighbours to the same one joined."""
    last: _Linked | None = None
    text = spell(content, calls=False)
    for start, end, target in _placed(content, 0):
        symbol = _symbol(target)
        if symbol is None or not text[start:end].strip():
            continue
        if last and last.symbol == symbol and start - last.end <= 1:
            last = replace(last, end=end)
            continue
        if last:
            yield last
        last = _Linked(start, end, symbol)
    if last:
        yield last


def _given(content: tuple[Inline, ...], at: int) -> Iterator[_Span]:
    """The citations that the source itself marks: they are believed before text and links."""
    for item in content:
        end = at + len(spell((item,), calls=False))
        if isinstance(item, Citation):
            yield _Span(at, end, item.symbols, item.organ)
        elif isinstance(item, Styled | Link):
            yield from _given(item.content, at)
        at = end


def _beside(spans: list[Place], given: list[_Span]) -> list[Place]:
    """The spans that share no character with a citation given by the source."""
    return [s for s in spans if not any(s.start < g.end and g.start < s.end for g in given)]


def _placed(content: tuple[Inline, ...], at: int) -> Iterator[tuple[int, int, str]]:
    for item in content:
        end = at + len(spell((item,), calls=False))
        if isinstance(item, Link):
            yield at, end, item.target
        elif isinstance(item, Styled | Citation):
            yield from _placed(item.content, at)
        at = end


def _without_links(content: tuple[Inline, ...], dead: _Dead) -> tuple[Inline, ...]:
    """A run whose links to documents, or to nowhere, are only their words."""
    out: list[Inline] = []
    for item in content:
        if isinstance(item, Link):
            inner = _without_links(item.content, dead)
            known, address = _symbol(item.target) is not None, web(item.target)
            if not known and not address:
                dead.report(item.target)
            out += [replace(item, content=inner, target=address)] if not known and address else inner
        elif isinstance(item, Styled | Citation):
            out.append(replace(item, content=_without_links(item.content, dead)))
        else:
            out.append(item)
    return tuple(out)


def _unlinked(content: tuple[Inline, ...]) -> tuple[Inline, ...]:
    """A run with the words of its links, and no link."""
    out: list[Inline] = []
    for item in content:
        if isinstance(item, Link):
            out += _unlinked(item.content)
        elif isinstance(item, Styled | Citation):
            out.append(replace(item, content=_unlinked(item.content)))
        else:
            out.append(item)
    return tuple(out)


def _wrapped(content: tuple[Inline, ...], spans: list[_Span]) -> tuple[Inline, ...]:
    """A run with the words of each span in a Citation; notes at a span's edges stay outside."""
    out: list[Inline] = []
    at = 0
    for span in spans:
        out += _cut(content, (at, span.start), edges=True)
        out.append(Citation(_cut(content, (span.start, span.end), edges=False), span.symbols, span.organ))
        at = span.end
    return (*out, *_cut(content, (at, len(spell(content, calls=False))), edges=True))


def _cut(content: tuple[Inline, ...], part: tuple[int, int], edges: bool) -> tuple[Inline, ...]:
    """The inlines from one character to another; what has no width belongs to the piece whose ``edges`` it is at."""
    start, end = part
    out: list[Inline] = []
    at = 0
    for item in content:
        length = len(spell((item,), calls=False))
        if isinstance(item, Text):
            if piece := item.text[max(0, start - at) : max(0, end - at)]:
                out.append(Text(piece))
        elif isinstance(item, Note | LineBreak | PageBreak):
            if (start <= at <= end) if edges else (start < at < end):
                out.append(item)
        elif inner := _cut(item.content, (start - at, end - at), edges):
            out.append(replace(item, content=inner))
        at += length
    return tuple(out)
