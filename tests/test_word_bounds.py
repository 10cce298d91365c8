"""Word documents beyond the bounds, packed oddly or with hostile names: refused at once, or harmless."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from engross.model.limits import PARAGRAPHS, PART_TAGS, PARTS, TABLE_DEPTH
from engross.model.notice import Code, Refusal
from engross.model.reading import Overrides
from engross.model.text import folded_streams
from engross.readers.word import read as read_word
from tests.wordparts import archive_of, paragraph, rich_parts, root
from tests.wordreading import faults, minimal, read_parts, source_of, warned


def nested(depth: int, before: str, after: str) -> dict[str, str]:
    return minimal(before * depth + paragraph("1. Decides.") + after * depth)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("parts", "what"),
    [
        (nested(300, "<w:tbl><w:tr><w:tc>", "</w:tc></w:tr></w:tbl>"), "256 deep"),
        (nested(TABLE_DEPTH + 1, "<w:tbl><w:tr><w:tc>", "</w:tc></w:tr></w:tbl>"), f"more than {TABLE_DEPTH} deep"),
        (nested(2000, "<w:ins>", "</w:ins>"), "256 deep"),
        (minimal("<w:p/>" * PARAGRAPHS), f"more than {PARAGRAPHS:,} paragraphs"),
        (minimal("<w:p/>" * PART_TAGS), "tags"),
        (minimal(" " * 60_000_000), "larger than"),
        ({**rich_parts(), **{f"customXml/{n}.bin": "" for n in range(PARTS)}}, "parts"),
    ],
    ids=["xml", "tables", "insertions", "paragraphs", "tags", "large", "members"],
)
def test_what_is_out_of_bounds_is_refused(parts: dict[str, str], what: str) -> None:
    with pytest.raises(Refusal, match=what):
        read_word(source_of(archive_of(parts, zipfile.ZIP_STORED)), Overrides())


def test_a_part_that_is_packed_too_tightly_is_refused() -> None:
    with pytest.raises(Refusal, match="times as large"):
        read_parts(minimal(" " * 9_000_000))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("<w:ins>", "</w:ins>"),
        ("<w:sdt><w:sdtContent>", "</w:sdtContent></w:sdt>"),
        ("<w:p><w:r><w:pict><w:txbxContent>", "</w:txbxContent></w:pict></w:r></w:p>"),
        ("<w:p><w:hyperlink><w:smartTag>", "</w:smartTag></w:hyperlink></w:p>"),
    ],
)
def test_what_is_within_the_depth_is_read(before: str, after: str) -> None:
    levels = before.count("<")
    assert "1.Decides." in folded_streams(read_parts(nested(235 // levels, before, after)).resolution).body


def test_members_that_are_locked_packed_oddly_or_there_twice_are_refused() -> None:
    twice = archive_of({**rich_parts(), "word/Document.xml": "<w:document/>"})
    with pytest.raises(Refusal, match="twice"):
        read_word(source_of(twice), Overrides())
    for method in (zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA):
        with pytest.raises(Refusal, match="packed in a way"):
            read_word(source_of(archive_of(rich_parts(), method)), Overrides())


HOSTILE = [
    "/etc/passwd",
    "../../evil.xml",
    "x" * 400 + ".xml",
    "a\x1b[31m.xml",
    "C:\\evil.xml",
    "word/\u202e.bin",
    "a" * 65000,
]


@pytest.mark.parametrize("name", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_names_of_members_touch_no_disk(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    parts = {**rich_parts(), name: root("w:x", paragraph("Left aside"))}
    reading = read_parts(parts)
    assert faults(archive_of(parts), reading) == []
    assert Code.PART_UNREFERENCED in warned(reading)
    assert not [*tmp_path.iterdir()]
    assert all(message.isprintable() for message in (one.message for one in reading.notices))
