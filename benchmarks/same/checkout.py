"""Check out a commit, or the working tree, into a folder to run from."""

from __future__ import annotations

import re
import shutil
import subprocess
import tomllib
from collections.abc import Sequence
from pathlib import Path

from benchmarks.same.documents import ROOT

VERSION = re.compile(r'^__version__ = "[^"]*"$', re.MULTILINE)
SAME = '__version__ = "0"'


def commit(name: str) -> str:
    """Return the full hash of a commit; "" if there is none of this name."""
    done = _git("rev-parse", "--verify", "--quiet", f"{name}^{{commit}}", check=False)
    return done.decode("ascii").strip()


def check_out(wanted: str, to: Path) -> None:
    """Replace the folder ``to`` by a commit's files, or by the working tree's for ""; all get the same version."""
    shutil.rmtree(to, ignore_errors=True)
    to.mkdir(parents=True)
    if wanted:
        subprocess.run(("tar", "-x", "-C", str(to)), input=_git("archive", wanted), check=True)
    else:
        for name in _git("ls-files", "-z", "--cached", "--others", "--exclude-standard").decode("utf-8").split("\0"):
            if name and (ROOT / name).is_file():
                (to / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(ROOT / name, to / name)
    _set_version(to)


def _set_version(folder: Path) -> None:
    where = tomllib.loads((folder / "pyproject.toml").read_text("utf-8"))["tool"]["hatch"]["version"]["path"]
    text, times = VERSION.subn(SAME, (folder / where).read_text("utf-8"))
    if times != 1:
        raise ValueError(f"{where} should have one line __version__ = …, not {times}")
    (folder / where).write_text(text, "utf-8")


def _git(*words: str, check: bool = True) -> bytes:
    command: Sequence[str] = ("git", "-C", str(ROOT), *words)
    return subprocess.run(command, check=check, capture_output=True).stdout
