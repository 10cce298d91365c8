"""Check a command line, before any work is done, and turn it into requests."""

from __future__ import annotations

import os
import re
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from engross.editions import assets
from engross.model.limits import MEMORY_MB, SECONDS

if TYPE_CHECKING:
    from engross.model.epub_profile import Profile
    from engross.model.paper import Format
    from engross.model.request import Request

DAY_SECONDS = 86_400  # seconds
MAX_MEMORY_MB = 1_000_000  # MB
# The scheduler of a Dask cluster: a protocol, a name or an address, a port.
SCHEDULER_ADDRESS = re.compile(r"(?:(?:tcp|tls|ucx|ws|wss)://)?(?:[\w.-]+|\[[0-9a-fA-F:.%]+\]):(\d{1,5})/?")
LAST_PORT = 65_535
SAMPLE_NAME = "A_RES_77_213.zh.txt"


class Misuse(Exception):
    """The error for words of a command line that mean nothing: one sentence. The command ends with exit code 2."""


@dataclass(frozen=True, slots=True)
class Options:
    """What a command line asks for, in its own words; "" if not given.

    ``sources``: files; () for the sample. ``out``: the folder that each source's own folder is made in.
    ``timeout`` and ``memory``: seconds and MB that a document may take.
    """

    sources: Sequence[str] = ()
    out: str = "build"
    language: str = ""
    symbol: str = ""
    fonts: str = ""
    paper: str = "a4"
    font_size: float = 0.0
    marks_hanging: bool = False
    records: str = ""
    with_record: bool = False
    profile: str = "reader"
    timeout: float = SECONDS
    memory: int = MEMORY_MB


@dataclass(frozen=True, slots=True)
class RunCommandOptions:
    """What a command line asks for of many documents, in its own words; "" if not given.

    ``sources``: files, folders, patterns, zip archives, URLs. ``jobs`` 0: as many as the machine has cores.
    ``timeout`` and ``memory``: seconds and MB that a document may take. ``scheduler``: address of a Dask scheduler.
    ``out`` may be a URL. ``check``: check the editions afterwards; ``thorough``: with all validators.
    """

    sources: Sequence[str]
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
    profile: str = "reader"
    scheduler: str = ""
    check: bool = False
    thorough: bool = False
    memory: int = MEMORY_MB


def make_requests(options: Options, editions: Iterable[str]) -> tuple[Request, ...]:
    """Return a request for each source, in the order given, each once.

    Raises Misuse for an unknown language, paper or profile, an impossible size of type or bound, a symbol given for
    several sources, and sources whose editions would stand in one folder.
    """
    from engross.model.request import Request

    sources = tuple(dict.fromkeys(map(Path, options.sources))) or (sample_path(),)
    _check_sources(options, sources)
    check_bounds(options.timeout, options.memory)
    pattern = Request(
        source=Path(),
        out=Path(options.out),
        fonts=fonts_folder(options.fonts),
        editions=frozenset(editions),
        language=options.language,
        symbol=options.symbol,
        format=_make_format(options),
        records=(Path(options.records),) if options.records else (),
        with_record=options.with_record,
        profile=find_profile(options.profile),
    )
    return tuple(replace(pattern, source=source) for source in sources)


def check_scheduler(address: str) -> None:
    """Raise Misuse if this cannot be the address of a scheduler; "" passes. Dask would try a wrong one for a minute."""
    matched = SCHEDULER_ADDRESS.fullmatch(address)
    if address and not (matched and 1 <= int(matched[1]) <= LAST_PORT):
        raise Misuse(f"--scheduler is an address like tcp://10.0.0.1:8786, not “{address}”")


def find_profile(name: str) -> Profile:
    """Return the profile of the e-book with this name. Raises Misuse if there is none."""
    from engross.model.epub_profile import PROFILES

    if name not in PROFILES:
        raise Misuse(f"--profile is one of {', '.join(PROFILES)}, not “{name}”")
    return PROFILES[name]


def _make_format(options: Options) -> Format:
    from engross.model.paper import FONT_SIZE_BOUNDS, PAPERS, Format

    if options.paper not in PAPERS:
        raise Misuse(f"--paper is one of {', '.join(PAPERS)}, not “{options.paper}”")
    low, high = FONT_SIZE_BOUNDS
    if options.font_size and not low <= options.font_size <= high:
        raise Misuse(f"--font-size is {low:g} to {high:g} points, not {options.font_size:g}")
    return Format(options.paper, options.font_size, options.marks_hanging)


def _check_sources(options: Options, sources: tuple[Path, ...]) -> None:
    from engross.grammars.language import language_codes
    from engross.model.request import Request

    if options.language and options.language not in language_codes():
        raise Misuse(f"--language is one of {', '.join(language_codes())}, not “{options.language}”")
    if options.symbol and len(sources) > 1:
        raise Misuse("--symbol is of one document: give one source with it")
    stem, times = Counter(Request(source, Path(), Path()).name for source in sources).most_common(1)[0]
    if times > 1:
        raise Misuse(f"{times} sources are named {stem}: give each its own --out, one call after the other")


def check_bounds(timeout: float, memory: int) -> None:
    """Raise Misuse for seconds or MB out of range."""
    if not 0 < timeout <= DAY_SECONDS:
        raise Misuse(f"--timeout is more than 0 and at most {DAY_SECONDS} seconds, not {timeout:g}")
    if not 0 < memory <= MAX_MEMORY_MB:
        raise Misuse(f"--memory is 1 to {MAX_MEMORY_MB} MB, not {memory}")


def sample_path() -> Path:
    """Return the path of the sample that is distributed with engross."""
    return assets.find_asset_folder("samples") / SAMPLE_NAME


def checkout_folder() -> Path | None:
    """Return the folder of the checkout that engross runs from; None if it is installed."""
    root = assets.PACKAGE_FOLDER.parent
    return root if (root / "pyproject.toml").is_file() and (root / "tests").is_dir() else None


def fonts_folder(folder: str = "") -> Path:
    """Return the folder of the fonts: the given one, else one in ``tools_folder``."""
    if folder:
        return Path(folder)
    return tools_folder() / "fonts"


def tools_folder() -> Path:
    """Return the folder for fetched files: in the checkout, else with the user's data (XDG Base Directory)."""
    if root := checkout_folder():
        return root / ".engross"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "engross"
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "engross"
