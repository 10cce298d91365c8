"""Measure pages: where their lines begin and end, how far apart lines stand, the size of the body."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median_high

from engross.model.tree import Style
from engross.readers.lines.layout_habits import END_MARKS
from engross.readers.lines.line_layout import LineLayout, is_centred, measure_letter_share
from engross.readers.pdf.page_roles import ClassifiedPage
from engross.readers.pdf.rows import PageRow

BODY_SIZE_TOLERANCE_PT = 0.6  # pt: sizes of the body that differ less are one
LEAST_LEADING_RATIO = 0.8  # of the size: closer rows are no lines below each other
MAX_LEADING_RATIO = 1.8  # of the size: lines of one paragraph are closer
USUAL_LEADING_RATIO = 1.2  # of the size, where no two lines show it
FIRST_LINE_INDENT_EM = 6.0  # em: a row that begins further in is no line of the text: a masthead's right column
FEW_ROWS = 4  # rows of the body that do not show a page's margin: closing lines alone, say
SAME_MARGIN_PT = 1.5  # pt: margins that differ less are one
CENTRED_SIDE_EM = 1.5  # em of white space that a centred line has on either side at least
CENTRED_TOLERANCE_EM = 0.7  # em by which the white space on the sides of a centred line may differ


@dataclass(frozen=True, slots=True)
class PageMetrics:
    """What the lines of a page are measured against, all in pt.

    ``margin``, ``edge``: where its lines begin, and where full ones end, in the direction of the script; ``leading``:
    the usual distance between baselines; ``size``: the body's.
    """

    margin: float
    edge: float
    leading: float
    size: float

    def measure_indent(self, row: PageRow) -> float:
        """Return how far right of the margin a row begins, in pt; 0 if it begins left of it."""
        return max(0.0, row.left - self.margin)

    def measure_gap(self, row: PageRow, above: PageRow | None) -> float:
        """Return what parts a row from the one above beyond the usual distance, in leadings of its size."""
        if above is None:
            return 0.0
        leading = self.leading * max(1.0, row.size / self.size)
        return (above.base - row.base) / leading - 1

    def measure_layout(self, row: PageRow, above: PageRow | None) -> LineLayout:
        """Return the layout of a row. ``above``: the row of text over it on its page, if there is one."""
        sides = row.left - self.margin, self.edge - row.right
        return LineLayout(
            round(row.left, 1),
            round(row.right, 1),
            round(row.base, 1),
            round(row.size / self.size, 2),
            measure_letter_share(row.text, row.styles, Style.BOLD),
            measure_letter_share(row.text, row.styles, Style.ITALIC),
            not row.spot and is_centred(*sides, CENTRED_SIDE_EM * self.size, CENTRED_TOLERANCE_EM * self.size),
            round(self.measure_gap(row, above), 2),
            round(max(0.0, sides[1]) / self.size, 1),
        )


def measure_pages(pages: Sequence[ClassifiedPage], size: float) -> list[PageMetrics]:
    """Measure the pages of a document. ``size``: the body's, in pt.

    A page with few rows of the body is measured as most pages are; one whose margin is theirs has their right edge at
    least, if all of its own rows are short.
    """
    leading = _measure_leading(pages, size)
    rows_by_page = [_select_body_rows(page, size) for page in pages]
    metrics_by_page = [_measure_page(rows, leading, size) for rows in rows_by_page]
    full_pages = [one for rows, one in zip(rows_by_page, metrics_by_page, strict=True) if len(rows) > FEW_ROWS]
    margin = Counter(metrics.margin for metrics in full_pages or metrics_by_page).most_common(1)[0][0]
    edge = median_high(one.edge for one in full_pages or metrics_by_page if abs(one.margin - margin) < SAME_MARGIN_PT)
    usual = PageMetrics(margin, edge, leading, size)
    return [_settle_metrics(metrics if metrics in full_pages else usual, usual) for metrics in metrics_by_page]


def _settle_metrics(metrics: PageMetrics, usual: PageMetrics) -> PageMetrics:
    """Return the metrics of a page, with the right edge of most pages if that is further and the margin is theirs."""
    is_usual = abs(metrics.margin - usual.margin) < SAME_MARGIN_PT
    return replace(metrics, edge=max(metrics.edge, usual.edge)) if is_usual else metrics


def _measure_page(rows: Sequence[PageRow], leading: float, size: float) -> PageMetrics:
    """Measure a page by its rows of the body: where most begin, and where the longest of the text ends."""
    edges = Counter(round(row.left) for row in rows)
    margin = max(edges, key=lambda left: (edges[left], -left), default=0)
    text_rows = [row for row in rows if row.left < margin + FIRST_LINE_INDENT_EM * size] or rows
    return PageMetrics(margin, max((row.right for row in text_rows), default=0.0), leading, size)


def _select_body_rows(page: ClassifiedPage, size: float) -> list[PageRow]:
    """Return the rows of a page that have the body's size, without tables and notes."""
    return [row for row in page.rows[: page.notes] if not row.spot and _has_body_size(row, size)]


def _has_body_size(row: PageRow, size: float) -> bool:
    return abs(row.size - size) < BODY_SIZE_TOLERANCE_PT


def _measure_leading(pages: Sequence[ClassifiedPage], size: float) -> float:
    """Return the usual distance between lines of the body, in pt."""
    distances = [
        round((above.base - row.base) * 2) / 2
        for page in pages
        for above, row in pairwise(page.rows[: page.notes])
        if not (above.spot or row.spot)
        and _has_body_size(above, size)
        and _has_body_size(row, size)
        and LEAST_LEADING_RATIO * size < above.base - row.base < MAX_LEADING_RATIO * size
        and not above.text.endswith(END_MARKS)
    ]
    return Counter(distances).most_common(1)[0][0] if distances else USUAL_LEADING_RATIO * size
