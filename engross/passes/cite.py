"""Mark citations: the words that cite documents become Citations, by what the text says and what it links to.

What the source marks as a citation is one. The text takes precedence over its links (the official links are often
wrong): a link counts only where the text does not say whose document a number is, or where the grammar finds no
citation at all. Every difference is reported.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import TypeVar

from engross.grammars.citation import find_citations, is_possible_symbol
from engross.grammars.language import Language
from engross.grammars.symbol import InvalidSymbol, Symbol, symbol_from_url
from engross.model.notice import Code, Notice, make_notice
from engross.model.replace_items import replace_items
from engross.model.text import locate_inlines, spell_inlines, spell_without_raised_figures
from engross.model.tree import (
    Citation,
    Inline,
    Link,
    Note,
    Resolution,
    Styled,
    Where,
)
from engross.model.walk import inlines_of, rewrite_blocks, rewrite_notes, rewrite_resolution_in_context
from engross.passes.citing_span import CitingSpan, wrap_citations
from engross.passes.owners import TextOwner, make_owner_step
from engross.passes.same import decision_number, is_same_document
from engross.passes.web import clean_address


@dataclass
class _CitationMarker:
    """The state of the pass: the language and year of the text, the notices and the cited symbols so far."""

    language: Language
    year: int
    notices: list[Notice] = field(default_factory=list)
    cited: set[Symbol] = field(default_factory=set)

    def mark_run(self, content: tuple[Inline, ...], where: Where, owner: TextOwner) -> tuple[Inline, ...]:
        """Return a run, whose words are those of ``owner``, with its citations marked, also those in its notes."""
        text = spell_inlines(content, calls=False)
        source_spans = list(_source_citation_spans(content, 0))
        self.cited.update(symbol for one in source_spans for symbol in one.symbols)
        text_spans = [
            CitingSpan(c.start, c.end, c.symbols, c.organ, c.named, c.doubtful)
            for c in find_citations(spell_without_raised_figures(content), self.language, owner.organ, self.year)
        ]
        link_spans = _drop_overlapping_spans(list(_join_link_spans(content)), source_spans)
        spans = self._merge_links(_drop_overlapping_spans(text_spans, source_spans), link_spans, text, where)
        for span in spans:
            self.cited.update(span.symbols)
            self._report_span(span, text[span.start : span.end], where)
        inlines = wrap_citations(_remove_document_links(content, self._report_dead_links(where)), spans)
        return self._mark_notes(tuple(self._free_of_links(item, where) for item in inlines), owner)

    def _report_span(self, span: CitingSpan, words: str, where: Where) -> None:
        """Report a citation without a symbol, and one whose symbol cannot be."""
        impossible = [symbol for symbol in span.symbols if not is_possible_symbol(symbol, self.year)]
        if impossible or (span.doubtful and span.organ):
            organ = self.language.words["organs"][impossible[0].organ] if impossible else span.organ
            self.add_notice(Code.CITATION_DOUBTFUL, where, text=words, organ=organ)
        elif not span.symbols and not span.told:
            organ = span.organ or "an organ that could not be told"
            self.add_notice(Code.UNKNOWN_SERIES, where, text=words, organ=organ)

    def _free_of_links(self, item: Inline, where: Where) -> Inline:
        """Remove the links inside a citation: it is a link itself, and no edition can nest links."""
        if not isinstance(item, Citation) or not item.symbols:
            return item
        for link in (inner for inner in inlines_of(item.content) if isinstance(inner, Link)):
            self.add_notice(Code.LINK_REPLACED, where, text=spell_inlines(link.content), link=link.target)
        return replace_items(item, content=_remove_links(item.content))

    def add_notice(self, code: Code, where: Where, **words: object) -> None:
        """Add a notice."""
        self.notices.append(make_notice(code, where, **words))

    def _report_dead_links(self, where: Where) -> _DeadLinkReporter:
        return _DeadLinkReporter(self, where)

    def _merge_links(
        self, found: list[CitingSpan], links: list[_LinkSpan], text: str, where: Where
    ) -> list[CitingSpan]:
        """Reconcile the spans found in the text with the links on them; a link on no span becomes a span of its own."""
        spans = list(found)
        for link in links:
            over = [n for n, s in enumerate(spans) if s.start < link.end and link.start < s.end]
            if not over:
                spans.append(self._cite_by_link(link, text, where))
            elif len(over) == 1:
                spans[over[0]] = self._reconcile_link(spans[over[0]], link, text, where)
        return sorted(spans, key=lambda s: s.start)

    def _cite_by_link(self, link: _LinkSpan, text: str, where: Where) -> CitingSpan:
        """Return the span of a link alone; without its symbol, and reported, where no document can have that."""
        if is_possible_symbol(link.symbol, self.year):
            return CitingSpan(link.start, link.end, (link.symbol,))
        self.add_notice(Code.LINK_DOUBTFUL, where, text=text[link.start : link.end], link=link.symbol)
        return CitingSpan(link.start, link.end, (), told=True)

    def _reconcile_link(self, span: CitingSpan, link: _LinkSpan, text: str, where: Where) -> CitingSpan:
        """Return the span as it is, or with the symbol of the link on it; report a link that contradicts it."""
        if any(is_same_document(symbol, link.symbol) for symbol in span.symbols):
            return span
        words = text[span.start : span.end]
        if not span.named and decision_number(link.symbol) == "".join(words.split()):
            if is_possible_symbol(link.symbol, self.year):
                return replace(span, symbols=(link.symbol,), organ="")
            if not span.doubtful:
                self.add_notice(Code.LINK_DOUBTFUL, where, text=words, link=link.symbol)
            return replace(span, told=True)
        shown = ", ".join(map(str, span.symbols)) or f"{words} of {span.organ or 'an organ without symbols'}"
        self.add_notice(Code.LINK_DIFFERS, where, text=shown, link=link.symbol)
        return span

    def _mark_notes(self, content: tuple[Inline, ...], owner: TextOwner) -> tuple[Inline, ...]:
        def mark_note(note: Note) -> Note:
            blocks = rewrite_blocks(note.blocks, lambda run, where: self.mark_run(run, where, owner))
            return replace_items(note, blocks=blocks)

        return rewrite_notes(content, mark_note)

    def check_unplaced_links(self, links: tuple[str, ...], where: Where) -> None:
        """Report each link beside the text that cannot be read or that the text does not cite."""
        for address in dict.fromkeys(links):
            symbol = _symbol_of_address(address)
            if symbol is None:
                self.add_notice(Code.LINK_UNREADABLE, where, link=address)
            elif not any(is_same_document(cited, symbol) for cited in self.cited):
                rival = next(
                    (
                        c
                        for c in sorted(self.cited)
                        if decision_number(c) and decision_number(c) == decision_number(symbol)
                    ),
                    None,
                )
                if rival:
                    self.add_notice(Code.LINK_DIFFERS, where, text=rival, link=symbol)
                else:
                    self.add_notice(Code.LINK_UNCITED, where, link=symbol)


@dataclass(frozen=True)
class _DeadLinkReporter:
    """Report links that lead nowhere, for one place of the text."""

    marker: _CitationMarker
    where: Where

    def report(self, target: str) -> None:
        """Add a notice that a link leads to no document; ``target`` is its address."""
        self.marker.add_notice(Code.LINK_UNREADABLE, self.where, link=target or "(empty)")


@dataclass(frozen=True, slots=True)
class _LinkSpan:
    """A span of a run that the source links to a document."""

    start: int
    end: int
    symbol: Symbol


Place = TypeVar("Place", CitingSpan, _LinkSpan)


def mark_citations(
    resolution: Resolution, language: Language, links: tuple[str, ...]
) -> tuple[Resolution, tuple[Notice, ...]]:
    """Mark the citations of a resolution; return it with the notices.

    ``links``: addresses that stand beside the text, without a place in it.
    """
    marker = _CitationMarker(language, resolution.year)
    owner = TextOwner(resolution.organ)
    cited = rewrite_resolution_in_context(resolution, marker.mark_run, owner, make_owner_step(language))
    marker.cited.update(resolution.facts.committee_report)
    marker.check_unplaced_links(links, resolution.where)
    return cited, tuple(marker.notices)


def _symbol_of_address(address: str) -> Symbol | None:
    try:
        return symbol_from_url(address)
    except InvalidSymbol:
        return None


def _join_link_spans(content: tuple[Inline, ...]) -> Iterator[_LinkSpan]:
    """Yield the links of a run to documents; adjacent links to the same document are one."""
    last: _LinkSpan | None = None
    text = spell_inlines(content, calls=False)
    for start, end, target in _iter_link_spans(content, 0):
        symbol = _symbol_of_address(target)
        if symbol is None or not text[start:end].strip():
            continue
        if last and last.symbol == symbol and start - last.end <= 1:
            last = replace(last, end=end)
            continue
        if last:
            yield last
        last = _LinkSpan(start, end, symbol)
    if last:
        yield last


def _source_citation_spans(content: tuple[Inline, ...], at: int) -> Iterator[CitingSpan]:
    """Yield the citations that the source itself marks: they take precedence over text and links."""
    for start, end, item in locate_inlines(content, at):
        if isinstance(item, Citation):
            yield CitingSpan(start, end, item.symbols, item.organ)
        elif isinstance(item, Styled | Link):
            yield from _source_citation_spans(item.content, start)


def _drop_overlapping_spans(spans: list[Place], given: list[CitingSpan]) -> list[Place]:
    """Return the spans that share no character with a citation marked by the source."""
    return [s for s in spans if not any(s.start < g.end and g.start < s.end for g in given)]


def _iter_link_spans(content: tuple[Inline, ...], at: int) -> Iterator[tuple[int, int, str]]:
    for start, end, item in locate_inlines(content, at):
        if isinstance(item, Link):
            yield start, end, item.target
        elif isinstance(item, Styled | Citation):
            yield from _iter_link_spans(item.content, start)


def _remove_document_links(content: tuple[Inline, ...], dead: _DeadLinkReporter) -> tuple[Inline, ...]:
    """Replace links to documents, and links that lead nowhere, by their words; clean the addresses of the others."""
    kept: list[Inline] = []
    for item in content:
        if isinstance(item, Link):
            inner = _remove_document_links(item.content, dead)
            is_document_link, address = _symbol_of_address(item.target) is not None, clean_address(item.target)
            if not is_document_link and not address:
                dead.report(item.target)
            kept += [replace(item, content=inner, target=address)] if not is_document_link and address else inner
        elif isinstance(item, Styled | Citation):
            kept.append(replace_items(item, content=_remove_document_links(item.content, dead)))
        else:
            kept.append(item)
    return tuple(kept)


def _remove_links(content: tuple[Inline, ...]) -> tuple[Inline, ...]:
    """Replace every link of a run by its words."""
    kept: list[Inline] = []
    for item in content:
        if isinstance(item, Link):
            kept += _remove_links(item.content)
        elif isinstance(item, Styled | Citation):
            kept.append(replace_items(item, content=_remove_links(item.content)))
        else:
            kept.append(item)
    return tuple(kept)
