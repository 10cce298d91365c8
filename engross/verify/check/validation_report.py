"""Put what validators found into data to be kept: which program, in which version, said what of which bytes, when.

The schema of the report is ``validation.schema.json``, of a row alone ``check-line.schema.json``.
"""

from __future__ import annotations

import hashlib
import os
from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from engross import __version__
from engross.grammars.edition_name import spell_name
from engross.verify.check.finding import Batch, Column, FileRow, Finding, Validator, name_engross


def make_validation_report(
    rows: Sequence[FileRow], columns: Iterable[Column | Batch], checked: str, own_column: str
) -> dict[str, Any]:
    """Return the report of a check, ready for JSON.

    ``checked``: when it began, as RFC 3339 spells it. ``own_column``: the column that every kind of file has. Files
    are named from the folder that all of them stand in, for they are to be moved together.
    """
    top = os.path.commonpath([row.path.absolute().parent for row in rows])
    return {
        "engross": __version__,
        "checked": checked,
        "clean": all(row.is_clean for row in rows),
        "validators": _list_validators(rows, columns, own_column),
        "files": [_describe_file(row, Path(top)) for row in rows],
    }


def _list_validators(
    rows: Sequence[FileRow], columns: Iterable[Column | Batch], own_column: str
) -> list[dict[str, Any]]:
    """Return each validator that has answered, with the names of its columns."""
    answered = {name for row in rows for name in row.found}
    names: defaultdict[Validator, list[str]] = defaultdict(list)
    for validator in name_engross():
        names[validator].append(own_column)
    for column in columns:
        own_names = column.names if isinstance(column, Batch) else (column.name,)
        said = [name for name in own_names if name in answered]
        for validator in column.name_validators() if said else ():
            names[validator] += (name for name in said if name not in names[validator])
    return [{"name": one.name, "version": one.version, "checks": checks} for one, checks in names.items()]


def _describe_file(row: FileRow, top: Path) -> dict[str, Any]:
    path = row.path.absolute()
    data = path.read_bytes() if path.is_file() else None
    identity = {
        "bytes": None if data is None else len(data),
        "sha256": None if data is None else hashlib.sha256(data).hexdigest(),
    }
    return {**make_row_data(row), "file": spell_name(path.relative_to(top).as_posix()), **identity}


def make_row_data(row: FileRow) -> dict[str, Any]:
    """Return what was found in a file, ready for JSON."""
    checks = {name: [_make_finding_data(finding) for finding in findings] for name, findings in row.found.items()}
    return {"file": spell_name(str(row.path)), "clean": row.is_clean, "checks": checks}


def _make_finding_data(finding: Finding) -> dict[str, Any]:
    return {
        "code": finding.code,
        "severity": finding.severity.value,
        "message": finding.message,
        "place": finding.place,
        "hint": finding.hint,
        "times": finding.n,
    }
