"""Merge the horizontal strokes of a page into rules."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from engross.readers.pdf.strokes import Stroke

SAME_RULE_PT = 1.2  # pt: strokes closer than that are one rule
SAME_EDGE_PT = 2.5  # pt: edges closer than that are one
DOUBLE_RULE_PT = 3.0  # pt: rules closer than that are a double one


@dataclass(frozen=True, slots=True)
class HorizontalRule:
    """A horizontal rule: its height and thickness in pt, and the stretches that it is drawn in."""

    at: float
    thick: float
    spans: tuple[tuple[float, float], ...]

    @property
    def left(self) -> float:
        """The left end, in pt."""
        return self.spans[0][0]

    @property
    def right(self) -> float:
        """The right end, in pt."""
        return max(right for _, right in self.spans)

    @property
    def joints(self) -> list[float]:
        """Where its stretches meet or stop, in pt, without its own ends."""
        ends = (x for span in self.spans for x in span)
        return [x for x in ends if self.left + SAME_EDGE_PT < x < self.right - SAME_EDGE_PT]

    def span_at(self, x: float) -> tuple[float, float] | None:
        """Return the stretch at a distance from the left, in pt; None if there is none."""
        return next(((left, right) for left, right in self.spans if left - 1 < x < right + 1), None)


def find_horizontal_rules(strokes: Iterable[Stroke]) -> list[HorizontalRule]:
    """Merge the horizontal strokes of a page into rules, from the top down; a double rule is one."""
    groups: list[list[Stroke]] = []
    for stroke in sorted((one for one in strokes if one.is_horizontal), key=lambda one: -one.at):
        if groups and groups[-1][0].at - stroke.at < SAME_RULE_PT:
            groups[-1].append(stroke)
        else:
            groups.append([stroke])
    rules = [_merge_into_rule(group) for group in groups]
    return [a for n, a in enumerate(rules) if n + 1 == len(rules) or not _is_double_rule(a, rules[n + 1])]


def _merge_into_rule(group: list[Stroke]) -> HorizontalRule:
    spans = sorted((stroke.left, stroke.right) for stroke in group)
    return HorizontalRule(sum(one.at for one in group) / len(group), max(one.thick for one in group), tuple(spans))


def _is_double_rule(a: HorizontalRule, b: HorizontalRule) -> bool:
    """Return whether two rules are one drawn twice."""
    return (
        a.at - b.at < DOUBLE_RULE_PT and abs(a.left - b.left) < SAME_EDGE_PT and abs(a.right - b.right) < SAME_EDGE_PT
    )
