"""Jobs for the desk, each in a process of its own: its failure stops nothing else."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from pathlib import Path
from queue import LifoQueue
from typing import Any

from engross.cli.desk.worker_process import do_job
from engross.editions import assets
from engross.model.notice import Refusal
from engross.pipeline.bounded import Bounds, Told

GRACE_SECONDS = 2.0  # that the process has to remove the folder of its fonts
PROGRAM_FOLDER = Path(__file__).parents[2]
Tell = Callable[[Any], object]


def ignore_part(_: object) -> None:
    """Pass over what a job tells before its result."""


class JobProcess:
    """A process that forks one for each job: what a build needs is loaded there. One job at a time.

    It is started anew where it was told that the program has changed, and where it has ended. Where a system
    cannot fork, a job is done in a new process of this program.
    """

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._link: Connection | None = None
        self._is_old = False
        self._is_ended = False

    def do(self, name: str, values: tuple[Any, ...], bounds: Bounds, tell: Tell = ignore_part) -> Any:
        """Return what a job returns; ``tell`` is given what it tells before. Raises Refusal if it does, or if it
        exceeds its bounds.
        """
        job = (name, values, bounds)
        answer = self._ask(job, tell) if hasattr(os, "fork") else do_job(job, tell)
        if isinstance(answer, Refusal):
            raise answer
        return answer

    def _ask(self, job: object, tell: Tell) -> object:
        for _ in range(2):  # a process that has ended is started once more
            try:
                return _exchange(self._open(), job, tell)
            except (EOFError, OSError):
                if self._is_ended:
                    break
                self.close()
        return Refusal("the work cannot be started", "close what takes memory, and try again")

    def start(self) -> None:
        """Start the process if it does not run; a system that gives none is told with the first job."""
        with suppress(OSError):
            self._open()

    def _open(self) -> Connection:
        """Return the way to the process, which is started if it does not run or knows another program."""
        if self._link and self._process and self._process.poll() is None and not self._is_old:
            return self._link
        self.close()
        ours, theirs = Pipe()
        command = (sys.executable, "-m", "engross.cli.desk.worker_process", str(theirs.fileno()))
        quiet = subprocess.DEVNULL
        with theirs:
            self._process = subprocess.Popen(
                command, stdin=quiet, stdout=quiet, stderr=quiet, pass_fds=(theirs.fileno(),)
            )
        self._link, self._is_old = ours, False
        return ours

    def renew(self) -> None:
        """Have the process started anew before its next job: a file of the program has changed."""
        self._is_old = True

    def close(self) -> None:
        """End the process; the next job starts it again."""
        if self._link:
            self._link.close()
        self._stop()
        self._link = self._process = None

    def end(self) -> None:
        """End the process for good, whatever it is at; what waits for its answer is refused."""
        self._is_ended = True
        self._stop()

    def _stop(self) -> None:
        if self._process:
            self._process.terminate()
            with suppress(subprocess.TimeoutExpired):
                self._process.wait(GRACE_SECONDS)
            self._process.kill()
            self._process.wait()

    @property
    def process_id(self) -> int:
        """The number of the process; 0 if there is none."""
        return self._process.pid if self._process else 0


def _exchange(link: Connection, job: object, tell: Tell) -> object:
    """Send a job and return its answer. Raises EOFError and OSError if the process ends."""
    link.send(job)
    while isinstance(answer := link.recv(), Told):
        tell(answer.value)
    return answer


class Workers:
    """Processes for jobs; the one that was used last is used first, so that few are started."""

    def __init__(self, count: int) -> None:
        """Make ``count`` processes; they are started by ``begin``, or each with its first job."""
        self._all = [JobProcess() for _ in range(count)]
        self._free: LifoQueue[JobProcess] = LifoQueue()
        for process in self._all:
            self._free.put(process)

    def begin(self) -> None:
        """Start the processes, so that the first jobs find the program loaded."""
        if hasattr(os, "fork"):
            for process in self._all:
                process.start()

    def do(self, name: str, *values: Any, bounds: Bounds, tell: Tell = ignore_part) -> Any:
        """Return what a job returns, once a process is free for it; ``tell`` as above. Raises Refusal."""
        with self._take() as process:
            return process.do(name, values, bounds, tell)

    @contextmanager
    def _take(self) -> Iterator[JobProcess]:
        process = self._free.get()
        try:
            yield process
        finally:
            self._free.put(process)

    def renew(self) -> None:
        """Have each process started anew before its next job."""
        for process in self._all:
            process.renew()

    def close(self) -> None:
        """End all processes, whatever they are at."""
        for process in self._all:
            process.end()


def run_command(words: tuple[str, ...]) -> tuple[str, str]:
    """Run a command line as a new program; return what it says. Raises OSError where it cannot be started."""
    command = (sys.executable, "-m", "engross", *words)
    ended = subprocess.run(
        command, stdin=subprocess.DEVNULL, capture_output=True, encoding="utf-8", errors="replace", check=False
    )
    return ended.stdout, ended.stderr


def list_program_folders() -> tuple[Path, ...]:
    """Return the folders of the program: modules, templates, style sheets."""
    return PROGRAM_FOLDER, assets.template_folder(), assets.style_folder()


def hash_program() -> str:
    """Return a hash of each file of the program, its templates and style sheets: name, time of change, bytes."""
    return hashlib.sha256(repr(list(_iter_stamps())).encode()).hexdigest()


def _iter_stamps() -> Iterator[tuple[str, int, int]]:
    for top in list_program_folders():
        for folder, inner, names in os.walk(top):
            inner[:] = sorted(set(inner) - {"__pycache__"})
            for name in sorted(names):
                path = os.path.join(folder, name)  # noqa: PTH118 # of hundreds of files, at each edit
                status = os.stat(path)  # noqa: PTH116
                yield path, status.st_mtime_ns, status.st_size
