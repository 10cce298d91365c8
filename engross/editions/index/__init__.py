"""Build the index of document symbols: each document that the text cites, under its organ, with its places.

The index is content: it is built before typesetting; page numbers are put in when the print edition is laid out.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import groupby

from engross.grammars.language import Language
from engross.grammars.places import Place, name_places
from engross.grammars.symbol import Symbol
from engross.model.book import IndexEntry, IndexGroup, Locator, PageMap, SymbolIndex
from engross.model.text import spell_title
from engross.model.tree import Citation, Resolution

# The group of documents whose organ has no group of its own.
OTHER_GROUP = "other"

_PlacedCitation = tuple[Citation, Place]


def build_index(resolution: Resolution, language: Language) -> SymbolIndex:
    """Return the index of ``resolution`` in its reader's language, without pages."""
    by_symbol: dict[Symbol, list[_PlacedCitation]] = defaultdict(list)
    by_name: dict[str, list[_PlacedCitation]] = defaultdict(list)
    for citation, place in name_places(resolution, language):
        if isinstance(citation, Citation):
            for symbol in citation.symbols:
                by_symbol[symbol].append((citation, place))
            if not citation.symbols:
                by_name[_name_without_symbol(citation, language)].append((citation, place))
    entries = [
        (s.organ, IndexEntry(s, _citation_words(c[0][0]), _document_url(s, language), *_locate(c, language)))
        for s, c in sorted(by_symbol.items())
    ]
    entries += [
        (OTHER_GROUP, IndexEntry(None, printed, "", *_locate(c, language)))
        for printed, c in sorted(by_name.items(), key=lambda item: _natural_key(item[0]))
    ]
    return SymbolIndex(tuple(_group_by_organ(entries, language)))


def paginate_index(symbols: SymbolIndex, pages: PageMap) -> SymbolIndex:
    """Return the index with the page of each place; 0 where the page map has none."""
    page_of = dict(pages.anchors)

    def paginate_locator(locator: Locator) -> Locator:
        again = tuple((anchor, page_of.get(anchor, 0)) for anchor, _ in locator.again)
        return replace(locator, page=page_of.get(locator.anchor, 0), again=again)

    def paginate_entry(entry: IndexEntry) -> IndexEntry:
        return replace(entry, places=tuple(map(paginate_locator, entry.places)))

    return SymbolIndex(tuple(replace(g, entries=tuple(map(paginate_entry, g.entries))) for g in symbols.groups))


def join_indexes(first: SymbolIndex, second: SymbolIndex) -> SymbolIndex:
    """Return an index with what only the second has behind the entries of its organ: each document once.

    A document that both cite has the places of the first; words of the second that cite it lead to it, too. Without a
    symbol, one of the same figures is the same: each language names its organ by its own name.
    """
    others = {_identify_entry(entry): entry for entry in reversed([*second.entries()])}
    groups = {
        group.organ: replace(
            group, entries=tuple(_add_citations(entry, others.get(_identify_entry(entry))) for entry in group.entries)
        )
        for group in first.groups
    }
    listed = Counter(map(_identify_entry, first.entries()))
    for group in second.groups:
        new = tuple(_iter_unlisted(group.entries, listed))
        if new:
            known = groups.get(group.organ, replace(group, entries=()))
            groups[group.organ] = replace(known, entries=(*known.entries, *new))
    return SymbolIndex(tuple(groups.values()))


def _iter_unlisted(entries: Iterable[IndexEntry], listed: Counter[Symbol | tuple[int, ...]]) -> Iterator[IndexEntry]:
    """Yield the entries that are not ``listed``, which counts those that are, and goes down with each that is met."""
    for entry in entries:
        document = _identify_entry(entry)
        if listed[document]:
            listed[document] -= 1
        else:
            yield entry


def _identify_entry(entry: IndexEntry) -> Symbol | tuple[int, ...]:
    """Return what tells whether an entry in another language is of the same document: its symbol, else its figures."""
    return entry.symbol or tuple(map(int, re.findall(r"\d{1,18}", entry.printed)))


def _add_citations(entry: IndexEntry, other: IndexEntry | None) -> IndexEntry:
    return replace(entry, citations=(*entry.citations, *other.citations)) if other else entry


def _name_without_symbol(citation: Citation, language: Language) -> str:
    """Return the name of a document without a symbol: its organ as named and its number, or that none is named."""
    number = _citation_words(citation)
    if not citation.organ:
        return language.word("labels", "unnamed", number=number)
    return language.word("labels", "unknown", organ=citation.organ, number=number)


def _natural_key(name: str) -> list[tuple[int, str]]:
    """Return the key by which names are sorted: words by letters, numbers by value."""
    return [(int(figures or 0), word.casefold()) for word, figures in re.findall(r"(\D*)(\d{0,18})", name)]


def _citation_words(citation: Citation) -> str:
    return spell_title(citation.content)


def _document_url(symbol: Symbol, language: Language) -> str:
    return symbol.url(language.words["language"]["resolver"])


def _locate(cited: list[_PlacedCitation], language: Language) -> tuple[tuple[Locator, ...], tuple[str, ...]]:
    """Return the places of an entry in reading order, and the anchors of all its citations, each once.

    Citations with one label are one place, on all their pages.
    """
    anchors_by_place: dict[Place, list[str]] = defaultdict(list)
    for citation, place in cited:
        anchors_by_place[place].append(citation.id)
    locators: list[Locator] = []
    for _, places in groupby(anchors_by_place, key=lambda place: place.several or place):
        shown = _show_together(list(places), language)
        locators += [
            replace(Locator(first, place.label, again=tuple((a, 0) for a in more)), shown=words, after=after)
            for place, words, after in shown
            for first, *more in [anchors_by_place[place]]
        ]
    locators[-1] = replace(locators[-1], after="")
    return tuple(locators), tuple(dict.fromkeys(citation.id for citation, _ in cited))


def _show_together(places: list[Place], language: Language) -> Iterator[tuple[Place, str, str]]:
    """Yield places of one kind, each with the words shown and the mark behind it: "paras. 6", "8" and "11"."""
    words = language.words["index"]
    if len(places) == 1:
        yield places[0], "", words["places"]
        return
    before, _, behind = (places[0].two if len(places) == 2 else places[0].several).partition("{n}")
    last = len(places) - 1
    marks = [*[words["numbers"]] * (last - 1), words["last_number"], words["places"]]
    for n, place in enumerate(places):
        yield place, ("" if n else before) + place.number + (behind if n == last else ""), marks[n]


def _group_by_organ(entries: list[tuple[str, IndexEntry]], language: Language) -> Iterator[IndexGroup]:
    names: dict[str, str] = language.words["organs"]
    by_organ: dict[str, list[IndexEntry]] = defaultdict(list)
    for organ, entry in entries:
        by_organ[organ if organ in names else OTHER_GROUP].append(entry)
    for organ, name in names.items():
        if organ in by_organ:
            yield IndexGroup(organ, name, tuple(by_organ[organ]))
