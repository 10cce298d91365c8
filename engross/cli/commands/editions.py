"""The commands that make editions of single documents."""

from __future__ import annotations

from typing import Any

import click

from engross.cli.command import Command, end
from engross.cli.option_groups import (
    DEBUG,
    EDITIONS,
    IDENTITY,
    KIND,
    LANGUAGE,
    MAKING,
    NAMED_OUTPUT,
    PAGE,
    PROFILE,
    REDLINE_EDITIONS,
    SYMBOL,
    WITH_RECORD,
    WITHOUT_INDEX,
    option,
    output,
    sources,
)
from engross.cli.options import Options
from engross.cli.pairing_options import LAYOUT
from engross.cli.values import OneOf, SomeOf

SECTION = "Make editions"


@click.command("build", cls=Command, section=SECTION, short_help="Make all editions of documents.")
@sources()
@NAMED_OUTPUT
@EDITIONS
@IDENTITY
@PAGE
@KIND
@PROFILE
@MAKING
def build(**values: Any) -> None:
    """Make editions of resolutions: PDF, EPUB, HTML, AKN4UN XML, the index of symbols as JSON and CSV, and a report.

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


@click.command("html", cls=Command, section=SECTION, short_help="Make only the HTML to read.")
@sources()
@NAMED_OUTPUT
@IDENTITY
@WITHOUT_INDEX
@WITH_RECORD
@MAKING
def html(**values: Any) -> None:
    """Make only the reading edition, one page for any browser, and the report, without laying anything out.

    {program} html FILE
    {program} build FILE --editions print      the HTML that the PDF is made of, NAME.print.html
    """
    _make("html", values)


@click.command("pdf", cls=Command, section=SECTION, short_help="Make only the PDF.")
@sources()
@NAMED_OUTPUT
@IDENTITY
@PAGE
@KIND
@DEBUG
@MAKING
def pdf(**values: Any) -> None:
    """Make only the PDF, and the report.

    {program} pdf FILE --paper a5
    {program} pdf FILE --as working --lines 1
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


@click.command("redline", cls=Command, section=SECTION, short_help="Compare versions of a text, and show each change.")
@sources("OLD NEW [NEWER]", required=True)
@NAMED_OUTPUT
@REDLINE_EDITIONS
@LANGUAGE
@PAGE
@PROFILE
@MAKING
def redline(**values: Any) -> None:
    """Compare two or three versions of a text, the oldest first, and make the newest with every change marked.

    {program} redline L.5.docx L.5_Rev.1.docx                  all editions, in build/A_C.3_79_L.5_Rev.1.en.redline
    {program} redline draft.docx revised.docx adopted.xml      who changed what when, in one text
    {program} redline old.xml new.xml --editions docx          a Word file with tracked changes, to go on with

    Paragraphs are paired by their words and numbers, then compared word by word. Words put in are bold and underlined,
    words taken out are struck through; a list of changes comes first. Moved paragraphs are said to be moved, new
    numbers are listed and are no change. Each version can be taken out of the redline again, and is, as a check. The
    exit code is 1 where a version is refused or an edition is at fault.
    """
    from engross.cli.redline import compare_versions

    editions = values.pop("editions")
    end(compare_versions(Options(**values), editions))


def _make(edition: str, values: dict[str, Any]) -> None:
    from engross.cli import console

    end(console.make_editions(Options(**values), (edition,)))


@click.command("parallel", cls=Command, section=SECTION, short_help="Make one edition of two language versions.")
@sources("FIRST SECOND", required=True)
@output("build", "Folder in which the edition gets a folder of its own")
@option("--name", default="", metavar="NAME", help="Name of the edition (default: A_RES_77_213.zh-en).")
@LAYOUT
@option(
    "--align",
    type=OneOf(("number", "sequence")),
    default="number",
    metavar="HOW",
    help="How paragraphs are paired: by their number, or in sequence (default: number).",
)
@option(
    "-e",
    "--editions",
    type=SomeOf(("pdf", "epub")),
    default="pdf,epub",
    metavar="NAMES",
    help="Editions to make, with commas between them: some of pdf,epub (default: both).",
)
@SYMBOL
@PAGE
@PROFILE
@MAKING
def parallel(layout: str, align: str, **values: Any) -> None:
    """Make one edition of a document in two languages: PDF and EPUB, paragraph beside paragraph.

    {program} parallel A.zh.xml A.en.xml                    Chinese left, English right
    {program} parallel A.en.xml A.ar.xml --layout facing    English on the left page, Arabic on the right

    Paragraphs pair by their own number, never by their length. In columns each note stands once, with both languages;
    on facing pages each language has its own. What has no counterpart is told, and its place is empty; where fewer
    than nine in ten have one, the pair is refused. The text of each language is taken back out of the edition and
    compared. The exit code is 1 where a pair is refused or an edition is at fault.
    """
    from engross.cli import console

    editions = values.pop("editions")
    end(console.make_parallel_editions(Options(**values), editions, layout, align))


COMMANDS = (build, pdf, epub, html, akn, index, redline, parallel)
