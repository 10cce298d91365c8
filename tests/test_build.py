"""The pipeline from end to end: the editions of the sample, and the same bytes every time."""

from __future__ import annotations

import csv
import io
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from engross.model.notice import Refusal, Severity
from engross.model.paper import Format
from engross.model.text import TextStreams, folded_streams
from engross.model.tree import Resolution
from engross.pipeline.build import EDITIONS, BuildResult, Request, build
from engross.pipeline.read import read_as
from tests.cases import folders, source_of

ROOT = Path(__file__).parent.parent
FONTS = Path(os.environ.get("ENGROSS_FONTS", ROOT / ".engross" / "fonts"))
SAMPLE = ROOT / "samples" / "A_RES_77_213.zh.txt"
CASES = ROOT / "tests" / "cases" / "structure"


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> BuildResult:
    """Build the sample once."""
    return build(Request(SAMPLE, tmp_path_factory.mktemp("build"), FONTS))


def test_sample_makes_every_edition_without_error(sample: BuildResult) -> None:
    stem = "A_RES_77_213.zh"
    ends = (".pdf", ".print.html", ".html", ".epub", ".symbols.json", ".symbols.csv", ".xml")
    assert {path.name for path in sample.files} == {*(f"{stem}{end}" for end in ends), "report.json"}
    assert sample.ok
    assert sorted({path.name for path in sample.folder.iterdir()}) == sorted(path.name for path in sample.files)


NAMES_OF_THE_WORLD = "대한민국 인권 센터 Հայաստանի Հանրապետություն საქართველო ኢትዮጵያ ፌዴራላዊ"
CLAIMS = (b"<pdfaid:part>3</pdfaid:part>", b"<pdfuaid:part>1</pdfuaid:part>")


def build_with_words(words: str, folder: Path) -> BuildResult:
    """Build a resolution that has ``words`` in an operative paragraph."""
    text = (ROOT / "tests" / "cases" / "notice" / "missing-glyph" / "in.txt").read_text("utf-8")
    return build(Request(Path("in.txt"), folder, FONTS, data=text.replace("𓀀", words).encode()))


def test_names_in_the_scripts_of_the_world_have_glyphs(tmp_path: Path) -> None:
    result = build_with_words(NAMES_OF_THE_WORLD, tmp_path)
    assert result.ok
    assert all(claim in result.get_edition("pdf") for claim in CLAIMS)


def test_a_character_without_glyph_is_an_error_and_its_pdf_claims_no_standard(tmp_path: Path) -> None:
    result = build_with_words("𓀀", tmp_path)
    assert not result.ok
    assert not any(claim in result.get_edition("pdf") for claim in CLAIMS)


def test_report_says_what_is_in_the_sample(sample: BuildResult) -> None:
    report = json.loads((sample.folder / "report.json").read_text("utf-8"))
    counts = report["counts"]
    assert [counts[name] for name in ("preambular", "operative", "notes", "symbols")] == [16, 17, 6, 11]
    assert report["symbol"] == "A/RES/77/213"
    assert report["language"] == "zh"
    assert report["facts"]["committee_report"] == ["A/77/463/Add.2"]
    assert report["facts"]["agenda_item"] is None
    assert report["facts"]["issued"] is None
    assert {one["severity"] for one in report["notices"]} == {"info"}
    assert all(one["sha256"] and one["bytes"] for one in report["files"])


def test_index_as_data_names_each_document_with_its_places(sample: BuildResult) -> None:
    data = json.loads((sample.folder / "A_RES_77_213.zh.symbols.json").read_text("utf-8"))
    by_symbol = {one["symbol"]: one for one in data["symbols"]}
    assert data["document"] == "A/RES/77/213"
    assert set(by_symbol) == {
        "A/77/53",
        "A/CONF.157/24 (Part I)",
        "A/CONF.157/24 (Part I)/Corr.1",
        "A/RES/55/2",
        "A/RES/66/3",
        "A/RES/70/1",
        "A/RES/76/1",
        "A/RES/76/159",
        "A/HRC/RES/50/4",
        "E/CN.4/2001/2-E/CN.4/Sub.2/2000/46",
        None,
    }
    assert by_symbol["A/HRC/RES/50/4"]["places"] == [{"id": "cite-6", "label": "序言部分第3段", "page": 1}]
    assert by_symbol[None]["url"] is None
    assert "2000/22" in by_symbol[None]["as_printed"]
    table = (sample.folder / "A_RES_77_213.zh.symbols.csv").read_bytes().decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(table, newline="")))
    assert len(rows) == sum(len(one["places"]) for one in data["symbols"])


SCRIPT = """
import sys
from pathlib import Path
from engross.pipeline.build import Request, build
build(Request(Path(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3])))
"""


@pytest.mark.process
def test_same_input_same_bytes_in_two_processes_and_two_time_zones(tmp_path: Path) -> None:
    for zone, hashes in (("Asia/Shanghai", "1"), ("America/New_York", "2")):
        room = tmp_path / f"left by {hashes}"
        room.mkdir()
        env = {**os.environ, "TZ": zone, "PYTHONHASHSEED": hashes, "TMPDIR": str(room)}
        command = [sys.executable, "-c", SCRIPT, str(SAMPLE), str(tmp_path / zone.partition("/")[0]), str(FONTS)]
        subprocess.run(command, env=env, check=True, cwd=ROOT, capture_output=True)
        assert list(room.iterdir()) == [], "a process takes its temporary files away"
    first, second = (sorted(p for p in (tmp_path / name).rglob("*") if p.is_file()) for name in ("America", "Asia"))
    assert [path.name for path in first] == [path.name for path in second]
    assert {path.suffix for path in first} == {".csv", ".epub", ".html", ".json", ".pdf", ".xml"}
    for one, other in zip(first, second, strict=True):
        assert one.read_bytes() == other.read_bytes(), one.name


@pytest.mark.process
def test_the_command_takes_its_temporary_files_away(tmp_path: Path) -> None:
    """It builds in a process that is forked, which calls no function of atexit."""
    room = tmp_path / "room"
    room.mkdir()
    words = ("build", str(SAMPLE), "--out", str(tmp_path / "out"), "--fonts", str(FONTS), "--quiet")
    command = [sys.executable, "-m", "engross", *words]
    subprocess.run(command, env={**os.environ, "TMPDIR": str(room)}, check=True, cwd=ROOT, capture_output=True)
    assert list(room.iterdir()) == []


@pytest.mark.parametrize("edition", sorted(EDITIONS))
def test_one_edition_alone(edition: str, tmp_path: Path) -> None:
    outcome = build(Request(SAMPLE, tmp_path, FONTS, frozenset({edition})))
    stem = "A_RES_77_213.zh"
    endings = {"index": [".symbols.csv", ".symbols.json"], "akn": [".xml"], "print": [".print.html"]}
    expected = [f"{stem}{ending}" for ending in endings.get(edition, [f".{edition}"])]
    assert sorted(path.name for path in outcome.files if path.name != "report.json") == expected
    assert outcome.get_edition(edition) in {path.read_bytes() for path in outcome.files}
    with pytest.raises(KeyError):
        outcome.get_edition(next(other for other in ("html", "print") if other != edition))


@pytest.mark.slow
@pytest.mark.parametrize("case", [*folders("structure"), *folders("pages")], ids=lambda case: case.name)
def test_cases_keep_every_character_in_every_edition(case: Path, tmp_path: Path) -> None:
    outcome = build(Request(source_of(case), tmp_path, FONTS))
    assert [one.message for one in outcome.notices if one.severity.value == "error"] == []


def test_main_committee_stands_below_the_session_and_a_council_above_it(tmp_path: Path) -> None:
    for name, lines in (
        ("docx-en-tracked-draft", ("Ninety-ninth session", "Third Committee", "Agenda item 7")),
        ("docx-en-rights-council-vote", ("General Assembly", "Human Rights Council", "Ninety-ninth session")),
    ):
        source = source_of(next(folder for folder in folders("structure") if folder.name == name))
        build(Request(source, tmp_path / name, FONTS, frozenset({"print"})))
        head = next((tmp_path / name).rglob("*.html")).read_text("utf-8").partition("</header>")[0]
        bare = head.replace("\u2060", "").replace("\u00a0", " ")
        places = [bare.index(f">{line}<") for line in lines]
        assert places == sorted(places)


def test_refused_source_leaves_nothing_behind(tmp_path: Path) -> None:
    empty = tmp_path / "empty.txt"
    empty.write_bytes(b"")
    with pytest.raises(Refusal, match="empty"):
        build(Request(empty, tmp_path / "out", FONTS))
    assert not (tmp_path / "out").exists()


def test_missing_font_is_one_clear_error(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="font") as refused:
        build(Request(SAMPLE, tmp_path / "out", tmp_path))
    assert "press" in refused.value.hint
    assert not (tmp_path / "out").exists()


def test_folder_that_cannot_be_made_is_one_clear_error(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("a file in the folder's place")
    with pytest.raises(Refusal, match="cannot be written"):
        build(Request(SAMPLE, tmp_path / "out", FONTS, frozenset({"index"})))


def test_read_shows_the_structure_with_notices_in_place() -> None:
    shown = read_as(Request(SAMPLE, Path(), FONTS), "text").text
    assert "op-17        17. *决定*在大会第七十八届会议上继续审议这个问题。" in shown
    assert "<50/4 = A/HRC/RES/50/4>" in shown
    lines = shown.splitlines()
    at = next(n for n, line in enumerate(lines) if line.startswith("pp-15"))
    assert "unknown-series" in lines[at + 1]


def test_editions_of_an_earlier_build_do_not_outlive_a_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An edition whose text is not the model's is not written, and an older one of its name is deleted."""
    source = tmp_path / "in.txt"
    shutil.copy(SAMPLE, source)
    first = build(Request(source, tmp_path / "out", FONTS))
    assert (first.folder / "A_RES_77_213.zh.pdf").is_file()

    def losing(*_: object) -> object:
        from engross.model.text import TextStreams

        return TextStreams((), "", ())

    monkeypatch.setattr("engross.pipeline.make_editions.read_pdf_back", losing)
    second = build(Request(source, tmp_path / "out", FONTS))
    assert not second.ok
    assert not (second.folder / "A_RES_77_213.zh.pdf").exists()
    assert (second.folder / "A_RES_77_213.zh.epub").is_file()
    assert any(one["code"] == "text-differs" for one in second.report["notices"])


def test_text_of_a_document_is_computed_once_a_build(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Once for all editions and the report; the second time is for the XML read again."""
    asked: list[Resolution] = []

    def counted(resolution: Resolution) -> TextStreams:
        asked.append(resolution)
        return folded_streams(resolution)

    for module in ("build", "make_editions"):
        monkeypatch.setattr(f"engross.pipeline.{module}.folded_streams", counted)
    built = build(Request(SAMPLE, tmp_path, FONTS))
    assert [resolution is built.book.resolution for resolution in asked] == [True, False]


@pytest.mark.parametrize(("paper", "size"), [("a5", 24.0), ("a5", 16.0), ("a4", 24.0)])
def test_a_symbol_longer_than_the_line_is_broken_and_nothing_is_lost(paper: str, size: float, tmp_path: Path) -> None:
    """A symbol is kept in one line, but where the line is too short for it, it ran beyond the edge of the page."""
    source = tmp_path / "in.txt"
    text = (CASES / "raw-en-title-note" / "in.txt").read_text("utf-8")
    source.write_text(
        text.replace("2 A/80/612.", "2 See E/CN.4/2001/2-E/CN.4/Sub.2/2000/46, chap. II, sect. A."), "utf-8"
    )
    outcome = build(Request(source, tmp_path / "out", FONTS, frozenset({"pdf"}), format=Format(paper, size)))
    assert [str(notice) for notice in outcome.notices if notice.severity is Severity.ERROR] == []
    assert outcome.ok
