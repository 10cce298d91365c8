"""The functions that ``import engross`` gives to programs: the command line's work, without its words.

Options have the names and values of the command line. One call runs at a time in a process: WeasyPrint, Pango and
PDFium are not made for threads, so that calls from several threads wait for each other, and each gets what it would
get alone. Processes do not wait for each other.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from threading import RLock
from typing import TYPE_CHECKING, ParamSpec, TypeVar, Unpack, get_type_hints

from engross.model.failure import make_refusal
from engross.pipeline.python_options import (
    BuildOptions,
    DocumentSource,
    FilePath,
    ReadOptions,
    check_names,
    make_request,
)

if TYPE_CHECKING:
    from engross.model.reading import Reading
    from engross.pipeline.build import BuildResult
    from engross.verify.check import FileRow
    from engross.verify.diff import DiffFigures

P = ParamSpec("P")
T = TypeVar("T")
_LOCK = RLock()
_CALLING_PROCESS: list[int] = []  # the number of the process that first called one of the functions


def _refuse_fork() -> None:
    """Raise RuntimeError in a process that was forked from one that has called a function: it would wait for ever.

    Neither Pango's thread is in it, nor the one that may have held the lock.
    """
    if not _CALLING_PROCESS:
        _CALLING_PROCESS.append(os.getpid())
    if _CALLING_PROCESS[0] != os.getpid():
        raise RuntimeError("this process was forked from one that uses engross: start it by spawn or forkserver")


def _call_alone(function: Callable[P, T]) -> Callable[P, T]:
    """Return a function that runs while no other of these does, and whose want of memory or stack is a Refusal."""

    @wraps(function)
    def call(*positional: P.args, **options: P.kwargs) -> T:
        _refuse_fork()
        with _LOCK:
            try:
                return function(*positional, **options)
            except (MemoryError, RecursionError) as error:
                raise make_refusal(error) from error

    return call


@_call_alone
def read(source: DocumentSource, /, **options: Unpack[ReadOptions]) -> Reading:
    r"""Return how a document is understood: its resolution, the notices about it, the ledger of its characters.

    ``source``: the path of a Word document, PDF, text, AKN4UN XML, YAML or JSON, or its bytes. Options: ``language``
    ("zh") and ``symbol`` ("A/RES/77/213"), said in place of what the document says; ``records``, the UN's data on
    adoptions; ``name``, what messages call a source of bytes.

    Raises Refusal for what cannot be read, ValueError for an option with a value that is not allowed.

    >>> import engross
    >>> text = "symbol: A/RES/99/7\nlanguage: en\nbody:\n- number: 1.\n  operative: Thanks.\n"
    >>> reading = engross.read(text.encode())
    >>> str(reading.resolution.symbol), reading.resolution.organ
    ('A/RES/99/7', 'ga')
    """
    from engross.pipeline.read import read_whole

    check_names(options, get_type_hints(ReadOptions), "read")
    return read_whole(make_request(source, None, options))


@_call_alone
def build(source: DocumentSource, out: FilePath | None = None, /, **options: Unpack[BuildOptions]) -> BuildResult:
    r"""Return the editions of a document, also written into a folder of their own below ``out`` unless it is None.

    ``source`` and the options of ``read`` are as there; ``name`` is the name of the editions too. ``editions``: one
    of pdf, epub, html, print, index, akn, or several (default: all). ``paper``: a4, a5 or letter. ``font_size``: 7 to
    24 points (default: the language's own). ``marks_hanging``: let Chinese stops hang outside the measure.
    ``without_index``: leave the index of symbols out. ``kind``: what the PDF is for: handout, working (a copy to write
    on) or large-print (16 to 28 points); no other edition is made of the last two. Of a working copy ``lines`` is 1 or
    5, for numbers on each line or every fifth, and ``through`` numbers all lines, not those of each page.
    ``with_record``: add votes and sponsors as a last page. ``profile``: what the EPUB is for: reader, archive, kindle.
    ``fonts``: the folder of the pinned fonts (default: where ``engross fonts`` puts them).

    An edition that is at fault is not made: ``ok`` is False then, and ``notices`` tell why. Raises Refusal for what
    cannot be read, set or written, ValueError for an option with a value that is not allowed.

    >>> import engross
    >>> text = "symbol: A/RES/99/7\nlanguage: en\ntitle: Lamps\nbody:\n- number: 1.\n  operative: Thanks.\n"
    >>> result = engross.build(text.encode(), editions="akn", name="lamps")
    >>> result.ok, list(result.contents), result.get_edition("akn")[:5]
    (True, ['lamps.xml', 'report.json'], b'<?xml')
    """
    from engross.pipeline.build import build as build_request

    check_names(options, get_type_hints(BuildOptions), "build")
    return build_request(make_request(source, out, options))


@_call_alone
def compare(first: DocumentSource, second: DocumentSource, /, **options: Unpack[ReadOptions]) -> DiffFigures:
    r"""Return how much of the first document the second has, and where they differ; the first is the measure.

    Sources and options are those of ``read``. Raises Refusal and ValueError as it does.

    >>> import engross
    >>> text = "symbol: A/RES/99/7\nlanguage: en\nbody:\n- number: 1.\n  operative: Thanks the keepers.\n"
    >>> figures = engross.compare(text.encode(), text.replace("keepers", "keeper").encode())
    >>> str(figures.paragraphs), [(difference.kind, difference.found) for difference in figures.differences]
    ('1 of 1 (100.00 %)', [('text', '1. Thanks the keeper.')])
    """
    from engross.pipeline.read import compare_requests

    check_names(options, get_type_hints(ReadOptions), "compare")
    return compare_requests(make_request(first, None, options), make_request(second, None, options))


@_call_alone
def check(*paths: FilePath) -> tuple[FileRow, ...]:
    """Return what the validators find in finished editions: a row a file, with the findings by validator.

    ``paths``: PDF and EPUB files, or folders of editions. A row without a warning or an error ``is_clean``. veraPDF,
    Ace and real readers are run by the command ``engross check --thorough`` only. Raises Refusal if a path has no
    edition, or a validator's package is not installed.
    """
    from engross.verify.check import check_editions

    return check_editions(map(Path, paths))
