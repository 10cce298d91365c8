"""A Source to a Reading: find the parts of the resolution, put each note where it is called.

Each format has a folder of its own; all give the same model. What a reader guarantees:
every character of the source is in the ledger once, numbers and markers are as printed, white space is as the
source had it (the settle pass tidies it), ids are empty (the identify pass gives them).
"""

from __future__ import annotations

from collections.abc import Callable

from engross.model import Source
from engross.reading import Reading, Wishes
from engross.structure import akn, raw


def _read_pdf(source: Source, wishes: Wishes) -> Reading:
    """What stands in a PDF; its library is loaded when the first one comes."""
    from engross.structure import pdf

    return pdf.read(source, wishes)


READERS: dict[str, Callable[[Source, Wishes], Reading]] = {"akn": akn.read, "text": raw.read, "pdf": _read_pdf}


def structure(source: Source, wishes: Wishes) -> Reading:
    """The resolution in ``source``. Raises Refusal where it is none or lacks what no edition can do without."""
    return READERS[source.format](source, wishes)
