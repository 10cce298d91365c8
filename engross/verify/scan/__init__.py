"""Count the characters of a source with a simple scanner of its bytes: a reader's ledger is held against the result.

A scanner knows the syntax of a format and nothing of documents, and shares no code with the reader of that format: what
a reader chooses not to look at, the scanner counts all the same.
"""

from __future__ import annotations

from collections import Counter
from importlib import import_module
from typing import cast

from engross.model.text import count_characters
from engross.model.tree import Source

# The module that scans each format, imported only when it is needed.
SCANNERS: dict[str, str] = {"akn": "xml", "docx": "word", "rtf": "word", "odt": "word", "text": "plain", "pdf": "pdf"}
SCANNERS |= {"markdown": "markdown"}


def scan_source(source: Source) -> Counter[str] | None:
    """Return how often each character occurs in the text of a source; None for a format without a scanner.

    Metadata, furniture and everything else that a reader may leave out are counted too: its ledger has to name them.
    """
    if source.format not in SCANNERS:
        return None
    scanner = import_module(f"{__name__}.{SCANNERS[source.format]}")
    return count_characters(cast("str", scanner.text_of(source)))
