"""Work within limits: what takes too much time or memory, or ends its process, is refused; the next value is done."""

from __future__ import annotations

import ctypes
import errno
import faulthandler
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from engross.model.limits import MB
from engross.model.notice import Refusal
from engross.model.tree import Where
from engross.pipeline.bounded import Bounds, Worker
from tests.test_build import ROOT


def sleep_in_c(_: object) -> None:
    """Sleep where no signal handler of Python runs."""
    ctypes.PyDLL(None).sleep(60)  # keeps the interpreter's lock


def take_memory(_: object) -> int:
    return len(bytes(300 * MB))


def write_slowly(path: Path) -> None:
    """Write half a file, wait to be ended there, and delete it."""
    path.write_bytes(b"half")
    try:
        time.sleep(60)
    finally:
        path.unlink()


def fail(value: object) -> None:
    raise KeyError(value)


def recur(value: object) -> None:
    recur([value])


def abort(_: object) -> None:
    faulthandler.disable()  # pytest's would report it
    os.abort()


def be_lost(_: object) -> Callable[[], None]:
    return lambda: None  # cannot be pickled


def attempt(worker: Worker[Any], value: object) -> str:
    """Return the result of a value, or the refusal, as text."""
    worker.begin(value, Where("in.txt"))
    try:
        return f"{worker.result()}"
    except Refusal as refusal:
        return str(refusal)


def choose(value: object) -> object:
    """Call a tuple's first member with the others; return any other value."""
    return value[0](*value[1:]) if isinstance(value, tuple) else value


@pytest.mark.process
@pytest.mark.parametrize(
    ("work", "said"),
    [
        (sleep_in_c, "in.txt: it takes longer than 1 seconds\n  allow more with --timeout SECONDS"),
        (take_memory, "in.txt: it needs more memory than is allowed\n  allow more with --memory MB"),
        (fail, "in.txt: engross failed here (KeyError"),
        (recur, "in.txt: it is nested too deeply for engross"),
        (abort, "in.txt: the process that worked on it ended with SIGABRT\n  it may need more than 200 MB"),
        (be_lost, "in.txt: engross failed here ("),
    ],
)
def test_value_beyond_its_bounds_is_refused_and_the_next_is_done(work: Callable[[object], object], said: str) -> None:
    with Worker(choose, Bounds(1.0, 200)) as worker:
        assert attempt(worker, "first") == "first"
        assert attempt(worker, (work, "second")).startswith(said)
        assert attempt(worker, "third") == "third"


def count_up(value: int, tell: Callable[[object], object]) -> int:
    for n in range(value):
        tell(n)
    return value


def tell_and_sleep(_: object, tell: Callable[[object], object]) -> None:
    tell("soon")
    sleep_in_c(0)


@pytest.mark.process
def test_work_tells_before_its_result() -> None:
    told: list[object] = []
    with Worker(count_up, Bounds(30.0, 200), told.append) as worker:
        assert (attempt(worker, 3), told) == ("3", [0, 1, 2])
        assert (attempt(worker, 0), told) == ("0", [0, 1, 2])


@pytest.mark.process
def test_what_is_told_gives_no_more_time() -> None:
    told: list[object] = []
    with Worker(tell_and_sleep, Bounds(1.0, 200), told.append) as worker:
        assert "it takes longer than 1 seconds" in attempt(worker, "first")
    assert told == ["soon"]


def test_system_that_gives_no_process_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> int:
        raise OSError(errno.EAGAIN, os.strerror(errno.EAGAIN))

    monkeypatch.setattr(os, "fork", refuse)
    with pytest.raises(Refusal, match="no process for the work can be started"), Worker(choose, Bounds()):
        pass


@pytest.mark.process
def test_work_that_is_ended_tidies_up(tmp_path: Path) -> None:
    with Worker(write_slowly, Bounds(0.5, 200)) as worker:
        assert "it takes longer than 0.5 seconds" in attempt(worker, tmp_path / "part")
    assert not [*tmp_path.iterdir()]


@pytest.mark.process
@pytest.mark.needs("linux")
def test_signal_does_not_break_off_a_process_that_is_ending() -> None:
    """A pool ends its workers, of which some are ending already: they take away what they have, and say nothing."""
    script = (
        "import atexit, os, signal\nfrom engross.pipeline.bounded import leave_process\n"
        "atexit.register(print, 'taken away')\n"
        "atexit.register(os.kill, os.getpid(), signal.SIGTERM)\n"
        "signal.signal(signal.SIGTERM, leave_process)\n"
    )
    ended = subprocess.run((sys.executable, "-c", script), cwd=ROOT, capture_output=True, text=True, check=False)
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, "taken away\n", "")


@pytest.mark.process
@pytest.mark.needs("linux")
def test_process_ends_with_its_parent() -> None:
    """When the parent is killed, without a chance to stop it, its work does not go on for minutes."""
    script = (
        "import os, time\nfrom engross.pipeline.bounded import *\n"
        "def work(_):\n    print(os.getpid(), flush=True)\n    time.sleep(60)\n"
        "with Worker(work, Bounds()) as worker:\n    worker.begin(0, NOWHERE)\n    worker.result()\n"
    )
    with subprocess.Popen((sys.executable, "-c", script), cwd=ROOT, stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        assert int(parent.stdout.readline()) != parent.pid
        parent.send_signal(signal.SIGKILL)
        began = time.monotonic()
        parent.stdout.read()  # ends when the child is gone too and nobody can write any more
    assert time.monotonic() - began < 30
