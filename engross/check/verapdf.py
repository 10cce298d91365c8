"""PDFs to veraPDF, the authority on PDF/A and PDF/UA: one run of Java a standard, many files each.

Its one jar is fetched by Maven, verified by SHA-256, into a folder that the caller names; nothing is fetched unasked.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
from collections.abc import Iterable
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from engross.check.epubcheck import NATIVE, find_java
from engross.check.finding import Column, Finding, Findings
from engross.check.pdf import declared
from engross.model import Where
from engross.notice import Refusal, Severity

NAME = "veraPDF"
ARTIFACT = "org.verapdf.apps:cli:1.30.2"
JAR = "cli-1.30.2.jar"
SHA256 = "287cc9c9757f99dcff4a2d39b68268245b48103fb6af443162d5a29df2afa332"


def column(folder: Path) -> Column:
    """The column of veraPDF, its jar in ``folder``; to be added to COLUMNS."""
    return Column(NAME, ".pdf", partial(verapdf, folder / JAR))


def fetch(folder: Path) -> None:
    """Bring the jar into ``folder`` if it is not there. Raises Refusal where Maven is missing, fails or brings another.

    It appears under its name only when it is complete and verified, so an interrupted fetch can be repeated.
    """
    if (folder / JAR).is_file() and _digest(folder / JAR) == SHA256:
        return
    maven = shutil.which("mvn")
    if not maven:
        raise Refusal("veraPDF cannot be fetched: there is no mvn", "install Maven: apt-get install maven")
    folder.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix=".fetch-", dir=folder) as made:
        words = (maven, "-q", "-B", "dependency:copy", f"-Dartifact={ARTIFACT}", f"-DoutputDirectory={made}")
        done = subprocess.run(words, capture_output=True, text=True, check=False)
        jar = Path(made) / JAR
        if done.returncode or not jar.is_file():
            raise Refusal(f"Maven did not bring veraPDF: {_last(done.stdout)}", "look at the network, then try again")
        if _digest(jar) != SHA256:
            raise Refusal(f"{JAR} is not the pinned one: its SHA-256 differs", "do not use it; tell engross's makers")
        jar.replace(folder / JAR)


def verapdf(jar: Path, paths: Iterable[Path]) -> dict[Path, Findings]:
    """What veraPDF finds in each PDF, in every standard that it declares. Seconds for the first, a second for others.

    A PDF that declares none has no findings here; pdf.validate says so. Raises Refusal where jar or Java is missing.
    """
    if not jar.is_file():
        raise Refusal("veraPDF is not here", "fetch it: ./press check --thorough", Where(str(jar)))
    found: dict[Path, Findings] = dict.fromkeys(paths, ())
    files: dict[str, list[Path]] = {}
    for path in found:
        for profile in declared(path):
            files.setdefault(profile.value, []).append(path)
    for flavour, some in files.items():
        for path, findings in _run(jar, flavour, some).items():
            found[path] += findings
    return found


def _run(jar: Path, flavour: str, paths: list[Path]) -> dict[Path, Findings]:
    """One run over many files, by path; ``flavour`` is veraPDF's word for a standard: "3a", "ua1"."""
    by_name = {str(path.resolve()): path for path in paths}
    words = (*_java(), "-jar", str(jar), "-f", flavour, "--format", "json", *by_name)
    done = subprocess.run(words, capture_output=True, text=True, encoding="utf-8", check=False)
    try:
        jobs = json.loads(done.stdout)["report"]["jobs"]
    except ValueError:
        what = f"veraPDF failed: {_last(done.stderr)}"
        raise Refusal(what, "look at Java and at the jar", Where(str(jar))) from None
    return {by_name[job["itemDetails"]["name"]]: tuple(_findings(job)) for job in jobs}


def _findings(job: dict[str, Any]) -> Iterable[Finding]:
    if failure := job.get("taskException"):
        yield Finding("unreadable", Severity.ERROR, failure["exceptionMessage"])
    for result in job.get("validationResult", ()):
        for rule in result["details"]["ruleSummaries"]:
            code = f"{rule['specification']} {rule['clause']}-{rule['testNumber']}"
            place = rule["checks"][0]["context"] if rule["checks"] else ""
            yield Finding(code, Severity.ERROR, rule["description"], place)


def _java() -> tuple[str, ...]:
    """The words that start Java: the one that EPUBCheck uses."""
    library, options = find_java()
    beside = Path(library).parents[2] / "bin" / "java"
    return (str(beside) if beside.is_file() else shutil.which("java") or "java", *(o for o in options if o == NATIVE))


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _last(output: str) -> str:
    lines = output.strip().splitlines()
    return lines[-1] if lines else "it says nothing"
