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

from engross.check.finding import Batch, Finding, Findings, Say, looked_at, sample
from engross.check.npm import CLEAN, Tools, tools
from engross.notice import Severity

NAME = "Ace"
SAMPLE = 40  # books of a run that are looked at, spread evenly over it
PATIENCE = 120  # seconds for a book
# Ace calls its findings critical, serious, moderate or minor; none of them may stay.
SEVERITIES = {"critical": Severity.ERROR, "serious": Severity.ERROR}


def column(folder: Path) -> Batch:
    """The column of Ace, its packages in ``folder``/ace, brought when first needed."""
    return Batch((NAME,), ".epub", partial(ace, folder))


def ace(folder: Path, paths: Sequence[Path], say: Say) -> Mapping[Path, Mapping[str, Findings]]:
    """What Ace finds in up to SAMPLE of the books; the others are left out; ``say`` is told of the progress.

    Raises Refusal where Node.js, npm or Chromium is missing.
    """
    with_these = tools("ace", folder)
    return looked_at(NAME, sample(paths, SAMPLE), partial(_look, with_these), say)


def _look(these: Tools, path: Path) -> Findings:
    with TemporaryDirectory(prefix="engross-ace-") as room:
        set_up = (f"PUPPETEER_EXECUTABLE_PATH={these.chromium}", "ACE_TIMEOUT_INITIAL=20000")
        words = (*CLEAN, *set_up, these.binary("ace-puppeteer"), "-s", "-f", "-o", room, str(path))
        try:
            done = subprocess.run(
                words, capture_output=True, text=True, errors="replace", check=False, timeout=PATIENCE
            )
        except subprocess.TimeoutExpired:
            return (_failed(f"no answer within {PATIENCE} s"),)
        report = Path(room) / "report.json"
        if not report.is_file():
            lines = (done.stderr or done.stdout).strip().splitlines()
            return (_failed(lines[-1] if lines else "it says nothing"),)
        return findings(json.loads(report.read_text("utf-8")))


def _failed(why: str) -> Finding:
    return Finding("no-report", Severity.ERROR, f"Ace gave no report: {why}")


def findings(report: Mapping[str, Any]) -> Findings:
    """The findings of a report."""
    return tuple(_findings(report))


def _findings(report: Mapping[str, Any]) -> Iterator[Finding]:
    for document in report["assertions"]:
        for found in document["assertions"]:
            test, result = found["earl:test"], found["earl:result"]
            severity = SEVERITIES.get(test["earl:impact"], Severity.WARNING)
            place = document["earl:testSubject"]["url"]
            yield Finding(test["dct:title"], severity, " ".join(result["dct:description"].split()), place)
