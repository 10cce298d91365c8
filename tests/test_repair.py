"""A run's own files damaged, lost or held: the next run makes them again, and makes nothing whole twice."""

from __future__ import annotations

import json
import multiprocessing
import random
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from engross.batch.corpus import RunSummary
from engross.batch.corpus.corpus_index import INDEX_NAME, REPORT_NAME, TABLE_NAME
from engross.batch.corpus.journal import GATHERED_FILE, RECORDS_FOLDER, JournalLine, parse_line, spell_line
from engross.batch.corpus.storage import LocalStorage
from engross.batch.search.database import DATABASE_NAME
from engross.batch.search.find_places import find_places
from engross.model.notice import Refusal
from tests.test_build import CASES
from tests.test_corpus import contents, run

JOURNAL = ".engross/journal.jsonl"


@pytest.fixture(scope="module")
def sources(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two documents, and one that is refused."""
    folder = tmp_path_factory.mktemp("sources")
    for case in ("raw-zh-tight", "akn-points"):
        file = next((CASES / case).glob("in.*"))
        shutil.copy(file, folder / f"{case}{file.suffix}")
    (folder / "bad.txt").write_text("no resolution", "utf-8")
    return folder


@pytest.fixture(scope="module")
def whole(sources: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of an undisturbed run."""
    out = tmp_path_factory.mktemp("whole")
    run(sources, out)
    return out


@pytest.fixture
def out(whole: Path, tmp_path: Path) -> Path:
    """A copy of that folder, to be damaged."""
    copy: Path = shutil.copytree(whole, tmp_path / "out")
    return copy


def repaired(sources: Path, out: Path, whole: Path) -> RunSummary:
    """Run over a damaged folder, which must end as the undisturbed one."""
    summary = run(sources, out)
    assert contents(out) == contents(whole)
    return summary


@pytest.mark.process
@pytest.mark.parametrize(
    "line",
    [
        b"null",
        b"5",
        b'"x"',
        b"[]",
        b"{}",
        b"[" * 100_000,
        b"\0\0\0",
        b"\xff\xfe\x80",
        b"9" * 5000,
        b"",
        b"\x85\xe2\x80\xa8",
    ],
)
def test_a_line_that_is_none_costs_nothing(line: bytes, sources: Path, out: Path, whole: Path) -> None:
    with (out / JOURNAL).open("ab") as journal:
        journal.write(line + b"\n")
    assert repaired(sources, out, whole).made == 0


LINE = JournalLine(
    "a/b", "key", "done", "", "A/1", "en", "ga", {"pages": 1}, {"code": 2}, (("b.pdf", 3, "0" * 64),), "1" * 64
)


@pytest.mark.parametrize("value", [None, 5, -1, 1.5, True, "x", "\ud800", [], ["x"], [[]], {}, {"x": "y"}])
@pytest.mark.parametrize("field", LINE.__slots__)
def test_a_line_with_a_field_of_another_type_does_not_count(field: str, value: object) -> None:
    assert parse_line(spell_line(LINE)) == LINE
    values: dict[str, Any] = json.loads(spell_line(LINE))
    assert parse_line(json.dumps(values | {field: value})) is None
    del values[field]
    assert parse_line(json.dumps(values)) is None


@pytest.mark.parametrize("seed", range(200))
def test_no_damage_to_a_line_is_taken_for_a_line(seed: int) -> None:
    chance, data = random.Random(seed), bytearray(spell_line(LINE).encode())
    at = chance.randrange(len(data) - 1)
    if seed % 2:
        data[at] ^= 1 << chance.randrange(8)
    else:
        del data[at:]
    for text in bytes(data).decode("utf-8", errors="replace").split("\n"):
        assert parse_line(text) in (None, LINE)


def test_a_message_may_have_any_line_break(tmp_path: Path) -> None:
    line = JournalLine("a", "key", "failed", "one\u2028two\x85three\nfour\x0cfive")
    LocalStorage(tmp_path).settle("journal", [spell_line(line).encode()], "")
    assert [found for found in map(parse_line, LocalStorage(tmp_path).lines("journal")) if found] == [line]


def overwrite(path: Path, chance: random.Random) -> None:
    """Overwrite bytes in the middle."""
    data = bytearray(path.read_bytes())
    at = chance.randrange(len(data))
    data[at : at + 8] = chance.randbytes(8)
    path.write_bytes(data)


def cut(path: Path, chance: random.Random) -> None:
    """Cut the end off."""
    path.write_bytes(path.read_bytes()[: chance.randrange(path.stat().st_size)])


def empty(path: Path, _: random.Random) -> None:
    """Remove all bytes."""
    path.write_bytes(b"")


def lose(path: Path, _: random.Random) -> None:
    """Remove the file."""
    path.unlink()


def edit(path: Path, chance: random.Random) -> None:
    """Change one digit, as a person may."""
    data = bytearray(path.read_bytes())
    figures = [n for n, byte in enumerate(data) if byte in b"12345678"]
    data[chance.choice(figures)] += 1
    path.write_bytes(data)


@pytest.mark.process
@pytest.mark.parametrize("damage", [overwrite, cut, empty, lose, edit])
def test_whatever_of_a_run_s_own_files_is_damaged_is_made_again(
    damage: Callable[[Path, random.Random], None], sources: Path, out: Path, whole: Path
) -> None:
    names = sorted(path.relative_to(out) for path in (out / ".engross").rglob("*") if path.is_file())
    names += [Path(name) for name in (REPORT_NAME, INDEX_NAME, TABLE_NAME, DATABASE_NAME)]
    assert {Path(JOURNAL), Path(GATHERED_FILE)} < set(names)
    assert any(name.parent.name == RECORDS_FOLDER for name in names)
    for name in names:
        damage(out / name, random.Random(f"{damage.__name__} {name}"))
        made = repaired(sources, out, whole).made
        assert made <= 3, name
        assert made or name.parent.name != RECORDS_FOLDER, "the document of a damaged record is made again"


@pytest.mark.process
def test_all_records_lost_are_made_again(sources: Path, out: Path, whole: Path) -> None:
    shutil.rmtree(out / ".engross" / "records")
    assert repaired(sources, out, whole).made == 2


@pytest.mark.process
@pytest.mark.parametrize("name", [JOURNAL, ".engross/gathered", REPORT_NAME, DATABASE_NAME])
def test_a_folder_in_the_place_of_a_run_s_own_file_is_refused(name: str, sources: Path, out: Path) -> None:
    (out / name).unlink()
    (out / name).mkdir()
    with pytest.raises(Refusal) as refused:
        run(sources, out, force=True)
    assert "--out" in refused.value.hint


@pytest.mark.process
def test_a_file_in_the_place_of_the_records_is_a_line(sources: Path, out: Path) -> None:
    shutil.rmtree(out / ".engross" / "records")
    (out / ".engross" / "records").write_text("a file")
    assert {line.state for line in run(sources, out).lines} == {"refused"}


def damaged(path: Path) -> None:
    """Write bytes that are no database."""
    path.write_bytes(random.Random(1).randbytes(3000))


def torn(path: Path) -> None:
    """Write noise over the later pages of a database."""
    data = path.read_bytes()
    path.write_bytes(data[:4096] + random.Random(1).randbytes(len(data) - 4096))


def older(path: Path) -> None:
    """Write a database with other tables."""
    path.unlink()
    with closing(sqlite3.connect(path)) as database:
        database.execute("CREATE TABLE documents (symbol)")


def untyped(path: Path) -> None:
    """Remove the text of places from a database."""
    with closing(sqlite3.connect(path)) as database:
        database.execute("UPDATE documents SET symbol = NULL")
        database.commit()


def folder(path: Path) -> None:
    """Make a folder in its place."""
    path.unlink()
    path.mkdir()


def none(path: Path) -> None:
    """Remove all bytes."""
    path.write_bytes(b"")


@pytest.mark.process
@pytest.mark.parametrize("damage", [damaged, torn, older, untyped, folder, none, Path.unlink])
@pytest.mark.parametrize("length", [1, 3])
def test_an_index_that_is_none_is_refused(damage: Callable[[Path], object], length: int, out: Path) -> None:
    words = json.loads((out / INDEX_NAME).read_text("utf-8"))["documents"][0]["title"][:length]
    assert find_places(out, words)
    damage(out / DATABASE_NAME)
    with pytest.raises(Refusal, match="index") as refused:
        find_places(out, words)
    assert "./press corpus" in refused.value.hint


@pytest.mark.process
def test_an_index_that_another_program_holds_is_refused(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("engross.batch.search.find_places.TIMEOUT_SECONDS", 0.1)
    with closing(sqlite3.connect(out / DATABASE_NAME)) as database:
        database.execute("BEGIN EXCLUSIVE")
        with pytest.raises(Refusal, match="another program holds the index"):
            find_places(out, "the")


@pytest.mark.process
def test_words_that_are_not_utf_8_are_refused(out: Path) -> None:
    with pytest.raises(Refusal, match="UTF-8"):
        find_places(out, "caf\udce9")


def hold(out: str, held: Any, end: Any) -> None:
    """Hold a run's folder as a running run does."""
    with LocalStorage(Path(out)).keep_others_out(".engross"):
        held.set()
        end.wait(60)


@pytest.mark.process
def test_a_second_run_in_one_folder_is_refused_until_the_first_has_ended(sources: Path, out: Path, whole: Path) -> None:
    context = multiprocessing.get_context("spawn")
    held, end = context.Event(), context.Event()
    first = context.Process(target=hold, args=(str(out), held, end))
    first.start()
    assert held.wait(60)
    with pytest.raises(Refusal, match="another run"):
        run(sources, out)
    first.kill()  # the system releases what a killed run held
    first.join()
    repaired(sources, out, whole)
