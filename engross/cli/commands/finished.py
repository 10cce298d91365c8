"""The commands that look at what was made."""

from __future__ import annotations

from typing import Any

import click

from engross.cli.booklet_options import COPIES, IMPOSITION
from engross.cli.command import Command, end
from engross.cli.option_groups import (
    BOUNDS,
    CHECK_JOBS,
    FONTS,
    HOST,
    IDENTITY,
    PAGE_BESIDE_PORT,
    PORT,
    PRINTING,
    PROFILE,
    RECORDS,
    THOROUGH,
    TO_JSON,
    option,
    output,
    sources,
)
from engross.cli.options import Options

SECTION = "Look at what was made"


@click.command("check", cls=Command, section=SECTION, short_help="Validate and measure finished editions.")
@click.argument("editions", nargs=-1, metavar="[FILE | FOLDER ...]")
@THOROUGH
@CHECK_JOBS
@TO_JSON
@option(
    "-o",
    "--out",
    default="",
    metavar="FILE",
    help="File for the findings as JSON, with the validators' names and versions, the day, and the SHA-256 of every "
    "file: evidence to be kept (default: none is written).",
)
@PRINTING
def check(editions: tuple[str, ...], out: str, **values: Any) -> None:
    """Run the validators on finished editions, and measure them: a table of files and columns.

    {program} check build/A_RES_77_213.zh
    {program} check build --thorough
    {program} check A_RES_77_213.zh.xml
    {program} check build --to json --out validation.json

    Every file is compared with report.json beside it, in a run with the run's journal too: altered, missing and
    unlisted files are told. Checked are EPUBs by EPUBCheck and our own rules; PDFs as PDF/A and PDF/UA, by veraPDF too
    where it is there, their notes (each on the page of its call, linked both ways), Chinese lines (ragged,
    prohibitions) and glyphs; the text of both. “–” is: cannot be told. Without a name, build is checked. It takes about
    a second a document, more for the first. The exit code is 1 where an error or a warning is found.
    """
    from engross.cli import check_files

    if out:
        end(check_files.keep_validation(editions or ("build",), out, **values))
    else:
        end(check_files.check_files(editions or ("build",), **values))


@click.command("booklet", cls=Command, section=SECTION, short_help="Impose finished PDFs for printing.")
@sources("FILE.pdf ...", required=True)
@output("build", "Folder of the sheets; for one PDF a file, sheets.pdf")
@IMPOSITION
@COPIES
@BOUNDS
@TO_JSON
@PRINTING
def booklet(**values: Any) -> None:
    """Impose finished PDFs on sheets of paper: a booklet to be folded, or several pages to a side.

    {program} booklet build/A_RES_77_213.zh/A_RES_77_213.zh.pdf
    {program} booklet packet.pdf --signature 16 --print-command --copies 40
    {program} booklet FILE.pdf --n-up 4 --small-type

    Pages are made smaller where they must be, never larger; the size that the type comes to is printed. An edition that
    was built with --paper a5 stands on A4 as it is. Arabic is bound on the right. The sheets are PDF/A-3b, for printing
    alone; the document itself is what is read on a screen.
    """
    from engross.cli.booklet import BookletOptions, make_booklets

    end(make_booklets(BookletOptions(**values)))


@click.command("serve", cls=Command, section=SECTION, short_help="Open the desk on documents that change.")
@sources("[FILE|DIR ...]")
@PORT
@HOST
@option("--open", "opens", is_flag=True, help="Open the browser too.")
@output("build", "Folder in which each document gets a folder of its own")
@IDENTITY
@PAGE_BESIDE_PORT
@PROFILE
@RECORDS
@FONTS
@BOUNDS
@PRINTING
def serve(opens: bool, **values: Any) -> None:
    """Open the desk on documents, and make one again whenever its source, a template or a style changes.

    {program} serve FILE --open
    {program} serve drafts --port 9000 --paper a5     a folder: all that is in it, and what is put there

    It is the command desk for those who write: without --open the address alone is printed, editions stand in build.
    """
    _open_desk(opens=opens, **values)


@click.command("desk", cls=Command, section=SECTION, short_help="Open the desk: the press in the browser.")
@sources("[FILE|DIR ...]")
@PORT
@HOST
@option("--no-open", is_flag=True, help="Open no browser: print the address alone.")
@output("desk", "Folder of what lies on the desk, and of its editions")
@PAGE_BESIDE_PORT
@PROFILE
@FONTS
@BOUNDS
@PRINTING
def desk(no_open: bool, **values: Any) -> None:
    """Open the desk in the browser: drop files there, see their pages, mend what was read wrongly, print.

    {program} desk
    {program} desk drafts                  a folder: what is in it, and what is put there
    {program} desk --host 192.0.2.7 --token WORD

    Only this machine sees it (127.0.0.1), at the address that is printed, until Ctrl+C. What is dropped is kept below
    --out, until it is taken away on the page. Mends are kept beside the source as NAME.resolution.yaml, never in it.
    With --host others reach it who know the token: it has no users and no encryption, and is not made for the Internet.
    """
    _open_desk(opens=not no_open, **values)


def _open_desk(*, opens: bool, **values: Any) -> None:
    from engross.cli import browser

    host, port, token = (values.pop(name) for name in ("host", "port", "token"))
    browser.open_desk(Options(**values), (host, port, token), opens=opens)


COMMANDS = (check, booklet, serve, desk)
