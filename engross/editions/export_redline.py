"""Write a redline as data: its versions, the list of changes, the merged text piece by piece."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, replace
from typing import Any

from engross.model.book import Imprint
from engross.model.redline import DELETED_STYLES, STEP_BY_STYLE, History, Redline, Span
from engross.model.tree import (
    Block,
    Citation,
    Heading,
    Inline,
    LineBreak,
    Link,
    Note,
    Paragraph,
    Part,
    Styled,
    Table,
    Text,
)

ALL_VERSIONS = Span()


def make_redline_json(redline: Redline, imprint: Imprint) -> bytes:
    """Return a redline as JSON.

    ``text``: its blocks in reading order. A block has its number in each version ("numbers"), the versions that have it
    ("first", and "end" if a later one lost it, counted from 0), and its pieces: a text or a note with the versions that
    have it. So the text of a version is what stands in pieces and blocks that it has.
    """
    writer = _RedlineWriter(redline)
    data = {
        "engross": imprint.version,
        "language": redline.resolution.language,
        "versions": [
            {"symbol": str(version.symbol), "date": version.date, "source": version.source, "sha256": version.sha256}
            for version in redline.versions
        ],
        "changes": [{name: value for name, value in asdict(change).items() if value} for change in redline.changes],
        "numbers": [*redline.histories[""].numbers],
        "title": [*writer.list_run(redline.resolution.title)],
        "text": [item for part in redline.resolution.parts for item in writer.list_part(part)],
        "notes": writer.notes,
    }
    return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode("utf-8")


class _RedlineWriter:
    """What writes the blocks of a redline; ``notes``: the blocks of each note met on the way, by its id."""

    def __init__(self, redline: Redline) -> None:
        self._redline = redline
        self.notes: dict[str, Any] = {}

    def list_part(self, part: Part) -> Iterator[dict[str, Any]]:
        """Yield a part's title and its blocks."""
        yield {"is": "title", **self._describe(part.id), "pieces": [*self.list_run(part.title)]}
        yield from self.list_blocks((*part.body, *part.closing))
        for annex in part.annexes:
            yield {"is": "annex", **self._describe(annex.id)}
            yield from self.list_blocks(annex.blocks)

    def list_blocks(self, blocks: Iterable[Block], depth: int = 0) -> Iterator[dict[str, Any]]:
        """Yield blocks and those in them, each with its depth."""
        for block in blocks:
            if isinstance(block, Table):
                yield {"is": "table", **self._describe(block.id), "depth": depth, "rows": [*self._list_rows(block)]}
                continue
            kind = block.role.value if isinstance(block, Paragraph) else f"heading-{block.rank}"
            yield {"is": kind, **self._describe(block.id), "depth": depth, "pieces": [*self.list_run(block.content)]}
            yield from self.list_blocks(() if isinstance(block, Heading) else block.children, depth + 1)

    def _list_rows(self, table: Table) -> Iterator[dict[str, Any]]:
        spans = self._redline.rows.get(table.id, (Span(),) * len(table.rows))
        for row, span in zip(table.rows, spans, strict=True):
            yield {**_write_span(span), "cells": [[*self.list_blocks(cell.blocks)] for cell in row]}

    def _describe(self, name: str) -> dict[str, Any]:
        history = self._redline.histories.get(name, History())
        moved = {"moved": history.moved} if history.moved else {}
        return {"id": name, "numbers": [*history.numbers], **_write_span(history.span), **moved}

    def list_run(self, content: tuple[Inline, ...]) -> Iterator[dict[str, Any]]:
        """Yield the pieces of a run, notes by their ids, and keep the notes."""
        for piece in _list_pieces(content):
            if isinstance(note := piece.get("note"), Note):
                self.notes[note.id] = {**self._describe(note.id), "text": [*self.list_blocks(note.blocks)]}
                piece["note"] = note.id
            yield piece


def _list_pieces(content: Iterable[Inline], span: Span = ALL_VERSIONS) -> Iterator[dict[str, Any]]:
    """Yield the texts and notes of a run, each with the versions that have it."""
    for item in content:
        if isinstance(item, Text):
            yield {"text": item.text, **_write_span(span)}
        elif isinstance(item, LineBreak):
            yield {"text": "\n", **_write_span(span)}
        elif isinstance(item, Note):
            yield {"note": item, **_write_span(span)}
        elif isinstance(item, Styled | Link | Citation):
            yield from _list_pieces(item.content, _narrow(span, item))


def _narrow(span: Span, item: Styled | Link | Citation) -> Span:
    """Return the versions that have what is in an inline."""
    if not isinstance(item, Styled) or item.style not in STEP_BY_STYLE:
        return span
    step = STEP_BY_STYLE[item.style]
    return replace(span, end=step) if item.style in DELETED_STYLES else replace(span, first=step)


def _write_span(span: Span) -> dict[str, int]:
    return {"first": span.first} if span.end is None else {"first": span.first, "end": span.end}
