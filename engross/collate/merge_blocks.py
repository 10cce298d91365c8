"""Merge two versions of the blocks of a text: the new ones, with those that were taken out still in their places."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

from engross.collate.align import AlignedText, IndexPair, align_texts, make_aligned_text
from engross.collate.merge_runs import RunMerger
from engross.collate.tokens import spell_living, spell_living_run
from engross.model.redline import History, Span
from engross.model.tree import Annex, Block, Cell, Heading, Inline, Note, Paragraph, Part, Table

Row = tuple[Cell, ...]
Item = TypeVar("Item")


@dataclass
class BlockMerger:
    """What merges the blocks of one step, and gathers the histories of the merged ones.

    ``step``: its number, from 1. ``before``, ``rows_before``: the histories and the rows of tables of the text so far.
    ``deleted`` and ``inserted``: the paragraphs that only one version has, by their ids in the merged text.
    """

    step: int
    before: Mapping[str, History]
    rows_before: Mapping[str, tuple[Span, ...]]
    histories: dict[str, History] = field(default_factory=dict)
    rows: dict[str, tuple[Span, ...]] = field(default_factory=dict)
    deleted: dict[str, Paragraph] = field(default_factory=dict)
    inserted: dict[str, Paragraph] = field(default_factory=dict)

    @property
    def runs(self) -> RunMerger:
        """What merges the runs of this step."""
        return RunMerger(self.step, self.merge_note)

    def merge_blocks(
        self, old: tuple[Block, ...], new: tuple[Block, ...], *, are_matched: bool = False
    ) -> tuple[Block, ...]:
        """Return the blocks of both versions, in the order of the new one.

        ``are_matched``: those of a note or a cell that both versions have: its only paragraph is the same in both,
        whatever became of its words.
        """
        places = [n for n, block in enumerate(old) if self.is_living(block.id)]
        pairs = [(0, 0)]
        if not (are_matched and len(places) == len(new) == 1):
            pairs = align_texts([_describe_block(old[n]) for n in places], [*map(_describe_block, new)])
        pairs = [(places[m], n) for m, n in pairs if _may_merge(old[places[m]], new[n])]
        return tuple(self.merge_block(a, b) for a, b in interleave(old, new, pairs))

    def merge_block(self, old: Block | None, new: Block | None) -> Block:
        """Return the merged block of two versions of a block, or of the one that there is."""
        block = new or old
        if block is None:
            raise ValueError("a block of neither version")
        merged = replace(block, id=self.record_history(old, new))
        if isinstance(merged, Table):
            return self._merge_tables(old, new, merged)
        content = self.runs.merge_runs(_content_of(old), _content_of(new))
        if isinstance(merged, Heading):
            return replace(merged, content=content)
        children = self.merge_blocks(_children_of(old), _children_of(new))
        self._keep_for_moves(old, new, merged.id)
        return replace(merged, content=content, children=children)

    def merge_note(self, old: Note | None, new: Note | None) -> Note | None:
        """Return the merged note of two versions of a note, or of the one that there is."""
        note = new or old
        if note is None:
            return None
        blocks = self.merge_blocks(old.blocks if old else (), new.blocks if new else (), are_matched=True)
        return replace(note, id=self.record_history(old, new), blocks=blocks)

    def record_history(self, old: Named | None, new: Named | None) -> str:
        """Record the history of something that one or both versions have; return its id in the merged text."""
        history = self.before.get(old.id, History()) if old else History(Span(self.step), ("",) * self.step)
        if new:
            name, number = new.id, getattr(new, "number", "")
        else:
            is_living = old is not None and self.is_living(old.id)
            name, number = (f"{mark_of_step(self.step)}{old.id}" if is_living else old.id) if old else "", ""
            if is_living:
                history = replace(history, span=replace(history.span, end=self.step))
        own_id = new.id if new else ""
        numbers, ids = (*history.numbers, number), (*history.ids, *("",) * (self.step - len(history.ids)), own_id)
        self.histories[name] = replace(history, numbers=numbers, ids=ids)
        return name

    def is_living(self, name: str) -> bool:
        """Return whether the last version merged so far has what has an id."""
        return self.before.get(name, History()).span.end is None

    def _merge_tables(self, old: Block | None, new: Block | None, merged: Table) -> Table:
        rows, new_rows = (block.rows if isinstance(block, Table) else () for block in (old, new))
        spans = self.rows_before.get(old.id, (Span(),) * len(rows)) if old else ()
        living = [n for n, span in enumerate(spans) if span.end is None]
        matched = [(living[m], n) for m, n in _pair_rows([rows[n] for n in living], [*new_rows])]
        out: list[Row] = []
        out_spans: list[Span] = []
        for a, b in interleave(tuple(range(len(rows))), tuple(range(len(new_rows))), matched):
            span = Span(self.step) if a is None else spans[a]
            is_lost = b is None and span.end is None
            out_spans.append(replace(span, end=self.step) if is_lost else span)
            out.append(self._merge_rows(None if a is None else rows[a], None if b is None else new_rows[b]))
        self.rows[merged.id] = tuple(out_spans)
        return replace(merged, rows=tuple(out), heads=_count_heads(new, out_spans) if new else merged.heads)

    def _merge_rows(self, old: Row | None, new: Row | None) -> Row:
        shape, a, b = new or old or (), old or (), new or ()
        return tuple(
            replace(
                cell, blocks=self.merge_blocks(a[n].blocks if a else (), b[n].blocks if b else (), are_matched=True)
            )
            for n, cell in enumerate(shape)
        )

    def _keep_for_moves(self, old: Block | None, new: Block | None, name: str) -> None:
        if old is None and isinstance(new, Paragraph):
            self.inserted[name] = new
        elif new is None and isinstance(old, Paragraph) and self.is_living(old.id):
            self.deleted[name] = old


Named = Block | Note | Annex | Part


def mark_of_step(step: int) -> str:
    """Return what the ids of what a step took out begin with: other versions have the same ids."""
    return f"gone-{step}-"


def interleave(
    old: Sequence[Item], new: Sequence[Item], pairs: list[IndexPair]
) -> Iterator[tuple[Item | None, Item | None]]:
    """Yield the items of two sequences, those of a pair together, old ones before new ones between pairs."""
    start, new_start = 0, 0
    for m, n in (*pairs, (len(old), len(new))):
        yield from ((item, None) for item in old[start:m])
        yield from ((None, item) for item in new[new_start:n])
        if m < len(old) and n < len(new):
            yield old[m], new[n]
        start, new_start = m + 1, n + 1


def _content_of(block: Block | None) -> tuple[Inline, ...]:
    return () if block is None or isinstance(block, Table) else block.content


def _children_of(block: Block | None) -> tuple[Block, ...]:
    return block.children if isinstance(block, Paragraph) else ()


def _describe_block(block: Block) -> AlignedText:
    if isinstance(block, Table):
        return make_aligned_text("table", "", spell_living((block,)))
    return make_aligned_text(type(block).__name__, block.number, spell_living_run(block.content))


def _pair_rows(old: list[Row], new: list[Row]) -> list[IndexPair]:
    """Return the pairs of rows that are alike; rows that a cell reaches over go together."""
    bands, new_bands = list(_list_bands(old)), list(_list_bands(new))
    pairs = align_texts([_describe_rows(old[a:b]) for a, b in bands], [_describe_rows(new[a:b]) for a, b in new_bands])
    bound = ((bands[m], new_bands[n]) for m, n in pairs)
    alike = ((a, b) for a, b in bound if _has_same_cells(old[slice(*a)], new[slice(*b)]))
    return [pair for a, b in alike for pair in zip(range(*a), range(*b), strict=True)]


def _list_bands(rows: list[Row]) -> Iterator[IndexPair]:
    """Yield the first row, and that behind the last, of rows that stand by themselves, or are held by a tall cell."""
    start, end = 0, 0
    for n, row in enumerate(rows):
        if n == end and n > start:
            yield start, n
            start = n
        end = max(end, n + 1, *(n + cell.rows for cell in row))
    if rows:
        yield start, len(rows)


def _describe_rows(rows: list[Row]) -> AlignedText:
    """Return rows as they are aligned; the first cell, which names its row, counts as much as all others."""
    texts = [[spell_living(cell.blocks) for cell in row] for row in rows]
    return make_aligned_text("row", "", "\n".join(cell for row in texts for cell in (*row[:1] * len(row), *row)))


def _may_merge(old: Block, new: Block) -> bool:
    """Return whether two blocks can be one: tables only if their rows are as wide."""
    if not isinstance(old, Table) or not isinstance(new, Table):
        return type(old) is type(new)
    widths = [{sum(cell.columns for cell in row) for row in table.rows} for table in (old, new)]
    return widths[0] == widths[1]


def _has_same_cells(old: list[Row], new: list[Row]) -> bool:
    shapes = [[[(cell.columns, cell.rows) for cell in row] for row in rows] for rows in (old, new)]
    return shapes[0] == shapes[1]


def _count_heads(new: Block, spans: list[Span]) -> int:
    """Return how many rows head the merged table: those of the new one, and those taken out before the last of them."""
    heads = new.heads if isinstance(new, Table) else 0
    seen = 0
    for n, span in enumerate(spans):
        if seen == heads:
            return n
        seen += span.end is None
    return len(spans)
