"""EU DSS for tests: the European Commission's validator of signatures, asked by a few lines of Java."""

from __future__ import annotations

import hashlib
import subprocess
from collections.abc import Sequence
from pathlib import Path

from engross.verify.check.verapdf import find_java_program

FOLDER = Path(__file__).parent
MODULES = "dss"  # folder of the modules among the tools
SUMS = "jars.sha256"
COMPILER = ("org.eclipse.jdt.internal.compiler.batch.Main", "-17", "-nowarn", "-proc:none")


def has_dss(tools: Path) -> bool:
    """Return whether the modules are there."""
    return all((tools / MODULES / name).is_file() for name in read_sums())


def read_sums() -> dict[str, str]:
    """Return the SHA-256 of each module by its name."""
    lines = (FOLDER / SUMS).read_text("ascii").splitlines()
    return {name: digest for digest, name in (line.split() for line in lines)}


def fetch_dss(folder: Path) -> None:
    """Bring the modules that pom.xml names, by Maven. Raises CalledProcessError, and ValueError if one is another."""
    pom = str((FOLDER / "pom.xml").resolve())
    goal = ("dependency:copy-dependencies", f"-DoutputDirectory={folder.resolve()}")
    subprocess.run(("mvn", "-q", "-B", "-C", "-f", pom, *goal), check=True)
    found = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.glob("*.jar")}
    if found != read_sums():
        raise ValueError(f"these are not the modules of {SUMS}: {sorted(found.items() ^ read_sums().items())}")


def ask_dss(tools: Path, room: Path, root: Path, files: Sequence[Path]) -> list[str]:
    """Return the level and the verdict on the first signature of each file; ``root``: the certificate that is trusted.

    ``room``: an empty folder.
    """
    jars = str(tools / MODULES / "*")
    java = find_java_program()
    listed = ":".join(map(str, sorted((tools / MODULES).glob("*.jar"))))
    compiled = (java, "-cp", jars, *COMPILER, "-cp", listed, "-d", str(room), str(FOLDER / "Check.java"))
    subprocess.run(compiled, check=True, capture_output=True)
    command = (java, "-cp", f"{jars}:{room}", "Check", str(root), *map(str, files))
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return [line for line in said.splitlines() if line.startswith("PAdES")]
