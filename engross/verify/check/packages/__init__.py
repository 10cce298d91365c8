"""Put archival packages to the validators that others wrote: bags, E-ARK SIPs and OCFL objects, in folders or as tar.

A package is named by the file that declares it, or by its archive. Each validator runs in a process that is asked about
one package after the other, for most of them take seconds to start.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tarfile
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory, TemporaryFile
from typing import Any

from engross.model.notice import Severity
from engross.verify.check.finding import FAILED_CODE, Batch, Column, Finding, Findings, TellCheckProgress, Validator
from engross.verify.check.packages.programs import VERSIONS, make_command

TAR_SUFFIX = ".tar"
REPRESENTATIONS = "representations"  # the folder of a SIP whose parts have a METS too
# The files that declare a package, by the validators of its form; of OCFL 1.0 and 1.1.
OBJECTS = ("0=ocfl_object_1.0", "0=ocfl_object_1.1")
DECLARATIONS = {
    "bagit": ("bagit.txt",),
    "gov.loc:bagit": ("bagit.txt",),
    "ocfl-py": OBJECTS,
    "ocfl-java": OBJECTS,
    "commons-ip": ("METS.xml",),
}
DAMAGE_ERRORS = (tarfile.TarError, OSError, ValueError, EOFError)


def package_columns(folder: Path) -> tuple[Column | Batch, ...]:
    """Return the columns of the validators of packages; ``folder``: that of the tools."""
    batches = (
        Batch((name,), suffix, partial(look_at_packages, folder, name), partial(_name_validator, name))
        for name, declarations in DECLARATIONS.items()
        for suffix in (*declarations, TAR_SUFFIX)
    )
    return (Column("archive", TAR_SUFFIX, find_archive_faults), *batches)


def has_package(path: Path) -> bool:
    """Return whether there is a bag, a SIP or an OCFL object at a path or below it, or an archive that may be one."""
    names = {name for declarations in DECLARATIONS.values() for name in declarations}
    if path.is_file():
        return path.suffix == TAR_SUFFIX or path.name in names
    return any(True for name in (*names, f"*{TAR_SUFFIX}") for _ in path.rglob(name))


def _name_validator(name: str) -> tuple[Validator, ...]:
    return (Validator(name, VERSIONS[name]),)


def find_archive_faults(path: Path) -> Findings:
    """Return why an archive cannot be unpacked, or that there is no package in it."""
    try:
        declarations = [name for names in DECLARATIONS.values() for name in names if _list_declared(path, name)]
    except DAMAGE_ERRORS as error:
        return (Finding("archive", Severity.ERROR, f"it cannot be unpacked: {error}"),)
    return () if declarations else (Finding("archive", Severity.ERROR, "there is no package in it"),)


def look_at_packages(
    folder: Path, name: str, paths: Sequence[Path], say: TellCheckProgress
) -> Mapping[Path, Mapping[str, Findings]]:
    """Return what a validator finds in packages; ``folder``: that of the tools.

    An archive with no package of its form, and the METS of a representation, which is none, are left out.
    """
    found: dict[Path, dict[str, Findings]] = {}
    with ExitStack() as stack:
        validator = RunningValidator(name, folder, stack)
        for done, path in enumerate(paths):
            say(f"put to {name}", done, len(paths))
            if path.suffix == TAR_SUFFIX:
                answer = _look_at_archive(validator, path)
            else:
                answer = None if path.parent.parent.name == REPRESENTATIONS else validator.ask(path.parent)
            found |= {} if answer is None else {path: {name: answer}}
    return found


class RunningValidator:
    """A validator in a process, started when it is first asked; it ends with ``stack``."""

    def __init__(self, name: str, folder: Path, stack: ExitStack) -> None:
        self.name = name
        self._folder, self._stack = folder, stack
        self._log = stack.enter_context(TemporaryFile("w+", encoding="utf-8", errors="replace"))  # noqa: SIM115
        self._process: subprocess.Popen[str] | None = None

    def ask(self, package: Path) -> Findings:
        """Return what it finds in the package in a folder."""
        self._process = self._process or self._start()
        answer = _exchange(self._process, str(package.resolve()))
        if answer is None:  # it has ended: another takes the next package
            self._process = None
            return (Finding(FAILED_CODE, Severity.ERROR, f"{self.name} ended without an answer{self._read_reason()}"),)
        return tuple(Finding(code, Severity(severity), message) for severity, code, message in answer)

    def _start(self) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            make_command(self.name, self._folder),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._log,
            encoding="utf-8",
            env=os.environ | {"LC_ALL": "C.UTF-8"},  # Java reads names of files by it
        )
        return self._stack.enter_context(process)

    def _read_reason(self) -> str:
        """Return the last line that the process has printed, as a reason."""
        self._log.seek(0)
        lines = [line.strip() for line in self._log if line.strip()]
        return f": {lines[-1]}" if lines else ""


def _exchange(process: subprocess.Popen[str], path: str) -> Any:
    """Return the answer of a process about the package at a path; None if it gives none."""
    if not process.stdin or not process.stdout:
        return None
    try:
        process.stdin.write(json.dumps(path) + "\n")
        process.stdin.flush()
        return json.loads(process.stdout.readline())
    except (OSError, ValueError):
        return None


def _look_at_archive(validator: RunningValidator, path: Path) -> Findings | None:
    """Return what a validator finds in an archive, unpacked for as long as it is looked at.

    None if it has no package of the validator's form, or is damaged, which has a column of its own.
    """
    try:
        if not any(_list_declared(path, name) for name in DECLARATIONS[validator.name]):
            return None
        with TemporaryDirectory(prefix="engross-") as room:
            _unpack(path, Path(room))
            (folder,) = Path(room).iterdir()
            return validator.ask(folder)
    except DAMAGE_ERRORS:
        return None


def _list_declared(path: Path, name: str) -> list[str]:
    """Return the folders at the top of an archive that have a file of a name, and so declare a package.

    Raises TarError, OSError if the archive is damaged, or would unpack to more than it has.
    """
    with tarfile.open(path, "r:") as archive:
        members = archive.getmembers()
    if any(member.offset_data + member.size > path.stat().st_size for member in members):
        raise tarfile.TarError("it is cut short, or has members with holes")
    return [member.name for member in members if member.isfile() and member.name.split("/")[1:] == [name]]


def _unpack(path: Path, room: Path) -> None:
    """Write the files of an archive below a folder, and nothing that leads out of it: links and devices are none."""
    with tarfile.open(path, "r:") as archive:
        for member in archive:
            place = room / member.name
            if not place.resolve().is_relative_to(room.resolve()):
                raise tarfile.TarError(f"its member {member.name} leads out of it")
            if file := archive.extractfile(member) if member.isfile() else None:
                place.parent.mkdir(parents=True, exist_ok=True)
                with place.open("wb") as copy:
                    shutil.copyfileobj(file, copy)
