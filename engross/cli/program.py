"""The program that ``engross`` and ``./press`` run: a command line parsed by Click, exit codes, and what is said last.

Exit codes: 0 where all is well, 1 where a document is refused or at fault, 2 where the command line means nothing,
130 where Ctrl+C ended it.
"""

from __future__ import annotations

import gc
import os
import signal
import sys
from collections.abc import Sequence
from contextlib import suppress
from errno import EPIPE

import click

from engross.cli.commands import make_program
from engross.cli.completion import COMPLETE_VARIABLE
from engross.cli.misuse import describe_misuse
from engross.cli.standard_streams import OutputError, prepare_streams, silence_streams
from engross.grammars.terminal import spell_controls
from engross.pipeline.folders import checkout_folder

# What is imported stays: to look through it again and again takes a tenth of a start.
COLLECTOR_THRESHOLDS = (200_000, 20, 50)
INTERRUPTED = 130  # the exit code of a program that SIGINT ended (POSIX shells: 128 + the signal's number)


def main() -> None:
    """Run the installed program."""
    run_program("engross")


def run_program(name: str) -> None:
    """Run the program under a name and end with its exit code, 1 where standard output is closed or takes no text."""
    gc.set_threshold(*COLLECTOR_THRESHOLDS)
    if not prepare_streams():
        print(f"{name}: standard output is closed: send it to a file, or to {os.devnull}", file=sys.stderr)
        sys.exit(1)
    signal.signal(signal.SIGINT, _announce_interrupt)
    try:
        try:
            code = run_command_line(name, sys.argv[1:])
        finally:
            sys.stdout.flush()
    except OutputError as error:
        if error.errno != EPIPE:  # the reader of our output has gone: `./press --help | head -1`
            with suppress(OutputError):  # it may be standard error itself
                print(f"{name}: the output cannot be written: {error.strerror}", file=sys.stderr)
        silence_streams()
        code = 1
    sys.exit(code)


def run_command_line(name: str, words: Sequence[str]) -> int:
    """Run the command that ``words`` name, and return the exit code. ``name`` is what help calls the program.

    Raises OutputError where standard output or standard error fails.
    """
    program = make_program(in_checkout=checkout_folder() is not None)
    try:
        answer = program.main(list(words), prog_name=name, complete_var=COMPLETE_VARIABLE, standalone_mode=False)
    except click.Abort:
        return INTERRUPTED
    except click.ClickException as error:
        _print_message(describe_misuse(error, name))
        return error.exit_code
    except OutputError:
        raise
    except Exception as error:  # noqa: BLE001 # the last net: nothing raw from Python reaches a person
        from engross.cli.screen import CHECKOUT_NAME  # help has no need of these, and they take a fifth of its time
        from engross.model.failure import make_refusal
        from engross.model.notice import Refusal

        refusal = error if isinstance(error, Refusal) else make_refusal(error)
        _print_message(f"{name}: {refusal}".replace(CHECKOUT_NAME, name))
        return 1
    return answer if isinstance(answer, int) else 0


def _print_message(message: str) -> None:
    print(spell_controls(message), file=sys.stderr)


def _announce_interrupt(*_: object) -> None:
    """Say at once that Ctrl+C was heard: what is under way may need seconds to end."""
    with suppress(OSError):
        os.write(2, b"\ninterrupted: ending what is under way; no half file stays\n")
    raise KeyboardInterrupt
