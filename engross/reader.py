"""A source to its reading, and to the forms in which a person or a program can have it: the first half of the house.

The conductor of what makes no edition; ``build`` goes on where it ends. What is not needed is not loaded.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from engross import compare, limits, passes, records
from engross.model import Source
from engross.notice import Notice, Refusal
from engross.read import read
from engross.reading import Reading, Wishes
from engross.scan import scan
from engross.structure import structure
from engross.walk import blocks_of, find_deep_block

if TYPE_CHECKING:
    from engross.measure import Measure
    from engross.request import Request

# The forms in which a source as understood can be had: its structure as text, YAML to edit, the same as JSON, AKN4UN.
FORMS = ("text", "yaml", "json", "akn", "akn-guideline")
PROFILES = {"akn": "unxml", "akn-guideline": "guideline"}


@dataclass(frozen=True, slots=True)
class Form:
    """A source in another form, and what was noticed; in the form "text" the notices stand in their places."""

    text: str
    notices: tuple[Notice, ...] = ()


def understand(request: Request) -> Reading:
    """The source as engross understands it, nothing made of it. Raises Refusal."""
    return understood(read(request.source)[0], request)


def understood(source: Source, request: Request) -> Reading:
    """A source, already read, as engross understands it. Raises Refusal."""
    reading = structure(source, Wishes(request.language, request.symbol))
    _check_size(reading)
    return _recorded(passes.run(reading), request)


def _check_size(reading: Reading) -> None:
    """Refuse a document that has more than can be laid out, before any more work is done on it."""
    if next(islice(blocks_of(reading.resolution), limits.PARAGRAPHS, None), None) is not None:
        what = f"the document has more than {limits.PARAGRAPHS:,} paragraphs, which is the most that engross makes"
        raise Refusal(what, "give it in parts", reading.resolution.where)
    if deep := find_deep_block(reading.resolution, limits.BLOCK_DEPTH):
        what = f"paragraphs and tables hang on each other more than {limits.BLOCK_DEPTH} deep"
        raise Refusal(what, "set what hangs there as paragraphs of its own", deep.where)


def read_as(request: Request, form: str) -> Form:
    """The source as engross understood it, in one of ``FORMS``. Raises Refusal."""
    source, said = read(request.source)
    reading = understood(source, request)
    faults = (*compare.with_source(reading), *compare.with_file(scan(source), reading))
    notices = (*said, *reading.notices, *faults)
    if form == "text":
        from engross.show import show

        return Form(show(replace(reading, notices=notices)))
    return Form(_written(reading, form), notices)


def _written(reading: Reading, form: str) -> str:
    from engross.write import SCHEMA, akn, json, yaml

    if form == "yaml":
        return yaml(reading.resolution, SCHEMA.as_uri())
    return json(reading.resolution) if form == "json" else akn(reading.resolution, PROFILES[form]).decode("utf-8")


def compared(first: Request, second: Request) -> Measure:
    """How much of the first source as understood the second one has, such as of the official XML. Raises Refusal."""
    from engross.measure import measure

    return measure(understand(first), understand(second))


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
