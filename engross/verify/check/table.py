"""Make a readable table of findings: with many files, those without fault are folded into a line for each folder."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from engross.model.notice import Severity
from engross.verify.check.finding import FileRow, Findings, spell_verdict

MOST_LISTED_FILES = 40  # up to this many files are listed one by one
NO_ANSWER = "–"


@dataclass(frozen=True, slots=True)
class FindingTable:
    """A table in words: its heads, its lines, and its line of totals; each has a cell for each head."""

    heads: tuple[str, ...]
    lines: tuple[tuple[str, ...], ...]
    foot: tuple[str, ...]


def make_table(rows: Sequence[FileRow], names: Sequence[str]) -> FindingTable:
    """Return the table of ``rows`` with a column for each of ``names``; ``rows`` are in the order of their paths."""
    if len(rows) <= MOST_LISTED_FILES:
        lines = [_file_line(row, names) for row in rows]
    else:
        lines = [_file_line(row, names) for row in rows if not row.is_clean] + _fold_clean_files(rows, names)
    clean = sum(row.is_clean for row in rows)
    files = f"{len(rows)} file{'s' if len(rows) != 1 else ''}"
    foot = (f"{files}, {clean} clean", *(_spell_total(rows, name) for name in names))
    return FindingTable(("edition", *names), tuple(lines), foot)


def make_grouped_table(
    rows: Sequence[FileRow], names: Sequence[str], group: Callable[[Path], tuple[str, ...]]
) -> FindingTable:
    """Return the table of ``rows`` with one line for each group; ``group`` returns a file's group as words."""
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
    """Return a line for the clean files of each kind below each folder; each document has a folder of its own there."""
    groups: dict[tuple[Path, str], list[FileRow]] = defaultdict(list)
    for row in rows:
        if row.is_clean:
            groups[row.path.parent.parent, row.path.suffix].append(row)
    return [
        (f"{folder}/*/*{suffix}: {len(group)} files", *(_spell_clean(group, name) for name in names))
        for (folder, suffix), group in groups.items()
    ]


def _spell_clean(rows: Sequence[FileRow], name: str) -> str:
    """Spell for how many clean rows a column could tell, and how much it noted there."""
    answers = [row.found[name] for row in rows if name in row.found]
    noted = sum(f.n for findings in answers for f in findings)
    return f"{len(answers)} clean{f' ({noted} noted)' if noted else ''}" if answers else NO_ANSWER


def _spell_total(rows: Sequence[FileRow], name: str) -> str:
    answers = [row.found[name] for row in rows if name in row.found]
    if not answers:
        return NO_ANSWER
    faulty = sum(_is_faulty(findings) for findings in answers)
    noted = sum(f.n for findings in answers for f in findings if f.severity is Severity.INFO)
    total = f"{faulty} of {len(answers)} at fault" if faulty else f"{len(answers)} clean"
    return f"{total} ({noted} noted)" if noted else total


def _is_faulty(findings: Findings) -> bool:
    return any(f.severity is not Severity.INFO for f in findings)
