"""An exception that nobody foresaw to a Refusal: one document has failed, a file has the trace, the others go on."""

from __future__ import annotations

import os
import tempfile
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path
from types import TracebackType

from engross import __version__
from engross.model.notice import Refusal
from engross.model.tree import NOWHERE, Where

PACKAGE_FOLDER = Path(__file__).parent.parent
# Rooms whose modules call the stages in turn: the stage that failed is the first module of another room.
CALLING_ROOMS = ("pipeline", "batch", "cli")
MAX_FRAMES = 100  # of a trace that are kept: a stack that ran over has thousands, all alike
# What glibc's and macOS's loaders say where a library does not fit into the memory that is allowed.
MEMORY_MESSAGES = ("failed to map segment", "Cannot allocate memory", "cannot allocate memory", "mmap() failed")

KeepTrace = Callable[[str], str]  # writes a trace and returns where it is; "" where it could not be written


def keep_trace(trace: str) -> str:
    """Write a trace into a new file in the folder for temporary files; its path, "" where that is not possible."""
    try:
        number, path = tempfile.mkstemp(prefix="engross-trace-", suffix=".txt")
        with os.fdopen(number, "w", encoding="utf-8", errors="backslashreplace") as file:
            file.write(trace)
    except OSError:
        return ""
    return path


def make_refusal(error: Exception, where: Where = NOWHERE, keep: KeepTrace = keep_trace) -> Refusal:
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
        return Refusal(f"it is nested too deeply for engross {_describe_place(error)}", hint, where)
    if isinstance(error, OSError):
        hint = "make room on the disk, mend its permissions, or name another folder for temporary files in TMPDIR"
        what = " ".join(str(error.strerror or error).split())
        return Refusal(f"this machine did not do what engross needs: {what} {_describe_place(error)}", hint, where)
    path = keep(format_trace(error))
    trace = f"with the trace in {path}" if path else "with what you gave it; its trace could not be written"
    hint = f"please report it {trace}" + ("" if where == NOWHERE else "; the others go on")
    return Refusal(f"engross failed here {_describe_place(error)}", hint, where)


def is_short_of_memory(error: Exception) -> bool:
    """Whether an exception says that memory ran out while a library was loaded, which the loader tells in words."""
    return isinstance(error, ImportError | OSError) and any(words in str(error) for words in MEMORY_MESSAGES)


def format_trace(error: BaseException) -> str:
    """The trace of an exception, and the version of engross that it was made with."""
    lines = traceback.format_exception(type(error), error, error.__traceback__, limit=-MAX_FRAMES)
    return f"engross {__version__}\n{''.join(lines)}"


def _describe_place(error: BaseException) -> str:
    """Where an exception came from: ``(stage typeset: ValueError at editions/typeset/barcodes.py:55)``."""
    frames = list(_iter_own_frames(error.__traceback__))
    if not frames:
        return f"({type(error).__name__})"
    stage = next((_stage_of_path(path) for path, _ in frames if path.parts[0] not in CALLING_ROOMS), "")
    path, line = frames[-1]
    return f"({f'stage {stage}: ' if stage else ''}{type(error).__name__} at {path.as_posix()}:{line})"


def _stage_of_path(path: Path) -> str:
    """The stage that a file below the package belongs to: "typeset" of editions/typeset/barcodes.py."""
    return path.parts[path.parts[0] != "passes"].removesuffix(".py")


def _iter_own_frames(trace: TracebackType | None) -> Iterator[tuple[Path, int]]:
    """The file below the package and the line of each call of engross's own, the outermost first."""
    while trace:
        path = Path(trace.tb_frame.f_code.co_filename)
        if path.is_relative_to(PACKAGE_FOLDER):
            yield path.relative_to(PACKAGE_FOLDER), trace.tb_lineno
        trace = trace.tb_next
