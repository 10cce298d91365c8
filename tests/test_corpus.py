"""Many sources: what they are called, what is made anew, kills, hangs and deaths survived, the index of all."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from engross.corpus import Order, Run, Summary, corpus
from engross.corpus.item import Item, items
from engross.corpus.journal import Line
from engross.corpus.pool import work
from engross.corpus.worker import Job
from engross.notice import Refusal
from tests.test_build import CASES, FONTS, ROOT, SAMPLE

EDITIONS = frozenset({"index"})  # the layout is made for its pages; only the writing of the others is left out


def order(out: Path, **only: Any) -> Order:
    """An order into a folder."""
    return Order(out, FONTS, EDITIONS, **only)


def quietly(*_: object) -> None:
    """Say nothing of progress."""


def run(sources: Path, out: Path, force: bool = False, **only: str) -> Summary:
    """A run over a folder by two workers."""
    return corpus((str(sources),), order(out, **only), Run(2, 120.0, force), quietly)


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    """A folder of sources in two languages, one of them bad."""
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
    """Every file below a folder."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def test_yaml_is_a_source_and_the_xml_of_an_edition_is_none(tmp_path: Path) -> None:
    """Editions may be made into the folder that the sources lie in: its next run must not take their XML for more."""
    for name in ("A_RES_1_1.xml", "A_RES_1_2.resolution.yaml", "A_RES_1_1/A_RES_1_1.xml", "other/settings.yaml"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x")
    (tmp_path / "A_RES_1_1" / "report.json").write_text("{}")
    assert [(item.name, item.path.name) for item in items((str(tmp_path),))] == [
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
    found = items((str(tmp_path / "a"), str(tmp_path / "a" / "*.xml"), str(tmp_path / "z.zip")))
    assert [(item.name, item.member) for item in found] == [
        ("deep/two", ""),
        ("one", ""),
        ("z/in/three", "../in/three.xml"),
    ]


def test_two_sources_of_one_name_are_told_apart(tmp_path: Path) -> None:
    for name in ("one.txt", "one.xml"):
        (tmp_path / name).write_text("x")
    first, second = items((str(tmp_path),))
    assert (first.name, first.twin, second.name) == ("one", "", "one-2")
    assert second.twin.endswith("one.txt")


@pytest.mark.parametrize("name", ["none", "empty"])
def test_nothing_to_do_is_refused(name: str, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(Refusal, match=name):
        items((str(tmp_path / name),))


def test_a_second_run_makes_nothing_and_a_change_is_made_alone(sources: Path, tmp_path: Path) -> None:
    first = run(sources, tmp_path / "out")
    states = {line.name: line.state for line in first.lines}
    assert states == {"akn-points": "done", "bad": "refused", "en/raw-en-masthead": "done", "raw-zh-tight": "done"}
    before = contents(tmp_path / "out")
    os.utime(sources / "akn-points.xml")
    assert run(sources, tmp_path / "out").made == 0
    assert contents(tmp_path / "out") == before
    (sources / "bad.txt").write_text("no resolution at all", "utf-8")
    assert run(sources, tmp_path / "out").made == 1
    assert run(sources, tmp_path / "out", force=True).made == 4
    (tmp_path / "out" / "akn-points" / "report.json").unlink()
    assert run(sources, tmp_path / "out").made == 1
    (sources / "bad.txt").unlink()
    assert run(sources, tmp_path / "out").made == 0
    assert json.loads((tmp_path / "out" / "corpus-report.json").read_text("utf-8"))["documents"] == 3


def test_documents_are_chosen_by_language(sources: Path, tmp_path: Path) -> None:
    lines = run(sources, tmp_path / "out", language="en").lines
    assert {line.name: line.state for line in lines if line.state != "refused"} == {
        "akn-points": "left out",
        "en/raw-en-masthead": "done",
        "raw-zh-tight": "left out",
    }
    assert not (tmp_path / "out" / "akn-points").exists()


KILLED = """
import sys
from pathlib import Path
from engross.corpus import Order, Run, corpus
if __name__ == "__main__":
    order = Order(Path(sys.argv[2]), Path(sys.argv[3]), frozenset({"index"}))
    corpus((sys.argv[1],), order, Run(2, 120.0), lambda *_: None)
"""


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

    @property
    def twin(self) -> str:
        """What a worker asks first."""
        os._exit(3)


def lines(jobs: tuple[Job, ...], timeout: float) -> Iterator[Line]:
    """The lines of jobs, in the order of their names."""
    return iter(sorted(work(jobs, 2, timeout), key=lambda line: line.name))


def test_a_document_that_hangs_and_one_that_kills_its_worker_are_entries(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "hanging.txt")
    hanging = Job(Item("hanging", tmp_path / "hanging.txt"), "1", order(tmp_path / "out"))
    deadly = Job(Deadly(), "2", order(tmp_path / "out"))  # type: ignore[arg-type]
    good = Job(Item("good", SAMPLE), "3", order(tmp_path / "out"))
    dead, well, hung = lines((hanging, deadly, good), 12.0)
    assert (dead.state, well.state, hung.state) == ("failed", "done", "failed")
    assert "died" in dead.message
    assert "12 seconds" in hung.message


def test_the_index_of_all_finds_symbols_and_words(sources: Path, tmp_path: Path) -> None:
    run(sources, tmp_path / "out")
    index = json.loads((tmp_path / "out" / "corpus-index.json").read_text("utf-8"))
    cited = {one["symbol"]: [by["name"] for by in one["cited_by"]] for one in index["symbols"]}
    documents = {one["name"]: one for one in index["documents"]}
    assert set(documents) == {"akn-points", "en/raw-en-masthead", "raw-zh-tight"}
    assert all(names for names in cited.values())
    with sqlite3.connect(tmp_path / "out" / "corpus-index.sqlite") as database:
        places = database.execute("SELECT count(*) FROM citations").fetchone()[0]
        title = documents["raw-zh-tight"]["title"]
        found = database.execute("SELECT name FROM search WHERE search MATCH ?", (f'"{title[:4]}"',)).fetchall()
    assert places == sum(len(by["places"]) for one in index["symbols"] for by in one["cited_by"])
    assert ("raw-zh-tight",) in found
