"""The commands of the program, by sections: their options and their help. What they do stands beside this folder."""

from __future__ import annotations

import click

from engross import __version__
from engross.cli.command import Program
from engross.cli.commands import archiving, checkout, editions, finished, many, reading, sealing, setup


def make_program(*, in_checkout: bool) -> Program:
    """Return the program with all its commands; those that work on engross itself only where it runs in a checkout."""
    program = Program(
        "engross",
        help="Make finished editions of United Nations resolutions: typeset PDF, EPUB, web page, AKN4UN XML, and the "
        "index of the documents that they cite.",
        subcommand_metavar="COMMAND [FILE ...] [OPTIONS]",
        options_metavar="",
    )
    click.version_option(__version__, "-V", "--version", message=f"engross {__version__}", help="Print the version.")(
        program
    )
    modules = (editions, reading, many, finished, archiving, sealing, setup, *((checkout,) if in_checkout else ()))
    for module in modules:
        for command in module.COMMANDS:
            program.add_command(command)
    return program
