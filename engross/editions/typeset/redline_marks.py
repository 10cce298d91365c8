"""Say what a redline's templates need: the marks of whole blocks, the changes step by step."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from engross.grammars.language import Language
from engross.model.redline import DELETED_STYLES, INSERTED_STYLES, Change, ComparedVersion, History, Redline

RENUMBERED = "renumbered"


@dataclass(frozen=True, slots=True)
class BlockMark:
    """The mark of a block that not all versions have: tag and class of its number.

    ``label`` and ``other``: where it was moved from or to, in words, and the id of the block there; "" for no move.
    """

    tag: str
    style: str
    label: str = ""
    other: str = ""


@dataclass(frozen=True, slots=True)
class StepOfChanges:
    """The changes of a step as the list shows them: its two versions, its rows, the renumbered paragraphs apart."""

    old: ComparedVersion
    new: ComparedVersion
    inserted: str
    deleted: str
    rows: tuple[Change, ...]
    renumbered: tuple[Change, ...]


def describe_redline(redline: Redline | None, language: Language) -> dict[str, Any]:
    """Return what templates are filled from beside the merged text; of no redline, no mark."""
    if redline is None:
        return {"marks": {}, "redline_steps": ()}
    return {"marks": dict(_mark_blocks(redline, language)), "redline_steps": tuple(_part_steps(redline))}


def _part_steps(redline: Redline) -> Iterator[StepOfChanges]:
    for step in range(1, len(redline.versions)):
        changes = [change for change in redline.changes if change.step == step]
        yield StepOfChanges(
            redline.versions[step - 1],
            redline.versions[step],
            INSERTED_STYLES[step - 1].value,
            DELETED_STYLES[step - 1].value,
            tuple(change for change in changes if change.kind != RENUMBERED),
            tuple(change for change in changes if change.kind == RENUMBERED),
        )


def _mark_blocks(redline: Redline, language: Language) -> Iterator[tuple[str, BlockMark]]:
    moves = {change.anchor: change for change in redline.changes if change.kind == "moved"}
    for name, history in redline.histories.items():
        if history.span.end is not None:
            style = DELETED_STYLES[history.span.end - 1].value
            there = moves.get(history.moved)
            label = language.word("redline", "moved_to", place=there.place) if there else ""
            yield name, BlockMark("del", style, label, history.moved)
        elif history.span.first:
            yield name, _mark_inserted(history, moves.get(name), language)


def _mark_inserted(history: History, move: Change | None, language: Language) -> BlockMark:
    style = INSERTED_STYLES[history.span.first - 1].value
    label = language.word("redline", "moved_from", place=move.place_before) if move else ""
    return BlockMark("ins", style, label, history.moved)
