"""The print edition: notes, pages, fonts, what a build may open."""

from __future__ import annotations

import json
import random
import socket
import subprocess
import sys
from pathlib import Path

import pypdfium2
import pytest
from engross_weasyprint import HTML
from engross_weasyprint.formatting_structure.boxes import FootnoteAreaBox
from engross_weasyprint.urls import URLFetchingError

from engross.editions import assets, pdf
from engross.editions.fonts import verified_faces
from engross.editions.pdf.audit import audit_notes
from engross.editions.pdf.fetch import Fetcher, Forbidden
from engross.editions.pdf.read_back import read_back
from engross.editions.pdf.render_context import RenderAssets, hide_system_fonts, make_render_context
from engross.editions.typeset import print_markup as typeset
from engross.grammars.language import load_language
from engross.grammars.symbol import parse
from engross.model.book import Book, Imprint, Sheet, SymbolIndex
from engross.model.notice import Notice
from engross.model.paper import DEFAULT_FORMAT
from engross.model.text import fold, spell_inlines
from engross.model.tree import Block, Facts, Heading, Masthead, Note, Paragraph, Part, Resolution, Role, Text
from tests.cases import text_differences
from tests.generators.engines import PREAMBLE, patch_names, write_without
from tests.test_build import FONTS, ROOT

HAN = "各国应当为图书馆提供经费并确保所有人不分年龄都能自由使用馆藏图书和期刊以增进了解"


def shop(code: str = "zh") -> RenderAssets:
    """Return the render assets as the pipeline makes them."""
    hide_system_fonts(assets.style_folder() / "fonts.conf")
    return RenderAssets(
        typeset.make_faces_sheet(verified_faces(FONTS)),
        typeset.print_style_sheets(load_language(code)),
        (FONTS, assets.style_folder()),
    )


def book(blocks: tuple[Block, ...], title: str = "图书馆") -> Book:
    """Return a book around a body."""
    part = Part("80/1.", (Text(title),), blocks)
    facts = Facts(job_number="25-00001")
    resolution = Resolution(parse("A/RES/80/1"), "zh", "ga", (part,), Masthead(), facts)
    return Book(resolution, SymbolIndex(), Imprint("in.txt", "0" * 64, "0"))


def printed(made: Book) -> tuple[pdf.BodyLayout, pdf.PrintEdition]:
    """Return a book's layout and print edition."""
    render_assets = shop(made.resolution.language)
    layout = pdf.lay_out_body(typeset.make_body_sheet(made), render_assets)
    back = pdf.bind_back(layout, typeset.make_back_sheet(made, layout.pages.pages), render_assets)
    page_counts = typeset.PageCounts(layout.pages.pages, back.pages.pages - layout.pages.pages)
    turned = load_language(made.resolution.language).direction == "rtl"
    extras = pdf.PdfExtras(
        typeset.make_running_heads_sheet(made, page_counts), typeset.make_xmp_packet(made, pdf.PRODUCER), turned=turned
    )
    return layout, pdf.finish_print(back, extras, render_assets)


def note(number: int, words: str, paragraphs: int = 1) -> Note:
    """Return a note with this many paragraphs."""
    blocks = tuple(Paragraph(Role.PLAIN, (Text(words),), id=f"fn-{number}-p-{n}") for n in range(1, paragraphs + 1))
    return Note(str(number), blocks, f"fn-{number}")


def generated(seed: int) -> Book:
    """Return a document from a seed: paragraphs and headings with short and long notes, several in a line, points."""
    chance = random.Random(seed)
    blocks: list[Block] = [Paragraph(Role.ENACTING, (Text("大会，"),), id="enacting")]
    called = 0
    for n in range(1, chance.randint(8, 30)):
        run: list[Text | Note] = []
        for _ in range(chance.randint(1, 4)):
            run.append(Text(HAN[: chance.randint(4, len(HAN))] * chance.randint(1, 3)))
            if chance.random() < 0.4:
                called += 1
                length = chance.choice([6, 30, 120, 400])
                run.append(note(called, (HAN * 12)[:length] + "。", chance.choice([1, 1, 1, 2])))
        points = tuple(
            Paragraph(Role.POINT, (Text(HAN),), f"({c})", id=f"op-{n}-{c}") for c in "ab"[: chance.randint(0, 2)]
        )
        if chance.random() < 0.15:
            blocks.append(Heading(3, tuple(run), id=f"h-{n}"))
        else:
            blocks.append(Paragraph(Role.OPERATIVE, (*run, Text("；")), f"{n}.", points, f"op-{n}"))
    return book(tuple(blocks))


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(12))
def test_notes_stand_on_the_page_of_their_call_and_no_character_is_lost(seed: int) -> None:
    made = generated(seed)
    layout, finished = printed(made)
    assert [one.message for one in layout.notices] == []
    text = read_back(finished.data, finished.regions, DEFAULT_FORMAT)
    assert [one.message for one in text_differences("PDF", text, made.resolution)] == []


def test_an_index_that_finds_room_behind_the_text_takes_no_page_of_its_own() -> None:
    short = book((Paragraph(Role.ENACTING, (Text("大会，"),), id="enacting"),))
    long = book(tuple(Paragraph(Role.OPERATIVE, (Text(HAN * 3),), f"{n}.", id=f"op-{n}") for n in range(1, 9)))
    for made, pages in ((short, 1), (long, 2)):
        layout, finished = printed(made)
        assert (layout.pages.pages, finished.pages.pages) == (1, pages)
        assert len(pypdfium2.PdfDocument(finished.data)) == pages
        text = read_back(finished.data, finished.regions, DEFAULT_FORMAT)
        assert text_differences("PDF", text, made.resolution) == ()


UNPATCHED = f"""{PREAMBLE}
import json
from tests.test_pdf import audited
print(json.dumps([notice.code.slug for notice in audited(sys.stdin.read())]))
"""
LOST = (ROOT / "tests" / "cases" / "pdf" / "note-lost.html").read_text("utf-8")


def audited(markup: str) -> tuple[Notice, ...]:
    """Return the audit of a document laid out by WeasyPrint as it is in this process, with the pinned fonts."""
    context = make_render_context(shop("en"))
    return audit_notes(HTML(string=markup).render(font_config=context.fonts, stylesheets=[context.faces]))


@pytest.mark.process
def test_weasyprint_alone_still_loses_notes(tmp_path: Path) -> None:
    """Fails when upstream mends it (#2432's branch): then the patch can go."""
    command = [sys.executable, "-c", UNPATCHED, str(write_without(tmp_path / "engine", patch_names()))]
    out = subprocess.run(command, input=LOST, text=True, capture_output=True, check=True, cwd=ROOT)
    assert json.loads(out.stdout) != []


def test_patched_weasyprint_keeps_them() -> None:
    assert audited(LOST.replace("float: footnote", "float: footnote; footnote-policy: line")) == ()


def test_pages_begin_where_the_map_says() -> None:
    made = generated(3)
    layout, finished = printed(made)
    blocks = {b.id: b for b in made.resolution.parts[0].body}
    assert layout.pages.pages > 1
    assert [start.page for start in layout.pages.starts] == list(range(1, layout.pages.pages + 1))
    for start in layout.pages.starts:
        block = blocks.get(start.anchor)
        if block is not None and not hasattr(block, "rows"):
            assert start.offset <= len(fold(spell_inlines(block.content)))
    assert finished.pages.pages - layout.pages.pages in (0, 1)


def test_a_build_opens_nothing_but_its_own_files(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No socket, no file outside: a remote picture and a sheet from elsewhere are refused."""

    def no_socket(*_: object, **__: object) -> None:
        raise AssertionError("a socket was opened")

    monkeypatch.setattr(socket, "socket", no_socket)
    monkeypatch.setattr(socket, "create_connection", no_socket)
    secret = tmp_path / "secret.css"
    secret.write_text("p { color: red }")
    remote = '<html><body><img src="https://example.org/x.png"/><p>文</p></body></html>'
    outside = f'<html><head><link rel="stylesheet" href="{secret.as_uri()}"/></head><body><p>文</p></body></html>'
    for markup in (remote, outside):
        with pytest.raises((Forbidden, URLFetchingError)):
            pdf.lay_out_body(Sheet("page.html", "text/html", markup), shop())


def test_the_fetcher_gives_out_what_lies_in_its_folders(tmp_path: Path) -> None:
    (tmp_path / "a b.css").write_text("p {}")
    fetcher = Fetcher((tmp_path,))
    assert fetcher.fetch((tmp_path / "a b.css").as_uri()).read() == b"p {}"
    with pytest.raises(Forbidden):
        fetcher.fetch((tmp_path / ".." / "x").as_uri())


def test_a_character_that_no_font_has_is_named() -> None:
    made = book((Paragraph(Role.ENACTING, (Text("大会𓀀，"),), id="enacting"),))
    assert printed(made)[1].missing == "𓀀"


def test_the_audit_sees_a_note_that_is_lost() -> None:
    ready = make_render_context(shop("en"))
    markup = LOST.replace("float: footnote", "float: footnote; footnote-policy: line")
    document = HTML(string=markup).render(font_config=ready.fonts, stylesheets=[ready.faces])
    for page in document.pages:
        box = page._page_box
        box.children = tuple(child for child in box.children if not isinstance(child, FootnoteAreaBox))
    assert [one.code.slug for one in audit_notes(document)] == ["note-lost", "note-lost"]
