"""A document on the desk: its files, and the state that the page shows of it."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from threading import Lock
from typing import Any

from engross.model.book import FinishedFile
from engross.pipeline.output import write_files

YAML_ENDING = ".resolution.yaml"
HISTORY_FOLDER = "history"
WAITING, READING, MAKING, FINISHING = "waiting", "reading", "making", "finishing"
DONE, REFUSED = "done", "refused"


@dataclass(frozen=True, slots=True)
class DocumentState:
    """What is known of a document. ``step``: where its making stands. ``refusal``: why there are no editions.

    ``understanding``: as understand_document returns it; ``editions``: as build_editions does. Those of the last sound
    version stay where a later one is refused. ``pages``: those of the PDF that is being finished, as build_editions
    tells them; {} where none is. ``version`` counts the changes.
    """

    step: str = WAITING
    version: int = 0
    refusal: Mapping[str, str] | None = None
    understanding: Mapping[str, Any] | None = None
    editions: Mapping[str, Any] | None = None
    pages: Mapping[str, Any] = field(default_factory=dict)
    extras: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)

    @property
    def notices(self) -> list[dict[str, str]]:
        """The notices of the build, or of the reading where that is newer; then those on the source that still hold."""
        known = self.understanding or {}
        told = known if self.step in (MAKING, FINISHING, REFUSED) else self.editions or known
        return [*told.get("notices", ()), *known.get("kept", ())]


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a person asks of the editions of a document; "" and 0 are the usual."""

    paper: str = "a4"
    font_size: float = 0.0
    without_index: bool = False


def fold_words(text: str) -> str:
    """Return a text as words are looked for in it: without the difference of capitals and of forms of a character."""
    return unicodedata.normalize("NFKC", text).casefold()


def _stamp(path: Path) -> tuple[int, int]:
    """Return what changes when a file does; (0, 0) if it is away."""
    with suppress(OSError):
        status = path.stat()
        return status.st_mtime_ns, status.st_size
    return 0, 0


def list_mended_names(name: str) -> tuple[str, ...]:
    """Return the names that mends of a source may have beside it: the second where two sources differ by their ending.

    A source that is such a file itself is edited in place.
    """
    if name.lower().endswith(YAML_ENDING):
        return (name,)
    return (f"{name.rpartition('.')[0] or name}{YAML_ENDING}", f"{name}{YAML_ENDING}")


class DeskDocument:
    """A source on the desk, with the folder of what is made of it. Its state may be read from any thread.

    ``is_own``: the desk has put the source there, and may delete it.
    """

    def __init__(self, source: Path, folder: Path, *, is_own: bool) -> None:
        self.name, self.source, self.folder, self.is_own = source.name, source, folder, is_own
        self.mended_name = list_mended_names(source.name)[0]
        self.wishes = Wishes()
        self.one_at_a_time = Lock()
        self._state = DocumentState()
        self._lock = Lock()
        self._written: bytes | None = None  # into the file of the mends, by the desk itself
        self._texts: list[tuple[str, str]] = []  # of its paragraphs, as they are and as they are searched
        self._origin: tuple[object, Mapping[str, Any]] = None, {}
        self._rows: tuple[object, list[Mapping[str, Any]]] = None, []

    @property
    def state(self) -> DocumentState:
        """The state as it is now."""
        return self._state

    def change(self, **changes: Any) -> None:
        """Change the state."""
        if known := changes.get("understanding"):
            self._texts = [(block["text"], fold_words(block["text"])) for block in known["blocks"]]
        with self._lock:
            self._state = replace(self._state, version=self._state.version + 1, **changes)

    def set_extra(self, key: str, extra: Mapping[str, Any]) -> None:
        """Note how an edition of another kind goes."""
        with self._lock:
            extras = dict(self._state.extras) | {key: extra}
            self._state = replace(self._state, version=self._state.version + 1, extras=extras)

    @property
    def mended_path(self) -> Path:
        """The file beside the source that mends are kept in; the source itself, where it is such a file."""
        return self.source.with_name(self.mended_name)

    @property
    def is_mended(self) -> bool:
        """Whether mends are kept beside the source."""
        return self.mended_path != self.source and self.mended_path.is_file()

    @property
    def read_path(self) -> Path:
        """The file that editions are made of: that of the mends, where there is one."""
        return self.mended_path if self.is_mended else self.source

    def write_mended(self, data: bytes) -> None:
        """Keep mends beside the source; b"" is none. What is there already stays among the versions."""
        self._keep_version()
        self._put(data)

    def _put(self, data: bytes) -> None:
        path = self.mended_path
        self._written = data
        if not data:
            path.unlink(missing_ok=True)
            return
        write_files(path.parent, [FinishedFile(path.name, data)])

    def is_own_write(self, path: Path) -> bool:
        """Return whether the desk itself wrote what stands in the file of the mends."""
        return (path.read_bytes() if path.is_file() else b"") == self._written

    def _keep_version(self) -> None:
        """Keep what ``try_undo`` goes back to: the mended file as it is, or that there is none."""
        folder = self.folder / HISTORY_FOLDER
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / f"{len(list(folder.iterdir())) + 1:04}.yaml"
        path.write_bytes(self.mended_path.read_bytes() if self.mended_path.is_file() else b"")

    def try_undo(self) -> bool:
        """Go back to the version that was kept last; return whether there was one."""
        kept = self.list_versions()
        if not kept:
            return False
        self._put(kept[-1].read_bytes())
        kept[-1].unlink()
        return True

    def list_versions(self) -> list[Path]:
        """Return the versions that are kept, the oldest first."""
        folder = self.folder / HISTORY_FOLDER
        return sorted(folder.glob("*.yaml")) if folder.is_dir() else []

    def files(self) -> dict[str, Path]:
        """Return the finished files by name, those of other kinds behind the handout's."""
        made = [self.state.editions or {}, *self.state.extras.values()]
        found: dict[str, Path] = {}
        for path in (Path(name) for one in made for name in one.get("files", ())):
            if path.is_file():
                found.setdefault(path.name, path)  # each kind has a report: that of the handout is told
        return found

    def find_pdf(self) -> Path | None:
        """Return the PDF whose pages are shown; None while there is none."""
        state = self.state
        names = [state.pages["file"]] if state.pages else (state.editions or {}).get("files", ())
        return next((Path(name) for name in names if name.endswith(".pdf")), None)

    def find_paragraph(self, words: Sequence[str]) -> str:
        """Return the first paragraph that has the first of the words, if the text has all of them; "" if not."""
        texts = self._texts
        if not words or not all(any(word in folded for _, folded in texts) for word in words):
            return ""
        return next(text for text, folded in texts if words[0] in folded)

    def understand_origin(self, language: str, ask: Callable[[], Mapping[str, Any]]) -> Mapping[str, Any]:
        """Return what the source was understood as in a language; it is asked for again only if the source changes."""
        key = (*_stamp(self.source), language)
        if self._origin[0] != key:
            self._origin = key, ask()
        return self._origin[1]

    def find_source_place(self, line: int, ask: Callable[[int], dict[str, Any]]) -> dict[str, Any]:
        """Return where a line of the source stands; the places of a PDF are asked for once."""
        stamp = _stamp(self.source)
        if self._rows[0] != stamp:
            told = ask(line)
            if "places" not in told:
                return told
            self._rows = stamp, told["places"]
        places = self._rows[1]
        return {"format": "pdf", "line": line, "place": places[line - 1] if 0 < line <= len(places) else None}

    @property
    def editions_name(self) -> str:
        """The name of its editions; "" while there are none."""
        return str((self.state.editions or {}).get("name", ""))

    def _list_notices(self) -> list[dict[str, str]]:
        """Return the notices, those of a mended document with the places of their paragraphs in the source."""
        notices = self.state.notices
        if not self.is_mended:
            return notices
        lines = {block["id"]: block["line"] for block in (self.state.understanding or {}).get("blocks", ())}
        return [
            one | {"where": f"{self.name}:{line}"} if (line := lines.get(one["id"]) if one["id"] else 0) else one
            for one in notices
        ]

    def summarize(self) -> dict[str, Any]:
        """Return what the list of documents shows."""
        state = self.state
        known, made = state.understanding or {}, state.editions or {}
        weights = [notice["severity"] for notice in state.notices]
        return {
            "id": self.folder.name,
            "name": self.name,
            "step": state.step,
            "version": state.version,
            "refusal": state.refusal,
            "mended": self.is_mended,
            "own": self.is_own,
            "undo": len(self.list_versions()),
            **{key: known.get(key, "") for key in ("symbol", "organ", "language", "direction", "title", "format")},
            "counts": {**known.get("counts", {}), **made.get("counts", {})},
            "weights": {weight: weights.count(weight) for weight in ("error", "warning", "info")},
            "ok": made.get("ok", False),
        }

    def describe(self) -> dict[str, Any]:
        """Return all that the page of the document shows."""
        state = self.state
        made = state.editions or {}
        shown = state.pages or made
        return {
            **self.summarize(),
            "notices": self._list_notices(),
            "blocks": (state.understanding or {}).get("blocks", []),
            "masthead": (state.understanding or {}).get("masthead", []),
            "places": shown.get("places", []),
            "pages": shown.get("pages", []),
            "picture": shown.get("picture", ""),
            "files": [{"name": name, "bytes": path.stat().st_size} for name, path in self.files().items()],
            "extras": dict(state.extras),
            "wishes": {
                "paper": self.wishes.paper,
                "font_size": self.wishes.font_size,
                "without_index": self.wishes.without_index,
            },
        }
