"""Many sources to their editions: what has not changed stays, what has is made by warm workers, then the index of all.

Takes folders, patterns, files, archives and URLs; gives a folder per document, ``corpus-report.json``, the corpus index
as JSON, CSV and SQLite. A run that was killed goes on where it stopped and ends with the same bytes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from engross.bounded import Bounds
from engross.corpus.gather import gather
from engross.corpus.item import Item, items
from engross.corpus.journal import FOLDER, Journal, Line
from engross.corpus.key import keys
from engross.corpus.place import Place, place
from engross.corpus.pool import Hands, Here
from engross.corpus.worker import Job, Order
from engross.limits import MEMORY_MB
from engross.notice import Refusal

Say = Callable[[int, int, Line | None], None]  # done so far, of how many, the last one (None before the first)


@dataclass(frozen=True, slots=True)
class Run:
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
class Summary:
    """What a run came to: a line for each document by name, how many were made in this run, the files for all."""

    lines: tuple[Line, ...]
    made: int
    files: tuple[Path | str, ...]


def corpus(sources: tuple[str, ...], order: Order, run: Run, say: Say) -> Summary:
    """Make the editions of every source into ``order.out``.

    Raises Refusal where nothing is found, nothing can be written, or another run is at work there.
    """
    found, where = items(sources), place(order.out, order.url)
    with where.keep_others_out(FOLDER):
        journal = Journal(where)
        made = _work_off(found, order, run, journal, say)
        return Summary(journal.lines(), made, _gathered(journal, where))


def _work_off(found: tuple[Item, ...], order: Order, run: Run, journal: Journal, say: Say) -> int:
    """Make what does not stand; how many documents that were. The journal has a line of each then."""
    with _hands(order, run) as hands:
        wanted = keys(found, order, hands.digests)
        jobs = tuple(Job(item, wanted[item.name], order) for item in found)
        stale = tuple(job for job in jobs if run.force or not journal.stands(job.item.name, job.key))
        say(0, len(stale), None)
        for done, line in enumerate(hands.work(stale), 1):
            journal.write(line)
            say(done, len(stale), line)
    journal.settle(frozenset(item.name for item in found))
    return len(stale)


def _gathered(journal: Journal, where: Place) -> tuple[Path | str, ...]:
    """Write what is said of all documents, where that does not stand: a run may have been killed before or in it."""
    if journal.is_gathered():
        return ()
    files = gather(where, journal.lines())
    paths = where.write("", files)
    journal.note_gathered(files)
    return paths


@contextmanager
def _hands(order: Order, run: Run) -> Iterator[Hands]:
    """Who does the work."""
    if not run.scheduler:
        yield Here(run.jobs, run.bounds)
        return
    try:
        from engross.corpus.cluster import cluster
    except ImportError as error:
        raise Refusal(f"--scheduler needs Dask: {error}", "install engross[cluster]") from None
    with cluster(run.scheduler, order, run.bounds) as hands:
        yield hands


__all__ = ["Item", "Line", "Order", "Run", "Say", "Summary", "corpus", "items"]
