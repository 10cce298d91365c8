"""Write rows as a CSV table whose cells a spreadsheet takes for text, whatever they hold.

A spreadsheet runs a cell as a formula if it begins with one of ``FORMULA_STARTS``. Such a cell gets an apostrophe
before it (OWASP, CSV Injection), and so does one that has apostrophes before such a beginning: a reader takes one
apostrophe off each cell that ``ESCAPED_PATTERN`` matches, and has every cell as it was.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Sequence
from typing import IO

FORMULA_STARTS = "=+\\-@\t\r\n\uff1d\uff0b\uff0d\uff20"  # the last four are the wide forms of the first four
FORMULA_PATTERN = re.compile(f"'*[{FORMULA_STARTS}]")
ESCAPED_PATTERN = re.compile(f"'+[{FORMULA_STARTS}]")
BYTE_ORDER_MARK = "\ufeff"  # by which a spreadsheet knows UTF-8
Rows = Iterable[Sequence[str | int]]


def make_csv_table(heads: Sequence[str], rows: Rows) -> bytes:
    """Return the table of ``rows`` under ``heads`` as CSV (RFC 4180), in UTF-8 behind a byte order mark."""
    out = io.StringIO(newline="")
    start_csv_table(out, heads)(rows)
    return out.getvalue().encode("utf-8")


def start_csv_table(file: IO[str], heads: Sequence[str]) -> Callable[[Rows], None]:
    """Write the mark and the heads of a table, and return what writes rows of it; the file's line ends are kept."""
    file.write(BYTE_ORDER_MARK)
    writer = csv.writer(file)
    writer.writerow(heads)

    def write_rows(rows: Rows) -> None:
        writer.writerows([escape_formula(cell) if isinstance(cell, str) else cell for cell in row] for row in rows)

    return write_rows


def escape_formula(cell: str) -> str:
    """Return a cell that no spreadsheet runs: with an apostrophe before it if it begins as a formula does."""
    return f"'{cell}" if FORMULA_PATTERN.match(cell) else cell


def unescape_formula(cell: str) -> str:
    """Return the cell that ``escape_formula`` was given."""
    return cell[1:] if ESCAPED_PATTERN.match(cell) else cell
