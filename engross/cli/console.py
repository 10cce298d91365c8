"""The commands on single documents: do what is asked, and print the results.

File sizes are in kB of 1000 bytes.
"""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from engross.cli.options import Misuse, Options, make_requests, tools_folder
from engross.cli.screen import (
    SEVERITY_COLOURS,
    count_files,
    print_file,
    print_notice,
    print_plain,
    print_table,
    show_work,
    standard_error,
    standard_output,
)
from engross.grammars.edition_name import spell_name
from engross.model.notice import Notice, Refusal, Severity
from engross.model.tree import Where
from engross.pipeline.bounded import Bounds, Worker

if TYPE_CHECKING:
    from engross.model.request import Request
    from engross.pipeline.read import ReadingForm
    from engross.verify.check import Batch, FileRow
    from engross.verify.diff import DiffFigures

T = TypeVar("T")

FileGroup = Callable[[Path], tuple[str, ...]]  # from a file to the group that it is counted in


@dataclass(frozen=True, slots=True)
class BuiltDocument:
    """What is printed of a document that was built: its symbol, counts by name, files, notices, whether all is well."""

    symbol: str
    counts: dict[str, int]
    files: tuple[Path, ...]
    notices: tuple[Notice, ...]
    ok: bool


def make_editions(options: Options, editions: Iterable[str]) -> bool:
    """Build ``editions`` of every source, and print what was made. Return whether all sources were built without error.

    A source that is refused is reported, and the next one is built. Raises Misuse.
    """
    return _work_through(make_requests(options, editions), _build_document, _print_made, options)


def _build_document(request: Request) -> BuiltDocument:
    """Build a document, in the worker process that loads WeasyPrint, and return what is to be printed of it."""
    from engross.pipeline.build import build

    built = build(request)
    return BuiltDocument(built.report["symbol"], built.report["counts"], built.files, built.notices, built.ok)


def print_readings(options: Options, to: str) -> bool:
    """Print every source as it was understood, in the form ``to``. Return whether all were read without error.

    Raises Misuse for an unknown form, and for several sources in a form that is a file.
    """
    from engross.pipeline.read import READING_FORMS, read_as

    if to not in READING_FORMS:
        raise Misuse(f"--to is one of {', '.join(READING_FORMS)}, not “{to}”")
    requests = make_requests(options, ())
    if to != "text" and len(requests) > 1:
        raise Misuse(f"--to {to} makes one file: give one source")

    def print_form(form: ReadingForm) -> bool:
        if to == "text":
            print_plain(form.text, sys.stdout)
            return True
        for notice in form.notices:
            if notice.severity is not Severity.INFO:
                print_notice(notice, standard_error())
        print_file(form.text)
        return all(notice.severity is not Severity.ERROR for notice in form.notices)

    return _work_through(requests, partial(read_as, form=to), print_form, options)


def compare_sources(options: Options, to: str) -> bool:
    """Print how much of the first source the second one has, and where they differ. Return whether they agree.

    Raises Misuse if there are not two sources, and Refusal.
    """
    from engross.verify.diff_report import format_as_json, format_as_text

    if to not in ("text", "json"):
        raise Misuse(f"--to is one of text, json, not “{to}”")
    if len(options.sources) != 2:
        raise Misuse(f"compare holds two sources against each other, not {len(options.sources)}")
    pair = tuple(make_requests(replace(options, sources=(source,)), ())[0] for source in options.sources)
    first, second = (request.source for request in pair)
    with Worker(_compare_pair, _make_bounds(options)) as worker:
        worker.begin(pair, Where(spell_name(second.name)))
        with show_work(f"{first} against {second}"):
            figures = worker.result()
    if to == "json":
        print_file(format_as_json(figures))
    else:
        standard_output().print(format_as_text(figures))
    return not figures.differences


def _compare_pair(pair: tuple[Request, Request]) -> DiffFigures:
    from engross.pipeline.read import compare_requests

    return compare_requests(*pair)


def check_files(paths: Sequence[str], thorough: bool = False, jobs: int = 0, group: FileGroup | None = None) -> bool:
    """Print what the validators find in finished editions. Return whether all are clean. Raises Refusal.

    ``jobs``: files checked at the same time; 0: as many as the machine has cores. ``group``: the group of a file, if
    the table is to have a line for each group instead of each file.
    """
    from rich.table import Table

    from engross.verify.check import CHECK_COLUMNS, column_names, make_grouped_table, make_table
    from engross.verify.check import check_editions as look

    jobs = core_count(jobs)
    columns = (*CHECK_COLUMNS, *_authority_columns(thorough, jobs))
    with count_files() as tell_progress:
        rows = look(map(Path, paths), columns, tell_progress, jobs)
    figures = (
        make_grouped_table(rows, column_names(columns), group) if group else make_table(rows, column_names(columns))
    )
    table = Table(*figures.heads, box=None, pad_edge=False, show_footer=True)
    for column, foot in zip(table.columns, figures.foot, strict=True):
        column.footer = foot
    for line in figures.lines:
        table.add_row(*line)
    print_table(table)
    for row in rows:
        _print_findings(row, folded=len(rows) > len(figures.lines))
    return all(row.is_clean for row in rows)


def core_count(jobs: int) -> int:
    """Return ``jobs``, or for 0 the number of cores of this machine."""
    return jobs or os.cpu_count() or 1


def _print_findings(row: FileRow, *, folded: bool) -> None:
    """Print each finding of a file on its line. ``folded``: the table has lines of groups; then no INFO is printed."""
    for name, findings in row.found.items():
        for finding in findings:
            if not folded or finding.severity is not Severity.INFO:
                standard_output().print(f"{row.path.name}, {name}: {finding}", style=SEVERITY_COLOURS[finding.severity])


def serve_source(options: Options, port: int) -> None:
    """Show one source in the browser until Ctrl+C. Raises Misuse for several sources or an impossible port."""
    from engross.cli.serve import serve_document as run

    requests = make_requests(options, ("html", "pdf", "epub", "index", "akn"))
    if len(requests) > 1:
        raise Misuse("serve shows one document: give one source")
    if not 1 <= port <= 65535:
        raise Misuse(f"--port is 1 to 65535, not {port}")
    run(requests[0], port, standard_output().print)


def fetch_fonts(folder: Path) -> None:
    """Fetch the pinned fonts into ``folder``, and print the progress. Raises Refusal."""
    from engross.editions.fonts.fetch import download_fonts

    fetched = download_fonts(folder, standard_error().print)
    standard_output().print(
        f"{folder}: {fetched} fonts fetched and verified" if fetched else f"{folder}: all fonts there"
    )


def _work_through(
    requests: Sequence[Request], work: Callable[[Request], T], show: Callable[[T], bool], options: Options
) -> bool:
    """Do ``work`` for every request, within the bounds of ``options``, and ``show`` each result.

    Return whether no request was refused and ``show`` returned True for all; print the sums if there are several.
    """
    states: Counter[str] = Counter()
    with Worker(work, _make_bounds(options)) as worker:
        for number, request in enumerate(requests, 1):
            worker.begin(request, Where(spell_name(request.source.name)))
            try:
                with show_work(f"{request.source.name} ({number} of {len(requests)})"):
                    result = worker.result()
            except Refusal as refusal:
                standard_error().print(f"refused: {refusal}", style="red")
                states["refused"] += 1
            else:
                states["done" if show(result) else "at fault"] += 1
    if len(requests) > 1:
        standard_error().print(
            f"{len(requests)} documents: " + ", ".join(f"{n} {state}" for state, n in sorted(states.items()))
        )
    return states["done"] == len(requests)


def _make_bounds(options: Options) -> Bounds:
    return Bounds(options.timeout, options.memory)


def _print_made(document: BuiltDocument) -> bool:
    """Print the counts, files and notices of a document. Return whether it is without error."""
    counts = ", ".join(f"{number} {what}" for what, number in document.counts.items())
    standard_output().print(f"{document.symbol}: {counts}", style="bold")
    for path in document.files:
        standard_output().print(f"  {path}  {path.stat().st_size / 1000:.0f} kB")
    for notice in document.notices:
        if notice.severity is not Severity.INFO:
            print_notice(notice)
    if infos := sum(notice.severity is Severity.INFO for notice in document.notices):
        standard_output().print(f"  {infos} smaller remarks: see report.json", style="dim")
    return document.ok


def _authority_columns(thorough: bool, jobs: int) -> tuple[Batch, ...]:
    """Return the columns of veraPDF if it is installed; with ``thorough`` fetch it, and add those of Ace and e-readers.

    Raises Refusal.
    """
    from engross.verify.check import ace, ereaders, verapdf

    folder = tools_folder()
    verapdf_folder = folder / "verapdf"
    if thorough and not verapdf.has_jar(verapdf_folder):
        with show_work("fetching veraPDF"):
            verapdf.fetch_verapdf(verapdf_folder)
    columns = (verapdf.verapdf_columns(verapdf_folder, jobs),) if verapdf.has_jar(verapdf_folder) else ()
    return (*columns, ace.ace_column(folder), ereaders.ereader_column(folder)) if thorough else columns
