"""An official PDF to a Reading: by position and size, then as any text.

The steps, one a file: glyphs (characters and their places; strokes: the lines drawn), tables (ruled: where rules hold
one; cells: which words stand in which), rows (what stands on one baseline), frame (furniture, notes, where paragraphs
begin). What the rows say is then read by the reader of raw text, which is told what the page
shows: calls, notes, beginnings.
"""

from __future__ import annotations

from dataclasses import replace

from engross.model import Source
from engross.notice import Code, notice
from engross.reading import Reading, Wishes
from engross.structure import raw
from engross.structure.pdf.frame import leaves, lines, notes
from engross.structure.pdf.glyphs import UNKNOWN, glyphs
from engross.structure.pdf.rows import baselines, rows
from engross.structure.pdf.tables import laid
from engross.structure.raw.lines import NOTE


def read(source: Source, wishes: Wishes) -> Reading:
    """The resolution in a PDF.

    Raises Refusal where it has no text (a scan), where no organ's enacting words are found, or no symbol.
    """
    pages = glyphs(source)
    layout = laid(pages, [baselines(page.glyphs) for page in pages])
    found = lines(leaves([rows(page, n) for n, page in enumerate(layout.pages)], layout.size), layout.size)
    noted = notes(line for line in found if line.kind == NOTE)
    reading = raw.read_lines(source, wishes, raw.Given(found, noted, layout.frames))
    unknown = reading.ledger.raw.count(UNKNOWN)
    told = (notice(Code.GLYPHS_UNKNOWN, reading.resolution.where, count=unknown),) if unknown else ()
    return replace(reading, notices=(*told, *reading.notices))
