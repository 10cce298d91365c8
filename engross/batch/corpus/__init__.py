"""Many sources to their editions: what has not changed stays, what has is made by warm workers, then the index of all.

Takes folders, patterns, files, archives and URLs; gives a folder per document, ``corpus-report.json``, the corpus index
as JSON, CSV and SQLite. A run that was killed goes on where it stopped and ends with the same bytes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from engross.batch.corpus.cache_key import make_keys
from engross.batch.corpus.corpus_index import gather_files
from engross.batch.corpus.item import Item, find_items
from engross.batch.corpus.journal import RUN_FOLDER, Journal, JournalLine
from engross.batch.corpus.pool import JobRunner, LocalRunner
from engross.batch.corpus.storage import Storage, open_storage
from engross.batch.corpus.worker import Job, RunOptions
from engross.model.limits import MEMORY_MB
from engross.model.notice import Refusal
from engross.pipeline.bounded import Bounds

TellRunProgress = Callable[
    [int, int, JournalLine | None], None
]  # done so far, of how many, the last one (None before the first)


@dataclass(frozen=True, slots=True)
class RunResources:
    """How a run is to be done: workers, seconds and MB that a document may take, whether all is made anew.

    ``scheduler``: the address of a Dask cluster's, whose workers make the documents; "" for this machine.
    """

    jobs: int
    timeout: float
    force: bool = False
    scheduler: str = ""
    memory: int = MEMORY_MB

    @property
    def bounds(self) -> Bounds:
        """What a document may take."""
        return Bounds(self.timeout, self.memory)


@dataclass(frozen=True, slots=True)
class RunSummary:
    """What a run came to: a line for each document by name, how many were made in this run, the files for all."""

    lines: tuple[JournalLine, ...]
    made: int
    files: tuple[Path | str, ...]


def run_corpus(sources: tuple[str, ...], order: RunOptions, run: RunResources, say: TellRunProgress) -> RunSummary:
    """Make the editions of every source into ``order.out``.

    Raises Refusal where nothing is found, nothing can be written, or another run is at work there.
    """
    found, where = find_items(sources), open_storage(order.out, order.url)
    with where.keep_others_out(RUN_FOLDER):
        journal = Journal(where)
        made = _make_stale(found, order, run, journal, say)
        return RunSummary(journal.lines(), made, _write_gathered(journal, where))


def _make_stale(
    found: tuple[Item, ...], order: RunOptions, run: RunResources, journal: Journal, say: TellRunProgress
) -> int:
    """Make what does not stand; how many documents that were. The journal has a line of each then."""
    with _open_runner(order, run) as hands:
        wanted = make_keys(found, order, hands.digests)
        jobs = tuple(Job(item, wanted[item.name], order) for item in found)
        stale = tuple(job for job in jobs if run.force or not journal.is_current(job.item.name, job.key))
        say(0, len(stale), None)
        for done, line in enumerate(hands.work(stale), 1):
            journal.write_line(line)
            say(done, len(stale), line)
    journal.keep_only(frozenset(item.name for item in found))
    return len(stale)


def _write_gathered(journal: Journal, where: Storage) -> tuple[Path | str, ...]:
    """Write what is said of all documents, where that does not stand: a run may have been killed before or in it."""
    if journal.is_gathered():
        return ()
    files = gather_files(where, journal.lines())
    paths = where.write("", files)
    journal.note_gathered(files)
    return paths


@contextmanager
def _open_runner(order: RunOptions, run: RunResources) -> Iterator[JobRunner]:
    """Who does the work."""
    if not run.scheduler:
        yield LocalRunner(run.jobs, run.bounds)
        return
    try:
        from engross.batch.corpus.cluster import open_cluster
    except ImportError as error:
        raise Refusal(f"--scheduler needs Dask: {error}", "install engross[cluster]") from None
    with open_cluster(run.scheduler, order, run.bounds) as hands:
        yield hands


__all__ = [
    "Item",
    "JournalLine",
    "RunOptions",
    "RunResources",
    "RunSummary",
    "TellRunProgress",
    "find_items",
    "run_corpus",
]
