"""Read Word documents made of parts, and return what tests ask about the readings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from engross.model.notice import Code, Severity
from engross.model.reading import Overrides, Reading
from engross.model.text import folded_streams
from engross.model.tree import Source
from engross.model.walk import notes_of
from engross.readers.word import read as read_word
from engross.verify import integrity
from engross.verify.scan import scan_source
from tests.wordparts import MAIN, archive_of, paragraph, root


def source_of(data: bytes) -> Source:
    return Source("in.docx", "", "docx", data, "")


def read_parts(parts: Mapping[str, str | bytes]) -> Reading:
    return read_word(source_of(archive_of(parts)), Overrides())


def faults(data: bytes, reading: Reading) -> list[str]:
    """Return what is not accounted for between the file, the ledger and the model."""
    notices = (
        *integrity.compare_with_source(reading),
        *integrity.compare_with_file(scan_source(source_of(data)), reading),
    )
    return [notice.message for notice in notices]


def characters(reading: Reading) -> Counter[str]:
    text = folded_streams(reading.resolution, calls=False)
    return Counter("".join((*text.masthead, text.body, *text.notes)))


def note_numbers(reading: Reading) -> list[str]:
    return [note.number for note in notes_of(reading.resolution)]


def warned(reading: Reading) -> set[Code]:
    return {notice.code for notice in reading.notices if notice.severity is not Severity.INFO}


def minimal(body: str, **more: str) -> dict[str, str]:
    head = paragraph("A/RES/80/9") + paragraph("The General Assembly,")
    return {MAIN: root("w:document", f"<w:body>{head}{body}</w:body>"), **more}
