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

from engross.batch.corpus.cache_key import read_digests
from engross.batch.corpus.item import Item
from engross.batch.corpus.journal import FAILED, JournalLine
from engross.batch.corpus.worker import Job, make_document, warm_worker
from engross.pipeline.bounded import Bounds, bound_memory

LARGE_BYTES = 1_000_000  # bytes of text; A/RES/77/248 has 585,000
TEXT_SUFFIXES = (".xml", ".txt", ".yaml", ".yml", ".json")  # what is as large as its document
JOBS_PER_WORKER = 4  # jobs handed out for each worker, so that none waits and none are lost in a queue


class JobRunner(Protocol):
    """Who does the work: this machine or a cluster."""

    def digests(self, found: Iterable[Item]) -> Iterable[tuple[Item, str]]:
        """Each source with the digest of its bytes."""

    def work(self, jobs: tuple[Job, ...]) -> Iterable[JournalLine]:
        """The line of each job as it is done."""


def begin_worker(room: str, memory_mb: int) -> None:
    """Begin a worker whose temporary files are to be in ``room``, and which may take so many MB more than it has."""
    tempfile.tempdir = room
    warm_worker()
    bound_memory(memory_mb)


class LocalRunner:
    """This machine: so many workers, what a document may take."""

    def __init__(self, workers: int, bounds: Bounds) -> None:
        self._workers, self._bounds = workers, bounds

    def digests(self, found: Iterable[Item]) -> Iterator[tuple[Item, str]]:
        """Each source with the digest of its bytes."""
        return read_digests(found)

    def work(self, jobs: tuple[Job, ...]) -> Iterator[JournalLine]:
        """The line of each job as it is done; very large sources come last, each in a worker of its own.

        So none begins with what others have left: what such a document needs and that together are too much.
        """
        sizes = [source_size(job.item) for job in jobs]
        yield from self._work_in_pool(
            tuple(job for job, size in zip(jobs, sizes, strict=True) if size < LARGE_BYTES), tasks=0
        )
        yield from self._work_in_pool(
            tuple(job for job, size in zip(jobs, sizes, strict=True) if size >= LARGE_BYTES), tasks=1
        )

    def _work_in_pool(self, jobs: tuple[Job, ...], tasks: int) -> Iterator[JournalLine]:
        """The line of each job as it is done, by workers that end after so many; 0: that go on."""
        if not jobs:
            return
        context = multiprocessing.get_context("spawn")
        many = min(self._workers, len(jobs))
        # What a worker lays by while it works goes with the run, though the worker was killed.
        with (
            TemporaryDirectory(prefix="engross-run-") as room,
            ProcessPool(many, tasks, begin_worker, [room, self._bounds.memory_mb], context) as pool,
        ):
            waiting: dict[Future[JournalLine], Job] = {}
            for job in jobs:
                waiting[pool.schedule(make_document, args=[job], timeout=self._bounds.seconds)] = job
                if len(waiting) >= self._workers * JOBS_PER_WORKER:
                    yield from _take_finished(waiting, self._bounds)
            while waiting:
                yield from _take_finished(waiting, self._bounds)


def source_size(item: Item) -> int:
    """The bytes of a source that lies here by itself and is text; 0 of any other."""
    if item.member or item.url or PurePosixPath(item.file).suffix.lower() not in TEXT_SUFFIXES:
        return 0
    with suppress(OSError):  # the worker says it
        return item.path.stat().st_size
    return 0


def _take_finished(waiting: dict[Future[JournalLine], Job], bounds: Bounds) -> Iterator[JournalLine]:
    """The lines of those of ``waiting`` that are done, at least one; they are taken out."""
    done, _ = wait(waiting, return_when=FIRST_COMPLETED)
    for future in sorted(done, key=lambda one: waiting[one].item.name):
        yield line_of_job(future, waiting.pop(future), bounds)


def line_of_job(future: Future[JournalLine], job: Job, bounds: Bounds) -> JournalLine:
    """The line of a job that was scheduled; that it took too long or killed its worker is a line too."""
    try:
        line: JournalLine = future.result()
    except TimeoutError:
        return JournalLine(
            job.item.name, job.key, FAILED, f"it took longer than {bounds.seconds:g} seconds (--timeout)"
        )
    except ProcessExpired as error:
        said = f"the worker died (exit code {error.exitcode}): it may need more than {bounds.memory_mb} MB (--memory)"
        return JournalLine(job.item.name, job.key, FAILED, said)
    return line
