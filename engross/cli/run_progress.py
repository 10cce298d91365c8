"""Tell how far a run has come: a bar at a terminal, or a line now and then."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Column

from engross.cli import screen
from engross.cli.options import PrintOptions

if TYPE_CHECKING:
    from rich.console import Console

    from engross.batch.corpus import JournalLine, TellRunProgress


PROGRESS_SECONDS = 5.0  # seconds between lines of progress where there is no terminal
WIDE_CHARACTERS = 70  # of a terminal's line: a narrower one has no room for a bar beside the numbers


@contextmanager
def show_progress(printing: PrintOptions) -> Iterator[TellRunProgress]:
    """Show a bar at a terminal; elsewhere, if asked, a line now and then: documents, pages, rate, failures."""
    tally = _RunTally(is_told=printing.verbose and not printing.quiet)
    if printing.quiet or not screen.standard_error().is_terminal:
        yield tally.print_progress
        return
    with make_progress_bar(screen.standard_error()) as bar:
        task = bar.add_task("documents", total=None)

        def show_line(done: int, total: int, line: JournalLine | None) -> None:
            tally.add_line(line)
            bar.update(task, completed=done, total=total, description=tally.describe_progress(done))

        yield show_line


def make_progress_bar(console: Console) -> Progress:
    """Return the bar of a run: how many of how many, the time left, what has come of it.

    A narrow terminal shows no bar, and cuts the last; the numbers and the time stay whole.
    """
    is_wide = console.width >= WIDE_CHARACTERS
    rest = Column(ratio=None if is_wide else 1, no_wrap=True, overflow="ellipsis")
    columns = (MofNCompleteColumn(), TimeRemainingColumn(), *((BarColumn(),) if is_wide else ()))
    description = TextColumn("{task.description}", table_column=rest)
    return Progress(*columns, description, console=console, transient=True, expand=not is_wide)


class _RunTally:
    """What a run has come to so far; ``is_told``: lines of progress are printed."""

    def __init__(self, *, is_told: bool) -> None:
        self.began = self.spoke = monotonic()
        self.is_told = is_told
        self.pages = 0
        self.states: Counter[str] = Counter()

    def add_line(self, line: JournalLine | None) -> None:
        """Count a document."""
        if line:
            self.states[line.state] += 1
            self.pages += line.counts.get("pages", 0)

    def describe_progress(self, done: int) -> str:
        """Return the tally in words."""
        rate = done / max(monotonic() - self.began, 0.001)
        failures = sum(n for state, n in self.states.items() if state not in ("done", "left out"))
        return f"{screen.count_noun(self.pages, 'pages')}, {rate:.1f} documents a second, {failures} not done"

    def print_progress(self, done: int, total: int, line: JournalLine | None) -> None:
        """Print a line if it is time, and at the end."""
        self.add_line(line)
        if self.is_told and total and (done == total or monotonic() - self.spoke > PROGRESS_SECONDS):
            self.spoke = monotonic()
            left = (self.spoke - self.began) / max(done, 1) * (total - done)
            screen.standard_error().print(
                f"{done} of {total} documents, {self.describe_progress(done)}, {left:.0f} s left"
            )


def report_read_sources(paths: list[Path], printing: PrintOptions) -> Iterator[Path]:
    """Yield the paths; if asked, print now and then how many are done."""
    spoke = monotonic()
    for done, path in enumerate(paths, 1):
        yield path
        if printing.verbose and monotonic() - spoke > PROGRESS_SECONDS:
            spoke = monotonic()
            screen.standard_error().print(f"{done} of {len(paths)} sources read …")
