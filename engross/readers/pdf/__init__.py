"""An official PDF to a Reading: by position and size, then as any text.

The steps, one a file: glyphs (characters and their places; strokes: the lines drawn), tables (ruled: where rules hold
one; cells: which words stand in which), rows (what stands on one baseline), frame (furniture, notes, where paragraphs
begin). What the rows say is then read by the reader of raw text, which is told what the page
shows: calls, notes, beginnings.
"""

from __future__ import annotations

from dataclasses import replace

from engross.model.notice import Code, make_notice
from engross.model.reading import Overrides, Reading
from engross.model.tree import Source
from engross.readers import lines as line_reader
from engross.readers.lines.lines import NOTE_LINE
from engross.readers.pdf.glyphs import UNKNOWN_GLYPH, read_glyphs
from engross.readers.pdf.page_roles import build_lines, classify_pages, collect_notes
from engross.readers.pdf.rows import build_rows, group_baselines
from engross.readers.pdf.tables import find_tables


def read(source: Source, wishes: Overrides) -> Reading:
    """The resolution in a PDF.

    Raises Refusal where it has no text (a scan), where no organ's enacting words are found, or no symbol.
    """
    pages = read_glyphs(source)
    layout = find_tables(pages, [group_baselines(page.glyphs) for page in pages])
    found = build_lines(
        classify_pages([build_rows(page, n) for n, page in enumerate(layout.pages)], layout.size), layout.size
    )
    noted = collect_notes(line for line in found if line.kind == NOTE_LINE)
    reading = line_reader.read_lines(source, wishes, line_reader.RawInput(found, noted, layout.frames))
    unknown = reading.ledger.raw.count(UNKNOWN_GLYPH)
    told = (make_notice(Code.GLYPHS_UNKNOWN, reading.resolution.where, count=unknown),) if unknown else ()
    return replace(reading, notices=(*told, *reading.notices))
