"""A Resolution to the codes of its first page: the job number's bars (Code 39) and the official address's QR modules.

Both as rows of dark runs for a template to draw; the libraries make the codes, nothing here does.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

import segno
from barcode import Code39

from engross import notice as notices
from engross.language import language
from engross.model import Resolution

QR_BYTES = 2331  # that a QR code holds at the most (ISO/IEC 18004, version 40 with error correction M)
JOB_DIGITS = 20  # that bars of a first page's width can show; job numbers have seven
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
    """The codes of a first page; None for what is too long for one, and for a job number that is not known."""

    address: Code | None
    job: Code | None


def codes(resolution: Resolution) -> Codes:
    """The codes of a first page: the job number as official documents bar it, the official document's address."""
    url, digits = _url(resolution), _digits(resolution)
    address = _address(url) if len(url) <= QR_BYTES else None
    return Codes(address, _job(digits) if 0 < len(digits) <= JOB_DIGITS else None)


def codes_left_out(resolution: Resolution) -> tuple[notices.Notice, ...]:
    """A notice for the address and for the job number where no code can hold it."""
    lengths = (("address", len(_url(resolution)), QR_BYTES), ("job number", len(_digits(resolution)), JOB_DIGITS))
    return tuple(
        notices.notice(notices.Code.CODE_LEFT_OUT, resolution.where, what=what, count=length, most=most)
        for what, length, most in lengths
        if length > most
    )


def _url(resolution: Resolution) -> str:
    """The official document's address: of ASCII, so that it has as many bytes as characters."""
    return resolution.symbol.url(language(resolution.language).words["language"]["resolver"])


def _digits(resolution: Resolution) -> str:
    return "".join(character for character in resolution.facts.job_number if character.isdecimal())


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
