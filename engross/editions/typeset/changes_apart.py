"""Keep the words that a redline takes out and puts in apart: 2052 and 2053 beside each other would be 20522053."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from engross.grammars.han import HAN_RANGE
from engross.model.redline import STEP_BY_STYLE
from engross.model.tree import Citation, Inline, LineBreak, Link, Note, Resolution, Style, Styled, Text, Where
from engross.model.walk import rewrite_blocks, rewrite_resolution

THIN_SPACE = "\u2009"
WORD_CHARACTER = re.compile(rf"[^\W_{HAN_RANGE}\u3040-\u30ff]")  # of a script that parts its words by spaces


def part_changes(resolution: Resolution) -> Resolution:
    """Return the merged text of a redline with a thin space where words of two versions touch."""

    def part_run(content: tuple[Inline, ...], _: Where) -> tuple[Inline, ...]:
        return tuple(_RunParter().part_run(content, ()))

    return rewrite_resolution(resolution, part_run)


@dataclass(slots=True)
class _RunParter:
    """A walk through a run; ``last``: the character before, and ``marks``: the marks of changes on it."""

    last: str = ""
    marks: tuple[Style, ...] = ()

    def part_run(self, content: tuple[Inline, ...], marks: tuple[Style, ...]) -> Iterator[Inline]:
        """Yield the items of a run that has these marks, with thin spaces between them."""
        for item in content:
            if isinstance(item, Text):
                if self._is_touching(item.text, marks):
                    yield Text(THIN_SPACE)
                self.last, self.marks = item.text[-1:] or self.last, marks
                yield item
            elif isinstance(item, Styled | Link | Citation):
                yield from self._part_container(item, marks)
            else:
                if isinstance(item, Note | LineBreak):
                    self.last = ""
                yield self._part_note(item) if isinstance(item, Note) else item

    def _part_container(self, item: Styled | Link | Citation, marks: tuple[Style, ...]) -> Iterator[Inline]:
        """Yield a container, before it the space that its first text would begin with."""
        own = (*marks, item.style) if isinstance(item, Styled) and item.style in STEP_BY_STYLE else marks
        inner = tuple(self.part_run(item.content, own))
        if inner[:1] == (Text(THIN_SPACE),):
            yield inner[0]
            inner = inner[1:]
        yield replace(item, content=inner)

    def _part_note(self, note: Note) -> Note:
        def part_run(content: tuple[Inline, ...], _: Where) -> tuple[Inline, ...]:
            return tuple(_RunParter().part_run(content, ()))

        return replace(note, blocks=rewrite_blocks(note.blocks, part_run))

    def _is_touching(self, text: str, marks: tuple[Style, ...]) -> bool:
        is_word = bool(WORD_CHARACTER.match(text) and WORD_CHARACTER.match(self.last))
        return is_word and marks != self.marks
