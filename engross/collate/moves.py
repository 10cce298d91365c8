"""Find paragraphs that a step moved: taken out in one place, put in at another, the same text or one much like it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from engross.collate.merge_blocks import BlockMerger
from engross.collate.merge_runs import RunMerger
from engross.collate.tokens import (
    Token,
    count_words,
    join_tokens,
    measure_likeness,
    part_into_tokens,
    spell_living_run,
)
from engross.model.redline import DELETED_STYLES, INSERTED_STYLES, Redline
from engross.model.tree import Block, Inline, Note, Paragraph, Table
from engross.model.walk import remove_notes, transform_part_blocks

LEAST_LIKENESS = 0.75  # two paragraphs at least this alike (0 to 1) are one that was moved
FEWEST_WORDS = 8  # of a paragraph that counts as moved: shorter ones are alike by chance


def mark_moves(redline: Redline, merger: BlockMerger) -> Redline:
    """Return a redline that says which paragraphs the last step moved; what changed in them is marked at their new
    place.
    """
    pairs = dict(_pair_moved(merger))
    if not pairs:
        return redline
    histories = dict(redline.histories)
    for name, old_name in pairs.items():
        histories[name] = replace(histories[name], moved=old_name)
        histories[old_name] = replace(histories[old_name], moved=name)
    replace_block = _make_replacement(merger, pairs)
    parts = tuple(transform_part_blocks(part, replace_block) for part in redline.resolution.parts)
    return replace(redline, resolution=replace(redline.resolution, parts=parts), histories=histories)


def _pair_moved(merger: BlockMerger) -> Iterator[tuple[str, str]]:
    """Yield the ids of moved paragraphs in their new and their old places, the most alike first."""
    words = {
        name: count_words(spell_living_run(block.content))
        for name, block in (*merger.inserted.items(), *merger.deleted.items())
    }
    likenesses = [
        (measure_likeness(words[new], words[old]), new, old)
        for new in merger.inserted
        for old in merger.deleted
        if min(words[new].total(), words[old].total()) >= FEWEST_WORDS
    ]
    taken: set[str] = set()
    for likeness, new, old in sorted(likenesses, key=lambda pair: -pair[0]):
        if likeness >= LEAST_LIKENESS and not {new, old} & taken:
            taken |= {new, old}
            yield new, old


def _make_replacement(merger: BlockMerger, pairs: dict[str, str]) -> Callable[[Block], Block]:
    """Return what gives a moved paragraph the marks of its changed words in place of one mark for all.

    Notes that it lost stand at its old place already; those that it has are the new version's.
    """

    def keep_new(_: Note | None, new: Note | None) -> Note | None:
        return new

    runs = RunMerger(merger.step, keep_new)

    def replace_block(block: Block) -> Block:
        if not isinstance(block, Paragraph) or block.id not in pairs:
            return block
        old = remove_notes(merger.deleted[pairs[block.id]].content)
        return replace(block, content=runs.merge_runs(old, merger.inserted[block.id].content))

    return replace_block


def write_moves_out(redline: Redline) -> Redline:
    """Return a redline whose moved paragraphs are taken out in one place and put in whole at the other.

    A program that takes changes over one by one knows no other moves.
    """

    def insert_whole(block: Block) -> Block:
        history = redline.histories.get(block.id)
        if history is None or not history.moved or not history.span.first or isinstance(block, Table):
            return block
        step = history.span.first
        return replace(block, content=join_tokens(_insert_all(block.content, step)))

    parts = tuple(transform_part_blocks(part, insert_whole) for part in redline.resolution.parts)
    return replace(redline, resolution=replace(redline.resolution, parts=parts))


def _insert_all(content: tuple[Inline, ...], step: int) -> Iterator[Token]:
    """Yield the tokens of a run that a step put in as a whole, each with the mark of that."""
    inserted, deleted = INSERTED_STYLES[step - 1], DELETED_STYLES[step - 1]
    for token in part_into_tokens(content):
        if deleted not in token.marks:
            yield token if inserted in token.marks else replace(token, marks=(*token.marks, inserted))
