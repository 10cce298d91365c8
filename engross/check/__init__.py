"""Finished editions to a table of findings: every validator over every file. Looks at files only, never at a model.

A validator is a Column, or a Batch where it takes many files at a time; another one is added to ``COLUMNS`` and to
nothing else.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from engross.check.called import called
from engross.check.epubcheck import epubcheck
from engross.check.finding import Batch, Column, Finding, Findings, Row, Say, verdict
from engross.check.glyphs import glyphs
from engross.check.identity import of_book, of_print
from engross.check.lint import lint
from engross.check.pdf import validate
from engross.check.prohibited import prohibited
from engross.check.ragged import ragged
from engross.check.table import Table, grouped, table
from engross.model import Where
from engross.notice import Refusal

COLUMNS: tuple[Column | Batch, ...] = (
    Column("EPUBCheck", ".epub", lambda path: epubcheck([path])[path]),
    Column("lint", ".epub", lint),
    Column("PDF/A, PDF/UA", ".pdf", validate),
    Column("notes", ".pdf", called),
    Column("text identity", ".pdf", of_print),
    Column("text identity", ".epub", of_book),
    Column("ragged lines", ".pdf", ragged),
    Column("prohibitions", ".pdf", prohibited),
    Column("glyphs", ".pdf", glyphs),
)


def _quiet(_what: str, _done: int, _total: int) -> None:
    """Say nothing."""


def check(paths: Iterable[Path], columns: tuple[Column | Batch, ...] = COLUMNS, say: Say = _quiet) -> tuple[Row, ...]:
    """What each of ``columns`` finds in the editions at ``paths`` (files, or folders with editions), by path.

    ``say`` is told of the progress. Raises Refusal where a path does not exist, a folder has no edition, or no Java
    is there for EPUBCheck.
    """
    files = tuple(dict.fromkeys(file for path in paths for file in editions(path, columns)))
    found: dict[Path, dict[str, Findings]] = {}
    for done, file in enumerate(files):
        say("measured", done, len(files))
        told = ((c.name, c.look(file)) for c in columns if isinstance(c, Column) and c.suffix == file.suffix)
        found[file] = {name: findings for name, findings in told if findings is not None}
    for batch in (column for column in columns if isinstance(column, Batch)):
        mine = [file for file in files if file.suffix == batch.suffix]
        for file, columns_of in (batch.look(mine, say) if mine else {}).items():
            found[file].update(columns_of)
    return tuple(Row(file, found[file]) for file in files)


def names(columns: tuple[Column | Batch, ...] = COLUMNS) -> tuple[str, ...]:
    """The names of the columns in their order, each once."""
    said = (name for column in columns for name in (column.names if isinstance(column, Batch) else (column.name,)))
    return tuple(dict.fromkeys(said))


def editions(path: Path, columns: tuple[Column | Batch, ...] = COLUMNS) -> tuple[Path, ...]:
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


__all__ = [
    "COLUMNS",
    "Batch",
    "Column",
    "Finding",
    "Row",
    "Table",
    "check",
    "editions",
    "epubcheck",
    "grouped",
    "lint",
    "names",
    "table",
    "validate",
    "verdict",
]
