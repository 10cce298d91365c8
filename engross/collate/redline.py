"""Merge versions of a text into a redline: the last one, with all that was taken out still in its place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import reduce

from engross.collate.align import AlignedText, IndexPair, align_texts, make_aligned_text
from engross.collate.list_changes import list_changes
from engross.collate.merge_blocks import BlockMerger, interleave
from engross.collate.moves import mark_moves
from engross.collate.tokens import spell_living, spell_living_run
from engross.model.redline import ComparedVersion, History, Redline, Span
from engross.model.tree import Annex, Block, Note, Paragraph, Part, Resolution, Source
from engross.model.walk import descend_blocks, notes_of, top_blocks_of


@dataclass(frozen=True, slots=True)
class VersionText:
    """A version of a text as it was read, and its source."""

    resolution: Resolution
    source: Source


def make_redline(texts: Sequence[VersionText]) -> Redline:
    """Return the redline of versions, from the oldest to the newest, two at least and ``MOST_VERSIONS`` at most.

    Raises ValueError for versions in different languages.
    """
    if len({text.resolution.language for text in texts}) != 1:
        raise ValueError("versions in different languages")
    versions = tuple(map(_describe_version, texts))
    resolutions = [text.resolution for text in texts]
    first = Redline(resolutions[0], versions, dict(_begin_histories(resolutions[0])), {})
    merged = reduce(_merge_next, enumerate(resolutions[1:], 1), first)
    return replace(merged, changes=tuple(list_changes(merged, resolutions)))


def _describe_version(text: VersionText) -> ComparedVersion:
    resolution, source = text.resolution, text.source
    return ComparedVersion(resolution.symbol, resolution.masthead, resolution.facts.date, source.name, source.sha256)


def _begin_histories(resolution: Resolution) -> Iterator[tuple[str, History]]:
    """Yield the history of all that the first version has, by its id."""
    yield "", History(Span(), (resolution.number,))
    for part in resolution.parts:
        yield part.id, History(Span(), (part.number,), (part.id,))
        yield from ((annex.id, History(Span(), ("",), (annex.id,))) for annex in part.annexes)
        yield from map(_begin_history, descend_blocks(top_blocks_of(part)))
    for note in notes_of(resolution):
        yield _begin_history(note)
        yield from map(_begin_history, descend_blocks(note.blocks))


def _begin_history(item: Block | Note) -> tuple[str, History]:
    return item.id, History(Span(), (getattr(item, "number", ""),), (item.id,))


def _merge_next(redline: Redline, numbered: tuple[int, Resolution]) -> Redline:
    """Merge the next version, whose number counted from 0 is the number of the step too."""
    step, newer = numbered
    merger = BlockMerger(step, redline.histories, redline.rows)
    older = redline.resolution
    top = redline.histories[""]
    merger.histories[""] = replace(top, numbers=(*top.numbers, newer.number))
    title = merger.runs.merge_runs(older.title, newer.title)
    parts = tuple(_merge_parts(merger, older.parts, newer.parts))
    for name, history in redline.histories.items():  # of notes in what earlier steps took out
        if history.span.end is not None:
            merger.histories.setdefault(name, replace(history, numbers=(*history.numbers, "")))
    merged = replace(newer, title=title, parts=parts)
    rows = {**redline.rows, **merger.rows}
    return mark_moves(Redline(merged, redline.versions, merger.histories, rows), merger)


def _merge_parts(merger: BlockMerger, old: tuple[Part, ...], new: tuple[Part, ...]) -> Iterator[Part]:
    living = [n for n, part in enumerate(old) if merger.is_living(part.id)]
    pairs = _pair_parts([old[n] for n in living], [*new])
    for a, b in interleave(old, new, [(living[m], n) for m, n in pairs]):
        yield _merge_part(merger, a, b)


def _pair_parts(old: list[Part], new: list[Part]) -> list[IndexPair]:
    """Return the pairs of parts: the only ones, else those whose number and title, or whose text, are alike."""
    return (
        [(0, 0)] if len(old) == len(new) == 1 else align_texts([*map(_describe_part, old)], [*map(_describe_part, new)])
    )


def _describe_part(part: Part) -> AlignedText:
    return make_aligned_text("part", part.number, spell_living_run(part.title) or spell_living(part.body))


def _merge_part(merger: BlockMerger, old: Part | None, new: Part | None) -> Part:
    part = new or old
    if part is None:
        raise ValueError("a part of neither version")
    before, after = old or replace(part, title=(), body=(), closing=(), annexes=()), new
    after = after or replace(part, title=(), body=(), closing=(), annexes=())
    name = merger.record_history(old, new)
    closing = merger.merge_blocks(before.closing, after.closing)
    return replace(
        part,
        id=name,
        title=merger.runs.merge_runs(before.title, after.title),
        body=merger.merge_blocks(before.body, after.body),
        closing=tuple(line for line in closing if isinstance(line, Paragraph)),
        annexes=tuple(_merge_annexes(merger, before.annexes, after.annexes)),
    )


def _merge_annexes(merger: BlockMerger, old: tuple[Annex, ...], new: tuple[Annex, ...]) -> Iterator[Annex]:
    living = [n for n, annex in enumerate(old) if merger.is_living(annex.id)]
    described = [_describe_annex(old[n]) for n in living], [_describe_annex(annex) for annex in new]
    pairs = [(0, 0)] if len(living) == len(new) == 1 else align_texts(*described)
    for a, b in interleave(old, new, [(living[m], n) for m, n in pairs]):
        annex = b or a
        if annex is not None:
            name = merger.record_history(a, b)
            blocks = merger.merge_blocks(a.blocks if a else (), b.blocks if b else ())
            yield replace(annex, id=name, blocks=blocks)


def _describe_annex(annex: Annex) -> AlignedText:
    return make_aligned_text("annex", "", spell_living(annex.blocks))
