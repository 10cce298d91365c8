"""The record of an adoption in editions: States by their UN names, in the order of the UN's own lists."""

from __future__ import annotations

import io
import json
import re
import zipfile
from dataclasses import replace
from html import unescape
from pathlib import Path

import pikepdf
import pypdfium2
import pytest

from engross.editions.rollcall import make_rollcall
from engross.grammars.language import language_codes, load_language
from engross.grammars.member_states import (
    State,
    find_group_speaker,
    find_state,
    load_states,
    members_on_day,
    sort_states,
)
from engross.grammars.member_states.sponsor_words import spell_sponsor
from engross.model.book import Adoption, ListedName
from engross.model.tree import Facts, Masthead, Part, Resolution
from engross.pipeline.build import BuildResult, Request, build
from engross.readers.voting_data import beside, join, read_records
from tests.cases import HERE, expect, folders
from tests.corpus import CORPUS, SESSION
from tests.test_build import FONTS
from tests.test_notices import told

SOURCE = HERE / "structure" / "akn-recorded-vote" / "in.xml"
RECORD = """{"symbol": "A/HRC/RES/61/7", "adoption_type": "By a recorded vote", "MS_in_favour_count": "2",
"MS_in_favour": ["MALTA", "CHILE"], "MS_against_count": "0", "MS_against": [], "MS_abstaining_count": "1",
"MS_abstaining": ["FIJI"], "sponsors": ["CHAIR OF THE COUNCIL", "TURKIYE"], "pv": "A/HRC/61/PV.54"}"""


def told_of(adoption: Adoption | None, code: str) -> str:
    """Spell an adoption as a case folder holds it, each list on a line of its own."""
    if adoption is None:
        return f"{code}: nothing\n"
    words = load_language(code).words["record"]
    lines = [f"{code}: {words['outcomes'].get(adoption.outcome, '')} | {adoption.meeting} | {adoption.draft}"]
    lists = [(words[tally.kind], str(tally.count), tally.voters) for tally in adoption.tallies]
    lists += [(words[name], "", getattr(adoption, name)) for name in ("sponsors", "additional_sponsors")]
    lines += [f"  {label} {count}: {words['separator'].join(map(shown, names))}" for label, count, names in lists]
    return "\n".join(lines) + "\n"


def shown(listed: ListedName) -> str:
    return f"“{listed.name}”" if listed.recorded else listed.name


@pytest.mark.parametrize("folder", folders("record"), ids=lambda folder: folder.name)
def test_record_in_each_language(folder: Path, accept: bool) -> None:
    known, _ = read_records([folder / "in.json"])
    (symbol,) = known.by_symbol
    found = []
    for code in language_codes():
        organ = {"A": "ga", "S": "sc"}[str(symbol)[0]]
        bare = Resolution(symbol, code, organ, (Part("", (), ()),), Masthead(), Facts(adopted="2022-12-07"))
        adoption, said = make_rollcall(join(bare, known), load_language(code))
        found += [told_of(adoption, code), told(said)] if code == "en" else [told_of(adoption, code)]
    expect(folder / "out.txt", "".join(found), accept)


def test_adoption_without_votes_and_sponsors_has_no_page(tmp_path: Path) -> None:
    path = tmp_path / "80.json"
    path.write_text('{"symbol": "A/RES/80/1", "adoption_type": "Without a vote", "sponsors": []}', "utf-8")
    known, _ = read_records([path])
    (symbol,) = known.by_symbol
    assert make_rollcall(join(Resolution(symbol, "en", "ga", (Part("", (), ()),)), known), load_language("en")) == (
        None,
        (),
    )


# the States


def test_every_state_has_a_name_in_each_language() -> None:
    for one in load_states():
        assert set(one.names) == set(language_codes()), one.key
        assert all(name and name == " ".join(name.split()) for name in one.names.values()), one.key
    for code in language_codes():
        now = [one.names[code] for one in load_states() if not one.of]
        assert len(set(now)) == len(now), code


def test_no_name_mixes_alphabets() -> None:
    """A Latin x in a Cyrillic name looks right and is found by nobody."""
    foreign = {
        "ru": "[A-Za-z]",
        "ar": "[A-Za-z]",
        "zh": "[A-Za-z]",
        "en": "[\u0370-\u1fff\u3000-\u9fff]",
        "fr": "[\u0370-\u1fff\u3000-\u9fff]",
    }
    for code, pattern in foreign.items():
        assert [one.names[code] for one in load_states() if re.search(pattern, one.names[code])] == []


@pytest.mark.parametrize(
    ("day", "count"),
    [("", 0), ("2000-10-31", 0), ("2000-11-01", 189), ("2002-09-10", 190), ("2006-06-28", 192), ("2022-12-07", 193)],
)
def test_members_on_a_day(day: str, count: int) -> None:
    """Press release ORG/1469: 189 Members in 2000, 190 and 191 in 2002, 192 in 2006, 193 in 2011."""
    assert len(members_on_day(day)) == count


@pytest.mark.parametrize(
    ("recorded", "key"),
    [
        ("CÔTE D'IVOIRE", "CIV"),
        ("COTE D’IVOIRE", "CIV"),
        ("TÜRKİYE", "TUR"),
        ("TURKEY", "TUR-former"),
        ("THE NIGER", "NER"),
        ("UNITED STATES", "USA"),
        ("GUINEA BISSAU", "GNB"),
    ],
)
def test_spellings_of_the_data(recorded: str, key: str) -> None:
    found = find_state(recorded)
    assert found is not None
    assert found.key == key


def test_names_that_are_no_states() -> None:
    assert [find_state(name) for name in ("MALTAS", "SUBMITTED BY THE CHAIR", "", "阿富汗")] == [None] * 4


MEMBERS = "THE STATES MEMBERS OF THE UNITED NATIONS THAT ARE MEMBERS OF"


@pytest.mark.parametrize(
    ("recorded", "key", "group"),
    [
        (f"PAKISTAN (ON BEHALF OF {MEMBERS} THE GROUP OF 77 AND CHINA)", "PAK", "the Group of 77 and China"),
        (f"EGYPT (ON BEHALF OF {MEMBERS} LEAGUE OF ARAB STATES)", "EGY", "the League of Arab States"),
        ("SENEGAL (OF BEHALF OF THE GROUP OF AFRICAN STATES)", "SEN", "the Group of African States"),
    ],
)
def test_who_sponsors_for_a_group(recorded: str, key: str, group: str) -> None:
    """Official data, with their misprints."""
    found = find_group_speaker(recorded)
    assert found
    assert (found[0].key, found[1]["en"]) == (key, group)
    assert set(found[1]) - {"spelt"} == set(language_codes())


@pytest.mark.parametrize(
    ("recorded", "spelled"),
    [
        (
            "SUBMITTED BY THE CHAIR OF THE COMMITTEE FOLLOWING INFORMAL CONSULTATIONS",
            "Submitted by the Chair of the Committee following informal consultations",
        ),
        ("SUBMITTED BY THE PRESIDENT  OF THE GENERAL ASSEMBLY", "Submitted by the President of the General Assembly"),
        (
            "THE REPRESENTATIVE OF CÔTE D'IVOIRE ON BEHALF OF THE BUREAU",
            "The representative of Côte d’Ivoire on behalf of the Bureau",
        ),
        ("THE REPRESENTATIVE OF MALTAS ON BEHALF OF THE BUREAU",) * 2,
        (
            "SUBMITTED BY THE VICE-CHAIR, AHMED MAGDY (TRINIDAD AND TOBAGO) AND ON THE BASIS OF CONSULTATIONS",
            "Submitted by the Vice-Chair, AHMED MAGDY (Trinidad and Tobago) and on the basis of consultations",
        ),
        (
            "ON THE BASIS OF THE REPORT OF THE CREDENTIALS COMMITTEE (A/77/600)",
            "On the basis of the report of the Credentials Committee (A/77/600)",
        ),
        (
            "UNITED ARAB EMIRATES (IN ITS CAPACITY AS CHAIR OF THE COMMITTEE ON THE PEACEFUL USES OF OUTER SPACE)",
            "United Arab Emirates (in its capacity as Chair of the Committee on the Peaceful Uses of Outer Space)",
        ),
        ("SUBMITTED BY THE CHAIR OF CARICOM",) * 2,
        ("the Chair",) * 2,
    ],
)
def test_who_submits_a_draft_is_spelled_in_sentence_case(recorded: str, spelled: str) -> None:
    """Only in words that are known: what would be a guess, such as a person's name, stays as it is recorded."""
    assert spell_sponsor(recorded) == spelled


def test_who_sponsors_for_nobody_known() -> None:
    assert find_group_speaker("EGYPT (ON BEHALF OF THE BUREAU)") is None
    assert find_group_speaker("MALTAS (ON BEHALF OF THE GROUP OF AFRICAN STATES)") is None
    assert find_group_speaker("BOLIVIA (PLURINATIONAL STATE OF)") is None


def test_lists_are_ordered_as_the_united_nations_order_them() -> None:
    """Arabic lists ignore the article and the hamza; Chinese ones follow the English names."""
    some = [one for one in load_states() if one.key in ("ARG", "ALB", "ARE", "IDN", "AUT", "CHN")]
    assert [one.key for one in sort_states(some, load_language("ar"))] == ["ARG", "ALB", "ARE", "IDN", "CHN", "AUT"]
    assert [one.key for one in sort_states(some, load_language("zh"))] == ["ALB", "ARG", "AUT", "CHN", "IDN", "ARE"]
    assert [one.key for one in sort_states(some, load_language("de"))] == ["ALB", "ARG", "CHN", "IDN", "AUT", "ARE"]


FOLDERS = {"ar": "Arabic", "en": "English", "es": "Spanish", "fr": "French", "ru": "Russian", "zh": "Chinese"}


def printed_lists(code: str) -> list[list[State]]:
    """Return the voters' lists that the Human Rights Council printed, each with its States of known names."""
    words = load_language(code).words["record"]
    kinds = "|".join(words[kind] for kind in ("in_favour", "against", "abstaining"))
    names = {state.names[code].replace("’", "'"): state for state in load_states()}
    lists = []
    for path in sorted((CORPUS / "HRCresolutions").glob(f"*/{FOLDERS[code]}/*.xml")):
        text = " ".join(unescape(re.sub("<[^>]*>", "", path.read_text("utf-8"))).split()).replace("’", "'")
        if vote := re.search(rf"(?:{kinds})\s?[:：].*?\]", text):
            for piece in re.split(rf"(?:{kinds})\s?[:：]", vote[0])[1:]:
                words_of = [word.strip(" .]") for word in re.split("[,،、]| et ", piece)]
                bare = [re.sub("^و(?=ال|[^لا])", "", word) if word not in names else word for word in words_of]
                lists.append([names[word] for word in bare if word in names])
    return lists


@pytest.mark.needs("corpus")
@pytest.mark.parametrize("code", FOLDERS)
def test_order_is_that_of_printed_lists(code: str) -> None:
    """Names and order as the Council prints them; two of 87 lists, both Russian, are not in their own order."""
    lists = printed_lists(code)
    assert sum(map(len, lists)) > 170
    assert sum(tuple(one) != sort_states(one, load_language(code)) for one in lists) == (2 if code == "ru" else 0)


@pytest.mark.needs("corpus")
def test_every_voter_of_the_data_is_a_state() -> None:
    for source in (SESSION / "x", CORPUS / "HRCresolutions" / "x", CORPUS / "SCresolutions" / "x"):
        known, _ = read_records(beside(source / "x"))
        ballots = [b for r in known.by_symbol.values() for b in (r.in_favour, r.against, r.abstaining)]
        assert [name for ballot in ballots for name in ballot.voters if find_state(name) is None] == []


# the editions


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> BuildResult:
    """A resolution built with its record."""
    folder = tmp_path_factory.mktemp("record")
    (folder / "data.json").write_text(RECORD, "utf-8")
    return build(Request(SOURCE, folder, FONTS, records=(folder / "data.json",), with_record=True))


def test_record_is_the_last_page_and_in_the_outline(made: BuildResult) -> None:
    """It is no text of the document: the comparison of texts passes, nothing on the page is counted."""
    assert made.ok
    data = (made.folder / f"{made.name}.pdf").read_bytes()
    document = pypdfium2.PdfDocument(data)
    last = " ".join(document[len(document) - 1].get_textpage().get_text_range().split())
    assert "Record of the adoption This page was added by engross" in last
    assert "In favour (2) Chile, Malta Abstaining (1) Fiji" in last
    assert "Sponsors of the draft (2) Türkiye, Chair of the Council" in last
    assert "Fiji" not in document[0].get_textpage().get_text_range().split("Abstaining")[0]
    with pikepdf.open(io.BytesIO(data)) as pdf, pdf.open_outline() as outline:
        titles = [str(item.title) for item in outline.root] + [
            str(child.title) for item in outline.root for child in item.children
        ]
    assert "Record of the adoption" in titles


def test_record_in_the_other_editions(made: BuildResult) -> None:
    html = (made.folder / f"{made.name}.html").read_text("utf-8")
    assert html.index('id="record"') < html.index('id="colophon"')
    assert '<span lang="en" dir="ltr">Chair of the Council</span>' in html
    with zipfile.ZipFile(made.folder / f"{made.name}.epub") as book:
        inside = {Path(name).name: book.read(name).decode("utf-8") for name in book.namelist() if "html" in name}
        package = next(book.read(name).decode("utf-8") for name in book.namelist() if name.endswith(".opf"))
    assert "Chile, Malta" in inside["record.xhtml"]
    assert '<a href="record.xhtml">Record of the adoption</a>' in inside["nav.xhtml"]
    assert package.count("record.xhtml") == 1
    data = json.loads((made.folder / f"{made.name}.record.json").read_text("utf-8"))
    assert data["votes"]["in_favour"] == {"count": 2, "names": ["Chile", "Malta"]}
    assert json.loads((made.folder / "report.json").read_text("utf-8"))["adoption"]["sponsors"][0] == "Türkiye"


def test_without_being_asked_nothing_is_bound(made: BuildResult, tmp_path: Path) -> None:
    """A build that is not asked for the record removes an earlier one's."""
    request = Request(SOURCE, made.folder.parent, FONTS, records=(made.folder.parent / "data.json",))
    plain = build(replace(request, out=tmp_path))
    assert f"{plain.name}.record.json" not in {path.name for path in plain.files}
    assert 'id="record"' not in (plain.folder / f"{plain.name}.html").read_text("utf-8")
    build(replace(request, out=tmp_path, with_record=True))
    assert (plain.folder / f"{plain.name}.record.json").is_file()
    build(replace(request, out=tmp_path))
    assert not (plain.folder / f"{plain.name}.record.json").exists()
