"""What validators said of the files of a package, out of a report that ``check --to json --out FILE`` has kept.

Files are known by their SHA-256: the report may have been made of another folder, and of many documents.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from engross.batch.archive.package import FileRole, PackagedFile, Validation, pack_bytes
from engross.model.failure import SHAPE_ERRORS
from engross.model.notice import Refusal
from engross.model.tree import Where

VALIDATION_PATH = "validation/validation.json"
CHECKED_ENDINGS = (".pdf", ".epub")  # of editions that validators know; no package goes without a word on one of them
KEEP_HINT = "keep one of these editions: ./press check FOLDER --to json --out FILE"
SEVERE = {"error": "fail", "warning": "warning"}  # severities of findings, and the outcome that they come to
OUTCOMES = ("pass", "warning", "fail")  # from the best down


@dataclass(frozen=True, slots=True)
class KeptValidation:
    """A report of a check: its head, the validators of each check, and what it says of files, by their SHA-256."""

    head: dict[str, Any]
    validators: dict[str, tuple[tuple[str, str], ...]]
    entries: dict[str, dict[str, Any]]


def read_validation(path: Path) -> KeptValidation:
    """Return the report at ``path``. Raises Refusal if it is none."""
    try:
        report = json.loads(path.read_bytes())
        named: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
        for one in report["validators"]:
            for check in one["checks"]:
                named[check].append((str(one["name"]), str(one["version"])))
        entries = {str(entry["sha256"]): entry for entry in report["files"] if entry["sha256"]}
        _ = [(entry["checks"].items(), entry["clean"]) for entry in entries.values()], report["checked"]
        return KeptValidation(report, {check: tuple(ones) for check, ones in named.items()}, entries)
    except OSError as error:
        raise Refusal(f"it cannot be read: {error.strerror}", KEEP_HINT, Where(str(path))) from None
    except SHAPE_ERRORS:
        raise Refusal("it is no report of a check", KEEP_HINT, Where(str(path))) from None


def choose_validation(kept: KeptValidation, files: Sequence[PackagedFile]) -> tuple[PackagedFile, list[Validation]]:
    """Return the part of a report that is of the files of a package, as a file of it, and what it says of them.

    Raises Refusal if it says nothing of a PDF or an e-book among the editions.
    """
    found = [(file, kept.entries[file.sha256]) for file in files if file.sha256 in kept.entries]
    known = {file.path for file, _ in found}
    for path in (file.path for file in files if file.role is FileRole.EDITION):
        if PurePosixPath(path).suffix in CHECKED_ENDINGS and path not in known:
            raise Refusal("the validation says nothing of this edition", KEEP_HINT, Where(path))
    report = _cut_report(kept, {file.path: entry for file, entry in found})
    data = (json.dumps(report, ensure_ascii=False, indent=2) + "\n").encode("utf-8")
    said = [validation for file, entry in found for validation in _iter_validations(kept, file.path, entry)]
    return pack_bytes(VALIDATION_PATH, FileRole.VALIDATION, data, "application/json"), said


def _cut_report(kept: KeptValidation, entries: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """Return a report of the files of a package alone, which it names by their paths there."""
    answered = {check for entry in entries.values() for check in entry["checks"]}
    validators = [
        {**one, "checks": [check for check in one["checks"] if check in answered]} for one in kept.head["validators"]
    ]
    return {
        **kept.head,
        "clean": all(entry["clean"] for entry in entries.values()),
        "validators": [one for one in validators if one["checks"]],
        "files": [{**entry, "file": path} for path, entry in entries.items()],
    }


def _iter_validations(kept: KeptValidation, path: str, entry: dict[str, Any]) -> Iterator[Validation]:
    """Yield what each validator said of a file, in all its checks together."""
    findings: defaultdict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
    for check, found in entry["checks"].items():
        for validator in kept.validators.get(check, ()):
            findings[validator] += found
    for (name, version), found in findings.items():
        outcomes = ["pass", *(SEVERE[one["severity"]] for one in found if one["severity"] in SEVERE)]
        worst = max(outcomes, key=OUTCOMES.index)
        messages = tuple(f"{one['message']} ({one['code']})" for one in found)
        yield Validation(path, name, version, str(kept.head["checked"]), worst, messages)
