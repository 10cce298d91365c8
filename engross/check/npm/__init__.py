"""Sets of npm packages that validators run on: pinned by a lock file each, brought once, on demand.

A set is a folder here with ``package.json`` and ``package-lock.json``. No package's own scripts are run: those of
these sets would only fetch browsers, and the browser is the machine's Chromium.
"""

from __future__ import annotations

import hashlib
import shutil
import subprocess
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from engross.model import Where
from engross.notice import Refusal

MANIFESTS = ("package.json", "package-lock.json")
STAMP = "engross-set"  # in the folder of a set: the hash of what was brought; written last
# The words that start a program of a set: a build in the same process hides the machine's fonts, and Chromium without
# any font crashes. Variables may follow.
CLEAN = ("env", "-u", "FONTCONFIG_FILE")
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")


@dataclass(frozen=True, slots=True)
class Tools:
    """A set that is there: its folder, the machine's Node.js and Chromium that run it."""

    folder: Path
    node: str
    chromium: str

    def binary(self, name: str) -> str:
        """The path of a program of the set."""
        return str(self.folder / "node_modules" / ".bin" / name)


def tools(name: str, folder: Path) -> Tools:
    """The set ``name``, brought into ``folder``/``name`` if it is not there.

    Raises Refusal where Node.js, npm or Chromium is missing, or npm fails.
    """
    node, chromium = shutil.which("node"), next(filter(None, map(shutil.which, BROWSERS)), None)
    if not node or not chromium:
        lack = "Node.js" if not node else "Chromium"
        raise Refusal(f"{name} cannot run: there is no {lack}", "install both: apt-get install nodejs npm chromium")
    bring(name, folder / name)
    return Tools(folder / name, node, chromium)


def is_there(name: str, folder: Path) -> bool:
    """Whether the set stands in ``folder``/``name`` as its lock file says."""
    stamp = folder / name / STAMP
    return stamp.is_file() and stamp.read_text("utf-8") == _hash(name)


def bring(name: str, home: Path) -> None:
    """Bring the packages of a set into ``home`` by npm, verified by the lock file, if they are not there.

    An interrupted fetch is begun anew. Raises Refusal where npm is missing or fails.
    """
    if is_there(name, home.parent):
        return
    npm = shutil.which("npm")
    if not npm:
        raise Refusal(f"the packages of {name} cannot be fetched: there is no npm", "install it: apt-get install npm")
    home.mkdir(parents=True, exist_ok=True)
    (home / STAMP).unlink(missing_ok=True)
    for manifest in MANIFESTS:
        (home / manifest).write_bytes(_data(name, manifest))
    words = (npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")
    done = subprocess.run(
        words, cwd=home, stdin=subprocess.DEVNULL, capture_output=True, text=True, errors="replace", check=False
    )
    if done.returncode:
        what = f"npm did not bring the packages of {name}: {_why(done)}"
        raise Refusal(what, "look at the network and npm's settings, then try again", Where(str(home)))
    (home / STAMP).write_text(_hash(name), "utf-8")


def script(name: str, path: str) -> Path:
    """A script of ours that runs on a set."""
    return Path(str(files("engross.check.npm") / name / path))


def _data(name: str, manifest: str) -> bytes:
    return script(name, manifest).read_bytes()


def _hash(name: str) -> str:
    return hashlib.sha256(b"".join(_data(name, manifest) for manifest in MANIFESTS)).hexdigest()


def _why(done: subprocess.CompletedProcess[str]) -> str:
    lines = [line.strip() for line in (done.stderr or done.stdout).splitlines() if "complete log" not in line]
    return "; ".join(filter(None, lines[:3])) or f"it ended with code {done.returncode}"
