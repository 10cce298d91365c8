"""The journal of a run: a line for each document that is done, so that a killed run goes on and nothing is done twice.

A line is written when the document's files stand in their places. It ends with the first figures of its own SHA-256, so
that one cut short by a kill, edited or damaged does not count: its document is made again.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from typing import Any

from engross.corpus.place import Place
from engross.data import File
from engross.edition_name import edition_name

FOLDER, NAME = ".engross", "journal.jsonl"
TRACES = "traces"  # the folder of what a report of a failure needs
RECORDS = "records"  # the folder of what the index of all documents needs of each
GATHERED = "gathered"  # hash and name of each file of the index, then the hash of the lines it was written from
CHECK = "check"  # the member of a line that has the hash of the others
DONE, FAULTY, REFUSED, LEFT, FAILED = "done", "at fault", "refused", "left out", "failed"
GATHERED_FILE = f"{FOLDER}/{GATHERED}"
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
        self._lines = {line.name: line for line in map(parse_line, where.lines(f"{FOLDER}/{NAME}")) if line}

    def stands(self, name: str, key: str) -> bool:
        """Whether a document was made under this key and all of it is there.

        Its files have the sizes they had, its record the very bytes.
        """
        line = self._lines.get(name)
        if line is None or not key or line.key != key or line.state in (FAILED, AWAY):
            return False
        sizes = all(self._where.size(f"{name}/{file}") == size for file, size, _ in line.files)
        return sizes and (not line.record or self._where.is_same(record_file(line.record), line.record))

    def write(self, line: Line) -> None:
        """Write a line down at once."""
        self._lines[line.name] = line
        self._where.append(f"{FOLDER}/{NAME}", spell_line(line))

    def settle(self, names: frozenset[str]) -> None:
        """Keep the lines of these documents only, in order, once."""
        self._lines = {name: line for name, line in self._lines.items() if name in names}
        self._where.settle(f"{FOLDER}/{NAME}", self._text())

    def is_gathered(self) -> bool:
        """Whether the index of all was written from these very lines, and its files have the bytes they had."""
        try:
            noted = self._where.read(GATHERED_FILE).decode("ascii")
            *files, digest = noted.splitlines()
            pairs = [line.split(" ", 1) for line in files]
            return digest == self._digest() and all(self._where.is_same(name, hashed) for hashed, name in pairs)
        except (OSError, ValueError):  # ValueError: not what note_gathered writes
            return False

    def note_gathered(self, files: Iterable[File]) -> None:
        """Note that the index of all stands in ``files``."""
        hashes = (f"{sha256(file.data)} {file.name}" for file in files)
        noted = "".join(f"{line}\n" for line in (*hashes, self._digest()))
        self._where.write(FOLDER, (File(GATHERED, noted.encode("ascii")),))

    def _text(self) -> bytes:
        return "".join(map(spell_line, self.lines())).encode("utf-8")

    def _digest(self) -> str:
        return sha256(self._text())

    def lines(self) -> tuple[Line, ...]:
        """The lines by the documents' names."""
        return tuple(self._lines[name] for name in sorted(self._lines))


def sha256(data: bytes) -> str:
    """The SHA-256 of bytes in hexadecimal figures."""
    return hashlib.sha256(data).hexdigest()


def record_file(record: str) -> str:
    """The path of a record below the run's place; ``record`` is the hash it is kept under."""
    return f"{FOLDER}/{RECORDS}/{record}.json"


def trace_file(name: str) -> str:
    """The name of a document's trace in ``TRACES``."""
    return f"{edition_name(name)}.txt"


def spell_line(line: Line) -> str:
    """A line as the journal has it."""
    values = asdict(line)
    return _json(values | {CHECK: _check(values)}) + "\n"


def parse_line(text: str) -> Line | None:
    """The line that ``spell_line`` made this text of; None where the text is anything else."""
    try:
        values: dict[str, Any] = json.loads(text)
        check = values.pop(CHECK)
        if check != _check(values):
            return None
        files = tuple((name, size, digest) for name, size, digest in values.pop("files"))
        return Line(**values, files=files)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):  # what any other JSON may lead to
        return None


def _check(values: dict[str, Any]) -> str:
    return sha256(_json(values).encode("utf-8"))[:16]


def _json(values: dict[str, Any]) -> str:
    return json.dumps(values, ensure_ascii=False, sort_keys=True)
