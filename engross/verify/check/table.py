"""Rows of findings to a table that can be read: of many files, those without fault are folded to a line a folder."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from engross.model.notice import Severity
from engross.verify.check.finding import FileRow, Findings, spell_verdict

MOST_LISTED_FILES = 40  # files that are listed one by one, at most
NO_ANSWER = "–"


@dataclass(frozen=True, slots=True)
class FindingTable:
    """A table in words: its heads, its lines, and the line of totals at its foot, each a cell a head."""

    heads: tuple[str, ...]
    lines: tuple[tuple[str, ...], ...]
    foot: tuple[str, ...]


def make_table(rows: Sequence[FileRow], names: Sequence[str]) -> FindingTable:
    """The table of ``rows`` with a column for each of ``names``; ``rows`` are in the order of their paths."""
    if len(rows) <= MOST_LISTED_FILES:
        lines = [_file_line(row, names) for row in rows]
    else:
        lines = [_file_line(row, names) for row in rows if not row.is_clean] + _fold_clean_files(rows, names)
    clean = sum(row.is_clean for row in rows)
    foot = (f"{len(rows)} files, {clean} clean", *(_spell_total(rows, name) for name in names))
    return FindingTable(("edition", *names), tuple(lines), foot)


def make_grouped_table(
    rows: Sequence[FileRow], names: Sequence[str], group: Callable[[Path], tuple[str, ...]]
) -> FindingTable:
    """The table of ``rows`` with a line for all files of a group: the words that ``group`` says of a file's path."""
    groups: dict[tuple[str, ...], list[FileRow]] = defaultdict(list)
    for row in rows:
        groups[group(row.path)].append(row)
    lines = [
        (" ".join(key), f"{len(groups[key])}", *(_spell_total(groups[key], name) for name in names))
        for key in sorted(groups)
    ]
    clean = sum(row.is_clean for row in rows)
    return FindingTable(
        ("documents", "files", *names),
        tuple(lines),
        (f"{clean} clean", f"{len(rows)}", *(_spell_total(rows, name) for name in names)),
    )


def _file_line(row: FileRow, names: Sequence[str]) -> tuple[str, ...]:
    return (str(row.path), *(spell_verdict(row.found.get(name)) for name in names))


def _fold_clean_files(rows: Sequence[FileRow], names: Sequence[str]) -> list[tuple[str, ...]]:
    """A line for the clean files of each kind below each folder; every document has a folder of its own in it."""
    groups: dict[tuple[Path, str], list[FileRow]] = defaultdict(list)
    for row in rows:
        if row.is_clean:
            groups[row.path.parent.parent, row.path.suffix].append(row)
    return [
        (f"{folder}/*/*{suffix}: {len(group)} files", *(_spell_clean(group, name) for name in names))
        for (folder, suffix), group in groups.items()
    ]


def _spell_clean(rows: Sequence[FileRow], name: str) -> str:
    """How many of clean rows a column could tell of, and what it noted there."""
    told = [row.found[name] for row in rows if name in row.found]
    noted = sum(f.n for findings in told for f in findings)
    return f"{len(told)} clean{f' ({noted} noted)' if noted else ''}" if told else NO_ANSWER


def _spell_total(rows: Sequence[FileRow], name: str) -> str:
    told = [row.found[name] for row in rows if name in row.found]
    if not told:
        return NO_ANSWER
    faulty = sum(_is_faulty(findings) for findings in told)
    noted = sum(f.n for findings in told for f in findings if f.severity is Severity.INFO)
    said = f"{faulty} of {len(told)} at fault" if faulty else f"{len(told)} clean"
    return f"{said} ({noted} noted)" if noted else said


def _is_faulty(findings: Findings) -> bool:
    return any(f.severity is not Severity.INFO for f in findings)
