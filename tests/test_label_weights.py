"""The table of weights: each row has a case, and that case is read otherwise without the row.

A case is a folder under ``cases``, a sample, a truth under ``truths``, a corpus file; or "sources/KIND/LANGUAGE", for
what only ``python -m benchmarks.sources`` shows, over texts taken from many printed documents; or
"drafts/HABIT/LANGUAGE", for what ``python -m benchmarks.word_drafts`` shows, over many Word files; or "together", for
rows none of which has a case of its own, but all of them have.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from engross.readers.common import label_path
from engross.readers.common.label_weights import ANY_LABEL, WeightRow, build_label_weights, list_weight_rows
from engross.readers.common.labels import LABELS
from tests.cases import source_of
from tests.corpus import CORPUS
from tests.test_structure import reading_of

HERE = Path(__file__).parent
ROWS = list_weight_rows()
TOGETHER = "together"
CASES_OF_ROWS_TOGETHER = (
    "cases/structure/raw-en-title-note",
    "cases/structure/raw-en-dotted-sections",
    "cases/structure/docx-en-text-box",
)
PLACES = {"cases": HERE, "samples": HERE.parent, "truths": CORPUS, "corpus": CORPUS}
MEASURED = ("sources", "drafts")  # by a benchmark, over many documents


def name_row(row: WeightRow) -> str:
    return f"{row.event} {row.label} {row.evidence}"


def find_source(case: str) -> Path:
    """Return the source of a case."""
    kind, _, name = case.partition("/")
    if kind == "truths":
        return CORPUS / f"{name}.txt"
    path = PLACES[kind] / (name if kind == "corpus" else case)
    return path if kind == "corpus" or path.is_file() else source_of(path)


def list_labels(source: Path) -> list[tuple[str, bool]]:
    return [(line.label, line.begins) for line in reading_of(source).labels]


@pytest.mark.parametrize("row", [row for row in ROWS if row.case.startswith(("cases", "samples"))], ids=name_row)
def test_case_needs_its_row(row: WeightRow, monkeypatch: pytest.MonkeyPatch) -> None:
    check_rows({row}, row.case, monkeypatch)


@pytest.mark.needs("corpus")
@pytest.mark.parametrize("row", [row for row in ROWS if row.case.startswith(("truths", "corpus"))], ids=name_row)
def test_truth_needs_its_row(row: WeightRow, monkeypatch: pytest.MonkeyPatch) -> None:
    check_rows({row}, row.case, monkeypatch)


@pytest.mark.parametrize("case", CASES_OF_ROWS_TOGETHER)
def test_case_needs_the_rows_that_have_none_of_their_own(case: str, monkeypatch: pytest.MonkeyPatch) -> None:
    check_rows({row for row in ROWS if row.case == TOGETHER}, case, monkeypatch)


def check_rows(rows: set[WeightRow], case: str, monkeypatch: pytest.MonkeyPatch) -> None:
    source = find_source(case)
    with_rows = list_labels(source)
    weights = build_label_weights(row for row in ROWS if row not in rows)
    monkeypatch.setattr(label_path, "load_label_weights", lambda: weights)
    assert list_labels(source) != with_rows, f"{case} is read the same without {', '.join(map(name_row, rows))}"


def test_rows_are_well_formed() -> None:
    assert len({(row.event, row.label, row.evidence) for row in ROWS}) == len(ROWS), "a row stands twice"
    assert sorted(ROWS, key=lambda row: (row.event, row.label, row.evidence)) == list(ROWS)
    assert {row.label for row in ROWS} <= {ANY_LABEL, *(label.value for label in LABELS)}
    assert {row.event for row in ROWS} == {"begins", "goes on", "ends"}
    for row in ROWS:
        kind, _, rest = row.case.partition("/")
        assert kind in (*PLACES, TOGETHER) or (kind in MEASURED and all(rest.split("/"))), (
            f"{name_row(row)}: no case “{row.case}”"
        )
