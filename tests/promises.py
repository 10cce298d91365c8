"""What a machine may lack, and which promise then stays untested there: one table for ``pytest.mark.needs``.

./press test brings what it can. A test whose need is not met is skipped, and the last line of the run names the
promise; where CI is set, it fails instead, for there a skip would be a hole that nobody sees.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from engross.verify.check import verapdf
from engross.verify.check.npm import BROWSER_NAMES, has_package_set
from tests.corpus import SESSION

ROOT = Path(__file__).parent.parent
TOOLS = Path(os.environ.get("ENGROSS_TOOLS", ROOT / ".engross"))
VERAPDF = Path(os.environ.get("ENGROSS_VERAPDF", TOOLS / "verapdf"))
MISSING = "not tested here: "  # what the reason of such a skip begins with


@dataclass(frozen=True, slots=True)
class Promise:
    """``name``: what is not tested without it. ``is_met``: whether the machine has what it takes.

    ``may_lack``: a machine cannot be made to have it, so that a skip is right in CI too.
    """

    name: str
    is_met: Callable[[], bool]
    may_lack: bool = False


def has(program: str) -> Callable[[], bool]:
    """Whether a program is on the PATH."""
    return lambda: shutil.which(program) is not None


def has_set(name: str) -> Callable[[], bool]:
    """Whether Node.js, a browser and a set of npm packages are there."""
    return lambda: bool(shutil.which("node") and any(map(shutil.which, BROWSER_NAMES)) and has_package_set(name, TOOLS))


def find_outloud() -> str | None:
    """The program outloud, in the environment that ./press test makes for it or on the PATH."""
    return shutil.which("outloud", path=os.pathsep.join((str(TOOLS / "outloud" / "bin"), os.environ.get("PATH", ""))))


PROMISES = {
    "ace": Promise("DAISY Ace", has_set("ace")),
    "calibre": Promise("calibre", has("ebook-convert")),
    "corpus": Promise("the official files in ../shared/corpus", SESSION.is_dir, may_lack=True),
    "linux": Promise("what only Linux has", lambda: sys.platform == "linux", may_lack=True),
    "outloud": Promise("outloud", lambda: find_outloud() is not None),
    "patch": Promise("patches for upstream", has("patch")),
    "pdfinfo": Promise("poppler", has("pdfinfo")),
    "reader": Promise("real readers of e-books", has_set("reader")),
    "verapdf": Promise("veraPDF", lambda: verapdf.has_jar(VERAPDF)),
}


def find_unmet(names: Iterable[str], promises: Mapping[str, Promise] = PROMISES) -> Promise | None:
    """The first of the needs ``names`` that this machine does not meet."""
    return next((promises[name] for name in names if not promises[name].is_met()), None)


def summarize(reasons: Iterable[str]) -> str:
    """One line for the reasons of all skips: which promises were not tested; "" where none was left out."""
    names = sorted({reason.partition(MISSING)[2] or reason for reason in reasons})
    return f"{MISSING}{', '.join(names)}" if names else ""
