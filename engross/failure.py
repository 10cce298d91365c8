"""An exception that nobody foresaw to a Refusal: one document has failed, a file has the trace, the others go on."""

from __future__ import annotations

import os
import tempfile
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path
from types import TracebackType

from engross import __version__
from engross.model import NOWHERE, Where
from engross.notice import Refusal

PACKAGE = Path(__file__).parent
# Modules that call the stages in turn: the stage that failed is the first module behind them.
CONDUCTORS = (
    "console",
    "many",
    "build",
    "reader",
    "ebook",
    "corpus",
    "volume",
    "serve",
    "program",
    "bounded",
    "failure",
)
FRAMES = 100  # of a trace that are kept: a stack that ran over has thousands, all alike
# What glibc's and macOS's loaders say where a library does not fit into the memory that is allowed.
SHORT_OF_MEMORY = ("failed to map segment", "Cannot allocate memory", "cannot allocate memory", "mmap() failed")

Keep = Callable[[str], str]  # writes a trace and returns where it is; "" where it could not be written


def keep_trace(trace: str) -> str:
    """Write a trace into a new file in the folder for temporary files; its path, "" where that is not possible."""
    try:
        number, path = tempfile.mkstemp(prefix="engross-trace-", suffix=".txt")
        with os.fdopen(number, "w", encoding="utf-8", errors="backslashreplace") as file:
            file.write(trace)
    except OSError:
        return ""
    return path


def refusal_of(error: Exception, where: Where = NOWHERE, keep: Keep = keep_trace) -> Refusal:
    """The Refusal that an exception comes to; one that is a Refusal already is returned as it is.

    ``where``: the document, if the failure is that of one among others. ``keep``: what writes the trace; it is not
    called where the memory or the stack ran out.
    """
    if isinstance(error, Refusal):
        return error
    if isinstance(error, MemoryError) or is_short_of_memory(error):
        hint = "allow more with --memory MB, or give it in parts"
        return Refusal("it needs more memory than is allowed", hint, where)
    if isinstance(error, RecursionError):
        hint = "take apart what stands in each other there, tables in tables most often, or give the text alone"
        return Refusal(f"it is nested too deeply for engross {_place_of(error)}", hint, where)
    if isinstance(error, OSError):
        hint = "make room on the disk, mend its permissions, or name another folder for temporary files in TMPDIR"
        what = " ".join(str(error.strerror or error).split())
        return Refusal(f"this machine did not do what engross needs: {what} {_place_of(error)}", hint, where)
    path = keep(trace_of(error))
    trace = f"with the trace in {path}" if path else "with what you gave it; its trace could not be written"
    hint = f"please report it {trace}" + ("" if where == NOWHERE else "; the others go on")
    return Refusal(f"engross failed here {_place_of(error)}", hint, where)


def is_short_of_memory(error: Exception) -> bool:
    """Whether an exception says that memory ran out while a library was loaded, which the loader tells in words."""
    return isinstance(error, ImportError | OSError) and any(words in str(error) for words in SHORT_OF_MEMORY)


def trace_of(error: BaseException) -> str:
    """The trace of an exception, and the version of engross that it was made with."""
    lines = traceback.format_exception(type(error), error, error.__traceback__, limit=-FRAMES)
    return f"engross {__version__}\n{''.join(lines)}"


def _place_of(error: BaseException) -> str:
    """Where an exception came from: ``(stage typeset: ValueError at typeset/codes.py:55)``."""
    frames = list(_own_frames(error.__traceback__))
    if not frames:
        return f"({type(error).__name__})"
    stages = (path.parts[0].removesuffix(".py") for path, _ in frames)
    stage = next((name for name in stages if name not in CONDUCTORS), "")
    path, line = frames[-1]
    return f"({f'stage {stage}: ' if stage else ''}{type(error).__name__} at {path.as_posix()}:{line})"


def _own_frames(trace: TracebackType | None) -> Iterator[tuple[Path, int]]:
    """The file below the package and the line of each call of engross's own, the outermost first."""
    while trace:
        path = Path(trace.tb_frame.f_code.co_filename)
        if path.is_relative_to(PACKAGE):
            yield path.relative_to(PACKAGE), trace.tb_lineno
        trace = trace.tb_next
