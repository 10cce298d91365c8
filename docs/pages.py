"""Pages made of the code: all commands, and all notices with the test case that each has."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from pathlib import Path

import click

from engross.cli.command import PROGRAM
from engross.cli.commands import make_program
from engross.model.notice import Code, Severity

HEADINGS = {
    Severity.ERROR: "Errors: the edition is not put out",
    Severity.WARNING: "Warnings: look at the place",
    Severity.INFO: "Remarks: worth knowing",
}
INTRODUCTION = """# Notices

What engross says of a document, by its code. Each has a place in the source, a sentence and advice; in `report.json`,
in `read` and in `--to json` they are data. An example is from the test case of the code.
"""


def write_pages(folder: Path, cases: Path) -> None:
    """Write the pages; one that has its text already is left alone, so that Sphinx need not read it again."""
    for name, lines in (("notices.md", _notice_lines(cases)), ("commands.md", _command_lines())):
        page, text = folder / name, "\n".join(lines)
        if not page.exists() or page.read_text("utf-8") != text:
            page.write_text(text, "utf-8")


def _command_lines() -> Iterator[str]:
    """Yield every command of an installed engross: what it does, its examples, its options."""
    program = make_program(in_checkout=False)
    root = click.Context(program, info_name="engross")
    yield "# Commands\n\n`engross COMMAND --help` prints the same; in a checkout `engross` is `./press`.\n"
    for name, command in program.commands.items():
        context = click.Context(command, root, name)
        yield f"## {name}\n\n```text\n{context.get_usage().removeprefix('Usage: ')}\n```\n"
        for paragraph in inspect.cleandoc(command.help or "").split("\n\n"):
            text = paragraph.replace(PROGRAM, "engross")
            yield f"```text\n{text}\n```\n" if paragraph.startswith((" ", PROGRAM)) else f"{_escape(text)}\n"
        yield "| option | what |\n|---|---|"
        for parameter in command.get_params(context):
            if record := parameter.get_help_record(context):
                yield f"| `{record[0]}` | {_escape(' '.join(record[1].split()))} |"
        yield ""


def _notice_lines(cases: Path) -> Iterator[str]:
    yield INTRODUCTION
    for severity, heading in HEADINGS.items():
        yield f"## {heading}\n"
        for code in sorted(Code, key=lambda one: one.slug):
            if code.value[0] is severity:
                yield f"### {code.slug}\n"
                yield f"{_escape(code.sentence)}\n"
                yield f"→ {_escape(code.value[2])}\n"
                example = cases / code.slug / "out.txt"
                if example.is_file():
                    yield f"```text\n{example.read_text('utf-8').strip()}\n```\n"


def _escape(sentence: str) -> str:
    """Return a sentence for Markdown: the names of its words in italics."""
    return sentence.replace("*", "\\*").replace("<", "\\<").replace("|", "\\|").replace("{", "*").replace("}", "*")
