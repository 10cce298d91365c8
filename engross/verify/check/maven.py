"""Fetch libraries of Java by Maven into a folder: those that a pom.xml names, each held to its SHA-256."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
from pathlib import Path

from engross.model.notice import Refusal
from engross.model.tree import Where


def read_sums(sums: Path) -> dict[str, str]:
    """Return the SHA-256 of each jar by its name, as a list of sha256sum has them."""
    return {name: digest for digest, name in (line.split() for line in sums.read_text("ascii").splitlines())}


def has_jars(sums: Path, folder: Path) -> bool:
    """Return whether a folder has the jars of a list, by their names."""
    return all((folder / name).is_file() for name in read_sums(sums))


def fetch_jars(pom: Path, sums: Path, folder: Path) -> None:
    """Bring the libraries that a pom.xml names, with all that they need, and nothing else into a folder.

    Raises Refusal if Maven is missing or fails, or a jar is not the one that the list has.
    """
    maven = shutil.which("mvn")
    if not maven:
        raise Refusal("libraries of Java cannot be fetched: there is no mvn", "install Maven: apt-get install maven")
    shutil.rmtree(folder, ignore_errors=True)
    options = ("dependency:copy-dependencies", "-DincludeScope=runtime", f"-DoutputDirectory={folder.resolve()}")
    done = subprocess.run(
        (maven, "-q", "-B", "-C", "-f", str(pom.resolve()), *options), capture_output=True, text=True, check=False
    )
    if done.returncode:
        last = next(reversed([line for line in done.stdout.splitlines() if line.strip()]), "no reason is given")
        raise Refusal(f"Maven did not bring them: {last}", "look at the network, then try again", Where(str(pom)))
    found = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.glob("*.jar")}
    if found != read_sums(sums):
        others = ", ".join(sorted({name for name, _ in found.items() ^ read_sums(sums).items()}))
        shutil.rmtree(folder)
        raise Refusal(f"these are not the pinned ones: {others}", "do not use them; tell engross's makers")
