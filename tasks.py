"""Invoke's tasks: each is the command of that name. What a command takes stands behind two dashes.

invoke build -- A_RES_77_213.xml --paper a5
invoke test -- --fast
"""

from __future__ import annotations

import sys
from collections.abc import Callable

from invoke import Collection, Context, Exit, Task

from engross.cli.commands import make_program
from engross.cli.program import run_command_line


def _make_task(name: str, summary: str) -> Task[Callable[..., None]]:
    def run(_: Context) -> None:
        words = sys.argv[sys.argv.index("--") + 1 :] if "--" in sys.argv else []  # Invoke joins them to one string
        if code := run_command_line("engross", [name, *words]):
            raise Exit(code=code)

    run.__doc__ = summary
    return Task(run, name=name)


namespace = Collection(
    *(_make_task(name, command.short_help or "") for name, command in make_program(in_checkout=True).commands.items())
)
