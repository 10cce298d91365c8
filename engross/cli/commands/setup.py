"""The commands that set engross up and show how it is set up."""

from __future__ import annotations

from typing import Any

import click

from engross.cli.command import Command
from engross.cli.misuse import suggest
from engross.cli.option_groups import CONFIG, option
from engross.cli.values import OneOf
from engross.pipeline.folders import fonts_folder

SECTION = "Set up"
SHELLS = ("bash", "zsh", "fish")


def _schema_names() -> tuple[str, ...]:
    from engross.model.schemas import list_schemas

    return tuple(list_schemas())


@click.command("fonts", cls=Command, section=SECTION, short_help="Fetch the pinned fonts.")
@option("-t", "--to", default="", metavar="DIR", help="Folder for them (default: .engross/fonts, or the user's data).")
def fonts(to: str) -> None:
    """Fetch the pinned fonts by npm, verified by SHA-256, their licences beside them; 70 MB, once."""
    from engross.cli import console

    console.fetch_fonts(fonts_folder(to))


@click.command("config", cls=Command, section=SECTION, short_help="Print every option's value and where it is from.")
@click.argument("command", default="build")
@CONFIG
@click.pass_context
def config(ctx: click.Context, /, command: str, **_: Any) -> None:
    """Print the value of every option of a command, and where it comes from: the settings file, or the default.

    {program} config corpus

    The settings file is engross.toml in this folder or the nearest above it: an option's long name and its value, for
    all commands or, in a table of its name, for one.

    {program} build --config other.toml
    """
    from engross.cli.show_settings import print_settings

    program = _find_command(ctx, command)[0]
    print_settings(program, command, ctx.params["config"])


@click.command("schema", cls=Command, section=SECTION, short_help="Print the JSON Schema of something that is written.")
@click.argument("name", default="", type=OneOf(_schema_names), metavar="[NAME]")
def schema(name: str) -> None:
    """Print the JSON Schema (2020-12) of a file or of a line that is written; without a name, list them.

    {program} schema
    {program} schema report > report.schema.json
    {program} schema resolution > resolution.schema.json   beside YAML, for the editor
    """
    from engross.cli.screen import print_file
    from engross.model.schemas import list_schemas, schema_path

    if name:
        print_file(schema_path(name).read_text("utf-8"))
        return
    titles = list_schemas()
    width = max(map(len, titles))
    print_file("".join(f"{each:{width}}  {title}\n" for each, title in titles.items()))


@click.command("completion", cls=Command, section=SECTION, short_help="Print the completion script of a shell.")
@click.argument("shell", type=click.Choice(SHELLS))
@click.pass_context
def completion(ctx: click.Context, shell: str) -> None:
    """Print the script that lets a shell complete commands, options and their values.

    {program} completion bash > ~/.local/share/bash-completion/completions/engross
    {program} completion zsh > ~/.zfunc/_engross
    {program} completion fish > ~/.config/fish/completions/engross.fish

    It serves engross and ./press alike.
    """
    from engross.cli.completion import make_completion_script

    click.echo(make_completion_script(shell, ctx.find_root().command), nl=False)


@click.command("man", cls=Command, section=SECTION, short_help="Print the manual page.")
@click.pass_context
def man(ctx: click.Context) -> None:
    """Print the manual page, made of the same words as the help.

    {program} man > engross.1
    """
    from engross.cli.manual import make_manual_page

    click.echo(make_manual_page(ctx.find_root()), nl=False)


@click.command("help", cls=Command, section=SECTION, short_help="Print the help of the program or of a command.")
@click.argument("command", required=False)
@click.pass_context
def help_command(ctx: click.Context, command: str | None) -> None:
    """Print the help of the program, or of one command.

    {program} help build
    """
    root = ctx.find_root()
    if command is None:
        click.echo(root.get_help())
        return
    named = _find_command(ctx, command)[1]
    click.echo(named.get_help(click.Context(named, root, command)))


def _find_command(ctx: click.Context, name: str) -> tuple[click.Group, click.Command]:
    """Return the program and its command of a name. Raises UsageError if there is none."""
    program = ctx.find_root().command
    assert isinstance(program, click.Group)  # noqa: S101 # what make_program returns
    if name not in program.commands:
        raise click.UsageError(f"there is no command “{name}”{suggest(name, program.commands)}", ctx)
    return program, program.commands[name]


COMMANDS = (fonts, config, schema, completion, man, help_command)
