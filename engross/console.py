"""What a person at a terminal sees: progress while work is done, then what was made and what there is to say.

The only user of rich. Results go to standard output, progress and errors to standard error; where that is no
terminal, progress is plain lines. File sizes are in kB of 1000 bytes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from rich.console import Console
from rich.table import Table
from rich.text import Text

from engross.notice import Notice, Refusal, Severity
from engross.order import Misuse, Order, requests, tools_folder

if TYPE_CHECKING:
    from engross.build import Outcome, Request
    from engross.check import Column, Row

T = TypeVar("T")

COLOURS = {Severity.INFO: "dim", Severity.WARNING: "yellow", Severity.ERROR: "red"}

OUT = Console(highlight=False, markup=False, emoji=False, soft_wrap=True)
ERR = Console(highlight=False, markup=False, emoji=False, soft_wrap=True, stderr=True)


def make(order: Order, editions: Iterable[str]) -> bool:
    """Build ``editions`` of every source, and print what was made; whether all of it is without fault.

    A source that is refused is said so, and the next one is built. Raises Misuse.
    """
    from engross.build import build

    return _each(requests(order, editions), build, _print_outcome)


def read(order: Order) -> bool:
    """Print the structure of every source as engross understood it; whether none was refused. Raises Misuse."""
    from engross.understand import read_report

    def show(report: str) -> bool:
        OUT.print(report)
        return True

    return _each(requests(order, ()), read_report, show)


def check(paths: Sequence[str], thorough: bool = False) -> bool:
    """Print what the validators find in finished editions; whether all are clean. Raises Refusal."""
    from engross.check import COLUMNS, verdict

    columns = (*COLUMNS, _authority()) if thorough else COLUMNS
    names = [column.name for column in columns]
    table = Table("edition", *names, box=None, pad_edge=False)
    rows = _looked_at(paths, columns)
    for row in rows:
        table.add_row(str(row.path), *(verdict(row.found.get(name)) for name in names))
    OUT.print(table)
    for row in rows:
        for name, findings in row.found.items():
            for finding in findings:
                OUT.print(f"{row.path.name}, {name}: {finding}", style=COLOURS[finding.severity])
    return all(row.clean for row in rows)


def serve(order: Order, port: int) -> None:
    """Show one source in the browser until Ctrl+C. Raises Misuse for several sources or a port that there is not."""
    from engross.serve import serve as run

    wanted = requests(order, ("html", "pdf", "epub", "index"))
    if len(wanted) > 1:
        raise Misuse("serve shows one document: give one source")
    if not 1 <= port <= 65535:
        raise Misuse(f"--port is 1 to 65535, not {port}")
    run(wanted[0], port, OUT.print)


def fetch_fonts(folder: Path) -> None:
    """Fetch the pinned fonts into ``folder``, telling the progress. Raises Refusal."""
    from engross.fonts.fetch import fetch

    came = fetch(folder, ERR.print)
    OUT.print(f"{folder}: {came} fonts fetched and verified" if came else f"{folder}: all fonts there")


def _each(wanted: Sequence[Request], work: Callable[[Request], T], show: Callable[[T], bool]) -> bool:
    """Do ``work`` for every request and ``show`` what came of it; whether all went well, with a sum at the end."""
    states: Counter[str] = Counter()
    for number, request in enumerate(wanted, 1):
        try:
            with _working(f"{request.source.name} ({number} of {len(wanted)})"):
                made = work(request)
            states["done" if show(made) else "at fault"] += 1
        except Refusal as refusal:
            ERR.print(f"refused: {refusal}", style="red")
            states["refused"] += 1
    if len(wanted) > 1:
        ERR.print(f"{len(wanted)} documents: " + ", ".join(f"{n} {state}" for state, n in sorted(states.items())))
    return states["done"] == len(wanted)


def _print_outcome(outcome: Outcome) -> bool:
    """One document: what it is, the files made, what there is to say of it. Whether it is without fault."""
    counts = ", ".join(f"{number} {what}" for what, number in outcome.report["counts"].items())
    OUT.print(f"{outcome.report['symbol']}: {counts}", style="bold")
    for path in outcome.files:
        OUT.print(f"  {path}  {path.stat().st_size / 1000:.0f} kB")
    for notice in outcome.notices:
        if notice.severity is not Severity.INFO:
            _print_notice(notice)
    if infos := sum(notice.severity is Severity.INFO for notice in outcome.notices):
        OUT.print(f"  {infos} smaller remarks: see report.json", style="dim")
    return outcome.ok


def _print_notice(notice: Notice) -> None:
    console = ERR if notice.severity is Severity.ERROR else OUT
    line = f"  {notice.severity.value}: {notice.where}: {notice.message}"
    console.print(Text(line, style=COLOURS[notice.severity]).append(f"\n    {notice.hint}", style="default"))


def _authority() -> Column:
    """VeraPDF as a column, fetched if it is not there. Raises Refusal."""
    from engross.check import verapdf

    folder = tools_folder() / "verapdf"
    with _working("fetching veraPDF, if it is not there"):
        verapdf.fetch(folder)
    return verapdf.column(folder)


def _looked_at(paths: Sequence[str], columns: tuple[Column, ...]) -> tuple[Row, ...]:
    from engross.check import check as look

    with _working(f"checking {', '.join(paths)}"):
        return look(map(Path, paths), columns)


@contextmanager
def _working(what: str) -> Iterator[None]:
    """Say what is being worked on: a line that moves and goes away at a terminal, else a plain line."""
    if ERR.is_terminal:
        with ERR.status(Text(what)):
            yield
    else:
        ERR.print(f"{what} …")
        yield
