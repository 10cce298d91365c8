"""Scripts that let a shell complete commands, options and the values of options."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

PROGRAM = "engross"
COMPLETE_VARIABLE = "_ENGROSS_COMPLETE"  # how a shell asks the program: Click's protocol
# A checkout's program is called by a path: the shells complete it by the name of its file.
LINES_FOR_CHECKOUT = {
    "bash": "complete -o nosort -F _engross_completion ./press press\n",
    "zsh": "compdef _engross_completion press\n",
    "fish": 'complete --no-files --command press --arguments "(_engross_completion)";\n',
}


def make_completion_script(shell: str, program: click.Command) -> str:
    """Return the script for "bash", "zsh" or "fish"; it asks the program that is being completed."""
    chosen = get_completion_class(shell)
    if chosen is None:
        raise ValueError(shell)
    script = chosen(program, {}, PROGRAM, COMPLETE_VARIABLE).source()
    return f"{script.rstrip()}\n\n{LINES_FOR_CHECKOUT[shell]}"
