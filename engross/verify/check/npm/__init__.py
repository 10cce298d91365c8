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

from engross.model.notice import Refusal
from engross.model.tree import Where

MANIFEST_NAMES = ("package.json", "package-lock.json")
STAMP_NAME = "engross-set"  # in the folder of a set: the hash of what was brought; written last
# The words that start a program of a set: a build in the same process hides the machine's fonts, and Chromium without
# any font crashes. Variables may follow.
CLEAN_ENVIRONMENT = ("env", "-u", "FONTCONFIG_FILE")
BROWSER_NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")


@dataclass(frozen=True, slots=True)
class NpmTools:
    """A set that is there: its folder, the machine's Node.js and Chromium that run it."""

    folder: Path
    node: str
    chromium: str

    def binary_path(self, name: str) -> str:
        """The path of a program of the set."""
        return str(self.folder / "node_modules" / ".bin" / name)


def prepare_tools(name: str, folder: Path) -> NpmTools:
    """The set ``name``, brought into ``folder``/``name`` if it is not there.

    Raises Refusal where Node.js, npm or Chromium is missing, or npm fails.
    """
    node, chromium = shutil.which("node"), next(filter(None, map(shutil.which, BROWSER_NAMES)), None)
    if not node or not chromium:
        lack = "Node.js" if not node else "Chromium"
        raise Refusal(f"{name} cannot run: there is no {lack}", "install both: apt-get install nodejs npm chromium")
    fetch_packages(name, folder / name)
    return NpmTools(folder / name, node, chromium)


def has_package_set(name: str, folder: Path) -> bool:
    """Whether the set stands in ``folder``/``name`` as its lock file says."""
    stamp = folder / name / STAMP_NAME
    return stamp.is_file() and stamp.read_text("utf-8") == _hash_manifests(name)


def fetch_packages(name: str, home: Path) -> None:
    """Bring the packages of a set into ``home`` by npm, verified by the lock file, if they are not there.

    An interrupted fetch is begun anew. Raises Refusal where npm is missing or fails.
    """
    if has_package_set(name, home.parent):
        return
    npm = shutil.which("npm")
    if not npm:
        raise Refusal(f"the packages of {name} cannot be fetched: there is no npm", "install it: apt-get install npm")
    home.mkdir(parents=True, exist_ok=True)
    (home / STAMP_NAME).unlink(missing_ok=True)
    for manifest in MANIFEST_NAMES:
        (home / manifest).write_bytes(_read_manifest(name, manifest))
    words = (npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")
    done = subprocess.run(
        words, cwd=home, stdin=subprocess.DEVNULL, capture_output=True, text=True, errors="replace", check=False
    )
    if done.returncode:
        what = f"npm did not bring the packages of {name}: {_summarise_error(done)}"
        raise Refusal(what, "look at the network and npm's settings, then try again", Where(str(home)))
    (home / STAMP_NAME).write_text(_hash_manifests(name), "utf-8")


def find_script(name: str, path: str) -> Path:
    """A script of ours that runs on a set."""
    return Path(str(files("engross.verify.check.npm") / name / path))


def _read_manifest(name: str, manifest: str) -> bytes:
    return find_script(name, manifest).read_bytes()


def _hash_manifests(name: str) -> str:
    return hashlib.sha256(b"".join(_read_manifest(name, manifest) for manifest in MANIFEST_NAMES)).hexdigest()


def _summarise_error(done: subprocess.CompletedProcess[str]) -> str:
    lines = [line.strip() for line in (done.stderr or done.stdout).splitlines() if "complete log" not in line]
    return "; ".join(filter(None, lines[:3])) or f"it ended with code {done.returncode}"
