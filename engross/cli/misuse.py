"""What is said of a command line that means nothing: one sentence, the command's usage, where to read more."""

from __future__ import annotations

import re
from collections.abc import Iterable
from difflib import get_close_matches
from pathlib import Path

import click

# What Click says of a command line that it cannot parse, and how we say it.
REWORDINGS = (
    (r"Option '(.+)' requires an argument\.", r"\1 needs a value"),
    (r"Option '(.+)' does not take a value\.", r"\1 takes no value"),
    (r"Got unexpected extra arguments? \((.*)\)", r"“\1” is one word too many here"),
)
LIKENESS = 0.7  # of two words, the share of letters in common (difflib), from which one may be meant for the other


class Misuse(Exception):
    """Words of a command line that mean nothing: one sentence. The command ends with exit code 2."""


def describe_misuse(error: click.ClickException, program: str) -> str:
    """Return the sentence for an error of the command line, with the usage of the command that it was meant for."""
    context = getattr(error, "ctx", None)
    command = context.command_path if context else program
    usage = context.get_usage().removeprefix("Usage: ") if context else f"{program} COMMAND"
    return f"{program}: {_describe(error, context, program)}\n  usage: {usage}\n  see {command} --help"


def suggest(word: str, candidates: Iterable[str]) -> str:
    """Return ": is “candidate” meant?" for the candidate that is spelt most like ``word``; "" if none is near."""
    spelt = word.lower().lstrip("-")
    names = {name.lstrip("-"): name for name in candidates}
    longer = [name for name in names if len(spelt) > 2 and name.startswith(spelt)]
    near = longer or get_close_matches(spelt, names, n=1, cutoff=LIKENESS)
    return f": is {names[near[0]]} meant?" if near else ""


def _describe(error: click.ClickException, context: click.Context | None, program: str) -> str:
    if isinstance(error, click.NoSuchOption):
        options = [name for each in (context.command.params if context else ()) for name in each.opts]
        return f"there is no option {error.option_name} here{suggest(error.option_name, options)}"
    if isinstance(error, click.MissingParameter):
        return f"{context.info_name if context else program} needs {_needed(error.param)}"
    if isinstance(error, click.exceptions.NoSuchCommand):
        return _describe_unknown_command(error.command_name, context, program)
    message = error.message
    return next((re.sub(old, new, message) for old, new in REWORDINGS if re.fullmatch(old, message)), message)


def _needed(parameter: click.Parameter | None) -> str:
    """Return what a command needs and was not given, as its usage calls it."""
    return parameter.make_metavar(click.Context(click.Command(None))).lower() if parameter else "more words"


def _describe_unknown_command(name: str, context: click.Context | None, program: str) -> str:
    sentence = f"there is no command “{name}”"
    if "." in name or "/" in name or Path(name).exists():
        return f"{sentence}: is {program} build {name} meant?"
    commands = context.command.commands if context and isinstance(context.command, click.Group) else ()
    return sentence + suggest(name, commands)
