"""Show the place of a source that a paragraph comes from: lines of its text, or a place on a page of its PDF."""

from __future__ import annotations

from typing import Any

from engross.model.request import Request
from engross.readers.load import load_source
from engross.readers.pdf import list_row_places

LINES_BEFORE, LINES_BEHIND = 2, 6  # of a text, around the line that is asked for
LINE_CHARACTERS = 400  # of a line that are shown


def show_source(request: Request, line: int) -> dict[str, Any]:
    """Return the lines around a line of a text, or the places of all lines of a PDF, in shares of their pages.

    All, for to find one takes as long. Raises Refusal.
    """
    source, _ = load_source(request.source, request.data)
    if source.format == "pdf":
        return {"format": source.format, "places": [place._asdict() for place in list_row_places(source)]}
    if source.converted or source.format == "docx":
        return {"format": source.format, "line": line}
    lines = source.text.splitlines()
    first = max(0, line - 1 - LINES_BEFORE)
    shown = lines[first : line + LINES_BEHIND]
    numbered = [{"number": first + n, "text": text[:LINE_CHARACTERS]} for n, text in enumerate(shown, 1)]
    return {"format": source.format, "line": line, "lines": numbered}
