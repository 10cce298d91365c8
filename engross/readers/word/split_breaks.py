"""Split a paragraph at its breaks where its lines are paragraphs of their own: clauses, and closing lines."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from engross.grammars.language import Language
from engross.model.text import spell_inlines
from engross.model.tree import Citation, Inline, LineBreak, Link, Styled
from engross.readers.common.closing_line import NO_FACTS, read_closing_line
from engross.readers.lines.layout_habits import CLAUSE_END_MARKS
from engross.readers.word.body_items import BodyItem
from engross.readers.word.item_markers import cut_marker, has_lead_look
from engross.readers.word.notes import cut_leading_characters


def split_at_breaks(content: tuple[Inline, ...]) -> list[tuple[Inline, ...]]:
    """Return the lines of a run, each with the emphasis that it stands in; a run without breaks is one."""
    lines: list[tuple[Inline, ...]] = [()]
    for item in content:
        if isinstance(item, LineBreak):
            lines.append(())
        elif isinstance(item, Styled | Link | Citation):
            first, *others = (replace(item, content=line) if line else None for line in split_at_breaks(item.content))
            lines[-1] += (first,) if first else ()
            lines += [(line,) if line else () for line in others]
        else:
            lines[-1] += (item,)
    return lines


def split_item_at_breaks(item: BodyItem) -> list[BodyItem]:
    """Return each line of a paragraph that has words as an item of its own; the first has the ledger entries."""
    lines = [cut_leading_characters(line, 0) for line in split_at_breaks(item.content) if spell_inlines(line).strip()]
    first, others = lines[:1], lines[1:]
    bare = replace(item, number="", entries=(), pictures=0)
    return [*(replace(item, content=line) for line in first), *(replace(bare, content=line) for line in others)]


def split_closing_lines(items: list[BodyItem], lang: Language) -> list[BodyItem]:
    """Return body items with each meeting and day that share a paragraph as items of their own."""
    return [line for item in items for line in _split_closing_item(item, lang)]


def _split_closing_item(item: BodyItem, lang: Language) -> Iterator[BodyItem]:
    """Yield the lines of a paragraph if the first names a meeting or a day and every other does, or is a vote."""
    lines = split_item_at_breaks(item)
    closing = (_is_closing_text(line.text, lang, is_first=n == 0) for n, line in enumerate(lines))
    yield from lines if len(lines) > 1 and all(closing) else (item,)


def _is_closing_text(text: str, lang: Language, is_first: bool) -> bool:
    is_vote = not is_first and text.startswith("[") and text.endswith("]")
    return is_vote or read_closing_line(text, lang) != NO_FACTS


def split_clause_lines(items: list[BodyItem]) -> list[BodyItem]:
    """Return body items with clauses that share a paragraph, parted by breaks alone, as items of their own.

    A clause begins behind the mark that ends another, with a marker or with words that are set apart.
    """
    return [part for item in items for part in _split_clauses(item)]


def _split_clauses(item: BodyItem) -> list[BodyItem]:
    lines = split_item_at_breaks(item)
    if item.rank or item.is_all_bold or len(lines) < 2:
        return [item]
    starts = [0, *(n for n in range(1, len(lines)) if _is_clause_start(lines[n - 1], lines[n]))]
    if len(starts) < 2:
        return [item]
    ends = [*starts[1:], len(lines)]
    return [replace(lines[a], content=_join_at_breaks(lines[a:b])) for a, b in zip(starts, ends, strict=True)]


def _is_clause_start(before: BodyItem, line: BodyItem) -> bool:
    marker = cut_marker(line.content, heading=False)[0]
    return before.text.endswith(CLAUSE_END_MARKS) and (has_lead_look(line.content) or bool(marker))


def _join_at_breaks(lines: list[BodyItem]) -> tuple[Inline, ...]:
    content = lines[0].content
    for line in lines[1:]:
        content = (*content, LineBreak(), *line.content)
    return content
