"""Dates that no calendar has: printed as the document prints them, reported, and left out of all metadata."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import pikepdf
import pytest

from engross.grammars.dates import is_date, spell_day
from engross.grammars.language import load_language
from engross.model.notice import Code
from engross.model.reading import Overrides, Reading
from engross.model.tree import Source
from engross.passes import run_passes
from engross.pipeline.build import Request, build
from engross.readers import structure
from tests.cases import HERE
from tests.test_akn_out import faults
from tests.test_build import FONTS, SAMPLE

IMPOSSIBLE = ["1999-02-31", "2022-13-01", "0000-01-01", "2022-00-10", "2022-12-00", "1900-02-29"]
CASE = HERE / "notice" / "date-impossible" / "in.xml"


def reading_of(text: str, kind: str) -> Reading:
    """Return the reading of a text after all passes."""
    return run_passes(structure(Source(f"in.{kind}", "", kind, text.encode(), text), Overrides()))


@pytest.mark.parametrize("text", ["2022-12-15", "0001-01-01", "9999-12-31", "2000-02-29"])
def test_a_day_of_the_calendar_is_a_date(text: str) -> None:
    assert is_date(text)


@pytest.mark.parametrize("text", [*IMPOSSIBLE, "", "20221215", "2022-W50-4", "99999-01-01", "2022-1-1", "٢٠٢٢-١٢-١٥"])
def test_anything_else_is_none(text: str) -> None:
    assert not is_date(text)


@pytest.mark.parametrize("date", IMPOSSIBLE)
def test_in_yaml_it_is_told_at_its_place(date: str) -> None:
    facts = f"symbol: A/RES/80/1\nlanguage: en\nfacts:\n  adopted: {date}\n  issued: '{date}'\n"
    steps = f"record:\n  steps:\n  - {{outcome: adopted, date: {date}, end: {date}}}\n"
    reading = reading_of(facts + steps, "yaml")
    places = [(one.where.line, one.where.column) for one in reading.notices if one.code is Code.DATE_IMPOSSIBLE]
    assert places == [(4, 12), (5, 11), (8, 30), (8, 47)]
    resolution = reading.resolution
    assert (resolution.facts.adopted, resolution.facts.issued) == ("", "")
    assert resolution.record
    assert [(step.date, step.end) for step in resolution.record.steps] == [("", "")]


def test_in_extracted_text_it_stays_in_its_line() -> None:
    text = SAMPLE.read_text("utf-8").replace("2022 年 12 月 15 日", "2022 年 2 月 31 日")
    reading = reading_of(text, "text")
    notices = [one for one in reading.notices if one.code is Code.DATE_IMPOSSIBLE]
    assert [one.message for one in notices] == [
        "the date of adoption is “2022-02-31”, which is not a day of the calendar"
    ]
    assert "2022 年 2 月 31 日" in text.splitlines()[notices[0].where.line - 1]
    assert reading.resolution.facts.adopted == ""


@pytest.mark.parametrize("date", ["2022-12-15T00:00:00", "2022-12-15T10:00:00.5Z", "2022-12-15+02:00"])
def test_the_day_of_a_date_with_a_time_is_known(date: str) -> None:
    text = CASE.read_text("utf-8").replace("2025-02-31", date)
    reading = reading_of(text, "akn")
    assert reading.resolution.facts.adopted == "2022-12-15"


@pytest.mark.parametrize("date", ["99999-01-01", "2022-02-31T00:00:00", "yesterday", "2022-12-15 10:00"])
def test_an_attribute_without_a_day_is_told(date: str) -> None:
    text = CASE.read_text("utf-8").replace("2025-02-31", date)
    reading = reading_of(text, "akn")
    assert [one.where.line for one in reading.notices if f"“{date}”" in one.message] == [8]


def test_it_is_in_no_metadata_of_any_edition(tmp_path: Path) -> None:
    result = build(Request(CASE, tmp_path, FONTS))
    assert result.ok
    files = {path.suffix: path for path in result.files}
    with zipfile.ZipFile(files[".epub"]) as book:
        package = "".join(book.read(name).decode() for name in book.namelist() if name.endswith(".opf"))
    with pikepdf.open(files[".pdf"]) as pdf:
        packet = pdf.Root.Metadata.read_bytes().decode()
        assert not [key for key in pdf.docinfo if "Date" in key]
    written = files[".xml"].read_bytes()
    assert not re.findall("2025-02-31|2025-13-45|2025-11-31|0000-12-09", package + packet + written.decode())
    assert faults(written) == []


@pytest.mark.parametrize(
    ("code", "spelled"),
    [
        ("ar", "1 أيلول/سبتمبر 2023"),
        ("de", "1. September 2023"),
        ("en", "1 September 2023"),
        ("es", "1 de septiembre de 2023"),
        ("fr", "1er septembre 2023"),
        ("ru", "1 сентября 2023 года"),
        ("zh", "2023年9月1日"),
    ],
)
def test_a_day_is_spelled_as_each_language_writes_it(code: str, spelled: str) -> None:
    assert spell_day("2023-09-01", load_language(code)) == spelled


@pytest.mark.parametrize("day", ["2023-09", "1999-02-31", ""])
def test_what_is_no_day_is_spelled_as_it_is(day: str) -> None:
    assert spell_day(day, load_language("en")) == day
