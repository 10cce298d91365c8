"""A command line to requests: the words of a user checked before any work is done."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import TYPE_CHECKING

from engross.cli.misuse import Misuse
from engross.editions import assets
from engross.model.limits import MEMORY_MB, SECONDS
from engross.pipeline.folders import checkout_folder, fonts_folder

if TYPE_CHECKING:
    from engross.model.paper import Format
    from engross.model.request import Request

DAY_SECONDS = 86_400  # seconds
MAX_MEMORY_MB = 1_000_000  # MB
# The scheduler of a Dask cluster: a protocol, a name or an address, a port.
SCHEDULER_ADDRESS = re.compile(r"(?:(?:tcp|tls|ucx|ws|wss)://)?(?:[\w.-]+|\[[0-9a-fA-F:.%]+\]):(\d{1,5})/?")
LAST_PORT = 65_535
URL_START = re.compile(r"(?i)[a-z][a-z0-9+.-]+://")
WORDS_OF_OPTIONS = {"kind": "as"}  # options that are called otherwise than their fields
SAMPLE_NAME = "A_RES_77_213.zh.txt"


@dataclass(frozen=True, slots=True)
class PrintOptions:
    """How much a command prints, and in which form.

    ``to``: "text", "json" for a JSON object a line, or another form of a command's own. ``quiet``: only what is wrong.
    ``verbose``: smaller remarks too, and progress where there is no terminal. ``config``: the settings file.
    """

    to: str = "text"
    quiet: bool = False
    verbose: bool = False
    config: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Options(PrintOptions):
    """What a command line asks of single documents; "" is: not said.

    ``sources``: files; "-" is standard input; none is the sample, in a checkout. ``out``: the folder that each
    document's own folder is made in; "-" is standard output. ``name``: that of the editions. ``kind``: that of the
    print edition; ``lines`` and ``through``: how a working copy numbers its lines. ``timeout`` and ``memory``:
    seconds and MB that a document may take. ``debug``: draw the boxes of the pages too. ``why``: the line to be
    explained, if one is.
    """

    sources: Sequence[str] = ()
    out: str = "build"
    name: str = ""
    language: str = ""
    symbol: str = ""
    fonts: str = ""
    paper: str = "a4"
    font_size: float = 0.0
    without_index: bool = False
    marks_hanging: bool = False
    kind: str = "handout"
    lines: str = ""
    through: bool = False
    records: str = ""
    with_record: bool = False
    profile: str = "reader"
    debug: bool = False
    why: int | None = None
    timeout: float = SECONDS
    memory: int = MEMORY_MB


@dataclass(frozen=True, slots=True, kw_only=True)
class RunCommandOptions(PrintOptions):
    """What a command line asks of many documents; "" is: not said.

    ``sources``: files, folders, patterns, zip archives. ``jobs`` 0: as many as the machine has cores.
    ``timeout`` and ``memory``: seconds and MB that a document may take. ``scheduler``: address of a Dask cluster's.
    ``out`` may be a URL. Paper, type and kind of the print edition are as in Options.
    ``parallel``: the two languages of bilingual editions; ``layout``: that of them; ``redline``: whether texts are
    compared with the versions before them.
    ``check``: put the editions to the validators when they are made; ``thorough``: to all of them.
    ``opensearch``: address of the index that is asked in the place of the run's.
    """

    sources: Sequence[str] = ()
    out: str = "build"
    fonts: str = ""
    editions: Sequence[str] = ()
    language: str = ""
    organ: str = ""
    session: str = ""
    jobs: int = 0
    timeout: float = SECONDS
    force: bool = False
    with_record: bool = False
    opensearch: str = ""
    profile: str = "reader"
    kind: str = "handout"
    lines: str = ""
    through: bool = False
    parallel: Sequence[str] = ()
    layout: str = "columns"
    redline: bool = False
    scheduler: str = ""
    check: bool = False
    thorough: bool = False
    memory: int = MEMORY_MB
    paper: str = "a4"
    font_size: float = 0.0
    without_index: bool = False


def make_requests(options: Options, editions: Iterable[str]) -> tuple[Request, ...]:
    """Return a request for each source, in the order given, each once.

    Raises Misuse for what is no name of a file, and for a symbol or a name said of several sources.
    """
    from engross.model.epub_profile import PROFILES
    from engross.model.request import Request

    for word in options.sources:
        _check_is_file_name(word)
    sources = tuple(dict.fromkeys(map(Path, options.sources))) or (_sample_of_checkout(),)
    _check_sources(options, sources)
    page_format = make_format(options)
    pattern = Request(
        source=Path(),
        out=Path(options.out),
        fonts=fonts_folder(options.fonts),
        editions=check_editions(editions, page_format),
        language=options.language,
        symbol=options.symbol,
        name=options.name,
        format=page_format,
        records=(Path(options.records),) if options.records else (),
        with_record=options.with_record,
        profile=PROFILES[options.profile],
        has_debug_page=options.debug,
    )
    return tuple(replace(pattern, source=source) for source in sources)


def spell_options(options: Options) -> tuple[str, ...]:
    """Return the words of a command line that ask for what ``options`` ask for; not the sources, not how it is told."""
    words: list[str] = []
    printing = {field.name for field in fields(PrintOptions)}
    for field in fields(options):
        value = getattr(options, field.name)
        if field.name == "sources" or field.name in printing or value == field.default:
            continue
        name = f"--{WORDS_OF_OPTIONS.get(field.name, field.name).replace('_', '-')}"
        words += [name] if value is True else [name, str(value)]
    return tuple(words)


def check_scheduler(address: str) -> None:
    """Raise Misuse for what cannot be the address of a scheduler; "" is none. Dask would try it for a minute."""
    matched = SCHEDULER_ADDRESS.fullmatch(address)
    if address and not (matched and 1 <= int(matched[1]) <= LAST_PORT):
        raise Misuse(f"--scheduler is an address like tcp://10.0.0.1:8786, not “{address}”")


def make_format(options: Options | RunCommandOptions) -> Format:
    """Return the format of the page that is asked for. Raises Misuse where its parts do not fit each other."""
    from engross.model.paper import explain_misfit

    wanted = choose_format(options)
    if misfit := explain_misfit(wanted):
        raise Misuse(f"--as {options.kind}: {misfit}")
    return wanted


def choose_format(options: Options | RunCommandOptions) -> Format:
    """Return the format of the page that is asked for, whether or not its parts fit each other."""
    from engross.model.paper import DEFAULT_LINES, KINDS, Format, LineNumbers

    is_said = bool(options.lines or options.through)
    lines = LineNumbers(int(options.lines or DEFAULT_LINES), options.through) if is_said else None
    hanging = isinstance(options, Options) and options.marks_hanging
    return Format(options.paper, options.font_size, hanging, not options.without_index, KINDS[options.kind], lines)


def check_editions(editions: Iterable[str], wanted: Format) -> frozenset[str]:
    """Return the editions to be made in a format. Raises Misuse if one of them is not made as its kind."""
    from engross.model.request import choose_editions

    try:
        return choose_editions(frozenset(editions), wanted.kind)
    except ValueError as error:
        raise Misuse(f"--editions: {error}") from None


def _check_sources(options: Options, sources: tuple[Path, ...]) -> None:
    for option, value in (("--symbol", options.symbol), ("--name", options.name)):
        if value and len(sources) > 1:
            raise Misuse(f"{option} is of one document: give one source with it")


def _check_is_file_name(word: str) -> None:
    """Raise Misuse for what is no name of a file, but an address or the symbol of a document."""
    from engross.grammars.symbol import parse

    if URL_START.match(word):
        raise Misuse(
            f"“{word}” is an address: only corpus and volume take those; fetch the document, and name its file"
        )
    with suppress(ValueError):
        if "/" in word and str(parse(word)) and not Path(word).exists():
            raise Misuse(
                f"“{word}” is a symbol, and there is no file of that name: fetch the document, and name its file"
            )


def _sample_of_checkout() -> Path:
    """Return the sample where engross runs in a checkout. Raises Misuse where it is installed: a name was forgotten."""
    if checkout_folder() is None:
        raise Misuse("no file is given: name a document")
    return sample_path()


def sample_path() -> Path:
    """Return the path of the sample that is handed out with engross."""
    return assets.find_asset_folder("samples") / SAMPLE_NAME


def core_count(jobs: int) -> int:
    """Return how many things are done at the same time: ``jobs``, or for 0 as many as the machine has cores."""
    return jobs or os.cpu_count() or 1
