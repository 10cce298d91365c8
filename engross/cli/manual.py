"""The manual page in the language of man(7), made of the words of the help."""

from __future__ import annotations

import inspect

import click

from engross import __version__
from engross.cli.command import PROGRAM

EXIT_STATUS = (
    "0 where all is well, 1 where a document is refused or at fault, 2 where the command line means nothing, 130 where "
    "Ctrl+C ended it."
)


def make_manual_page(root: click.Context) -> str:
    """Return the manual page of the program: what it is, each command with its options, exit codes, files."""
    program = root.command
    commands = program.commands.items() if isinstance(program, click.Group) else ()
    summary = "the press for United Nations resolutions"
    lines = [
        f'.TH ENGROSS 1 "" "engross {__version__}" "User Commands"',
        ".SH NAME",
        f"engross \\- {summary}",
        ".SH SYNOPSIS",
        ".B engross",
        "COMMAND [FILE ...] [OPTIONS]",
        ".SH DESCRIPTION",
        _escape(inspect.cleandoc(program.help or "")),
        ".SH COMMANDS",
    ]
    for name, command in commands:
        lines += _describe_command(click.Context(command, root, name), command)
    lines += [
        ".SH EXIT STATUS",
        EXIT_STATUS,
        ".SH FILES",
        ".B engross.toml",
        "in the working folder or the nearest above it: values of options, by their long names.",
    ]
    return "\n".join(lines) + "\n"


def _describe_command(context: click.Context, command: click.Command) -> list[str]:
    lines = [f".SS {_escape((' '.join(command.collect_usage_pieces(context)) and command.name) or '')}"]
    lines += [".B " + _escape(f"engross {command.name}"), _escape(" ".join(command.collect_usage_pieces(context)))]
    for paragraph in inspect.cleandoc(command.help or "").split("\n\n"):
        text = _escape(paragraph.replace(PROGRAM, "engross"))
        lines += [".PP", *([".nf", text, ".fi"] if paragraph.startswith((" ", PROGRAM)) else [text])]
    for parameter in command.get_params(context):
        record = parameter.get_help_record(context)
        if record:
            lines += [".TP", f".B {_escape(record[0])}", _escape(record[1])]
    return lines


def _escape(text: str) -> str:
    """Return text so that it steers nothing in roff: hyphens, backslashes, dots at the beginning of a line."""
    escaped = text.replace("\\", "\\e").replace("-", "\\-")
    return "\n".join(f"\\&{line}" if line.startswith((".", "'")) else line for line in escaped.split("\n"))
