"""Commands of the program as Click's, with help of our own: sections, examples as they are, the terminal's width."""

from __future__ import annotations

import inspect
import re
import textwrap
from collections.abc import Iterator, Sequence
from typing import Any

import click

from engross.cli.misuse import Misuse

HELP_WIDTH = 100  # characters, at most: longer lines of prose are hard to read
SHORT_OPTION_WITH_VALUE = re.compile(r"(-[A-Za-z])=(.*)", re.DOTALL)
PROGRAM = "{program}"  # in help: what the program was called by
SETTINGS = {
    "help_option_names": ["-h", "--help"],
    "max_content_width": HELP_WIDTH,  # at most that of the terminal
}


class Command(click.Command):
    """A command of the program; ``section`` is the heading that the program's help lists it under."""

    def __init__(self, *positional: Any, section: str = "", **keywords: Any) -> None:
        keywords.setdefault("context_settings", SETTINGS)
        super().__init__(*positional, **keywords)
        self.section = section

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Parse the words behind the command; ``-o=DIR`` is taken as ``-o DIR``, which Click reads as ``=DIR``."""
        short = {name for parameter in self.params for name in parameter.opts if len(name) == 2}
        try:
            return super().parse_args(ctx, list(_split_short_options(args, short)))
        except click.UsageError as error:
            error.ctx = error.ctx or ctx  # Click's parser does not always say whose options it read
            raise

    def invoke(self, ctx: click.Context) -> None:
        """Run the command. Raises UsageError for a Misuse."""
        try:
            super().invoke(ctx)
        except Misuse as misuse:
            raise click.UsageError(str(misuse), ctx) from None

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write what the command does: prose to the terminal's width, examples as they are."""
        for paragraph in inspect.cleandoc(self.help or "").split("\n\n"):
            formatter.write_paragraph()
            text = paragraph.replace(PROGRAM, ctx.find_root().info_name or "engross")
            if paragraph.startswith((" ", PROGRAM)):
                formatter.write("".join(f"  {line}\n" for line in _lay_examples(text, formatter.width)))
            else:
                margin = "  "
                prose = textwrap.fill(
                    " ".join(text.split()),
                    formatter.width,
                    initial_indent=margin,
                    subsequent_indent=margin,
                    break_on_hyphens=False,
                    break_long_words=False,
                )
                formatter.write(f"{prose}\n")


class Program(click.Group):
    """The program: its commands by sections."""

    def __init__(self, *positional: Any, **keywords: Any) -> None:
        super().__init__(*positional, context_settings=SETTINGS, **keywords)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """Write each section with its commands and what they do, in the order in which they were added."""
        width = max(map(len, self.commands))
        sections = dict.fromkeys(getattr(command, "section", "") for command in self.commands.values())
        for section in sections:
            rows = [
                (name.ljust(width), command.get_short_help_str(200))
                for name, command in self.commands.items()
                if getattr(command, "section", "") == section and not command.hidden
            ]
            if rows:
                with formatter.section(section):
                    formatter.write_dl(rows)

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """Return the names of the commands in the order in which they were added."""
        return list(self.commands)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Parse the words before the command; without any, print help."""
        return super().parse_args(ctx, args or ["--help"])


def end(is_well: bool) -> None:
    """End a command with exit code 1 unless all is well."""
    if not is_well:
        raise click.exceptions.Exit(1)


def _lay_examples(text: str, width: int) -> Iterator[str]:
    """Yield the lines of examples; what is said of one stands below it where the terminal has no room beside it."""
    lines = text.split("\n")
    if max(map(len, lines)) + 2 <= width:
        yield from lines
        return
    for line in lines:
        command, *remark = re.split(r" {3,}", line, maxsplit=1)
        yield command
        margin = "    "
        for words in remark:
            yield from textwrap.wrap(words, width - 2, initial_indent=margin, subsequent_indent=margin)


def _split_short_options(words: Sequence[str], short: set[str]) -> Iterator[str]:
    are_options = True
    for word in words:
        are_options = are_options and word != "--"
        matched = SHORT_OPTION_WITH_VALUE.fullmatch(word)
        if are_options and matched and matched[1] in short:
            yield from matched.groups()
        else:
            yield word
