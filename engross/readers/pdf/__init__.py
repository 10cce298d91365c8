"""Read an official PDF into a Reading: rows by position and size, then as any text.

The steps, each in a file of its own: glyphs (characters with their places) and strokes (lines drawn); struck_letters
(which of them are underlined or struck out); table_regions (where horizontal_rules enclose a table), ruled_rows and
cells (which words stand in which) and tables; rows (what stands on one baseline); page_roles (furniture, notes);
page_metrics and page_lines (how lines are set, where paragraphs begin). The reader of lines then
reads the lines; it is given what only the page shows: calls, notes, beginnings of paragraphs.
"""

from __future__ import annotations

from dataclasses import replace

from engross.model.notice import Code, make_notice
from engross.model.reading import Overrides, Reading
from engross.model.tree import Source
from engross.readers import lines as line_reader
from engross.readers.lines.lines import NOTE_LINE
from engross.readers.pdf.glyphs import UNKNOWN_GLYPH, read_glyphs
from engross.readers.pdf.page_lines import build_lines, collect_notes
from engross.readers.pdf.page_roles import ClassifiedPage, classify_pages
from engross.readers.pdf.row_places import RowPlace, find_row_places
from engross.readers.pdf.rows import build_rows, group_baselines
from engross.readers.pdf.struck_letters import mark_struck_letters
from engross.readers.pdf.tables import SourceLayout, find_tables


def read(source: Source, wishes: Overrides) -> Reading:
    """Read the resolution in a PDF.

    Raises Refusal if it has no text (a scan), no organ's enacting words, or no symbol.
    """
    pages, layout = _read_pages(source)
    lines = build_lines(pages, layout.size)
    notes = collect_notes(line for line in lines if line.kind == NOTE_LINE)
    reading = line_reader.read_lines(source, wishes, line_reader.RawInput(lines, notes, layout.frames))
    unknown_glyphs = reading.ledger.raw.count(UNKNOWN_GLYPH)
    notices = (
        (make_notice(Code.GLYPHS_UNKNOWN, reading.resolution.where, count=unknown_glyphs),) if unknown_glyphs else ()
    )
    return replace(reading, notices=(*notices, *reading.notices))


def list_row_places(source: Source) -> tuple[RowPlace, ...]:
    """Return where each line of a PDF stands, in the order of their numbers. Raises Refusal as ``read`` does."""
    return tuple(find_row_places(source, _read_pages(source)[0]))


def _read_pages(source: Source) -> tuple[list[ClassifiedPage], SourceLayout]:
    pages = [mark_struck_letters(page) for page in read_glyphs(source)]
    layout = find_tables(pages, [group_baselines(page.glyphs) for page in pages])
    return classify_pages([build_rows(page, n) for n, page in enumerate(layout.pages)], layout.size), layout
