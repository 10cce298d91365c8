"""What a terminal shows: text that steers nothing, tables that fit it, the progress of work.

With ``run_progress`` the only user of rich. Results go to standard output, progress and errors to standard error; where
that is no terminal, progress is plain lines.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING, Any, TextIO

import click

from engross.grammars.terminal import spell_controls
from engross.model.notice import Notice, Severity

if TYPE_CHECKING:
    from rich.console import Console

    from engross.cli.options import PrintOptions
    from engross.verify.check.finding import TellCheckProgress

SEVERITY_COLOURS = {Severity.INFO: "dim", Severity.WARNING: "yellow", Severity.ERROR: "red"}
CHECKOUT_NAME = "./press"
EMPTY_CELLS = ("", "–")
SINGULAR_ENDINGS = (("ies", "y"), ("xes", "x"))  # of nouns for many, and of those for one
KILOBYTE = 1000  # bytes
DROPPED_CHARACTERS = dict.fromkeys(
    (7, 8, 11, 12, 13)
)  # page and line breaks of extractors and other marks without a shape


@cache
def standard_output() -> Console:
    """Return the console on standard output."""
    return _make_console()


@cache
def standard_error() -> Console:
    """Return the console on standard error."""
    return _make_console(stderr=True)


def _make_console(**options: Any) -> Console:
    """Return a console to which all text is text: no markup, no control characters."""
    from rich.console import Console  # takes a fifth of a second, which a short answer to a program can do without
    from rich.text import Text

    class Plain(Console):
        def render_str(self, text: str, **how: Any) -> Text:
            return super().render_str(spell_controls(text), **how)

    return Plain(highlight=False, markup=False, emoji=False, soft_wrap=True, **options)


def print_table(heads: Sequence[str], rows: Iterable[Sequence[str]], foot: Sequence[str] = ()) -> None:
    """Print a table in its full width; at a terminal that is narrower, each row as its first cell and "head: cell"s.

    Nothing is cut, and no line ends in blanks. In the narrow form, cells that cannot tell ("", "–") are left out, and a
    row whose cells all say the same is one line.
    """
    lines = [tuple(map(spell_controls, line)) for line in (heads, *rows, *([foot] if foot else []))]
    console = standard_output()
    printed = _lay_columns(lines, has_foot=bool(foot))
    if console.is_terminal and max(map(cell_width, printed)) > console.width:
        console.print("\n".join(text for line in lines[1:] for text in _lay_narrow_row(lines[0], line, console.width)))
        return
    for number, line in enumerate(printed):
        is_edge = number == 0 or (bool(foot) and number == len(printed) - 1)
        console.print(line, style="bold" if is_edge else None)


def cell_width(text: str) -> int:
    """Return how many columns of a terminal a text takes: a Han character takes two."""
    from rich.cells import cell_len

    return cell_len(text)


def _lay_columns(lines: Sequence[Sequence[str]], *, has_foot: bool) -> list[str]:
    """Return the lines of a table, the first its heads; a column that has only numbers has them at its right."""
    columns = []
    for cells in zip(*lines, strict=True):
        width = max(map(cell_width, cells))
        are_numbers = all(cell.isdecimal() for cell in cells[1 : len(cells) - has_foot])
        blanks = [" " * (width - cell_width(cell)) for cell in cells]
        columns.append(
            [blank + cell if are_numbers else cell + blank for cell, blank in zip(cells, blanks, strict=True)]
        )
    return ["  ".join(cells).rstrip() for cells in zip(*columns, strict=True)]


def _lay_narrow_row(heads: Sequence[str], line: Sequence[str], width: int) -> Iterator[str]:
    """Yield the lines of a row that is too wide for a terminal: its first cell leads, the others stand below it.

    Between two cells a line may end, within one only where the cell is wider than the terminal.
    """
    cells = [(head, cell) for head, cell in zip(heads[1:], line[1:], strict=True) if cell not in EMPTY_CELLS]
    if len({cell for _, cell in cells}) == 1 and not cells[0][1].isdecimal():
        yield f"{line[0]}: {cells[0][1]}"
        return
    yield line[0]
    row = ""
    for number, (head, cell) in enumerate(cells, 1):
        item = f"{head}: {cell}" + (";" if number < len(cells) else "")
        if row and cell_width(row) + 1 + cell_width(item) > width:
            yield row
            row = ""
        row = f"{row} {item}" if row else f"  {item}"
    yield from [row] if row else []


def print_json_line(value: object) -> None:
    """Print a value as JSON on a line of its own, in UTF-8 whatever the terminal's encoding."""
    print_file(json.dumps(value, ensure_ascii=False) + "\n")


def count_noun(number: int, plural: str) -> str:
    """Return a number with its noun: "1 page", "2 pages", "1 error"; ``plural`` is the noun for many."""
    ending, single = next((pair for pair in SINGULAR_ENDINGS if plural.endswith(pair[0])), ("s", ""))
    singular = f"{plural.removesuffix(ending)}{single}"
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


def print_file(content: str | bytes) -> None:
    """Print a file as its bytes are, whatever the terminal can show; at a terminal nothing in a text steers that."""
    if isinstance(content, str):
        content = (spell_controls(content) if sys.stdout.isatty() else content).encode("utf-8")
    sys.stdout.flush()
    sys.stdout.buffer.write(content)
    sys.stdout.flush()


def print_notice(notice: Notice, console: Console | None = None) -> None:
    """Print a notice with its advice, an error to standard error if no console is given."""
    from rich.text import Text

    console = console or (standard_error() if notice.severity is Severity.ERROR else standard_output())
    place = f"{notice.where}: " if notice.where.file else ""
    line = spell_controls(f"  {notice.severity.value}: {place}{notice.message}")
    hint = spell_controls(f"\n    {name_program(notice.hint)}")
    console.print(Text(line, style=SEVERITY_COLOURS[notice.severity]).append(hint, style="default"))


@contextmanager
def count_files(printing: PrintOptions) -> Iterator[TellCheckProgress]:
    """Show how many files are done: a line that moves at a terminal; elsewhere, if asked, a line for each tenth."""
    if standard_error().is_terminal and not printing.quiet:
        from rich.text import Text

        with standard_error().status("checking") as status:
            yield lambda what, done, total: status.update(Text(f"{done} of {total} files {what}"))
        return
    tenths: dict[str, int] = {}

    def print_count(what: str, done: int, total: int) -> None:
        tenth = 10 * done // max(1, total)
        if printing.verbose and tenths.get(what) != tenth:  # some validators take a hundred files at a time
            tenths[what] = tenth
            standard_error().print(f"{done} of {total} files {what} …")

    yield print_count


@contextmanager
def show_work(what: str, printing: PrintOptions) -> Iterator[None]:
    """Show what is being worked on: a line that moves and goes away at a terminal; elsewhere, if asked, a line."""
    if sys.stderr.isatty() and not printing.quiet:
        from rich.text import Text

        with standard_error().status(Text(spell_controls(what))):
            yield
    else:
        if printing.verbose:
            print_plain(f"{what} …", sys.stderr)
        yield
