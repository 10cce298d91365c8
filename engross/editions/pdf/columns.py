"""Lay out a body in two languages in columns: one audit of its notes, and the regions of each language's text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from engross.editions.pdf import BodyLayout, lay_out_body
from engross.editions.pdf.parallel_regions import SideText, audit_guest_calls, find_side_regions
from engross.editions.pdf.regions import PageRegion
from engross.editions.pdf.render_context import RenderAssets
from engross.model.book import Sheet
from engross.model.tree import Where


@dataclass(frozen=True)
class ParallelLayout:
    """A laid-out body in two languages: its pages, and the regions of the text of each."""

    layout: BodyLayout
    regions: tuple[tuple[PageRegion, ...], tuple[PageRegion, ...]]


def lay_out_columns(
    body: Sheet, assets: RenderAssets, sides: tuple[SideText, SideText], places: Mapping[str, Where]
) -> ParallelLayout:
    """Lay the body out on pages and audit the notes: each is on the page of its call in either language.

    ``places``: the place of each note in its source, by its id.
    """
    layout = lay_out_body(body, assets, places)
    first, second = sides
    notices = (*layout.notices, *audit_guest_calls(layout.document, places))
    regions = find_side_regions(layout.document, first), find_side_regions(layout.document, second)
    return ParallelLayout(replace(layout, regions=(), notices=notices), regions)
