"""A test is a folder: input beside expected output, readable by an editor; ``pytest --accept`` rewrites."""

from __future__ import annotations

from pathlib import Path

HERE = Path(__file__).parent


def folders(stage: str) -> list[Path]:
    """The case folders of a stage, by name."""
    return sorted(path for path in (HERE / stage).iterdir() if path.is_dir() and not path.name.startswith("_"))


def expect(path: Path, found: str, accept: bool) -> None:
    """Hold ``found`` against the expected text in ``path``; with ``accept`` write it there instead."""
    if accept:
        path.write_text(found, "utf-8")
    assert path.is_file(), f"{path} is missing: run pytest --accept and read what it writes"
    assert found == path.read_text("utf-8")
