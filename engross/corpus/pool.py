"""Jobs to lines, by warm workers side by side; one that hangs or dies is a line, and another takes its place."""

from __future__ import annotations

import multiprocessing
import tempfile
from collections.abc import Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, wait
from contextlib import suppress
from pathlib import PurePosixPath
from tempfile import TemporaryDirectory
from typing import Protocol

from pebble import ProcessExpired, ProcessPool

from engross.bounded import Bounds, bound_memory
from engross.corpus.item import Item
from engross.corpus.journal import FAILED, Line
from engross.corpus.key import read_digests
from engross.corpus.worker import Job, make, warm

LARGE = 1_000_000  # bytes of text; A/RES/77/248 has 585,000
TEXTS = (".xml", ".txt", ".yaml", ".yml", ".json")  # what is as large as its document
AHEAD = 4  # jobs handed out for each worker, so that none waits and none are lost in a queue


class Hands(Protocol):
    """Who does the work: this machine or a cluster."""

    def digests(self, found: Iterable[Item]) -> Iterable[tuple[Item, str]]:
        """Each source with the digest of its bytes."""

    def work(self, jobs: tuple[Job, ...]) -> Iterable[Line]:
        """The line of each job as it is done."""


def begin(room: str, memory_mb: int) -> None:
    """Begin a worker whose temporary files are to be in ``room``, and which may take so many MB more than it has."""
    tempfile.tempdir = room
    warm()
    bound_memory(memory_mb)


class Here:
    """This machine: so many workers, what a document may take."""

    def __init__(self, workers: int, bounds: Bounds) -> None:
        self._workers, self._bounds = workers, bounds

    def digests(self, found: Iterable[Item]) -> Iterator[tuple[Item, str]]:
        """Each source with the digest of its bytes."""
        return read_digests(found)

    def work(self, jobs: tuple[Job, ...]) -> Iterator[Line]:
        """The line of each job as it is done; very large sources come last, each in a worker of its own.

        So none begins with what others have left: what such a document needs and that together are too much.
        """
        sizes = [size_of(job.item) for job in jobs]
        yield from self._work(tuple(job for job, size in zip(jobs, sizes, strict=True) if size < LARGE), tasks=0)
        yield from self._work(tuple(job for job, size in zip(jobs, sizes, strict=True) if size >= LARGE), tasks=1)

    def _work(self, jobs: tuple[Job, ...], tasks: int) -> Iterator[Line]:
        """The line of each job as it is done, by workers that end after so many; 0: that go on."""
        if not jobs:
            return
        context = multiprocessing.get_context("spawn")
        many = min(self._workers, len(jobs))
        # What a worker lays by while it works goes with the run, though the worker was killed.
        with (
            TemporaryDirectory(prefix="engross-run-") as room,
            ProcessPool(many, tasks, begin, [room, self._bounds.memory_mb], context) as pool,
        ):
            waiting: dict[Future[Line], Job] = {}
            for job in jobs:
                waiting[pool.schedule(make, args=[job], timeout=self._bounds.seconds)] = job
                if len(waiting) >= self._workers * AHEAD:
                    yield from _finished(waiting, self._bounds)
            while waiting:
                yield from _finished(waiting, self._bounds)


def size_of(item: Item) -> int:
    """The bytes of a source that lies here by itself and is text; 0 of any other."""
    if item.member or item.url or PurePosixPath(item.file).suffix.lower() not in TEXTS:
        return 0
    with suppress(OSError):  # the worker says it
        return item.path.stat().st_size
    return 0


def _finished(waiting: dict[Future[Line], Job], bounds: Bounds) -> Iterator[Line]:
    """The lines of those of ``waiting`` that are done, at least one; they are taken out."""
    done, _ = wait(waiting, return_when=FIRST_COMPLETED)
    for future in sorted(done, key=lambda one: waiting[one].item.name):
        yield line_of(future, waiting.pop(future), bounds)


def line_of(future: Future[Line], job: Job, bounds: Bounds) -> Line:
    """The line of a job that was scheduled; that it took too long or killed its worker is a line too."""
    try:
        line: Line = future.result()
    except TimeoutError:
        return Line(job.item.name, job.key, FAILED, f"it took longer than {bounds.seconds:g} seconds (--timeout)")
    except ProcessExpired as error:
        said = f"the worker died (exit code {error.exitcode}): it may need more than {bounds.memory_mb} MB (--memory)"
        return Line(job.item.name, job.key, FAILED, said)
    return line
