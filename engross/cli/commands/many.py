"""The commands for many documents at a time."""

from __future__ import annotations

from typing import Any

import click

from engross.cli.command import Command, end
from engross.cli.misuse import Misuse
from engross.cli.option_groups import (
    EDITIONS,
    KIND,
    PAPER,
    PRINTING,
    PROFILE,
    RUN,
    SELECTION,
    THOROUGH,
    TO_JSON,
    WITH_RECORD,
    language_codes,
    option,
    output,
    sources,
)
from engross.cli.options import LAST_PORT, RunCommandOptions
from engross.cli.pairing_options import PAIRING, SIDE_BY_SIDE
from engross.cli.values import OneOf, SomeOf, WholeNumber

SECTION = "Many documents"
SOURCES = "SOURCE ..."
OPENSEARCH = option(
    "--opensearch", default="", metavar="URL", help="Index of OpenSearch instead of the run's: http://HOST:9200/NAME."
)


@click.command("corpus", cls=Command, section=SECTION, short_help="Make the editions of many documents.")
@sources(SOURCES, required=True)
@output("build/corpus", "Folder of the run, or a URL, s3://bucket/run")
@EDITIONS
@SELECTION
@PAPER
@KIND
@PAIRING
@PROFILE
@WITH_RECORD
@RUN
@option("--check", is_flag=True, help="Then run the validators on all editions: a table by language and organ.")
@THOROUGH
@TO_JSON
@PRINTING
def corpus(**values: Any) -> None:
    """Make the editions of many documents by warm workers, and the index of all that they cite.

    {program} corpus 77session/Chinese --out build/77zh
    {program} corpus 77session --out build/77 --thorough
    {program} corpus "**/*.xml" old.zip --language zh --editions pdf,index --jobs 4
    {program} corpus drafts --parallel zh,en --redline      each in two languages, each revision with its changes

    A source is a file, a folder, a pattern, a zip archive or a URL; a folder's editions are none. What
    has not changed is not made again; a run that was stopped goes on where it stopped. Beside the documents' folders
    stand corpus-report.json, corpus-index.json, .csv and .sqlite (with full-text search; a part for each 20,000
    documents). The exit code is 1 where a document is refused or at fault.
    """
    from engross.cli import batch

    values["check"] = values["check"] or values["thorough"]
    end(batch.make_corpus(RunCommandOptions(**values)))


@click.command("volume", cls=Command, section=SECTION, short_help="Make the book of a session, or bind documents.")
@sources(SOURCES, required=True)
@output("build/volume.pdf", "File of the book")
@option("--title", default="", metavar="WORDS", help="Title (default: that of the series and its session).")
@option("--bound", is_flag=True, help="Bind the documents as they are; they stay in a folder of the volume's name.")
@option("--without-ebooks", is_flag=True, help="Make the PDF and the data alone.")
@SIDE_BY_SIDE
@SELECTION
@PAPER
@RUN
@TO_JSON
@PRINTING
def volume(title: str, *, bound: bool, without_ebooks: bool, **values: Any) -> None:
    """Make the book of a session or a year: its texts by sections, contents, checklist, voting chart, indexes.

    {program} volume 77session/English --session 77 --out build/77.pdf
    {program} volume 77session --session 77 --out build/77.pdf         a book in each language
    {program} volume 77session --session 77 --parallel en,fr --out build/77.pdf    one in two languages
    {program} volume drafts --bound --out build/drafts.pdf             documents one behind the other

    The texts run on, without their mastheads, under one pagination. Sections are those of the UN's own books: by Main
    Committees for resolutions of the Assembly. How each was adopted, votes, subjects and sponsors are from the UN's
    data beside the sources. FILE.epub is the whole, FILE.1.epub and so on each section, as a series; FILE.json has all
    lists, FILE.votes.csv the voting chart. A book that would lack a text is refused with the reason.

    With --parallel each text stands in two languages in columns, paragraph by paragraph, and so do contents, lists and
    running heads. A text that one language lacks, or whose languages do not pair, stands over the full width and is
    told.

    With --bound each document begins on a right-hand page, in Arabic on a left-hand one, with its own masthead and
    pages; one that has not changed is not made again.
    """
    from engross.cli import batch, compilation

    many = RunCommandOptions(**values)
    if bound and many.parallel:
        raise Misuse("--bound binds documents as they are, in one language each: leave --parallel out")
    if bound:
        batch.bind_volume(many, title)
    else:
        compilation.make_books(many, title, has_ebooks=not without_ebooks)


@click.command("packet", cls=Command, section=SECTION, short_help="Bind the documents of a meeting.")
@sources("AGENDA.yaml | FILE ...", required=True)
@option("-o", "--out", default="", metavar="PATH", help="File of the packet (default: build/packet.pdf).")
@option("--init", is_flag=True, help="Write agenda.yaml of the files, to be completed, and bind nothing.")
@option("--run", default="", metavar="DIR", help="A run of the command corpus, in which symbols are found.")
@option(
    "--languages",
    type=SomeOf(language_codes),
    default="",
    metavar="CODES",
    help="Languages of the documents, in their order: zh,en (default: all).",
)
@option("--title", default="", metavar="WORDS", help="Title of the packet (default: the meeting of the agenda).")
@PAPER
@RUN
@TO_JSON
@PRINTING
def packet(**values: Any) -> None:
    """Bind the documents of a meeting: cover, contents, a divider for each item, the documents, an index of all.

    {program} packet drafts/*.docx --init             writes agenda.yaml, to be completed
    {program} packet agenda.yaml --run build/80 --languages zh,en
    {program} packet a.docx b.docx --out packet.pdf --paper a5 --without-index

    The agenda has the meeting, its day and room, and for each item the paths or the symbols of its documents. Each
    begins on a right-hand page, in an Arabic packet on a left-hand one; the packet's own page number stands at the
    outer edge. For a document that is not there a page says so, and the exit code is 1.
    """
    from engross.cli.packet import PacketOptions, bind_packet

    end(bind_packet(PacketOptions(**values)))


@click.command("library", cls=Command, section=SECTION, short_help="Make a website of a run, to read and search.")
@click.argument("run", metavar="RUN")
@output("build/library", "Folder of the site")
@option("--base-url", default="", metavar="URL", help="Address that the site will have: for sitemaps and feeds.")
@option("--title", default="", metavar="WORDS", help="Title of the site (default: Library of resolutions).")
@option(
    "--language",
    type=OneOf(language_codes),
    default="",
    metavar="CODE",
    help="Language of the pages that are no document's (default: en if there is any, else the first).",
)
@option("--serve", is_flag=True, help="Then show it on this machine, until Ctrl+C, with the run's search.")
@option("--port", type=WholeNumber(0, LAST_PORT), default=0, metavar="NUMBER", help="Port (default: any free one).")
@OPENSEARCH
@TO_JSON
@PRINTING
def library(**values: Any) -> None:
    """Make a website of the documents that the command corpus has made: each at its symbol, in all its languages.

    {program} library build/77 --out site --base-url https://example.org/un/
    {program} library build/77 --out site --serve

    Any server that shows files will do for it. It has the text, the record and the files of each document, who cites
    it and where, lists by organ, session, committee, subject and item of the agenda, a search, feeds and the data.
    What has not changed is not made again; what is gone is removed.
    """
    from engross.cli.browser import serve_site
    from engross.cli.library import LibraryOptions, make_site

    serves, port = values.pop("serve"), values.pop("port")
    index = make_site(LibraryOptions(**values))
    if serves:
        serve_site(values["run"], values["out"], port, index)


@click.command("find", cls=Command, section=SECTION, short_help="Find words in the documents of a run.")
@click.argument("words", nargs=-1, metavar="WORDS ...", required=True)
@output("build/corpus", "The run")
@OPENSEARCH
@TO_JSON
@PRINTING
def find(words: tuple[str, ...], **values: Any) -> None:
    """Find words in titles, paragraphs and notes of the documents that the command corpus has made.

    {program} find 人权 --out build/77zh

    The words are looked for as they are typed, one behind the other: quotation marks, AND and OR are words too.
    Capitals do not count; two Chinese characters will do. The exit code is 1 where no document has the words.
    """
    from engross.cli import batch

    end(batch.find_words(" ".join(words), RunCommandOptions(**values)))


@click.command("concord", cls=Command, section=SECTION, short_help="Show where language versions differ.")
@sources(SOURCES, required=True)
@output("build", "Folder for concordance.html and concordance.json")
@option(
    "--allow",
    default="",
    metavar="FILE",
    help="TOML file of differences that are right, each with a reason; an entry that is not met is reported.",
)
@TO_JSON
@PRINTING
def concord(allow: str, **values: Any) -> None:
    """Set the language versions of documents side by side, and show where they differ: a table, a page, JSON.

    {program} concord 77session --out build/77 --allow right.toml

    Compared are paragraphs, points, notes, numbers, dates and cited symbols, as text and as links. The exit code is 1
    where a document differs or is refused.
    """
    from engross.cli import batch

    end(batch.compare_languages(RunCommandOptions(**values), allow))


COMMANDS = (corpus, volume, packet, library, find, concord)
