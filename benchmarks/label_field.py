"""Fit the weights of labels: a conditional random field over the nodes of ``label_path``, by Adam with an L1 penalty.

It alone needs numpy, which engross does not: it is in no lock. Lafferty, McCallum and Pereira, "Conditional random
fields" (2001); Kingma and Ba, "Adam" (2015), with a proximal step for the penalty.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import import_module
from random import Random
from typing import Any

from benchmarks.label_file import LabelledText
from engross.readers.common.label_path import NODE_LABELS, NODES
from engross.readers.common.label_weights import ANY_LABEL, WeightRow
from engross.readers.common.labels import LABELS, Label, LineEvidence, Stage, find_next_stage, list_successors

np: Any = import_module("numpy")  # without types here, whether it is installed or not
NEVER = -1e9
EVENTS = ("begins", "goes on", "ends")
MOMENTUM, SECOND_MOMENTUM, LEAST_STEP = 0.9, 0.99, 1e-3
BATCH = 24  # texts a step
NODES_OF = np.array(NODE_LABELS)
LABEL_COUNT = len(LABELS)
AFTERS = {f"after={label.value}": n for n, label in enumerate(LABELS)}


@dataclass(frozen=True)
class FitPlan:
    """How to fit: rounds over all texts, the first step, the penalty of a weight, how often a text of a kind counts."""

    rounds: int = 6
    step: float = 0.05
    penalty: float = 0.0
    shares: Callable[[str], float] = lambda _: 1.0


class _Field:
    """The rows as places in matrices: evidence by label for each event, and label by label for "after=…"."""

    def __init__(self, rows: Sequence[WeightRow]) -> None:
        self.rows = rows
        self.columns: dict[str, dict[str, int]] = {event: {} for event in EVENTS}
        for row in rows:
            if row.evidence not in AFTERS:
                self.columns[row.event].setdefault(row.evidence, len(self.columns[row.event]))

    def spread(self, values: Any) -> tuple[dict[str, Any], Any]:
        """Return weights as matrices, from one value a row."""
        matrices = {event: np.zeros((LABEL_COUNT, len(columns))) for event, columns in self.columns.items()}
        after = np.zeros((LABEL_COUNT, LABEL_COUNT))
        for row, value in zip(self.rows, values, strict=True):
            matrix, place = self._find_place(row, matrices, after)
            matrix[place] += value
        return matrices, after

    def gather(self, matrices: dict[str, Any], after: Any) -> Any:
        """Return the slopes of the rows from those of the matrices."""
        found = (self._find_place(row, matrices, after) for row in self.rows)
        return np.array([matrix[place].sum() for matrix, place in found])

    def _find_place(self, row: WeightRow, matrices: dict[str, Any], after: Any) -> tuple[Any, Any]:
        label = slice(None) if row.label == ANY_LABEL else LABELS.index(Label(row.label))
        if row.evidence in AFTERS:
            return after, (AFTERS[row.evidence], label)
        return matrices[row.event], (label, self.columns[row.event][row.evidence])


class _Text:
    """A text as matrices: which evidence each line has, what is impossible, and the right path."""

    def __init__(self, text: LabelledText, field: _Field) -> None:
        self.case = text.case
        items = {
            "begins": [line.begins for line in text.lines],
            "goes on": [line.goes_on for line in text.lines],
            "ends": [line.ends for line in text.lines],
        }
        self.evidence = {event: _mark_evidence(rows, field.columns[event]) for event, rows in items.items()}
        self.barred = np.array([[0.0 if label in line.possible else NEVER for label in LABELS] for line in text.lines])
        self.starts = np.array([NEVER if line.is_start else 0.0 for line in text.lines])
        self.sections = [int(line.is_section) for line in text.lines]
        self.first = np.full(len(NODES), NEVER)
        for successor in list_successors(text.stage, text.lines[0].is_section):
            self.first[NODES.index(successor)] = 0.0
        self.right = _find_right_path(text)

    def find_slopes(self, weights: tuple[dict[str, Any], Any]) -> tuple[float, dict[str, Any], Any]:
        """Return the loss (minus the logarithm of the right path's share) and its slopes by the matrices of weights."""
        matrices, after = weights
        begins = (self.evidence["begins"] @ matrices["begins"].T + self.barred)[:, NODES_OF]
        on = (self.evidence["goes on"] @ matrices["goes on"].T)[:, NODES_OF] + self.starts[:, None]
        ends = (self.evidence["ends"] @ matrices["ends"].T)[:, NODES_OF]
        turns = [barred + after[np.ix_(NODES_OF, NODES_OF)] for barred in BARRED_TURNS]
        ahead, behind = self._sum_paths(begins, on, ends, turns)
        whole = _log_sum(ahead[-1] + ends[-1], 0)
        slopes = {event: np.zeros((len(self.right), LABEL_COUNT)) for event in EVENTS}
        turn_slopes = np.zeros((LABEL_COUNT, LABEL_COUNT))
        _add(slopes["begins"][0], np.exp(ahead[0] + behind[0] - whole))
        _add(slopes["ends"][-1], np.exp(ahead[-1] + ends[-1] - whole))
        for n in range(1, len(self.right)):
            leave = (ahead[n - 1] + ends[n - 1])[:, None] + turns[self.sections[n]]
            shares = np.exp(leave + (begins[n] + behind[n])[None, :] - whole)
            _add(slopes["begins"][n], shares.sum(0))
            _add(slopes["ends"][n - 1], shares.sum(1))
            _add(slopes["goes on"][n], np.exp(ahead[n - 1] + on[n] + behind[n] - whole))
            turn_slopes += OF_NODES.T @ shares @ OF_NODES
        score = self._take_right_path((begins, on, ends, turns), slopes, turn_slopes)
        by_evidence = {event: slopes[event].T @ self.evidence[event] for event in EVENTS}
        return float(whole - score), by_evidence, turn_slopes

    def _sum_paths(self, begins: Any, on: Any, ends: Any, turns: list[Any]) -> tuple[Any, Any]:
        """Return the logarithms of the sums over paths up to each line, and from each line to the end, at each node."""
        ahead, behind = np.empty_like(begins), np.empty_like(begins)
        ahead[0], behind[-1] = self.first + begins[0], ends[-1]
        for n in range(1, len(begins)):
            leave = (ahead[n - 1] + ends[n - 1])[:, None] + turns[self.sections[n]]
            ahead[n] = np.logaddexp(ahead[n - 1] + on[n], _log_sum(leave, 0) + begins[n])
        for n in range(len(begins) - 2, -1, -1):
            come = turns[self.sections[n + 1]] + (begins[n + 1] + behind[n + 1])[None, :]
            behind[n] = np.logaddexp(on[n + 1] + behind[n + 1], _log_sum(come, 1) + ends[n])
        return ahead, behind

    def _take_right_path(self, scores: tuple[Any, Any, Any, list[Any]], slopes: dict[str, Any], turns: Any) -> float:
        """Take the right path from the slopes; return its score."""
        begins, on, ends, barred = scores
        score = self.first[self.right[0][0]] + begins[0, self.right[0][0]]
        slopes["begins"][0, NODES_OF[self.right[0][0]]] -= 1
        for n, (node, is_begun) in enumerate(self.right[1:], start=1):
            before, label = self.right[n - 1][0], NODES_OF[node]
            if not is_begun:
                score += on[n, node]
                slopes["goes on"][n, label] -= 1
                continue
            score += ends[n - 1, before] + barred[self.sections[n]][before, node] + begins[n, node]
            slopes["begins"][n, label] -= 1
            slopes["ends"][n - 1, NODES_OF[before]] -= 1
            turns[NODES_OF[before], label] -= 1
        slopes["ends"][-1, NODES_OF[self.right[-1][0]]] -= 1
        return float(score + ends[-1, self.right[-1][0]])


def fit_rows(rows: Sequence[WeightRow], texts: Sequence[LabelledText], plan: FitPlan) -> list[WeightRow]:
    """Return rows with weights fitted to texts, from those that they have; rows that a penalty made nothing are gone.

    Same rows and texts, same weights. Prints the loss of each round.
    """
    field = _Field(rows)
    made = [_Text(text, field) for text in texts]
    values = np.array([row.weight for row in rows])
    means, squares, count, random = np.zeros_like(values), np.zeros_like(values), 0, Random(0)
    for n in range(plan.rounds):
        random.shuffle(made)
        loss, step = 0.0, plan.step * (1 - n / plan.rounds) + LEAST_STEP
        for start in range(0, len(made), BATCH):
            batch, count = made[start : start + BATCH], count + 1
            of_batch, slopes = _find_slopes_of_batch(batch, field, values, plan)
            loss += of_batch
            means = MOMENTUM * means + (1 - MOMENTUM) * slopes
            squares = SECOND_MOMENTUM * squares + (1 - SECOND_MOMENTUM) * slopes**2
            room = np.sqrt(squares / (1 - SECOND_MOMENTUM**count)) + 1e-3
            values = values - step * means / (1 - MOMENTUM**count) / room
            values = np.sign(values) * np.maximum(np.abs(values) - step * plan.penalty / room, 0)
        print(f"round {n + 1}: loss {loss:.1f}, {int((np.abs(values) >= 0.005).sum())} weights", flush=True)
    fitted = (
        WeightRow(row.event, row.label, row.evidence, round(float(value), 2), row.case)
        for row, value in zip(rows, values, strict=True)
    )
    return [row for row in fitted if row.weight]


def _find_slopes_of_batch(batch: Sequence[_Text], field: _Field, values: Any, plan: FitPlan) -> tuple[float, Any]:
    """Return the loss of some texts and the mean of their slopes, one a row, each by its kind's share."""
    weights, loss, slopes = field.spread(values), 0.0, np.zeros_like(values)
    for text in batch:
        of_text, matrices, after = text.find_slopes(weights)
        loss += of_text
        slopes += plan.shares(text.case) * field.gather(matrices, after)
    return loss, slopes / len(batch)


def _mark_evidence(rows: Sequence[Sequence[str]], columns: dict[str, int]) -> Any:
    marks = np.zeros((len(rows), len(columns)), np.float32)
    for n, items in enumerate(rows):
        for item in items:
            if item in columns:
                marks[n, columns[item]] += 1
    return marks


def _find_right_path(text: LabelledText) -> list[tuple[int, bool]]:
    stage: Stage = text.stage
    path: list[tuple[int, bool]] = []
    for (label, begins), line in zip(text.right, text.lines, strict=True):
        stage = (find_next_stage(stage, label, line.is_section) if begins else stage) or stage
        path.append((NODES.index((label, stage)) if begins else path[-1][0], begins))
    return path


def _bar_turns(is_section: bool) -> Any:
    barred = np.full((len(NODES), len(NODES)), NEVER)
    for n, (_, stage) in enumerate(NODES):
        for successor in list_successors(stage, is_section):
            barred[n, NODES.index(successor)] = 0.0
    return barred


def _log_sum(values: Any, axis: int) -> Any:
    most = values.max(axis)
    return most + np.log(np.exp(values - np.expand_dims(most, axis)).sum(axis))


def _add(slopes: Any, of_nodes: Any) -> None:
    slopes += of_nodes @ OF_NODES


OF_NODES = np.eye(LABEL_COUNT)[NODES_OF]
BARRED_TURNS = [_bar_turns(is_section) for is_section in (False, True)]


def list_every_row(rows: Sequence[WeightRow], texts: Sequence[LabelledText]) -> list[WeightRow]:
    """Return the rows with one, of no weight yet, for each other piece of evidence and label that the texts show."""
    seen = {(row.event, row.label, row.evidence) for row in rows}
    lines: list[LineEvidence] = [line for text in texts for line in text.lines]
    items = {
        "begins": {item for line in lines for item in line.begins} | set(AFTERS),
        "goes on": {item for line in lines for item in line.goes_on},
        "ends": {item for line in lines for item in line.ends},
    }
    every = ((event, label.value, item) for event in EVENTS for label in LABELS for item in sorted(items[event]))
    return [*rows, *(WeightRow(*key, 0.0, "") for key in every if key not in seen)]
