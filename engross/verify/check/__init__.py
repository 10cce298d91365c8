"""Run every validator over finished editions, and return a table of findings. It looks at files only, never at a model.

Every file that a report or a run's journal names is compared with what is written down of it. A validator is a Column,
or a Batch if it takes many files at a time. To add one, add it to ``CHECK_COLUMNS``.
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
from engross.verify.check.book_lists import find_list_faults
from engross.verify.check.bound_pages import find_bound_page_faults
from engross.verify.check.epubcheck import check_one_book, name_epubcheck, run_epubcheck
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
from engross.verify.check.imposed import find_imposed_faults
from engross.verify.check.inventory import InventoryEntry, list_inventory
from engross.verify.check.large_print import find_large_print_faults
from engross.verify.check.lint import lint_epub
from engross.verify.check.pdf import name_page_validation, validate_pdf
from engross.verify.check.pdf_notes import find_note_faults
from engross.verify.check.prohibited import find_prohibited_edges
from engross.verify.check.ragged import find_ragged_lines
from engross.verify.check.table import FindingTable, make_grouped_table, make_table
from engross.verify.check.text_identity import check_epub_text, check_print_text, check_web_text
from engross.verify.check.validation_report import make_row_data, make_validation_report

FILE_IDENTITY = "file identity"  # the column for every kind of file
CHUNK_FILES = 4  # files that a process takes at a time

CHECK_COLUMNS: tuple[Column | Batch, ...] = (
    Column("EPUBCheck", ".epub", check_one_book, name_validators=name_epubcheck),
    Column("lint", ".epub", lint_epub),
    Column("PDF/A, PDF/UA", ".pdf", validate_pdf, name_validators=name_page_validation),
    Column("notes", ".pdf", find_note_faults),
    Column("text identity", ".pdf", check_print_text),
    Column("text identity", ".epub", check_epub_text),
    Column("text identity", ".html", check_web_text, needs_report=True),
    Column("ragged lines", ".pdf", find_ragged_lines),
    Column("prohibitions", ".pdf", find_prohibited_edges),
    Column("glyphs", ".pdf", find_glyph_faults),
    Column("bound pages", ".pdf", find_bound_page_faults),
    Column("sheets", ".pdf", find_imposed_faults),
    Column("lists", ".pdf", find_list_faults),
    Column("large print", ".pdf", find_large_print_faults),
)


def _tell_nothing(_what: str, _done: int, _total: int) -> None:
    """Ignore the progress."""


def check_editions(
    paths: Iterable[Path],
    columns: tuple[Column | Batch, ...] = CHECK_COLUMNS,
    say: TellCheckProgress = _tell_nothing,
    jobs: int = 1,
) -> tuple[FileRow, ...]:
    """Run ``columns`` over the editions at ``paths`` (files, or folders of editions), and return a row for each file.

    Before them stands the column ``FILE_IDENTITY``, for files of every kind; a file that is not there has only this.

    ``say`` is called with the progress. ``jobs``: how many files are measured at the same time, each in a process of
    its own if it is more than one. Raises Refusal if a path does not exist, a folder has no edition, or EPUBCheck has
    no Java.
    """
    entries = tuple({entry.path: entry for path in paths for entry in find_editions(path, columns)}.values())
    singly = tuple(column for column in columns if isinstance(column, Column))
    findings_by_file: dict[Path, dict[str, Findings]] = {}
    with _map_in_processes(min(jobs, len(entries))) as map_files:
        for done, (entry, findings) in enumerate(
            zip(entries, map_files(partial(_measure_file, singly), entries), strict=True)
        ):
            say("measured", done, len(entries))
            findings_by_file[entry.path] = findings
    editions = tuple(entry.path for entry in entries if entry.path.is_file())
    for batch in (column for column in columns if isinstance(column, Batch)):
        batch_files = [file for file in editions if file.name.endswith(batch.suffix)]
        for file, findings_by_column in (batch.look(batch_files, say) if batch_files else {}).items():
            findings_by_file[file].update(findings_by_column)
    return tuple(FileRow(file, findings) for file, findings in findings_by_file.items())


def _measure_file(columns: Sequence[Column], entry: InventoryEntry) -> dict[str, Findings]:
    """Return what the columns for this kind of file find in it, by name; columns that cannot tell are left out."""
    file = entry.path
    suited = [column for column in columns if file.name.endswith(column.suffix)] if file.is_file() else []
    answers = ((column.name, look_safely(column.look, file)) for column in suited)
    findings = {FILE_IDENTITY: entry.compare_with_report(), **dict(answers)}
    return {name: found for name, found in findings.items() if found is not None}


MapFiles = Callable[
    [Callable[[InventoryEntry], dict[str, Findings]], Sequence[InventoryEntry]], Iterator[dict[str, Findings]]
]


@contextmanager
def _map_in_processes(jobs: int) -> Iterator[MapFiles]:
    """Provide an ordered map: in this process, or in ``jobs`` others, each with a Java machine of its own."""
    if jobs < 2:
        yield map
        return
    with ProcessPoolExecutor(jobs, get_context("spawn")) as pool:
        yield partial(pool.map, chunksize=CHUNK_FILES)


def column_names(columns: tuple[Column | Batch, ...] = CHECK_COLUMNS) -> tuple[str, ...]:
    """Return the names of the columns in their order, each once."""
    names = (name for column in columns for name in (column.names if isinstance(column, Batch) else (column.name,)))
    return (FILE_IDENTITY, *dict.fromkeys(names))


def find_editions(path: Path, columns: tuple[Column | Batch, ...] = CHECK_COLUMNS) -> tuple[InventoryEntry, ...]:
    """Return what is to be checked at a path: the file itself, or all that stand, or should, below the folder.

    Raises Refusal if there is nothing.
    """
    suffixes = sorted({c.suffix for c in columns if isinstance(c, Batch) or not c.needs_report})
    entries = list_inventory(path, suffixes)
    if not entries:
        what = "there is no finished edition" if path.exists() else "no such file or folder"
        hint = f"name a file ending in {' or '.join(suffixes)}, or a folder that engross has made"
        raise Refusal(what, hint, Where(str(path)))
    return entries


__all__ = [
    "CHECK_COLUMNS",
    "FILE_IDENTITY",
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
    "make_row_data",
    "make_table",
    "make_validation_report",
    "run_epubcheck",
    "spell_verdict",
    "validate_pdf",
]
