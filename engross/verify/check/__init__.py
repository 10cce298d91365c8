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

from engross.model.notice import Refusal
from engross.model.tree import Where
from engross.verify.check.epubcheck import check_one_book, run_epubcheck
from engross.verify.check.finding import (
    Batch,
    Column,
    FileRow,
    Finding,
    Findings,
    TellCheckProgress,
    look_safely,
    spell_verdict,
)
from engross.verify.check.glyphs import find_glyph_faults
from engross.verify.check.lint import lint_epub
from engross.verify.check.pdf import validate_pdf
from engross.verify.check.pdf_notes import find_note_faults
from engross.verify.check.prohibited import find_prohibited_edges
from engross.verify.check.ragged import find_ragged_lines
from engross.verify.check.table import FindingTable, make_grouped_table, make_table
from engross.verify.check.text_identity import check_epub_text, check_print_text

CHUNK_FILES = 4  # files that a process takes at a time

CHECK_COLUMNS: tuple[Column | Batch, ...] = (
    Column("EPUBCheck", ".epub", check_one_book),
    Column("lint", ".epub", lint_epub),
    Column("PDF/A, PDF/UA", ".pdf", validate_pdf),
    Column("notes", ".pdf", find_note_faults),
    Column("text identity", ".pdf", check_print_text),
    Column("text identity", ".epub", check_epub_text),
    Column("ragged lines", ".pdf", find_ragged_lines),
    Column("prohibitions", ".pdf", find_prohibited_edges),
    Column("glyphs", ".pdf", find_glyph_faults),
)


def _tell_nothing(_what: str, _done: int, _total: int) -> None:
    """Say nothing."""


def check_editions(
    paths: Iterable[Path],
    columns: tuple[Column | Batch, ...] = CHECK_COLUMNS,
    say: TellCheckProgress = _tell_nothing,
    jobs: int = 1,
) -> tuple[FileRow, ...]:
    """What each of ``columns`` finds in the editions at ``paths`` (files, or folders with editions), by path.

    ``say`` is told of the progress. ``jobs``: files measured at the same time, each in a process of its own where it
    is more than one. Raises Refusal where a path does not exist, a folder has no edition, or no Java is there for
    EPUBCheck.
    """
    files = tuple(dict.fromkeys(file for path in paths for file in find_editions(path, columns)))
    singly = tuple(column for column in columns if isinstance(column, Column))
    found: dict[Path, dict[str, Findings]] = {}
    with _map_in_processes(min(jobs, len(files))) as each:
        for done, (file, told) in enumerate(zip(files, each(partial(_measure_file, singly), files), strict=True)):
            say("measured", done, len(files))
            found[file] = told
    for batch in (column for column in columns if isinstance(column, Batch)):
        mine = [file for file in files if file.suffix == batch.suffix]
        for file, columns_of in (batch.look(mine, say) if mine else {}).items():
            found[file].update(columns_of)
    return tuple(FileRow(file, found[file]) for file in files)


def _measure_file(columns: Sequence[Column], file: Path) -> dict[str, Findings]:
    """What the columns for such a file find in it; those that cannot tell are left out."""
    told = ((column.name, look_safely(column.look, file)) for column in columns if column.suffix == file.suffix)
    return {name: findings for name, findings in told if findings is not None}


MapFiles = Callable[[Callable[[Path], dict[str, Findings]], Sequence[Path]], Iterator[dict[str, Findings]]]


@contextmanager
def _map_in_processes(jobs: int) -> Iterator[MapFiles]:
    """A map in the order of its files: in this process, or in ``jobs`` others, each with a Java machine of its own."""
    if jobs < 2:
        yield map
        return
    with ProcessPoolExecutor(jobs, get_context("spawn")) as pool:
        yield partial(pool.map, chunksize=CHUNK_FILES)


def column_names(columns: tuple[Column | Batch, ...] = CHECK_COLUMNS) -> tuple[str, ...]:
    """The names of the columns in their order, each once."""
    said = (name for column in columns for name in (column.names if isinstance(column, Batch) else (column.name,)))
    return tuple(dict.fromkeys(said))


def find_editions(path: Path, columns: tuple[Column | Batch, ...] = CHECK_COLUMNS) -> tuple[Path, ...]:
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
    "CHECK_COLUMNS",
    "Batch",
    "Column",
    "FileRow",
    "Finding",
    "FindingTable",
    "check_editions",
    "column_names",
    "find_editions",
    "lint_epub",
    "make_grouped_table",
    "make_table",
    "run_epubcheck",
    "spell_verdict",
    "validate_pdf",
]
