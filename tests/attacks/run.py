"""Many attacks by warm worker processes with limits of time and memory; a worker that hangs or dies is a fault."""

from __future__ import annotations

import io
import multiprocessing
import sys
from collections.abc import Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, wait
from pathlib import Path
from tempfile import TemporaryDirectory, mkdtemp

from pebble import ProcessExpired, ProcessPool

from tests.attacks import environment
from tests.attacks.generate import of_id
from tests.attacks.judge import Outcome, Verdict, judge, limit_memory

SECONDS = 150.0  # by the clock, whatever else the machine does
MEGABYTES = 3_000
TASKS = 1_000  # after so many a worker makes room for another
AHEAD = 8  # attacks handed out for each worker

_room: list[Path] = []  # the folder of this worker, given when it begins


def _begin(room: str) -> None:
    """Begin a worker: its folder and its memory; what libraries print of broken files is not shown."""
    limit_memory(MEGABYTES)
    sys.stderr = io.StringIO()
    _room[:] = [Path(mkdtemp(dir=room))]


def attack(name: str, more: tuple[Path, ...]) -> Verdict:
    """Carry out the attack of an id in this process's folder."""
    room = _room[0] / "room"
    return environment.attack(name, room) if name.startswith("environment-") else judge(of_id(name, more), room)


def run(names: Iterable[str], jobs: int, more: tuple[Path, ...] = ()) -> Iterator[Verdict]:
    """Carry out attacks by so many workers; yield each verdict as it is there."""
    context = multiprocessing.get_context("spawn")
    with (
        TemporaryDirectory(prefix="engross-attacks-") as room,
        ProcessPool(jobs, TASKS, initializer=_begin, initargs=[room], context=context) as pool,
    ):
        waiting: dict[Future[Verdict], str] = {}
        for name in names:
            waiting[pool.schedule(attack, args=[name, more], timeout=SECONDS)] = name
            if len(waiting) >= jobs * AHEAD:
                yield from _finished(waiting)
        while waiting:
            yield from _finished(waiting)


def _finished(waiting: dict[Future[Verdict], str]) -> Iterator[Verdict]:
    """The verdicts that are there, at least one; they are taken out."""
    done, _ = wait(waiting, return_when=FIRST_COMPLETED)
    for future in done:
        name = waiting.pop(future)
        try:
            yield future.result()
        except TimeoutError:
            yield Verdict(name, Outcome.FAULT, f"hang: over {SECONDS:.0f} seconds", SECONDS)
        except ProcessExpired as error:
            yield Verdict(name, Outcome.FAULT, f"the process died (exit code {error.exitcode})")
        except MemoryError:
            yield Verdict(name, Outcome.FAULT, f"memory: over {MEGABYTES} MB")
