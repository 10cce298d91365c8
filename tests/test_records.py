"""The UN's data on adoptions: read as they are, joined by symbol, doubted where they differ."""

from __future__ import annotations

from pathlib import Path

import pytest

from engross.grammars.symbol import parse
from engross.model.adoption import Ballot, Outcome
from engross.model.notice import Code, Refusal
from engross.model.request import Request
from engross.pipeline.read import understand_request
from engross.readers.voting_data import beside, join, read_records
from tests.cases import HERE
from tests.corpus import SESSION
from tests.test_structure import reading_of

DATA = """{"symbol": "A/RES/80/31", "adoption_type": "By a recorded vote", "MS_in_favour_count": "002",
"MS_in_favour": ["CHILE,MALTA"], "MS_against_count": "000", "MS_against": [], "sponsors": [" FIJI", "FIJI "],
"pv": "A/80/PV.61", "agenda_item": "Agenda item 21 (b)", "originating_document": "N.A.",
"subjects": [["LIGHT", "UNBIS Thesaurus"], ["A/80/251", "agenda"]]}
"{"symbol": "S/RES/2990(2025)", "adoption_type": "Adopted 11-1-3, 9999th meeting"}"
"""


def test_records_are_read_and_joined(tmp_path: Path) -> None:
    path = tmp_path / "80.json"
    path.write_text(DATA, "utf-8-sig")
    records, notices = read_records([path])
    record = records.of(parse("A/RES/80/31"))
    assert notices == ()
    assert record is not None
    assert (record.outcome, record.in_favour, record.against) == (
        Outcome.RECORDED,
        Ballot(2, ("CHILE", "MALTA")),
        Ballot(0),
    )
    assert (record.sponsors, str(record.meeting_record), record.draft) == (("FIJI",), "A/80/PV.61", None)
    council = records.of(parse("S/RES/2990 (2025)"))
    assert council is not None
    assert council.outcome is Outcome.RECORDED
    resolution = reading_of(HERE / "structure" / "akn-annexes" / "in.xml").resolution
    joined = join(resolution, records)
    assert joined.record == record
    assert (joined.facts.agenda_item, joined.facts.subjects) == ("21(b)", ("LIGHT",))
    assert join(resolution, read_records([])[0]) is resolution


@pytest.mark.parametrize("text", ["", "no data", '{"symbol": "A/RES/80/31"'])
def test_what_is_no_data_is_refused(text: str, tmp_path: Path) -> None:
    path = tmp_path / "80.json"
    path.write_text(text, "utf-8")
    with pytest.raises(Refusal, match="records"):
        read_records([path])


@pytest.mark.needs("corpus")
def test_data_beside_the_official_files() -> None:
    """343 records of the session; one counts a vote more than it names States."""
    records, notices = read_records(beside(SESSION / "English" / "A_RES_77_1-2223391E.xml"))
    assert len(records.by_symbol) == 343
    assert [one.code for one in notices] == [Code.COUNT_DIFFERS]
    assert sum(record.outcome is Outcome.RECORDED for record in records.by_symbol.values()) == 88


def test_data_that_change_between_two_readings_are_read_again(tmp_path: Path) -> None:
    """In one process, even with the same size; each reading of the new data gives its notice."""
    path = tmp_path / "80.json"
    request = Request(HERE / "structure" / "akn-annexes" / "in.xml", tmp_path, tmp_path, records=(path,))
    counts = []
    for figures in ("002", "003", "002"):
        path.write_text(DATA.replace('"002"', f'"{figures}"'), "utf-8")
        reading = understand_request(request)
        assert reading.resolution.record is not None
        differs = sum(notice.code is Code.COUNT_DIFFERS for notice in reading.notices)
        counts.append((reading.resolution.record.in_favour.count, differs))
    assert counts == [(2, 0), (3, 1), (2, 0)]


def test_notices_of_other_documents_stay_with_them(tmp_path: Path) -> None:
    """A/RES/80/3 is not A/RES/80/31; nor are notices about the one notices about the other."""
    path = tmp_path / "80.json"
    path.write_text(DATA.replace('"002"', '"3"').replace("80/31", "80/3"), "utf-8")
    (notice,) = read_records([path])[1]
    assert notice.about == parse("A/RES/80/3")
    request = Request(HERE / "structure" / "akn-annexes" / "in.xml", tmp_path, tmp_path, records=(path,))
    assert notice not in understand_request(request).notices
