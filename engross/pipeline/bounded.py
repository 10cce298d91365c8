"""Work on one value after another in a process of its own, with a bound on the time and on the memory of each.

A process and no timer in this one: Pango, PDFium and libxml2 are C, which no signal handler of Python interrupts, and
GLib ends the process that it is in where memory runs out. The process is forked before the press is loaded, which
takes some 10 ms, and does all values of a command; after one that it dies of, another takes its place.
"""

from __future__ import annotations

import ctypes
import multiprocessing
import os
import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from errno import ENOMEM
from math import ceil
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any, Generic, TypeVar, cast

from engross.model.failure import make_refusal
from engross.model.limits import MB, MEMORY_MB, SECONDS
from engross.model.notice import Refusal
from engross.model.tree import NOWHERE, Where

T = TypeVar("T")
START_METHOD = "fork" if "fork" in multiprocessing.get_all_start_methods() else "spawn"  # Windows knows spawn alone
GRACE_SECONDS = 2.0  # seconds that a process has to tidy up what it was writing
PR_SET_PDEATHSIG = 1  # prctl(2): the signal that a process gets when its parent ends


@dataclass(frozen=True, slots=True)
class Bounds:
    """What one value may take: seconds, and MB of memory over what the process has when it begins."""

    seconds: float = SECONDS
    memory_mb: int = MEMORY_MB


class Worker(Generic[T]):
    """Does ``work`` for each value in turn, in another process, within ``bounds``; to be used in a ``with`` block.

    ``work`` is a function that can be pickled, and so are its values and what it returns.
    """

    _process: BaseProcess
    _link: Connection

    def __init__(self, work: Callable[[Any], T], bounds: Bounds) -> None:
        self._work, self._bounds = work, bounds
        self._where = NOWHERE

    def __enter__(self) -> Worker[T]:
        self._start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop()

    def begin(self, value: object, where: Where) -> None:
        """Begin the work on a value, which ``where`` names in messages; ``result`` waits for its end."""
        if not self._process.is_alive():
            self._start()
        self._where = where
        self._link.send((value, where))

    def result(self) -> T:
        """What came of the value. Raises Refusal where the work refuses it, fails, or takes more than it may."""
        seconds = self._bounds.seconds
        try:
            if not self._link.poll(seconds):
                self._stop()
                hint = "allow more with --timeout SECONDS, or give it in parts"
                raise Refusal(f"it takes longer than {seconds:g} seconds", hint, self._where)
            made, is_spent = self._link.recv()
        except (EOFError, ConnectionError):
            raise self._make_death_refusal() from None
        if is_spent:
            self._stop()
        if isinstance(made, Refusal):
            raise made
        return cast("T", made)

    def _start(self) -> None:
        """Start a process for the work. Raises Refusal where the system gives none."""
        context = multiprocessing.get_context(START_METHOD)
        try:
            self._link, theirs = context.Pipe()
            self._process = context.Process(  # type: ignore[attr-defined] # of every context
                target=_serve_values, args=(theirs, self._work, self._bounds), daemon=True
            )
            self._process.start()
        except OSError as error:
            hint = "close other programs, or raise the limits on processes and open files (ulimit -u, ulimit -n)"
            raise Refusal(f"no process for the work can be started: {error.strerror}", hint) from None
        theirs.close()  # so that its end is heard

    def _stop(self) -> None:
        """End the process: kindly, so that no half file stays, then at once, for C code listens to nothing else."""
        self._process.terminate()
        self._process.join(GRACE_SECONDS)
        self._process.kill()
        self._process.join()

    def _make_death_refusal(self) -> Refusal:
        """What to say of a process that ended in the middle of its work."""
        self._process.join()
        code = self._process.exitcode or 0
        if code == ENOMEM:
            return make_refusal(MemoryError(), self._where)
        end = signal.Signals(-code).name if code < 0 else f"exit code {code}"
        more = f"it may need more than {self._bounds.memory_mb} MB: allow more with --memory MB"
        return Refusal(f"the process that worked on it ended with {end}", f"{more}; else please report it", self._where)


def _serve_values(link: Connection, work: Callable[[Any], object], bounds: Bounds) -> None:
    """Do the work of a Worker's process; where there is no memory left to tell that in, the exit code tells it."""
    try:
        _serve_until_closed(link, work, bounds)
    except MemoryError:
        os._exit(ENOMEM)


def _serve_until_closed(link: Connection, work: Callable[[Any], object], bounds: Bounds) -> None:
    """Take a value and send what came of it, or a Refusal, until the link is closed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for the parent, which ends this process
    signal.signal(signal.SIGTERM, _leave_process)
    _end_with_parent()
    bound_memory(bounds.memory_mb)
    while True:
        try:
            value, where = link.recv()
        except EOFError:
            return
        _set_alarm(bounds.seconds + 2 * GRACE_SECONDS)
        try:
            link.send((work(value), False))
        except Exception as error:  # noqa: BLE001 # one document's failure is its own, and is told with its place
            is_spent = isinstance(error, MemoryError)  # modules may be there by half
            link.send((make_refusal(error, where), is_spent))
        _set_alarm(0)


def _set_alarm(seconds: float) -> None:
    """Have the system end this process after so many seconds, if its parent does not; 0 takes that back."""
    if hasattr(signal, "alarm"):
        signal.alarm(ceil(seconds))


def _leave_process(_signal: int, _frame: object) -> None:
    sys.exit(1)


def _end_with_parent() -> None:
    """Have the system end this process when its parent ends, however that came (Linux)."""
    if sys.platform == "linux":
        with suppress(OSError, AttributeError):
            ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)  # so that it tidies up


def bound_memory(megabytes: int) -> None:
    """Bound what this process may allocate beyond what it has, where the system knows such a bound (RLIMIT_DATA)."""
    try:
        import resource
    except ImportError:  # Windows
        return
    _, hard = resource.getrlimit(resource.RLIMIT_DATA)
    most = _allocated_bytes() + megabytes * MB
    with suppress(ValueError, OSError):  # a lower bound stands already
        resource.setrlimit(resource.RLIMIT_DATA, (most if hard < 0 else min(most, hard), hard))


def _allocated_bytes() -> int:
    """The bytes of data that this process has now, as RLIMIT_DATA counts them; 0 where the system does not say."""
    try:
        pages = Path("/proc/self/statm").read_text("ascii").split()[5]
    except OSError:
        return 0
    return int(pages) * os.sysconf("SC_PAGE_SIZE")
