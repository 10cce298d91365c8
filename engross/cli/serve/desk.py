"""What the page in the browser shows: the states of documents, which builds and readers share."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from threading import Condition, Event, Lock, Thread
from typing import Any


@dataclass(frozen=True, slots=True)
class PreviewBuild:
    """The end of a build. ``ok``: nothing is at fault. ``files``: what it wrote; () where it was refused.

    ``notices``: what is to be said, as report.json has it; a refusal stands there as an error.
    """

    ok: bool
    notices: tuple[dict[str, str], ...] = ()
    files: tuple[Path, ...] = ()


class Preview:
    """One document, and the state of its last build. All methods may be called from any thread."""

    def __init__(self, name: str, make: Callable[[], PreviewBuild]) -> None:
        self.name = name
        self._make = make
        self._one_at_a_time = Lock()
        self._begun = Lock()
        self._changed = Condition()
        self._version = 0
        self._built = PreviewBuild(ok=False)
        self._files: tuple[Path, ...] = ()
        self._building = False
        self.is_shown = Event()

    def begin(self) -> None:
        """Build the document, in a thread of its own, if nobody has looked at it before."""
        with self._begun:
            if not self.is_shown.is_set():
                self.is_shown.set()
                Thread(target=self.rebuild, daemon=True).start()

    def rebuild(self) -> None:
        """Build the document, and tell those who wait when it begins and when it is done."""
        with self._one_at_a_time:
            self._set_state(self._built, building=True)
            self._set_state(self._make(), building=False)

    def _set_state(self, built: PreviewBuild, *, building: bool) -> None:
        with self._changed:
            self._built, self._building = built, building
            self._files = built.files or self._files  # the editions of the last build stay where one is refused
            self._version += 1
            self._changed.notify_all()

    def changed_since(self, version: int, seconds: float) -> int:
        """Wait until the state is another than ``version``, or for so many seconds; return the version it has then."""
        with self._changed:
            self._changed.wait_for(lambda: self._version != version, seconds)
            return self._version

    def state(self) -> dict[str, Any]:
        """Return the state as JSON values: name, building, ok, notices, and the files by name."""
        with self._changed:
            built, building = self._built, self._building
        files = list(self.files())
        return {"name": self.name, "building": building, "ok": built.ok, "notices": built.notices, "files": files}

    def files(self) -> dict[str, Path]:
        """Return the finished editions by name, in alphabetical order."""
        with self._changed:
            return {path.name: path for path in sorted(self._files) if path.is_file()}
