"""PDFs to veraPDF, the authority on PDF/A and PDF/UA: one run of Java over many files, in all that they declare.

Its one jar is fetched by Maven, verified by SHA-256, into a folder that the caller names; nothing is fetched unasked.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from engross.check.epubcheck import NATIVE, find_java
from engross.check.finding import Batch, Finding, Findings, Say
from engross.model import Where
from engross.notice import Refusal, Severity

COLUMNS = {"PDF/A-3a": "veraPDF A-3a", "PDF/UA-1": "veraPDF UA-1"}  # by what veraPDF calls its profiles
SIZE = 100  # files a run of Java: it starts in seconds, and a command line ends somewhere
ARTIFACT = "org.verapdf.apps:cli:1.30.2"
JAR = "cli-1.30.2.jar"
SHA256 = "287cc9c9757f99dcff4a2d39b68268245b48103fb6af443162d5a29df2afa332"


def columns(folder: Path, jobs: int = 1) -> Batch:
    """The columns of veraPDF, its jar in ``folder``, ``jobs`` Javas at a time; to be added to COLUMNS."""
    return Batch(tuple(COLUMNS.values()), ".pdf", partial(verapdf, folder / JAR, jobs=jobs))


def is_here(folder: Path) -> bool:
    """Whether the jar is in ``folder``, whole and the pinned one."""
    return (folder / JAR).is_file() and _digest(folder / JAR) == SHA256


def fetch(folder: Path) -> None:
    """Bring the jar into ``folder`` if it is not there. Raises Refusal where Maven is missing, fails or brings another.

    It appears under its name only when it is complete and verified, so an interrupted fetch can be repeated.
    """
    if is_here(folder):
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


def verapdf(jar: Path, paths: Sequence[Path], say: Say, jobs: int = 1) -> dict[Path, dict[str, Findings]]:
    """What veraPDF finds in each PDF, a column a standard. Seconds for the first, a third of one for each further one.

    A standard that a PDF does not declare has no findings here; pdf.validate says so. Raises Refusal where jar or
    Java is missing.
    """
    if not jar.is_file():
        raise Refusal("veraPDF is not here", "fetch it: ./press check --thorough", Where(str(jar)))
    named = {str(path.resolve()): path for path in paths}
    runs = [list(named)[first : first + SIZE] for first in range(0, len(named), SIZE)]
    found: dict[Path, dict[str, Findings]] = {}
    with ThreadPoolExecutor(jobs) as pool:  # each thread waits for a Java of its own
        for told in pool.map(partial(_run, jar), runs):
            say("put to veraPDF", len(found), len(paths))
            found |= {named[job["itemDetails"]["name"]]: _told(job) for job in told}
    return found


def _run(jar: Path, names: Iterable[str]) -> list[dict[str, Any]]:
    """The jobs of veraPDF's machine report of one run over many files; each in the standards it declares."""
    words = (*_java(), "-jar", str(jar), "--format", "json", *names)
    done = subprocess.run(words, capture_output=True, text=True, encoding="utf-8", check=False)
    try:
        jobs: list[dict[str, Any]] = json.loads(done.stdout)["report"]["jobs"]
    except (ValueError, KeyError):
        what = f"veraPDF failed: {_last(done.stderr)}"
        raise Refusal(what, "look at Java and at the jar", Where(str(jar))) from None
    return jobs


def _told(job: dict[str, Any]) -> dict[str, Findings]:
    """What a job says, by column; a standard that the file does not declare is left out."""
    if failure := job.get("taskException"):
        return dict.fromkeys(COLUMNS.values(), (Finding("unreadable", Severity.ERROR, failure["exceptionMessage"]),))
    results = {str(result["profileName"]).partition(" ")[0]: result for result in job.get("validationResult", ())}
    return {name: tuple(_findings(results[said])) for said, name in COLUMNS.items() if said in results}


def _findings(result: dict[str, Any]) -> Iterable[Finding]:
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
