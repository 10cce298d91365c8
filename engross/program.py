"""Invoke's Program with engross's tasks: what ``engross`` and ``./press`` run.

Beyond Invoke's own: the files of a task may be given without their option's name, misuse ends with exit code 2, and
a Refusal is one message with exit code 1.
"""

from __future__ import annotations

import inspect
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib import import_module
from importlib.util import find_spec

from invoke import Collection, Config, Exit, ParseError, Program
from invoke.parser import Argument, ParserContext

from engross import __version__
from engross.notice import Refusal
from engross.order import Misuse


class Settings(Config):
    """Invoke's settings under engross's own name, so that those of other projects do not reach it."""

    prefix = "engross"


class Press(Program):
    """The program. ``binary`` is what help calls it."""

    def __init__(self, binary: str) -> None:
        super().__init__(__version__, _tasks(), name="engross", binary=binary, config_class=Settings)

    def parse_core(self, argv: list[str] | None) -> None:
        """Parse the core options; unlike Invoke, leave alone whether Python keeps what it has compiled."""
        keep = sys.dont_write_bytecode
        with self._misuse():
            super().parse_core(argv)
        sys.dont_write_bytecode = keep

    def parse_tasks(self) -> None:
        """Parse the task and its options, files given without an option included."""
        contexts = {context.name: context for context in self._make_parser().contexts.values()}
        self.core.unparsed = list(named(self.core.unparsed, contexts))
        with self._misuse():
            super().parse_tasks()

    def parse_cleanup(self) -> None:
        """Print help and lists where they are asked for."""
        with self._misuse():
            super().parse_cleanup()

    def execute(self) -> None:
        """Run the task; a Refusal becomes its message and exit code 1, a Misuse exit code 2."""
        try:
            super().execute()
        except Misuse as misuse:
            raise self._misused(str(misuse)) from None
        except Refusal as refusal:
            raise Exit(f"{self.binary}: {refusal}", code=1) from None
        except BrokenPipeError:  # the reader of our output has gone: `./press read FILE | head`
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            raise Exit(code=1) from None

    def print_help(self) -> None:
        """Print the tasks, then Invoke's own options."""
        print(f"Usage: {self.binary} TASK [FILES ...] [--options]      {self.binary} TASK --help tells more\n")
        self.list_tasks()
        print("Options before the task (Invoke's own):\n")
        self.print_columns(self.initial_context.help_tuples())

    def print_task_help(self, name: str) -> None:
        """Print what a task does and its options."""
        context = self.parser.contexts[name]
        bare = _bare(context)
        files = f" [{bare.names[0].upper()} ...]" if bare else ""
        print(f"Usage: {self.binary} {name}{files} [--options]\n")
        print(f"{inspect.getdoc(self.collection[name])}\n\nOptions:")
        self.print_columns(context.help_tuples())

    @contextmanager
    def _misuse(self) -> Iterator[None]:
        try:
            yield
        except ParseError as error:
            raise self._misused(str(error)) from None
        except ValueError as error:  # an option's value that is no number
            raise self._misused(f"a value that does not fit: {error}") from None

    def _misused(self, sentence: str) -> Exit:
        return Exit(f"{self.binary}: {sentence}\n  see {self.binary} --help", code=2)


def named(words: Sequence[str], contexts: dict[str, ParserContext]) -> Iterator[str]:
    """Each file given bare behind a task under the name of the task's positional list: ``--sources=FILE``.

    Invoke fills positional arguments with one value each; a task that takes any number of files needs its name.
    """
    rest = iter(words)
    context: ParserContext | None = None
    for word in rest:
        flag = context.flags.get(word) if context else None
        bare = _bare(context) if context else None
        if flag and flag.takes_value:
            yield from (word, *(value for value in (next(rest, None),) if value is not None))
        elif bare and not word.startswith("-"):
            yield f"--{bare.names[0]}={word}"
        else:
            context = contexts.get(word, context)
            yield word


def _bare(context: ParserContext) -> Argument | None:
    """The argument of a task that takes any number of values without being named."""
    return next((one for one in context.positional_args if one.kind is list), None)


def _tasks() -> Collection:
    """The tasks: in a wheel inside the package, in a checkout beside it."""
    name = "engross.tasks" if find_spec("engross.tasks") else "tasks"
    return Collection.from_module(import_module(name))


def main() -> None:
    """Run the installed program."""
    start("engross")


def start(binary: str) -> None:
    """Run the program under a name; text that the terminal cannot show is spelt out."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    Press(binary).run()
