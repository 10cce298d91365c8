"""The command check: run the validators on finished editions, and print what they find."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

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
from engross.grammars.edition_name import spell_name
from engross.model.notice import Severity
from engross.pipeline.folders import tools_folder

if TYPE_CHECKING:
    from engross.verify.check import Batch, FileRow
    from engross.verify.check.finding import Finding


FileGroup = Callable[[Path], tuple[str, ...]]  # what a file is counted under


def check_files(
    paths: Sequence[str], thorough: bool = False, jobs: int = 0, group: FileGroup | None = None, **printing: Any
) -> bool:
    """Print what the validators find in finished editions; return whether all are clean. Raises Refusal.

    ``jobs``: files looked at at the same time; 0: as many as the machine has cores. ``group``: what a file is counted
    under, where the table is to have a line for many. ``printing``: the fields of PrintOptions.
    """
    from engross.verify.check import CHECK_COLUMNS, check_editions, column_names, make_grouped_table, make_table

    options = PrintOptions(**printing)
    jobs = core_count(jobs)
    columns = (*CHECK_COLUMNS, *_authority_columns(thorough, jobs, options))
    with count_files(options) as say:
        rows = check_editions(map(Path, paths), columns, say, jobs)
    if options.to == "json":
        for row in rows:
            print_json_line(_row_data(row))
        return all(row.is_clean for row in rows)
    made = make_grouped_table(rows, column_names(columns), group) if group else make_table(rows, column_names(columns))
    if not options.quiet:
        print_table(made.heads, made.lines, made.foot)
    _print_findings(rows, folded=options.quiet or len(rows) > len(made.lines))
    return all(row.is_clean for row in rows)


def _row_data(row: FileRow) -> dict[str, Any]:
    checks = {name: [_finding_data(finding) for finding in findings] for name, findings in row.found.items()}
    return {"file": spell_name(str(row.path)), "clean": row.is_clean, "checks": checks}


def _finding_data(finding: Finding) -> dict[str, Any]:
    return {
        "code": finding.code,
        "severity": finding.severity.value,
        "message": finding.message,
        "place": finding.place,
        "hint": finding.hint,
        "times": finding.n,
    }


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
