"""Strokes and lines of a page to Regions: where rules stand that hold a table together, and the columns between them.

A table is seen by its rules: some that go from edge to edge, with words between them that no rule's joints cut. What
lies between two rules is a band. The words between two tables, or under a running head, are a band as well: they are
larger than the table's, or run across its columns.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from engross.readers.pdf.glyphs import SMALL_TYPE_RATIO, SourceGlyph
from engross.readers.pdf.strokes import Stroke
from engross.readers.pdf.text_line import COLUMN_OVERHANG_PT, TextLine, find_columns

SAME_RULE_PT = 1.2  # pt: two strokes that are one rule
SAME_EDGE_PT = 2.5  # pt: two edges that are one
DOUBLE_RULE_PT = 3.0  # pt: two rules that are a double one
LARGE_SIZE_RATIO = 1.3  # of the body's size: larger than a table's words
UNBROKEN_WIDTH_SHARE = 0.6  # of a region's width: a line without gaps that is no cell's
PROSE_WIDTH_SHARE = 0.8  # of it: a line of prose
HEAD_RULE_RATIO = 1.3  # of the thinnest rule: one that stands under a head
CROSSING_LINE_SHARE = 0.1  # of the lines that may run across an edge
FEW_LINES = 3  # lines whose words may leave the same gaps by chance
CELL_LEADING_RATIO = 1.8  # of the size: how far apart two lines of a cell are at most


@dataclass(frozen=True, slots=True)
class HorizontalRule:
    """A rule from left to right: its height, how thick it is, the stretches that it is drawn in."""

    at: float
    thick: float
    spans: tuple[tuple[float, float], ...]

    @property
    def left(self) -> float:
        """Where it begins, in pt."""
        return self.spans[0][0]

    @property
    def right(self) -> float:
        """Where it ends, in pt."""
        return max(right for _, right in self.spans)

    @property
    def joints(self) -> list[float]:
        """Where its stretches meet or stop, its own ends apart."""
        ends = (x for span in self.spans for x in span)
        return [x for x in ends if self.left + SAME_EDGE_PT < x < self.right - SAME_EDGE_PT]

    def span_at(self, x: float) -> tuple[float, float] | None:
        """The stretch over a place."""
        return next(((left, right) for left, right in self.spans if left - 1 < x < right + 1), None)


@dataclass(frozen=True, slots=True)
class TableRegion:
    """A table's rules from the top down, the lines between each two, and the edges of its columns, outer ones too.

    The first band may have no rule over it.
    """

    levels: tuple[HorizontalRule, ...]
    bands: tuple[tuple[TextLine, ...], ...]
    edges: tuple[float, ...]

    @property
    def lines(self) -> list[TextLine]:
        """All its lines from the top down."""
        return [line for band in self.bands for line in band]


def find_horizontal_rules(found: Iterable[Stroke]) -> list[HorizontalRule]:
    """The rules of a page from the top down."""
    out: list[list[Stroke]] = []
    for stroke in sorted((one for one in found if one.is_horizontal), key=lambda one: -one.at):
        if out and out[-1][0].at - stroke.at < SAME_RULE_PT:
            out[-1].append(stroke)
        else:
            out.append([stroke])
    single = [_merge_into_rule(group) for group in out]
    return [a for n, a in enumerate(single) if n + 1 == len(single) or not _is_double_rule(a, single[n + 1])]


def _merge_into_rule(group: list[Stroke]) -> HorizontalRule:
    spans = sorted((stroke.left, stroke.right) for stroke in group)
    return HorizontalRule(sum(one.at for one in group) / len(group), max(one.thick for one in group), tuple(spans))


def _is_double_rule(a: HorizontalRule, b: HorizontalRule) -> bool:
    """Whether two rules are one drawn twice."""
    return (
        a.at - b.at < DOUBLE_RULE_PT and abs(a.left - b.left) < SAME_EDGE_PT and abs(a.right - b.right) < SAME_EDGE_PT
    )


def find_table_regions(found: list[Stroke], lines: list[TextLine], size: float) -> list[TableRegion]:
    """The tables of a page from the top down. ``size``: the body's, in pt."""
    rules, uprights = find_horizontal_rules(found), [stroke for stroke in found if not stroke.is_horizontal]
    kinds = [_classify_band((a, b), lines, uprights, size) for a, b in pairwise(rules)]
    out: list[TableRegion] = []
    start = 0
    while start < len(kinds):
        stop = start + 1
        head = kinds[start] == "small" and rules[start + 1].thick > HEAD_RULE_RATIO * rules[start].thick
        while stop < len(kinds) and kinds[stop] and (kinds[stop] == kinds[stop - 1] or (head and stop == start + 1)):
            stop += 1
        chain = _trim_rule_chain(rules[start : stop + 1]) if kinds[start] else []
        chain = _extend_chain_to_foot(chain, rules, lines) if stop == len(kinds) else chain
        if region := _build_region(chain, lines, uprights):
            out.append(_add_row_over_first_rule(region, lines, size))
        start = stop
    return out


def _find_lines_between(pair: tuple[HorizontalRule, HorizontalRule], lines: list[TextLine]) -> list[TextLine]:
    """The lines between two rules, as far as these reach."""
    high, low = pair
    left, right = min(high.left, low.left) - SAME_EDGE_PT, max(high.right, low.right) + SAME_EDGE_PT
    return [
        line for line in lines if low.at - 1 < line.base < high.at - 1 and left <= line.left and line.right <= right
    ]


def _classify_band(
    pair: tuple[HorizontalRule, HorizontalRule], lines: list[TextLine], uprights: list[Stroke], size: float
) -> str:
    """What stands between two rules: "small" words, "text" of the body's size in columns; "" for what is no table."""
    high, low = pair
    between = [line for line in lines if low.at - 1 < line.base < high.at - 1]
    inside = _find_lines_between(pair, lines)
    nested = (_is_horizontally_within(high, low) or _is_horizontally_within(low, high)) and _has_shared_joints(
        high, low
    )
    if (
        not inside
        or len(inside) < len(between)
        or not nested
        or any(line.size > LARGE_SIZE_RATIO * size for line in inside)
    ):
        return ""
    if all(line.size < SMALL_TYPE_RATIO * size for line in inside):
        return "small"
    boxed = any(
        one.low < low.at + SAME_EDGE_PT and one.high > high.at - SAME_EDGE_PT and high.left - SAME_EDGE_PT < one.at
        for one in uprights
    )
    return "" if not boxed and any(_is_across_columns(line, pair) for line in inside) else "text"


def _is_horizontally_within(a: HorizontalRule, b: HorizontalRule) -> bool:
    return b.left - SAME_EDGE_PT < a.left and a.right < b.right + SAME_EDGE_PT


def _has_shared_joints(a: HorizontalRule, b: HorizontalRule) -> bool:
    """Whether two rules may be one table's: most joints of the one that has fewer are the other's, or its ends."""
    few, many = sorted((a, b), key=lambda level: len(level.joints))
    ends = (*many.joints, many.left, many.right)
    return 2 * sum(any(abs(x - y) < SAME_EDGE_PT for y in ends) for x in few.joints) >= len(few.joints)


def _is_across_columns(line: TextLine, pair: tuple[HorizontalRule, HorizontalRule]) -> bool:
    """Whether a line runs across all columns that one of two rules shows, or most of them where neither does."""
    joints = tuple(_merge_near_places(max(pair, key=lambda level: len(level.joints)).joints))
    if joints:
        whole = any(all(_is_crossing_edge(piece, x) for x in joints) for piece in line.split_at_gaps(()))
        return whole and len(line.split_at_gaps(joints)) - 1 <= len(joints) / 2  # few of its gaps stand at an edge
    width = max(level.right for level in pair) - min(level.left for level in pair)
    return any(piece.right - piece.left > UNBROKEN_WIDTH_SHARE * width for piece in line.split_at_gaps(()))


def _is_crossing_edge(piece: TextLine | SourceGlyph, x: float) -> bool:
    return piece.left < x - COLUMN_OVERHANG_PT and piece.right > x + COLUMN_OVERHANG_PT


def _trim_rule_chain(chain: list[HorizontalRule]) -> list[HorizontalRule]:
    """A chain of rules without those at its end that are shorter than it is, such as the one over the notes."""
    left, right = min(one.left for one in chain), max(one.right for one in chain)
    while chain and not (chain[-1].left < left + SAME_EDGE_PT and chain[-1].right > right - SAME_EDGE_PT):
        chain = chain[:-1]
    inner = {round(x) for level in chain for x in (*level.joints, level.left, level.right)}
    while chain and not all(any(abs(x - y) < SAME_EDGE_PT for y in inner) for span in chain[0].spans for x in span):
        chain = chain[1:]
    return chain


def _extend_chain_to_foot(
    chain: list[HorizontalRule], rules: list[HorizontalRule], lines: list[TextLine]
) -> list[HorizontalRule]:
    """A page's last rules with the foot of the page, where they are a head's and lines in columns go on down to it.

    A table that goes on over the page has no rule there.
    """
    if len(chain) != 2 or chain[1] != rules[-1] or chain[1].thick <= HEAD_RULE_RATIO * chain[0].thick:
        return chain
    low = chain[1].at
    last: TextLine | None = None
    for line in (one for one in lines if one.base < low - 1):
        gap = (last.base if last else low) - line.base
        wide = any(
            piece.right - piece.left > PROSE_WIDTH_SHARE * (chain[1].right - chain[1].left)
            for piece in line.split_at_gaps(())
        )
        if (
            gap > 2 * CELL_LEADING_RATIO * line.size
            or wide
            or line.left < chain[1].left - SAME_EDGE_PT
            or line.right > chain[1].right + SAME_EDGE_PT
        ):
            break
        last = line
    return [*chain, replace(chain[1], at=last.base - last.size)] if last else chain


def _build_region(chain: list[HorizontalRule], lines: list[TextLine], uprights: list[Stroke]) -> TableRegion | None:
    """The table between rules; None where there are no two columns with words, or no two rows."""
    if len(chain) < 2:
        return None
    ends = (min(level.left for level in chain), max(level.right for level in chain))
    extent = replace(chain[0], spans=(ends,))
    bands = tuple(tuple(_find_lines_between((replace(extent, at=a.at), b), lines)) for a, b in pairwise(chain))
    inner = [x for level in chain for x in level.joints]
    inner += [x for level in chain for x in (level.left, level.right)]
    inner += [
        one.at
        for one in _drop_double_uprights(uprights)
        if one.high > chain[-1].at + SAME_EDGE_PT and one.low < chain[0].at - SAME_EDGE_PT
    ]
    known = _merge_near_places(x for x in inner if ends[0] + SAME_EDGE_PT < x < ends[1] - SAME_EDGE_PT)
    every = [line for band in bands for line in band]
    clear = [x for x in known if not _has_letters_at_edge(x, every)]
    joined = any(level.joints for level in chain) and len(clear) == len(known)
    edges = (ends[0], *(known if joined else _find_gutters(every, clear)), ends[1])
    met = {n for line in every for piece in line.split_at_gaps(edges) for n in find_columns(piece, edges)}
    return TableRegion(tuple(chain), bands, edges) if len(met) > 1 and len(every) > 1 else None


def _merge_near_places(found: Iterable[float]) -> list[float]:
    """Places, those near one another as one."""
    out: list[list[float]] = []
    for x in sorted(found):
        if out and x - out[-1][0] < SAME_EDGE_PT:
            out[-1].append(x)
        else:
            out.append([x])
    return [sum(group) / len(group) for group in out]


def _drop_double_uprights(uprights: list[Stroke]) -> list[Stroke]:
    """Uprights, double ones once."""
    ordered = sorted(uprights, key=lambda one: one.at)
    return [
        a for n, a in enumerate(ordered) if n + 1 == len(ordered) or ordered[n + 1].at - a.at > 1.5 * DOUBLE_RULE_PT
    ]


def _has_letters_at_edge(x: float, lines: list[TextLine]) -> bool:
    """Whether many lines have a letter where an edge should be: then the rules do not show the columns."""
    return (
        sum(any(_is_crossing_edge(glyph, x) for glyph in line.visible_glyphs) for line in lines)
        > CROSSING_LINE_SHARE * len(lines) + 1
    )


def _find_gutters(lines: list[TextLine], known: list[float]) -> list[float]:
    """The edges of columns by the gaps between words: where hardly a line of several pieces has any."""
    cut = [pieces for pieces in (line.split_at_gaps(()) for line in lines) if len(pieces) > 1]
    if not cut:
        return known
    spans = [(piece.left, piece.right) for pieces in cut for piece in pieces]
    if len(cut) > FEW_LINES:
        spans = [word for line in lines if len(line.split_at_gaps(())) > 1 for word in line.word_spans]
    low, high = int(min(a for a, _ in spans)), int(max(b for _, b in spans)) + 1
    busy = [sum(a < x + 1 and b > x for a, b in spans) > CROSSING_LINE_SHARE * len(cut) for x in range(low, high)]
    size = max(pieces[0].size for pieces in cut)
    free = [low + (a + b) / 2 for a, b in _find_free_stretches(busy) if b - a >= size / 2]
    return sorted([*known, *(x for x in free if all(abs(x - y) > size for y in known))])


def _find_free_stretches(busy: list[bool]) -> Iterator[tuple[int, int]]:
    """The stretches that are not busy, those at the edges apart."""
    edges = [n for n in range(1, len(busy)) if busy[n] != busy[n - 1]]
    start = 0 if busy and busy[0] else 1
    yield from zip(edges[start::2], edges[start + 1 :: 2], strict=False)


def _add_row_over_first_rule(region: TableRegion, lines: list[TextLine], size: float) -> TableRegion:
    """A region with the row that stands over its first rule, where each row has its rule below and none above."""
    first, second = region.levels[:2]
    own = region.lines[0].size
    if second.thick > HEAD_RULE_RATIO * first.thick or own >= SMALL_TYPE_RATIO * size:
        return region
    above: list[TextLine] = []
    last = first.at
    for line in reversed([one for one in lines if one.base > first.at - 1]):
        fits = line.left > region.edges[0] - SAME_EDGE_PT and line.right < region.edges[-1] + SAME_EDGE_PT
        if not fits or abs(line.size - own) > 0.3 or line.base - last > CELL_LEADING_RATIO * own:
            break
        above.insert(0, line)
        last = line.base
    several = {
        n for line in above for piece in line.split_at_gaps(region.edges) for n in find_columns(piece, region.edges)
    }
    if not above or (len(several) < 2 and len(region.levels) < 4):
        return region
    top = replace(first, at=above[0].base + own, spans=((region.edges[0], region.edges[-1]),))
    return replace(region, levels=(top, *region.levels), bands=(tuple(above), *region.bands))
