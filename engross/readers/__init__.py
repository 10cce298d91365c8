"""A Source to a Reading: find the parts of the resolution, put each note where it is called.

Each format has a folder of its own; all give the same model. What a reader guarantees:
every character of the source is in the ledger once, numbers and markers are as printed, white space is as the
source had it (the settle pass tidies it), ids are empty (the identify pass gives them).
"""

from __future__ import annotations

from importlib import import_module
from typing import cast

from engross.grammars.language import language_codes
from engross.grammars.symbol import InvalidSymbol, parse
from engross.model.notice import Refusal
from engross.model.reading import Overrides, Reading
from engross.model.tree import Source, Where

# The folder that reads a format; it is loaded only when it is needed.
READERS = {"akn": "akn", "text": "text", "pdf": "pdf", "yaml": "yaml", "docx": "word"}


def structure(source: Source, overrides: Overrides) -> Reading:
    """The resolution in ``source``.

    Raises Refusal where it is none or lacks what no edition can do without, and for wishes that cannot be met.
    """
    _check_overrides(overrides, Where(source.name))
    reader = import_module(f"{__name__}.{READERS[source.format]}")
    return cast("Reading", reader.read(source, overrides))


def _check_overrides(overrides: Overrides, where: Where) -> None:
    if overrides.language and overrides.language not in language_codes():
        what = f"engross has no language “{overrides.language}”"
        raise Refusal(what, f"say --language with one of {', '.join(language_codes())}", where)
    try:
        _ = overrides.symbol and parse(overrides.symbol)
    except InvalidSymbol as error:
        raise Refusal(str(error), "give a symbol such as --symbol A/RES/77/213", where) from None
