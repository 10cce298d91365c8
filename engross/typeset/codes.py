"""A Resolution to the codes of its first page: the job number's bars (Code 39) and the official address's QR modules.

Both as rows of dark runs for a template to draw; the libraries make the codes, nothing here does.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

import segno
from barcode import Code39

from engross.language import language
from engross.model import Resolution

QUIET = 2  # modules left light around a QR code; the page's own white is the rest of the four it needs (ISO 18004)


@dataclass(frozen=True, slots=True)
class Run:
    """A run of dark modules: its column, its row, its length, counted in modules."""

    x: int
    y: int
    length: int


@dataclass(frozen=True, slots=True)
class Code:
    """A code as dark runs in a field of so many modules; ``content`` is what it says."""

    runs: tuple[Run, ...]
    width: int
    height: int
    content: str


@dataclass(frozen=True, slots=True)
class Codes:
    """The codes of a first page; ``job`` is None where the job number is not known."""

    address: Code
    job: Code | None


def codes(resolution: Resolution) -> Codes:
    """The codes of a first page: the job number as official documents bar it, the official document's address."""
    resolver = language(resolution.language).words["language"]["resolver"]
    digits = "".join(character for character in resolution.facts.job_number if character.isdecimal())
    return Codes(_address(resolution.symbol.url(resolver)), _job(digits) if digits else None)


def _address(url: str) -> Code:
    matrix = segno.make(url, error="m", micro=False).matrix
    runs = tuple(run for y, row in enumerate(matrix) for run in _runs(bytes(row), y + QUIET, QUIET))
    side = len(matrix) + 2 * QUIET
    return Code(runs, side, side, url)


def _job(digits: str) -> Code:
    """Code 39 between its stars, no check digit: as in the UN's own documents (``*1802016*``)."""
    modules = Code39(digits, add_checksum=False).build()[0]
    return Code(tuple(_runs(bytes(map(int, modules)), 0, 0)), len(modules), 1, digits)


def _runs(row: bytes, y: int, left: int) -> list[Run]:
    runs, x = [], left
    for dark, group in groupby(row):
        length = len(list(group))
        if dark:
            runs.append(Run(x, y, length))
        x += length
    return runs
