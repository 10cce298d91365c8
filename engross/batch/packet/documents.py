"""Find the documents of an agenda: files are made in a run of the packet's own, symbols are found in another run."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from engross.batch.corpus import JournalLine, find_items
from engross.batch.corpus.journal import DONE, JOURNAL_NAME, RUN_FOLDER, Journal
from engross.batch.corpus.storage import LocalStorage
from engross.batch.packet.agenda import Agenda
from engross.batch.volume.whole_run import WholeRun, find_damaged_files
from engross.grammars.symbol import parse
from engross.model.notice import Refusal
from engross.model.paper import DEFAULT_FORMAT, HANDOUT, PAPERS, POINTS_PER_MM, find_kind

EDITIONS = frozenset({"pdf", "index"})
PDF_ENDING, INDEX_ENDING, REPORT_NAME = ".pdf", ".symbols.json", "report.json"


@dataclass(frozen=True, slots=True)
class FoundDocument:
    """A document of an agenda: the entry that names it, and its editions; ``reason``: why there are none, else "".

    ``folder``: of the run that made it; ``line``: of that run's journal.
    """

    entry: str
    line: JournalLine | None = None
    folder: Path = Path()
    reason: str = ""

    @property
    def symbol(self) -> str:
        """Its symbol; the symbol that is asked for, or the name of the file, where it is not there."""
        if self.line and self.line.symbol:
            return self.line.symbol
        return str(parse(self.entry)) if is_symbol(self.entry) else Path(self.entry).name

    @property
    def inner(self) -> float:
        """How much wider its inner margins are than its outer ones, in pt: on all papers the same."""
        kind = find_kind(self.line.editions) if self.line else HANDOUT
        return kind.fit_paper(PAPERS[DEFAULT_FORMAT.paper]).inner * POINTS_PER_MM

    def path(self, ending: str) -> Path | None:
        """Return its file of an ending; None if the run made none."""
        names = [name for name, _, _ in self.line.files] if self.line else []
        name = next((name for name in names if name.endswith(ending)), None)
        return self.folder / self.line.editions / name if self.line and name else None

    def read_json(self, ending: str) -> Any:
        """Return what its report or its index says; an empty mapping if there is none."""
        path = self.path(ending)
        return json.loads(path.read_bytes()) if path else {}


@dataclass(frozen=True, slots=True)
class Places:
    """Where documents are looked for: the agenda's folder, the run of symbols ("" for none), the languages wanted.

    ``languages``: in the order wanted; () for all.
    """

    base: Path
    run: str = ""
    languages: tuple[str, ...] = ()

    def has_line(self, line: JournalLine) -> bool:
        """Return whether a document is in a language that is wanted."""
        return not self.languages or line.language in self.languages

    def rank(self, line: JournalLine) -> tuple[int, str]:
        """Return what the versions of one document are sorted by."""
        return (self.languages.index(line.language) if self.languages else 0, line.language)


@dataclass(frozen=True, slots=True)
class FoundDocuments:
    """The documents of each item of an agenda, the names of those in other languages, how many were made now."""

    items: tuple[tuple[FoundDocument, ...], ...]
    left_out: tuple[str, ...]
    made: int


MakeRun = Callable[[tuple[str, ...]], WholeRun]


def find_documents(agenda: Agenda, places: Places, folder: Path, make_run: MakeRun) -> FoundDocuments:
    """Return the documents of an agenda. ``make_run`` makes the editions of files in ``folder``. Raises Refusal."""
    entries = [entry for item in agenda.items for entry in item.documents]
    paths = {entry: places.base / entry for entry in entries}
    sources = tuple(dict.fromkeys(str(path) for path in paths.values() if path.exists()))
    whole = make_run(sources) if sources else WholeRun((), 0)
    own_lines = {line.name: line for line in whole.lines}
    items = find_items(sources) if sources else ()
    others = _read_run(Path(places.run)) if places.run else ()
    left_out: list[str] = []

    def find_entry(entry: str) -> Iterator[FoundDocument]:
        path = paths[entry]
        if path.exists():
            lines = [own_lines[item.name] for item in items if item.path == path or path in item.path.parents]
            found = [_take_line(entry, line, folder) for line in lines]
        else:
            found = list(_find_symbol(entry, others, places))
        for document in found:
            if document.line and not places.has_line(document.line):
                left_out.append(f"{document.symbol} ({document.line.language})")
            else:
                yield document

    found_items = tuple(tuple(one for entry in item.documents for one in find_entry(entry)) for item in agenda.items)
    return FoundDocuments(found_items, tuple(dict.fromkeys(left_out)), whole.made)


def is_symbol(entry: str) -> bool:
    """Return whether an entry of an agenda is a symbol of a document."""
    try:
        parse(entry)
    except ValueError:
        return False
    return True


def _take_line(entry: str, line: JournalLine, folder: Path) -> FoundDocument:
    if line.state == DONE:
        return FoundDocument(entry, line, folder)
    return FoundDocument(entry, None, folder, f"{line.state}: {line.message.partition(chr(10))[0]}")


def _read_run(folder: Path) -> tuple[JournalLine, ...]:
    """Return the lines of a run's documents. Raises Refusal if there is no run."""
    if not (folder / RUN_FOLDER / JOURNAL_NAME).is_file():
        raise Refusal(f"there is no run in {folder}", "make it first: ./press corpus SOURCE --out FOLDER")
    return tuple(line for line in Journal(LocalStorage(folder)).lines() if line.state == DONE and not line.edition)


def _find_symbol(entry: str, lines: Sequence[JournalLine], places: Places) -> Iterator[FoundDocument]:
    """Yield the versions of a document in another run, in the order of languages; else why there is none."""
    if not is_symbol(entry):
        yield FoundDocument(entry, reason="there is no file of that name, and it is no symbol")
        return
    symbol = str(parse(entry))
    folder = Path(places.run)
    found = sorted((line for line in lines if line.symbol == symbol and places.has_line(line)), key=places.rank)
    for line in found:
        is_damaged = bool(find_damaged_files((line,), folder))
        reason = "its files have been changed since they were made: make the run again" if is_damaged else ""
        yield FoundDocument(entry, None if is_damaged else line, folder, reason)
    if not found:
        where = f"it is not in the run {places.run}" if places.run else "no run is named to find it in: --run FOLDER"
        yield FoundDocument(entry, reason=where)
