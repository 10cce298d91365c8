"""The characters of extracted text: every line of it, whatever stands there."""

from __future__ import annotations

from engross.model.tree import Source

# How a hyphen that divides a word is coded: softly, or by PDFium, whose text it is.
DIVIDERS = dict.fromkeys(map(ord, "\u00ad\x02"), "-")


def text_of(source: Source) -> str:
    """Return the whole decoded text of a source, each hyphen that divides a word as "-"."""
    return source.text.translate(DIVIDERS)
