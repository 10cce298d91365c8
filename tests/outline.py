"""Outline the tree of a resolution as lines, so that what a step changes is a difference of lines.

A block is a line: its role, its number, its id after ``=``, its inlines. Text stands in “ ”, styled words after the
name of their style: ``italic(“Recalling”)``.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator

from engross.model.text import spell_inlines
from engross.model.tree import (
    Annex,
    Block,
    Citation,
    Heading,
    Inline,
    LineBreak,
    Link,
    Note,
    PageBreak,
    Paragraph,
    Resolution,
    Styled,
    Table,
    Text,
)
from engross.model.walk import descend_blocks, top_blocks_of
from engross.readers.lines.lines import Line


def outline(resolution: Resolution) -> Iterator[str]:
    """Yield the lines of a resolution: the dates that were understood, then its blocks, indented by depth."""
    facts = resolution.facts
    yield f"adopted {facts.adopted or '?'}, issued {facts.issued or '?'}"
    for part in resolution.parts:
        yield f"part {part.number}{_id(part.id)}: {_run(part.title)}"
        yield from _blocks((*part.body, *part.closing), 1)
        for annex in part.annexes:
            yield from _annex(annex)


def changes(before: Iterable[str], after: Iterable[str]) -> str:
    """Return how two outlines differ: ``-`` before removed lines, ``+`` before added ones, two spaces before others."""
    lines = difflib.ndiff(list(before), list(after))
    return "".join(f"{line.rstrip()}\n" for line in lines if not line.startswith("?"))


def layouts_shown(lines: Iterable[Line]) -> Iterator[str]:
    """Yield the layout of each line: where it begins and ends, its size, gap above and shortness, its letters."""
    yield " left  right  size   gap  short"
    for line in lines:
        it = line.layout
        assert it
        marks = [f"bold {it.bold}"] * bool(it.bold) + [f"italic {it.italic}"] * bool(it.italic)
        marks += ["centred"] * it.is_centred
        place = f"{it.left:5.1f}  {it.right:5.1f}  {it.size:.2f}  {it.gap_above:4.1f}  {it.short:5.1f}"
        yield f"{place}  {''.join(f'({mark}) ' for mark in marks)}{line.text}"


def looks(resolution: Resolution) -> Iterator[str]:
    """Yield the fields of the masthead, then of each title, heading and paragraph the words that are set apart."""
    masthead = resolution.masthead
    fields = ((name, getattr(masthead, name)) for name in masthead.__slots__)
    yield from (f"{name}: {words if isinstance(words, str) else _run(words)}" for name, words in fields if words)
    for part in resolution.parts:
        yield f"title: {_run(part.title)}"
        for block in descend_blocks(top_blocks_of(part)):
            if isinstance(block, Heading):
                yield f"heading {block.rank}: {spell_inlines(block.content)}"
            elif isinstance(block, Paragraph):
                number = f" {block.number}" if block.number else ""
                yield f"{block.role.value}{number}: {', '.join(_words_apart(block.content))}"


def _words_apart(content: tuple[Inline, ...]) -> Iterator[str]:
    """Yield the words of a run that are set apart, those of its notes too."""
    for item in content:
        if isinstance(item, Styled):
            yield f"{item.style.value}(“{' '.join(spell_inlines(item.content).split())}”)"
        elif isinstance(item, Note):
            words = (
                words for block in item.blocks if not isinstance(block, Table) for words in _words_apart(block.content)
            )
            yield f"note {item.number}{''.join(f' {one}' for one in words)}"


def _annex(annex: Annex) -> Iterator[str]:
    yield f"annex{_id(annex.id)}"
    yield from _blocks(annex.blocks, 1)


def _blocks(blocks: Iterable[Block], depth: int) -> Iterator[str]:
    for block in blocks:
        edge = "  " * depth
        if isinstance(block, Table):
            yield f"{edge}table{_id(block.id)}"
            for row in block.rows:
                yield f"{edge}  row of {', '.join(f'{cell.columns}×{cell.rows}' for cell in row)}"
                yield from (line for cell in row for line in _blocks(cell.blocks, depth + 2))
            continue
        kind = f"heading {block.rank}" if isinstance(block, Heading) else block.role.value
        yield f"{edge}{kind} {block.number}".rstrip() + f"{_id(block.id)}: {_run(block.content)}"
        yield from (line for note in _notes(block.content) for line in _blocks(note.blocks, depth + 2))
        if isinstance(block, Paragraph):
            yield from _blocks(block.children, depth + 1)


def _id(name: str) -> str:
    return f" ={name}" if name else ""


def _notes(content: tuple[Inline, ...]) -> Iterator[Note]:
    for item in content:
        if isinstance(item, Note):
            yield item
        elif isinstance(item, Styled | Link | Citation):
            yield from _notes(item.content)


def _run(content: tuple[Inline, ...]) -> str:
    return " ".join(map(_inline, content))


def _inline(item: Inline) -> str:
    match item:
        case Text(text):
            return f"“{text}”".replace("\n", "⏎")
        case Styled(style, inner):
            return f"{style.value}({_run(inner)})"
        case Citation(inner, symbols):
            meaning = ", ".join(map(str, symbols)) or f"? of {item.organ}"
            return f"cite{_id(item.id)}({_run(inner)} → {meaning})"
        case Link(target, inner):
            return f"link({_run(inner)} → {target})"
        case Note(number):
            return f"note {number}{_id(item.id)}"
        case LineBreak():
            return "line-break"
        case PageBreak(page):
            return f"page {page}"
