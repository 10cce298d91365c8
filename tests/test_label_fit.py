"""The truths for the weights of labels, and what is measured by them: the tools of "Fit the weights"."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks import label_fit
from benchmarks.label_file import read_truths
from benchmarks.label_fit import list_figures, list_needs
from benchmarks.label_truth import TrueBlock, main, name_right_labels, place_lines, record_texts
from engross.model.text import fold
from engross.readers.common.label_weights import build_label_weights, list_weight_rows
from engross.readers.common.labels import Label
from tests.cases import HERE

SOURCE = HERE / "structure" / "raw-en-letters-without-text" / "in.txt"
ROWS = list_weight_rows()
BLOCKS = [
    TrueBlock("enacting", "", "TheGeneralAssembly,"),
    TrueBlock("preambular", "", fold("Recalling its resolution 76/1 of 3 May 2021,")),
    TrueBlock("operative", "1", fold("1.Decides to act;")),
    TrueBlock("operative", "2", fold("2.Requests the Secretary-General to report.")),
]


def test_lines_beside_a_truth_have_its_labels() -> None:
    texts = record_texts(SOURCE)
    right = [name_right_labels(text, places) for text, places in zip(texts, place_lines(texts, BLOCKS), strict=True)]
    assert right == [
        [(Label.ENACTING, True), (Label.PREAMBULAR, True), (Label.OPERATIVE, True), (Label.OPERATIVE, True)]
    ]


def test_text_beside_the_truth_of_another_is_left_out() -> None:
    others = [TrueBlock("preambular", "", "Recognizing"), *BLOCKS[:1]]
    assert place_lines(record_texts(SOURCE), others) == []


def test_figures_count_lines_read_otherwise_without_weights(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("benchmarks.label_truth.CASES", ("notice",))
    monkeypatch.setattr("benchmarks.label_truth.CORPUS", tmp_path)
    main([str(tmp_path / "labels.jsonl")])
    texts = list(read_truths(tmp_path / "labels.jsonl"))
    figures = [list(list_figures(texts, build_label_weights(rows)))[1].split() for rows in ((), ROWS)]
    assert [row[0] for row in figures] == ["cases", "cases"]
    assert int(figures[0][4]) > int(figures[1][4]) == 0
    row = next(row for row in ROWS if row.case.startswith("cases/notice"))
    assert any(line.endswith(f" {row.case}") for line in list_needs(texts, ROWS))


def test_fit_says_that_it_needs_numpy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(label_fit, "find_spec", lambda _: None)
    (tmp_path / "labels.jsonl").write_text("", "utf-8")
    assert label_fit.main([str(tmp_path / "labels.jsonl"), "--fit", str(tmp_path / "out.csv")]) == 2
    assert "numpy" in capsys.readouterr().err
