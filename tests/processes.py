"""No test starts a process unless it is marked ``process``: so ./press test --fast starts none."""

from __future__ import annotations

import multiprocessing.util
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import pytest

# What Python tells its auditors before a process is begun (PEP 578).
STARTS = frozenset({"subprocess.Popen", "os.fork", "os.forkpty", "os.posix_spawn", "os.spawn", "os.system"})


class Guard:
    """Fails a test that starts a process while that is forbidden. An auditor cannot be taken away: make one a run."""

    def __init__(self) -> None:
        self.is_forbidden = False
        sys.addaudithook(self._hear)
        # What multiprocessing spawns goes past Python's auditors.
        self._spawn = multiprocessing.util.spawnv_passfds
        multiprocessing.util.spawnv_passfds = self._spawn_if_allowed

    @contextmanager
    def forbid(self) -> Iterator[None]:
        """Forbid processes within."""
        before, self.is_forbidden = self.is_forbidden, True
        try:
            yield
        finally:
            self.is_forbidden = before

    def _hear(self, event: str, _: tuple[Any, ...]) -> None:
        if self.is_forbidden and event in STARTS:
            pytest.fail(f"{event}: a test that starts a process is marked pytest.mark.process", pytrace=False)

    def _spawn_if_allowed(self, path: bytes, args: Sequence[Any], passfds: Sequence[int]) -> int:
        self._hear("subprocess.Popen", ())
        return self._spawn(path, args, passfds)
