"""Build a document in a process of its own: an edited template or module counts, and no failure stops the server."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from pathlib import Path
from threading import Lock
from typing import Any

from engross.cli.misuse import Misuse
from engross.cli.options import Options, make_requests, spell_options
from engross.cli.serve.desk import PreviewBuild
from engross.editions import assets
from engross.model.notice import Refusal
from engross.model.request import EDITIONS, Request

GRACE_SECONDS = 2.0  # that the process has to remove the folder of its fonts
PROGRAM_FOLDER = Path(__file__).parents[2]
Stamp = tuple[tuple[str, int, int], ...]  # of files: path, time of change, bytes


class PreviewBuilder:
    """Builds documents for the server, each in a process forked from one that has loaded what a build needs.

    That process is started anew where a module, a template or a style sheet was edited, and where it has ended. While
    it is at work, and where a system cannot fork, a build is a new program.
    """

    def __init__(self) -> None:
        self._at_work = Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._link: Connection | None = None
        self._stamp: Stamp = ()

    def build(self, source: Path, options: Options) -> PreviewBuild:
        """Build a source as ``options`` ask; return how it went, which the process tells as JSON."""
        # The settings file has been read: what it says stands in the options.
        words = ("build", str(source.absolute()), "--to", "json", "--config", os.devnull, *spell_options(options))
        try:
            out, err = self._ask(words, _make_request(source, options)) or _run_program(words)
        except OSError as error:
            what = f"the build cannot be started: {error.strerror}"
            return _make_failure(what, "close what takes memory, save again")
        try:
            return _read_outcome(json.loads(out), Path(options.out))
        except ValueError:
            what = err.strip() or "the build ended and said nothing"
            return _make_failure(what, "mend what it names, and save again")

    def _ask(self, words: Sequence[str], request: Request | None) -> tuple[str, str] | None:
        """Return what the command said to whom the process forked; None if there is none to be had."""
        if not hasattr(os, "fork") or not self._at_work.acquire(blocking=False):
            return None
        try:
            link = self._open()
            link.send((words, request))
            out, err = link.recv()
        except (EOFError, OSError):
            self._end()
            return None
        else:
            return out, err
        finally:
            self._at_work.release()

    def _open(self) -> Connection:
        """Return the way to the process, which is started if it does not run or knows another program."""
        stamp = tuple(_stamp_files())
        if self._link and self._process and self._process.poll() is None and stamp == self._stamp:
            return self._link
        self._end()
        ours, theirs = Pipe()
        command = (sys.executable, "-m", "engross.cli.serve.builder", str(theirs.fileno()))
        quiet = subprocess.DEVNULL
        with theirs:
            self._process = subprocess.Popen(
                command, stdin=quiet, stdout=quiet, stderr=quiet, pass_fds=(theirs.fileno(),)
            )
        self._link, self._stamp = ours, stamp
        return ours

    def close(self) -> None:
        """End the process once it has nothing to do."""
        with self._at_work:
            self._end()

    def _end(self) -> None:
        if self._link:
            self._link.close()
        if self._process:
            self._process.terminate()
            with suppress(subprocess.TimeoutExpired):
                self._process.wait(GRACE_SECONDS)
            self._process.kill()
            self._process.wait()
        self._link = self._process = None

    @property
    def process_id(self) -> int:
        """The number of the process that builds; 0 if there is none."""
        return self._process.pid if self._process else 0


def _make_request(source: Path, options: Options) -> Request | None:
    """Return the request that the options mean; None if they mean none, which the build tells."""
    with suppress(Misuse, Refusal):
        return make_requests(replace(options, sources=(str(source.absolute()),)), EDITIONS)[0]
    return None


def _run_program(words: Sequence[str]) -> tuple[str, str]:
    """Run a command line as a new program; return what it says. Raises OSError where it cannot be started."""
    command = (sys.executable, "-m", "engross", *words)
    ended = subprocess.run(
        command, stdin=subprocess.DEVNULL, capture_output=True, encoding="utf-8", errors="replace", check=False
    )
    return ended.stdout, ended.stderr


def _stamp_files() -> Iterator[tuple[str, int, int]]:
    """Yield each file of the program, its templates and style sheets, with what changes when it is edited."""
    for top in (PROGRAM_FOLDER, assets.template_folder(), assets.style_folder()):
        for folder, inner, names in os.walk(top):
            inner[:] = sorted(set(inner) - {"__pycache__"})
            for name in sorted(names):
                path = os.path.join(folder, name)  # noqa: PTH118 # of hundreds of files, at each edit
                status = os.stat(path)  # noqa: PTH116
                yield path, status.st_mtime_ns, status.st_size


def _read_outcome(outcome: dict[str, Any], out: Path) -> PreviewBuild:
    """Return what ``build --to json`` tells of a document; ``out`` is the folder that its folder is in."""
    if refusal := outcome.get("refusal"):
        return _make_failure(refusal["message"], refusal["hint"], refusal["where"])
    told = (Path(name) for name in outcome["files"])
    # Told is the path as it is shown; the folder and the name of an edition are the same on every file system.
    files = tuple(out / path.parent.name / path.name for path in told)
    return PreviewBuild(outcome["state"] == "done", tuple(outcome["notices"]), files)


def _make_failure(message: str, hint: str, where: str = "") -> PreviewBuild:
    notice = {"code": "", "severity": "error", "message": message, "hint": hint, "where": where, "id": ""}
    return PreviewBuild(ok=False, notices=(notice,))
