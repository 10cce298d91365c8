"""Word documents of parts to readings, and what tests ask of these."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from engross import compare
from engross.model import Source
from engross.notice import Code, Severity
from engross.reading import Reading, Wishes
from engross.scan import scan
from engross.structure.word import read as read_word
from engross.text import streams
from engross.walk import notes_of
from tests.wordparts import MAIN, archive_of, paragraph, root


def source_of(data: bytes) -> Source:
    return Source("in.docx", "", "docx", data, "")


def read_parts(parts: Mapping[str, str | bytes]) -> Reading:
    return read_word(source_of(archive_of(parts)), Wishes())


def faults(data: bytes, reading: Reading) -> list[str]:
    """What is not accounted for between the file, the ledger and the model."""
    found = (*compare.with_source(reading), *compare.with_file(scan(source_of(data)), reading))
    return [one.message for one in found]


def characters(reading: Reading) -> Counter[str]:
    text = streams(reading.resolution, calls=False)
    return Counter("".join((*text.masthead, text.body, *text.notes)))


def note_numbers(reading: Reading) -> list[str]:
    return [note.number for note in notes_of(reading.resolution)]


def warned(reading: Reading) -> set[Code]:
    return {one.code for one in reading.notices if one.severity is not Severity.INFO}


def minimal(body: str, **more: str) -> dict[str, str]:
    head = paragraph("A/RES/80/9") + paragraph("The General Assembly,")
    return {MAIN: root("w:document", f"<w:body>{head}{body}</w:body>"), **more}
