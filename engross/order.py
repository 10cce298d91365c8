"""A command line to requests: the words of a user checked before any work is done."""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from engross import assets

if TYPE_CHECKING:
    from engross.build import Request

SAMPLE = "A_RES_77_213.zh.txt"


class Misuse(Exception):
    """Words of a command line that mean nothing: one sentence. The command ends with exit code 2."""


@dataclass(frozen=True, slots=True)
class Order:
    """What a command line asks for, in its own words; "" is: not said.

    ``sources``: files; none is the sample. ``out``: the folder that each source's own folder is made in.
    """

    sources: Sequence[str] = ()
    out: str = "build"
    language: str = ""
    symbol: str = ""
    fonts: str = ""


def requests(order: Order, editions: Iterable[str]) -> tuple[Request, ...]:
    """A request for each source, in the order given, each once.

    Raises Misuse for a language that engross does not know, for a symbol said of several sources, and for sources
    whose editions would stand in one folder.
    """
    from engross.build import Request

    sources = tuple(dict.fromkeys(map(Path, order.sources))) or (sample(),)
    _check(order, sources)
    said = (frozenset(editions), order.language, order.symbol)
    return tuple(Request(source, Path(order.out), fonts_folder(order.fonts), *said) for source in sources)


def _check(order: Order, sources: tuple[Path, ...]) -> None:
    from engross.language import codes

    if order.language and order.language not in codes():
        raise Misuse(f"--language is one of {', '.join(codes())}, not “{order.language}”")
    if order.symbol and len(sources) > 1:
        raise Misuse("--symbol is of one document: give one source with it")
    stem, times = Counter(source.stem.removesuffix(".resolution") for source in sources).most_common(1)[0]
    if times > 1:
        raise Misuse(f"{times} sources are named {stem}: give each its own --out, one call after the other")


def sample() -> Path:
    """The sample that engross is handed out with."""
    return assets.folder("samples") / SAMPLE


def checkout() -> Path | None:
    """The folder of the checkout that engross runs in; None where it is installed."""
    root = assets.PACKAGE.parent
    return root if (root / "pyproject.toml").is_file() and (root / "tests").is_dir() else None


def fonts_folder(said: str = "") -> Path:
    """Where the fonts are: where the user says, else in the checkout, else with the user's data (XDG base dirs)."""
    if said:
        return Path(said)
    if root := checkout():
        return root / ".engross" / "fonts"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "engross" / "fonts"
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "engross" / "fonts"
