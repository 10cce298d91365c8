"""Damaged, incomplete or hostile Word documents: read whole, reported, or refused; no text is lost silently."""

from __future__ import annotations

import random
import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from engross.model.notice import Code, Refusal
from engross.model.reading import Overrides
from engross.model.text import folded_streams
from engross.model.tree import Paragraph, Role
from engross.readers.load import load_source
from engross.readers.word import read as read_word
from engross.verify import integrity
from engross.verify.scan import scan_source
from tests.wordparts import MAIN, RELATIONS, archive_of, call, notes, paragraph, relations, rich_parts, root, run
from tests.wordreading import characters, faults, minimal, note_numbers, read_parts, source_of, warned

FLIPS = 300
DIAGRAM = "http://schemas.openxmlformats.org/drawingml/2006/diagram"


def test_a_rich_document_is_accounted_for_whole() -> None:
    data = archive_of(rich_parts())
    reading = read_word(source_of(data), Overrides())
    assert faults(data, reading) == []
    assert warned(reading) == {Code.PICTURE_LEFT_OUT}
    kinds = {
        "comment", "running head", "page foot", "hidden text", "text of a chart", "rule over notes",
        "second version for other programs", "building block of the template",
    }  # fmt: skip
    assert kinds < set(reading.ledger.count_by_kind())
    assert len(note_numbers(reading)) == 3


def broken_packages() -> Iterator[tuple[str, dict[str, str]]]:
    """Yield the rich document without each part, without each relation, with each attribute of a relation broken."""
    whole = rich_parts()
    for name in whole:
        yield f"without {name}", {key: part for key, part in whole.items() if key != name}
    for name in (part_name for part_name in whole if part_name.endswith(".rels")):
        for relation in re.finditer(r"<Relationship [^>]*/>", whole[name]):
            before, after = whole[name][: relation.start()], whole[name][relation.end() :]
            key = re.search('Id="(.*?)"', relation[0])
            label = f"{name} {key[1] if key else ''}"
            yield f"without {label}", {**whole, name: before + after}
            for attribute in re.finditer(r'(\w+)="([^"]*)"', relation[0]):
                for value in ("", f"{attribute[2]}x", "External"):
                    row = relation[0].replace(attribute[0], f'{attribute[1]}="{value}"')
                    yield f"{label} {attribute[1]}={value}", {**whole, name: before + row + after}


@pytest.mark.slow
@pytest.mark.parametrize(("label", "parts"), [pytest.param(*one, id=one[0]) for one in broken_packages()])
def test_no_missing_part_or_relation_loses_text_in_silence(label: str, parts: dict[str, str]) -> None:
    data, whole = archive_of(parts), read_parts(rich_parts())
    if label == f"without {MAIN}":
        with pytest.raises(Refusal, match="has no text"):
            read_word(source_of(data), Overrides())
        return
    reading = read_word(source_of(data), Overrides(symbol="A/RES/80/991"))
    assert faults(data, reading) == []
    lost = characters(whole) - characters(reading)
    told = warned(reading) - {Code.PICTURE_LEFT_OUT}
    assert not lost or told, f"{label}: {''.join(lost.elements())}"
    assert not (len(note_numbers(whole)) > len(note_numbers(reading))) or told


def changed_bytes(data: bytes) -> Iterator[bytes]:
    """Yield an archive with one bit flipped, or cut short, at random places, the same each time."""
    chance = random.Random(16)
    for n in range(FLIPS):
        place = chance.randrange(len(data))
        if n % 10 == 0:
            yield data[:place]
        else:
            yield data[:place] + bytes([data[place] ^ 1 << chance.randrange(8)]) + data[place + 1 :]


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED], ids=["stored", "deflated"])
def test_damaged_archives_are_read_whole_or_refused(method: int, tmp_path: Path) -> None:
    whole, path = read_parts(rich_parts()), tmp_path / "in.docx"
    outcomes: Counter[str] = Counter()
    for data in changed_bytes(archive_of(rich_parts(), method)):
        path.write_bytes(data)
        try:
            source, _ = load_source(path)
            reading = read_word(source, Overrides())
            assert integrity.compare_with_file(scan_source(source), reading) == ()
        except Refusal:
            outcomes["refused"] += 1
            continue
        assert reading.resolution == whole.resolution or warned(reading) - {Code.PICTURE_LEFT_OUT}
        outcomes["read"] += 1
    assert set(outcomes) == {"refused", "read"}


def test_of_two_relations_to_notes_the_one_that_leads_somewhere_is_followed() -> None:
    rows = (("a", "footnotes", "absent.xml"), ("notes", "footnotes", "footnotes.xml"))
    more = {"word/footnotes.xml": notes("footnote", "See A/80/413."), RELATIONS: relations(*rows)}
    reading = read_parts(minimal(paragraph("1. Decides.", call(1)), **more))
    assert note_numbers(reading) == ["1"]
    assert warned(reading) == {Code.PART_MISSING}


@pytest.mark.parametrize("name", ["word/Footnotes.XML", "word\\footnotes.xml", "word/foot%6Eotes.xml"])
def test_names_of_parts_are_compared_as_the_standard_says(name: str) -> None:
    more = {name: notes("footnote", "See A/80/413."), RELATIONS: relations(("n", "footnotes", "footnotes.xml"))}
    reading = read_parts(minimal(paragraph("1. Decides.", call(1)), **more))
    assert note_numbers(reading) == ["1"]
    assert warned(reading) == set()


def test_notes_in_two_parts_are_all_kept() -> None:
    more = {
        "word/footnotes.xml": notes("footnote", "One."),
        "word/footnotes2.xml": notes("footnote", "Other.", "Two."),
        RELATIONS: relations(("a", "footnotes", "footnotes.xml"), ("b", "footnotes", "footnotes2.xml")),
    }
    parts = minimal(paragraph("1. Decides", call(1), call(2)), **more)
    reading = read_parts(parts)
    assert folded_streams(reading.resolution).notes == ("One.", "Two.", "Other.")
    assert warned(reading) == {Code.NOTE_WITHOUT_CALL}
    assert faults(archive_of(parts), reading) == []


@pytest.mark.parametrize("last", [paragraph("2. Ends."), "<w:tbl><w:tr><w:tc><w:p/></w:tc></w:tr></w:tbl>"])
def test_a_note_without_a_call_is_kept_behind_the_text(last: str) -> None:
    more = {"word/footnotes.xml": notes("footnote", "Called.", "Nowhere called.")}
    parts = minimal(paragraph("1. Decides", call(1)) + last, **more)
    reading = read_parts(parts)
    assert folded_streams(reading.resolution).notes == ("Called.", "Nowherecalled.")
    assert Code.NOTE_WITHOUT_CALL in warned(reading)
    assert faults(archive_of(parts), reading) == []


def test_a_note_that_calls_itself_is_read_once() -> None:
    own = root("w:footnotes", f'<w:footnote w:id="1">{paragraph("Itself", call(1))}</w:footnote>')
    parts = minimal(paragraph("1. Decides", call(1)), **{"word/footnotes.xml": own})
    reading = read_parts(parts)
    assert Code.CALL_WITHOUT_NOTE in warned(reading)
    assert faults(archive_of(parts), reading) == []


@pytest.mark.parametrize("code", ["zz", "", "D800", "1F600", "0", "F0A3"])
def test_a_sign_of_any_code_is_one_character(code: str) -> None:
    parts = minimal(paragraph("1. Decides ", f'<w:r><w:sym w:font="Symbol" w:char="{code}"/></w:r>'))
    assert faults(archive_of(parts), read_parts(parts)) == []


@pytest.mark.parametrize("level", ["w:lvl", "w:abstractNum", "w:num"])
def test_a_list_without_its_definition_is_told(level: str) -> None:
    whole = rich_parts()
    reading = read_parts({**whole, "word/numbering.xml": whole["word/numbering.xml"].replace(level, "w:other")})
    roles = Counter(block.role for block in reading.resolution.parts[0].body if isinstance(block, Paragraph))
    assert (roles[Role.PREAMBULAR], roles[Role.OPERATIVE]) == (3, 4)
    assert Code.NUMBERS_UNKNOWN in warned(reading)


def test_a_first_header_that_is_no_masthead_is_told() -> None:
    parts = {**rich_parts(), "word/header1.xml": root("w:hdr", paragraph("United Nations"))}
    said = [one.message for one in read_parts(parts).notices if one.code is Code.FURNITURE]
    assert any("United Nations" in message for message in said)


def test_text_in_odd_places_is_found_by_the_scanner() -> None:
    """Text that the reader skips is reported as an error: the scanner sees it."""
    odd = f"<w:p><w:pPr>{run('hidden in properties')}</w:pPr>{run('1. Decides.')}</w:p>"
    parts = minimal(odd)
    (said,) = faults(archive_of(parts), read_parts(parts))
    assert "in no part of the account" in said


def test_comments_of_xml_and_elements_within_words_part_no_text() -> None:
    parts = minimal("<w:p><w:r><w:t>1. De<!-- a -->ci<?b?>des<w:x>, and</w:x> ends.</w:t></w:r></w:p>")
    reading = read_parts(parts)
    assert folded_streams(reading.resolution).body.endswith("1.Decides,andends.")
    assert faults(archive_of(parts), reading) == []


def test_text_of_another_format_put_in_whole_is_told() -> None:
    """Word reads HTML or text at w:altChunk; the part is not XML, and its words are not read."""
    more = {"word/chunk.html": "<html>Lamps<br></html>", RELATIONS: relations(("c", "aFChunk", "chunk.html"))}
    reading = read_parts(minimal(paragraph("1. Decides.") + '<w:altChunk r:id="c"/>', **more))
    assert Code.PICTURE_LEFT_OUT in warned(reading)
    assert any("chunk.html" in one.message for one in reading.notices)


@pytest.mark.parametrize("element", ["w:altChunk", "w:subDoc", "w:headerReference", "c:chart"])
def test_a_reference_to_nothing_is_told(element: str) -> None:
    body = f"<w:p><w:r><{element} r:id='none'/></w:r></w:p>" if element == "c:chart" else f'<{element} r:id="none"/>'
    reading = read_parts(minimal(paragraph("1. Decides.") + body))
    assert Code.PART_MISSING in warned(reading)


def test_text_of_a_drawing_and_of_a_diagram_is_told() -> None:
    words = "<a:p><a:r><a:t>{}</a:t></a:r></a:p>"
    drawing = f"<w:r><w:drawing><a:sp>{words.format('On the canvas')}</a:sp></w:drawing></w:r>"
    diagram = root("d:dataModel", words.format("In the diagram")).replace(" ", f' xmlns:d="{DIAGRAM}" ', 1)
    rows = (("d", "diagramData", "diagrams/data1.xml"),)
    more = {"word/diagrams/data1.xml": diagram, RELATIONS: relations(*rows)}
    parts = minimal(paragraph("1. Decides.", drawing), **more)
    reading = read_parts(parts)
    assert faults(archive_of(parts), reading) == []
    assert {"text of a drawing", "text of a diagram"} < set(reading.ledger.count_by_kind())
    assert Code.PICTURE_LEFT_OUT in warned(reading)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig"])
def test_parts_in_other_encodings_are_scanned_as_they_are_read(encoding: str) -> None:
    parts: dict[str, str | bytes] = {**rich_parts()}
    for name in (MAIN, "word/footnotes.xml"):
        parts[name] = rich_parts()[name].encode(encoding)
    reading = read_parts(parts)
    assert reading.resolution == read_parts(rich_parts()).resolution
    assert faults(archive_of(parts), reading) == []


@pytest.mark.parametrize("encoding", ["gb18030", "iso-8859-1", "windows-1252"])
def test_parts_in_an_encoding_that_no_part_may_have_are_refused(encoding: str) -> None:
    """If the declaration were believed, a letter of UTF-8 would be read as two others."""
    declared = f'<?xml version="1.0" encoding="{encoding}"?>'
    with pytest.raises(Refusal, match="neither UTF-8 nor UTF-16"):
        read_parts({**rich_parts(), MAIN: declared + rich_parts()[MAIN]})
    aside = {**rich_parts(), "custom/_rels/x.rels": f"{declared}<x/>"}  # which only the scanner looks at
    assert faults(archive_of(aside), read_parts(aside)) == []
