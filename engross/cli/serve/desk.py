"""What the page in the browser shows: the state of one document, which builds and readers share."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from threading import Condition, Lock
from typing import Any


@dataclass(frozen=True, slots=True)
class PreviewBuild:
    """The end of a build: whether it went well, and what it printed."""

    ok: bool
    message: str


class Preview:
    """One document, the folder of its editions, and the state of its last build. All methods may be called from
    any thread.
    """

    def __init__(self, name: str, folder: Path, make: Callable[[], PreviewBuild]) -> None:
        self.name, self.folder = name, folder
        self._make = make
        self._one_at_a_time = Lock()
        self._changed = Condition()
        self._version = 0
        self._built = PreviewBuild(ok=False, message="")
        self._building = False

    def rebuild(self) -> None:
        """Build the document, and tell those who wait when it begins and when it is done."""
        with self._one_at_a_time:
            self._set_state(self._built, building=True)
            self._set_state(self._make(), building=False)

    def _set_state(self, built: PreviewBuild, *, building: bool) -> None:
        with self._changed:
            self._built, self._building = built, building
            self._version += 1
            self._changed.notify_all()

    def changed_since(self, version: int, seconds: float) -> int:
        """Wait until the state is another than ``version``, or for so many seconds; the version it has then."""
        with self._changed:
            self._changed.wait_for(lambda: self._version != version, seconds)
            return self._version

    def state(self) -> dict[str, Any]:
        """The state as JSON values: name, building, ok, message (empty where all is well), the files by name."""
        with self._changed:
            built, building = self._built, self._building
        message = "" if built.ok else built.message
        return {"name": self.name, "building": building, "ok": built.ok, "message": message, "files": self.files()}

    def files(self) -> list[str]:
        """The names of the finished editions, HTML, PDF, EPUB and data in their alphabetical order."""
        if not self.folder.is_dir():
            return []
        return sorted(path.name for path in self.folder.iterdir() if path.is_file() and not path.name.startswith("."))
