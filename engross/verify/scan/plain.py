"""Take every character of an extracted text, furniture too."""

from __future__ import annotations

from engross.model.tree import Source

# Codes of a hyphen that divides a word: the soft hyphen, and PDFium's own in text that it extracted.
DIVIDERS = dict.fromkeys(map(ord, "\u00ad\x02"), "-")


def text_of(source: Source) -> str:
    """Return the whole decoded text of a source, each hyphen that divides a word as "-"."""
    return source.text.translate(DIVIDERS)
