"""A Source to a Reading: find the parts of the resolution, put each note where it is called.

Each format has a folder of its own; all give the same model. What a reader guarantees:
every character of the source is in the ledger once, numbers and markers are as printed, white space is as the
source had it (the settle pass tidies it), ids are empty (the identify pass gives them).
"""

from __future__ import annotations

from importlib import import_module
from typing import cast

from engross.model import Source
from engross.reading import Reading, Wishes

# The folder that reads a format; it is loaded only when it is needed.
READERS = {"akn": "akn", "text": "raw", "pdf": "pdf", "yaml": "yaml", "docx": "word"}


def structure(source: Source, wishes: Wishes) -> Reading:
    """The resolution in ``source``. Raises Refusal where it is none or lacks what no edition can do without."""
    reader = import_module(f"{__name__}.{READERS[source.format]}")
    return cast("Reading", reader.read(source, wishes))
