"""Word documents out: read back as the same resolution, valid, whole in LibreOffice, fit for going on in Word."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pypdfium2
import pytest
from lxml import etree

from benchmarks.roundtrip import again, same, valid
from engross.model.notice import Refusal
from engross.model.request import Request
from engross.model.text import count_characters, fold, folded_streams, spell_inlines
from engross.model.tree import Link, Paragraph, Resolution, Role
from engross.model.walk import blocks_of, inlines_of, runs_of
from engross.pipeline.read import read_as, understand_request, write_word
from engross.verify.integrity import compare_with_source
from tests.cases import HERE, folders, source_of
from tests.corpus import CORPUS

# Cases that the shapes of Word do not carry whole, and why.
NOT_CARRIED = {
    "structure/raw-ar-enclosed-decision": "lead words within an annex, which are italics like others in Word",
    "structure/akn-strays": "a closing line without words, of which only a point is left",
    "yaml/typed-by-hand": "a paragraph without words",
    "yaml/omnibus": "a citation marked by hand as of another organ than its words say",
}
SAMPLES = [
    *("structure/akn-annexes", "structure/akn-embedded-text", "structure/akn-omnibus", "structure/akn-recorded-vote"),
    *("structure/docx-en-model-un", "structure/docx-en-repeated-call", "structure/akn-uneven-table"),
    *("pages/right-to-left", "structure/akn-security-council", "structure/raw-en-notes-below"),
]
ALL = [f"{kind}/{folder.name}" for kind in ("structure", "yaml") for folder in folders(kind)]
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def resolution_of(path: Path) -> Resolution:
    return understand_request(Request(path, Path(), Path())).resolution


def edited(data: bytes, edit: Callable[[str], str], part: str = "word/document.xml") -> bytes:
    """Return a Word document whose text someone has edited."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == part:
                changed = edit(content.decode("utf-8")).encode("utf-8")
                assert changed != content
                content = changed
            new.writestr(name, content)
    return out.getvalue()


@pytest.mark.parametrize("name", ALL)
def test_what_is_written_is_read_as_the_same_resolution(name: str) -> None:
    resolution = resolution_of(source_of(HERE / name))
    data = write_word(resolution)
    reading = again("docx", data)
    assert same("docx", resolution, reading.resolution) is (name not in NOT_CARRIED)
    assert compare_with_source(reading) == ()


@pytest.mark.slow
@pytest.mark.needs("corpus")
@pytest.mark.parametrize(
    ("folder", "every"),
    [
        *(("GAresolutions/77session", 90), ("SCresolutions", 9), ("HRCresolutions", 9), ("ECOSOCresolutions", 9)),
        *(("GAdecisions", 9), ("word", 5), ("sctext", 12), ("pdf", 2)),
    ],
)
def test_official_documents_come_back_from_word_unchanged(folder: str, every: int) -> None:
    paths = sorted(path for path in (CORPUS / folder).rglob("*.*") if path.suffix in (".xml", ".docx", ".pdf", ".txt"))
    for path in paths[::every]:
        try:
            resolution = resolution_of(path)
        except Refusal:
            continue
        reading = again("docx", write_word(resolution))
        assert same("docx", resolution, reading.resolution), path.name
        assert compare_with_source(reading) == (), path.name


@pytest.mark.slow
@pytest.mark.parametrize("name", SAMPLES)
def test_the_parts_are_valid_office_open_xml_and_always_the_same(name: str) -> None:
    resolution = resolution_of(source_of(HERE / name))
    data = write_word(resolution)
    assert valid("docx", data)
    assert write_word(resolution) == data
    with zipfile.ZipFile(BytesIO(data)) as archive:
        assert {member.date_time[0] for member in archive.infolist()} == {1980}


def test_a_repeated_call_is_a_field_that_leads_to_its_note() -> None:
    resolution = resolution_of(source_of(HERE / "structure/docx-en-repeated-call"))
    repeated = [item for run in runs_of(resolution) for item in inlines_of(run) if isinstance(item, Link)]
    with zipfile.ZipFile(BytesIO(write_word(resolution))) as archive:
        root = etree.fromstring(archive.read("word/document.xml"))
    marks = {mark.get(f"{WORD}name") for mark in root.iter(f"{WORD}bookmarkStart")}
    fields = [re.search(r"NOTEREF (\w+)", code.text or "") for code in root.iter(f"{WORD}instrText")]
    assert repeated
    assert len(fields) == len(repeated)
    assert {field[1] for field in fields if field} == marks


def test_a_document_without_a_symbol_has_no_masthead_of_the_united_nations() -> None:
    data = write_word(resolution_of(source_of(HERE / "structure/docx-en-model-un")))
    with zipfile.ZipFile(BytesIO(data)) as archive:
        assert "United Nations" not in archive.read("word/header1.xml").decode("utf-8")
        assert "ODS DOC SYMBOL" not in archive.read("word/comments.xml").decode("utf-8")


def test_paragraphs_that_someone_adds_are_read_by_their_words_and_edited_lines_say_the_facts() -> None:
    resolution = resolution_of(source_of(HERE / "structure/akn-security-council"))
    added = '<w:p><w:pPr><w:pStyle w:val="SingleTxt"/></w:pPr><w:r><w:tab/><w:t>99.</w:t><w:tab/><w:t>Adds;</w:t></w:r>'
    data = write_word(resolution)
    start = '<w:p><w:pPr><w:pStyle w:val="SingleTxtOperative"/></w:pPr>'
    reading = again("docx", edited(data, lambda text: text.replace(start, f"{added}</w:p>{start}", 1)))
    operative = [one for one in blocks_of(reading.resolution) if isinstance(one, Paragraph) and one.number == "99."]
    assert [(one.role, spell_inlines(one.content)) for one in operative] == [(Role.OPERATIVE, "Adds;")]
    assert reading.resolution.facts == resolution.facts
    issued = replace(resolution, masthead=replace(resolution.masthead, issued="5 January 2023"))
    moved = edited(write_word(issued), lambda text: text.replace("5 January", "6 January"), "word/header1.xml")
    assert again("docx", moved).resolution.facts.issued == "2023-01-06"


def test_what_the_source_does_not_print_of_a_masthead_is_supplied_and_not_read() -> None:
    resolution = resolution_of(source_of(HERE / "yaml/typed-by-hand"))
    assert not resolution.masthead.publisher
    data = write_word(resolution)
    with zipfile.ZipFile(BytesIO(data)) as archive:
        assert "United Nations" in archive.read("word/header1.xml").decode("utf-8")
    reading = again("docx", data)
    assert not reading.resolution.masthead.publisher
    assert "line of the masthead that the source lacks" in reading.ledger.count_by_kind()


def test_notices_of_the_source_go_with_the_document() -> None:
    source = source_of(HERE / "notice" / "number-order")
    made = read_as(Request(source, Path(), Path()), "docx")
    assert made.data.startswith(b"PK")
    assert made.notices


def convert(source: Path, form: str) -> Path:
    """Return what LibreOffice makes of a file."""
    office = shutil.which("soffice")
    assert office
    profile = f"-env:UserInstallation={(source.parent / 'profile').as_uri()}"
    environment = {name: value for name, value in os.environ.items() if name != "FONTCONFIG_FILE"}
    folder = source.parent / "made"
    command = (office, profile, "--headless", "--convert-to", form, "--outdir", str(folder), str(source))
    subprocess.run(command, env=environment, check=True, capture_output=True, timeout=120)
    return folder / f"{source.stem}.{form}"


@pytest.mark.slow
@pytest.mark.needs("libreoffice")
@pytest.mark.process
@pytest.mark.parametrize("name", ["structure/akn-annexes", "structure/docx-en-repeated-call", "pages/right-to-left"])
def test_libreoffice_shows_every_character_and_every_note_once(name: str, tmp_path: Path) -> None:
    resolution = resolution_of(source_of(HERE / name))
    path = tmp_path / "written.docx"
    path.write_bytes(write_word(resolution))
    shown = "".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(convert(path, "pdf")))
    streams = folded_streams(resolution)
    assert not count_characters("".join((*streams.masthead, streams.body, *streams.notes))) - count_characters(shown)
    if resolution.language == "en":
        assert [fold(shown).count(note) for note in streams.notes] == [1 for _ in streams.notes]


@pytest.mark.slow
@pytest.mark.needs("libreoffice")
@pytest.mark.process
def test_what_libreoffice_saves_again_is_the_same_resolution(tmp_path: Path) -> None:
    """LibreOffice types the mark of a note that is not counted a second time; these have none."""
    for name in ("structure/akn-omnibus", "structure/docx-en-repeated-call"):
        resolution = resolution_of(source_of(HERE / name))
        path = tmp_path / "written.docx"
        path.write_bytes(write_word(resolution))
        assert same("docx", resolution, again("docx", convert(path, "docx").read_bytes()).resolution), name
