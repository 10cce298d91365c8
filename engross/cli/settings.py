"""The settings file, engross.toml: values of options that hold for every command, or for one.

```toml
paper = "a5"             # an option of any command, by its long name
profile = "archive"

[corpus]                 # of one command alone
jobs = 4
```
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import click

from engross.cli.misuse import Misuse, suggest

SETTINGS_NAME = "engross.toml"
PATHS = frozenset({"out", "fonts", "allow", "records"})  # options whose value is a path: beside the settings file
UNSETTABLE = frozenset({"config", "help", "symbol", "title", "accept", "only", "fast"})  # of one call, not of a folder
RESULT_COMMANDS = frozenset({"check", "seal"})  # what they write is no edition: the folder of these is not for it


@dataclass(frozen=True, slots=True)
class Settings:
    """What a settings file says: values by the long names of options, and the same for single commands."""

    path: Path | None = None
    values: dict[str, Any] = field(default_factory=dict)
    by_command: dict[str, dict[str, Any]] = field(default_factory=dict)


def load_settings(named: str = "") -> Settings:
    """Return what the settings file says: the one that is named, else the nearest from the working folder upwards.

    Raises Misuse where a named file is not there, or a file is no TOML.
    """
    path = Path(named) if named else _find_settings()
    if path is None:
        return Settings()
    try:
        data = tomllib.loads(path.read_text("utf-8"))
    except OSError as error:
        raise Misuse(f"the settings file {path} cannot be read: {error.strerror}") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise Misuse(f"the settings file {path} is no TOML: {error}") from None
    tables = {name: value for name, value in data.items() if isinstance(value, dict)}
    return Settings(path, {name: value for name, value in data.items() if name not in tables}, tables)


def settings_for(command: click.Command, settings: Settings) -> dict[str, Any]:
    """Return the values of a command's options that the settings give, by the names of Click's parameters.

    A value for all commands that this one has no option for is left out. Raises Misuse for a name that no command has,
    and for a table's name that this command has no option for.
    """
    if settings.path is None:
        return {}
    options = dict(_settable_options(command))
    own = settings.by_command.get(command.name or "", {})
    for name in own:
        if name not in options:
            raise Misuse(f"{settings.path}: {command.name} has no option “{name}”{suggest(name, options)}")
    known = {name: value for name, value in settings.values.items() if name in options}
    for name, value in (known | own).items():
        _check_kind(options[name], f"{settings.path}: {name}", value)
    return {str(options[name].name): _resolve(name, value, settings.path) for name, value in (known | own).items()}


def check_settings(program: click.Group, settings: Settings) -> None:
    """Raise Misuse for names in a settings file that no command, or no option, has."""
    names = {name for command in program.commands.values() for name, _ in _settable_options(command)}
    for name in settings.values:
        if name not in names:
            raise Misuse(f"{settings.path}: no command has an option “{name}”{suggest(name, names)}")
    for name in settings.by_command:
        if name not in program.commands:
            raise Misuse(f"{settings.path}: there is no command “{name}”{suggest(name, program.commands)}")
        settings_for(program.commands[name], settings)


def _find_settings() -> Path | None:
    here = Path.cwd()
    return next((file for folder in (here, *here.parents) if (file := folder / SETTINGS_NAME).is_file()), None)


def _check_kind(option: click.Option, place: str, value: Any) -> None:
    """Raise Misuse for a value of another kind than the option's; the option checks what of its kind it takes."""
    are_words = isinstance(value, list) and all(isinstance(word, str) for word in value)
    is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
    if option.is_flag:
        is_fit, kind = isinstance(value, bool), "true or false"
    elif option.type.name == "words":
        is_fit, kind = isinstance(value, str) or are_words, "a list of words in quotation marks"
    elif option.type.name == "number":
        is_fit, kind = isinstance(value, str) or is_number, "a number"
    else:
        is_fit, kind = isinstance(value, str) or is_number, "a text in quotation marks"
    if not is_fit:
        raise Misuse(f"{place} is {kind}, not {json.dumps(value, ensure_ascii=False, default=str)}")


def _settable_options(command: click.Command) -> Iterator[tuple[str, click.Option]]:
    """Yield each option of a command that a file may set, with its long name without dashes."""
    takes_settings = any(parameter.name == "config" for parameter in command.params)
    for parameter in command.params if takes_settings else ():
        long = max(parameter.opts, key=len).lstrip("-")
        if isinstance(parameter, click.Option) and parameter.name and is_settable(command.name or "", long):
            yield long, parameter


def is_settable(command: str, name: str) -> bool:
    """Return whether a settings file may set an option of a command, by its long name."""
    return name not in UNSETTABLE and not (name == "out" and command in RESULT_COMMANDS)


def _resolve(name: str, value: Any, file: Path) -> Any:
    """Return a value as the command line would have it; a path is one from the settings file's folder, a URL stays."""
    if isinstance(value, (bool, list)):
        return value
    text = str(value)
    return str(file.parent / Path(text).expanduser()) if name in PATHS and "://" not in text else text
