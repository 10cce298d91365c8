"""Sources to structure: each folder under cases/structure holds a source and the structure it must be read as."""

from __future__ import annotations

from pathlib import Path

import pytest

from engross.editions.dump import dump_reading
from engross.grammars.language import language_codes, load_language
from engross.model.notice import Code, Refusal, Severity
from engross.model.reading import Overrides, Reading
from engross.passes import run_passes
from engross.readers import structure
from engross.readers.lines.head import read_agenda_item
from engross.readers.load import load_source
from engross.verify.integrity import compare_with_file, compare_with_source
from engross.verify.scan import scan_source
from tests.cases import HERE, expect, folders, source_of
from tests.corpus import CORPUS, SESSION


def reading_of(path: Path, wishes: Overrides = Overrides()) -> Reading:
    """Return the reading of a file after all passes."""
    source, _ = load_source(path)
    return run_passes(structure(source, wishes))


@pytest.mark.parametrize("folder", folders("structure"), ids=lambda f: f.name)
def test_structure(folder: Path, accept: bool) -> None:
    source = source_of(folder)
    reading = reading_of(source)
    expect(folder / "out.txt", dump_reading(reading), accept)
    assert compare_with_source(reading) == ()


def test_sample_alone_yields_what_the_official_xml_says() -> None:
    """The issue and the XML agree about the sample: organ, title, counts, adoption, job number, report."""
    reading = reading_of(Path("samples/A_RES_77_213.zh.txt"))
    resolution = reading.resolution
    facts = resolution.facts
    assert (str(resolution.symbol), resolution.organ, resolution.language) == ("A/RES/77/213", "ga", "zh")
    assert [len(resolution.parts[0].preamble), len(resolution.parts[0].operative)] == [16, 17]
    assert (facts.adopted, facts.meeting, facts.job_number) == ("2022-12-15", 54, "22-28954")
    assert [str(symbol) for symbol in facts.committee_report] == ["A/77/463/Add.2"]
    assert (facts.agenda_item, facts.issued) == ("", "")


@pytest.mark.parametrize(
    ("attribute", "printed", "item"),
    [
        (' title="13"', "Temas 13 y 72 del programa", "13 y 72"),
        (' title="99"', "البند 99 (م م) من جدول الأعمال", "99 (م م)"),
        (' title="13和72"', "议程项目13和72", "13和72"),
        ("", "Agenda items 14, 68 (b) and 121", "14, 68 (b) and 121"),
        (' title="68"', "Agenda item 68 of the 77th session", "68"),
        (' title="21(b)"', "Agenda item 22", "21(b)"),
    ],
)
def test_agenda_item_is_whole(attribute: str, printed: str, item: str, tmp_path: Path) -> None:
    """The attribute often has the first item only, or no letter; the printed words have all."""
    source = HERE / "structure" / "akn-points" / "in.xml"
    line = '<inline name="agenda item" title="21(b)">议程项目21(b)</inline>'
    text = source.read_text("utf-8")
    assert line in text
    changed = tmp_path / "in.xml"
    changed.write_text(text.replace(line, f'<inline name="agenda item"{attribute}>{printed}</inline>'), "utf-8")
    assert reading_of(changed).resolution.facts.agenda_item == item


@pytest.mark.parametrize(
    ("code", "line", "item"),
    [
        ("en", "Agenda items 14, 68 (b) and 121", "14, 68 (b) and 121"),
        ("fr", "Points 14 et 117 a) de l’ordre du jour", "14 et 117 a)"),
        ("es", "Temas 13 y 72 del programa", "13 y 72"),
        ("ru", "Пункты 14 и 121 повестки дня", "14 и 121"),
        ("ar", "البندان 14 و 121 من جدول الأعمال", "14 و 121"),
        ("zh", "议程项目13和72", "13和72"),
        ("en", "Agenda for 2030", ""),
    ],
)
def test_agenda_line_of_a_text_is_read_as_that_of_the_xml(code: str, line: str, item: str) -> None:
    assert read_agenda_item(line, load_language(code)) == item


@pytest.mark.parametrize("name", ["raw-en-two-columns-two-languages", "raw-en-two-languages-in-turn"])
def test_language_asked_for_is_read_of_two(name: str) -> None:
    reading = reading_of(HERE / "structure" / name / "in.txt", Overrides(language="fr"))
    resolution = reading.resolution
    (part,) = resolution.parts
    assert (resolution.language, str(resolution.symbol), resolution.facts.meeting) == ("fr", "S/RES/54 (1948)", 338)
    assert [len(part.preamble), len(part.operative)] == [2, 3]
    assert {notice.code for notice in reading.notices if notice.severity is Severity.WARNING} == {
        Code.LANGUAGE_LEFT_OUT
    }
    assert compare_with_source(reading) == ()


@pytest.mark.needs("corpus")
def test_sample_equals_the_official_xml_character_for_character() -> None:
    """Only the closing lines differ in order: the print has the date first, the XML the meeting."""
    from engross.model.text import folded_streams

    text = folded_streams(reading_of(Path("samples/A_RES_77_213.zh.txt")).resolution)
    xml = folded_streams(reading_of(SESSION / "Chinese" / "A_RES_77_213-2228954C.xml").resolution)
    closing = ("2022年12月15日", "第54次全体会议")
    assert text.body.removesuffix("".join(closing)) == xml.body.removesuffix("".join(reversed(closing)))
    assert text.body != text.body.removesuffix("".join(closing))
    assert text.notes == xml.notes


FOLDERS = {"Arabic": "ar", "Chinese": "zh", "English": "en", "French": "fr", "German": "de"}
FOLDERS |= {"Russian": "ru", "Spanish": "es", "2000": "en"}


def official(every: int) -> list[Path]:
    """Return every ``every``-th official file of all organs in the languages that engross has."""
    files = (path for path in sorted(CORPUS.rglob("*.xml")) if FOLDERS[path.parent.name] in language_codes())
    return list(files)[::every]


@pytest.mark.slow
@pytest.mark.needs("corpus")
def test_every_character_of_the_official_files_is_accounted_for() -> None:
    """A sample of all organs and languages; ``./press corpus`` does them all."""
    for path in official(every=23):
        reading = reading_of(path)
        assert (*compare_with_source(reading), *compare_with_file(scan_source(load_source(path)[0]), reading)) == (), (
            path.name
        )


@pytest.mark.needs("corpus")
@pytest.mark.parametrize(
    "name", ["SCresolutions/PRST/2000/S_PRST_2000_13-0040019E", "SCresolutions/PRST/2000/S_PRST_2000_9-0035613E"]
)
def test_ill_formed_statements_are_read_whole(name: str) -> None:
    reading = reading_of(CORPUS / f"{name}.xml")
    assert compare_with_source(reading) == ()
    assert Code.XML_MENDED in {one.code for one in reading.notices}
    assert len(reading.resolution.parts[0].body) > 3


def test_annex_cut_in_the_middle_of_a_tag_is_refused(tmp_path: Path) -> None:
    """Missing text cannot be recovered; an element that is not closed can."""
    whole = (HERE / "structure" / "akn-cut-annex" / "in.xml").read_text("utf-8")
    path = tmp_path / "in.xml"
    path.write_text(whole[: whole.index("Keep the lamp")], "utf-8")
    with pytest.raises(Refusal, match="ill-formed"):
        reading_of(path)
