"""Hostile names and archives in a run: each has a line, no two collide, nothing is written outside the run's folder."""

from __future__ import annotations

import os
import random
import stat
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path, PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engross.batch.corpus import RunOptions, RunResources, RunSummary, find_items, run_corpus
from engross.batch.corpus.archive import member_names
from engross.batch.corpus.item import Item
from engross.batch.corpus.job import Job
from engross.batch.corpus.names import make_folder_name, make_names_unique
from engross.batch.corpus.worker import make_document
from engross.model.notice import Refusal
from tests.test_build import CASES, FONTS
from tests.test_corpus import contents, quietly, zipped

TEXT = next((CASES / "raw-en-title-note").glob("in.*")).read_bytes()
MEMBERS = (
    "/etc/passwd.txt",
    "../../up.txt",
    "..\\..\\up.txt",
    "C:\\Windows\\system.txt",
    "C:drive.txt",
    "\\\\server\\share\\x.txt",
    "a/../../b.txt",
    "...txt",
    "..txt",
    ".txt",
    " .txt",
    "~/.ssh/keys.txt",
    "con.txt",
    "line\nbreak.txt",
    "esc\x1b[31m.txt",
    "turned\u202etxt.txt",
    "x" * 255 + ".txt",
    "中" * 100 + ".txt",
    "d/" * 100 + "deep.txt",
    "d/report.json.txt",
    "D/Report.json.txt",
    "corpus-report.json.txt",
    "corpus-index.sqlite/inside.txt",
    ".engross/journal.jsonl.txt",
    "e\u0301.txt",
    "\u00e9.txt",
    "Same.txt",
    "same.txt",
)


def run(sources: tuple[str, ...], out: Path) -> RunSummary:
    """Run without a layout."""
    return run_corpus(sources, RunOptions(out, FONTS, frozenset({"akn"})), RunResources(1, 120.0), quietly)


PARTS = st.text(st.characters() | st.sampled_from("./\\\x00\x1b:~ "), max_size=300)
PATHS = st.lists(PARTS | st.sampled_from(["a", "A", "a.pdf", "report.json", "corpus-index.csv", "..", ""]), min_size=1)


@given(st.lists(PATHS.map("/".join), max_size=12))
def test_names_lead_nowhere_and_stay_apart(paths: list[str]) -> None:
    names = make_names_unique([make_folder_name(PurePosixPath(f"{path}.txt")) for path in paths])
    assert len({name.casefold() for name in names}) == len(paths)
    for name in names:
        for part in name.split("/"):
            assert part not in ("", ".", "..")
            assert not set(part) & {*'\\:*?"<>|', *map(chr, range(32))}
            assert not part.startswith(".")
            assert len(part.encode("utf-8")) <= 210


@pytest.mark.parametrize(
    ("wanted", "given"),
    [
        (["a", "a"], ["a", "a-2"]),
        (["a", "A", "a-2"], ["a", "A-2", "a-2-2"]),
        (["corpus-report.json", "Corpus-Index.CSV"], ["corpus-report.json-2", "Corpus-Index.CSV-2"]),
        (["d", "d/report.json", "d/d.pdf/e"], ["d", "d/report.json-2", "d/d.pdf-2/e"]),
        (["d/d", "D/D/d.symbols.csv"], ["d/d", "D/D/d.symbols.csv-2"]),
        (["d/report.json", "d/d.pdf", "b/corpus-report.json"], ["d/report.json", "d/d.pdf", "b/corpus-report.json"]),
        (["A_RES_77_1", "A_RES_77_1.pdf"], ["A_RES_77_1", "A_RES_77_1.pdf"]),
    ],
)  # fmt: skip
def test_a_folder_stands_where_no_other_and_no_file_goes(wanted: list[str], given: list[str]) -> None:
    assert make_names_unique(wanted) == given


@pytest.mark.process
def test_whatever_an_archive_calls_its_members_all_stay_in_the_run_s_folder(tmp_path: Path) -> None:
    bed = tmp_path / "bed"
    source = zipped(tmp_path / "...zip", {name: TEXT + f"{n}\n".encode() for n, name in enumerate(MEMBERS)})
    summary = run((str(source),), bed / "out")
    assert len(summary.lines) == len(MEMBERS)
    states = {line.state for line in summary.lines}
    assert states <= {"done", "refused"}, [line.message for line in summary.lines if line.state == "failed"]
    # some names are the same in Unicode form C
    assert sum(line.state == "done" for line in summary.lines) >= len(MEMBERS) - 3
    assert {path.name for path in bed.iterdir()} == {"out"}
    assert sorted(path.name for path in tmp_path.iterdir()) == ["...zip", "bed"]
    finished = [line.folder for line in summary.lines if line.state == "done"]
    assert all((bed / "out" / name / f"{name}.xml").is_file() for name in finished)
    assert run((str(source),), bed / "out").made == sum(line.key == "" for line in summary.lines)


NAMES = (
    b"caf\xe9.txt",
    b"x\x1b[31m.txt",
    b"...txt",
    b"..txt",
    b"a\nb.txt",
    b"a'b\"c.txt",
    b"x" * 251 + b".txt",
    b"corpus-report.json.txt",
)


@pytest.mark.process
def test_files_of_any_name_are_lines(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    files = [folder / os.fsdecode(name) for name in NAMES]
    for file in files:
        file.write_bytes(TEXT)
    (folder / "folder.txt").mkdir()
    os.mkfifo(folder / "pipe.txt")
    (folder / "link.txt").symlink_to("nowhere")
    out = tmp_path / "bed" / "out"
    for sources in ((str(folder),), tuple(map(str, files))):
        summary = run(sources, out)
        assert [(line.state, line.message) for line in summary.lines] == [("done", "")] * len(NAMES)
        assert all("\x1b" not in str(name) for name in contents(out))
    assert {path.name for path in (tmp_path / "bed").iterdir()} == {"out"}
    assert run(sources, out).made == 0


def test_a_source_that_is_no_file_is_refused(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    for source in (str(tmp_path / "pipe.txt"), "/dev/null", str(tmp_path / ("x" * 300)), str(tmp_path / "caf\udce9")):
        with pytest.raises(Refusal):
            find_items((source,))


def test_a_folder_that_cannot_be_read_is_a_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "locked").mkdir()
    (tmp_path / "one.txt").write_text("x")
    scandir = os.scandir

    def refusing(path: str) -> object:
        if str(path).endswith("locked"):
            raise PermissionError(13, "Permission denied", path)
        return scandir(path)

    monkeypatch.setattr("os.scandir", refusing)
    locked, one = find_items((str(tmp_path),))
    assert (one.fault, locked.name) == ("", "locked")
    line = make_document(Job(locked, "", RunOptions(tmp_path / "out", FONTS, frozenset())))
    assert (line.state, line.message) == ("refused", "the folder cannot be read: Permission denied")


def ordinary(path: Path) -> bytearray:
    """Return the bytes of an archive of one document."""
    return bytearray(zipped(path, {"a.txt": TEXT}).read_bytes())


def with_field(data: bytearray, mark: bytes, place: int, value: int) -> bytearray:
    """Return an archive with another two-byte number in one of its entries."""
    at = data.index(mark) + place
    data[at : at + 2] = struct.pack("<H", value)
    return data


BAD: dict[str, Callable[[bytearray], bytearray]] = {
    "empty": lambda _: bytearray(),
    "noise": lambda _: bytearray(random.Random(1).randbytes(500)),
    "cut": lambda data: data[:-30],
    "method": lambda data: with_field(with_field(data, b"PK\1\2", 10, 77), b"PK\3\4", 8, 77),
    "version": lambda data: with_field(data, b"PK\1\2", 6, 99),
    "encrypted": lambda data: with_field(with_field(data, b"PK\1\2", 8, 1), b"PK\3\4", 6, 1),
    "not-utf-8": lambda data: with_field(data.replace(b"a.txt", b"\xff\xfe\xfdxt"), b"PK\1\2", 8, 0x800),
    "no-source": lambda data: data.replace(b"a.txt", b"a.tx\0"),
    "no-entry": lambda data: data.replace(b"PK\3\4", b"PK\3\5"),
}  # fmt: skip


@pytest.mark.process
@pytest.mark.parametrize("kind", BAD)
def test_a_bad_archive_is_a_line_and_the_others_go_on(kind: str, tmp_path: Path) -> None:
    (tmp_path / "good.txt").write_bytes(TEXT)
    (tmp_path / f"{kind}.zip").write_bytes(BAD[kind](ordinary(tmp_path / "ordinary.zip")))
    lines = run((str(tmp_path / "good.txt"), str(tmp_path / f"{kind}.zip")), tmp_path / "out").lines
    (bad,) = (line for line in lines if line.name != "good")
    assert bad.state == "refused"
    assert f"{kind}.zip" in bad.message
    assert "\n  " in bad.message, "what to do"
    assert [line.state for line in lines if line.name == "good"] == ["done"]


@pytest.mark.parametrize("seed", range(150))
def test_an_archive_with_wrong_bytes_is_refused_or_read(seed: int, tmp_path: Path) -> None:
    data, chance = ordinary(tmp_path / "a.zip"), random.Random(seed)
    for _ in range(chance.randint(1, 4)):
        data[chance.randrange(len(data))] = chance.randrange(256)
    (tmp_path / "a.zip").write_bytes(data)
    for item in find_items((str(tmp_path / "a.zip"),)):
        line = make_document(Job(item, "", RunOptions(tmp_path / "out", FONTS, frozenset())))
        assert line.state in ("done", "refused"), line.message


def test_archives_have_bounds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bomb = zipped(tmp_path / "bomb.zip", {f"{n}.txt": bytes(10_000_000) for n in range(6)})
    with pytest.raises(Refusal, match="unpacks to 60 MB"):
        member_names(bomb, (".txt",))
    monkeypatch.setattr("engross.batch.corpus.archive.ARCHIVE_MEMBERS", 5)
    with pytest.raises(Refusal, match="6 members"):
        member_names(bomb, (".txt",))


@pytest.mark.process
def test_an_archive_in_an_archive_is_not_opened_and_a_link_leads_nowhere(tmp_path: Path) -> None:
    path = zipped(tmp_path / "z.zip", {"inner.zip": bytes(ordinary(tmp_path / "inner.zip")), "a.txt": TEXT})
    link = zipfile.ZipInfo("link.txt")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(link, "/etc/hostname")
    lines = {line.name: line for line in run((str(path),), tmp_path / "out").lines}
    assert {name: line.state for name, line in lines.items()} == {"z/a": "done", "z/link": "refused"}


@pytest.mark.process
def test_an_exception_that_nobody_foresaw_is_a_line_with_its_trace_in_a_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "in.txt").write_bytes(TEXT)
    job = Job(Item("en/in", tmp_path / "in.txt"), "1", RunOptions(tmp_path / "out", FONTS, frozenset({"akn"})))

    def fail(_: object) -> None:
        raise LookupError("of all things")

    monkeypatch.setattr("engross.pipeline.build.build", fail)
    line = make_document(job)
    trace = tmp_path / "out" / ".engross" / "traces" / "en%2Fin.txt"
    assert line.state == "failed"
    assert "engross failed here" in line.message
    assert str(trace) in line.message
    assert "Traceback" not in line.message
    assert "of all things" in trace.read_text("utf-8")
    monkeypatch.undo()
    run((str(tmp_path / "in.txt"),), tmp_path / "out")
    assert not trace.exists(), "what has gone well since has no trace"


@pytest.mark.parametrize(("error", "said"), [(MemoryError(), "--memory"), (RecursionError(), "nested")])
def test_memory_and_stack_have_words_of_their_own(
    error: Exception, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "in.txt").write_bytes(TEXT)

    def fail(_: object) -> None:
        raise error

    monkeypatch.setattr("engross.pipeline.build.build", fail)
    line = make_document(
        Job(Item("in", tmp_path / "in.txt"), "1", RunOptions(tmp_path / "out", FONTS, frozenset({"akn"})))
    )
    assert line.state == "failed"
    assert said in line.message
    assert not (tmp_path / "out").exists()
