"""Finished editions to a table of findings: every validator over every file. Looks at files only, never at a model.

A validator is a Column; another one is added to ``COLUMNS`` and to nothing else.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from engross.check.epubcheck import epubcheck
from engross.check.finding import Column, Finding, Findings, Row, verdict
from engross.check.lint import lint
from engross.check.pdf import validate
from engross.model import Where
from engross.notice import Refusal

__all__ = ["COLUMNS", "Column", "Finding", "Row", "check", "editions", "epubcheck", "lint", "validate", "verdict"]

COLUMNS = (
    Column("EPUBCheck", ".epub", epubcheck),
    Column("lint", ".epub", lambda paths: {path: lint(path) for path in paths}),
    Column("PDF/A, PDF/UA", ".pdf", lambda paths: {path: validate(path) for path in paths}),
)


def check(paths: Iterable[Path], columns: tuple[Column, ...] = COLUMNS) -> tuple[Row, ...]:
    """What each of ``columns`` finds in the editions at ``paths`` (files, or folders with editions), by path.

    Raises Refusal where a path does not exist, a folder has no edition, or no Java is there for EPUBCheck.
    """
    files = tuple(dict.fromkeys(file for path in paths for file in editions(path, columns)))
    found: dict[Path, dict[str, Findings]] = {file: {} for file in files}
    for column in columns:
        mine = [file for file in files if file.suffix == column.suffix]
        for file, findings in (column.look(mine) if mine else {}).items():
            found[file][column.name] = findings
    return tuple(Row(file, found[file]) for file in files)


def editions(path: Path, columns: tuple[Column, ...] = COLUMNS) -> tuple[Path, ...]:
    """The editions at a path: the file itself, or those anywhere under the folder. Raises Refusal for none."""
    suffixes = sorted({column.suffix for column in columns})
    if path.is_dir():
        files = sorted(file for file in path.rglob("*") if file.suffix in suffixes and file.is_file())
    else:
        files = [path] if path.is_file() and path.suffix in suffixes else []
    if not files:
        what = "there is no finished edition" if path.exists() else "no such file or folder"
        hint = f"name a file ending in {' or '.join(suffixes)}, or a folder that has some"
        raise Refusal(what, hint, Where(str(path)))
    return tuple(files)
