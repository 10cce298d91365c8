"""The audit of notes: each stands on the page of its call, once, in order. Part of every build."""

from __future__ import annotations

from weasyprint.document import Document

from engross.notice import Code, Notice, notice
from engross.pdf.boxes import attribute, body_of, notes_of, tag


def audit(document: Document) -> tuple[Notice, ...]:
    """A notice for each note that is lost or stands on another page than its call."""
    calls: dict[str, tuple[str, int]] = {}
    notes: dict[str, int] = {}
    for number, page in enumerate(document.pages, 1):
        for box in (*body_of(page), *notes_of(page)):
            name = attribute(box, "id")
            if tag(box).endswith("::footnote-call"):
                calls.setdefault(name, (attribute(box, "data-n"), number))
            elif tag(box).endswith("::footnote-marker"):
                notes.setdefault(name, number)
    lost = (notice(Code.NOTE_LOST, number=number) for name, (number, _) in calls.items() if name not in notes)
    moved = (
        notice(Code.NOTE_MOVED, number=number, call=page, note=notes[name])
        for name, (number, page) in calls.items()
        if notes.get(name, page) != page
    )
    return (*lost, *moved)
