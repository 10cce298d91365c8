"""Notes: each begins on the page of its call, goes on where it must, covers nothing; the audit sees faults."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from engross_weasyprint import HTML
from engross_weasyprint.document import Document
from engross_weasyprint.formatting_structure.boxes import LineBox

from engross.editions import pdf
from engross.editions.pdf.audit import audit_notes
from engross.editions.pdf.boxes import Box, body_boxes
from engross.editions.pdf.note_fragments import find_note_fragments, footnote_areas, note_boxes
from engross.editions.pdf.render_context import make_render_context
from engross.editions.typeset.adjacent_calls import find_adjoining_calls
from engross.model.tree import Block, Cell, Note, Paragraph, Part, Role, Style, Styled, Table, Text
from tests.generators import long_cells
from tests.generators.documents import around, document
from tests.generators.pages import set_pages, shop, taken_out, white

HAN = "各国应当为图书馆提供经费并确保所有人不分年龄都能自由使用馆藏图书和期刊以增进了解"


def note(number: int, characters: int = 6, paragraphs: int = 1) -> Note:
    words = (HAN * (characters // len(HAN) + 1))[:characters] + "。"
    blocks = tuple(Paragraph(Role.PLAIN, (Text(words),), id=f"fn-{number}-p-{n}") for n in range(paragraphs))
    return Note(str(number), blocks, f"fn-{number}")


def paragraphs(count: int, first: int = 1) -> tuple[Block, ...]:
    names = range(first, first + count)
    return tuple(Paragraph(Role.OPERATIVE, (Text(HAN * 4),), f"{n}.", id=f"op-{n}") for n in names)


def calling(name: str, *notes: Note) -> Paragraph:
    return Paragraph(Role.OPERATIVE, (Text(HAN), *notes, Text(HAN)), id=name)


def laid_out(*blocks: Block) -> pdf.BodyLayout:
    layout = set_pages(around((Part("80/1.", (Text("图书馆"),), blocks),)))
    assert [notice.message for notice in layout.notices] == []
    return layout


def lines(box: Box) -> int:
    if isinstance(box, LineBox):
        return 1
    return sum(lines(child) for child in getattr(box, "children", ()))


# The first five have rows and heads of tables whose notes are longer than a page.
@pytest.mark.slow
@pytest.mark.parametrize("seed", [211, 730, 847, 852, 882, 1115, *range(100_000, 100_018)])
def test_generated_notes_are_where_they_belong_and_read_back(seed: int) -> None:
    made = document(seed)
    layout = set_pages(made)
    assert [one.message for one in layout.notices if one.code.slug != "note-late"] == []
    assert taken_out(made, layout) == ()


@pytest.mark.slow
@pytest.mark.parametrize("seed", [0, 2, 3, 5, 6, 7, 8])
def test_notes_of_cells_longer_than_a_page_are_where_they_belong_and_fill_the_pages(seed: int) -> None:
    made = long_cells.document(seed)
    layout = set_pages(made)
    assert [one.message for one in layout.notices] == []
    assert max(white(layout.document)) < 0.12
    assert taken_out(made, layout) == ()


@pytest.mark.slow
@pytest.mark.parametrize("seed", [10, 13, 37, 100_032, 100_033])
def test_at_least_two_lines_of_a_note_stay_together(seed: int) -> None:
    found = find_note_fragments(set_pages(document(seed)).document)
    broken = {piece.name for piece in found if piece.is_continuation}
    assert broken
    for name in broken:
        parts = [piece for piece in found if piece.name == name]
        assert [piece.page for piece in parts] == list(range(parts[0].page, parts[0].page + len(parts)))
        assert min(lines(piece.box) for piece in parts) >= 2


@pytest.mark.parametrize("before", range(0, 16, 3))
def test_a_note_longer_than_the_room_left_goes_on_and_its_page_is_full(before: int) -> None:
    blocks = (*paragraphs(before), calling("call", note(1, 1500)), *paragraphs(6, 50))
    layout = laid_out(*blocks)
    assert {piece.part for piece in find_note_fragments(layout.document)} <= {0, 1}
    assert max(white(layout.document)) < 0.12


def test_a_note_longer_than_a_page_leaves_each_page_some_text() -> None:
    layout = laid_out(calling("call", note(1, 3000, 3)), *paragraphs(30))
    parts = find_note_fragments(layout.document)
    assert len(parts) >= 4
    heights = [page._page_box.height for page in layout.document.pages]
    assert all(piece.box.height < 0.81 * heights[piece.page - 1] for piece in parts)
    assert [piece.has_number for piece in parts] == [True] + [False] * (len(parts) - 1)


def test_a_note_that_outlasts_the_text_goes_on_on_pages_of_its_own() -> None:
    layout = laid_out(calling("call", note(1, 6000)))
    assert layout.document.pages[-1]._page_box.children
    assert find_note_fragments(layout.document)[-1].page == len(layout.document.pages)


@pytest.mark.slow
def test_the_rule_is_short_and_of_the_full_measure_above_a_note_that_goes_on() -> None:
    layout = laid_out(calling("call", note(1, 3000)), *paragraphs(30))
    measure = layout.document.pages[0]._page_box.width
    widths = [
        next(footnote_areas(page)).width / measure for page in layout.document.pages if list(footnote_areas(page))
    ]
    assert widths == [0.25, *[1.0] * (len(widths) - 1)]
    assert len(widths) > 1


def test_a_note_of_a_repeated_head_stands_once_its_call_on_every_page() -> None:
    heads = tuple(Cell((Paragraph(Role.PLAIN, (Text("馆"), note(n)), id=f"head-{n}"),), header=True) for n in (1, 2))
    rows = [
        tuple(Cell((Paragraph(Role.PLAIN, (Text(HAN),), id=f"cell-{row}-{n}"),)) for n in (1, 2)) for row in range(60)
    ]
    layout = laid_out(Table((heads, *rows), 1, "table"))
    assert len(layout.document.pages) > 1
    assert [piece.name for piece in find_note_fragments(layout.document)] == ["fn-1", "fn-2"]


def cell(name: str, *run: Text | Note) -> Cell:
    return Cell((Paragraph(Role.PLAIN, run, id=name),))


def test_notes_leave_room_for_all_cells_of_their_row() -> None:
    sides = [cell(f"cell-{n}", Text(HAN * 18), note(n, 200), Text(HAN * 14)) for n in (1, 2)]
    layout = laid_out(Table((tuple(sides),), 0, "table"))
    assert len(layout.document.pages) == 2
    assert [piece.page for piece in find_note_fragments(layout.document)] == [1, 1]


def test_a_head_stands_above_a_row_longer_than_a_page() -> None:
    heads = tuple(Cell(cell(f"head-{n}", Text("馆")).blocks, header=True) for n in (1, 2))
    rows = (heads, (cell("cell-1", Text(HAN * 9)), cell("cell-2", Text(HAN * 80))))
    pages = laid_out(*paragraphs(3), Table(rows, 1, "table")).document.pages
    assert len(pages) > 2
    assert [sum(box.element_tag == "thead" for box in body_boxes(page)) for page in pages] == [1] * len(pages)


def test_calls_at_one_point_are_parted_by_a_comma_that_is_no_text() -> None:
    run = (Text(HAN), note(1), note(2), Text(" "), Styled(Style.LEAD, (note(3),)), Text(HAN), note(4))
    made = around((Part("80/1.", (Text("图书馆"),), (Paragraph(Role.OPERATIVE, run, id="op-1"),)),))
    assert find_adjoining_calls(made.resolution) == {"fn-2", "fn-3"}
    layout = set_pages(made)
    assert [region.kind for region in layout.regions].count("again") == 2
    assert taken_out(made, layout) == ()


def test_notes_of_one_line_that_no_page_can_hold_are_late_and_said_to_be() -> None:
    made = around((Part("80/1.", (Text("图书馆"),), (calling("call", note(1, 6000), note(2)), *paragraphs(9))),))
    layout = set_pages(made)
    assert [one.code.slug for one in layout.notices] == ["note-late"]
    assert [one.severity.value for one in layout.notices] == ["warning"]
    assert taken_out(made, layout) == ()


def test_policy_block_on_the_first_block_of_a_page_is_set() -> None:
    sheet = "@page { size: 200px 100px; margin: 5px } p, body { margin: 0; font: 10px/10px 'Engross Serif' }"
    sheet += " span { float: footnote; footnote-policy: block }"
    body = "<p>a<br>b<br>c<br>d<br>e<span id=n data-n=1>x<br>x<br>x<br>x<br>x</span><br>f</p>"
    ready = make_render_context(shop("en"))
    html = HTML(string=f"<style>{sheet}</style>{body}")
    assert audit_notes(html.render(font_config=ready.fonts, stylesheets=[ready.faces])) == ()


def _lose(laid: Document) -> None:
    for page in laid.pages:
        for area in footnote_areas(page):
            area.children = area.children[:1]


def _swap(laid: Document) -> None:
    for area in footnote_areas(laid.pages[0]):
        area.children = area.children[::-1]


def _move(laid: Document) -> None:
    first, second = (next(footnote_areas(page)) for page in laid.pages[:2])
    second.children = [*first.children[-1:], *second.children]
    first.children = first.children[:-1]


def _raise(laid: Document) -> None:
    next(footnote_areas(laid.pages[0])).translate(dy=-300)


def _sink(laid: Document) -> None:
    next(footnote_areas(laid.pages[0])).translate(dy=30)


def _overlap(laid: Document) -> None:
    next(note_boxes(laid.pages[0])).translate(dy=5)


def _forget_middle(laid: Document) -> None:
    area = next(area for page in laid.pages[2:] for area in footnote_areas(page))
    area.children = area.children[1:]


def _put_behind(laid: Document) -> None:
    page = next(n for n, page in enumerate(laid.pages) if len(list(note_boxes(page))) > 1 and n > 0)
    area = next(footnote_areas(laid.pages[page]))
    area.children = area.children[::-1]


FAULTS: list[tuple[Callable[[Document], None], str]] = [
    (_lose, "note-lost"),
    (_swap, "note-order"),
    (_move, "note-moved"),
    (_raise, "note-overflows"),
    (_sink, "note-overflows"),
    (_overlap, "note-overflows"),
    (_forget_middle, "note-broken"),
    (_put_behind, "note-broken"),
]


@pytest.mark.slow
@pytest.mark.parametrize(("spoil", "slug"), FAULTS, ids=[spoil.__name__ for spoil, _ in FAULTS])
def test_the_audit_sees_each_fault(spoil: Callable[[Document], None], slug: str) -> None:
    first, long = calling("first", note(1), note(2)), calling("long", note(3, 5200))
    layout = laid_out(first, *paragraphs(9), long, *(calling(f"p-{n}", note(n)) for n in range(4, 40)))
    assert len(layout.document.pages) >= 4
    spoil(layout.document)
    assert slug in {one.code.slug for one in audit_notes(layout.document)}
