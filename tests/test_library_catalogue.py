"""The catalogue of a run: documents by symbol with their versions, what is on record, who cites whom."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from engross.batch.library import open_citations, read_adoption, read_catalogue, read_paragraphs
from engross.batch.library.addresses import make_slug, quote_address, spell_address
from engross.batch.search.find_places import find_places
from engross.model.notice import Refusal
from tests.library_run import make_run

pytestmark = [pytest.mark.process, pytest.mark.slow]


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make the run of the invented documents, without what has to be laid out."""
    return make_run(tmp_path_factory.mktemp("library"), frozenset({"akn"}))


def test_documents_stand_by_symbol_with_all_their_languages(run: Path) -> None:
    catalogue = read_catalogue(run)
    assert [document.symbol for document in catalogue.documents] == ["A/RES/99/7", "A/RES/99/8", "A/RES/99/9"]
    assert catalogue.languages == ("ar", "en", "es", "fr", "ru", "zh")
    first = catalogue.documents[0]
    assert first.address == "A/RES/99/7/"
    assert [version.title for version in first.versions if version.language in ("en", "zh")] == [
        "Lamps of lighthouses",
        "灯塔的灯",
    ]
    assert (first.organ, first.session, first.agenda_items) == ("ga", "99", ("68(b)",))
    assert first.subjects == ("LIGHTHOUSES", "SMALL ISLAND DEVELOPING STATES")
    assert first.choose_version("en").committee == "Third Committee"
    assert first.choose_version("de").language == "en"
    assert first.choose_version("zh").find_file(".xml") is not None


def test_catalogue_is_the_same_whenever_it_is_read(run: Path) -> None:
    assert read_catalogue(run) == read_catalogue(run)


def test_votes_are_those_of_the_record_in_the_words_of_the_language(run: Path) -> None:
    first = read_catalogue(run).documents[0]
    record = read_adoption(run, first.choose_version("zh"))
    assert [(tally.kind, tally.count, len(tally.names)) for tally in record.tallies] == [
        ("in_favour", 3, 3),
        ("against", 1, 1),
        ("abstaining", 2, 2),
    ]
    assert record.tallies[1].names == ("乍得",)
    assert record.meeting_record == "A/99/PV.53"


def test_who_cites_is_found_with_the_place(run: Path) -> None:
    with open_citations(run) as citations:
        citing = citations.list_citing("A/RES/99/7")
        assert {place.folder for place in citing} == {
            f"A_RES_99_8.{code}" for code in ("ar", "en", "es", "fr", "ru", "zh")
        }
        assert {place.id for place in citing} == {"cite-1", "cite-2"}  # in English a report stands before
        assert [place.symbol for place in citations.list_cited("A_RES_99_8.zh")] == ["A/98/612", "A/RES/99/7"]
        assert list(citations.iter_symbols()) == ["A/98/612", "A/99/456", "A/RES/99/6", "A/RES/99/7", "A/RES/99/8"]


def test_paragraphs_and_notes_have_their_ids(run: Path) -> None:
    version = read_catalogue(run).documents[0].choose_version("zh")
    assert dict(read_paragraphs(run, version))["fn-1"] == "A/98/612."
    assert dict(read_paragraphs(run, version))["op-1"] == "吁请所有国家爱护小岛屿发展中国家的灯塔；"


def test_words_of_notes_are_found_in_the_note(run: Path) -> None:
    """Not in the paragraph that calls it: a note is a text of its own."""
    places = find_places(run, "A/98/612.")
    assert {place.place for place in places} == {"fn-1"}
    assert {place.language for place in places} >= {"zh", "en"}


def test_a_damaged_report_is_refused_with_its_place(run: Path) -> None:
    report = run / "A_RES_99_9.zh" / "report.json"
    whole = report.read_bytes()
    try:
        report.write_bytes(whole[:100])
        with pytest.raises(Refusal, match=r"report of a document cannot be read"):
            read_catalogue(run)
        report.write_text(json.dumps([1]), "utf-8")
        with pytest.raises(Refusal, match=r"report of a document cannot be read"):
            read_catalogue(run)
    finally:
        report.write_bytes(whole)


def test_a_folder_without_a_run_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="there is no run"):
        read_catalogue(tmp_path)


@pytest.mark.parametrize(
    ("symbol", "address", "quoted"),
    [
        ("A/RES/77/213", "A/RES/77/213/", "A/RES/77/213/"),
        ("A/RES/2200 (XXI)", "A/RES/2200(XXI)/", "A/RES/2200(XXI)/"),
        ("A/75/345-S/2020/898", "A/75/345-S/2020/898/", "A/75/345-S/2020/898/"),
        ("A/../../etc", "A/_../_../etc/", "A/_../_../etc/"),
        ("A/x?y#z/zh", "A/x-y-z/_zh/", "A/x-y-z/_zh/"),
        ("دإط-11/1", "دإط-11/1/", "%D8%AF%D8%A5%D8%B7-11/1/"),
    ],
)
def test_address_of_a_symbol_never_changes(symbol: str, address: str, quoted: str) -> None:
    assert spell_address(symbol) == address
    assert quote_address(address) == quoted


def test_slug_is_words_in_small_letters() -> None:
    assert make_slug("SMALL ISLAND DEVELOPING STATES—WATER") == "small-island-developing-states-water"
    assert make_slug("第三委员会") == "第三委员会"
    assert make_slug("/../") == "-"
    assert len(make_slug("灯" * 300).encode()) <= 120
