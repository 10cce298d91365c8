"""Choose what each line of a text is: the best path of labels through it (Viterbi), scored by the weights of evidence.

A line begins a paragraph of some label, or goes on with the paragraph above. The margin of a choice is what the best
path loses if its line is anything else: the logarithm of the odds, as far as the weights are right.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from engross.readers.common.label_weights import LabelWeights, load_label_weights
from engross.readers.common.labels import LABELS, STAGES, Label, LineChoice, LineEvidence, Stage, list_successors

IMPOSSIBLE = float("-inf")
# What a path has behind it at a line: the label of the line's paragraph, and the stage behind that.
NODES = tuple((label, stage) for label in LABELS for stage in Stage if STAGES.get(label, stage) is stage)
NODE_LABELS = tuple(LABELS.index(label) for label, _ in NODES)
NO_PATHS = (IMPOSSIBLE,) * len(NODES)
Scores = tuple[float, ...]
Steps = tuple[tuple[tuple[int, float], ...], ...]  # from each node: those that it leads to, with the step's score


def choose_labels(lines: Sequence[LineEvidence], stage: Stage, weights: LabelWeights | None = None) -> list[LineChoice]:
    """Return the choice for each line of a text whose first line stands at ``stage`` and begins a paragraph.

    ``weights``: others than those of the table.
    """
    return _Trellis(lines, stage, weights or load_label_weights()).choose_lines() if lines else []


@cache
def _list_targets(node: int, is_section: bool) -> tuple[tuple[int, int], ...]:
    """Return the labels of paragraphs that may follow behind a node, each with the node that it leads to."""
    successors = list_successors(NODES[node][1], is_section)
    return tuple((LABELS.index(label), NODES.index((label, stage))) for label, stage in successors)


def _drop_impossible(scores: Scores, possible: frozenset[Label]) -> Scores:
    """Return the scores of labels, impossible for those that a paragraph cannot have."""
    return tuple(score if label in possible else IMPOSSIBLE for label, score in zip(LABELS, scores, strict=True))


class _Trellis:
    """The scores of the best paths through a text: up to each line, and from each line to the end, at each node.

    ``begun``: of paths whose paragraph begins with the line; ``gone_on``: of those whose paragraph goes on.
    """

    def __init__(self, lines: Sequence[LineEvidence], stage: Stage, weights: LabelWeights) -> None:
        self.lines = lines
        sum_weights = cache(weights.sum_weights)  # many lines of a text have the same evidence
        self.on_scores = [sum_weights("goes on", line.goes_on) for line in lines]
        self.end_scores = [sum_weights("ends", line.ends) for line in lines]
        self.begin_scores = [_drop_impossible(sum_weights("begins", line.begins), line.possible) for line in lines]
        self.after_scores = [weights.sum_weights("begins", (f"after={label.value}",)) for label in LABELS]
        self.steps: dict[tuple[Scores, Scores, bool], Steps] = {}
        self.begun: list[Scores] = [self._score_first_line(stage)]
        self.gone_on: list[Scores] = [NO_PATHS]
        for n in range(1, len(lines)):
            self._score_line(n)
        self.rest = self._score_rests()

    def _score_first_line(self, stage: Stage) -> Scores:
        scores = list(NO_PATHS)
        for label, target in _list_targets(NODES.index((Label.PLAIN, stage)), self.lines[0].is_section):
            scores[target] = self.begin_scores[0][label]
        return tuple(scores)

    def _score_line(self, n: int) -> None:
        """Score the paths up to line ``n`` from those up to the line above."""
        above = [max(pair) for pair in zip(self.begun[-1], self.gone_on[-1], strict=True)]
        begun = list(NO_PATHS)
        for score, steps in zip(above, self._list_steps(n), strict=True):
            if score > IMPOSSIBLE:
                for target, step in steps:
                    if score + step > begun[target]:
                        begun[target] = score + step
        self.begun.append(tuple(begun))
        on = self.on_scores[n]
        going_on = (score + on[label] for score, label in zip(above, NODE_LABELS, strict=True))
        self.gone_on.append(NO_PATHS if self.lines[n].is_start else tuple(going_on))

    def _list_steps(self, n: int) -> Steps:
        """Return, for each node behind the line above, those that a paragraph leads to that begins with line ``n``."""
        key = self.end_scores[n - 1], self.begin_scores[n], self.lines[n].is_section
        if key not in self.steps:
            self.steps[key] = tuple(self._list_steps_from(node, *key) for node in range(len(NODES)))
        return self.steps[key]

    def _list_steps_from(
        self, node: int, ends: Scores, begins: Scores, is_section: bool
    ) -> tuple[tuple[int, float], ...]:
        of_node = NODE_LABELS[node]
        end, after = ends[of_node], self.after_scores[of_node]
        targets = _list_targets(node, is_section)
        return tuple(
            (target, end + after[label] + begins[label]) for label, target in targets if begins[label] > IMPOSSIBLE
        )

    def _score_rests(self) -> list[Scores]:
        """Score the best path from each line, at each node, to the end of the text."""
        rests: list[Scores] = [tuple(self.end_scores[-1][label] for label in NODE_LABELS)]
        for n in range(len(self.lines) - 1, 0, -1):
            below, on, is_start = rests[-1], self.on_scores[n], self.lines[n].is_start
            rests.append(
                tuple(
                    max(
                        [IMPOSSIBLE if is_start else on[label] + below[node]]
                        + [step + below[target] for target, step in steps]
                    )
                    for node, (label, steps) in enumerate(zip(NODE_LABELS, self._list_steps(n), strict=True))
                )
            )
        return rests[::-1]

    def choose_lines(self) -> list[LineChoice]:
        """Return the choices of the best path."""
        first = [score + rest for score, rest in zip(self.begun[0], self.rest[0], strict=True)]
        path = [(first.index(max(first)), True)]
        for n in range(1, len(self.lines)):
            path.append(self._choose_step(n, path[-1][0]))
        return [self._choose_line(n, node, begins) for n, (node, begins) in enumerate(path)]

    def _choose_step(self, n: int, node: int) -> tuple[int, bool]:
        """Return where the best path goes from a node at the line above ``n``, and whether a paragraph begins there."""
        below = self.rest[n]
        stays = IMPOSSIBLE if self.lines[n].is_start else self.on_scores[n][NODE_LABELS[node]] + below[node]
        steps = self._list_steps(n)[node]
        score, target = max(((step + below[target], target) for target, step in steps), default=(IMPOSSIBLE, node))
        return (target, True) if score > stays else (node, False)

    def _choose_line(self, n: int, node: int, begins: bool) -> LineChoice:
        """Return the choice of a line on the best path, with what stands second to it."""
        best: dict[tuple[int, bool], float] = {}
        for is_begun, scores in ((True, self.begun[n]), (False, self.gone_on[n])):
            for label, score, rest in zip(NODE_LABELS, scores, self.rest[n], strict=True):
                best[label, is_begun] = max(best.get((label, is_begun), IMPOSSIBLE), score + rest)
        chosen = NODE_LABELS[node], begins
        label, other_begins = max((key for key in best if key != chosen), key=lambda key: best[key])
        margin = best[chosen] - best[label, other_begins]
        return LineChoice(LABELS[chosen[0]], begins, NODES[node][1], margin, LABELS[label], other_begins)
