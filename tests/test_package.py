"""Writing files: all or none, and nothing else beside them."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from engross.model.book import FinishedFile
from engross.model.notice import Refusal
from engross.pipeline.output import remove_files, write_files

FILES = (FinishedFile("a.pdf", b"new a"), FinishedFile("b.epub", b"new b"))


def names(folder: Path) -> list[str]:
    """Return everything below a folder, by name."""
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*"))


def test_files_stand_in_a_folder_made_for_them(tmp_path: Path) -> None:
    folder = tmp_path / "out" / "stem"
    assert write_files(folder, FILES) == (folder / "a.pdf", folder / "b.epub")
    assert names(tmp_path) == ["out", "out/stem", "out/stem/a.pdf", "out/stem/b.epub"]
    assert (folder / "a.pdf").read_bytes() == b"new a"


def test_older_files_are_replaced_and_others_left(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(b"old a")
    (tmp_path / "mine.txt").write_bytes(b"mine")
    write_files(tmp_path, FILES)
    assert names(tmp_path) == ["a.pdf", "b.epub", "mine.txt"]
    assert (tmp_path / "a.pdf").read_bytes() == b"new a"


def test_file_that_cannot_be_written_leaves_all_as_it_was(tmp_path: Path) -> None:
    """A folder stands where the second file should."""
    (tmp_path / "a.pdf").write_bytes(b"old a")
    (tmp_path / "b.epub").mkdir()
    with pytest.raises(Refusal, match="cannot be written: Is a directory") as refused:
        write_files(tmp_path, FILES)
    assert "--out DIR" in refused.value.hint
    assert refused.value.where.file == str(tmp_path / "b.epub")
    assert names(tmp_path) == ["a.pdf", "b.epub"]
    assert (tmp_path / "a.pdf").read_bytes() == b"old a"


def test_full_disk_leaves_no_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(path: Path, data: bytes) -> int:
        path.touch()
        raise OSError(28, "No space left on device", data[:0])

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(Refusal, match="No space left on device"):
        write_files(tmp_path / "out" / "stem", FILES)
    assert names(tmp_path) == []


@pytest.mark.parametrize(
    ("number", "advice"),
    [
        (errno.ENOSPC, "free some space there"),
        (errno.EDQUOT, "free some space there"),
        (errno.EACCES, "correct its permissions"),
        (errno.EROFS, "nothing can be written on that disk"),
        (errno.ENAMETOOLONG, "a shorter name"),
        (errno.EEXIST, "a file stands where the folder should be"),
        (errno.ELOOP, "its links lead in a circle"),
        (errno.EIO, "choose another with --out DIR"),
    ],
    ids=lambda value: errno.errorcode.get(value) if isinstance(value, int) else "",
)
def test_advice_fits_the_error(number: int, advice: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> int:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(Path, "write_bytes", fail)
    with pytest.raises(Refusal) as refused:
        write_files(tmp_path / "out", FILES)
    assert advice in refused.value.hint
    assert names(tmp_path) == []


def test_links_in_a_circle_are_refused(tmp_path: Path) -> None:
    (tmp_path / "a").symlink_to("b")
    (tmp_path / "b").symlink_to("a")
    with pytest.raises(Refusal, match="cannot be written"):
        write_files(tmp_path / "a" / "out", FILES)


def test_interruption_leaves_no_part(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Path, "replace", interrupted)
    with pytest.raises(KeyboardInterrupt):
        write_files(tmp_path, FILES)
    assert names(tmp_path) == []


def test_remove_takes_only_what_is_named(tmp_path: Path) -> None:
    write_files(tmp_path, FILES)
    remove_files(tmp_path, ["a.pdf", "none.html"])
    assert names(tmp_path) == ["b.epub"]
