"""Break a cluster while it makes a run: ``python -m benchmarks.resilience --documents 2000 --pause 60``.

Small generated texts are made twice, index and XML alone: by workers of this machine, and by a Dask cluster of
processes (a scheduler and three workers, each in a process group of its own, as on machines of their own). When a
fifth of the documents is done a worker's group is killed, and another is started; at two fifths one is stopped for
``--pause`` seconds; at seven tenths scheduler and workers are killed, and started again after ``--gone`` seconds. The
run waits a minute for them, then it ends with a refusal; it is then started again, and goes on. Printed: what happened
when, how many documents each start made, seconds.
Returns 1 unless both folders hold the same bytes, the journal's among them.
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from argparse import ArgumentParser
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Timer
from time import perf_counter

from engross.batch.corpus import RunOptions, RunResources, RunSummary, run_corpus
from engross.batch.corpus.journal import DONE, JournalLine
from engross.model.notice import Refusal
from engross.pipeline.folders import fonts_folder

WORKERS = 3
KILLED_AT, STOPPED_AT, GONE_AT = 0.2, 0.4, 0.7  # shares of the documents that are done
DASK = (sys.executable, "-m", "distributed.cli.dask_scheduler"), (sys.executable, "-m", "distributed.cli.dask_worker")
TEXT = """United Nations A/RES/80/{n}
General Assembly

80/{n}. Lamps of the libraries

     The General Assembly,

     Recalling its resolutions 80/{before} and 79/{n} and the report of the Secretary-General (A/80/{n}),

     1. Requests the Secretary-General to keep the doors of library {n} open;

     2. Decides to remain seized of the matter.
"""


class Cluster:
    """A scheduler and workers as programs of this machine, which can be killed and stopped."""

    def __init__(self, folder: Path) -> None:
        with socket.create_server(("127.0.0.1", 0)) as free:
            self._port = free.getsockname()[1]
        self.address = f"tcp://127.0.0.1:{self._port}"
        self._folder = folder
        self._scheduler: subprocess.Popen[bytes] | None = None
        self._workers: list[subprocess.Popen[bytes]] = []
        self._restart: Timer | None = None

    def start(self) -> None:
        """Start what does not run: the scheduler, and workers up to their number."""
        if self._scheduler is None:
            self._scheduler = self._start(*DASK[0], "--host", "127.0.0.1", "--port", str(self._port), "--no-dashboard")
        while len(self._workers) < WORKERS:
            self._workers.append(self._start(*DASK[1], self.address, "--nthreads", "1", "--memory-limit", "0"))

    def _start(self, *command: str) -> subprocess.Popen[bytes]:
        log = self._folder / "log.txt"
        with log.open("ab") as file:
            return subprocess.Popen(command, cwd=self._folder, stdout=file, stderr=file, start_new_session=True)

    def kill_worker(self) -> None:
        """Kill a worker with all its processes."""
        _kill(self._workers.pop(0))

    def replace_worker(self) -> None:
        """Kill a worker, and start another."""
        self.kill_worker()
        self.start()

    def pause_worker(self, seconds: float) -> None:
        """Stop a worker with all its processes, and let it go on after some seconds."""
        group = self._workers[0].pid
        os.killpg(group, signal.SIGSTOP)
        Timer(seconds, _go_on, [group]).start()

    def stop(self) -> None:
        """Kill all."""
        if self._scheduler:
            _kill(self._scheduler)
        self._scheduler = None
        while self._workers:
            self.kill_worker()

    def restart(self, seconds: float) -> None:
        """Kill all, and start all again after some seconds."""
        self.stop()
        self._restart = Timer(seconds, self.start)
        self._restart.start()

    def await_restart(self) -> None:
        """Wait until all that was killed is started again."""
        if self._restart:
            self._restart.join()


def _kill(program: subprocess.Popen[bytes]) -> None:
    os.killpg(program.pid, signal.SIGKILL)
    program.wait()


def _go_on(group: int) -> None:
    with suppress(ProcessLookupError):
        os.killpg(group, signal.SIGCONT)


@contextmanager
def open_broken_cluster(folder: Path) -> Iterator[Cluster]:
    """Provide a started cluster whose workers keep their files in ``folder``."""
    cluster = Cluster(folder)
    try:
        cluster.start()
        yield cluster
    finally:
        cluster.await_restart()
        cluster.stop()


def write_sources(folder: Path, documents: int) -> None:
    """Write small texts, each of which cites the one before."""
    folder.mkdir()
    for n in range(1, documents + 1):
        (folder / f"{n:06}.txt").write_text(TEXT.format(n=n, before=n - 1), "utf-8")


def contents(folder: Path) -> dict[str, bytes]:
    """Return the bytes of every file below a folder."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def run(sources: Path, out: Path, scheduler: str = "", tell: Callable[[float], None] = lambda _: None) -> RunSummary:
    """Make the editions of the sources; ``tell`` is told the share that is done after each."""

    def say(done: int, total: int, line: JournalLine | None) -> None:
        if line:
            tell(done / total)

    options = RunOptions(out, fonts_folder(os.environ.get("ENGROSS_FONTS", "")), frozenset({"akn", "index"}))
    return run_corpus((str(sources),), options, RunResources(2, 600.0, scheduler=scheduler), say)


def run_through_failures(cluster: Cluster, sources: Path, out: Path, breaks: tuple[float, float]) -> int:
    """Make the editions on a cluster that is broken meanwhile; return how often the run had to be started.

    ``breaks``: the seconds that a worker is stopped, and that the cluster is gone.
    """
    start = perf_counter()
    pause, gone = breaks
    events: list[tuple[float, str, Callable[[], None]]] = [
        (KILLED_AT, "a worker is killed, another started", cluster.replace_worker),
        (STOPPED_AT, f"a worker is stopped for {pause:.0f} s", lambda: cluster.pause_worker(pause)),
        (GONE_AT, f"all of it is killed, and started again after {gone:.0f} s", lambda: cluster.restart(gone)),
    ]

    def break_something(share: float) -> None:
        while events and share >= events[0][0]:
            _, what, act = events.pop(0)
            print(f"{perf_counter() - start:6.1f} s: {share:4.0%} done: {what}", flush=True)
            act()

    for starts in range(1, 4):
        try:
            made = run(sources, out, cluster.address, break_something).made
        except Refusal as refusal:
            print(f"{perf_counter() - start:6.1f} s: {str(refusal).replace(chr(10), ' –')}", flush=True)
            cluster.await_restart()
        else:
            print(f"{perf_counter() - start:6.1f} s: the run has ended; this start made {made}", flush=True)
            return starts
    return 0


def main() -> int:
    """Run here and through failures, and compare."""
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=200)
    parser.add_argument("--pause", type=float, default=60.0)
    parser.add_argument("--gone", type=float, default=10.0)
    asked = parser.parse_args()
    with TemporaryDirectory(prefix="engross-resilience-") as name:
        folder = Path(name)
        write_sources(folder / "sources", asked.documents)
        start = perf_counter()
        here_run = run(folder / "sources", folder / "here")
        print(f"{perf_counter() - start:6.1f} s here: {here_run.made} made", flush=True)
        if undone := [line for line in here_run.lines if line.state != DONE]:
            print(f"{len(undone)} are not done, such as {undone[0].name}: {undone[0].message}")
            return 1
        (folder / "dask").mkdir()
        with open_broken_cluster(folder / "dask") as cluster:
            starts = run_through_failures(cluster, folder / "sources", folder / "there", (asked.pause, asked.gone))
        here, there = contents(folder / "here"), contents(folder / "there")
    different = sorted(name for name in here | there if here.get(name) != there.get(name))
    print(f"{starts} starts; {len(here)} files, {len(different)} differ{': ' if different else ''}{different[:3]}")
    return 1 if different or not starts else 0


if __name__ == "__main__":
    sys.exit(main())
