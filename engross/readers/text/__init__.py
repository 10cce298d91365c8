"""Read extracted text: undo what each extractor did to it, then read its lines."""

from __future__ import annotations

from dataclasses import replace

from engross.model.reading import Overrides, Reading
from engross.model.tree import Source
from engross.readers.lines import RawInput, read_lines
from engross.readers.lines.lines import split_lines
from engross.readers.lines.text_layout import measure_text_layout
from engross.readers.text.quotations import report_words_around, unquote_lines
from engross.readers.text.rtl_extractors import restore_logical_text


def read(source: Source, overrides: Overrides) -> Reading:
    """Read the resolution in extracted text.

    Raises Refusal if no organ's enacting words, or no symbol, are found.
    """
    lines = unquote_lines(split_lines(restore_logical_text(source.text)))
    reading = read_lines(source, overrides, RawInput(measure_text_layout(lines)))
    return replace(reading, notices=(*report_words_around(lines, source.name), *reading.notices))
