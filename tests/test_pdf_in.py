"""Official PDFs in: counts that a person made in the printed documents, and characters none of which may be lost."""

from __future__ import annotations

import io
from pathlib import Path

import pikepdf
import pytest

from engross.model.text import fold, spell_inlines
from engross.model.tree import Source, Style
from engross.model.walk import notes_of
from engross.readers.load import load_source
from engross.readers.pdf.glyphs import read_glyphs
from engross.readers.pdf.page_lines import build_lines
from engross.readers.pdf.page_roles import classify_pages
from engross.readers.pdf.rows import build_rows, group_baselines
from engross.readers.pdf.rtl_order import restore_logical_order
from engross.readers.pdf.struck_letters import mark_struck_letters
from engross.readers.pdf.tables import find_tables
from engross.verify.integrity import compare_with_source
from tests.cases import HERE, expect, folders
from tests.corpus import CORPUS
from tests.outline import layouts_shown, looks
from tests.test_structure import reading_of

COUNTED = {  # preambular and numbered paragraphs, notes, the last closing line
    "A_RES_73_3-EN.pdf": (53, 7, "10 October 2018"),
    "A_RES_73_7-EN.pdf": (28, 9, "29 October 2018"),
    "S_2018_693-EN.pdf": (57, 0, ""),
}


@pytest.mark.slow
@pytest.mark.needs("corpus")
@pytest.mark.parametrize("name", COUNTED)
def test_official_pdf(name: str) -> None:
    paragraphs, notes, last = COUNTED[name]
    reading = reading_of(CORPUS / "pdf" / name)
    part = reading.resolution.parts[0]
    assert [one.number for one in part.operative] == [f"{n}." for n in range(1, paragraphs + 1)]
    assert [note.number for note in notes_of(reading.resolution)] == [str(n) for n in range(1, notes + 1)]
    assert [spell_inlines(one.content) for one in part.closing[-1:]] == ([last] if last else [])
    assert compare_with_source(reading) == ()


@pytest.mark.slow
@pytest.mark.needs("corpus")
@pytest.mark.parametrize("expected", sorted((HERE / "official-looks").iterdir()), ids=lambda path: path.stem)
def test_official_pdf_looks_as_printed(expected: Path, accept: bool) -> None:
    """Each file was held against the printed pages by eye: masthead, title, headings, all that is set apart."""
    resolution = reading_of(CORPUS / "pdf" / f"{expected.stem}.pdf").resolution
    expect(expected, "\n".join([*looks(resolution), ""]), accept)


# Rows in visual order, and in logical order.
ROWS = {
    ".www.un.org/en/ga/sixth/ :طبارلا": "الرابط: www.un.org/en/ga/sixth/.",
    "https://unnutrition.org/ رظنا": "انظر https://unnutrition.org/",
    "ربمتبس/لوليأ 19": "19 أيلول/سبتمبر",
    "A/77/10 ةقيثولا": "الوثيقة A/77/10",
}


@pytest.mark.parametrize("look", ROWS)
def test_rows_are_read_from_right_to_left(look: str) -> None:
    assert restore_logical_order(look)[0] == ROWS[look]


def test_rows_have_every_character_of_the_file() -> None:
    """The ledger counts the characters of the rows; this test compares the rows with the file."""
    source, _ = load_source(_case())
    pages = read_glyphs(source)
    drawn = sorted(fold("".join(glyph.text for page in pages for glyph in page.glyphs)))
    found = find_tables(pages, [group_baselines(page.glyphs) for page in pages]).pages
    assert sorted(fold("".join(row.text for n, page in enumerate(found) for row in build_rows(page, n)))) == drawn


@pytest.mark.parametrize("folder", folders("page-layout"), ids=lambda folder: folder.name)
def test_lines_have_the_layout_that_their_page_shows(folder: Path, accept: bool) -> None:
    pages = read_glyphs(load_source(folder / "in.pdf")[0])
    tables = find_tables(pages, [group_baselines(page.glyphs) for page in pages])
    classified = classify_pages([build_rows(page, n) for n, page in enumerate(tables.pages)], tables.size)
    expect(folder / "out.txt", "\n".join([*layouts_shown(build_lines(classified, tables.size)), ""]), accept)


# How a word is drawn (ISO 32000-1, 9.3 and 9.4), and the styles that it has then.
DRAWN_STYLES = {
    "/F1 12 Tf": (),
    "/F2 12 Tf": (Style.ITALIC,),
    "/F3 12 Tf": (Style.BOLD,),
    "/F4 12 Tf": (Style.BOLD, Style.ITALIC),
    "/F1 12 Tf 2 Tr": (Style.BOLD,),
    "/F1 12 Tf 1 0 0.21 1 0 0 Tm": (Style.ITALIC,),
}
FACES = ("Times-Roman", "Times-Italic", "Times-Bold", "Times-BoldItalic")


@pytest.mark.parametrize("drawn", DRAWN_STYLES)
def test_fonts_and_drawing_set_words_apart(drawn: str) -> None:
    glyphs = read_glyphs(_draw_page(f"BT 1 0 0 1 72 700 Tm /F1 12 Tf (They light the lamps) Tj {drawn} (also) Tj ET"))
    found = {glyph.styles for glyph in glyphs[0].glyphs[-4:]}
    assert found == {DRAWN_STYLES[drawn]}


def test_the_look_of_most_words_sets_nothing_apart() -> None:
    glyphs = read_glyphs(_draw_page("BT 1 0 0 1 72 700 Tm /F3 12 Tf (Bold is this text) Tj /F4 12 Tf (slanted) Tj ET"))
    assert {glyph.styles for glyph in glyphs[0].glyphs if glyph.text.strip()} == {(), (Style.ITALIC,)}


# Lines at the word "lamps", from 72 to 101 pt on the baseline at 700, 12 pt (ISO 32000-1, 8.5); how they set it apart.
DRAWN_LINES = {
    "72 698 m 101.3 698 l S": (Style.UNDERLINE,),
    "72 697.8 29.3 0.6 re f": (Style.UNDERLINE,),
    "72 698 m 86 698 l S 86 698 m 101.3 698 l S": (Style.UNDERLINE,),
    "72 698 m 80 698 l 82 698 m 90 698 l 92 698 m 101 698 l S": (Style.UNDERLINE,),
    "72 703.4 m 101.3 703.4 l S": (Style.STRIKE,),
    "72 698 m 101.3 698 l S 72 703.4 m 101.3 703.4 l S": (Style.UNDERLINE, Style.STRIKE),
    "66 698 m 150 698 l S": (),
    "77 698 m 80 698 l S": (),
    "72 694 m 101.3 694 l S": (),
    "72 696 29.3 4 re f": (),
    "72 698 m 101.3 698 l S 101.3 698 m 101.3 715 l S": (),
}


@pytest.mark.parametrize("drawn", DRAWN_LINES)
def test_lines_as_long_as_words_set_them_apart(drawn: str) -> None:
    page = mark_struck_letters(read_glyphs(_draw_page(f"BT /F1 12 Tf 72 700 Td (lamps) Tj ET 0.5 w {drawn}"))[0])
    assert {glyph.styles for glyph in page.glyphs} == {DRAWN_LINES[drawn]}
    assert bool(page.strokes) == (not DRAWN_LINES[drawn] and " re f" not in drawn)


def _draw_page(content: str) -> Source:
    """Return a PDF of one page with this content, the Times faces as F1 to F4."""
    with pikepdf.new() as pdf:
        page = pdf.add_blank_page(page_size=(595, 842))
        fonts = {
            f"/F{n}": pikepdf.Dictionary(
                Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name(f"/{face}")
            )
            for n, face in enumerate(FACES, 1)
        }
        page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(fonts))
        page.Contents = pdf.make_stream(content.encode())
        file = io.BytesIO()
        pdf.save(file)
    return Source("drawn.pdf", "", "pdf", file.getvalue(), "")


def _case() -> Path:
    return HERE / "structure" / "pdf-en-notes" / "in.pdf"
