"""The process that builds for ``serve``: it has loaded all that a build needs, and forks for each build.

It runs as ``python -m engross.cli.serve.builder FD``; FD is its end of a pipe. What comes is the words of a command
line and the request that they mean, or None; the answer is what the command said on standard output and standard error.
After the first build of a source without a fault it makes the source once more, in memory alone: fonts are open and
style sheets read in the processes that are forked later.
"""

from __future__ import annotations

import gc
import os
import signal
import sys
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from math import ceil
from multiprocessing.connection import Connection
from tempfile import TemporaryFile

from engross.model.limits import MEMORY_MB, SECONDS
from engross.model.request import Request


def serve_builds(link: Connection) -> None:
    """Build what is asked for until the other end of the pipe is closed."""
    from engross.pipeline import build, ebook  # noqa: F401 # loaded here, for all that are forked
    from engross.pipeline.bounded import leave_process

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for the server, which ends this process
    signal.signal(signal.SIGTERM, leave_process)  # the folder of opened fonts is removed
    warmed: set[str] = set()
    while True:
        try:
            words, request = link.recv()
        except EOFError:
            return
        code, *said = run_apart(words)
        link.send(said)
        if code == 0 and request and str(request.source) not in warmed:
            warmed.add(str(request.source))
            _warm_up(request)


def _warm_up(request: Request) -> None:
    """Make a source in memory, and exempt what stays of it from the garbage collection of the forked processes.

    It has the bounds of a build: the source may have changed. If it exceeds them, or the process ends, the next build
    tells what is wrong.
    """
    from engross.pipeline.bounded import bound_memory
    from engross.pipeline.build import build

    bound_memory(MEMORY_MB)
    signal.alarm(ceil(SECONDS))
    with suppress(Exception):
        build(replace(request, out=None))
    signal.alarm(0)
    gc.collect()
    gc.freeze()


def run_apart(words: Sequence[str]) -> tuple[int, str, str]:
    """Run a command line in a forked process; return its exit code, negative for a signal, and what it said."""
    with TemporaryFile() as out, TemporaryFile() as err:
        child = os.fork()
        if child == 0:
            _become_program(words, out.fileno(), err.fileno())
        _, status = os.waitpid(child, 0)
        said = []
        for file in (out, err):
            file.seek(0)
            said.append(file.read().decode("utf-8", "replace"))
    return os.waitstatus_to_exitcode(status), said[0], said[1]


def _become_program(words: Sequence[str], out: int, err: int) -> None:
    """Run the command line with nothing to read, and end the process, whatever happens."""
    from engross.cli.program import run_program

    code = 1
    try:
        nothing = os.open(os.devnull, os.O_RDONLY)
        for ours, theirs in ((nothing, 0), (out, 1), (err, 2)):
            os.dup2(ours, theirs)
        sys.argv = ["engross", *words]
        run_program("./press")
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 1
    finally:
        with suppress(OSError):
            sys.stdout.flush()
            sys.stderr.flush()
        os._exit(code)


if __name__ == "__main__":
    serve_builds(Connection(int(sys.argv[1])))
