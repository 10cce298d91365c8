"""Measure the weights of labels, and fit them: ``python -m benchmarks.label_fit build/labels.jsonl``.

Prints how many lines of the truths (``python -m benchmarks.label_truth``) are labelled wrongly, by kind of source and
language, with the table ``label_weights.csv`` or another (``--weights``), and the pairs of labels confused most often.
``--fit OUT.csv`` fits the weights of its rows anew and writes the table (needs numpy, which engross does not);
``--every-evidence`` starts with a row for each piece of evidence and label besides, of which ``--penalty`` leaves those
that count; ``--held-out 3`` leaves every third document out of the fit and measures by it alone. ``--needed`` prints
for each row what is read otherwise without it: what its last column should say.
"""

from __future__ import annotations

import argparse
import csv
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path

from benchmarks.label_file import Choice, LabelledText, read_truths
from engross.readers.common.label_names import name_choice
from engross.readers.common.label_path import choose_labels
from engross.readers.common.label_weights import (
    LabelWeights,
    WeightRow,
    build_label_weights,
    list_weight_rows,
    read_weight_rows,
)
from engross.readers.common.labels import LineEvidence

COLUMNS = ("event", "label", "evidence", "weight", "case")
# How often a text counts in a fit, by the beginning of its case: there are some sixty times more of printed editions.
SHARES = (("cases", 20.0), ("truths", 6.0))
CONFUSED = 10  # pairs of labels shown
KINDS = ("cases", "samples", "truths", "sources")  # of what may need a row, the best first: it runs with the tests


def label_lines(text: LabelledText, weights: LabelWeights) -> list[Choice]:
    """Return what the lines of a text are taken for with some weights, by the reader's own code."""
    return [(choice.label, choice.begins) for choice in choose_labels(text.lines, text.stage, weights)]


def find_document(text: LabelledText) -> str:
    """Return the name of the document of a text, without the letter of its language."""
    return text.document.rstrip("ACEFRS")


def list_figures(texts: Iterable[LabelledText], weights: LabelWeights) -> Iterator[str]:
    """Yield how many lines are labelled wrongly, by kind and language, and what is confused most often."""
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    confused: Counter[str] = Counter()
    for text in texts:
        read = label_lines(text, weights)
        wrong = [(is_, taken) for is_, taken in zip(text.right, read, strict=True) if is_ != taken]
        confused.update(f"{name_choice(*is_)} taken for {name_choice(*taken)}" for is_, taken in wrong)
        group = text.case if text.case.startswith("sources") else text.case.partition("/")[0]
        for key in (group, *(["sources"] if group != text.case.partition("/")[0] else [])):
            for n, more in enumerate((1, bool(wrong), len(read), len(wrong))):
                counts[key][n] += more
    yield f"{'':24}{'texts':>8}{'with fault':>12}{'lines':>9}{'wrong':>8}{'%':>8}"
    for key, (number, faulty, lines, wrong_lines) in sorted(counts.items()):
        yield f"{key:24}{number:8}{faulty:12}{lines:9}{wrong_lines:8}{100 * wrong_lines / lines:8.2f}"
    yield from ("", *(f"{number:6}  {pair}" for pair, number in confused.most_common(CONFUSED)))


def list_needs(texts: Sequence[LabelledText], rows: Sequence[WeightRow]) -> Iterator[str]:
    """Yield for each row the case that is read otherwise without it, its own before that used least."""
    weights = build_label_weights(rows)
    used: Counter[str] = Counter()
    read = {id(text): label_lines(text, weights) for text in texts}
    for row in rows:
        without = build_label_weights(other for other in rows if other is not row)
        cases = _list_cases_that_need(row, texts, without, read)
        case = row.case if row.case in cases else min(cases, key=lambda case: used[case], default="together")
        used[case] += 1
        yield f"{row.event:8} {row.label:12} {row.evidence:28} {case}" + ("" if case == row.case else f"  ({row.case})")


def _list_cases_that_need(
    row: WeightRow, texts: Sequence[LabelledText], without: LabelWeights, read: dict[int, list[Choice]]
) -> list[str]:
    """Return the cases of the first kind that shows a row to be needed; of sources the first."""
    for kind in KINDS:
        of_kind = (text for text in texts if text.case.startswith(kind) and _has_evidence(text, row))
        needing = (text.case for text in of_kind if label_lines(text, without) != read[id(text)])
        cases = list(needing) if kind != "sources" else [case for case in [next(needing, "")] if case]
        if cases:
            return cases
    return []


def _has_evidence(text: LabelledText, row: WeightRow) -> bool:
    return row.evidence.startswith("after=") or any(row.evidence in _list_items(line, row.event) for line in text.lines)


def _list_items(line: LineEvidence, event: str) -> tuple[str, ...]:
    return {"begins": line.begins, "goes on": line.goes_on, "ends": line.ends}[event]


def write_rows(rows: Iterable[WeightRow], path: Path) -> None:
    """Write a table of weights, in the order that the test of the table asks for."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        for row in sorted(rows, key=lambda row: (row.event, row.label, row.evidence)):
            writer.writerow([getattr(row, column) for column in COLUMNS])


def fit_weights(texts: Sequence[LabelledText], rows: Sequence[WeightRow], options: argparse.Namespace) -> int:
    """Fit the weights and write them; measure them by the documents held out, or by all. Return the exit code."""
    if find_spec("numpy") is None:
        print("--fit needs numpy, which is in no lock, since nothing else does: pip install numpy", file=sys.stderr)
        return 2
    from benchmarks.label_field import FitPlan, fit_rows, list_every_row

    documents = sorted({find_document(text) for text in texts if text.case.startswith("sources")})
    held = set(documents[:: options.held_out]) if options.held_out else set()
    seen = [text for text in texts if find_document(text) not in held]
    rows = list_every_row(rows, seen) if options.every_evidence else rows
    plan = FitPlan(options.rounds, options.step, options.penalty, find_share)
    fitted = fit_rows(rows, seen, plan)
    write_rows(fitted, options.fit)
    measured = [text for text in texts if find_document(text) in held] if held else texts
    print("\n".join(list_figures(measured, build_label_weights(fitted))))
    return 0


def find_share(case: str) -> float:
    """Return how often a text of a case counts in a fit."""
    return next((share for kind, share in SHARES if case.startswith(kind)), 1.0)


def _arguments(given: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.label_fit", description=__doc__)
    parser.add_argument("truths", type=Path, help="the file that benchmarks.label_truth wrote")
    parser.add_argument("--weights", type=Path, help="a table instead of the reader's")
    parser.add_argument("--needed", action="store_true", help="say what needs each row")
    parser.add_argument("--fit", type=Path, metavar="OUT.csv", help="fit, and write the table")
    parser.add_argument("--held-out", type=int, metavar="N", help="every Nth document measures, and is not fitted to")
    parser.add_argument("--every-evidence", action="store_true", help="fit more rows than the table has")
    parser.add_argument("--penalty", type=float, default=0.0, help="on each weight (L1); 0.001 leaves some hundreds")
    parser.add_argument("--rounds", type=int, default=6)
    parser.add_argument("--step", type=float, default=0.05)
    return parser.parse_args(given)


def main(given: list[str] | None = None) -> int:
    """Measure, or fit, or say what needs each row."""
    options = _arguments(given)
    texts = list(read_truths(options.truths))
    rows = read_weight_rows(options.weights.read_text("utf-8")) if options.weights else list_weight_rows()
    if options.fit:
        return fit_weights(texts, rows, options)
    for line in list_needs(texts, rows) if options.needed else list_figures(texts, build_label_weights(rows)):
        print(line, flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
