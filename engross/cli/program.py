"""The program that ``engross`` and ``./press`` run: Invoke's, with engross's tasks.

Beyond Invoke's own: the files of a task may be given without their option's name, misuse ends with exit code 2, and
a Refusal is one message with exit code 1.
"""

from __future__ import annotations

import gc
import inspect
import os
import re
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from errno import EPIPE
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType

from engross import __version__
from engross.cli.options import Misuse
from engross.cli.standard_streams import OutputError, prepare_streams, silence_streams
from engross.grammars.terminal import spell_controls


@contextmanager
def _replace_slow_modules() -> Iterator[None]:
    """Put nearly empty modules in the place of some that Invoke imports and engross does not use.

    They take most of the time that Invoke needs to start: unittest.mock, with asyncio, for those who test their tasks,
    importlib.metadata, with email, for Invoke's own version, and YAML, which is imported once there are settings in it.
    """
    unittest, mock, metadata, yaml = stand_ins = tuple(map(ModuleType, REPLACED_MODULES))
    unittest.mock, mock.Mock, metadata.version = mock, object, "".__class__  # type: ignore[attr-defined]
    yaml.safe_load = _load_yaml  # type: ignore[attr-defined]
    before = {name: sys.modules.get(name) for name in REPLACED_MODULES}
    if not any(before.values()):
        sys.modules.update(zip(REPLACED_MODULES, stand_ins, strict=True))
    try:
        yield
    finally:
        for name in REPLACED_MODULES:
            if sys.modules.get(name) in stand_ins:
                del sys.modules[name]


def _load_yaml(settings: object) -> object:
    """Parse settings with the YAML that Invoke carries."""
    parsed: object = import_module("invoke.vendor.yaml").safe_load(settings)
    return parsed


REPLACED_MODULES = ("unittest", "unittest.mock", "importlib.metadata", "invoke.vendor.yaml")
with _replace_slow_modules():
    from invoke import Collection, Config, Exit, ParseError, Program
    from invoke.parser import Argument, Parser, ParserContext

FORWARDING_TASKS = ("test", "bench")  # these pass the words after ``--`` on to another program
# What Invoke says of a command line that it cannot parse, and how we say it.
MESSAGE_REWORDINGS = (
    (r"No idea what '(-.*)' is!", r"there is no option \1 here"),
    (r"No idea what '(.*)' is!", r"there is no task “\1”"),
    (r"(?s)Flag <Argument: (\S+).*needed value.*", r"--\1 needs a value"),
    (r"(?s)Flag <Argument: (\S+).*doesn't take.*", r"--\1 takes no value"),
    (r"invalid literal for int\(\) with base 10: '(.*)'", r"“\1” stands where a whole number is expected"),
)


class InvokeSettings(Config):
    """Invoke's settings under the name of engross, so that those of other projects have no effect."""

    prefix = "engross"

    def load_user(self, merge: bool = True) -> None:
        """Load the user's settings; there are none if the home folder is no folder or cannot be entered."""
        with suppress(NotADirectoryError, PermissionError):
            super().load_user(merge)


class CommandProgram(Program):
    """The program; help calls it ``binary``."""

    def __init__(self, binary: str) -> None:
        super().__init__(__version__, _load_tasks(), name="engross", binary=binary, config_class=InvokeSettings)

    def run(self, argv: list[str] | None = None, exit: bool = True) -> None:  # noqa: A002 # Invoke's name
        """Parse a command line and run its task; ends with SystemExit. Raises OutputError."""
        try:
            super().run(argv, exit)
        except OutputError:
            raise
        except Exception as error:  # noqa: BLE001 # no traceback reaches a person
            from engross.model.failure import make_refusal

            print(f"{self.binary}: {spell_controls(str(make_refusal(error)))}", file=sys.stderr)
            sys.exit(1)

    def parse_core(self, argv: list[str] | None) -> None:
        """Parse the core options; unlike Invoke, leave ``sys.dont_write_bytecode`` as it is."""
        before = sys.dont_write_bytecode
        with self._exit_on_misuse():
            super().parse_core(argv)
        sys.dont_write_bytecode = before

    def _make_parser(self) -> Parser:
        """Return Invoke's parser. Invoke removes texts from the tasks' help as it makes one; they are put back."""
        tasks = [self.collection[name] for name in self.collection.task_names]
        texts = [task.help for task in tasks]
        for task in tasks:
            task.help = dict(task.help)
        parser = super()._make_parser()
        for task, text in zip(tasks, texts, strict=True):
            task.help = text
        return parser

    def parse_tasks(self) -> None:
        """Parse the task and its options, and files given without an option or after ``--``."""
        contexts = {context.name: context for context in self._make_parser().contexts.values()}
        self.core.unparsed = list(name_bare_files(self.core.unparsed, contexts))
        with self._exit_on_misuse():
            super().parse_tasks()
        self._take_words_behind_dashes()

    def _take_words_behind_dashes(self) -> None:
        """Add the words after ``--`` to the files of the task, whatever they look like (POSIX, 12.2, guideline 10)."""
        words = self.argv[self.argv.index("--") + 1 :] if "--" in self.argv else []
        task = self.tasks[-1] if self.tasks else None
        if not words or (task and task.name in FORWARDING_TASKS):
            return
        bare = _find_file_argument(task) if task else None
        if not bare:
            raise self._make_misuse_exit(f"“{words[0]}” stands behind two dashes, where no file is expected")
        for word in words:
            bare.value = word  # Invoke appends to a list

    def parse_cleanup(self) -> None:
        """Print help and lists if they are asked for."""
        try:
            super().parse_cleanup()
        except ParseError as error:  # --help of an unknown task
            raise self._make_misuse_exit(_reword_message(str(error))) from None

    def execute(self) -> None:
        """Run the task; a Refusal becomes its message and exit code 1, a Misuse exit code 2."""
        try:
            super().execute()
        except Misuse as misuse:
            raise self._make_misuse_exit(str(misuse)) from None
        except Exception as error:
            from engross.model.notice import Refusal  # help does not need it, and it would take a fifth of its time

            if not isinstance(error, Refusal):
                raise  # Invoke's own way to end, or an error that run() turns into a message
            raise Exit(f"{self.binary}: {spell_controls(str(error))}", code=1) from None

    def print_help(self) -> None:
        """Print the tasks, then Invoke's own options."""
        print(f"Usage: {self.binary} TASK [FILES ...] [--options]      {self.binary} TASK --help tells more\n")
        self.list_tasks()
        print("Options before the task (Invoke's own):\n")
        self.print_columns(self.initial_context.help_tuples())

    def print_task_help(self, name: str) -> None:
        """Print what a task does and its options."""
        context = self.parser.contexts[name]
        bare = _find_file_argument(context)
        files = f" [{bare.names[0].upper()} ...]" if bare else ""
        print(f"Usage: {self.binary} {name}{files} [--options]\n")
        print(inspect.getdoc(self.collection[name]))
        if options := context.help_tuples():
            print("\nOptions:")
            self.print_columns(options)

    @contextmanager
    def _exit_on_misuse(self) -> Iterator[None]:
        try:
            yield
        except (ParseError, ValueError) as error:  # ValueError: an option's value that is no number
            raise self._make_misuse_exit(_reword_message(str(error))) from None

    def _make_misuse_exit(self, sentence: str) -> Exit:
        return Exit(f"{self.binary}: {spell_controls(sentence)}\n  see {self.binary} --help", code=2)


def name_bare_files(words: Sequence[str], contexts: dict[str, ParserContext]) -> Iterator[str]:
    """Yield the words, each file that follows a task without an option under the task's own: ``--sources=FILE``.

    Invoke fills a positional argument with one value; a task that takes any number of files needs the option's name.
    """
    remaining = iter(words)
    context: ParserContext | None = None
    for word in remaining:
        flag = context.flags.get(word) if context else None
        bare = _find_file_argument(context) if context else None
        if flag and flag.takes_value:
            yield from (word, *(value for value in (next(remaining, None),) if value is not None))
        elif bare and not word.startswith("-"):
            yield f"--{bare.names[0]}={word}"
        else:
            context = contexts.get(word, context)
            yield word


def _find_file_argument(context: ParserContext) -> Argument | None:
    """Return the argument that takes any number of values without its name; None if the task has none."""
    return next((argument for argument in context.positional_args if argument.kind is list), None)


def _reword_message(message: str) -> str:
    """Return a message of Invoke's parser in our words; an unknown one as it is."""
    return next((re.sub(old, new, message) for old, new in MESSAGE_REWORDINGS if re.fullmatch(old, message)), message)


def _load_tasks() -> Collection:
    """Return the tasks: in a wheel from inside the package, in a checkout from beside it."""
    name = "engross.tasks" if find_spec("engross.tasks") else "tasks"
    return Collection.from_module(import_module(name))


def main() -> None:
    """Run the installed program."""
    run_program("engross")


def run_program(binary: str) -> None:
    """Run the program under a name. Ends with exit code 1 if standard output is closed or does not take the text."""
    gc.set_threshold(
        50_000, 20, 50
    )  # imported modules stay: to collect among them again and again takes a tenth of the time
    if not prepare_streams():
        print(f"{binary}: standard output is closed: send it to a file, or to {os.devnull}", file=sys.stderr)
        sys.exit(1)
    try:
        try:
            CommandProgram(binary).run()
        finally:
            sys.stdout.flush()
    except OutputError as error:
        if error.errno != EPIPE:  # EPIPE: the reader of the output has gone, as in `./press --help | head -1`
            with suppress(OutputError):  # it may be standard error itself
                print(f"{binary}: the output cannot be written: {error.strerror}", file=sys.stderr)
        silence_streams()
        sys.exit(1)
