"""Read what was written down of finished files: the report beside a document's editions, the journal of a run.

report.json names every file in a document's folder with its size and SHA-256. A run's journal has a line for each
document, with the same of its files, the report among them; ``gathered`` has the SHA-256 of the run's own files and, at
its end, of the journal. They are read by code that no build uses.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

from engross.model.failure import SHAPE_ERRORS
from engross.model.notice import Severity
from engross.verify.check.finding import Finding, Findings
from engross.verify.check.rule import EditionFault

REPORT_NAME = "report.json"
RUN_FOLDER = ".engross"
JOURNAL_NAME, GATHERED_NAME = "journal.jsonl", "gathered"
BY_JOURNAL, BY_GATHERED = "the run's journal", f"{RUN_FOLDER}/{GATHERED_NAME}"  # who says it, in messages


@dataclass(frozen=True, slots=True)
class ReportedFile:
    """What is written down of a file: its SHA-256, its size in bytes (None: not said), and where that stands."""

    sha256: str
    size: int | None
    reporter: str


@dataclass(frozen=True, slots=True)
class ReportedBuild:
    """A report: the files that it names, and what is wrong with it, or was with the build."""

    files: Mapping[str, ReportedFile] = field(default_factory=dict)
    findings: Findings = ()
    is_readable: bool = True


@dataclass(frozen=True, slots=True)
class ReportedRun:
    """A run: the files of each folder by their names, and what is wrong with its journal."""

    folder: Path
    files: Mapping[Path, Mapping[str, ReportedFile]]
    findings: Findings


def has_two_languages(path: Path) -> bool:
    """Return whether the report beside an edition, or the lists of a book, say that it is in two; False without."""
    return _has_key(path.parent / REPORT_NAME, "parallel") or _has_key(path.with_suffix(".json"), "beside")


def _has_key(path: Path, key: str) -> bool:
    """Return whether a file of data has something under a key."""
    try:
        return bool(json.loads(path.read_bytes()).get(key))
    except (OSError, AttributeError, *SHAPE_ERRORS):
        return False


def read_report(path: Path) -> ReportedBuild:
    """Return what the report at ``path`` says; one that is no report of ours has that as a finding."""
    try:
        report = json.loads(path.read_bytes())
        files = {
            _check_name(file["name"]): ReportedFile(str(file["sha256"]), int(file["bytes"]), REPORT_NAME)
            for file in report["files"]
        }
        return ReportedBuild(files, tuple(_find_build_faults(report)))
    except OSError as error:
        why = error.strerror or str(error)
    except SHAPE_ERRORS as error:
        why = str(error) if type(error) is ValueError else "it is not what engross writes"
    return ReportedBuild({}, (EditionFault.REPORT_DAMAGED.make_finding("", why=why),), is_readable=False)


def read_run(folder: Path) -> ReportedRun | None:
    """Return what the journal in the folder of a run says; None where there is none.

    A line that is damaged counts for nothing, and the journal then is not the one that ``gathered`` has.
    """
    try:
        journal = (folder / RUN_FOLDER / JOURNAL_NAME).read_bytes()
    except OSError:
        return None
    files: dict[Path, dict[str, ReportedFile]] = defaultdict(dict)
    for name, reported in _iter_documents(journal):
        files[folder / name] = reported
    own, journal_sha256 = _read_gathered(folder)
    files[folder] = own | files.get(folder, {})
    is_whole = hashlib.sha256(journal).hexdigest() == journal_sha256
    return ReportedRun(folder, files, () if is_whole else (EditionFault.RUN_UNFINISHED.make_finding(""),))


def _iter_documents(journal: bytes) -> Iterator[tuple[str, dict[str, ReportedFile]]]:
    """Yield the folder and the files of each document in a journal; of two lines for one, the last counts."""
    for text in journal.splitlines():
        try:
            line = json.loads(text)
            editions = line.get("folder") or line["name"]  # an older engross named the folder as the source
            steps = PurePosixPath(editions)
            if not steps.is_absolute() and ".." not in steps.parts:
                yield (
                    editions,
                    {
                        _check_name(name): ReportedFile(str(digest), int(size), BY_JOURNAL)
                        for name, size, digest in line["files"]
                    },
                )
        except SHAPE_ERRORS:
            continue


def _read_gathered(folder: Path) -> tuple[dict[str, ReportedFile], str]:
    """Return the run's own files, and the SHA-256 of its journal; "" where that is not written down."""
    try:
        *lines, digest = (folder / RUN_FOLDER / GATHERED_NAME).read_text("ascii").splitlines()
        pairs = [line.split(" ", 1) for line in lines]
        return {_check_name(name): ReportedFile(sha256, None, BY_GATHERED) for sha256, name in pairs}, digest
    except (OSError, ValueError):  # ValueError: engross did not write it
        return {}, ""


def _check_name(name: object) -> str:
    """Return the name of a file in a folder. Raises ValueError for what leads out of it."""
    if not isinstance(name, str) or name != Path(name).name or name in ("", ".", ".."):
        raise ValueError(f"“{name}” is no name of a file beside it")
    return name


def _find_build_faults(report: dict[str, Any]) -> Iterator[Finding]:
    """Yield the errors of a build: what was at fault was not handed out."""
    for notice in report.get("notices", ()):
        if notice["severity"] == Severity.ERROR.value:
            yield EditionFault.BUILD_AT_FAULT.make_finding(notice.get("where", ""), why=notice["message"])
