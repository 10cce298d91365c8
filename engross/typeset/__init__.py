"""A Book to the markup of its editions. Looks live in templates; this stage only fills them.

One resolution.html serves both editions; the only template that differs is how a note is set.
"""

from __future__ import annotations

from functools import cache

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from engross import assets
from engross.book import Entry
from engross.model import Block, Heading, Resolution
from engross.text import title_text
from engross.typeset.foreign import phrases, tongue
from engross.walk import blocks_of


@cache
def environment() -> Environment:
    """The templates' environment, kept per process: strict about names, escaping everything."""
    env = Environment(
        loader=FileSystemLoader(assets.templates(), encoding="utf-8"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    env.filters |= {
        "kind": kind,
        "plain": title_text,
        "pages": pages,
        "initial": initial,
        "phrases": phrases,
        "tongue": tongue,
    }
    return env


def kind(value: object) -> str:
    """The name of a member of the model's unions: "Paragraph", "Note"."""
    return type(value).__name__


def initial(symbol: str) -> tuple[str, str]:
    """A symbol's organ, which the masthead sets large, and the rest: ("A", "/RES/77/213")."""
    organ, slash, rest = symbol.partition("/")
    return organ, slash + rest


def pages(entry: Entry) -> tuple[tuple[int, int, str], ...]:
    """The pages of an entry without repeats, neighbours joined: first page, last page, the anchor to go to."""
    runs: list[tuple[int, int, str]] = []
    for place in sorted(entry.places, key=lambda place: place.page):
        if not place.page:
            continue
        if runs and place.page <= runs[-1][1] + 1:
            runs[-1] = (runs[-1][0], place.page, runs[-1][2])
        else:
            runs.append((place.page, place.page, place.anchor))
    return tuple(runs)


def heading_levels(resolution: Resolution) -> dict[int, int]:
    """The level of the headings of each rank, so that none is skipped: the highest rank that occurs is level 2."""
    ranks = sorted({block.rank for block in blocks_of(resolution) if isinstance(block, Heading)})
    several = len(resolution.parts) > 1
    return {rank: min(6, level) for level, rank in enumerate(ranks, 3 if several else 2)}


def is_heading(block: Block) -> bool:
    """Whether a block is a heading."""
    return isinstance(block, Heading)
