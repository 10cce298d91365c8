"""Print to a terminal: text without control characters, tables in full width, the progress of work.

With ``console`` and ``batch`` the only users of rich. Results go to standard output, progress and errors to standard
error; if that is no terminal, progress is plain lines.
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
UNLIMITED_WIDTH = 10_000  # characters; wider than any table
DROPPED_CHARACTERS = dict.fromkeys(
    (7, 8, 11, 12, 13)
)  # bell, backspace, and breaks of pages and lines that extractors leave


@cache
def standard_output() -> Console:
    """Return the console of standard output, the same each time."""
    return _make_console()


@cache
def standard_error() -> Console:
    """Return the console of standard error, the same each time."""
    return _make_console(stderr=True)


def _make_console(**options: Any) -> Console:
    """Return a console that prints text as it is: it interprets no markup and spells out control characters."""
    from rich.console import Console  # takes a fifth of a second, and not every command needs it
    from rich.text import Text

    class Plain(Console):
        def render_str(self, text: str, **how: Any) -> Text:
            return super().render_str(spell_controls(text), **how)

    return Plain(highlight=False, markup=False, emoji=False, soft_wrap=True, **options)


def print_table(table: Table) -> None:
    """Print a table in its full width, also beyond the terminal's, so that no cell is cut."""
    from rich.measure import Measurement

    width = Measurement.get(
        standard_output(), standard_output().options.update(max_width=UNLIMITED_WIDTH), table
    ).maximum
    _make_console(file=standard_output().file, width=max(width, standard_output().width)).print(table)


def print_plain(text: str, stream: TextIO) -> None:
    """Print text to a stream without colours and in full, control characters spelled out."""
    lines = (spell_controls(line.translate(DROPPED_CHARACTERS)).expandtabs(8) for line in text.split("\n"))
    print("\n".join(lines), file=stream, flush=True)


def print_file(text: str) -> None:
    """Print a file's text as UTF-8 whatever the stream's encoding; at a terminal spell out control characters."""
    if sys.stdout.isatty():
        text = spell_controls(text)
    sys.stdout.flush()
    sys.stdout.buffer.write(text.encode("utf-8"))
    sys.stdout.flush()


def print_notice(notice: Notice, console: Console | None = None) -> None:
    """Print a notice with its hint; without a console, errors go to standard error and others to standard output."""
    from rich.text import Text

    console = console or (standard_error() if notice.severity is Severity.ERROR else standard_output())
    line = spell_controls(f"  {notice.severity.value}: {notice.where}: {notice.message}")
    hint = spell_controls(f"\n    {notice.hint}")
    console.print(Text(line, style=SEVERITY_COLOURS[notice.severity]).append(hint, style="default"))


@contextmanager
def count_files() -> Iterator[TellCheckProgress]:
    """Give a function that shows how many files are done: a moving line at a terminal, else a line for each tenth."""
    if standard_error().is_terminal:
        from rich.text import Text

        with standard_error().status("checking") as status:
            yield lambda what, done, total: status.update(Text(f"{done} of {total} files {what}"))
        return

    printed_tenths: dict[str, int] = {}

    def print_count(what: str, done: int, total: int) -> None:
        tenth = 10 * done // max(1, total)
        if printed_tenths.get(what) != tenth:  # some validators take a hundred files at a time
            printed_tenths[what] = tenth
            standard_error().print(f"{done} of {total} files {what} …")

    yield print_count


@contextmanager
def show_work(what: str) -> Iterator[None]:
    """Show what is being worked on: a moving line at a terminal, which disappears at the end, else a plain line."""
    if sys.stderr.isatty():
        from rich.text import Text

        with standard_error().status(Text(spell_controls(what))):
            yield
    else:
        print_plain(f"{what} …", sys.stderr)
        yield
