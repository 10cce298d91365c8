"""Old texts of the Security Council against truths made by hand: what an editor says each paragraph of them is.

A truth, truths/sctext/NAME.txt, has a line for each block: depth, role, number, first two words and last, calls; under
it its notes. Where engross is known to be wrong, truths/sctext/known_differences.toml says how, and what it tells of
it: a difference that is gone, or has changed, fails as well.
"""

from __future__ import annotations

import tomllib
from difflib import unified_diff
from pathlib import Path

import pytest

from engross.model.notice import Severity
from engross.model.reading import Reading
from tests.corpus import CORPUS
from tests.test_structure import reading_of
from tests.truth_lines import list_truth_lines

HERE = Path(__file__).parent / "truths" / "sctext"
TRUTHS = sorted(HERE.glob("*.txt"))
KNOWN = tomllib.loads((HERE / "known_differences.toml").read_text("utf-8"))
CONTEXT_LINES = 1  # around a difference


@pytest.mark.needs("corpus")
@pytest.mark.parametrize("truth", TRUTHS, ids=lambda path: path.stem)
def test_structure_is_that_of_the_truth(truth: Path) -> None:
    reading = reading_of(CORPUS / "sctext" / truth.name)
    known = KNOWN.get(truth.stem, {"lines": [], "notices": []})
    diff = compare_lines(truth.read_text("utf-8").splitlines(), list_truth_lines(reading))
    assert [line for line in diff if line[0] in "-+"] == known["lines"], "\n" + "\n".join(diff)
    if known["lines"]:
        assert list_warnings(reading) == known["notices"]


def test_known_differences_are_of_truths_that_are_there() -> None:
    assert set(KNOWN) <= {truth.stem for truth in TRUTHS}
    assert len(TRUTHS) == 60


def compare_lines(right: list[str], read: list[str]) -> list[str]:
    """Return how the lines read differ from the right ones: ``-`` before what is right, ``+`` before what was read."""
    diff = unified_diff(right, read, n=CONTEXT_LINES, lineterm="")
    return [line for line in diff if not line.startswith(("---", "+++", "@@"))]


def list_warnings(reading: Reading) -> list[str]:
    """Return what a reading warns of, each once."""
    return sorted({notice.code.slug for notice in reading.notices if notice.severity is not Severity.INFO})
