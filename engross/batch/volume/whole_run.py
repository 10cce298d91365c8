"""Run over sources until every file that the run names is there as it was made."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from engross.batch.corpus import JournalLine, RunOptions, RunResources, TellRunProgress, run_corpus
from engross.batch.corpus.storage import LocalStorage
from engross.pipeline import output


@dataclass(frozen=True, slots=True)
class WholeRun:
    """The lines of a run, and how many documents it made."""

    lines: tuple[JournalLine, ...]
    made: int


def make_whole_run(sources: tuple[str, ...], order: RunOptions, run: RunResources, say: TellRunProgress) -> WholeRun:
    """Make what is not up to date, and what another program has changed. Raises Refusal."""
    summary = run_corpus(sources, order, run, say)
    made = summary.made
    if damaged := find_damaged_files(summary.lines, order.out):
        output.remove_files(order.out, damaged)
        # Files that are missing are made again.
        summary = run_corpus(sources, order, replace(run, force=False), say)
        made += summary.made
    return WholeRun(tuple(summary.lines), made)


def find_damaged_files(lines: Iterable[JournalLine], folder: Path) -> tuple[str, ...]:
    """Return the files of a run that another program has changed since it was made."""
    files = ((f"{line.editions}/{name}", digest) for line in lines for name, _, digest in line.files)
    return tuple(name for name, digest in files if not LocalStorage(folder).is_same(name, digest))
