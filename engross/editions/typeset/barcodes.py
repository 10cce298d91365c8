"""Make the codes of the first page: the job number as bars (Code 39), the official address as a QR code.

Both are rows of dark runs for a template to draw; libraries do the encoding.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

import segno
from barcode import Code39

from engross.grammars.language import load_language
from engross.model import notice as notices
from engross.model.tree import Resolution

MOST_QR_BYTES = 2331  # that a QR code can hold (ISO/IEC 18004, version 40 with error correction M)
MOST_JOB_DIGITS = 20  # that bars of a first page's width can show; job numbers have seven
# Modules left light around a QR code; the white of the page is the rest of the four that it needs (ISO 18004).
QUIET_MODULES = 2


@dataclass(frozen=True, slots=True)
class DarkRun:
    """A run of dark modules: its column, its row, its length, all in modules."""

    x: int
    y: int
    length: int


@dataclass(frozen=True, slots=True)
class Barcode:
    """A code as dark runs in a field of ``width`` by ``height`` modules; ``content`` is the encoded text."""

    runs: tuple[DarkRun, ...]
    width: int
    height: int
    content: str


@dataclass(frozen=True, slots=True)
class FirstPageCodes:
    """The codes of a first page; None for text that is too long for one, and for an unknown job number."""

    address: Barcode | None
    job: Barcode | None


def make_first_page_codes(resolution: Resolution) -> FirstPageCodes:
    """Return the codes of a first page: the address of the official document, and the job number as printed there."""
    url, digits = _document_url(resolution), _job_digits(resolution)
    address = _make_address_code(url) if 0 < len(url) <= MOST_QR_BYTES else None
    return FirstPageCodes(address, _make_job_code(digits) if 0 < len(digits) <= MOST_JOB_DIGITS else None)


def report_codes_left_out(resolution: Resolution) -> tuple[notices.Notice, ...]:
    """Return a notice for the address and for the job number if no code can hold it."""
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
    """Return the official document's address, "" for none; it is ASCII, so it has as many bytes as characters."""
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
    """Return Code 39 between its stars, without check digit, as in the UN's own documents (``*1802016*``)."""
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
