"""The newcomer's walk in the README: its commands are run, its edit is made, its output is compared."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from tests.test_build import FONTS, ROOT

START, END = "## A PDF with two wrong paragraphs, mended\n", "\n## "
WALK = (ROOT / "README.md").read_text("utf-8").partition(START)[2].partition(END)[0]


def blocks(language: str) -> list[str]:
    """Return the code blocks of the walk in a language."""
    code_blocks = re.findall(r"^```(\w*)\n(.*?)^```$", WALK, re.MULTILINE | re.DOTALL)
    return [text for name, text in code_blocks if name == language]


def walk(line: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run a command of the walk, with its redirection."""
    words, _, to = line.partition(" > ")
    command = [sys.executable, "-m", "engross", *shlex.split(words)[1:]]
    command += ["--fonts", str(FONTS)] if "build" in command else []
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    process = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    if to:
        (folder / to).write_text(process.stdout, "utf-8")
    return process


@pytest.mark.process
def test_walk_works_as_written(tmp_path: Path) -> None:
    (tmp_path / "samples").symlink_to(ROOT / "samples")
    (read, compare, build), (edit,), (shown, refused) = (
        [line for block in blocks("sh") for line in block.splitlines()],
        blocks("diff"),
        blocks(""),
    )
    mended = tmp_path / "A_RES_99_7.resolution.yaml"
    assert walk(read, tmp_path).returncode == 0
    text = mended.read_text("utf-8")
    before, after = ([line[1:] for line in edit.splitlines() if line[0] == sign] for sign in "-+")
    for old, new in zip(before, after, strict=True):
        assert f"\n{old}\n" in text
        text = text.replace(old, new)
    mended.write_text(text, "utf-8")
    compared = walk(compare, tmp_path)
    assert (compared.returncode, compared.stdout) == (1, shown)
    built = walk(build, tmp_path)
    assert built.returncode == 0, built.stderr
    folder = tmp_path / "build" / "A_RES_99_7.en"
    assert all((folder / f"A_RES_99_7.en{end}").stat().st_size > 1000 for end in (".pdf", ".epub", ".xml"))
    mended.write_text(text.replace("\nbody:", "\nboddy:"), "utf-8")
    again = walk(build, tmp_path)
    assert again.returncode == 1
    assert refused.splitlines()[0] in again.stderr
