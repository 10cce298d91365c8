"""Part runs of inlines into tokens that can be compared one by one, and put tokens together to runs again.

A token is a word, a mark, white space, a Han character, a line break or a note. A note is compared by its text.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import groupby, pairwise

from engross.grammars.han import HAN_RANGE
from engross.model.redline import DELETED_STYLES, STEP_BY_STYLE
from engross.model.text import fold
from engross.model.tree import Block, Citation, Inline, LineBreak, Link, Note, Style, Styled, Text
from engross.model.walk import join_inlines, runs_of_blocks

Container = Styled | Link | Citation

# Numbers and symbols of documents are whole: "2023/12", "A/RES/77/1", "1,250", "1 250".
SINGLE = f"{HAN_RANGE}\u3040-\u30ff"  # characters of scripts without spaces
WORD = rf"[^\W_{SINGLE}]+"
TOKEN = re.compile(
    rf"\d{{1,3}}(?:[ \u00a0\u202f]\d{{3}})+(?!\w)|\s+|[{SINGLE}]|{WORD}(?:[-‑'’/.,:]{WORD})*|.", re.DOTALL
)
HAN = re.compile(f"[{HAN_RANGE}]")
NOTE_KEY = "\x00"  # what the key of a note begins with
BREAK_KEY = "\n"


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of a run: what it is compared by, the leaf that holds it, what is around it, the marks of changes on it.

    ``around``: styles, links and citations without their content, the outermost first; no marks of changes.
    """

    key: str
    leaf: Text | Note | LineBreak
    around: tuple[Container, ...] = ()
    marks: tuple[Style, ...] = ()

    @property
    def is_deleted(self) -> bool:
        """Whether an earlier version has lost it."""
        return any(style in DELETED_STYLES for style in self.marks)

    @property
    def is_note(self) -> bool:
        """Whether it is a note."""
        return isinstance(self.leaf, Note)


def part_into_tokens(
    content: Iterable[Inline], around: tuple[Container, ...] = (), marks: tuple[Style, ...] = ()
) -> Iterator[Token]:
    """Yield the tokens of a run, in order."""
    for item in content:
        if isinstance(item, Text):
            yield from (Token(key, Text(key), around, marks) for key in TOKEN.findall(item.text))
        elif isinstance(item, Note):
            yield Token(NOTE_KEY + fold(spell_living(item.blocks)), item, around, marks)
        elif isinstance(item, LineBreak):
            yield Token(BREAK_KEY, item, around, marks)
        elif isinstance(item, Styled) and item.style in STEP_BY_STYLE:
            yield from part_into_tokens(item.content, around, (*marks, item.style))
        elif isinstance(item, Styled | Link | Citation):
            yield from part_into_tokens(item.content, (*around, replace(item, content=())), marks)


def spell_living(blocks: tuple[Block, ...]) -> str:
    """Return the text of blocks as the last version has it, a line for each; notes with their text."""
    return "\n".join(spell_living_run(run) for run in runs_of_blocks(blocks))


def spell_living_run(content: tuple[Inline, ...]) -> str:
    """Return the text of a run as the last version has it, notes with their text."""
    return "".join(token.key for token in part_into_tokens(content) if not token.is_deleted)


def join_tokens(tokens: Iterable[Token]) -> tuple[Inline, ...]:
    """Return the run of tokens: marks of changes innermost, so that no citation is parted."""
    return join_inlines(tuple(_nest_tokens([*tokens], 0)))


def _nest_tokens(tokens: list[Token], depth: int) -> Iterator[Inline]:
    """Yield the inlines of tokens that have ``depth`` containers in common."""

    def container_at_depth(token: Token) -> Container | None:
        return token.around[depth] if len(token.around) > depth else None

    for container, group in groupby(tokens, key=container_at_depth):
        if container is None:
            yield from (_mark_leaf(token) for token in group)
        else:
            inside = tuple(_nest_tokens([*group], depth + 1))
            yield replace(container, content=inside)


def _mark_leaf(token: Token) -> Inline:
    item: Inline = token.leaf
    for style in reversed(token.marks):
        item = Styled(style, (item,))
    return item


def count_words(text: str) -> Counter[str]:
    """Return how often each word stands in a text; of Han characters, each pair: single ones are in any text."""
    tokens = [token for token in TOKEN.findall(text) if not token.isspace()]
    pairs = (a + b for a, b in pairwise(tokens) if HAN.match(a) and HAN.match(b))
    return Counter([*(token for token in tokens if not HAN.match(token)), *pairs])


def measure_likeness(a: Counter[str], b: Counter[str]) -> float:
    """Return how alike two texts are by their words, 0 to 1 (Dice's coefficient); 1 for two without words."""
    total = a.total() + b.total()
    return 2 * (a & b).total() / total if total else 1.0
