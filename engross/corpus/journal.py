"""The journal of a run: a line for each document that is done, so that a killed run goes on and nothing is done twice.

A line is written when the document's files stand in their places. A line cut short by a kill does not count.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, field
from typing import Any

from engross.corpus.place import Place
from engross.data import File

FOLDER, NAME = ".engross", "journal.jsonl"
GATHERED = "gathered"  # the hash of the lines that the index was written from
DONE, FAULTY, REFUSED, LEFT, FAILED = "done", "at fault", "refused", "left out", "failed"
AWAY = "out of reach"  # neither the document's fault nor the house's: the next run tries again


@dataclass(frozen=True, slots=True)
class Line:
    """What became of a document: its name and key, its state, a message where it is not done, what the report counts.

    ``files``: name, bytes and SHA-256 of each file in its folder. ``record``: the hash its record is kept under.
    """

    name: str
    key: str
    state: str
    message: str = ""
    symbol: str = ""
    language: str = ""
    organ: str = ""
    counts: dict[str, int] = field(default_factory=dict)
    codes: dict[str, int] = field(default_factory=dict)
    files: tuple[tuple[str, int, str], ...] = ()
    record: str = ""


class Journal:
    """The journal in a run's place; opening it reads what an earlier run wrote."""

    def __init__(self, where: Place) -> None:
        self._where = where
        self._lines = {line.name: line for line in map(_line, where.lines(f"{FOLDER}/{NAME}")) if line}

    def stands(self, name: str, key: str) -> bool:
        """Whether a document was made under this key and its files are there, each of the size it had."""
        line = self._lines.get(name)
        if line is None or not key or line.key != key or line.state in (FAILED, AWAY):
            return False
        return all(self._where.size(f"{name}/{file}") == size for file, size, _ in line.files)

    def write(self, line: Line) -> None:
        """Write a line down at once."""
        self._lines[line.name] = line
        self._where.append(f"{FOLDER}/{NAME}", _spelled(line))

    def settle(self, names: frozenset[str]) -> None:
        """Keep the lines of these documents only, in order, once."""
        self._lines = {name: line for name, line in self._lines.items() if name in names}
        self._where.settle(f"{FOLDER}/{NAME}", self._text())

    def is_gathered(self) -> bool:
        """Whether the index of all was written from these very lines."""
        try:
            return self._where.read(f"{FOLDER}/{GATHERED}") == self._digest()
        except OSError:
            return False

    def note_gathered(self) -> None:
        """Note that the index of all stands."""
        self._where.write(FOLDER, (File(GATHERED, self._digest()),))

    def _text(self) -> bytes:
        return "".join(map(_spelled, self.lines())).encode("utf-8")

    def _digest(self) -> bytes:
        return hashlib.sha256(self._text()).hexdigest().encode("ascii")

    def lines(self) -> tuple[Line, ...]:
        """The lines by the documents' names."""
        return tuple(self._lines[name] for name in sorted(self._lines))


def _spelled(line: Line) -> str:
    return json.dumps(asdict(line), ensure_ascii=False, sort_keys=True) + "\n"


def _line(text: str) -> Line | None:
    try:
        values: dict[str, Any] = json.loads(text)
        files = tuple((name, size, digest) for name, size, digest in values.pop("files"))
        return Line(**values, files=files)
    except (ValueError, KeyError, TypeError):
        return None
