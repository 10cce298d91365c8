"""The journal of a run: a line for each finished document, so that a killed run goes on and nothing is done twice.

A line is written once the document's files are in place. It holds the first digits of its own SHA-256, so a line that
was cut short by a kill, edited or damaged does not count: its document is made again.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator, Mapping, ValuesView
from dataclasses import dataclass, field, fields
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import Any
from weakref import finalize

from engross.batch.corpus.storage import Storage
from engross.grammars.edition_name import make_edition_name
from engross.model.book import FinishedFile
from engross.model.paper import drop_kind

RUN_FOLDER, JOURNAL_NAME = ".engross", "journal.jsonl"
JOURNAL_FILE = f"{RUN_FOLDER}/{JOURNAL_NAME}"
TRACES_FOLDER = "traces"  # the folder of traces for reports of failures
RECORDS_FOLDER = "records"  # the folder of each document's record for the corpus index
GATHERED_NAME = "gathered"  # hash and name of each file of the index, then the hash of the lines it was made from
SPOOL_BYTES = 1 << 24  # of lines that are kept in memory
CHECK_MEMBER = "check"  # the member of a line that has the hash of the others
DONE, FAULTY, REFUSED, LEFT_OUT, FAILED = "done", "at fault", "refused", "left out", "failed"
GATHERED_FILE = f"{RUN_FOLDER}/{GATHERED_NAME}"
IDENTIFIED = "identified"  # in no journal: symbol and language are known, nothing is made yet
OUT_OF_REACH = "out of reach"  # neither the document's fault nor engross's: the next run tries again


@dataclass(frozen=True, slots=True)
class JournalLine:
    """What became of a document: its name, key and state, a message if it is not done, what the report counts.

    ``name``: that of its source. ``files``: name, size in bytes and SHA-256 of each file in its folder. ``record``: the
    hash that names its record. ``folder``: that of its editions; "" where an older engross named it as the source.
    ``draft``: the symbol of the draft that was adopted as this, as far as data say it. ``edition``: "parallel" or
    "redline" if it is no document but the edition of two.
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
    folder: str = ""
    draft: str = ""
    edition: str = ""

    @property
    def editions(self) -> str:
        """The path of the folder of its editions below that of the run."""
        return self.folder or self.name


LINE_MEMBERS = tuple(member.name for member in fields(JournalLine))


class JournalLines(Mapping[str, JournalLine]):
    """The last line of each source by its name, in the order of names.

    The lines are kept as text, in a file where they are many, and read again when they are asked for: those of a
    million documents are 700 MB, and several times as much as values.
    """

    def __init__(self) -> None:
        self._file = SpooledTemporaryFile(SPOOL_BYTES)  # noqa: SIM115 # it lives as long as the lines
        finalize(self, self._file.close)
        self._places: dict[str, int] = {}

    def add(self, line: JournalLine) -> None:
        """Add a line, in the place of an earlier one of its source."""
        self._file.seek(0, os.SEEK_END)
        self._places[line.name] = self._file.tell()
        self._file.write(spell_line(line).encode("utf-8"))

    def keep_only(self, names: frozenset[str]) -> None:
        """Drop the lines of all other sources."""
        self._places = {name: place for name, place in self._places.items() if name in names}

    def spelled(self) -> Iterator[bytes]:
        """Yield the lines as they are spelled."""
        return map(self._read_line, self)

    def _read_line(self, name: str) -> bytes:
        self._file.seek(self._places[name])
        return self._file.readline()

    def __getitem__(self, name: str) -> JournalLine:
        values: dict[str, Any] = json.loads(self._read_line(name))
        values.pop(CHECK_MEMBER)  # it was spelled here
        return _make_line(values)

    def __contains__(self, name: object) -> bool:
        return name in self._places

    def __iter__(self) -> Iterator[str]:
        return iter(sorted(self._places))

    def __len__(self) -> int:
        return len(self._places)


class Journal:
    """The journal in a run's storage; opening it reads what an earlier run wrote."""

    def __init__(self, where: Storage) -> None:
        self._where = where
        self._lines = JournalLines()
        self._former: list[JournalLine] = []
        for line in map(parse_line, where.lines(JOURNAL_FILE)):
            if line:
                self._add_line(line)

    def _add_line(self, line: JournalLine) -> None:
        former = self._lines.get(line.name) if line.files else None
        if former and drop_kind(former.editions) != drop_kind(line.editions):
            self._former.append(former)
        self._lines.add(line)

    def get_line(self, name: str) -> JournalLine | None:
        """Return the line of a source; None if it has none."""
        return self._lines.get(name)

    def is_current(self, name: str, key: str) -> bool:
        """Return whether a document was made under this key and all of it is there.

        Its files must have the sizes they had, its record the same bytes.
        """
        line = self._lines.get(name)
        if line is None or not key or line.key != key or line.state in (FAILED, OUT_OF_REACH):
            return False
        sizes = all(self._where.size(f"{line.editions}/{file}") == size for file, size, _ in line.files)
        return sizes and (not line.record or self._where.is_same(record_path(line.record), line.record))

    def write_line(self, line: JournalLine) -> None:
        """Write a line at once."""
        self._add_line(line)
        self._where.append(JOURNAL_FILE, spell_line(line))

    def keep_only(self, names: frozenset[str]) -> None:
        """Drop the lines of all other documents, and rewrite the file, sorted, with one line for each."""
        self._lines.keep_only(names)
        self._remove_former_editions()
        self._where.settle(JOURNAL_FILE, self._lines.spelled(), self._hash_lines())

    def _remove_former_editions(self) -> None:
        """Remove the files of editions that now stand elsewhere, and their folders, but nothing that is not ours."""
        taken = {line.editions for line in self._lines.values() if line.files} if self._former else set()
        for line in self._former:
            if line.editions not in taken and ".." not in line.editions.split("/"):
                self._where.remove_folder(line.editions, [file for file, _, _ in line.files])
        self._former.clear()

    def is_gathered(self) -> bool:
        """Return whether the corpus index was made from these very lines, and its files have the bytes they had."""
        try:
            text = self._where.read(GATHERED_FILE).decode("ascii")
            *files, digest = text.splitlines()
            pairs = [line.split(" ", 1) for line in files]
            return digest == self._hash_lines() and all(self._where.is_same(name, hashed) for hashed, name in pairs)
        except (OSError, ValueError):  # ValueError: note_gathered did not write it
            return False

    def note_gathered(self, hashes: Mapping[str, str]) -> None:
        """Record that the corpus index stands in the files with these SHA-256, made from the present lines."""
        pairs = (f"{digest} {name}" for name, digest in hashes.items())
        text = "".join(f"{line}\n" for line in (*pairs, self._hash_lines()))
        self._where.write(RUN_FOLDER, (FinishedFile(GATHERED_NAME, text.encode("ascii")),))

    def _hash_lines(self) -> str:
        digest = hashlib.sha256()
        for line in self._lines.spelled():
            digest.update(line)
        return digest.hexdigest()

    def lines(self) -> ValuesView[JournalLine]:
        """Return the lines, sorted by the names of their sources, to be read as often as need be."""
        return self._lines.values()


def hash_bytes(data: bytes) -> str:
    """Return the SHA-256 of bytes as hexadecimal digits."""
    return hashlib.sha256(data).hexdigest()


def hash_file(path: Path) -> str:
    """Return the SHA-256 of a file as hexadecimal digits, without holding the file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def record_path(record: str) -> str:
    """Return the path of a record in the run's storage; ``record`` is the hash that names it."""
    return f"{RUN_FOLDER}/{RECORDS_FOLDER}/{record}.json"


def trace_name(name: str) -> str:
    """Return the name of a document's trace in ``TRACES_FOLDER``."""
    return f"{make_edition_name(name)}.txt"


def spell_line(line: JournalLine) -> str:
    """Spell a line as the journal has it, with its check and a line break."""
    values = {name: getattr(line, name) for name in LINE_MEMBERS}
    return _encode_json(values | {CHECK_MEMBER: _hash_values(values)}) + "\n"


def parse_line(text: str) -> JournalLine | None:
    """Parse a line that ``spell_line`` wrote; None if the text is anything else."""
    try:
        values: dict[str, Any] = json.loads(text)
        check = values.pop(CHECK_MEMBER)
        if check != _hash_values(values):
            return None
        return _make_line(values)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):  # raised for any other JSON
        return None


def _make_line(values: dict[str, Any]) -> JournalLine:
    """Return the line of a parsed journal line without its check. Raises KeyError, TypeError or ValueError."""
    files = tuple((name, size, digest) for name, size, digest in values.pop("files"))
    return JournalLine(**values, files=files)


def _hash_values(values: dict[str, Any]) -> str:
    return hash_bytes(_encode_json(values).encode("utf-8"))[:16]


def _encode_json(values: dict[str, Any]) -> str:
    return json.dumps(values, ensure_ascii=False, sort_keys=True)
