"""Make the report of a run, ``corpus-report.json``, from its journal lines."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from typing import IO, Any

from engross.batch.corpus.journal import DONE, FAULTY, LEFT_OUT, JournalLine
from engross.batch.corpus.json_stream import Pieces, spell_json, write_object
from engross.model.notice import Code

# Faults that no document may have, with the codes of the notices that report them.
FAULT_CODES = {
    "texts differing": (Code.TEXT_DIFFERS,),
    "notes lost or moved": (Code.NOTE_LOST, Code.NOTE_MOVED, Code.NOTE_ORDER, Code.NOTE_BROKEN, Code.NOTE_OVERFLOWS),
    "glyphs missing": (Code.MISSING_GLYPH,),
}
GROUP_COUNTS = ("characters", "notes", "pages", "citations")


class _Tally:
    """Counts over lines: documents by state, what is in them, their notices by code."""

    def __init__(self) -> None:
        self.states: Counter[str] = Counter()
        self.counts: Counter[str] = Counter()
        self.codes: Counter[str] = Counter()

    def add(self, line: JournalLine) -> None:
        self.states[line.state] += 1
        self.counts.update(line.counts)
        self.codes.update(line.codes)


def write_run_report(file: IO[str], lines: Iterable[JournalLine]) -> None:
    """Write the report of lines that can be read again and again: what is summed up, then a list of all."""
    not_done = ((spell_json(reason, depth=2),) for reason in iter_not_done(lines))
    entries: Iterator[Pieces] = ((spell_json(_entry_of_line(line), depth=2),) for line in lines)
    write_object(file, summarise_run(lines), {"not_done": not_done, "entries": entries})


def summarise_run(lines: Iterable[JournalLine]) -> dict[str, Any]:
    """Count the documents by state, what is in them, their notices by code; the same for each language and organ.

    Editions of two documents are counted like documents, and in groups of their own.
    """
    whole = _Tally()
    groups: defaultdict[tuple[str, str], _Tally] = defaultdict(_Tally)
    documents = pairs = 0
    for line in lines:
        whole.add(line)
        documents += not line.edition
        pairs += bool(line.edition) and line.state != LEFT_OUT
        if line.state in (DONE, FAULTY):
            groups[f"{line.language} {line.edition}".rstrip(), line.organ].add(line)
    return {
        "documents": documents,
        "pairs": pairs,
        "states": dict(sorted(whole.states.items())),
        "counts": dict(sorted(whole.counts.items())),
        "notices": dict(sorted(whole.codes.items(), key=lambda code: (-code[1], code[0]))),
        "groups": [_summarise_group(key, group) for key, group in sorted(groups.items())],
    }


def iter_not_done(lines: Iterable[JournalLine]) -> Iterator[dict[str, str]]:
    """Yield the documents that are not done, with the reason."""
    return ({"name": x.name, "state": x.state, "message": x.message} for x in lines if x.state != DONE)


def _entry_of_line(line: JournalLine) -> dict[str, Any]:
    """Return what a run's report has of a document; ``folder``: that of its files."""
    identity = {"name": line.name, "state": line.state, "symbol": line.symbol, "language": line.language}
    rest = {
        "organ": line.organ,
        "edition": line.edition,
        "folder": line.folder,
        "counts": line.counts,
        "notices": line.codes,
    }
    return identity | rest | {"files": [name for name, _, _ in line.files]}


def _summarise_group(key: tuple[str, str], group: _Tally) -> dict[str, Any]:
    documents, faulty = group.states.total(), group.states[FAULTY]
    summary = {"language": key[0], "organ": key[1], "documents": documents, "at fault": faulty}
    summary |= {name: group.counts[name] for name in GROUP_COUNTS}
    faults = {name: sum(group.codes[code.slug] for code in codes) for name, codes in FAULT_CODES.items()}
    return summary | faults | {"notices": group.codes.total()}
