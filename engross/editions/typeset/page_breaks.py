"""Insert a PageBreak into a Resolution where each page of its print edition begins.

A page that does not begin in the text (but in the middle row of a table, or in the index) is marked where the next page
begins in the text; if none does, it is returned to the caller.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from engross.model.book import PageMap
from engross.model.text import fold, spell_inlines
from engross.model.tree import (
    Block,
    Citation,
    Inline,
    Link,
    PageBreak,
    Part,
    Resolution,
    Styled,
    Table,
    Text,
)
from engross.model.walk import blocks_of, transform_part_blocks


@dataclass(frozen=True, slots=True)
class PagedResolution:
    """A resolution with its page breaks, and the pages that begin before its text and after it."""

    resolution: Resolution
    before: tuple[str, ...]
    after: tuple[str, ...]


def insert_page_breaks(resolution: Resolution, pages: PageMap) -> PagedResolution:
    """Return ``resolution`` with a PageBreak at each place in ``pages`` where a page begins in its text.

    Page 1 begins before the text, with the masthead, whatever place is given for it.
    """
    anchors = find_page_anchors(resolution)
    places = {start.page: start for start in pages.starts if start.anchor in anchors and start.page > 1}
    marks: dict[str, list[tuple[int, str]]] = {}
    waiting: list[int] = []
    for page in range(2, pages.pages + 1):
        waiting.append(page)
        if start := places.get(page):
            marks.setdefault(start.anchor, []).extend((start.offset, str(n)) for n in waiting)
            waiting = []
    first = ("1",) if pages.pages else ()
    return PagedResolution(break_pages(resolution, marks), first, tuple(map(str, waiting)))


def break_pages(resolution: Resolution, marks: dict[str, list[tuple[int, str]]]) -> Resolution:
    """Return ``resolution`` with page breaks: by anchor, each after so many folded characters, with its label."""
    return _PageBreaker(marks).break_resolution(resolution)


def find_page_anchors(resolution: Resolution) -> frozenset[str]:
    """Return the ids that a page can begin in."""
    annexes = (annex for part in resolution.parts for annex in part.annexes)
    return frozenset(item.id for item in (*resolution.parts, *annexes, *blocks_of(resolution)) if item.id)


@dataclass(frozen=True, slots=True)
class _PageBreaker:
    """The breaks to insert: for each anchor the offsets in it and the pages that begin there, in order."""

    marks: dict[str, list[tuple[int, str]]]

    def break_resolution(self, resolution: Resolution) -> Resolution:
        return replace(resolution, parts=tuple(map(self.break_part, resolution.parts)))

    def break_part(self, part: Part) -> Part:
        part = transform_part_blocks(part, self.break_block)
        annexes = (replace(a, blocks=self.break_in_first_block(a.id, a.blocks)) for a in part.annexes)
        return replace(part, title=self.break_run(part.id, part.title), annexes=tuple(annexes))

    def break_block(self, block: Block) -> Block:
        if isinstance(block, Table):
            return self.break_in_table(block.id, block)
        return replace(block, content=self.break_run(block.id, block.content))

    def break_in_table(self, anchor: str, table: Table) -> Table:
        """Return ``table`` with the breaks of ``anchor`` in its first cell with blocks: it has no text of its own."""
        for r, row in enumerate(table.rows if anchor in self.marks else ()):
            for c, cell in enumerate(row):
                if cell.blocks:
                    cells = (
                        *row[:c],
                        replace(cell, blocks=self.break_in_first_block(anchor, cell.blocks)),
                        *row[c + 1 :],
                    )
                    return replace(table, rows=(*table.rows[:r], cells, *table.rows[r + 1 :]))
        return table

    def break_in_first_block(self, anchor: str, blocks: tuple[Block, ...]) -> tuple[Block, ...]:
        """Return ``blocks`` with the breaks of ``anchor`` at the beginning of the first of them."""
        if anchor not in self.marks or not blocks:
            return blocks
        first = blocks[0]
        if isinstance(first, Table):
            return (self.break_in_table(anchor, first), *blocks[1:])
        return (replace(first, content=self.break_run(anchor, first.content, at_start=True)), *blocks[1:])

    def break_run(self, anchor: str, content: tuple[Inline, ...], *, at_start: bool = False) -> tuple[Inline, ...]:
        breaks = [(0 if at_start else offset, PageBreak(page)) for offset, page in self.marks.get(anchor, ())]
        return insert_breaks(content, breaks) if breaks else content


def insert_breaks(content: tuple[Inline, ...], breaks: Sequence[tuple[int, PageBreak]]) -> tuple[Inline, ...]:
    """Return ``content`` with each of ``breaks`` after so many folded characters, before the next visible one.

    ``breaks`` are in the order of their offsets. A break stands outside of other inlines if it can, and never within a
    call's number. An offset beyond the end is the end.
    """
    out: list[Inline] = []
    before, next_break = 0, 0
    for item in content:
        length = len(fold(spell_inlines((item,))))
        here = []
        while next_break < len(breaks) and breaks[next_break][0] < before + length:
            offset, mark = breaks[next_break]
            here.append((offset - before, mark))
            next_break += 1
        out += _insert_into(item, here) if here else (item,)
        before += length
    return (*out, *(mark for _, mark in breaks[next_break:]))


def _insert_into(item: Inline, breaks: Sequence[tuple[int, PageBreak]]) -> Iterator[Inline]:
    """Yield an inline with breaks before its last character."""
    if isinstance(item, Text):
        yield from _split_text(item.text, breaks)
        return
    goes_within = isinstance(item, Styled | Link | Citation)
    yield from (mark for offset, mark in breaks if offset == 0 or not goes_within)
    if within := [(offset, mark) for offset, mark in breaks if offset > 0]:
        item = (
            replace(item, content=insert_breaks(item.content, within))
            if isinstance(item, Styled | Link | Citation)
            else item
        )
    yield item


def _split_text(text: str, breaks: Sequence[tuple[int, PageBreak]]) -> Iterator[Inline]:
    """Yield the pieces of ``text`` between breaks, with the breaks."""
    start = 0
    places = folded_positions(text, [offset for offset, _ in breaks])
    for at, (_, mark) in zip(places, breaks, strict=True):
        yield from _text_if_any(text[start:at])
        yield mark
        start = at
    yield from _text_if_any(text[start:])


def folded_positions(text: str, offsets: Iterable[int]) -> Iterator[int]:
    """Yield where the character after each of ``offsets`` folded ones stands in ``text``; offsets must ascend.

    Only what lies between two of them is folded more than once, so the time grows with the length of ``text``.
    """
    start = folded = 0
    for offset in offsets:
        at = start + _folded_position(text, start, offset - folded)
        yield at
        if not unicodedata.combining(text[at]):  # a mark may go with the letter before it in form C
            start, folded = at, folded + len(fold(text[start:at]))


def _folded_position(text: str, start: int, offset: int) -> int:
    """Return how far behind ``start`` the character after ``offset`` folded ones stands."""
    reach = offset + 1
    while start + reach < len(text) and len(fold(text[start : start + reach])) <= offset:
        reach *= 2
    return bisect_right(range(reach), offset, key=lambda n: len(fold(text[start : start + n + 1])))


def _text_if_any(text: str) -> Iterator[Text]:
    if text:
        yield Text(text)
