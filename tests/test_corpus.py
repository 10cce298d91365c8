"""Runs of many sources: their names, what is made again, kills, hangs and deaths of workers, the index of all."""

from __future__ import annotations

import json
import os
import random
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import fsspec
import pytest

from engross.batch.corpus import RunOptions, RunResources, RunSummary, run_corpus
from engross.batch.corpus.cache_key import make_jobs, read_digests
from engross.batch.corpus.citation_store import open_citation_store
from engross.batch.corpus.item import Item, find_items
from engross.batch.corpus.job import Job
from engross.batch.corpus.journal import JournalLine, spell_line
from engross.batch.corpus.pool import LocalRunner
from engross.batch.corpus.worker import make_document
from engross.batch.search.find_places import find_places
from engross.model.notice import Refusal
from engross.pipeline.bounded import Bounds
from engross.verify.check import FILE_IDENTITY, check_editions
from tests.test_build import CASES, FONTS, ROOT, SAMPLE

EDITIONS = frozenset({"index"})  # its pages still need the layout; only the writing of the others is left out


def order(out: Path, **only: Any) -> RunOptions:
    """Make the options of a run into a folder."""
    return RunOptions(out, FONTS, EDITIONS, **only)


def quietly(*_: object) -> None:
    """Ignore progress."""


def run(sources: Path, out: Path, force: bool = False, **only: str) -> RunSummary:
    """Run over a folder with two workers."""
    return run_corpus((str(sources),), order(out, **only), RunResources(2, 120.0, force), quietly)


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    """Make a folder of sources in two languages, one of them bad."""
    folder = tmp_path / "sources"
    (folder / "en").mkdir(parents=True)
    for case in ("raw-zh-tight", "akn-points"):
        file = next((CASES / case).glob("in.*"))
        shutil.copy(file, folder / f"{case}{file.suffix}")
    file = next((CASES / "raw-en-masthead").glob("in.*"))
    shutil.copy(file, folder / "en" / f"raw-en-masthead{file.suffix}")
    (folder / "bad.txt").write_text("no resolution", "utf-8")
    return folder


def contents(folder: Path) -> dict[str, bytes]:
    """Return the bytes of every file below a folder."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def test_yaml_and_word_are_sources_and_the_xml_of_an_edition_is_none(tmp_path: Path) -> None:
    """Editions may be written into the folder of the sources: the next run must not take their XML for more sources."""
    for name in (
        "A_RES_1_1.xml",
        "A_RES_1_2.resolution.yaml",
        "A_RES_1_1/A_RES_1_1.xml",
        "other/settings.yaml",
        "A_1.docx",
        "~$A_1.docx",
    ):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x")
    (tmp_path / "A_RES_1_1" / "report.json").write_text("{}")
    assert [(item.name, item.path.name) for item in find_items((str(tmp_path),))] == [
        ("A_1", "A_1.docx"),
        ("A_RES_1_1", "A_RES_1_1.xml"),
        ("A_RES_1_2", "A_RES_1_2.resolution.yaml"),
    ]


def test_sources_are_found_in_folders_patterns_and_archives(tmp_path: Path) -> None:
    (tmp_path / "a" / "deep").mkdir(parents=True)
    for name in ("a/one.xml", "a/deep/two.txt", "a/deep/notes.md"):
        (tmp_path / name).write_text("x")
    with zipfile.ZipFile(tmp_path / "z.zip", "w") as archive:
        archive.writestr("../in/three.xml", "x")
        archive.writestr("picture.png", "x")
    items = find_items((str(tmp_path / "a"), str(tmp_path / "a" / "*.xml"), str(tmp_path / "z.zip")))
    assert [(item.name, item.member) for item in items] == [
        ("deep/two", ""),
        ("one", ""),
        ("z/in/three", "../in/three.xml"),
    ]


def test_what_a_pattern_matches_is_named_below_its_fixed_folder(tmp_path: Path) -> None:
    for name in ("a/one.xml", "b/one.xml", "b/deep/two.txt"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("x")
    for pattern, names in (
        ("*/*.xml", ["a/one", "b/one"]),
        ("**", ["a/one", "b/deep/two", "b/one"]),
        ("b*", ["deep/two", "one"]),
    ):
        assert [item.name for item in find_items((str(tmp_path / pattern),))] == names, pattern


def zipped(path: Path, members: dict[str, bytes]) -> Path:
    """Make an archive of members."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return path


def test_names_in_an_archive_lead_nowhere_else(tmp_path: Path) -> None:
    names = ("../../up.xml", "/etc/root.xml", "a/../b.xml", "..xml", "....xml", "c/..\\..\\d.xml")
    items = find_items((str(zipped(tmp_path / "z.zip", dict.fromkeys(names, b"x"))),))
    assert len(items) == len(names)
    for item in items:
        assert item.name.startswith("z/")
        assert not {"", ".", ".."} & set(item.name.split("/"))
        assert "/" not in item.file


def test_archives_that_are_not_to_be_trusted_are_entries(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("engross.batch.corpus.archive.UNPACKED_BYTES", 1_000_000)
    monkeypatch.setattr("engross.batch.corpus.archive.MOST_SWELLING", 2_000)
    bomb = zipped(tmp_path / "bomb.zip", {"bomb.txt": bytes(30_000_000)})
    assert bomb.stat().st_size < 50_000
    lying = zipped(tmp_path / "lying.zip", {"lying.txt": b"A" * 5_000_000})
    lying.write_bytes(lying.read_bytes().replace((5_000_000).to_bytes(4, "little"), (10).to_bytes(4, "little")))
    locked = zipped(tmp_path / "locked.zip", {"locked.txt": b"x"})
    data = bytearray(locked.read_bytes())
    for mark, place in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        data[data.index(mark) + place] |= 1  # the flag for encryption
    locked.write_bytes(data)
    cut = zipped(tmp_path / "cut.zip", {"cut.txt": random.Random(1).randbytes(9_000)})
    cut.write_bytes(cut.read_bytes()[:40] + bytes(100) + cut.read_bytes()[140:])
    for path, reason in (
        (bomb, "more than 1000000 bytes"),
        (lying, "unpacked"),
        (locked, "password"),
        (cut, "unpacked"),
    ):
        (item,) = find_items((str(path),))
        line = make_document(Job(item, "1", order(tmp_path / "out")))
        assert line.state == "refused", path
        assert reason in line.message
    assert not (tmp_path / "out").exists()


def test_two_sources_of_one_name_are_told_apart(tmp_path: Path) -> None:
    for name in ("one.txt", "one.xml"):
        (tmp_path / name).write_text("x")
    assert [(item.name, item.path.name) for item in find_items((str(tmp_path),))] == [
        ("one", "one.txt"),
        ("one-2", "one.xml"),
    ]


def read_folders(summary: RunSummary) -> dict[str, str]:
    """Return the folder of each source of a run that has editions."""
    return {line.name: line.folder for line in summary.lines if line.files}


@pytest.mark.process
def test_folders_are_named_by_documents_whichever_is_first(sources: Path, tmp_path: Path) -> None:
    """Two sources of one document: the first by name has its folder, the other says so, in any order of making."""
    (sources / "en" / "twin.txt").write_bytes((sources / "raw-zh-tight.txt").read_bytes())
    first = run(sources, tmp_path / "out")
    folders = read_folders(first)
    own = folders["en/twin"]
    assert folders["raw-zh-tight"] == f"{own}-raw-zh-tight"
    for name, folder in folders.items():
        report = json.loads((tmp_path / "out" / folder / "report.json").read_text("utf-8"))
        told = [notice["message"] for notice in report["notices"] if notice["code"] == "same-document"]
        assert bool(told) is (name == "raw-zh-tight")
        assert not told or "en/twin" in told[0]
    shutil.rmtree(tmp_path / "out" / ".engross")
    again = run_corpus((str(sources),), order(tmp_path / "other"), RunResources(1, 120.0), quietly)
    assert read_folders(again) == folders
    (sources / "en" / "twin.txt").unlink()
    alone = run(sources, tmp_path / "other")
    assert (alone.made, read_folders(alone)["raw-zh-tight"]) == (1, own)
    assert not (tmp_path / "other" / folders["raw-zh-tight"]).exists(), "editions that moved leave nothing behind"


@pytest.mark.process
def test_editions_that_an_older_version_named_by_their_sources_move(sources: Path, tmp_path: Path) -> None:
    """Its journal has no folders, and other keys. Nothing is left where it put them but what is not ours."""
    first = run(sources, tmp_path / "out")
    journal = tmp_path / "out" / ".engross" / "journal.jsonl"
    older: list[str] = []
    for line in first.lines:
        if line.files:
            (tmp_path / "out" / line.name).parent.mkdir(exist_ok=True)
            (tmp_path / "out" / line.folder).rename(tmp_path / "out" / line.name)
        older.append(spell_line(replace(line, folder="", key=f"older {line.key}")))
    journal.write_text("".join(older), "utf-8")
    (tmp_path / "out" / "akn-points" / "my notes.txt").write_text("mine")
    again = run(sources, tmp_path / "out")
    assert again.made == first.made
    assert read_folders(again) == read_folders(first)
    assert not (tmp_path / "out" / "en").exists()
    assert [path.name for path in (tmp_path / "out" / "akn-points").iterdir()] == ["my notes.txt"]
    assert run(sources, tmp_path / "out").made == 0


@pytest.mark.parametrize("name", ["none", "empty"])
def test_nothing_to_do_is_refused(name: str, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(Refusal, match=name):
        find_items((str(tmp_path / name),))


def test_folder_gives_sources_of_all_formats_but_no_editions(tmp_path: Path) -> None:
    """A PDF beside the report of its build is an edition; a symbol is no file."""
    edition = tmp_path / "A_RES_77_1.en" / "A_RES_77_1.en.pdf"
    edition.parent.mkdir()
    sources = [tmp_path / name for name in ("a.PDF", "b.docx", "c.txt", "d.resolution.yaml", "e.rtf", "f.odt")]
    for file in (edition, edition.with_name("report.json"), tmp_path / "notes.csv", *sources):
        file.write_bytes(b"x")
    assert [item.name for item in find_items((str(tmp_path),))] == ["a", "b", "c", "d", "e", "f"]
    with pytest.raises(Refusal, match="no file or folder A/RES/77/213") as refused:
        find_items(("A/RES/77/213",))
    assert "not fetched by their symbols" in refused.value.hint


def test_place_that_a_url_names_gives_no_editions() -> None:
    names = ("a.xml", "A_RES_77_1.en/A_RES_77_1.en.pdf", "A_RES_77_1.en/report.json", "77_2/77_2.pdf")
    fsspec.filesystem("memory").pipe({f"/editions/{name}": b"x" for name in names})
    assert [item.name for item in find_items(("memory://editions",))] == ["77_2/77_2", "a"]


def test_a_symbol_has_its_address_in_each_language_that_cites_it(tmp_path: Path) -> None:
    lines = [JournalLine(name, "", "done", symbol="A/RES/80/1", language=name) for name in ("en", "zh")]
    entry = {"symbol": "A/77/1", "as_printed": "A/77/1", "places": []}
    with open_citation_store(tmp_path / "staging") as store:
        for line in reversed(lines):
            store.add_document(line, {"title": "", "symbols": [entry | {"url": f"https://x/{line.name}"}]})
        (symbol,) = (json.loads("".join(pieces)) for pieces in store.symbols())
    assert list(symbol["urls"].items()) == [("en", "https://x/en"), ("zh", "https://x/zh")]


@pytest.mark.process
def test_a_second_run_makes_nothing_and_a_change_is_made_alone(sources: Path, tmp_path: Path) -> None:
    first = run(sources, tmp_path / "out")
    states = {line.name: line.state for line in first.lines}
    assert states == {"akn-points": "done", "bad": "refused", "en/raw-en-masthead": "done", "raw-zh-tight": "done"}
    entries = json.loads((tmp_path / "out" / "corpus-report.json").read_text("utf-8"))["entries"]
    assert {entry["name"]: entry["state"] for entry in entries} == states
    files = {f"{entry['folder']}/{name}" for entry in entries for name in entry["files"]}
    assert files == {name for name in contents(tmp_path / "out") if "/" in name and not name.startswith(".engross")}
    before = contents(tmp_path / "out")
    os.utime(sources / "akn-points.xml")
    assert run(sources, tmp_path / "out").made == 0
    assert contents(tmp_path / "out") == before
    (sources / "bad.txt").write_text("no resolution at all", "utf-8")
    assert run(sources, tmp_path / "out").made == 0, "what is refused is not made"
    assert run(sources, tmp_path / "out", force=True).made == 3
    (tmp_path / "out" / "A_RES_80_10.zh" / "report.json").unlink()
    assert run(sources, tmp_path / "out").made == 1
    (sources / "bad.txt").unlink()
    assert run(sources, tmp_path / "out").made == 0
    assert json.loads((tmp_path / "out" / "corpus-report.json").read_text("utf-8"))["documents"] == 3


@pytest.mark.process
def test_documents_are_chosen_by_language(sources: Path, tmp_path: Path) -> None:
    summary = run(sources, tmp_path / "out", language="en")
    assert summary.made == 1
    assert {line.name: line.state for line in summary.lines if line.state != "refused"} == {
        "akn-points": "left out",
        "en/raw-en-masthead": "done",
        "raw-zh-tight": "left out",
    }
    assert not (tmp_path / "out" / "A_RES_80_10.zh").exists()


@pytest.mark.process
def test_check_finds_every_file_of_a_run_that_is_changed_gone_or_foreign(sources: Path, tmp_path: Path) -> None:
    """A run is clean as it was made; then one file after the other is not, named with what is wrong."""
    out = tmp_path / "out"
    run(sources, out)

    def look() -> dict[str, list[str]]:
        rows = check_editions([out], ())
        assert {row.path for row in rows} >= {
            path for path in out.rglob("*.*") if path.is_file() and ".engross" not in path.parts
        }
        codes = {row.path.relative_to(out).as_posix(): [f.code for f in row.found[FILE_IDENTITY]] for row in rows}
        return {name: found for name, found in codes.items() if found}

    assert look() == {}
    expected = {}
    for name in ("corpus-report.json", "corpus-index.sqlite", "A_RES_80_10.zh/report.json", ".engross/journal.jsonl"):
        path = out / name
        path.write_bytes(path.read_bytes().replace(b"1", b"2"))
        expected[name] = ["file-changed"]
    expected[".engross/journal.jsonl"] = ["run-unfinished"]
    assert look().keys() >= expected.keys()
    run(sources, out, force=True)
    (out / "corpus-index.csv").unlink()
    shutil.rmtree(out / "A_RES_80_9.en")
    (out / "A_RES_80_10.zh" / "A_RES_80_10.zh.html").write_text("of another build")
    assert look() == {
        "A_RES_80_10.zh/A_RES_80_10.zh.html": ["file-unlisted"],
        "corpus-index.csv": ["file-missing"],
        "A_RES_80_9.en/A_RES_80_9.en.symbols.csv": ["file-missing"],
        "A_RES_80_9.en/A_RES_80_9.en.symbols.json": ["file-missing"],
        "A_RES_80_9.en/report.json": ["file-missing"],
    }


KILLED = """
import sys
from pathlib import Path
from engross.pipeline.bounded import Bounds
from engross.batch.corpus import RunOptions, RunResources, run_corpus
if __name__ == "__main__":
    order = RunOptions(Path(sys.argv[2]), Path(sys.argv[3]), frozenset({"index"}))
    run_corpus((sys.argv[1],), order, RunResources(2, 120.0), lambda *_: None)
"""


@pytest.mark.process
@pytest.mark.parametrize("seed", range(3))
def test_a_killed_run_goes_on_and_ends_with_the_same_bytes(seed: int, sources: Path, tmp_path: Path) -> None:
    script = tmp_path / "run.py"
    script.write_text(KILLED)
    command = [sys.executable, str(script), str(sources), str(tmp_path / "out"), str(FONTS)]
    process = subprocess.Popen(command, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, start_new_session=True)
    time.sleep(random.Random(seed).uniform(0.3, 4.0))
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    run(sources, tmp_path / "out")
    run(sources, tmp_path / "undisturbed")
    killed, undisturbed = contents(tmp_path / "out"), contents(tmp_path / "undisturbed")
    assert {name for name in killed if ".part" not in name} == undisturbed.keys()
    assert [name for name, data in undisturbed.items() if killed[name] != data] == []


@dataclass(frozen=True)
class Deadly:
    """An item that ends the process that works on it."""

    name: str = "deadly"
    member: str = "of nothing"

    @property
    def fault(self) -> str:
        """The first attribute that a worker reads."""
        os._exit(3)


@dataclass(frozen=True)
class Hanging:
    """An item that never releases the process that works on it."""

    name: str = "hanging"
    member: str = "of nothing"

    @property
    def fault(self) -> str:
        """The first attribute that a worker reads."""
        while True:
            time.sleep(1)


def lines(jobs: tuple[Job, ...], bounds: Bounds) -> Iterator[JournalLine]:
    """Return the lines of jobs, in the order of their names."""
    return iter(sorted(LocalRunner(2, bounds).work(jobs), key=lambda line: line.name))


@pytest.mark.process
def test_a_document_that_hangs_and_one_that_kills_its_worker_are_entries(tmp_path: Path) -> None:
    hanging = Job(Hanging(), "1", order(tmp_path / "out"))  # type: ignore[arg-type]
    deadly = Job(Deadly(), "2", order(tmp_path / "out"))  # type: ignore[arg-type]
    good = Job(Item("good", SAMPLE), "3", order(tmp_path / "out"))
    dead, well, hung = lines((hanging, deadly, good), Bounds(12.0))
    assert (dead.state, well.state, hung.state) == ("failed", "done", "failed")
    assert "died" in dead.message
    assert "12 seconds" in hung.message


@pytest.mark.process
def test_a_document_that_needs_more_memory_than_allowed_is_an_entry(tmp_path: Path) -> None:
    (tmp_path / "greedy.txt").write_text(SAMPLE.read_text("utf-8") * 20, "utf-8")
    greedy = Job(Item("greedy", tmp_path / "greedy.txt"), "1", order(tmp_path / "out"))
    good = Job(Item("refused", tmp_path / "none.txt"), "2", order(tmp_path / "out"))
    failed, refused = lines((greedy, good), Bounds(60.0, 8))
    assert (failed.state, refused.state) == ("failed", "refused")
    assert "--memory" in failed.message
    assert not (tmp_path / "out" / "greedy").exists()


@pytest.mark.process
def test_very_large_texts_have_a_worker_each_behind_the_others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("engross.batch.corpus.pool.make_document", whose)
    monkeypatch.setattr("engross.batch.corpus.pool.LARGE_BYTES", 10)
    sizes = {"a": 10, "b": 9, "c": 9, "d": 11, "e": 12}
    for name, size in sizes.items():
        (tmp_path / f"{name}.txt").write_text("x" * size)
    items = [Item(name, tmp_path / f"{name}.txt") for name in sizes]
    jobs = make_jobs(items, order(tmp_path), read_digests)
    done = list(LocalRunner(1, Bounds(60.0)).work(jobs))
    assert "".join(sorted(line.name for line in done[:2])) == "bc"
    assert "".join(sorted(line.name for line in done[2:])) == "ade"
    by_name = {line.name: line.message for line in done}
    assert by_name["b"] == by_name["c"]
    assert len({by_name[name] for name in "bade"}) == 4


def whose(job: Job) -> JournalLine:
    """Make a line that names the process that made it."""
    return JournalLine(job.item.name, job.key, "done", str(os.getpid()))


@pytest.mark.process
def test_the_index_of_all_finds_symbols_and_words(sources: Path, tmp_path: Path) -> None:
    run(sources, tmp_path / "out")
    index = json.loads((tmp_path / "out" / "corpus-index.json").read_text("utf-8"))
    cited = {one["symbol"]: [by["name"] for by in one["cited_by"]] for one in index["symbols"]}
    documents = {one["name"]: one for one in index["documents"]}
    assert set(documents) == {"A_RES_80_10.zh", "A_RES_80_9.en", "A_RES_80_8.zh"}
    assert all(names for names in cited.values())
    with sqlite3.connect(tmp_path / "out" / "corpus-index.sqlite") as database:
        places = database.execute("SELECT count(*) FROM citations").fetchone()[0]
        title = documents["A_RES_80_8.zh"]["title"]
        pair = re.search("[\u4e00-\u9fff]{2}", title)
        assert pair
        query = "SELECT name FROM search WHERE rowid IN (SELECT rowid FROM pairs WHERE pairs MATCH ?)"
        by_pair = database.execute(query, (pair[0],)).fetchall()
        citing: dict[str, set[str]] = {symbol: set() for symbol in cited}
        for symbol, name in database.execute("SELECT symbol, name FROM cited_by"):
            citing[symbol].add(name)
        by_words = database.execute("SELECT name FROM search WHERE search MATCH ?", (f'"{title[:4]}"',)).fetchall()
    assert places == sum(len(by["places"]) for one in index["symbols"] for by in one["cited_by"])
    assert ("A_RES_80_8.zh",) in by_words
    assert ("A_RES_80_8.zh",) in by_pair
    assert all(citing[symbol] <= set(names) for symbol, names in cited.items())
    assert any(citing.values())


@pytest.mark.process
@pytest.mark.parametrize("words", ["{title}", "{title:.2}", "{title:.1}", "the", "of", '"', "no such words"])
def test_words_are_found_where_they_stand(words: str, sources: Path, tmp_path: Path) -> None:
    run(sources, tmp_path / "out")
    records = [json.loads(path.read_text("utf-8")) for path in (tmp_path / "out" / ".engross" / "records").iterdir()]
    title = next(record["title"] for record in records if "\u4e00" <= record["title"][0] <= "\u9fff")
    asked = words.format(title=title)
    texts = [text for record in records for _, text in (("title", record["title"]), *record["paragraphs"])]
    places_found = find_places(tmp_path / "out", asked)
    assert sorted(one.text for one in places_found) == sorted(text for text in texts if asked.lower() in text.lower())
    assert bool(places_found) is (asked not in ('"', "no such words"))


def test_an_index_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="no index"):
        find_places(tmp_path, "words")
