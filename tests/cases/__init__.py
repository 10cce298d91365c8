"""A test is a folder: input beside expected output, readable by an editor; ``pytest --accept`` rewrites."""

from __future__ import annotations

import tempfile
import zipfile
from functools import cache
from pathlib import Path

from engross.model.notice import Notice
from engross.model.text import TextStreams, folded_streams
from engross.model.tree import Resolution
from engross.verify.integrity import ReadBack, compare_with_model

HERE = Path(__file__).parent


def folders(stage: str) -> list[Path]:
    """The case folders of a stage, by name."""
    return sorted(path for path in (HERE / stage).iterdir() if path.is_dir() and not path.name.startswith("_"))


def source_of(folder: Path) -> Path:
    """The source of a case, ``in.*``; a folder in.docx, whose parts an editor can read, is packed first."""
    given = next(folder.glob("in.*"))
    return _packed(given) if given.is_dir() else given


@cache
def _desk() -> tempfile.TemporaryDirectory[str]:
    return tempfile.TemporaryDirectory()


@cache
def _packed(parts: Path) -> Path:
    """A folder of parts as the zip archive that Word makes of it; the same bytes each time."""
    path = Path(_desk().name) / parts.parent.name / parts.name
    path.parent.mkdir(exist_ok=True)
    with zipfile.ZipFile(path, "w") as archive:
        for part in sorted(one for one in parts.rglob("*") if one.is_file()):
            archive.writestr(zipfile.ZipInfo(part.relative_to(parts).as_posix()), part.read_bytes())
    return path


def expect(path: Path, found: str, accept: bool) -> None:
    """Hold ``found`` against the expected text in ``path``; with ``accept`` write it there instead."""
    if accept:
        path.write_text(found, "utf-8")
    assert path.is_file(), f"{path} is missing: run pytest --accept and read what it writes"
    assert found == path.read_text("utf-8")


def text_differences(edition: str, found: TextStreams, resolution: Resolution) -> tuple[Notice, ...]:
    """Where the text taken out of an edition is not the resolution's."""
    return compare_with_model(ReadBack(edition, found), folded_streams(resolution), resolution)
