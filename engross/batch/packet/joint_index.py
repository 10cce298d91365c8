"""Merge the indexes of a packet's documents into one: for each document cited, the packet's pages that cite it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from engross.batch.corpus.citation_store import natural_key
from engross.editions.typeset.packet import PacketEntry, PacketGroup
from engross.grammars.language import Language
from engross.grammars.symbol import find_url


@dataclass(frozen=True, slots=True)
class PlacedIndex:
    """A document in the packet: its symbol and organ, the packet's page on which it begins, its index as data."""

    symbol: str
    organ: str
    page: int
    index: dict[str, Any]


@dataclass(slots=True)
class _EntryDraft:
    """An entry under construction."""

    organ: str
    url: str = ""
    pages: set[int] = field(default_factory=set)
    own: set[int] = field(default_factory=set)


def merge_indexes(documents: Sequence[PlacedIndex], words: Language) -> tuple[PacketGroup, ...]:
    """Return the joint index by organs, in the order of the index of a document; ``words``: language of the names."""
    drafts: dict[str, _EntryDraft] = {}
    resolver = words.words["language"]["resolver"]
    for document in documents:
        own = drafts.setdefault(document.symbol, _EntryDraft(document.organ))
        own.own.add(document.page)
        for entry in document.index.get("symbols", ()):
            draft = drafts.setdefault(entry["symbol"] or entry["as_printed"], _EntryDraft(entry["organ"]))
            draft.pages |= {document.page + place["page"] - 1 for place in entry["places"] if place["page"]}
    for name, draft in drafts.items():
        draft.url = find_url(name, resolver)
    by_organ: dict[str, dict[str, _EntryDraft]] = defaultdict(dict)
    organs: dict[str, str] = words.words["organs"]
    for name, draft in drafts.items():
        by_organ[draft.organ if draft.organ in organs else "other"][name] = draft
    return tuple(
        PacketGroup(organs[organ], tuple(_finish_entries(by_organ[organ]))) for organ in organs if by_organ[organ]
    )


def _finish_entries(drafts: dict[str, _EntryDraft]) -> Iterator[PacketEntry]:
    for name in sorted(drafts, key=natural_key):
        draft = drafts[name]
        yield PacketEntry(name, draft.url, join_pages(draft.pages), tuple(sorted(draft.own)))


def join_pages(pages: Iterable[int]) -> tuple[tuple[int, int], ...]:
    """Return the runs of pages that follow each other: the first and the last of each."""
    runs: list[tuple[int, int]] = []
    for _, run in groupby(enumerate(sorted(pages)), key=lambda pair: pair[1] - pair[0]):
        numbers = [number for _, number in run]
        runs.append((numbers[0], numbers[-1]))
    return tuple(runs)
