"""Work grows in proportion to a document: calls are counted, which no other work on the machine changes."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from typing import cast

import pytest
from engross_weasyprint.layout import LayoutContext, preferred

from benchmarks.growth_calls import find_steep_functions
from engross.editions.pdf.patches.speed.page_anchors import find_first_pages
from engross.editions.typeset.epub_markup import rank_addresses
from engross.model.book import Sheet
from tests.test_speed import says

# Lays out a hundred paragraphs or rows on a page each, and prints how many boxes live that are not laid out: each time
# 24 pages are; with the first 1,500 boxes on them, from which on they are let go of.
WAITING = """
import gc, sys
from engross.editions.pdf.patches.speed import release_layout
from engross.editions.pdf.render_context import make_render_context
from engross_weasyprint import HTML
from engross_weasyprint.formatting_structure.boxes import Box
from tests.test_pdf import shop
ready = make_render_context(shop("en"))
release = release_layout.release_page
def counted(page, number, root, context):
    release(page, number, root, context)
    if number and number % 24 == 0:
        gc.collect()
        print(sum(isinstance(one, Box) and "max_height" not in vars(type(one)) for one in gc.get_objects()))
release_layout.release_page = counted
sheet = "<style>p { font: 10px Noto Serif } b { display: inline-block } .apart { break-after: page }</style>"
before, after, opening, closing = sys.argv[1:]
words = (f"{before}<p id=p{n}><b>{n}.</b>{' Decides <i>this</i>' * 40}.</p>{after}" for n in range(100))
HTML(string=sheet + opening + "".join(words) + closing).render(font_config=ready.fonts, stylesheets=[ready.faces])
"""


@pytest.mark.slow
@pytest.mark.process
def test_no_function_is_called_more_than_in_proportion() -> None:
    """The references of all pages were written for each line of the outline: with the square of the sections."""
    assert list(find_steep_functions("sections")) == []


def test_the_first_page_of_an_anchor_is_found_as_in_a_list_of_all() -> None:
    """Pages are made in turn, and some again; what they have by then is not what they had before."""
    chance = random.Random(21)
    context = cast("LayoutContext", LooseContext())
    lists: dict[int, list[str]] = {}
    for _ in range(20):
        for page in range(chance.randint(1, 8)):
            found, lists[page] = find_first_pages(context, "anchors", page), []
            for anchor in (str(chance.randrange(30)) for _ in range(6)):
                is_listed = any(anchor in lists.get(before, ()) for before in range(page + 1))
                assert (anchor in found) == is_listed
                if not is_listed:
                    found.append(anchor)
                    lists[page].append(anchor)


class LooseContext:
    """A layout context without members."""


@pytest.mark.process
@pytest.mark.parametrize(
    "parts",
    [
        ("<div class=apart>", "</div>", "", ""),
        ("<tr class=apart><td>", "", "<table>", "</table>"),
        ("<tr><td style='height: 800px'>", "", "<div style='columns: 2'><table>", "</table></div>"),
    ],
    ids=["paragraphs", "rows", "rows in columns"],
)
def test_boxes_are_let_go_of_page_by_page(parts: tuple[str, ...]) -> None:
    """A finished page does not need what it was made of; of the cells of a table itself only their places."""
    early, *_, late = map(int, says(WAITING, *parts).split())
    assert late < early * 0.4  # what is left is of the first pages, and the empty blocks and cells


@dataclass
class ReadingCount:
    """A document of an e-book that counts how often it is read."""

    name: str
    ids: list[str]
    reads: list[int] = field(default_factory=list)

    @property
    def markup(self) -> str:
        self.reads.append(1)
        return "".join(f'<p id="{name}">Decides</p>' for name in self.ids)


def test_the_reading_order_reads_each_document_once() -> None:
    """It looked for each address from the beginning of its document: with the square of the paragraphs."""
    names = [f"p{n}" for n in range(300)]
    text, index = ReadingCount("text.xhtml", names), ReadingCount("index.xhtml", ["symbols"])
    shuffled = random.Random(1).sample(names, len(names))
    addresses = ("index.xhtml#symbols", *(f"text.xhtml#{name}" for name in shuffled), "text.xhtml")
    ranks = rank_addresses(addresses, cast("tuple[Sheet, ...]", (text, index)))
    assert list(ranks.items()) == [
        ("text.xhtml", 1),
        *((f"text.xhtml#{name}", n) for n, name in enumerate(names, 2)),
        ("index.xhtml#symbols", 302),
    ]
    assert len(text.reads) == len(index.reads) == 1


@pytest.mark.parametrize(("room", "width", "asked"), [(100, 80, 0), (80, 80, 0), (70, 70, 1), (50, 60, 1)])
def test_the_least_width_of_a_box_is_asked_where_its_greatest_does_not_fit(
    room: int, width: int, asked: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of a box of 60 to 80 pixels: its text is broken wherever it may be only to learn how narrow it gets."""
    calls: list[object] = []

    def find_least(*_: object, **__: object) -> int:
        calls.append(room)
        return 60

    monkeypatch.setattr(preferred, "max_content_width", lambda *_, **__: 80)
    monkeypatch.setattr(preferred, "min_content_width", find_least)
    assert preferred.shrink_to_fit(None, None, room) == width
    assert len(calls) == asked
