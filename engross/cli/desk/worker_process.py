"""The process that works for the desk: it has loaded all that a build needs, and forks a bounded one for each job.

It runs as ``python -m engross.cli.desk.worker_process FD``; FD is its end of a pipe. What comes is the name of a job
and what it takes; the answer is what the job returned, or a Refusal, behind what the job tells meanwhile, as Told.
After the first build of a source it makes the source once more, in memory alone: fonts are open and style sheets read
in the processes that are forked later.
"""

from __future__ import annotations

import gc
import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from importlib import import_module
from math import ceil
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from engross.cli.options import sample_path
from engross.model.failure import make_refusal
from engross.model.notice import Refusal
from engross.model.request import Request
from engross.model.tree import NOWHERE, Where
from engross.pipeline.bounded import Bounds, Told, Worker, bound_memory, leave_process
from engross.readers import READERS

IDLE_SECONDS = 1.0  # without a job, before the last source is made once more
JOBS = ("understand_document", "build_editions", "write_document_yaml", "show_source", "draw_page")
TELLING_JOBS = frozenset({"build_editions"})  # that tell something before they return
Job = tuple[str, tuple[Any, ...], Bounds]


def serve_jobs(link: Connection) -> None:
    """Do what is asked for until the other end of the pipe is closed."""
    _load_program()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for the server, which ends this process
    signal.signal(signal.SIGTERM, leave_process)  # the folder of opened fonts is removed
    warmed: set[str] = set()
    due: tuple[Request, Bounds] | None = None  # what is made once more when nothing else is asked for
    while True:
        if due and not link.poll(IDLE_SECONDS):
            _warm_up(*due)
            due = None
        try:
            job: Job = link.recv()
        except EOFError:
            return
        answer = do_job(job, lambda part: link.send(Told(part)))
        link.send(answer)
        name, (first, *_), bounds = job
        if name == "build_editions" and isinstance(answer, dict) and str(first.source) not in warmed:
            warmed.add(str(first.source))
            due = first, bounds


def _load_program() -> None:
    """Load what jobs need, for all processes that are forked, and read the sample, whose tables are those of all."""
    from engross.pipeline import build, desk, ebook  # noqa: F401

    for reader in set(READERS.values()):
        import_module(f"engross.readers.{reader}")
    with suppress(Exception):  # a program without its sample works too
        desk.write_document_yaml(Request(sample_path(), None, Path()))
        desk.understand_document(Request(sample_path(), None, Path()))


def do_job(job: Job, tell: Callable[[Any], object]) -> object:
    """Do a job in a process of its own; return what it returns, or the Refusal that it raises.

    ``tell`` is given what the job tells before that.
    """
    name, values, bounds = job
    first = values[0]
    where = Where(first.source.name) if isinstance(first, Request) else NOWHERE
    try:
        with Worker(_call_job, bounds, tell) as worker:
            worker.begin((name, values), where)
            return worker.result()
    except Refusal as refusal:
        return refusal
    except Exception as error:  # noqa: BLE001 # this process goes on
        return make_refusal(error, where)


def _call_job(job: tuple[str, tuple[Any, ...]], tell: Callable[[Any], object]) -> object:
    from engross.pipeline import desk

    name, values = job
    if name not in JOBS:
        raise ValueError(name)
    work = getattr(desk, name)
    return work(*values, tell) if name in TELLING_JOBS else work(*values)


def _warm_up(request: Request, bounds: Bounds) -> None:
    """Make a source in memory, and exempt what stays of it from the garbage collection of the forked processes.

    It has the bounds of a build: the source may have changed. If it exceeds them, or the process ends, the next build
    tells what is wrong.
    """
    from engross.pipeline.build import build

    bound_memory(bounds.memory_mb)
    signal.alarm(ceil(bounds.seconds))
    with suppress(Exception):
        build(replace(request, out=None))
    signal.alarm(0)
    gc.collect()
    gc.freeze()


if __name__ == "__main__":
    serve_jobs(Connection(int(sys.argv[1])))
