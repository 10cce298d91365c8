"""The commands that look at what was made."""

from __future__ import annotations

from typing import Any

import click

from engross.cli.command import Command, end
from engross.cli.option_groups import CHECK_JOBS, FONTS, IDENTITY, PORT, TELLING, THOROUGH, TO_JSON, sources
from engross.cli.options import Options

SECTION = "Look at what was made"


@click.command("check", cls=Command, section=SECTION, short_help="Validate and measure finished editions.")
@click.argument("editions", nargs=-1, metavar="[FILE | FOLDER ...]")
@THOROUGH
@CHECK_JOBS
@TO_JSON
@TELLING
def check(editions: tuple[str, ...], **values: Any) -> None:
    """Run the validators on finished editions, and measure them: a table of files and columns.

    {program} check build/A_RES_77_213.zh
    {program} check build --thorough

    Checked are EPUBs by EPUBCheck and our own rules; PDFs as PDF/A and PDF/UA, by veraPDF too where it is there, their
    notes (each on the page of its call, linked both ways), Chinese lines (ragged, prohibitions) and glyphs; the text of
    both, and every file, against report.json. “–” is: cannot be told. Without a name, build is checked. It takes about
    a second a document, more for the first. The exit code is 1 where an error or a warning is found.
    """
    from engross.cli import console

    end(console.check_files(editions or ("build",), **values))


@click.command("serve", cls=Command, section=SECTION, short_help="Show a document in the browser as it changes.")
@sources("[FILE]")
@PORT
@IDENTITY
@FONTS
@TELLING
def serve(port: int, **values: Any) -> None:
    """Show one document in the browser; build and reload it whenever its source, a template or a style changes.

    {program} serve FILE --port 8000

    Open the address that it prints; Ctrl+C ends it. Only this machine can see it (127.0.0.1). A document that cannot
    be made shows its message instead.
    """
    from engross.cli import console

    console.serve_source(Options(**values), port)


COMMANDS = (check, serve)
