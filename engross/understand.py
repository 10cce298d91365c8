"""A request to the reading of its source: what every command needs before anything is made of it.

Apart from ``build``, so that to read a document does not load what typesets one.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from engross import compare, passes, records
from engross.model import Source, Where
from engross.notice import Notice, Refusal
from engross.read import read
from engross.reading import Reading, Wishes
from engross.show import show
from engross.structure import structure
from engross.typeset.paper import PLAIN, Format

EDITIONS = frozenset({"html", "pdf", "epub", "index"})


@dataclass(frozen=True, slots=True)
class Request:
    """What to make of a source: where to, which editions, what the user says of it, where the fonts are.

    ``stem``: what the editions and their folder are called; "" is as the source. ``records``: files of the UN's data
    on adoptions; () are those that lie beside the source.
    """

    source: Path
    out: Path
    fonts: Path
    editions: frozenset[str] = EDITIONS
    language: str = ""
    symbol: str = ""
    format: Format = PLAIN
    stem: str = ""
    records: tuple[Path, ...] = ()


def understand(request: Request) -> Reading:
    """The source as engross understands it, nothing made of it. Raises Refusal."""
    return understood(read(request.source)[0], request)


def read_report(request: Request) -> str:
    """The structure of a source as the machine understood it, notices in place. Raises Refusal."""
    source, said = read(request.source)
    reading = understood(source, request)
    faults = compare.with_source(reading)
    return show(replace(reading, notices=(*said, *reading.notices, *faults)))


def understood(source: Source, request: Request) -> Reading:
    """The source as it was read, as engross understands it. Raises Refusal."""
    try:
        reading = passes.run(structure(source, Wishes(request.language, request.symbol)))
        return _recorded(reading, request)
    except ValueError as error:
        raise Refusal(str(error), "look at --language and --symbol", Where(source.name)) from None


def _recorded(reading: Reading, request: Request) -> Reading:
    """The reading with what the UN's data say of the document, and of what is odd there."""
    known, said = _records(request.records or records.beside(request.source))
    symbol = str(reading.resolution.symbol)
    mine = tuple(notice for notice in said if f"{symbol} " in f"{notice.message} ")
    resolution = records.join(reading.resolution, known)
    return replace(reading, resolution=resolution, notices=(*reading.notices, *mine))


@cache
def _records(paths: tuple[Path, ...]) -> tuple[records.Records, tuple[Notice, ...]]:
    """The records in files of data, read once a process."""
    return records.read_records(paths)
