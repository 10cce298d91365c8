"""Editions of two documents in a run: bilingual ones, and redlines of a text and the version before it."""

from __future__ import annotations

import json
import shutil
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from engross.batch.corpus import Pairing, RunOptions, RunResources, RunSummary, run_corpus
from engross.batch.corpus.item import find_items
from engross.batch.corpus.job import PARALLEL, REDLINE
from engross.batch.corpus.journal import DONE, FAULTY, JournalLine
from engross.batch.corpus.pairs import find_pairs, parse_version
from engross.batch.packet import PacketRequest, make_packet
from engross.cli.batch import make_pairing
from engross.cli.misuse import Misuse
from engross.cli.option_groups import EDITION_NAMES
from engross.cli.options import RunCommandOptions
from engross.model.notice import Refusal
from engross.model.paper import WORKING, Format
from tests.test_build import FONTS, ROOT

CASES = ROOT / "tests" / "cases"
BOTH = Pairing(("zh", "en"), has_redlines=True)
RECORD = "\nrecord:\n  draft: A/C.3/99/L.5/Rev.1\n"


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    """Make a folder of a text in two languages, one in an archive, and of a draft, its revision, its adoption."""
    folder = tmp_path / "sources"
    (folder / "zh").mkdir(parents=True)
    shutil.copy(CASES / "parallel" / "zh-en" / "first.yaml", folder / "zh" / "harbours.resolution.yaml")
    with zipfile.ZipFile(tmp_path / "old.zip", "w") as archive:
        archive.write(CASES / "parallel" / "zh-en" / "second.yaml", "en/harbours.resolution.yaml")
    for n, name in enumerate(("draft", "revised", "adopted"), 1):
        text = (CASES / "redline" / "en-three-versions" / f"{n}.yaml").read_text("utf-8")
        (folder / f"{name}.resolution.yaml").write_text(text + (RECORD if name == "adopted" else ""), "utf-8")
    return folder


def run(sources: Path, pairing: Pairing, editions: str = "pdf") -> RunSummary:
    order = RunOptions(sources.parent / "run", FONTS, frozenset(editions.split(",")), pairing=pairing)
    paths = (str(sources), str(sources.parent / "old.zip"))
    return run_corpus(paths, order, RunResources(1, 120.0), lambda *_: None)


def pair_states(summary: RunSummary) -> dict[str, str]:
    return {line.folder or line.name: line.state for line in summary.lines if line.edition}


@pytest.mark.process
def test_a_run_makes_bilingual_editions_and_redlines(sources: Path) -> None:
    summary = run(sources, BOTH)
    made = {
        "A_RES_80_22.zh-en": DONE,
        "A_C.3_99_L.5_Rev.1.en.redline": DONE,
        "A_RES_99_7.en.redline": DONE,  # with the draft that its record names
    }
    assert pair_states(summary) == made | {f"{name}|parallel": "left out" for name in ("adopted", "draft", "revised")}
    assert summary.made == 5 + 3
    out = sources.parent / "run"
    for name in made:
        assert (out / name / f"{name}.pdf").read_bytes().startswith(b"%PDF")
    changes = json.loads((out / "A_RES_99_7.en.redline" / "A_RES_99_7.en.redline.json").read_text("utf-8"))
    assert [version["symbol"] for version in changes["versions"]] == ["A/C.3/99/L.5/Rev.1", "A/RES/99/7"]
    assert json.loads((out / "A_RES_80_22.zh-en" / "report.json").read_text("utf-8"))["parallel"]["language"] == "en"
    report = json.loads((out / "corpus-report.json").read_text("utf-8"))
    assert (report["documents"], report["pairs"]) == (5, 3)
    assert {group["language"] for group in report["groups"]} == {"en", "zh", "zh-en parallel", "en redline"}
    # Their folders hold no sources, the Word file of a redline neither.
    with pytest.raises(Refusal, match="no source in"):
        find_items((str(out),))


@pytest.mark.process
def test_what_has_not_changed_is_not_made_again(sources: Path) -> None:
    assert run(sources, Pairing()).made == 5
    first = run(sources, BOTH)
    assert first.made == 3, "documents are not made again because something is made of two of them"
    again = run(sources, BOTH)
    assert again.made == 0
    assert tuple(again.lines) == tuple(first.lines)
    text = (sources / "draft.resolution.yaml").read_text("utf-8")
    (sources / "draft.resolution.yaml").write_text(text.replace("Lighthouses", "Beacons"), "utf-8")
    changed = run(sources, replace(BOTH, layout="facing"))
    assert changed.made == 3, "the draft, its redline, and the bilingual edition in its other layout"
    shutil.rmtree(sources.parent / "run" / "A_RES_80_22.zh-en")
    assert run(sources, replace(BOTH, layout="facing")).made == 1


@pytest.mark.process
def test_two_documents_that_are_no_pair_are_refused_and_the_rest_is_made(sources: Path) -> None:
    case = CASES / "parallel" / "refused-for-want-of-counterparts"
    shutil.copy(case / "first.yaml", sources / "zh" / "harbours.resolution.yaml")
    with zipfile.ZipFile(sources.parent / "old.zip", "w") as archive:
        archive.write(case / "second.yaml", "en/harbours.resolution.yaml")
    for name in ("draft", "revised", "adopted"):
        (sources / f"{name}.resolution.yaml").unlink()
    summary = run(sources, Pairing(("en", "fr")), "epub")
    refused = [line for line in summary.lines if line.state == "refused"]
    assert [(line.name, line.edition, line.language) for line in refused] == [
        ("zh/harbours|old/en/harbours", PARALLEL, "en-fr")
    ]
    assert "have a counterpart" in refused[0].message


@pytest.mark.process
def test_a_run_of_another_kind_removes_no_handouts(sources: Path) -> None:
    """What moved to another folder is removed from the first; working copies have not moved there."""
    order = RunOptions(sources.parent / "run", FONTS, frozenset({"pdf"}))
    for wanted in (order, replace(order, format=Format(kind=WORKING))):
        run_corpus((str(sources / "draft.resolution.yaml"),), wanted, RunResources(1, 120.0), lambda *_: None)
    names = {path.name for path in (sources.parent / "run").glob("*/*.pdf")}
    assert names == {"A_C.3_99_L.5.en.pdf", "A_C.3_99_L.5.en.working.pdf"}


@pytest.mark.process
def test_a_packet_takes_the_documents_of_a_run_and_not_what_was_made_of_two(sources: Path) -> None:
    run(sources, BOTH, "pdf,index")
    agenda = sources / "agenda.yaml"
    agenda.write_text("items:\n- documents: [A/RES/80/22, A/RES/99/7]\n", "utf-8")
    order = RunOptions(Path(), FONTS, frozenset())
    wanted = PacketRequest((str(agenda),), order, sources.parent / "packet.pdf", str(sources.parent / "run"))
    packet = make_packet(wanted, RunResources(1, 120.0), lambda *_: None)
    assert packet.documents == ("A/RES/80/22", "A/RES/80/22", "A/RES/99/7")  # two languages


def line(name: str, symbol: str, language: str = "en", draft: str = "", state: str = DONE) -> JournalLine:
    return JournalLine(name, "key", state, "", symbol, language, "ga", draft=draft)


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        ((line("a", "A/77/L.5"), line("b", "A/77/L.5/Rev.2"), line("c", "A/77/L.5/Rev.1")), ["c|b", "a|c"]),
        ((line("a", "A/77/L.5"), line("b", "A/77/L.5/Rev.1", "fr")), ["b|redline"]),
        ((line("a", "A/77/L.5"), line("b", "A/77/L.5/Rev.1", state="refused")), []),
        ((line("a", "A/77/L.5"), line("b", "A/RES/77/1", draft="A/77/L.5")), ["a|b"]),
        # What was adopted is another revision than the run has: the last that it has.
        ((line("a", "A/77/L.5"), line("b", "A/RES/77/1", draft="A/77/L.5/Rev.1")), ["a|b"]),
        ((line("b", "A/RES/77/1", draft="A/77/L.5"),), ["b|redline"]),
        ((line("b", "A/RES/77/1"), line("c", "A/RES/77/2")), []),
        # Two sources of one document: the first by name counts.
        ((line("a", "A/77/L.5"), line("a2", "A/77/L.5"), line("c", "A/77/L.5/Rev.1")), ["a|c"]),
        ((line("a", "A/77/L.5", state=FAULTY), line("c", "A/77/L.5/Rev.1")), ["a|c"]),
        ((line("a", "Draft decision"), line("c", "")), []),
    ],
)
def test_the_version_before_a_text(lines: tuple[JournalLine, ...], found: list[str]) -> None:
    pairs, alone = find_pairs(lines, Pairing(has_redlines=True))
    assert [*(pair.line.name for pair in pairs), *(one.name for one in alone)] == found
    assert all(pair.line.edition == REDLINE for pair in pairs)


def test_a_pair_takes_no_folder_of_a_document() -> None:
    taken = replace(line("c", "A/RES/1/1", "zh"), folder="A_RES_1_1.zh-en")  # of a second source, en.xml
    lines = (line("a", "A/RES/1/1", "zh"), line("b", "A/RES/1/1", "en"), taken)
    pairs, _ = find_pairs(lines, Pairing(("zh", "en")))
    assert [pair.folder for pair in pairs] == ["A_RES_1_1.zh-en-parallel"]


def test_versions_are_told_by_their_symbols() -> None:
    assert [(v.base, v.revision) for v in map(parse_version, ("A/C.3/80/L.5", "A/C.3/80/L.5/Rev.12", "Rev.1"))] == [
        ("A/C.3/80/L.5", 0),
        ("A/C.3/80/L.5", 12),
        ("", 1),
    ]


MISUSES: dict[str, dict[str, Any]] = {
    "--parallel is two languages": {"parallel": ("zh",)},
    "leave --language out": {"parallel": ("zh", "en"), "language": "zh"},
    "--parallel makes PDF and EPUB": {"parallel": ("zh", "en"), "editions": ("index",)},
    "--as working is of documents by themselves": {"redline": True, "kind": "working"},
}


@pytest.mark.parametrize("words", MISUSES)
def test_what_cannot_be_made_of_two_is_told_before_anything_is_made(words: str) -> None:
    with pytest.raises(Misuse, match=words):
        make_pairing(RunCommandOptions(**{"sources": ("a",), "editions": EDITION_NAMES, **MISUSES[words]}))
