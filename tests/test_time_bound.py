"""A checker has its time for each fifty files of an e-book."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from engross.verify.check.time_bound import find_time_bound


@pytest.mark.parametrize(("files", "seconds"), [(1, 120), (50, 120), (51, 240), (369, 960)])
def test_time_grows_with_the_files(files: int, seconds: int, tmp_path: Path) -> None:
    path = tmp_path / "book.epub"
    with zipfile.ZipFile(path, "w") as archive:
        for n in range(files):
            archive.writestr(f"text/{n}.xhtml", "")
    assert find_time_bound(path, 120) == seconds


@pytest.mark.parametrize("data", [b"", b"no archive", b"PK\x05\x06" + bytes(18)])
def test_what_is_no_book_has_the_time_once(data: bytes, tmp_path: Path) -> None:
    """Also an archive without files."""
    path = tmp_path / "book.epub"
    path.write_bytes(data)
    assert find_time_bound(path, 120) == 120
