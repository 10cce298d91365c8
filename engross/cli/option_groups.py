"""The options of the commands, each said once, in groups that several commands share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click

from engross.cli.misuse import Misuse
from engross.cli.options import DAY_SECONDS, LAST_PORT, MAX_MEMORY_MB
from engross.cli.settings import check_settings, load_settings, settings_for
from engross.cli.values import Number, OneOf, SomeOf, WholeNumber
from engross.model.limits import MEMORY_MB, SECONDS
from engross.model.paper import FONT_SIZE_BOUNDS

Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]

PAPER_NAMES = ("a4", "a5", "letter")
KIND_NAMES = ("handout", "working", "large-print")
PROFILE_NAMES = ("reader", "archive", "kindle")
EDITION_NAMES = ("pdf", "epub", "html", "print", "index", "akn")
REDLINE_EDITION_NAMES = ("pdf", "epub", "html", "print", "json", "docx")
JOBS = WholeNumber(0, 1024)


def language_codes() -> tuple[str, ...]:
    """Return the codes of all languages, when they are asked for."""
    from engross.grammars.language import language_codes as codes

    return tuple(codes())


def _organ_keys() -> tuple[str, ...]:
    from engross.grammars.language import load_language

    return tuple(load_language("en").words["organs"])


def option(*names: str, **how: Any) -> Decorator:
    """Return the decorator for an option, as click.option does; it takes any function."""
    return click.option(*names, **how)


def group_options(*decorators: Decorator) -> Decorator:
    """Return one decorator for several, in whose order the options stand in the help."""

    def decorate(function: Callable[..., Any]) -> Callable[..., Any]:
        for decorator in reversed(decorators):
            function = decorator(function)
        return function

    return decorate


def _take_settings(ctx: click.Context, _: click.Parameter, path: str) -> str:
    """Make the values of the settings file the defaults of the command's options. Raises UsageError for its faults."""
    if ctx.command.name and not ctx.resilient_parsing:
        try:
            settings, program = load_settings(path), ctx.find_root().command
            if isinstance(program, click.Group):
                check_settings(program, settings)
            ctx.default_map = settings_for(ctx.command, settings)
        except Misuse as misuse:
            raise click.UsageError(str(misuse), ctx) from None
    return path


CONFIG = option(
    "--config",
    metavar="FILE",
    default="",
    is_eager=True,
    callback=_take_settings,
    help="Settings file (default: engross.toml in this folder or the nearest above it).",
)
QUIET = option("-q", "--quiet", is_flag=True, help="Print only what is wrong.")
VERBOSE = option("-v", "--verbose", is_flag=True, help="Print smaller remarks and progress too.")
PRINTING = group_options(QUIET, VERBOSE, CONFIG)
TO_JSON = option(
    "--to",
    type=OneOf(("text", "json")),
    default="text",
    metavar="FORM",
    help="text, or json: one JSON object a line for each document (default: text).",
)


def sources(help_text: str = "", *, required: bool = False) -> Decorator:
    """Return the decorator for a command's input files. ``help_text`` is how the usage calls them."""
    return click.argument("sources", nargs=-1, metavar=help_text or "[FILE ...]", required=required)


LANGUAGE = option(
    "-l",
    "--language",
    type=OneOf(language_codes),
    default="",
    metavar="CODE",
    help="Language of the document, where engross takes it for another: ar, de, en, es, fr, ru, zh.",
)
SYMBOL = option(
    "-y",
    "--symbol",
    default="",
    metavar="SYMBOL",
    help="Symbol of the document, where it does not say it: A/RES/77/213.",
)
BOUNDS = group_options(
    option(
        "--timeout",
        type=Number(0, DAY_SECONDS, "seconds", above=True),
        default=SECONDS,
        metavar="SECONDS",
        help=f"Time that a document may take, at most {DAY_SECONDS} (default: {SECONDS:g}).",
    ),
    option(
        "--memory",
        type=WholeNumber(1, MAX_MEMORY_MB, "MB"),
        default=MEMORY_MB,
        metavar="MB",
        help=f"Memory that a document may take (default: {MEMORY_MB}); a tenth is enough for the largest.",
    ),
)
RECORDS = option(
    "--records",
    default="",
    metavar="FILE",
    help="The UN's data on adoptions, JSON (default: the files in data_extract beside the source).",
)
FONTS = option(
    "--fonts", default="", metavar="DIR", help="Folder of the pinned fonts (default: where engross has put them)."
)
WITH_RECORD = option(
    "--with-record", is_flag=True, help="Add votes and sponsors, as the UN's data have them, as a last page."
)
PROFILE = option(
    "-i",
    "--profile",
    type=OneOf(PROFILE_NAMES),
    default="reader",
    metavar="NAME",
    help="What the EPUB is for: reader, archive (fonts and source inside) or kindle (default: reader).",
)


WITHOUT_INDEX = option("--without-index", is_flag=True, help="Leave out the index of document symbols behind the text.")


def _paper_options(*paper_names: str) -> Decorator:
    """Return the decorator for the options of paper and type; ``paper_names``: how that of the paper is called."""
    return group_options(
        option(
            *paper_names, type=OneOf(PAPER_NAMES), default="a4", metavar="SIZE", help="a4, a5 or letter (default: a4)."
        ),
        option(
            "-f",
            "--font-size",
            type=Number(*FONT_SIZE_BOUNDS, "points"),
            default=0.0,
            metavar="PT",
            help="Size of the text in points, 7 to 24, of large print 16 to 28 (default: the language's own, 10.5 in "
            "Chinese on A4).",
        ),
        WITHOUT_INDEX,
    )


PAPER = _paper_options("-p", "--paper")
_SETTING = group_options(
    option("--marks-hanging", is_flag=True, help="Let Chinese commas and stops hang outside the measure."), WITH_RECORD
)
PAGE = group_options(PAPER, _SETTING)
PAGE_BESIDE_PORT = group_options(_paper_options("--paper"), _SETTING)  # -p is the port there
KIND = group_options(
    option(
        "--as",
        "kind",
        type=OneOf(KIND_NAMES),
        default="handout",
        metavar="KIND",
        help="What the PDF is for: handout; working, a copy to write on, its lines numbered and far apart, its outer "
        "margin wide; or large-print, all in 18 points or more, without serifs. With these two only the PDF is made "
        "(default: handout).",
    ),
    option(
        "--lines",
        type=OneOf(("1", "5")),
        default="",
        metavar="N",
        help="Number each line of a working copy, 1, or every fifth, 5 (default: 5).",
    ),
    option("--through", is_flag=True, help="Number the lines of a working copy through, not from 1 on each page."),
)
DEBUG = option(
    "--debug",
    is_flag=True,
    help="Make NAME.debug.html too, for work on engross: pictures of the pages with their boxes drawn over them "
    "(measure, lines, notes and calls, table cells, artifacts).",
)
EDITIONS = option(
    "-e",
    "--editions",
    type=SomeOf(EDITION_NAMES),
    default=",".join(EDITION_NAMES),
    metavar="NAMES",
    help=f"Editions to make, with commas between them: some of {','.join(EDITION_NAMES)} (default: all).",
)
REDLINE_EDITIONS = option(
    "-e",
    "--editions",
    type=SomeOf(REDLINE_EDITION_NAMES),
    default=",".join(REDLINE_EDITION_NAMES),
    metavar="NAMES",
    help=f"Editions to make, with commas between them: some of {','.join(REDLINE_EDITION_NAMES)} (default: all).",
)
IDENTITY = group_options(LANGUAGE, SYMBOL)
MAKING = group_options(RECORDS, FONTS, BOUNDS, TO_JSON, PRINTING)
PORT = option(
    "-p",
    "--port",
    type=WholeNumber(1, LAST_PORT),
    default=8000,
    metavar="PORT",
    help="Port on this machine, 1 to 65535 (default: 8000).",
)
HOST = group_options(
    option(
        "--host",
        default="127.0.0.1",
        metavar="ADDRESS",
        help="Address to listen at, with a token where it is not this machine's own (default: 127.0.0.1).",
    ),
    option(
        "--token",
        default="",
        metavar="WORD",
        help="First part of the page's address, 16 letters and figures or more (default: one is made and kept).",
    ),
)
THOROUGH = option(
    "--thorough",
    is_flag=True,
    help="Fetch veraPDF, the authority on PDF/A and PDF/UA, if it is not there (by Maven, 16 MB, verified); run DAISY "
    "Ace on at most 40 EPUBs and real readers on 6 of them (by npm, 160 MB; needs Node.js and Chromium).",
)
CHECK_JOBS = option(
    "-j", "--jobs", type=JOBS, default=0, metavar="N", help="Files checked at the same time (default: one a core)."
)
SELECTION = group_options(
    option(
        "-l",
        "--language",
        type=OneOf(language_codes),
        default="",
        metavar="CODE",
        help="Only documents of this language: zh.",
    ),
    option(
        "--organ",
        type=OneOf(_organ_keys),
        default="",
        metavar="ORGAN",
        help="Only documents of this organ: ga, sc, ecosoc, hrc.",
    ),
    option("--session", default="", metavar="SESSION", help="Only documents of this session or year: 77, ES-11, 2022."),
)
RUN = group_options(
    option(
        "-j", "--jobs", type=JOBS, default=0, metavar="N", help="Documents made at the same time (default: one a core)."
    ),
    BOUNDS,
    option("--force", is_flag=True, help="Make every document again, changed or not."),
    option(
        "--scheduler",
        default="",
        metavar="ADDRESS",
        help="A Dask cluster's scheduler, whose workers make the documents: tcp://10.0.0.1:8786.",
    ),
    FONTS,
)


def output(default: str, help_text: str) -> Decorator:
    """Return the decorator for ``--out``."""
    return option("-o", "--out", default=default, metavar="PATH", help=f"{help_text} (default: {default}).")


NAMED_OUTPUT = group_options(
    output("build", "Folder in which each document gets a folder of its own; - for standard output, of one edition"),
    option(
        "--name",
        default="",
        metavar="NAME",
        help="Name of the editions and their folder (default: the document's symbol and language, A_RES_77_213.zh).",
    ),
)
