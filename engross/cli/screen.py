"""What a terminal shows: text that steers nothing, tables in full width, the progress of work.

With ``many`` the only user of rich. Results go to standard output, progress and errors to standard error; where that
is no terminal, progress is plain lines.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING, Any, TextIO

from engross.grammars.terminal import spell_controls
from engross.model.notice import Notice, Severity

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

    from engross.verify.check.finding import TellCheckProgress

SEVERITY_COLOURS = {Severity.INFO: "dim", Severity.WARNING: "yellow", Severity.ERROR: "red"}
UNLIMITED_WIDTH = 10_000  # characters: wider than any table
DROPPED_CHARACTERS = dict.fromkeys(
    (7, 8, 11, 12, 13)
)  # page and line breaks of extractors and other marks without a shape


@cache
def standard_output() -> Console:
    """Standard output."""
    return _make_console()


@cache
def standard_error() -> Console:
    """Standard error."""
    return _make_console(stderr=True)


def _make_console(**options: Any) -> Console:
    """A console to which all text is text: no markup, no control characters."""
    from rich.console import Console  # takes a fifth of a second, which a short answer to a program can do without
    from rich.text import Text

    class Plain(Console):
        def render_str(self, text: str, **how: Any) -> Text:
            return super().render_str(spell_controls(text), **how)

    return Plain(highlight=False, markup=False, emoji=False, soft_wrap=True, **options)


def print_table(table: Table) -> None:
    """Print a table in its full width, whatever the terminal's: cells that are cut tell nothing."""
    from rich.measure import Measurement

    width = Measurement.get(
        standard_output(), standard_output().options.update(max_width=UNLIMITED_WIDTH), table
    ).maximum
    _make_console(file=standard_output().file, width=max(width, standard_output().width)).print(table)


def print_plain(text: str, stream: TextIO) -> None:
    """Print text as a console does that has no colours and cuts nothing."""
    lines = (spell_controls(line.translate(DROPPED_CHARACTERS)).expandtabs(8) for line in text.split("\n"))
    print("\n".join(lines), file=stream, flush=True)


def print_file(text: str) -> None:
    """Print a file's text as its bytes are, whatever the terminal can show; at a terminal nothing in it steers that."""
    if sys.stdout.isatty():
        text = spell_controls(text)
    sys.stdout.flush()
    sys.stdout.buffer.write(text.encode("utf-8"))
    sys.stdout.flush()


def print_notice(notice: Notice, console: Console | None = None) -> None:
    """Print a notice with its advice, an error to standard error if no console is given."""
    from rich.text import Text

    console = console or (standard_error() if notice.severity is Severity.ERROR else standard_output())
    line = spell_controls(f"  {notice.severity.value}: {notice.where}: {notice.message}")
    hint = spell_controls(f"\n    {notice.hint}")
    console.print(Text(line, style=SEVERITY_COLOURS[notice.severity]).append(hint, style="default"))


@contextmanager
def count_files() -> Iterator[TellCheckProgress]:
    """Say how many files are done: a line that moves at a terminal, else a plain line for each tenth of them."""
    if standard_error().is_terminal:
        from rich.text import Text

        with standard_error().status("checking") as status:
            yield lambda what, done, total: status.update(Text(f"{done} of {total} files {what}"))
        return

    told: dict[str, int] = {}

    def print_count(what: str, done: int, total: int) -> None:
        tenth = 10 * done // max(1, total)
        if told.get(what) != tenth:  # some validators take a hundred files at a time
            told[what] = tenth
            standard_error().print(f"{done} of {total} files {what} …")

    yield print_count


@contextmanager
def show_work(what: str) -> Iterator[None]:
    """Say what is being worked on: a line that moves and goes away at a terminal, else a plain line."""
    if sys.stderr.isatty():
        from rich.text import Text

        with standard_error().status(Text(spell_controls(what))):
            yield
    else:
        print_plain(f"{what} …", sys.stderr)
        yield
