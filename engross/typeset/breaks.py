"""A Resolution and the pages of its print edition to the same resolution with a PageBreak where each page begins.

A page whose beginning is not in the text (a table's middle row, the index) is handed on: to the next page that
begins in the text, else back to the caller.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from engross.book import PageMap
from engross.model import (
    Annex,
    Block,
    Citation,
    Heading,
    Inline,
    Link,
    PageBreak,
    Paragraph,
    Part,
    Resolution,
    Styled,
    Table,
    Text,
)
from engross.text import fold, spell


@dataclass(frozen=True, slots=True)
class Broken:
    """A resolution with its page breaks, and the pages that begin before its text and after it."""

    resolution: Resolution
    before: tuple[str, ...]
    after: tuple[str, ...]


def break_pages(resolution: Resolution, pages: PageMap) -> Broken:
    """``resolution`` with a PageBreak at each place in ``pages`` where a page begins in its text.

    Page 1 begins before the text, with the masthead, whatever place is given for it.
    """
    known = _anchors(resolution)
    places = {start.page: start for start in pages.starts if start.anchor in known and start.page > 1}
    marks: dict[str, list[tuple[int, str]]] = {}
    waiting: list[int] = []
    for page in range(2, pages.pages + 1):
        waiting.append(page)
        if start := places.get(page):
            marks.setdefault(start.anchor, []).extend((start.offset, str(n)) for n in waiting)
            waiting = []
    first = ("1",) if pages.pages else ()
    return Broken(_Breaker(marks).resolution(resolution), first, tuple(map(str, waiting)))


def _anchors(resolution: Resolution) -> frozenset[str]:
    """The ids that a page can begin in."""
    ids: list[str] = []

    def add(blocks: tuple[Block, ...]) -> None:
        for block in blocks:
            ids.append(block.id)
            if isinstance(block, Paragraph):
                add(block.children)
            elif isinstance(block, Table):
                for cell in (cell for row in block.rows for cell in row):
                    add(cell.blocks)

    for part in resolution.parts:
        ids.append(part.id)
        for blocks in (part.body, part.closing, *(annex.blocks for annex in part.annexes)):
            add(blocks)
        ids += (annex.id for annex in part.annexes)
    return frozenset(filter(None, ids))


@dataclass(frozen=True, slots=True)
class _Breaker:
    """The breaks to put in: for each anchor the offsets in it and the pages that begin there, in order."""

    marks: dict[str, list[tuple[int, str]]]

    def resolution(self, resolution: Resolution) -> Resolution:
        return replace(resolution, parts=tuple(map(self.part, resolution.parts)))

    def part(self, part: Part) -> Part:
        closing = tuple(
            replace(p, content=self.run(p.id, p.content), children=self.blocks(p.children)) for p in part.closing
        )
        annexes = tuple(map(self.annex, part.annexes))
        title, body = self.run(part.id, part.title), self.blocks(part.body)
        return replace(part, title=title, body=body, closing=closing, annexes=annexes)

    def annex(self, annex: Annex) -> Annex:
        return replace(annex, blocks=self.into_first(annex.id, self.blocks(annex.blocks)))

    def blocks(self, blocks: tuple[Block, ...]) -> tuple[Block, ...]:
        return tuple(map(self.block, blocks))

    def block(self, block: Block) -> Block:
        if isinstance(block, Table):
            rows = tuple(tuple(replace(c, blocks=self.blocks(c.blocks)) for c in row) for row in block.rows)
            return self.into_table(block.id, replace(block, rows=rows))
        content = self.run(block.id, block.content)
        if isinstance(block, Heading):
            return replace(block, content=content)
        return replace(block, content=content, children=self.blocks(block.children))

    def into_table(self, anchor: str, table: Table) -> Table:
        """``table`` with the breaks of ``anchor`` in its first cell that has text: a table has none of its own."""
        for r, row in enumerate(table.rows if anchor in self.marks else ()):
            for c, cell in enumerate(row):
                if cell.blocks:
                    cells = (*row[:c], replace(cell, blocks=self.into_first(anchor, cell.blocks)), *row[c + 1 :])
                    return replace(table, rows=(*table.rows[:r], cells, *table.rows[r + 1 :]))
        return table

    def into_first(self, anchor: str, blocks: tuple[Block, ...]) -> tuple[Block, ...]:
        """``blocks`` with the breaks of ``anchor`` at the beginning of the first of them."""
        if anchor not in self.marks or not blocks:
            return blocks
        first = blocks[0]
        if isinstance(first, Table):
            return (self.into_table(anchor, first), *blocks[1:])
        return (replace(first, content=self.run(anchor, first.content, at_start=True)), *blocks[1:])

    def run(self, anchor: str, content: tuple[Inline, ...], *, at_start: bool = False) -> tuple[Inline, ...]:
        for offset, page in reversed(self.marks.get(anchor, ())):
            content = insert(content, 0 if at_start else offset, PageBreak(page))
        return content


def insert(content: tuple[Inline, ...], offset: int, mark: PageBreak) -> tuple[Inline, ...]:
    """``content`` with ``mark`` after ``offset`` folded characters, before the next that can be seen.

    It stands outside of what is set apart where it can, and never within a call's number. An offset beyond the end
    is the end.
    """
    for n, item in enumerate(content):
        length = len(fold(spell((item,))))
        if isinstance(item, Text) and offset < length:
            at = _position(item.text, offset)
            return (*content[:n], *_texts(item.text[:at]), mark, *_texts(item.text[at:]), *content[n + 1 :])
        if offset == 0 and length:
            return (*content[:n], mark, *content[n:])
        if isinstance(item, Styled | Link | Citation) and offset < length:
            inner = replace(item, content=insert(item.content, offset, mark))
            return (*content[:n], inner, *content[n + 1 :])
        if offset < length:
            return (*content[:n], mark, *content[n:])
        offset -= length
    return (*content, mark)


def _position(text: str, offset: int) -> int:
    """Where in ``text`` the character after ``offset`` folded ones stands."""
    return next(at for at in range(len(text)) if len(fold(text[: at + 1])) > offset)


def _texts(text: str) -> Iterator[Text]:
    if text:
        yield Text(text)
