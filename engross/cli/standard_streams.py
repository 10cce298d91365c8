"""The standard streams of the program: open whatever the caller has closed, told apart from files when they fail."""

from __future__ import annotations

import io
import os
import sys
from typing import TextIO


class OutputError(OSError):
    """Standard output or standard error does not take what is printed: its reader has gone, its disk is full."""


class _StreamDescriptor(io.FileIO):
    """A standard stream's bytes; what fails there is an OutputError."""

    def write(self, data: bytes) -> int:  # type: ignore[override] # any buffer
        try:
            return super().write(data)
        except OSError as error:
            raise OutputError(error.errno, error.strerror) from None


def prepare_streams() -> bool:
    """Make the standard streams ready: they spell out what their encoding lacks, and raise OutputError where they fail.

    A stream that is closed is opened on what takes everything and has nothing, so that no other file gets its number.
    Returns whether standard output was open.
    """
    is_open = sys.stdout is not None
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # takes the lowest number that is free
    sys.stdout, sys.stderr = _open_stream(1, sys.stdout), _open_stream(2, sys.stderr)
    return is_open


def silence_streams() -> None:
    """Let what the standard streams have not taken be lost, which Python would complain of at its end."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except OSError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def _open_stream(number: int, stream: TextIO | None) -> TextIO:
    """A standard stream anew: by line as far as it was so before, in the encoding that Python chose for it."""
    encoding = stream.encoding if stream else "utf-8"
    is_by_line = number == 2 or os.isatty(number)
    data = io.BufferedWriter(_StreamDescriptor(number, "w", closefd=False))  # type: ignore[type-var] # any raw stream will do
    return io.TextIOWrapper(data, encoding, "backslashreplace", line_buffering=is_by_line)
