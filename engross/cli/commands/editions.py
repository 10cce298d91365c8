"""The commands that make editions of single documents."""

from __future__ import annotations

from typing import Any

import click

from engross.cli.command import Command, end
from engross.cli.option_groups import (
    DEBUG,
    EDITIONS,
    IDENTITY,
    MAKING,
    NAMED_OUTPUT,
    PAGE,
    PROFILE,
    sources,
)
from engross.cli.options import Options

SECTION = "Make editions"


@click.command("build", cls=Command, section=SECTION, short_help="Make all editions of documents.")
@sources()
@NAMED_OUTPUT
@EDITIONS
@IDENTITY
@PAGE
@PROFILE
@MAKING
def build(**values: Any) -> None:
    """Make editions of resolutions: HTML, PDF, EPUB, AKN4UN XML, the index of symbols as JSON and CSV, and a report.

    {program} build A_RES_77_213.xml                      all editions, in build/A_RES_77_213.zh
    {program} build a.xml notes/b.docx --out ~/editions   two documents, each in its own folder
    {program} build draft.txt --symbol A/RES/80/1         where a draft does not say its symbol
    {program} build - --editions pdf --out - < a.xml      from standard input to standard output

    A file is AKN4UN XML, an official PDF, text taken out of one, Word, Markdown or YAML; it takes less than a second.
    In a checkout, without a file, the sample is built. The exit code is 1 where a document is refused or an edition is
    at fault.
    """
    from engross.cli import console

    editions = values.pop("editions")
    end(console.make_editions(Options(**values), editions))


@click.command("html", cls=Command, section=SECTION, short_help="Make only the HTML of the print edition.")
@sources()
@NAMED_OUTPUT
@IDENTITY
@PAGE
@MAKING
def html(**values: Any) -> None:
    """Make only the typeset HTML of the print edition, and the report.

    {program} html FILE
    """
    _make("html", values)


@click.command("pdf", cls=Command, section=SECTION, short_help="Make only the PDF.")
@sources()
@NAMED_OUTPUT
@IDENTITY
@PAGE
@DEBUG
@MAKING
def pdf(**values: Any) -> None:
    """Make only the PDF, and the report.

    {program} pdf FILE --paper a5
    {program} pdf FILE --debug      and a web page that shows what was laid out where
    """
    _make("pdf", values)


@click.command("epub", cls=Command, section=SECTION, short_help="Make only the EPUB.")
@sources()
@NAMED_OUTPUT
@IDENTITY
@PAGE
@PROFILE
@MAKING
def epub(**values: Any) -> None:
    """Make only the EPUB, and the report.

    {program} epub FILE --profile kindle
    """
    _make("epub", values)


@click.command("index", cls=Command, section=SECTION, short_help="Make only the index of document symbols.")
@sources()
@NAMED_OUTPUT
@IDENTITY
@PAGE
@MAKING
def index(**values: Any) -> None:
    """Make only the index of document symbols as JSON and CSV, and the report.

    {program} index FILE
    """
    _make("index", values)


@click.command("akn", cls=Command, section=SECTION, short_help="Make only the AKN4UN XML.")
@sources()
@NAMED_OUTPUT
@IDENTITY
@MAKING
def akn(**values: Any) -> None:
    """Make only the AKN4UN XML, and the report, without laying anything out.

    {program} akn FILE
    """
    _make("akn", values)


def _make(edition: str, values: dict[str, Any]) -> None:
    from engross.cli import console

    end(console.make_editions(Options(**values), (edition,)))


COMMANDS = (build, pdf, epub, html, akn, index)
