"""Run veraPDF, the authority on PDF/A and PDF/UA, over PDFs: many files a run, against all standards that they declare.

Maven fetches its one jar, verified by SHA-256, into a folder that the caller names; nothing is fetched unasked.
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

from engross.model.notice import Refusal, Severity
from engross.model.tree import Where
from engross.verify.check.epubcheck import NATIVE_ACCESS_OPTION, find_java
from engross.verify.check.finding import Batch, Finding, Findings, TellCheckProgress, Validator

VERAPDF_COLUMNS = {  # by veraPDF's names of its profiles; PDF/A-3b is of sheets for printing
    "PDF/A-3a": "veraPDF A-3a",
    "PDF/A-3b": "veraPDF A-3b",
    "PDF/UA-1": "veraPDF UA-1",
}
BATCH_FILES = 100  # files for a run of Java: it takes seconds to start, and the length of a command line is limited
VERSION = "1.30.2"
MAVEN_ARTIFACT = f"org.verapdf.apps:cli:{VERSION}"
JAR_NAME = f"cli-{VERSION}.jar"
JAR_SHA256 = "287cc9c9757f99dcff4a2d39b68268245b48103fb6af443162d5a29df2afa332"


def verapdf_columns(folder: Path, jobs: int = 1) -> Batch:
    """Return the columns of veraPDF, to be added to ``CHECK_COLUMNS``.

    ``folder``: where its jar is. ``jobs``: how many Javas run at a time.
    """
    look = partial(run_verapdf, folder / JAR_NAME, jobs=jobs)
    return Batch(tuple(VERAPDF_COLUMNS.values()), ".pdf", look, lambda: (Validator("veraPDF", VERSION),))


def has_jar(folder: Path) -> bool:
    """Return whether ``folder`` has the jar, with the pinned SHA-256."""
    return (folder / JAR_NAME).is_file() and _hash_file(folder / JAR_NAME) == JAR_SHA256


def fetch_verapdf(folder: Path) -> None:
    """Fetch the jar into ``folder`` if it is not there.

    It gets its name only when it is complete and verified, so an interrupted fetch can be repeated. Raises Refusal if
    Maven is missing, fails or brings another file.
    """
    if has_jar(folder):
        return
    maven = shutil.which("mvn")
    if not maven:
        raise Refusal("veraPDF cannot be fetched: there is no mvn", "install Maven: apt-get install maven")
    folder.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix=".fetch-", dir=folder) as download:
        command = (
            maven,
            "-q",
            "-B",
            "dependency:copy",
            f"-Dartifact={MAVEN_ARTIFACT}",
            f"-DoutputDirectory={download}",
        )
        process = subprocess.run(command, capture_output=True, text=True, check=False)
        jar = Path(download) / JAR_NAME
        if process.returncode or not jar.is_file():
            raise Refusal(
                f"Maven did not bring veraPDF: {_last_line(process.stdout)}", "look at the network, then try again"
            )
        if _hash_file(jar) != JAR_SHA256:
            raise Refusal(
                f"{JAR_NAME} is not the pinned one: its SHA-256 differs", "do not use it; tell engross's makers"
            )
        jar.replace(folder / JAR_NAME)


def run_verapdf(
    jar: Path, paths: Sequence[Path], say: TellCheckProgress, jobs: int = 1
) -> dict[Path, dict[str, Findings]]:
    """Return what veraPDF finds in each PDF, by standard. The first takes seconds, each further one a third of one.

    A standard that a PDF does not declare has no findings here; ``validate_pdf`` reports that. Raises Refusal if the
    jar or Java is missing.
    """
    if not jar.is_file():
        raise Refusal("veraPDF is not here", "fetch it: ./press check --thorough", Where(str(jar)))
    paths_by_name = {str(path.resolve()): path for path in paths}
    runs = [list(paths_by_name)[first : first + BATCH_FILES] for first in range(0, len(paths_by_name), BATCH_FILES)]
    findings: dict[Path, dict[str, Findings]] = {}
    with ThreadPoolExecutor(jobs) as pool:  # each thread waits for a Java of its own
        for reported in pool.map(partial(_run_jar, jar), runs):
            say("put to veraPDF", len(findings), len(paths))
            findings |= {paths_by_name[job["itemDetails"]["name"]]: _findings_by_column(job) for job in reported}
    return findings


def _run_jar(jar: Path, names: Iterable[str]) -> list[dict[str, Any]]:
    """Run veraPDF once over many files; return the jobs of its report, with the standards that each file declares."""
    command = (*java_command(), "-jar", str(jar), "--format", "json", *names)
    process = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    try:
        jobs: list[dict[str, Any]] = json.loads(process.stdout)["report"]["jobs"]
    except (ValueError, KeyError):
        what = f"veraPDF failed: {_last_line(process.stderr)}"
        raise Refusal(what, "check Java and the jar", Where(str(jar))) from None
    return jobs


def _findings_by_column(job: dict[str, Any]) -> dict[str, Findings]:
    """Return the findings of a job by column; a standard that the file does not declare is left out."""
    if failure := job.get("taskException"):
        return dict.fromkeys(
            VERAPDF_COLUMNS.values(), (Finding("unreadable", Severity.ERROR, failure["exceptionMessage"]),)
        )
    results = {str(result["profileName"]).partition(" ")[0]: result for result in job.get("validationResult", ())}
    return {
        name: tuple(_parse_findings(results[profile]))
        for profile, name in VERAPDF_COLUMNS.items()
        if profile in results
    }


def _parse_findings(result: dict[str, Any]) -> Iterable[Finding]:
    for rule in result["details"]["ruleSummaries"]:
        code = f"{rule['specification']} {rule['clause']}-{rule['testNumber']}"
        place = rule["checks"][0]["context"] if rule["checks"] else ""
        yield Finding(code, Severity.ERROR, rule["description"], place)


def find_java_program() -> str:
    """Return the path of the program java that belongs to the Java that EPUBCheck uses. Raises Refusal without one."""
    beside = Path(find_java()[0]).parents[2] / "bin" / "java"
    return str(beside) if beside.is_file() else shutil.which("java") or "java"


def java_command() -> tuple[str, ...]:
    """Return the command that starts Java, with its options: the Java that EPUBCheck uses."""
    options = find_java()[1]
    return (find_java_program(), *(option for option in options if option == NATIVE_ACCESS_OPTION))


def _hash_file(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _last_line(output: str) -> str:
    lines = output.strip().splitlines()
    return lines[-1] if lines else "it says nothing"
