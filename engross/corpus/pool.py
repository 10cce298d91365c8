"""Jobs to lines, by warm workers side by side; one that hangs or dies is a line, and another takes its place."""

from __future__ import annotations

import multiprocessing
from collections.abc import Iterator
from concurrent.futures import FIRST_COMPLETED, Future, wait

from pebble import ProcessExpired, ProcessPool

from engross.corpus.journal import FAILED, Line
from engross.corpus.worker import Job, make, warm

AHEAD = 4  # jobs handed out for each worker, so that none waits and none are lost in a queue


def work(jobs: tuple[Job, ...], workers: int, timeout: float) -> Iterator[Line]:
    """The line of each job as it is done. ``timeout``: seconds that a document may take."""
    if not jobs:
        return
    context = multiprocessing.get_context("spawn")
    with ProcessPool(min(workers, len(jobs)), initializer=warm, context=context) as pool:
        rest = iter(jobs)
        waiting: dict[Future[Line], Job] = {}
        for job in rest:
            waiting[pool.schedule(make, args=[job], timeout=timeout)] = job
            if len(waiting) >= workers * AHEAD:
                yield from _finished(waiting, timeout)
        while waiting:
            yield from _finished(waiting, timeout)


def _finished(waiting: dict[Future[Line], Job], timeout: float) -> Iterator[Line]:
    """The lines of those of ``waiting`` that are done, at least one; they are taken out."""
    done, _ = wait(waiting, return_when=FIRST_COMPLETED)
    for future in sorted(done, key=lambda one: waiting[one].item.name):
        yield _line(future, waiting.pop(future), timeout)


def _line(future: Future[Line], job: Job, timeout: float) -> Line:
    try:
        line: Line = future.result()
    except TimeoutError:
        return Line(job.item.name, job.key, FAILED, f"it took longer than {timeout:g} seconds (--timeout)")
    except ProcessExpired as error:
        return Line(job.item.name, job.key, FAILED, f"the worker died (exit code {error.exitcode})")
    return line
