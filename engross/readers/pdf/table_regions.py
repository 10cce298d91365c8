"""Find the regions of tables on a page: rules that hold a table together, the lines between, and the columns.

A table is recognised by its rules: several that go from edge to edge, and words between them that do not cross their
joints. What lies between two rules is a band. The words between two tables, or below a running head, lie between rules
too: they are larger than a table's, or run across its columns.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from engross.readers.pdf.glyphs import SMALL_TYPE_RATIO, SourceGlyph
from engross.readers.pdf.horizontal_rules import DOUBLE_RULE_PT, SAME_EDGE_PT, HorizontalRule, find_horizontal_rules
from engross.readers.pdf.strokes import Stroke
from engross.readers.pdf.text_line import COLUMN_OVERHANG_PT, TextLine, find_columns

LARGE_SIZE_RATIO = 1.3  # of the body's size: no word of a table is larger
UNBROKEN_WIDTH_SHARE = 0.6  # of a region's width: a wider line without gaps is no cell's
PROSE_WIDTH_SHARE = 0.8  # of the width of a rule: a wider line is prose
HEAD_RULE_RATIO = 1.3  # of the thinnest rule: one under a head is thicker
CROSSING_LINE_SHARE = 0.1  # of the lines: as many may run across an edge
FEW_LINES = 3  # lines: so few may leave the same gaps by chance
CELL_LEADING_RATIO = 1.8  # of the size: the greatest distance of two lines of a cell


@dataclass(frozen=True, slots=True)
class TableRegion:
    """The rules of a table from the top down, the lines in the bands between, and the edges of its columns in pt.

    The outer edges are included. The first rule need not be drawn: it may stand for the top of a row above the first
    drawn one.
    """

    levels: tuple[HorizontalRule, ...]
    bands: tuple[tuple[TextLine, ...], ...]
    edges: tuple[float, ...]

    @property
    def lines(self) -> list[TextLine]:
        """All its lines from the top down."""
        return [line for band in self.bands for line in band]


def find_table_regions(strokes: list[Stroke], lines: list[TextLine], size: float) -> list[TableRegion]:
    """Return the tables of a page from the top down. ``size``: the body's, in pt."""
    rules, uprights = find_horizontal_rules(strokes), [stroke for stroke in strokes if not stroke.is_horizontal]
    kinds = [_classify_band((a, b), lines, uprights, size) for a, b in pairwise(rules)]
    regions: list[TableRegion] = []
    start = 0
    while start < len(kinds):
        stop = start + 1
        is_head = kinds[start] == "small" and rules[start + 1].thick > HEAD_RULE_RATIO * rules[start].thick
        while stop < len(kinds) and kinds[stop] and (kinds[stop] == kinds[stop - 1] or (is_head and stop == start + 1)):
            stop += 1
        chain = _trim_rule_chain(rules[start : stop + 1]) if kinds[start] else []
        chain = _extend_chain_to_foot(chain, rules, lines) if stop == len(kinds) else chain
        if region := _build_region(chain, lines, uprights):
            regions.append(_add_row_over_first_rule(region, lines, size))
        start = stop
    return regions


def _find_lines_between(pair: tuple[HorizontalRule, HorizontalRule], lines: list[TextLine]) -> list[TextLine]:
    """Return the lines between two rules that do not reach beyond their ends."""
    high, low = pair
    left, right = min(high.left, low.left) - SAME_EDGE_PT, max(high.right, low.right) + SAME_EDGE_PT
    return [
        line for line in lines if low.at - 1 < line.base < high.at - 1 and left <= line.left and line.right <= right
    ]


def _classify_band(
    pair: tuple[HorizontalRule, HorizontalRule], lines: list[TextLine], uprights: list[Stroke], size: float
) -> str:
    """Return what stands between two rules: "small" type, "text" of the body's size in columns; "" for no table."""
    high, low = pair
    between = [line for line in lines if low.at - 1 < line.base < high.at - 1]
    lines_inside = _find_lines_between(pair, lines)
    is_one_table = (_is_horizontally_within(high, low) or _is_horizontally_within(low, high)) and _has_shared_joints(
        high, low
    )
    if (
        not lines_inside
        or len(lines_inside) < len(between)
        or not is_one_table
        or any(line.size > LARGE_SIZE_RATIO * size for line in lines_inside)
    ):
        return ""
    if all(line.size < SMALL_TYPE_RATIO * size for line in lines_inside):
        return "small"
    is_boxed = any(
        one.low < low.at + SAME_EDGE_PT and one.high > high.at - SAME_EDGE_PT and high.left - SAME_EDGE_PT < one.at
        for one in uprights
    )
    return "" if not is_boxed and any(_is_across_columns(line, pair) for line in lines_inside) else "text"


def _is_horizontally_within(a: HorizontalRule, b: HorizontalRule) -> bool:
    return b.left - SAME_EDGE_PT < a.left and a.right < b.right + SAME_EDGE_PT


def _has_shared_joints(a: HorizontalRule, b: HorizontalRule) -> bool:
    """Return whether two rules may belong to one table: most joints of one are joints or ends of the other."""
    fewer, more = sorted((a, b), key=lambda level: len(level.joints))
    ends = (*more.joints, more.left, more.right)
    return 2 * sum(any(abs(x - y) < SAME_EDGE_PT for y in ends) for x in fewer.joints) >= len(fewer.joints)


def _is_across_columns(line: TextLine, pair: tuple[HorizontalRule, HorizontalRule]) -> bool:
    """Return whether a line runs across all columns that two rules show, or without these across most of the width."""
    joints = tuple(_merge_near_places(max(pair, key=lambda level: len(level.joints)).joints))
    if joints:
        has_crossing_piece = any(all(_is_crossing_edge(piece, x) for x in joints) for piece in line.split_at_gaps(()))
        return (
            has_crossing_piece and len(line.split_at_gaps(joints)) - 1 <= len(joints) / 2
        )  # few of its gaps stand at an edge
    width = max(level.right for level in pair) - min(level.left for level in pair)
    return any(piece.right - piece.left > UNBROKEN_WIDTH_SHARE * width for piece in line.split_at_gaps(()))


def _is_crossing_edge(piece: TextLine | SourceGlyph, x: float) -> bool:
    return piece.left < x - COLUMN_OVERHANG_PT and piece.right > x + COLUMN_OVERHANG_PT


def _trim_rule_chain(chain: list[HorizontalRule]) -> list[HorizontalRule]:
    """Drop rules at the end of a chain that are shorter than it is, such as the one above the notes.

    Drop also rules at its beginning with a stretch that ends where no rule of the chain has a joint or an end.
    """
    left, right = min(one.left for one in chain), max(one.right for one in chain)
    while chain and not (chain[-1].left < left + SAME_EDGE_PT and chain[-1].right > right - SAME_EDGE_PT):
        chain = chain[:-1]
    places = {round(x) for level in chain for x in (*level.joints, level.left, level.right)}
    while chain and not all(any(abs(x - y) < SAME_EDGE_PT for y in places) for span in chain[0].spans for x in span):
        chain = chain[1:]
    return chain


def _extend_chain_to_foot(
    chain: list[HorizontalRule], rules: list[HorizontalRule], lines: list[TextLine]
) -> list[HorizontalRule]:
    """Add the foot of a page to the two rules of a table head that are the last on the page, if columns go on below.

    A table that goes on on the next page has no rule at its foot.
    """
    if len(chain) != 2 or chain[1] != rules[-1] or chain[1].thick <= HEAD_RULE_RATIO * chain[0].thick:
        return chain
    low = chain[1].at
    last_line: TextLine | None = None
    for line in (one for one in lines if one.base < low - 1):
        gap = (last_line.base if last_line else low) - line.base
        is_prose = any(
            piece.right - piece.left > PROSE_WIDTH_SHARE * (chain[1].right - chain[1].left)
            for piece in line.split_at_gaps(())
        )
        if (
            gap > 2 * CELL_LEADING_RATIO * line.size
            or is_prose
            or line.left < chain[1].left - SAME_EDGE_PT
            or line.right > chain[1].right + SAME_EDGE_PT
        ):
            break
        last_line = line
    return [*chain, replace(chain[1], at=last_line.base - last_line.size)] if last_line else chain


def _build_region(chain: list[HorizontalRule], lines: list[TextLine], uprights: list[Stroke]) -> TableRegion | None:
    """Build the table between rules; None if its words stand in fewer than two columns or lines."""
    if len(chain) < 2:
        return None
    ends = (min(level.left for level in chain), max(level.right for level in chain))
    extent = replace(chain[0], spans=(ends,))
    bands = tuple(tuple(_find_lines_between((replace(extent, at=a.at), b), lines)) for a, b in pairwise(chain))
    places = [x for level in chain for x in level.joints]
    places += [x for level in chain for x in (level.left, level.right)]
    upright_places = [
        one.at
        for one in _drop_double_uprights(uprights)
        if one.high > chain[-1].at + SAME_EDGE_PT and one.low < chain[0].at - SAME_EDGE_PT
    ]
    places += upright_places
    inner_edges = _merge_near_places(x for x in places if ends[0] + SAME_EDGE_PT < x < ends[1] - SAME_EDGE_PT)
    all_lines = [line for band in bands for line in band]
    clear = [x for x in inner_edges if not _has_letters_at_edge(x, all_lines)]
    is_boxed = bool(inner_edges) and all(any(abs(x - end) < SAME_EDGE_PT for x in upright_places) for end in ends)
    are_edges_ruled = (is_boxed or any(level.joints for level in chain)) and len(clear) == len(inner_edges)
    edges = (ends[0], *(inner_edges if are_edges_ruled else _find_gutters(all_lines, clear)), ends[1])
    columns = {n for line in all_lines for piece in line.split_at_gaps(edges) for n in find_columns(piece, edges)}
    return TableRegion(tuple(chain), bands, edges) if len(columns) > 1 and len(all_lines) > 1 else None


def _merge_near_places(places: Iterable[float]) -> list[float]:
    """Return places in pt in their order; those near one another become their mean."""
    groups: list[list[float]] = []
    for x in sorted(places):
        if groups and x - groups[-1][0] < SAME_EDGE_PT:
            groups[-1].append(x)
        else:
            groups.append([x])
    return [sum(group) / len(group) for group in groups]


def _drop_double_uprights(uprights: list[Stroke]) -> list[Stroke]:
    """Return uprights from left to right, double ones once."""
    ordered = sorted(uprights, key=lambda one: one.at)
    return [
        a for n, a in enumerate(ordered) if n + 1 == len(ordered) or ordered[n + 1].at - a.at > 1.5 * DOUBLE_RULE_PT
    ]


def _has_letters_at_edge(x: float, lines: list[TextLine]) -> bool:
    """Return whether many lines have a letter where an edge should be: then the rules do not show the columns."""
    return (
        sum(any(_is_crossing_edge(glyph, x) for glyph in line.visible_glyphs) for line in lines)
        > CROSSING_LINE_SHARE * len(lines) + 1
    )


def _find_gutters(lines: list[TextLine], known: list[float]) -> list[float]:
    """Return the edges of columns: the ``known`` ones, and gaps that hardly any line of several pieces fills."""
    split_lines = [pieces for pieces in (line.split_at_gaps(()) for line in lines) if len(pieces) > 1]
    if not split_lines:
        return known
    spans = [(piece.left, piece.right) for pieces in split_lines for piece in pieces]
    if len(split_lines) > FEW_LINES:
        spans = [word for line in lines if len(line.split_at_gaps(())) > 1 for word in line.word_spans]
    leftmost, rightmost = int(min(a for a, _ in spans)), int(max(b for _, b in spans)) + 1
    busy = [
        sum(a < x + 1 and b > x for a, b in spans) > CROSSING_LINE_SHARE * len(split_lines)
        for x in range(leftmost, rightmost)
    ]
    size = max(pieces[0].size for pieces in split_lines)
    gutters = [leftmost + (a + b) / 2 for a, b in _find_free_stretches(busy) if b - a >= size / 2]
    return sorted([*known, *(x for x in gutters if all(abs(x - y) > size for y in known))])


def _find_free_stretches(busy: list[bool]) -> Iterator[tuple[int, int]]:
    """Yield the bounds of the stretches that are not busy, without those at either side."""
    edges = [n for n in range(1, len(busy)) if busy[n] != busy[n - 1]]
    start = 0 if busy and busy[0] else 1
    yield from zip(edges[start::2], edges[start + 1 :: 2], strict=False)


def _add_row_over_first_rule(region: TableRegion, lines: list[TextLine], size: float) -> TableRegion:
    """Add the row above the first rule to a region where each row has a rule below and none above."""
    first, second = region.levels[:2]
    table_size = region.lines[0].size
    if second.thick > HEAD_RULE_RATIO * first.thick or table_size >= SMALL_TYPE_RATIO * size:
        return region
    above: list[TextLine] = []
    last = first.at
    for line in reversed([one for one in lines if one.base > first.at - 1]):
        fits = line.left > region.edges[0] - SAME_EDGE_PT and line.right < region.edges[-1] + SAME_EDGE_PT
        if not fits or abs(line.size - table_size) > 0.3 or line.base - last > CELL_LEADING_RATIO * table_size:
            break
        above.insert(0, line)
        last = line.base
    columns = {
        n for line in above for piece in line.split_at_gaps(region.edges) for n in find_columns(piece, region.edges)
    }
    if not above or (len(columns) < 2 and len(region.levels) < 4):
        return region
    top = replace(first, at=above[0].base + table_size, spans=((region.edges[0], region.edges[-1]),))
    return replace(region, levels=(top, *region.levels), bands=(tuple(above), *region.bands))
