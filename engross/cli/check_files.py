"""The command check: run the validators on finished editions, and print what they find."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from engross.cli.misuse import Misuse
from engross.cli.options import PrintOptions, core_count
from engross.cli.screen import (
    SEVERITY_COLOURS,
    count_files,
    name_program,
    print_json_line,
    print_table,
    show_work,
    standard_output,
)
from engross.model.notice import Severity
from engross.pipeline.folders import tools_folder

if TYPE_CHECKING:
    from engross.verify.check import Batch, Column, FileRow, Finding

FileGroup = Callable[[Path], tuple[str, ...]]  # what a file is counted under


def check_files(
    paths: Sequence[str], thorough: bool = False, jobs: int = 0, group: FileGroup | None = None, **printing: Any
) -> bool:
    """Print what the validators find in finished editions; return whether all are clean. Raises Refusal.

    ``jobs``: files looked at at the same time; 0: as many as the machine has cores. ``group``: what a file is counted
    under, where the table is to have a line for many. ``printing``: the fields of PrintOptions.
    """
    options = PrintOptions(**printing)
    rows, columns = _run_validators(paths, thorough, jobs, options)
    _print_rows(rows, columns, options, group)
    return all(row.is_clean for row in rows)


def keep_validation(paths: Sequence[str], out: str, thorough: bool = False, jobs: int = 0, **printing: Any) -> bool:
    """Write what the validators find into the file ``out``, as JSON with their versions and the day, and print it.

    Return whether all editions are clean. Raises Misuse where JSON is not asked for, and Refusal.
    """
    from engross.model.book import FinishedFile
    from engross.pipeline.output import write_files
    from engross.verify.check import FILE_IDENTITY, make_validation_report

    options = PrintOptions(**printing)
    if options.to != "json":
        raise Misuse("--out takes the findings as JSON: --to json --out FILE")
    began = datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    rows, columns = _run_validators(paths, thorough, jobs, options)
    report = make_validation_report(rows, columns, began, FILE_IDENTITY)
    data = (json.dumps(report, ensure_ascii=False, indent=2) + "\n").encode("utf-8")
    write_files(Path(out).parent, [FinishedFile(Path(out).name, data)])
    _print_rows(rows, columns, replace(options, to="text"), None)
    return all(row.is_clean for row in rows)


def _run_validators(
    paths: Sequence[str], thorough: bool, jobs: int, options: PrintOptions
) -> tuple[tuple[FileRow, ...], tuple[Column | Batch, ...]]:
    """Return a row for each file, and the columns that looked. Raises Refusal."""
    from engross.verify.check import CHECK_COLUMNS, check_editions

    jobs = core_count(jobs)
    packages = _package_columns(paths, options) if thorough else ()
    columns = (*CHECK_COLUMNS, *packages, *_authority_columns(thorough, jobs, options))
    with count_files(options) as say:
        return check_editions(map(Path, paths), columns, say, jobs), columns


def _print_rows(
    rows: Sequence[FileRow], columns: tuple[Column | Batch, ...], options: PrintOptions, group: FileGroup | None
) -> None:
    from engross.verify.check import column_names, make_grouped_table, make_row_data, make_table

    if options.to == "json":
        for row in rows:
            print_json_line(make_row_data(row))
        return
    made = make_grouped_table(rows, column_names(columns), group) if group else make_table(rows, column_names(columns))
    if not options.quiet:
        print_table(made.heads, made.lines, made.foot)
    _print_findings(rows, folded=options.quiet or len(rows) > len(made.lines))


def _print_findings(rows: Sequence[FileRow], *, folded: bool) -> None:
    """Print each finding of files on its line, and what to do below the first of its kind.

    What is no fault is printed only where no file is folded away.
    """
    advised: set[str] = set()
    for row in rows:
        for name, findings in row.found.items():
            for finding in findings:
                if not folded or finding.severity is not Severity.INFO:
                    _print_finding(row.path, name, finding)
                    if finding.hint and finding.code not in advised:
                        standard_output().print(f"  {name_program(finding.hint)}")
                    advised.add(finding.code)


def _print_finding(path: Path, column: str, finding: Finding) -> None:
    """Print a finding with its place in the file, where it has one: some validators name the file there again."""
    where = f", {finding.place}" if finding.place and Path(finding.place).name != path.name else ""
    line = f"{path}, {column}{where}: {finding.severity.value}: {finding.message} ({finding.code})"
    standard_output().print(line, style=SEVERITY_COLOURS[finding.severity])


def _authority_columns(thorough: bool, jobs: int, printing: PrintOptions) -> tuple[Batch, ...]:
    """Return veraPDF's columns where it is there; with ``thorough`` it is fetched, and Ace and readers look too.

    Raises Refusal.
    """
    from engross.verify.check import ace, ereaders, verapdf

    folder = tools_folder()
    here = folder / "verapdf"
    if thorough and not verapdf.has_jar(here):
        with show_work("fetching veraPDF", printing):
            verapdf.fetch_verapdf(here)
    authority = (verapdf.verapdf_columns(here, jobs),) if verapdf.has_jar(here) else ()
    return (*authority, ace.ace_column(folder), ereaders.ereader_column(folder)) if thorough else authority


def _package_columns(paths: Sequence[str], printing: PrintOptions) -> tuple[Column | Batch, ...]:
    """Return the columns of the validators of packages, which are fetched, if there is a package at a path.

    Raises Refusal.
    """
    from engross.verify.check.packages import has_package, package_columns
    from engross.verify.check.packages.programs import fetch_validators, has_validators

    if not any(has_package(Path(path)) for path in paths):
        return ()
    if not has_validators(tools_folder()):
        with show_work("fetching the validators of packages", printing):
            fetch_validators(tools_folder())
    return package_columns(tools_folder())
