"""Finished editions to a table of findings: every validator over every file. Looks at files only, never at a model.

A validator is a Column, or a Batch where it takes many files at a time; another one is added to ``COLUMNS`` and to
nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from functools import partial
from multiprocessing import get_context
from pathlib import Path

from engross.check.called import called
from engross.check.epubcheck import epubcheck, of_one_book
from engross.check.finding import Batch, Column, Finding, Findings, Row, Say, look_safely, verdict
from engross.check.glyphs import glyphs
from engross.check.identity import of_book, of_print
from engross.check.lint import lint
from engross.check.pdf import validate
from engross.check.prohibited import prohibited
from engross.check.ragged import ragged
from engross.check.table import Table, grouped, table
from engross.model import Where
from engross.notice import Refusal

CHUNK = 4  # files that a process takes at a time

COLUMNS: tuple[Column | Batch, ...] = (
    Column("EPUBCheck", ".epub", of_one_book),
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


def check(
    paths: Iterable[Path], columns: tuple[Column | Batch, ...] = COLUMNS, say: Say = _quiet, jobs: int = 1
) -> tuple[Row, ...]:
    """What each of ``columns`` finds in the editions at ``paths`` (files, or folders with editions), by path.

    ``say`` is told of the progress. ``jobs``: files measured at the same time, each in a process of its own where it
    is more than one. Raises Refusal where a path does not exist, a folder has no edition, or no Java is there for
    EPUBCheck.
    """
    files = tuple(dict.fromkeys(file for path in paths for file in editions(path, columns)))
    singly = tuple(column for column in columns if isinstance(column, Column))
    found: dict[Path, dict[str, Findings]] = {}
    with _each(min(jobs, len(files))) as each:
        for done, (file, told) in enumerate(zip(files, each(partial(_measured, singly), files), strict=True)):
            say("measured", done, len(files))
            found[file] = told
    for batch in (column for column in columns if isinstance(column, Batch)):
        mine = [file for file in files if file.suffix == batch.suffix]
        for file, columns_of in (batch.look(mine, say) if mine else {}).items():
            found[file].update(columns_of)
    return tuple(Row(file, found[file]) for file in files)


def _measured(columns: Sequence[Column], file: Path) -> dict[str, Findings]:
    """What the columns for such a file find in it; those that cannot tell are left out."""
    told = ((column.name, look_safely(column.look, file)) for column in columns if column.suffix == file.suffix)
    return {name: findings for name, findings in told if findings is not None}


Each = Callable[[Callable[[Path], dict[str, Findings]], Sequence[Path]], Iterator[dict[str, Findings]]]


@contextmanager
def _each(jobs: int) -> Iterator[Each]:
    """A map in the order of its files: in this process, or in ``jobs`` others, each with a Java machine of its own."""
    if jobs < 2:
        yield map
        return
    with ProcessPoolExecutor(jobs, get_context("spawn")) as pool:
        yield partial(pool.map, chunksize=CHUNK)


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
