"""EPUBs to DAISY Ace, the accessibility checker, in the machine's Chromium: a few seconds a book, so only a sample.

What it found is read from its report.json: its exit code and what it prints say "no issues" where there are some.
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
from engross.verify.check.npm import CLEAN_ENVIRONMENT, NpmTools, prepare_tools

ACE_COLUMN = "Ace"
SAMPLE_BOOKS = 40  # books of a run that are looked at, spread evenly over it
TIMEOUT_SECONDS = 120  # seconds for a book
# Ace calls its findings critical, serious, moderate or minor; none of them may stay.
ACE_SEVERITIES = {"critical": Severity.ERROR, "serious": Severity.ERROR}


def ace_column(folder: Path) -> Batch:
    """The column of Ace, its packages in ``folder``/ace, brought when first needed."""
    return Batch((ACE_COLUMN,), ".epub", partial(run_ace, folder))


def run_ace(folder: Path, paths: Sequence[Path], say: TellCheckProgress) -> Mapping[Path, Mapping[str, Findings]]:
    """What Ace finds in up to SAMPLE of the books; the others are left out; ``say`` is told of the progress.

    Raises Refusal where Node.js, npm or Chromium is missing.
    """
    with_these = prepare_tools("ace", folder)
    return look_at_each(ACE_COLUMN, sample_evenly(paths, SAMPLE_BOOKS), partial(_look_at_book, with_these), say)


def _look_at_book(these: NpmTools, path: Path) -> Findings:
    with TemporaryDirectory(prefix="engross-ace-") as room:
        set_up = (f"PUPPETEER_EXECUTABLE_PATH={these.chromium}", "ACE_TIMEOUT_INITIAL=20000")
        words = (*CLEAN_ENVIRONMENT, *set_up, these.binary_path("ace-puppeteer"), "-s", "-f", "-o", room, str(path))
        try:
            done = subprocess.run(
                words, capture_output=True, text=True, errors="replace", check=False, timeout=TIMEOUT_SECONDS
            )
        except subprocess.TimeoutExpired:
            return (_make_no_report(f"no answer within {TIMEOUT_SECONDS} s"),)
        report = Path(room) / "report.json"
        if not report.is_file():
            lines = (done.stderr or done.stdout).strip().splitlines()
            return (_make_no_report(lines[-1] if lines else "it says nothing"),)
        return parse_report(json.loads(report.read_text("utf-8")))


def _make_no_report(why: str) -> Finding:
    return Finding("no-report", Severity.ERROR, f"Ace gave no report: {why}")


def parse_report(report: Mapping[str, Any]) -> Findings:
    """The findings of a report."""
    return tuple(_parse_assertions(report))


def _parse_assertions(report: Mapping[str, Any]) -> Iterator[Finding]:
    for document in report["assertions"]:
        for found in document["assertions"]:
            test, result = found["earl:test"], found["earl:result"]
            severity = ACE_SEVERITIES.get(test["earl:impact"], Severity.WARNING)
            place = document["earl:testSubject"]["url"]
            yield Finding(test["dct:title"], severity, " ".join(result["dct:description"].split()), place)
