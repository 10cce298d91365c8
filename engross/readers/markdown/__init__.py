"""Read Markdown: its marks taken out of each line and kept as what they say, then as any text.

Headings, emphasis, list items, links and notes ([^1]) are understood; blocks of code, tables and HTML stay as they are.
"""

from __future__ import annotations

from dataclasses import replace

from engross.model.reading import Overrides, Reading
from engross.model.tree import Source
from engross.readers.lines import RawInput, read_lines
from engross.readers.lines.lines import NOTE_LINE, Line
from engross.readers.lines.note_blocks import RawNote
from engross.readers.lines.text_layout import measure_text_layout
from engross.readers.markdown.marked_lines import NOTE_START, split_marked_lines


def read(source: Source, overrides: Overrides) -> Reading:
    """Read the resolution in a Markdown text.

    Raises Refusal if no organ's enacting words, or no symbol, are found.
    """
    lines = measure_text_layout(split_marked_lines(source.text))
    return read_lines(source, overrides, RawInput(lines, _collect_notes(lines)))


def _collect_notes(lines: list[Line]) -> list[RawNote]:
    """Return the notes that stand among lines; lines that follow the first of a note belong to it."""
    notes: list[RawNote] = []
    for line in lines:
        if line.kind != NOTE_LINE:
            continue
        if line.begins and (start := NOTE_START.match(line.text)):
            words = replace(line, text=line.text[start.end() :], styles=(line.styles or ())[start.end() :], calls=())
            notes.append(RawNote(start["number"], (words,), line.page))
        elif notes:
            notes[-1] = replace(notes[-1], lines=(*notes[-1].lines, line))
    return notes
