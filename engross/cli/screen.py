"""What a terminal shows: text that steers nothing, tables in full width, the progress of work.

With ``many`` the only user of rich. Results go to standard output, progress and errors to standard error; where that
is no terminal, progress is plain lines.
"""

from __future__ import annotations

import json
import sys
import textwrap
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING, Any, TextIO

import click

from engross.grammars.terminal import spell_controls
from engross.model.notice import Notice, Severity

if TYPE_CHECKING:
    from rich.console import Console

    from engross.cli.options import Telling
    from engross.verify.check.finding import TellCheckProgress

SEVERITY_COLOURS = {Severity.INFO: "dim", Severity.WARNING: "yellow", Severity.ERROR: "red"}
CHECKOUT_NAME = "./press"
EMPTY_CELLS = ("", "0", "–")
KILOBYTE = 1000  # bytes
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


def print_table(heads: Sequence[str], rows: Iterable[Sequence[str]], foot: Sequence[str] = ()) -> None:
    """Print a table in its full width; at a terminal that is narrower, each row as lines of "head: cell".

    Nothing is cut. In the narrow form, cells that say nothing ("", "0", "–") are left out, and the first cell leads.
    """
    from rich.measure import Measurement
    from rich.table import Table

    table = Table(*heads, box=None, pad_edge=False, show_footer=bool(foot))
    lines = list(rows)
    for column, words in zip(table.columns, foot, strict=False):
        column.footer = words
    for line in lines:
        table.add_row(*line)
    console = standard_output()
    width = Measurement.get(console, console.options.update(max_width=UNLIMITED_WIDTH), table).maximum
    if console.is_terminal and width > console.width:
        for line in (*lines, *([foot] if foot else [])):
            _print_narrow_row(heads, line)
    else:
        _make_console(file=console.file, width=max(width, console.width)).print(table)


def _print_narrow_row(heads: Sequence[str], line: Sequence[str]) -> None:
    """Print a row of a table that is too wide: its first cell, then the others that say something, wrapped."""
    cells = [f"{head}: {cell}" for head, cell in zip(heads[1:], line[1:], strict=True) if cell not in EMPTY_CELLS]
    standard_output().print(line[0])
    width = max(20, standard_output().width)
    words = textwrap.wrap("; ".join(cells), width, initial_indent="  ", subsequent_indent="  ")
    standard_output().print("\n".join(words))


def print_json_line(value: object) -> None:
    """Print a value as JSON on a line of its own, in UTF-8 whatever the terminal's encoding."""
    print_file(json.dumps(value, ensure_ascii=False) + "\n")


def count_noun(number: int, plural: str) -> str:
    """Return a number with its noun: "1 page", "2 pages", "1 error"; ``plural`` is the noun for many."""
    singular = f"{plural[:-3]}y" if plural.endswith("ies") else plural.removesuffix("s")
    return f"{number} {singular if number == 1 else plural}"


def spell_size(octets: int) -> str:
    """Return the size of a file in words: "412 bytes", "38 kB", "2.1 MB"; a kB has 1000 bytes."""
    if octets < KILOBYTE:
        return count_noun(octets, "bytes")
    return f"{octets / KILOBYTE:.0f} kB" if octets < KILOBYTE**2 else f"{octets / KILOBYTE**2:.1f} MB"


def name_program(text: str) -> str:
    """Return advice that names the program as it is called in a checkout with the name that it was called by."""
    context = click.get_current_context(silent=True)
    name = context.find_root().info_name if context else None
    return text.replace(CHECKOUT_NAME, name) if name else text


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
    hint = spell_controls(f"\n    {name_program(notice.hint)}")
    console.print(Text(line, style=SEVERITY_COLOURS[notice.severity]).append(hint, style="default"))


@contextmanager
def count_files(telling: Telling) -> Iterator[TellCheckProgress]:
    """Show how many files are done: a line that moves at a terminal; elsewhere, if asked, a line for each tenth."""
    if standard_error().is_terminal and not telling.quiet:
        from rich.text import Text

        with standard_error().status("checking") as status:
            yield lambda what, done, total: status.update(Text(f"{done} of {total} files {what}"))
        return
    tenths: dict[str, int] = {}

    def print_count(what: str, done: int, total: int) -> None:
        tenth = 10 * done // max(1, total)
        if telling.verbose and tenths.get(what) != tenth:  # some validators take a hundred files at a time
            tenths[what] = tenth
            standard_error().print(f"{done} of {total} files {what} …")

    yield print_count


@contextmanager
def show_work(what: str, telling: Telling) -> Iterator[None]:
    """Show what is being worked on: a line that moves and goes away at a terminal; elsewhere, if asked, a line."""
    if sys.stderr.isatty() and not telling.quiet:
        from rich.text import Text

        with standard_error().status(Text(spell_controls(what))):
            yield
    else:
        if telling.verbose:
            print_plain(f"{what} …", sys.stderr)
        yield
