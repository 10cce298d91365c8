"""The values of a command's options and where each comes from."""

from __future__ import annotations

import click

from engross.cli.screen import print_table
from engross.cli.settings import load_settings, settings_for

HIDDEN = frozenset({"config", "help", "quiet", "verbose"})


def print_settings(program: click.Group, name: str, config: str) -> None:
    """Print each option of a command with its value and its origin."""
    settings = load_settings(config)
    command = program.commands[name]
    given = settings_for(command, settings)
    rows = []
    for parameter in command.params:
        if isinstance(parameter, click.Option) and parameter.name not in HIDDEN:
            is_set = parameter.name in given
            value = given[parameter.name] if is_set else _default(parameter)
            rows.append((max(parameter.opts, key=len), _spell(value), str(settings.path) if is_set else "default"))
    print_table(("option", "value", "from"), rows)


def _default(parameter: click.Option) -> object:
    """Return the default of an option; that of a flag that says none is False."""
    return False if parameter.is_flag and parameter.default is not True else parameter.default


def _spell(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return ",".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
