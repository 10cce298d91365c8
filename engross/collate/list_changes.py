"""List the changes of a redline in reading order, step by step."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from itertools import groupby

from engross.collate.tokens import Token, part_into_tokens
from engross.grammars.language import load_language
from engross.grammars.places import label_blocks
from engross.model.redline import DELETED_STYLES, INSERTED_STYLES, Change, History, Redline
from engross.model.text import spell_inlines
from engross.model.tree import Block, Inline, LineBreak, Masthead, Note, Paragraph, Resolution, Style, Table, Text
from engross.model.walk import inlines_of, runs_of_blocks, top_blocks_of

BETWEEN = " … "  # between two stretches of changed words of one place
# The fields that are one text; agenda titles have a line each.
MASTHEAD_FIELDS = tuple(each.name for each in fields(Masthead) if each.name not in ("proponent", "period", "other"))


def list_changes(redline: Redline, versions: Sequence[Resolution]) -> Iterator[Change]:
    """Yield the changes of a redline, those of the first step first; renumbered paragraphs behind the others."""
    language = load_language(redline.resolution.language)
    labels = [label_blocks(version, language) for version in versions]
    for step in range(1, len(versions)):
        lister = _Lister(redline, step, labels)
        yield from lister.list_masthead()
        yield from lister.list_text()
        yield from lister.list_renumbered()


@dataclass(frozen=True, slots=True)
class _Lister:
    """What lists the changes of a step; ``labels``: those of each version by its ids."""

    redline: Redline
    step: int
    labels: list[dict[str, str]]

    def list_masthead(self) -> Iterator[Change]:
        """Yield the lines of the masthead that differ, as one change."""
        before, after = (self.redline.versions[n].masthead for n in (self.step - 1, self.step))
        pairs = [(getattr(before, name), getattr(after, name)) for name in MASTHEAD_FIELDS]
        pairs.append((spell_inlines(before.proponent), spell_inlines(after.proponent)))
        pairs += [("\n".join(getattr(before, name)), "\n".join(getattr(after, name))) for name in ("period", "other")]
        differing = [pair for pair in pairs if pair[0] != pair[1]]
        lines = ("\n".join(filter(None, line)) for line in zip(*differing, strict=True)) if differing else ()
        if words := tuple(lines):
            place = load_language(self.redline.resolution.language).word("redline", "masthead")
            yield Change("masthead", self.step, place, before=words[0], after=words[1])

    def list_text(self) -> Iterator[Change]:
        """Yield the changes of titles and blocks in reading order."""
        resolution = self.redline.resolution
        yield from self._list_number("", self._title_label(), "")
        yield from self._list_run(resolution.title, "", resolution.parts[0].id)
        for part in resolution.parts:
            yield from self._list_number(part.id, self._find_place(part.id), part.id)
            yield from self._list_run(part.title, part.id, part.id)
            yield from self._list_blocks(top_blocks_of(part))

    def _list_number(self, name: str, place: str, anchor: str) -> Iterator[Change]:
        """Yield the change of the number before a title."""
        before, after = self.redline.histories[name].numbers[self.step - 1 : self.step + 1]
        if before != after and place:
            yield Change("changed", self.step, place, anchor, before=before, after=after)

    def list_renumbered(self) -> Iterator[Change]:
        """Yield the paragraphs that have another number than before; points of one that has are not named apart."""
        for part in self.redline.resolution.parts:
            for block in _blocks_outside_tables(top_blocks_of(part)):
                history = self.redline.histories[block.id]
                numbers = history.numbers[self.step - 1 : self.step + 1]
                before, after = self._label(history, self.step - 1), self._label(history, self.step)
                if all(numbers) and numbers[0] != numbers[1] and not history.moved:
                    yield Change("renumbered", self.step, after, block.id, before)

    def _label(self, history: History, version: int) -> str:
        name = history.ids[version] if version < len(history.ids) else ""
        return self.labels[version].get(name, "") if name else ""

    def _find_place(self, name: str) -> str:
        """Return the label that a place has in the later version, else in the earlier one."""
        history = self.redline.histories[name]
        return self._label(history, self.step) or self._label(history, self.step - 1)

    def _list_blocks(self, blocks: Iterable[Block]) -> Iterator[Change]:
        for block in blocks:
            history = self.redline.histories[block.id]
            if history.span.first == self.step and (history.span.end is None or history.span.end > self.step):
                yield self._describe_whole(block, "moved" if history.moved else "inserted", history)
            elif history.span.end == self.step:
                if not history.moved:
                    yield self._describe_whole(block, "deleted", history)
            elif isinstance(block, Table):
                yield from self._list_table(block, history)
            else:
                yield from self._list_run(block.content, block.id, block.id)
                yield from self._list_blocks(block.children if isinstance(block, Paragraph) else ())

    def _describe_whole(self, block: Block, kind: str, history: History) -> Change:
        """Return the change of a block that only one of the two versions has, or has in this place."""
        before, after = (self._label(history, n) for n in (self.step - 1, self.step))
        if kind == "moved":
            before = self._label(self.redline.histories[history.moved], self.step - 1)
        words = self._spell_marked((block,))
        return Change(kind, self.step, after or before, block.id, before if kind == "moved" else "", *words)

    def _list_table(self, table: Table, history: History) -> Iterator[Change]:
        before, after = self._spell_marked((table,))
        if before or after:
            place = self._label(history, self.step)
            yield Change("changed", self.step, place, table.id, before=before, after=after)

    def _list_run(self, content: tuple[Inline, ...], name: str, anchor: str) -> Iterator[Change]:
        """Yield the change of a run's words, and of each of its notes."""
        place = self._find_place(name) if name else self._title_label()
        before, after = self._spell_tokens(part_into_tokens(content))
        if before or after:
            yield Change("changed", self.step, place, anchor, before=before, after=after)
        for item in inlines_of(content):
            if isinstance(item, Note):
                yield from self._list_note(item)

    def _list_note(self, note: Note) -> Iterator[Change]:
        history = self.redline.histories[note.id]
        before, after = self._spell_marked(note.blocks)
        if before or after:
            kinds = {history.span.first: "inserted", history.span.end: "deleted"}
            place = self._find_place(note.id)
            yield Change(kinds.get(self.step, "changed"), self.step, place, note.id, before=before, after=after)

    def _title_label(self) -> str:
        return load_language(self.redline.resolution.language).word("labels", "title")

    def _spell_marked(self, blocks: Iterable[Block]) -> tuple[str, str]:
        """Return the words that the step took out of blocks and put into them."""
        pairs = [self._spell_tokens(part_into_tokens(run)) for run in runs_of_blocks(tuple(blocks))]
        before, after = (BETWEEN.join(pair[n] for pair in pairs if pair[n]) for n in (0, 1))
        return before, after

    def _spell_tokens(self, tokens: Iterable[Token]) -> tuple[str, str]:
        """Return the words that the step took out of a run and put into it.

        What neither version of the step has, taken out before it or put in after it, parts no stretch of words.
        """
        others = {*DELETED_STYLES[: self.step - 1], *INSERTED_STYLES[self.step :]}
        all_tokens = [token for token in tokens if others.isdisjoint(token.marks)]
        deleted, inserted = DELETED_STYLES[self.step - 1], INSERTED_STYLES[self.step - 1]
        return _spell_stretches(all_tokens, deleted), _spell_stretches(all_tokens, inserted)


def _spell_stretches(tokens: list[Token], style: Style) -> str:
    """Return the words that have a mark, stretch by stretch."""
    groups = groupby(tokens, key=lambda token: style in token.marks)
    stretches = ("".join(map(_spell_token, group)) for is_marked, group in groups if is_marked)
    return BETWEEN.join(" ".join(stretch.split()) for stretch in stretches if stretch.strip())


def _spell_token(token: Token) -> str:
    return token.leaf.text if isinstance(token.leaf, Text) else " " if isinstance(token.leaf, LineBreak) else ""


def _blocks_outside_tables(blocks: Iterable[Block]) -> Iterator[Block]:
    for block in blocks:
        yield block
        yield from _blocks_outside_tables(block.children if isinstance(block, Paragraph) else ())
