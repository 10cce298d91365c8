"""Run jobs in warm workers side by side; a job that hangs or dies gets a journal line, and its worker is replaced."""

from __future__ import annotations

import multiprocessing
import signal
import tempfile
from collections.abc import Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, wait
from contextlib import contextmanager
from pathlib import PurePosixPath
from tempfile import TemporaryDirectory
from typing import Protocol

from pebble import ProcessExpired, ProcessPool

from engross.batch.corpus.cache_key import Digest, read_digests
from engross.batch.corpus.item import Item
from engross.batch.corpus.job import Job
from engross.batch.corpus.journal import FAILED, JournalLine
from engross.batch.corpus.worker import make_document, warm_worker
from engross.pipeline.bounded import Bounds, bound_memory, leave_process

LARGE_BYTES = 1_000_000  # bytes of text; A/RES/77/248 has 585,000
TEXT_SUFFIXES = (".xml", ".txt", ".yaml", ".yml", ".json")  # files whose size tells the size of their document
JOBS_PER_WORKER = 4  # jobs handed out for each worker: enough that none waits, few enough that a queue stays short


class JobRunner(Protocol):
    """Makes documents: on this machine, or on a cluster."""

    def digests(self, found: Iterable[Item]) -> Iterable[tuple[Item, Digest]]:
        """Yield each source with the digest of its bytes."""

    def work(self, jobs: tuple[Job, ...]) -> Iterable[JournalLine]:
        """Yield the journal line of each job as it is done."""


def begin_worker(room: str, memory_mb: int) -> None:
    """Start a worker that keeps temporary files in ``room`` and may take ``memory_mb`` MB more than it has."""
    tempfile.tempdir = room
    warm_worker()  # one that is not needed any more is ended as it loads: it has written nothing, and tells nothing
    signal.signal(signal.SIGTERM, leave_process)  # a run that is interrupted ends its workers
    bound_memory(memory_mb)


@contextmanager
def open_pool(workers: int, tasks: int, memory_mb: int) -> Iterator[ProcessPool]:
    """Give a pool of workers, each of which ends after ``tasks`` jobs; 0: after all.

    A worker's temporary files are removed with the folder of the pool, even if the worker was killed.
    """
    context = multiprocessing.get_context("spawn")
    with (
        TemporaryDirectory(prefix="engross-run-") as folder,
        ProcessPool(workers, tasks, begin_worker, [folder, memory_mb], context) as pool,
    ):
        yield pool


class LocalRunner:
    """Runs jobs on this machine, with a number of workers and bounds for each document."""

    def __init__(self, workers: int, bounds: Bounds) -> None:
        self._workers, self._bounds = workers, bounds

    def digests(self, found: Iterable[Item]) -> Iterator[tuple[Item, Digest]]:
        """Yield each source with the digest of its bytes."""
        return read_digests(found)

    def work(self, jobs: tuple[Job, ...]) -> Iterator[JournalLine]:
        """Yield the journal line of each job as it is done; very large sources come last, each in a fresh worker.

        Memory kept from earlier documents plus what a very large one needs would be too much for one worker.
        """
        yield from self._work_in_pool(tuple(job for job in jobs if not is_large(job)), tasks=0)
        yield from self._work_in_pool(tuple(job for job in jobs if is_large(job)), tasks=1)

    def _work_in_pool(self, jobs: tuple[Job, ...], tasks: int) -> Iterator[JournalLine]:
        """Yield the line of each job as it is done, by workers that each end after ``tasks`` jobs; 0: after all."""
        if not jobs:
            return
        with open_pool(min(self._workers, len(jobs)), tasks, self._bounds.memory_mb) as pool:
            waiting: dict[Future[JournalLine], Job] = {}
            try:
                for job in jobs:
                    waiting[pool.schedule(make_document, args=[job], timeout=self._bounds.seconds)] = job
                    if len(waiting) >= self._workers * JOBS_PER_WORKER:
                        yield from _take_finished(waiting, self._bounds)
                while waiting:
                    yield from _take_finished(waiting, self._bounds)
            except KeyboardInterrupt:  # what is done goes into the journal, what is under way is given up at once
                finished = {future: job for future, job in waiting.items() if future.done()}
                pool.stop()  # type: ignore[no-untyped-call]
                while finished:
                    yield from _take_finished(finished, self._bounds)
                raise


def is_large(job: Job) -> bool:
    """Return whether a job's source is a text so large that its document is made last, in a fresh process."""
    return job.size >= LARGE_BYTES and PurePosixPath(job.item.file).suffix.lower() in TEXT_SUFFIXES


def _take_finished(waiting: dict[Future[JournalLine], Job], bounds: Bounds) -> Iterator[JournalLine]:
    """Wait for at least one of ``waiting``; remove all that are done, and yield their lines by name."""
    done, _ = wait(waiting, return_when=FIRST_COMPLETED)
    for future in sorted(done, key=lambda finished: waiting[finished].item.name):
        yield line_of_job(future, waiting.pop(future), bounds)


def line_of_job(future: Future[JournalLine], job: Job, bounds: Bounds) -> JournalLine:
    """Return the line of a scheduled job; one that took too long or killed its worker gets a line that says so."""
    try:
        line: JournalLine = future.result()
    except TimeoutError:
        message = f"it took longer than {bounds.seconds:g} seconds (--timeout)"
        return JournalLine(job.item.name, job.key, FAILED, message, edition=job.edition)
    except ProcessExpired as error:
        message = (
            f"the worker died (exit code {error.exitcode}): it may need more than {bounds.memory_mb} MB (--memory)"
        )
        return JournalLine(job.item.name, job.key, FAILED, message, edition=job.edition)
    return line
