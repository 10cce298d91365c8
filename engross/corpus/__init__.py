"""Many sources to their editions: what has not changed stays, what has is made by warm workers, then the index of all.

Takes folders, patterns, files and archives; gives a folder per document, ``corpus-report.json``, the corpus index as
JSON, CSV and SQLite. A run that was killed goes on where it stopped and ends with the same bytes.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from engross.corpus.gather import gather
from engross.corpus.item import Item, items
from engross.corpus.journal import Journal, Line
from engross.corpus.key import keys
from engross.corpus.pool import work
from engross.corpus.worker import Job, Order

Say = Callable[[int, int, Line | None], None]  # done so far, of how many, the last one (None before the first)


@dataclass(frozen=True, slots=True)
class Run:
    """How a run is to be done: workers, seconds a document may take, whether what has not changed is made anew."""

    jobs: int
    timeout: float
    force: bool = False


@dataclass(frozen=True, slots=True)
class Summary:
    """What a run came to: a line for each document by name, how many were made in this run, the files for all."""

    lines: tuple[Line, ...]
    made: int
    files: tuple[Path, ...]


def corpus(sources: tuple[str, ...], order: Order, run: Run, say: Say) -> Summary:
    """Make the editions of every source into ``order.out``. Raises Refusal where nothing is found or written."""
    found = items(sources)
    journal = Journal(order.out)
    wanted = keys(found, order)
    jobs = tuple(Job(item, wanted[item.name], order) for item in found)
    stale = tuple(job for job in jobs if run.force or not journal.stands(job.item.name, job.key))
    say(0, len(stale), None)
    for done, line in enumerate(work(stale, run.jobs, run.timeout), 1):
        journal.write(line)
        say(done, len(stale), line)
    journal.settle(frozenset(item.name for item in found))
    files: tuple[Path, ...] = ()
    if not journal.is_gathered():  # a run may have been killed before or while its index was written
        files = gather(order.out, journal.lines())
        journal.note_gathered()
    return Summary(journal.lines(), len(stale), files)


__all__ = ["Item", "Line", "Order", "Run", "Say", "Summary", "corpus", "items"]
