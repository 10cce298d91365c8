"""Report words that the source strikes out: they may be deletions of a draft; nothing is changed."""

from __future__ import annotations

from collections.abc import Iterator

from engross.model.notice import Code, Notice, make_notice
from engross.model.text import shorten_text, spell_inlines
from engross.model.tree import Inline, Resolution, Style, Styled, Table, Where
from engross.model.walk import blocks_of, inlines_of, notes_of


def report_struck_words(resolution: Resolution) -> tuple[Notice, ...]:
    """Return a notice for each title, paragraph or heading with words struck out, those of notes behind the others."""
    runs = ((_spell_struck_words(content), where) for content, where in _list_runs(resolution))
    return tuple(make_notice(Code.STRUCK_OUT, where, text=words) for words, where in runs if words)


def _list_runs(resolution: Resolution) -> Iterator[tuple[tuple[Inline, ...], Where]]:
    """Yield every run of a resolution with its place."""
    yield resolution.title, resolution.where
    yield from ((part.title, part.where) for part in resolution.parts)
    noted = (block for note in notes_of(resolution) for block in note.blocks)
    for block in (*blocks_of(resolution), *noted):
        if not isinstance(block, Table):
            yield block.content, block.where


def _spell_struck_words(content: tuple[Inline, ...]) -> str:
    """Return the struck-out words of a run, an ellipsis where others stand between; "" for none."""
    return shorten_text(" … ".join(_list_struck_words(content)))


def _list_struck_words(content: tuple[Inline, ...]) -> Iterator[str]:
    for item in inlines_of(content):
        if isinstance(item, Styled) and item.style is Style.STRIKE:
            yield spell_inlines(item.content, calls=False).strip()
