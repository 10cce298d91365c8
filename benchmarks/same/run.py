"""Run command lines, and keep what they make, print and end with."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from benchmarks.same.commands import MADE, Command
from benchmarks.same.documents import ROOT

TIMEOUT = 300  # seconds that a command line may take
TELL = 20  # command lines between two lines of progress
TRACEBACK = re.compile(rb"Traceback \(most recent call last\):\n(?:[ +|].*\n|\n)*")
PROGRESS = re.compile(rb".* documents a second, .*\n")  # lines that tell the time


@dataclass(frozen=True, slots=True)
class Room:
    """The folders where command lines run: the same paths for every commit, since editions may name them."""

    folder: Path

    @property
    def checkout(self) -> Path:
        """The folder of the code under test."""
        return self.folder / "checkout"

    @property
    def made(self) -> Path:
        """The folder of what is made."""
        return self.folder / MADE


def run(commands: Sequence[Command], room: Room, jobs: int) -> None:
    """Run all command lines, ``jobs`` at a time. One that breaks off is run again for each document by itself."""
    shutil.rmtree(room.made, ignore_errors=True)
    with ThreadPoolExecutor(jobs) as pool:
        for n, _ in enumerate(pool.map(lambda one: _run(one, room), commands), 1):
            if n % TELL == 0 or n == len(commands):
                print(f"{n} of {len(commands)} command lines", file=sys.stderr, flush=True)


def _run(command: Command, room: Room) -> None:
    ended = _call(command, room)
    if ended.is_broken and len(command.documents) > 1:
        shutil.rmtree(room.made / command.name, ignore_errors=True)
        for single in command.single():
            _keep(single, _call(single, room), room)
    else:
        _keep(command, ended, room)


@dataclass(frozen=True, slots=True)
class _Ended:
    out: bytes
    err: bytes
    code: str

    @property
    def is_broken(self) -> bool:
        """True if documents after the one at fault were not looked at."""
        return self.code == "timeout" or b"Traceback (most" in self.err


def _call(command: Command, room: Room) -> _Ended:
    command_words = (sys.executable, "-m", "engross", *command.line(), *_fonts(command))
    environment = os.environ | {"PYTHONPATH": str(room.checkout), "COLUMNS": "200", "NO_COLOR": "1"}
    try:
        process = subprocess.run(
            command_words,
            cwd=room.folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=TIMEOUT,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return _Ended(b"", b"", "timeout")
    return _Ended(process.stdout, process.stderr, str(process.returncode))


def _fonts(command: Command) -> tuple[str, ...]:
    return ("--fonts", str(ROOT / ".engross" / "fonts")) if command.words[0] in ("build", "corpus", "volume") else ()


def _keep(command: Command, ended: _Ended, room: Room) -> None:
    """Write a command's output beside what it made; of a traceback only what was raised, as lines and names move."""
    folder = room.made / command.name
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "stdout").write_bytes(ended.out)
    (folder / "stderr").write_bytes(PROGRESS.sub(b"", TRACEBACK.sub(b"Traceback: ", ended.err)))
    (folder / "exit-code").write_text(ended.code)
