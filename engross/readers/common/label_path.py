"""Choose what each line of a text is: the best path of labels through it (Viterbi), scored by the weights of evidence.

A line begins a paragraph of some label, or goes on with the paragraph above. The margin of a choice is what the best
path loses if its line is anything else: the logarithm of the odds, as far as the weights are right.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from engross.readers.common.label_weights import LabelWeights, load_label_weights
from engross.readers.common.labels import LABELS, Label, LineChoice, LineEvidence, Stage, list_successors

IMPOSSIBLE = float("-inf")
# What a path has behind it at a line: the label of the line's paragraph, and the stage behind that.
NODES = tuple((label, stage) for label in LABELS for stage in Stage)
NODE_LABELS = tuple(LABELS.index(label) for label, _ in NODES)
NO_PATHS = (IMPOSSIBLE,) * len(NODES)
Scores = tuple[float, ...]


def choose_labels(lines: Sequence[LineEvidence], stage: Stage) -> list[LineChoice]:
    """Return the choice for each line of a text whose first line stands at ``stage`` and begins a paragraph."""
    return _Trellis(lines, stage, load_label_weights()).choose_lines() if lines else []


@cache
def _list_targets(node: int, is_section: bool) -> tuple[tuple[int, int], ...]:
    """Return the labels of paragraphs that may follow behind a node, each with the node that it leads to."""
    successors = list_successors(NODES[node][1], is_section)
    return tuple((LABELS.index(label), NODES.index((label, stage))) for label, stage in successors)


class _Trellis:
    """The scores of the best paths through a text: up to each line, and from each line to the end, at each node.

    ``begun``: of paths whose paragraph begins with the line; ``gone_on``: of those whose paragraph goes on.
    """

    def __init__(self, lines: Sequence[LineEvidence], stage: Stage, weights: LabelWeights) -> None:
        self.lines = lines
        self.on_scores = [weights.sum_weights("goes on", line.goes_on) for line in lines]
        self.end_scores = [weights.sum_weights("ends", line.ends) for line in lines]
        self.begin_scores = [
            tuple(
                score if label in line.possible else IMPOSSIBLE
                for label, score in zip(LABELS, weights.sum_weights("begins", line.begins), strict=True)
            )
            for line in lines
        ]
        self.after_scores = [weights.sum_weights("begins", (f"after={label.value}",)) for label in LABELS]
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
        for node, score in enumerate(above):
            if score > IMPOSSIBLE:
                for target, step in self._list_steps(n, node):
                    begun[target] = max(begun[target], score + step)
        self.begun.append(tuple(begun))
        on = self.on_scores[n]
        going_on = (score + on[label] for score, label in zip(above, NODE_LABELS, strict=True))
        self.gone_on.append(NO_PATHS if self.lines[n].is_start else tuple(going_on))

    def _list_steps(self, n: int, node: int) -> list[tuple[int, float]]:
        """Return the nodes of paragraphs that may begin with line ``n`` behind a node, each with the step's score."""
        of_node = NODE_LABELS[node]
        end, after, begins = self.end_scores[n - 1][of_node], self.after_scores[of_node], self.begin_scores[n]
        targets = _list_targets(node, self.lines[n].is_section)
        return [(target, end + after[label] + begins[label]) for label, target in targets]

    def _score_rests(self) -> list[Scores]:
        """Score the best path from each line, at each node, to the end of the text."""
        rests: list[Scores] = [tuple(self.end_scores[-1][label] for label in NODE_LABELS)]
        for n in range(len(self.lines) - 1, 0, -1):
            below, on, is_start = rests[-1], self.on_scores[n], self.lines[n].is_start
            rests.append(
                tuple(
                    max(
                        IMPOSSIBLE if is_start else on[label] + below[node],
                        *(step + below[target] for target, step in self._list_steps(n, node)),
                    )
                    for node, label in enumerate(NODE_LABELS)
                )
            )
        return rests[::-1]

    def choose_lines(self) -> list[LineChoice]:
        """Return the choices of the best path."""
        path: list[tuple[int, bool]] = []
        scores: Sequence[float] = [IMPOSSIBLE] * len(NODES)
        for n in range(len(self.lines)):
            if n == 0:
                scores = [score + rest for score, rest in zip(self.begun[0], self.rest[0], strict=True)]
                path.append((scores.index(max(scores)), True))
                continue
            path.append(self._choose_step(n, path[-1][0]))
        return [self._choose_line(n, node, begins) for n, (node, begins) in enumerate(path)]

    def _choose_step(self, n: int, node: int) -> tuple[int, bool]:
        """Return where the best path goes from a node at the line above ``n``, and whether a paragraph begins there."""
        below = self.rest[n]
        stays = IMPOSSIBLE if self.lines[n].is_start else self.on_scores[n][NODE_LABELS[node]] + below[node]
        score, target = max((step + below[target], target) for target, step in self._list_steps(n, node))
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
