"""Run DAISY Ace, the accessibility checker, over EPUBs in the machine's Chromium: seconds a book, so only a sample.

Findings are read from its report.json: its exit code and its output claim "no issues" even if there are some.
"""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from engross.model.notice import Severity
from engross.verify.check.finding import Batch, Finding, Findings, TellCheckProgress, look_at_each, sample_evenly
from engross.verify.check.npm import CLEAN_ENVIRONMENT, NpmTools, name_packages, prepare_tools
from engross.verify.check.time_bound import find_time_bound

ACE_COLUMN = "Ace"
SAMPLE_BOOKS = 40  # books of a run that are checked, spread evenly over it
TIMEOUT_SECONDS = 120  # for each fifty files of a book
# Ace rates its findings critical, serious, moderate or minor; the last two are warnings here.
ACE_SEVERITIES = {"critical": Severity.ERROR, "serious": Severity.ERROR}


def ace_column(folder: Path) -> Batch:
    """Return the column of Ace; its packages are in ``folder``/ace, fetched when first needed."""
    return Batch((ACE_COLUMN,), ".epub", partial(run_ace, folder), partial(name_packages, "ace"))


def run_ace(folder: Path, paths: Sequence[Path], say: TellCheckProgress) -> Mapping[Path, Mapping[str, Findings]]:
    """Return what Ace finds in up to ``SAMPLE_BOOKS`` books; the others are left out.

    ``say`` is called with the progress. Raises Refusal if Node.js, npm or Chromium is missing.
    """
    tools = prepare_tools("ace", folder)
    return look_at_each(ACE_COLUMN, sample_evenly(paths, SAMPLE_BOOKS), partial(_look_at_book, tools), say)


def _look_at_book(tools: NpmTools, path: Path) -> Findings:
    with TemporaryDirectory(prefix="engross-ace-") as folder:
        variables = (f"PUPPETEER_EXECUTABLE_PATH={tools.chromium}", "ACE_TIMEOUT_INITIAL=20000")
        command = (
            *CLEAN_ENVIRONMENT,
            *variables,
            tools.binary_path("ace-puppeteer"),
            "-s",
            "-f",
            "-o",
            folder,
            str(path),
        )
        seconds = find_time_bound(path, TIMEOUT_SECONDS)
        try:
            process = subprocess.run(
                command, capture_output=True, text=True, errors="replace", check=False, timeout=seconds
            )
        except subprocess.TimeoutExpired:
            return (_make_no_report(f"no answer within {seconds} s"),)
        report = Path(folder) / "report.json"
        if not report.is_file():
            lines = (process.stderr or process.stdout).strip().splitlines()
            return (_make_no_report(lines[-1] if lines else "it says nothing"),)
        return parse_report(json.loads(report.read_text("utf-8")))


def _make_no_report(why: str) -> Finding:
    return Finding("no-report", Severity.ERROR, f"Ace gave no report: {why}")


def parse_report(report: Mapping[str, Any]) -> Findings:
    """Return the findings in one of Ace's reports."""
    return tuple(_parse_assertions(report))


def _parse_assertions(report: Mapping[str, Any]) -> Iterator[Finding]:
    for document in report["assertions"]:
        for assertion in document["assertions"]:
            test, result = assertion["earl:test"], assertion["earl:result"]
            severity = ACE_SEVERITIES.get(test["earl:impact"], Severity.WARNING)
            place = document["earl:testSubject"]["url"]
            yield Finding(test["dct:title"], severity, " ".join(result["dct:description"].split()), place)
