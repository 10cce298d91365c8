"""RTF and OpenDocument texts: read by a converter if one is installed, bounded in time; else refused by name."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from engross.editions.dump import dump_reading
from engross.model.notice import Code, Refusal
from engross.model.reading import Overrides
from engross.passes import run_passes
from engross.readers import convert, structure
from engross.readers.load import load_source
from engross.verify.integrity import compare_with_file, compare_with_source
from engross.verify.scan import scan_source
from tests.cases import HERE, source_of

RTF = HERE / "notice" / "converted" / "in.rtf"
ODT = b"PK\x03\x04" + bytes(26) + convert.ODT_MAGIC

needs_programs = pytest.mark.needs("linux")  # the converters of these tests are shell scripts


def install(folder: Path, monkeypatch: pytest.MonkeyPatch, **scripts: str) -> None:
    """Let ``scripts``, by the names of their programs, be all that is installed."""
    monkeypatch.setenv("PATH", str(folder))
    for name, lines in scripts.items():
        (folder / name).write_text(f"#!/bin/sh\nPATH=/usr/bin:/bin\n{lines}\n")
        (folder / name).chmod(0o755)


@pytest.mark.parametrize(("data", "kind"), [(RTF.read_bytes(), "an RTF text"), (ODT, "an OpenDocument text")])
def test_without_a_converter_the_refusal_names_the_kind_and_what_to_do(
    data: bytes, kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    install(tmp_path, monkeypatch)
    with pytest.raises(Refusal, match=kind) as refused:
        load_source(Path("in.doc"), data)
    assert "save it as .docx" in refused.value.hint


@needs_programs
@pytest.mark.process
def test_what_a_converter_makes_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    word = source_of(HERE / "structure" / "docx-en-repeated-call")
    install(tmp_path, monkeypatch, pandoc=f'cp "{word}" source.docx')
    source, notices = load_source(RTF)
    reading = run_passes(structure(source, Overrides()))
    assert source.data == RTF.read_bytes(), "what editions carry is the file itself"
    assert [notice.code for notice in notices] == [Code.CONVERTED]
    assert reading.resolution.facts.meeting == 41
    assert compare_with_source(reading) == () == compare_with_file(scan_source(source), reading)


@needs_programs
@pytest.mark.process
def test_libreoffice_goes_first_and_pandoc_takes_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    word = source_of(HERE / "structure" / "docx-en-repeated-call")
    install(tmp_path, monkeypatch, soffice="exit 1", pandoc=f'cp "{word}" source.docx')
    assert "pandoc" in load_source(RTF)[1][0].message
    install(tmp_path, monkeypatch, soffice=f'test -e again || {{ touch again; exit 81; }}; cp "{word}" source.docx')
    assert "LibreOffice" in load_source(RTF)[1][0].message


@needs_programs
@pytest.mark.process
def test_a_converter_that_hangs_is_ended_with_what_it_started(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    install(tmp_path, monkeypatch, soffice=f'(sleep 4; touch "{tmp_path}/late") & sleep 60')
    monkeypatch.setattr(convert, "CONVERSION_SECONDS", 0.5)
    start = time.monotonic()
    with pytest.raises(Refusal, match="LibreOffice made no Word document"):
        load_source(RTF)
    assert time.monotonic() - start < 10
    time.sleep(4)
    assert not (tmp_path / "late").exists()


@needs_programs
@pytest.mark.process
def test_what_a_converter_makes_must_be_a_word_document(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    install(tmp_path, monkeypatch, pandoc="echo nothing > source.docx")
    with pytest.raises(Refusal):
        load_source(RTF)


@pytest.mark.needs("libreoffice")
@pytest.mark.process
def test_libreoffice_makes_what_word_would_have_saved(monkeypatch: pytest.MonkeyPatch) -> None:
    """And starts in a process that has built a document, whose fonts are the pinned ones alone."""
    monkeypatch.setenv("FONTCONFIG_FILE", str(Path("styles/fonts.conf").absolute()))
    source, _ = load_source(RTF)
    reading = run_passes(structure(source, Overrides()))
    word, _ = load_source(source_of(HERE / "structure" / "docx-en-repeated-call"))
    expected = dump_reading(run_passes(structure(word, Overrides()))).replace("in.docx", "in.rtf")
    assert dump_reading(reading) == expected
