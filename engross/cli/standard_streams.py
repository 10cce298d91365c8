"""Reopen the standard streams, so that none is closed and their errors can be told from those of files."""

from __future__ import annotations

import io
import os
import sys
from typing import TextIO


class OutputError(OSError):
    """The error if standard output or standard error takes no text: its reader has gone, its disk is full."""


class _StreamDescriptor(io.FileIO):
    """The file of a standard stream; raises OutputError if a write fails."""

    def write(self, data: bytes) -> int:  # type: ignore[override] # any buffer
        try:
            return super().write(data)
        except OSError as error:
            raise OutputError(error.errno, error.strerror) from None


def prepare_streams() -> bool:
    """Reopen output and error so that they escape what their encoding lacks, and raise OutputError if they fail.

    A closed stream is opened on the null device, so that no other file gets its number. Return whether standard output
    was open.
    """
    is_open = sys.stdout is not None
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # takes the lowest free number
    sys.stdout, sys.stderr = _open_stream(1, sys.stdout), _open_stream(2, sys.stderr)
    return is_open


def silence_streams() -> None:
    """Drop what the standard streams have not taken; Python would complain of it at exit."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except OSError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def _open_stream(number: int, stream: TextIO | None) -> TextIO:
    """Return a standard stream opened again in its encoding, flushed by line at a terminal and for standard error."""
    encoding = stream.encoding if stream else "utf-8"
    is_by_line = number == 2 or os.isatty(number)
    data = io.BufferedWriter(_StreamDescriptor(number, "w", closefd=False))  # type: ignore[type-var] # any raw stream will do
    return io.TextIOWrapper(data, encoding, "backslashreplace", line_buffering=is_by_line)
