"""Keep tests from starting processes unless they are marked ``process``, so that ./press test --fast starts none."""

from __future__ import annotations

import multiprocessing.util
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import pytest

# Audit events that Python raises before it starts a process (PEP 578).
STARTS = frozenset({"subprocess.Popen", "os.fork", "os.forkpty", "os.posix_spawn", "os.spawn", "os.system"})


class Guard:
    """Fails a test that starts a process while that is forbidden. Create one a run: an audit hook cannot be removed."""

    def __init__(self) -> None:
        self.is_forbidden = False
        sys.addaudithook(self._hear)
        # multiprocessing starts processes without an audit event.
        self._spawn = multiprocessing.util.spawnv_passfds
        multiprocessing.util.spawnv_passfds = self._spawn_if_allowed

    @contextmanager
    def forbid(self) -> Iterator[None]:
        """Forbid processes while the block runs."""
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
