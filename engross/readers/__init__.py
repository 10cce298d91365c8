"""Read a Source into a Reading: the resolution in its parts, each note where it is called.

Each format has a folder of its own; all return the same model. What a reader guarantees: every character of the
source is in the ledger once; numbers and markers are as printed; white space is as in the source (the settle pass
tidies it); ids are empty (the identify pass assigns them).
"""

from __future__ import annotations

from importlib import import_module
from typing import cast

from engross.grammars.language import language_codes
from engross.grammars.symbol import InvalidSymbol, parse
from engross.model.notice import Refusal
from engross.model.reading import Overrides, Reading
from engross.model.tree import Source, Where
from engross.readers.common.overrides import settle_overrides
from engross.readers.count_paragraphs import check_paragraphs

# The folder that reads each format; it is imported only when needed.
READERS = {"akn": "akn", "text": "text", "pdf": "pdf", "yaml": "yaml", "json": "yaml", "docx": "word"}
READERS |= {"rtf": "word", "odt": "word"}  # a converter makes Word documents of these
READERS |= {"markdown": "markdown"}


def structure(source: Source, overrides: Overrides) -> Reading:
    """Return the reading of ``source``.

    Raises Refusal if it is no resolution, is too large, lacks what no edition can do without, or the overrides are
    invalid.
    """
    _check_overrides(overrides, Where(source.name))
    check_paragraphs(source)
    reader = import_module(f"{__name__}.{READERS[source.format]}")
    reading = cast("Reading", reader.read(source, overrides))
    return settle_overrides(reading, overrides, lambda asked: cast("Reading", reader.read(source, asked)))


def _check_overrides(overrides: Overrides, where: Where) -> None:
    if overrides.language and overrides.language not in language_codes():
        what = f"engross has no language “{overrides.language}”"
        raise Refusal(what, f"use --language with one of {', '.join(language_codes())}", where)
    try:
        _ = overrides.symbol and parse(overrides.symbol)
    except InvalidSymbol as error:
        raise Refusal(str(error), "give a symbol such as --symbol A/RES/77/213", where) from None
