"""Merge two versions of a run: the new one, with what it lost still in its place, and marks on what changed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from engross.collate.compare_tokens import compare_tokens
from engross.collate.tokens import Container, Token, join_tokens, part_into_tokens
from engross.model.redline import DELETED_STYLES, INSERTED_STYLES
from engross.model.tree import Inline, Link, Note, Style, Styled

# Of a note of both versions, of the old one alone, of the new one alone: the note of the merged text; None for none.
MergeNote = Callable[[Note | None, Note | None], Note | None]


@dataclass(frozen=True, slots=True)
class RunMerger:
    """What merges the runs of one step: the number of the step, from 1, and what is done with notes."""

    step: int
    merge_note: MergeNote

    def merge_runs(self, old: tuple[Inline, ...], new: tuple[Inline, ...]) -> tuple[Inline, ...]:
        """Return the new run with the words of the old one that it lost; marks say which words changed."""
        tokens: list[Token] = []
        deleted: dict[int, list[Token]] = {}
        for token in part_into_tokens(old):
            if token.is_deleted:
                deleted.setdefault(len(tokens), []).append(token)
            else:
                tokens.append(token)
        merged: list[Token] = deleted.pop(0, [])
        count = 0
        for pair in compare_tokens(tokens, [*part_into_tokens(new)]):
            merged += self._merge_pair(pair.old, pair.new)
            if pair.old:
                count += 1
                merged += deleted.pop(count, [])
        return join_tokens(_settle_deleted(merged))

    def delete_run(self, content: tuple[Inline, ...]) -> tuple[Inline, ...]:
        """Return a run that the new version does not have, marked so."""
        return self.merge_runs(content, ())

    def insert_run(self, content: tuple[Inline, ...]) -> tuple[Inline, ...]:
        """Return a run that the old version does not have, marked so."""
        return self.merge_runs((), content)

    def _merge_pair(self, old: Token | None, new: Token | None) -> Iterator[Token]:
        token = new or old
        if token is None:
            return
        marks = old.marks if old else ()
        if not new:
            marks = (DELETED_STYLES[self.step - 1], *marks)
        elif not old:
            marks = (INSERTED_STYLES[self.step - 1],)
        if not token.is_note:
            yield replace(token, marks=marks)
            return
        notes = [each.leaf if each and isinstance(each.leaf, Note) else None for each in (old, new)]
        if note := self.merge_note(*notes):
            yield replace(token, leaf=note, marks=marks)


def _settle_deleted(tokens: list[Token]) -> Iterator[Token]:
    """Yield tokens, the deleted ones within the citation or link that stands on both sides of them, and in no other.

    A citation is one element with one id; what was deleted cites nothing any more.
    """
    after: list[tuple[Container, ...]] = []
    following: tuple[Container, ...] = ()
    for token in reversed(tokens):
        after.append(following)
        following = following if token.is_deleted else token.around
    before: tuple[Container, ...] = ()
    for token, behind in zip(tokens, reversed(after), strict=True):
        if token.is_deleted:
            yield replace(token, around=(*_find_common(before, behind), *_keep_styles(token.around)))
        else:
            before = token.around
            yield token


def _find_common(before: tuple[Container, ...], behind: tuple[Container, ...]) -> Iterator[Container]:
    """Yield the containers that two tokens share, down to the last citation or link among them."""
    common = [a for a, b in zip(before, behind, strict=False) if a == b]
    linked = [n for n, container in enumerate(common) if not isinstance(container, Styled)]
    yield from common[: linked[-1] + 1] if linked else ()


def _keep_styles(around: tuple[Container, ...]) -> Iterator[Container]:
    """Yield the styles of deleted words; the number that called a note again stays raised."""
    for container in around:
        if isinstance(container, Styled):
            yield container
        elif isinstance(container, Link) and container.target.startswith("#"):
            yield Styled(Style.SUPERSCRIPT, ())
