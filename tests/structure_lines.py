"""Lines that show the structure of a reading without its text: what is compared with truths that were made by eye.

A line a block, indented by depth: role or rank, number, its first two words and its last, the notes that it calls
(``=`` before a repeated call). A table is its count of rows and of columns, with each cell that has words below it if
it holds more than a paragraph.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from engross.model.text import spell_inlines
from engross.model.tree import (
    Annex,
    Block,
    Citation,
    Heading,
    Inline,
    Link,
    Note,
    Paragraph,
    Part,
    Resolution,
    Styled,
    Table,
)

EDGE_CHARACTERS = 14  # of a long word that are shown


def list_structure(resolution: Resolution) -> Iterator[str]:
    """Yield the lines of a resolution: its symbol and facts, then its parts."""
    facts = resolution.facts
    known = (facts.adopted or "?", f"meeting {facts.meeting or '?'}", f"item {facts.agenda_item or '?'}")
    yield f"{resolution.symbol} {' '.join(known)}"
    if resolution.title or resolution.number:
        yield _join_line("whole", resolution.number, resolution.title)
    for part in resolution.parts:
        yield from _list_part(part)


def _list_part(part: Part) -> Iterator[str]:
    yield _join_line("part", part.number, part.title)
    yield from _list_blocks((*part.body, *part.closing), 1)
    for annex in part.annexes:
        yield from _list_annex(annex)


def _list_annex(annex: Annex) -> Iterator[str]:
    yield "annex"
    yield from _list_blocks(annex.blocks, 1)


def _list_blocks(blocks: Iterable[Block], depth: int) -> Iterator[str]:
    edge = "  " * depth
    for block in blocks:
        if isinstance(block, Table):
            yield edge + _describe_table(block)
            continue
        kind = f"heading-{block.rank}" if isinstance(block, Heading) else block.role.value
        yield edge + _join_line(kind, block.number, block.content)
        if isinstance(block, Paragraph):
            yield from _list_blocks(block.children, depth + 1)


def _describe_table(table: Table) -> str:
    """Return the size of a table, its repeated rows, and the words of its first and its last cell."""
    columns = max(sum(cell.columns for cell in row) for row in table.rows)
    first, last = table.rows[0][0], table.rows[-1][-1]
    ends = " … ".join(_show_ends(_spell_blocks(cell.blocks)) for cell in (first, last))
    calls = " ".join(call for row in table.rows for cell in row for call in _list_cell_calls(cell.blocks))
    return f"table {len(table.rows)}x{columns} heads {table.heads} | {ends}" + (f" | {calls}" if calls else "")


def _list_cell_calls(blocks: Iterable[Block]) -> Iterator[str]:
    yield from (call for block in blocks if not isinstance(block, Table) for call in _list_calls(block.content))


def _spell_blocks(blocks: Iterable[Block]) -> str:
    return " ".join(spell_inlines(block.content, calls=False) for block in blocks if not isinstance(block, Table))


def _join_line(kind: str, number: str, content: tuple[Inline, ...]) -> str:
    head = f"{kind} {number}".rstrip()
    calls = " ".join(_list_calls(content))
    words = spell_inlines(_drop_repeated_calls(content), calls=False)
    return f"{head} | {_show_ends(words)}" + (f" | {calls}" if calls else "")


def _drop_repeated_calls(content: tuple[Inline, ...]) -> tuple[Inline, ...]:
    """Return inlines without repeated calls, which are listed beside the words, nor what joins them."""
    kept: list[Inline] = []
    for item in content:
        if isinstance(item, Styled):
            inner = _drop_repeated_calls(item.content)
            is_call = inner != item.content and not spell_inlines(inner).strip(" ,")
            kept += [] if is_call else [replace(item, content=inner)]
        elif not (isinstance(item, Link) and item.target.startswith("#")):
            kept.append(item)
    return tuple(kept)


def _show_ends(text: str) -> str:
    """Return the first two words of a text and its last, each cut at ``EDGE_CHARACTERS``."""
    words = text.split()
    shown = words if len(words) < 4 else [*words[:2], "…", words[-1]]
    return " ".join(word if len(word) <= EDGE_CHARACTERS else f"{word[:EDGE_CHARACTERS]}~" for word in shown)


def _list_calls(content: tuple[Inline, ...]) -> Iterator[str]:
    for item in content:
        if isinstance(item, Note):
            yield item.number
        elif isinstance(item, Link) and item.target.startswith("#"):
            yield f"={spell_inlines(item.content)}"
        elif isinstance(item, Styled | Citation | Link):
            yield from _list_calls(item.content)
