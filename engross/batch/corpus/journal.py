"""The journal of a run: a line for each finished document, so that a killed run goes on and nothing is done twice.

A line is written once the document's files are in place. It holds the first digits of its own SHA-256, so a line that
was cut short by a kill, edited or damaged does not count: its document is made again.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from typing import Any

from engross.batch.corpus.storage import Storage
from engross.grammars.edition_name import make_edition_name
from engross.model.book import FinishedFile

RUN_FOLDER, JOURNAL_NAME = ".engross", "journal.jsonl"
TRACES_FOLDER = "traces"  # the folder of traces for reports of failures
RECORDS_FOLDER = "records"  # the folder of each document's record for the corpus index
GATHERED_NAME = "gathered"  # hash and name of each file of the index, then the hash of the lines it was made from
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

    @property
    def editions(self) -> str:
        """The path of the folder of its editions below that of the run."""
        return self.folder or self.name


class Journal:
    """The journal in a run's storage; opening it reads what an earlier run wrote."""

    def __init__(self, where: Storage) -> None:
        self._where = where
        self._lines: dict[str, JournalLine] = {}
        self._former: list[JournalLine] = []
        for line in map(parse_line, where.lines(f"{RUN_FOLDER}/{JOURNAL_NAME}")):
            if line:
                self._add_line(line)

    def _add_line(self, line: JournalLine) -> None:
        former = self._lines.get(line.name)
        if former and line.files and former.editions != line.editions:
            self._former.append(former)
        self._lines[line.name] = line

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
        self._where.append(f"{RUN_FOLDER}/{JOURNAL_NAME}", spell_line(line))

    def keep_only(self, names: frozenset[str]) -> None:
        """Drop the lines of all other documents, and rewrite the file, sorted, with one line for each."""
        self._lines = {name: line for name, line in self._lines.items() if name in names}
        self._remove_former_editions()
        self._where.settle(f"{RUN_FOLDER}/{JOURNAL_NAME}", self._spell_lines())

    def _remove_former_editions(self) -> None:
        """Remove the files of editions that now stand elsewhere, and their folders, but nothing that is not ours."""
        taken = {line.editions for line in self._lines.values() if line.files}
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

    def note_gathered(self, files: Iterable[FinishedFile]) -> None:
        """Record that the corpus index stands in ``files``, made from the present lines."""
        hashes = (f"{hash_bytes(file.data)} {file.name}" for file in files)
        text = "".join(f"{line}\n" for line in (*hashes, self._hash_lines()))
        self._where.write(RUN_FOLDER, (FinishedFile(GATHERED_NAME, text.encode("ascii")),))

    def _spell_lines(self) -> bytes:
        return "".join(map(spell_line, self.lines())).encode("utf-8")

    def _hash_lines(self) -> str:
        return hash_bytes(self._spell_lines())

    def lines(self) -> tuple[JournalLine, ...]:
        """Return the lines, sorted by the documents' names."""
        return tuple(self._lines[name] for name in sorted(self._lines))


def hash_bytes(data: bytes) -> str:
    """Return the SHA-256 of bytes as hexadecimal digits."""
    return hashlib.sha256(data).hexdigest()


def record_path(record: str) -> str:
    """Return the path of a record in the run's storage; ``record`` is the hash that names it."""
    return f"{RUN_FOLDER}/{RECORDS_FOLDER}/{record}.json"


def trace_name(name: str) -> str:
    """Return the name of a document's trace in ``TRACES_FOLDER``."""
    return f"{make_edition_name(name)}.txt"


def spell_line(line: JournalLine) -> str:
    """Spell a line as the journal has it, with its check and a line break."""
    values = asdict(line)
    return _encode_json(values | {CHECK_MEMBER: _hash_values(values)}) + "\n"


def parse_line(text: str) -> JournalLine | None:
    """Parse a line that ``spell_line`` wrote; None if the text is anything else."""
    try:
        values: dict[str, Any] = json.loads(text)
        check = values.pop(CHECK_MEMBER)
        if check != _hash_values(values):
            return None
        files = tuple((name, size, digest) for name, size, digest in values.pop("files"))
        return JournalLine(**values, files=files)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):  # raised for any other JSON
        return None


def _hash_values(values: dict[str, Any]) -> str:
    return hash_bytes(_encode_json(values).encode("utf-8"))[:16]


def _encode_json(values: dict[str, Any]) -> str:
    return json.dumps(values, ensure_ascii=False, sort_keys=True)
