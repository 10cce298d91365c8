"""The commands that read documents and make no edition."""

from __future__ import annotations

from typing import Any

import click

from engross.cli.command import Command, end
from engross.cli.option_groups import BOUNDS, IDENTITY, PRINTING, RECORDS, TO_JSON, option, sources
from engross.cli.options import Options
from engross.cli.values import OneOf, WholeNumber

SECTION = "Read documents"
LAST_LINE = 10**9


def _form_names() -> tuple[str, ...]:
    from engross.pipeline.read import READING_FORMS

    return READING_FORMS


@click.command("read", cls=Command, section=SECTION, short_help="Print documents as engross understands them.")
@sources()
@option(
    "-t",
    "--to",
    type=OneOf(_form_names),
    default="text",
    metavar="FORM",
    help="text, yaml, json, akn, akn-guideline or docx (default: text).",
)
@option(
    "-w",
    "--why",
    type=WholeNumber(1, LAST_LINE),
    default=None,
    metavar="LINE",
    help="Print why a line (of Word: a paragraph) was taken for what it was: evidence, weights, what stood second.",
)
@IDENTITY
@RECORDS
@BOUNDS
@PRINTING
def read(**values: Any) -> None:
    """Print documents as engross understands them: their structure with its notices in place, or another form.

    {program} read FILE                                      the structure
    {program} read bad.pdf --to yaml > bad.resolution.yaml   to mend by hand and build again
    {program} read FILE --to akn > FILE.xml                  AKN4UN, valid Akoma Ntoso 3.0
    {program} read FILE --to docx > FILE.docx                a Word document, to go on working in Word
    {program} read FILE --why 12                             why line 12 is a heading, say

    YAML has one screen of what is known of the document, then its paragraphs as plain text; its first line names the
    JSON Schema as a file beside it, so that an editor completes and checks. JSON has the same keys and can be built.
    AKN4UN has the IRIs of the UN's production; akn-guideline those of the guidelines. The Word document has the
    shapes of the UN's templates, with styles that say what each paragraph is, and is read as the same document again;
    votes and sponsors that only data record are not in it. The exit code is 1 where a document is refused or at fault.
    """
    from engross.cli import console

    end(console.print_readings(Options(**values)))


@click.command("compare", cls=Command, section=SECTION, short_help="Show how two readings of a document differ.")
@sources("FIRST SECOND", required=True)
@TO_JSON
@IDENTITY
@BOUNDS
@PRINTING
def compare(**values: Any) -> None:
    """Show how two readings of one document differ, the first the measure: structure, text, notes, citations.

    {program} compare A_RES_77_213.xml A_RES_77_213.pdf
    {program} compare A.xml B.txt --to json

    Printed are the shares of paragraphs that the second one has, exactly and in their structure, of notes that it has
    at their exact place, and of citations; then each difference with both places. White space does not count. The exit
    code is 1 where they differ.
    """
    from engross.cli import console

    end(console.compare_sources(Options(**values)))


COMMANDS = (read, compare)
