"""Work on one value after another in a process of its own, with bounds on the time and memory of each.

A timer in this process would not do: Pango, PDFium and libxml2 are C, which no signal handler of Python interrupts,
and GLib ends its process when memory runs out. The process is forked before WeasyPrint is loaded, which takes some
10 ms, and works on all values of a command; if it dies, another takes its place for the next value.
"""

from __future__ import annotations

import ctypes
import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from errno import ENOMEM
from functools import partial
from math import ceil
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from time import monotonic
from typing import Any, Generic, TypeVar, cast

from engross.model.failure import make_refusal
from engross.model.limits import MB, MEMORY_MB, SECONDS
from engross.model.notice import Refusal
from engross.model.tree import NOWHERE, Where

T = TypeVar("T")
START_METHOD = "fork" if "fork" in multiprocessing.get_all_start_methods() else "spawn"  # Windows knows spawn alone
GRACE_SECONDS = 2.0  # time that a process has to remove half files
PR_SET_PDEATHSIG = 1  # prctl(2): the signal that a process gets when its parent ends


@dataclass(frozen=True, slots=True)
class Bounds:
    """What one value may take: seconds, and MB of memory beyond what the process has at its start."""

    seconds: float = SECONDS
    memory_mb: int = MEMORY_MB


@dataclass(frozen=True, slots=True)
class Told:
    """What work tells before its result."""

    value: Any


class Worker(Generic[T]):
    """A process that does ``work`` for one value after another, within ``bounds``; a context manager.

    ``work``, its values and its results must be picklable. ``tell`` is given what the work tells before its result:
    then the work takes, beside its value, a function to tell it with.
    """

    _process: BaseProcess
    _link: Connection

    def __init__(self, work: Callable[..., T], bounds: Bounds, tell: Callable[[Any], object] | None = None) -> None:
        self._work, self._bounds, self._tell = work, bounds, tell
        self._where = NOWHERE

    def __enter__(self) -> Worker[T]:
        self._start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop()

    def begin(self, value: object, where: Where) -> None:
        """Begin the work on a value, and return at once; ``where`` names it in messages."""
        if not self._process.is_alive():
            self._start()
        self._where = where
        self._link.send((value, where))

    def result(self) -> T:
        """Wait for the result of the work. Raises Refusal if the work refuses, fails or exceeds its bounds."""
        end = monotonic() + self._bounds.seconds
        try:
            result, is_spent = self._receive(end)
            while isinstance(result, Told):
                if self._tell:
                    self._tell(result.value)
                result, is_spent = self._receive(end)
        except (EOFError, ConnectionError):
            raise self._make_death_refusal() from None
        if is_spent:
            self._stop()
        if isinstance(result, Refusal):
            raise result
        return cast("T", result)

    def _receive(self, end: float) -> tuple[Any, bool]:
        """Return what comes next, and whether the process is spent. Raises Refusal if nothing comes in time."""
        if not self._link.poll(max(0.0, end - monotonic())):
            self._stop()
            hint = "allow more with --timeout SECONDS, or give it in parts"
            raise Refusal(f"it takes longer than {self._bounds.seconds:g} seconds", hint, self._where)
        received: tuple[Any, bool] = self._link.recv()
        return received

    def _start(self) -> None:
        """Start a process for the work. Raises Refusal if the system gives none."""
        # Forked beside a Java machine it may hang: the signal handlers of Java wait for threads that are gone.
        context = multiprocessing.get_context("spawn" if "jpype" in sys.modules else START_METHOD)
        try:
            self._link, theirs = context.Pipe()
            self._process = context.Process(  # type: ignore[attr-defined] # of every context
                target=_serve_values, args=(theirs, self._work, self._bounds, self._tell is not None), daemon=True
            )
            self._process.start()
        except OSError as error:
            hint = "close other programs, or raise the limits on processes and open files (ulimit -u, ulimit -n)"
            raise Refusal(f"no process for the work can be started: {error.strerror}", hint) from None
        theirs.close()  # so that the end of the process closes the pipe

    def _stop(self) -> None:
        """End the process: by SIGTERM, so that it removes half files, then by SIGKILL, for C code ignores the first."""
        self._process.terminate()
        self._process.join(GRACE_SECONDS)
        self._process.kill()
        self._process.join()

    def _make_death_refusal(self) -> Refusal:
        """Return the refusal for a process that ended in the middle of its work."""
        self._process.join()
        code = self._process.exitcode or 0
        if code == ENOMEM:
            return make_refusal(MemoryError(), self._where)
        end = signal.Signals(-code).name if code < 0 else f"exit code {code}"
        hint = f"it may need more than {self._bounds.memory_mb} MB: allow more with --memory MB"
        return Refusal(f"the process that worked on it ended with {end}", f"{hint}; else please report it", self._where)


def _serve_values(link: Connection, work: Callable[..., object], bounds: Bounds, tells: bool) -> None:
    """Work until the link is closed; exit with ENOMEM if there is no memory left to send a refusal."""
    try:
        _serve_until_closed(link, partial(work, tell=partial(_send_part, link)) if tells else work, bounds)
    except MemoryError:
        os._exit(ENOMEM)


def _send_part(link: Connection, value: object) -> None:
    link.send((Told(value), False))


def _serve_until_closed(link: Connection, work: Callable[[Any], object], bounds: Bounds) -> None:
    """Receive values and send back the result of each, or a Refusal, until the link is closed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for the parent, which ends this process
    signal.signal(signal.SIGTERM, leave_process)
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
        except Exception as error:  # noqa: BLE001 # the failure of one document must not end the others
            is_spent = isinstance(error, MemoryError)  # then modules may be half loaded
            link.send((make_refusal(error, where), is_spent))
        _set_alarm(0)


def _set_alarm(seconds: float) -> None:
    """Have the system end this process after so many seconds, if its parent does not; 0 cancels that."""
    if hasattr(signal, "alarm"):
        signal.alarm(ceil(seconds))


def leave_process(_signal: int, _frame: object) -> None:
    """End this process as SystemExit does, so that it takes away what it was writing: a handler of signals.

    One that is ending already, and takes away what it has, is left to it.
    """
    if threading.main_thread().is_alive():
        sys.exit(1)


def _end_with_parent() -> None:
    """Have the system end this process when its parent ends, for whatever reason (Linux)."""
    if sys.platform == "linux":
        with suppress(OSError, AttributeError):
            ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)  # it removes half files first


def bound_memory(megabytes: int) -> None:
    """Limit what this process may allocate beyond what it has, if the system has such a limit (RLIMIT_DATA)."""
    try:
        import resource
    except ImportError:  # Windows
        return
    _, hard = resource.getrlimit(resource.RLIMIT_DATA)
    limit = _allocated_bytes() + megabytes * MB
    with suppress(ValueError, OSError):  # a lower limit is set already
        resource.setrlimit(resource.RLIMIT_DATA, (limit if hard < 0 else min(limit, hard), hard))


def _allocated_bytes() -> int:
    """Return the bytes of data that this process has now, as RLIMIT_DATA counts them; 0 if the system does not say."""
    try:
        pages = Path("/proc/self/statm").read_text("ascii").split()[5]
    except OSError:
        return 0
    return int(pages) * os.sysconf("SC_PAGE_SIZE")
