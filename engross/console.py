"""What a person at a terminal sees: progress while work is done, then what was made and what there is to say.

The only user of rich. Results go to standard output, progress and errors to standard error; where that is no
terminal, progress is plain lines. File sizes are in kB of 1000 bytes.
"""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, TextIO, TypeVar

from engross.notice import Notice, Refusal, Severity
from engross.order import Misuse, Order, requests, tools_folder

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

    from engross.build import Outcome
    from engross.check import Batch, Row
    from engross.check.finding import Say
    from engross.request import Request

T = TypeVar("T")

COLOURS = {Severity.INFO: "dim", Severity.WARNING: "yellow", Severity.ERROR: "red"}

WIDE = 10_000  # characters: wider than any table
CONTROLS = dict.fromkeys((7, 8, 11, 12, 13))  # characters that would steer a terminal
Group = Callable[[Path], tuple[str, ...]]  # what a file is counted under


@cache
def out() -> Console:
    """Standard output."""
    return _console(stderr=False)


@cache
def err() -> Console:
    """Standard error."""
    return _console(stderr=True)


def _console(stderr: bool) -> Console:
    from rich.console import Console  # takes a fifth of a second, which a short answer to a program can do without

    return Console(highlight=False, markup=False, emoji=False, soft_wrap=True, stderr=stderr)


def make(order: Order, editions: Iterable[str]) -> bool:
    """Build ``editions`` of every source, and print what was made; whether all of it is without fault.

    A source that is refused is said so, and the next one is built. Raises Misuse.
    """
    from engross.build import build

    return _each(requests(order, editions), build, _print_outcome)


def read(order: Order, to: str) -> bool:
    """Print every source as engross understood it, in one of the reader's forms; whether all is without fault.

    Raises Misuse for a form that there is not, and for several sources in a form that is a file.
    """
    from engross.reader import FORMS, Form, read_as

    if to not in FORMS:
        raise Misuse(f"--to is one of {', '.join(FORMS)}, not “{to}”")
    wanted = requests(order, ())
    if to != "text" and len(wanted) > 1:
        raise Misuse(f"--to {to} makes one file: give one source")

    def show(form: Form) -> bool:
        if to == "text":
            _print_plain(form.text, sys.stdout)
            return True
        for notice in form.notices:
            if notice.severity is not Severity.INFO:
                _print_notice(notice, err())
        _print_file(form.text)
        return all(notice.severity is not Severity.ERROR for notice in form.notices)

    return _each(wanted, lambda request: read_as(request, to), show)


def compare(order: Order, to: str) -> bool:
    """Print how much of the first source the second one has, and where they differ; whether they do not.

    Raises Misuse for any other number of sources, and Refusal.
    """
    from engross.figures import as_json, as_text
    from engross.reader import compared

    if to not in ("text", "json"):
        raise Misuse(f"--to is one of text, json, not “{to}”")
    if len(order.sources) != 2:
        raise Misuse(f"compare holds two sources against each other, not {len(order.sources)}")
    first, second = (requests(replace(order, sources=(source,)), ())[0] for source in order.sources)
    with _working(f"{first.source} against {second.source}"):
        found = compared(first, second)
    if to == "json":
        _print_file(as_json(found))
    else:
        out().print(as_text(found))
    return not found.differences


def check(paths: Sequence[str], thorough: bool = False, jobs: int = 0, group: Group | None = None) -> bool:
    """Print what the validators find in finished editions; whether all are clean. Raises Refusal.

    ``jobs``: files looked at at the same time; 0: as many as the machine has cores. ``group``: what a file is counted
    under, where the table is to have a line for many.
    """
    from rich.table import Table

    from engross.check import COLUMNS, grouped, names, table
    from engross.check import check as look

    jobs = cores(jobs)
    columns = (*COLUMNS, *_authority(thorough, jobs))
    with _counting() as say:
        rows = look(map(Path, paths), columns, say, jobs)
    made = grouped(rows, names(columns), group) if group else table(rows, names(columns))
    shown = Table(*made.heads, box=None, pad_edge=False, show_footer=True)
    for column, foot in zip(shown.columns, made.foot, strict=True):
        column.footer = foot
    for line in made.lines:
        shown.add_row(*line)
    print_whole(shown)
    for row in rows:
        _print_findings(row, folded=len(rows) > len(made.lines))
    return all(row.clean for row in rows)


def cores(jobs: int) -> int:
    """How many things are done at the same time: as many as asked, and for 0 as many as the machine has cores."""
    return jobs or os.cpu_count() or 1


def print_whole(table: Table) -> None:
    """Print a table in its full width, whatever the terminal's: cells that are cut tell nothing."""
    from rich.console import Console
    from rich.measure import Measurement

    width = Measurement.get(out(), out().options.update(max_width=WIDE), table).maximum
    Console(file=out().file, width=max(width, out().width), highlight=False, emoji=False).print(table)


def _print_findings(row: Row, *, folded: bool) -> None:
    """Each finding of a file on its line; what is no fault only where no file is folded away."""
    for name, findings in row.found.items():
        for finding in findings:
            if not folded or finding.severity is not Severity.INFO:
                out().print(f"{row.path.name}, {name}: {finding}", style=COLOURS[finding.severity])


def serve(order: Order, port: int) -> None:
    """Show one source in the browser until Ctrl+C. Raises Misuse for several sources or a port that there is not."""
    from engross.serve import serve as run

    wanted = requests(order, ("html", "pdf", "epub", "index", "akn"))
    if len(wanted) > 1:
        raise Misuse("serve shows one document: give one source")
    if not 1 <= port <= 65535:
        raise Misuse(f"--port is 1 to 65535, not {port}")
    run(wanted[0], port, out().print)


def fetch_fonts(folder: Path) -> None:
    """Fetch the pinned fonts into ``folder``, telling the progress. Raises Refusal."""
    from engross.fonts.fetch import fetch

    came = fetch(folder, err().print)
    out().print(f"{folder}: {came} fonts fetched and verified" if came else f"{folder}: all fonts there")


def _each(wanted: Sequence[Request], work: Callable[[Request], T], show: Callable[[T], bool]) -> bool:
    """Do ``work`` for every request and ``show`` what came of it; whether all went well, with a sum at the end."""
    states: Counter[str] = Counter()
    for number, request in enumerate(wanted, 1):
        try:
            with _working(f"{request.source.name} ({number} of {len(wanted)})"):
                made = work(request)
            states["done" if show(made) else "at fault"] += 1
        except Refusal as refusal:
            err().print(f"refused: {refusal}", style="red")
            states["refused"] += 1
    if len(wanted) > 1:
        err().print(f"{len(wanted)} documents: " + ", ".join(f"{n} {state}" for state, n in sorted(states.items())))
    return states["done"] == len(wanted)


def _print_outcome(outcome: Outcome) -> bool:
    """One document: what it is, the files made, what there is to say of it. Whether it is without fault."""
    counts = ", ".join(f"{number} {what}" for what, number in outcome.report["counts"].items())
    out().print(f"{outcome.report['symbol']}: {counts}", style="bold")
    for path in outcome.files:
        out().print(f"  {path}  {path.stat().st_size / 1000:.0f} kB")
    for notice in outcome.notices:
        if notice.severity is not Severity.INFO:
            _print_notice(notice)
    if infos := sum(notice.severity is Severity.INFO for notice in outcome.notices):
        out().print(f"  {infos} smaller remarks: see report.json", style="dim")
    return outcome.ok


def _print_plain(text: str, stream: TextIO) -> None:
    """Print text as a console does that has no colours and cuts nothing."""
    print("\n".join(line.translate(CONTROLS).expandtabs(8) for line in text.split("\n")), file=stream, flush=True)


def _print_file(text: str) -> None:
    """Print a file's text as its bytes are, whatever the terminal can show."""
    sys.stdout.flush()
    sys.stdout.buffer.write(text.encode("utf-8"))
    sys.stdout.flush()


def _print_notice(notice: Notice, console: Console | None = None) -> None:
    from rich.text import Text

    console = console or (err() if notice.severity is Severity.ERROR else out())
    line = f"  {notice.severity.value}: {notice.where}: {notice.message}"
    console.print(Text(line, style=COLOURS[notice.severity]).append(f"\n    {notice.hint}", style="default"))


def _authority(thorough: bool, jobs: int) -> tuple[Batch, ...]:
    """VeraPDF's columns where it is there; with ``thorough`` it is fetched, and Ace and readers look too.

    Raises Refusal.
    """
    from engross.check import ace, reader, verapdf

    folder = tools_folder()
    here = folder / "verapdf"
    if thorough and not verapdf.is_here(here):
        with _working("fetching veraPDF"):
            verapdf.fetch(here)
    authority = (verapdf.columns(here, jobs),) if verapdf.is_here(here) else ()
    return (*authority, ace.column(folder), reader.column(folder)) if thorough else authority


@contextmanager
def _counting() -> Iterator[Say]:
    """Say how many files are done: a line that moves at a terminal, else a plain line for each tenth of them."""
    if err().is_terminal:
        from rich.text import Text

        with err().status("checking") as status:
            yield lambda what, done, total: status.update(Text(f"{done} of {total} files {what}"))
        return

    told: dict[str, int] = {}

    def plainly(what: str, done: int, total: int) -> None:
        tenth = 10 * done // max(1, total)
        if told.get(what) != tenth:  # some validators take a hundred files at a time
            told[what] = tenth
            err().print(f"{done} of {total} files {what} …")

    yield plainly


@contextmanager
def _working(what: str) -> Iterator[None]:
    """Say what is being worked on: a line that moves and goes away at a terminal, else a plain line."""
    if sys.stderr.isatty():
        from rich.text import Text

        with err().status(Text(what)):
            yield
    else:
        _print_plain(f"{what} …", sys.stderr)
        yield
