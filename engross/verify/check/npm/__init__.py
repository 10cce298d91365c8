"""Sets of npm packages that validators run on, each pinned by a lock file and fetched once, on demand.

A set is a folder here with ``package.json`` and ``package-lock.json``. The packages' own scripts are not run: in
these sets they would only fetch browsers, and the machine's Chromium is used.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from engross.model.notice import Refusal
from engross.model.tree import Where
from engross.verify.check.finding import Validator

MANIFEST_NAMES = ("package.json", "package-lock.json")
STAMP_NAME = "engross-set"  # in the folder of a set: the hash of its manifests; written last
# Starts the command of every program of a set: a build in the same process hides the machine's fonts, and Chromium
# crashes without any font. Variables may follow.
CLEAN_ENVIRONMENT = ("env", "-u", "FONTCONFIG_FILE")
BROWSER_NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")


@dataclass(frozen=True, slots=True)
class NpmTools:
    """An installed set: its folder, and the machine's Node.js and Chromium that run it."""

    folder: Path
    node: str
    chromium: str

    def binary_path(self, name: str) -> str:
        """Return the path of a program of the set."""
        return str(self.folder / "node_modules" / ".bin" / name)


def prepare_tools(name: str, folder: Path) -> NpmTools:
    """Return the set ``name``, fetched into ``folder``/``name`` if it is not there.

    Raises Refusal if Node.js, npm or Chromium is missing, or npm fails.
    """
    node, chromium = shutil.which("node"), next(filter(None, map(shutil.which, BROWSER_NAMES)), None)
    if not node or not chromium:
        missing = "Node.js" if not node else "Chromium"
        raise Refusal(f"{name} cannot run: there is no {missing}", "install both: apt-get install nodejs npm chromium")
    fetch_packages(name, folder / name)
    return NpmTools(folder / name, node, chromium)


def name_packages(name: str) -> tuple[Validator, ...]:
    """Return the packages of the set ``name``, with the versions that it pins."""
    packages = json.loads(_read_manifest(name, "package.json"))["dependencies"]
    return tuple(Validator(package, version) for package, version in packages.items())


def has_package_set(name: str, folder: Path) -> bool:
    """Return whether the set is in ``folder``/``name`` as its lock file says."""
    stamp = folder / name / STAMP_NAME
    return stamp.is_file() and stamp.read_text("utf-8") == _hash_manifests(name)


def fetch_packages(name: str, home: Path) -> None:
    """Fetch the packages of a set into ``home`` by npm, verified by the lock file, if they are not there.

    An interrupted fetch starts over. Raises Refusal if npm is missing or fails.
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
    command = (npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")
    process = subprocess.run(
        command, cwd=home, stdin=subprocess.DEVNULL, capture_output=True, text=True, errors="replace", check=False
    )
    if process.returncode:
        what = f"npm did not bring the packages of {name}: {_summarise_error(process)}"
        raise Refusal(what, "check the network and npm's settings, then try again", Where(str(home)))
    (home / STAMP_NAME).write_text(_hash_manifests(name), "utf-8")


def find_script(name: str, path: str) -> Path:
    """Return the path of one of our scripts that run on a set."""
    return Path(str(files("engross.verify.check.npm") / name / path))


def _read_manifest(name: str, manifest: str) -> bytes:
    return find_script(name, manifest).read_bytes()


def _hash_manifests(name: str) -> str:
    return hashlib.sha256(b"".join(_read_manifest(name, manifest) for manifest in MANIFEST_NAMES)).hexdigest()


def _summarise_error(done: subprocess.CompletedProcess[str]) -> str:
    lines = [line.strip() for line in (done.stderr or done.stdout).splitlines() if "complete log" not in line]
    return "; ".join(filter(None, lines[:3])) or f"it ended with code {done.returncode}"
