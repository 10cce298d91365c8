"""A Resolution to the codes of its first page: the job number's bars (Code 39) and the official address's QR modules.

Both as rows of dark runs for a template to draw; the libraries make the codes, nothing here does.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

import segno
from barcode import Code39

from engross.grammars.language import load_language
from engross.model import notice as notices
from engross.model.tree import Resolution

MOST_QR_BYTES = 2331  # that a QR code holds at the most (ISO/IEC 18004, version 40 with error correction M)
MOST_JOB_DIGITS = 20  # that bars of a first page's width can show; job numbers have seven
QUIET_MODULES = (
    2  # modules left light around a QR code; the page's own white is the rest of the four it needs (ISO 18004)
)


@dataclass(frozen=True, slots=True)
class DarkRun:
    """A run of dark modules: its column, its row, its length, counted in modules."""

    x: int
    y: int
    length: int


@dataclass(frozen=True, slots=True)
class Barcode:
    """A code as dark runs in a field of so many modules; ``content`` is what it says."""

    runs: tuple[DarkRun, ...]
    width: int
    height: int
    content: str


@dataclass(frozen=True, slots=True)
class FirstPageCodes:
    """The codes of a first page; None for what is too long for one, and for a job number that is not known."""

    address: Barcode | None
    job: Barcode | None


def make_first_page_codes(resolution: Resolution) -> FirstPageCodes:
    """The codes of a first page: the job number as official documents bar it, the official document's address."""
    url, digits = _document_url(resolution), _job_digits(resolution)
    address = _make_address_code(url) if len(url) <= MOST_QR_BYTES else None
    return FirstPageCodes(address, _make_job_code(digits) if 0 < len(digits) <= MOST_JOB_DIGITS else None)


def report_codes_left_out(resolution: Resolution) -> tuple[notices.Notice, ...]:
    """A notice for the address and for the job number where no code can hold it."""
    lengths = (
        ("address", len(_document_url(resolution)), MOST_QR_BYTES),
        ("job number", len(_job_digits(resolution)), MOST_JOB_DIGITS),
    )
    return tuple(
        notices.make_notice(notices.Code.CODE_LEFT_OUT, resolution.where, what=what, count=length, most=most)
        for what, length, most in lengths
        if length > most
    )


def _document_url(resolution: Resolution) -> str:
    """The official document's address: of ASCII, so that it has as many bytes as characters."""
    return resolution.symbol.url(load_language(resolution.language).words["language"]["resolver"])


def _job_digits(resolution: Resolution) -> str:
    return "".join(character for character in resolution.facts.job_number if character.isdecimal())


def _make_address_code(url: str) -> Barcode:
    matrix = segno.make(url, error="m", micro=False).matrix
    runs = tuple(
        run for y, row in enumerate(matrix) for run in _find_dark_runs(bytes(row), y + QUIET_MODULES, QUIET_MODULES)
    )
    side = len(matrix) + 2 * QUIET_MODULES
    return Barcode(runs, side, side, url)


def _make_job_code(digits: str) -> Barcode:
    """Code 39 between its stars, no check digit: as in the UN's own documents (``*1802016*``)."""
    modules = Code39(digits, add_checksum=False).build()[0]
    return Barcode(tuple(_find_dark_runs(bytes(map(int, modules)), 0, 0)), len(modules), 1, digits)


def _find_dark_runs(row: bytes, y: int, left: int) -> list[DarkRun]:
    runs, x = [], left
    for dark, group in groupby(row):
        length = len(list(group))
        if dark:
            runs.append(DarkRun(x, y, length))
        x += length
    return runs
