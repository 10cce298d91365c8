"""Read extracted text: put what each extractor made of it right, then read its lines."""

from __future__ import annotations

from engross.model.reading import Overrides, Reading
from engross.model.tree import Source
from engross.readers.lines import RawInput, read_lines
from engross.readers.lines.lines import split_lines
from engross.readers.text.rtl_extractors import restore_logical_text


def read(source: Source, wishes: Overrides) -> Reading:
    """The resolution in extracted text.

    Raises Refusal where no organ's enacting words are found, or no symbol.
    """
    return read_lines(source, wishes, RawInput(split_lines(restore_logical_text(source.text))))
