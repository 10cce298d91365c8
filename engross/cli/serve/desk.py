"""The state of the previewed document, which builds and browsers share."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from threading import Condition, Lock
from typing import Any


@dataclass(frozen=True, slots=True)
class PreviewBuild:
    """The end of a build: whether it succeeded, and what it printed."""

    ok: bool
    message: str


class Preview:
    """One document, the folder of its editions, and the state of its last build; thread-safe."""

    def __init__(self, name: str, folder: Path, make: Callable[[], PreviewBuild]) -> None:
        self.name, self.folder = name, folder
        self._make = make
        self._one_at_a_time = Lock()
        self._changed = Condition()
        self._version = 0
        self._built = PreviewBuild(ok=False, message="")
        self._building = False

    def rebuild(self) -> None:
        """Build the document; wake those who wait in ``changed_since`` at the beginning and at the end."""
        with self._one_at_a_time:
            self._set_state(self._built, building=True)
            self._set_state(self._make(), building=False)

    def _set_state(self, built: PreviewBuild, *, building: bool) -> None:
        with self._changed:
            self._built, self._building = built, building
            self._version += 1
            self._changed.notify_all()

    def changed_since(self, version: int, seconds: float) -> int:
        """Wait until the state is no longer ``version``, or for so many seconds; return its version then."""
        with self._changed:
            self._changed.wait_for(lambda: self._version != version, seconds)
            return self._version

    def state(self) -> dict[str, Any]:
        """Return the state as JSON values: name, building, ok, message ("" if ok), the names of the files."""
        with self._changed:
            built, building = self._built, self._building
        message = "" if built.ok else built.message
        return {"name": self.name, "building": building, "ok": built.ok, "message": message, "files": self.files()}

    def files(self) -> list[str]:
        """Return the names of the finished editions in alphabetical order; [] before the first build."""
        if not self.folder.is_dir():
            return []
        return sorted(path.name for path in self.folder.iterdir() if path.is_file() and not path.name.startswith("."))
