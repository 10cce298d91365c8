"""The kinds of the print edition: a working copy's lines are numbered beside the text, and all promises stay."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from tempfile import mkdtemp

import pikepdf
import pypdfium2
import pytest

import engross
from engross.cli.misuse import Misuse
from engross.cli.options import Options, RunCommandOptions, check_editions, make_format, make_requests
from engross.editions.typeset.ties import keep_whole
from engross.editions.typeset.working_copy import label_working_copy, number_lines
from engross.grammars.language import load_language
from engross.model.paper import HANDOUT, KINDS, PAPERS, WORKING, Format, LineNumbers, explain_misfit
from engross.model.request import EDITIONS, Request
from engross.model.text import folded_streams, spell_blocks
from engross.model.tree import Resolution
from engross.pipeline.build import BuildResult
from engross.pipeline.name_editions import name_editions
from engross.verify.check import validate_pdf
from engross.verify.check.large_print import find_large_print_faults
from engross.verify.check.pdf_notes import find_note_faults
from engross.verify.check.text_identity import check_print_text
from engross.verify.check.verapdf import verapdf_columns
from tests.cases import HERE
from tests.promises import VERAPDF
from tests.test_build import FONTS
from tests.test_epub import book_of

PAGES = HERE / "pages"
LATIN, ARABIC, CHINESE = PAGES / "sections-and-table", PAGES / "right-to-left", PAGES / "notes-over-pages"
VOTE, NAMES = PAGES / "votes", PAGES / "frames-and-lists"
SOURCES = (LATIN, ARABIC, CHINESE, VOTE, NAMES)
SAME_LINE = 6.0  # points by which baselines of calls and fractions differ from that of their line at most
POINTS = 72 / 25.4


@cache
def made(folder: Path, **options: object) -> tuple[BuildResult, Path]:
    """Return a build of a case, and the path of its PDF."""
    out = Path(mkdtemp())
    result = engross.build(next(folder.glob("in.*")), out, fonts=FONTS, editions="pdf", **options)  # type: ignore[arg-type]
    return result, next(path for path in result.files if path.suffix == ".pdf")


def side_texts(path: Path, left: float, right: float) -> list[list[tuple[int, float, float]]]:
    """Return the numbers of each page that stand left of ``left`` or right of ``right`` points: with x and baseline."""
    document = pypdfium2.PdfDocument(path)
    pages = []
    for page in document:
        text = page.get_textpage()
        numbers: list[tuple[str, float, float]] = []
        for n in range(text.count_chars()):
            x, base = text.get_charbox(n, loose=True)[0], origin(text, n)
            character = text.get_text_range(n, 1)
            inner = page.get_height() - 24 * POINTS > base > 22 * POINTS
            if inner and character.isdecimal() and not left < x < right:
                if numbers and abs(numbers[-1][2] - base) < 0.01:
                    numbers[-1] = (numbers[-1][0] + character, *numbers[-1][1:])
                else:
                    numbers.append((character, x, base))
        pages.append([(int(digits), x, base) for digits, x, base in numbers])
    document.close()
    return pages


def origin(text: pypdfium2.PdfTextPage, n: int) -> float:
    """Return the baseline of a character in points from the page's foot."""
    from engross.grammars.pdfium import PdfCharacters

    return PdfCharacters(text).origin(n)[1]


def text_baselines(path: Path) -> list[list[float]]:
    """Return the baselines of the body's lines of each page from the top down, by the structure of the file."""
    from engross.verify.check.pdf_file import open_print

    document = open_print(path).document
    article = next(element for element in document.iter_elements() if element.role == "Art")
    masthead = {id(glyph) for glyph in article.kids[0].iter_glyphs()}  # type: ignore[union-attr]
    bases: dict[int, list[float]] = {}
    for glyph in article.iter_glyphs("Note", "Figure"):
        if id(glyph) not in masthead and not glyph.text.isspace():
            bases.setdefault(glyph.page, []).append(glyph.base)
    return [merge(sorted(bases.get(page, ()), reverse=True)) for page in range(1, max(bases) + 1)]


def merge(bases: list[float]) -> list[float]:
    """Return one baseline of each line: that which most of its characters have."""
    lines: list[list[float]] = []
    for base in bases:
        if lines and lines[-1][0] - base < SAME_LINE:
            lines[-1].append(base)
        else:
            lines.append([base])
    return [max(set(line), key=line.count) for line in lines]


@pytest.mark.parametrize("folder", SOURCES, ids=lambda folder: folder.name)
def test_each_line_of_the_text_has_its_number_on_its_baseline(folder: Path) -> None:
    """Cells beside each other are one line; masthead, notes and index have no numbers."""
    result, path = made(folder, kind="working", lines=1)
    assert result.ok, [str(notice) for notice in result.notices]
    is_rtl = folder == ARABIC
    edges = (-1.0, 595 - 40 * POINTS) if is_rtl else (40 * POINTS, 1000.0)
    # Of a page whose outer margin is where lines begin, the text begins 60 mm from the edge.
    wide_edges = (-1.0, 595 - 60 * POINTS) if is_rtl else (60 * POINTS, 1000.0)
    narrow, wide = (side_texts(path, *chosen) for chosen in (edges, wide_edges))
    lines = text_baselines(path)
    for n, bases in enumerate(lines):
        begins_at_outer = n % 2 == 1
        numbers = (wide if begins_at_outer else narrow)[n]
        assert [number for number, _, _ in numbers] == list(range(1, len(bases) + 1))
        assert [base for _, _, base in numbers] == pytest.approx(bases, abs=0.06)
    assert not any(narrow[n] for n in range(len(lines), len(narrow)))


def test_numbers_are_no_text_of_the_file() -> None:
    """The checks that read the finished file alone find its text, and nothing else, in its structure."""
    for folder in SOURCES:
        _, path = made(folder, kind="working", lines=1)
        assert not check_print_text(path)
        assert find_note_faults(path) == ()
        assert validate_pdf(path) == ()


@pytest.mark.process
@pytest.mark.needs("verapdf")
def test_kinds_are_archival_and_accessible() -> None:
    paths = [made(folder, kind=kind)[1] for kind in sorted(KINDS) for folder in SOURCES]
    found = verapdf_columns(VERAPDF).look(paths, lambda *_: None)
    assert set(found) == set(paths)
    assert all(columns == {"veraPDF A-3a": (), "veraPDF UA-1": ()} for columns in found.values()), found


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_a_kind_has_the_same_bytes_twice(kind: str, tmp_path: Path) -> None:
    _, path = made(LATIN, kind=kind)
    again = engross.build(LATIN / "in.xml", tmp_path, fonts=FONTS, editions="pdf", kind=kind)  # type: ignore[arg-type]
    assert again.get_edition("pdf") == path.read_bytes()


def test_numbers_of_lines() -> None:
    pages = tuple(tuple(20.0 * n for n in range(1, count + 1)) for count in (7, 4, 0, 6))
    numbers = [[number for number, _ in page] for page in number_lines(pages, LineNumbers(5))]
    assert numbers == [[5], [], [], [5]]
    assert number_lines(pages, LineNumbers(5, through=True)) == (((5, 100.0),), ((10, 60.0),), (), ((15, 80.0),))
    assert [len(page) for page in number_lines(pages, LineNumbers(1))] == [7, 4, 0, 6]
    assert [page[0][0] for page in number_lines(pages, LineNumbers(1, through=True)) if page] == [1, 8, 12]


def test_the_head_says_whether_the_text_is_a_draft() -> None:
    """And of which day it is, as the document prints it: there is no clock."""
    draft = book_of(PAGES / "draft-sponsors" / "in.txt").resolution
    adopted = book_of(LATIN / "in.xml").resolution
    english = load_language("en")
    assert label_working_copy(draft, english).startswith("Draft")
    assert label_working_copy(adopted, english) == "Working copy, 2025-12-09"


def test_a_kind_overwrites_no_handout(tmp_path: Path) -> None:
    """Each has a folder and files of its own, and its own report; other editions are of the handout only."""
    for kind in KINDS:
        built = engross.build(LATIN / "in.xml", tmp_path, fonts=FONTS, editions="pdf", kind=kind)  # type: ignore[arg-type]
        assert built.ok
    assert {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*.pdf")} == {
        "A_RES_80_22.en/A_RES_80_22.en.pdf",
        "A_RES_80_22.en.working/A_RES_80_22.en.working.pdf",
        "A_RES_80_22.en.large-print/A_RES_80_22.en.large-print.pdf",
    }
    request = Request(LATIN / "in.xml", None, FONTS, format=Format(kind=WORKING), name="mine")
    resolution = book_of(LATIN / "in.xml").resolution
    assert name_editions(request, resolution)[0] == "mine.working"
    assert WORKING.name_editions("mine.working") == "mine.working"
    assert engross.build(LATIN / "in.xml", fonts=FONTS, kind="working").contents.keys() == {
        "A_RES_80_22.en.working.pdf",
        "report.json",
    }


MISUSES = {
    "lines of a handout": (
        {"lines": "1"},
        "--as handout: the handout has no numbers of lines: only the working copy has",
    ),
    "through": ({"through": True}, "--as handout: the handout has no numbers of lines: only the working copy has"),
    "small type": (
        {"kind": "large-print", "font_size": 12.0},
        "--as large-print: the type of the large print has 16 to 28 points, not 12",
    ),
    "large type": ({"font_size": 28.0}, "--as handout: the type of the handout has 7 to 24 points, not 28"),
    "small paper": (
        {"kind": "working", "paper": "a5"},
        "--as working: the paper of the working copy is a4 or letter, not a5",
    ),
}


@pytest.mark.parametrize("name", MISUSES)
def test_what_does_not_fit_together_is_a_misuse(name: str) -> None:
    values, message = MISUSES[name]
    for options in (Options(sources=("a.xml",), **values), RunCommandOptions(**values)):  # type: ignore[arg-type]
        with pytest.raises(Misuse) as refused:
            make_format(options)
        assert str(refused.value) == message


def test_only_the_pdf_is_made_as_another_kind() -> None:
    options = Options(sources=("a.xml",), kind="working", lines="1")
    (request,) = make_requests(options, EDITIONS)
    assert request.editions == {"pdf"}
    assert request.format == Format(kind=WORKING, lines=LineNumbers(1))
    with pytest.raises(Misuse, match="only the PDF is made as working copy"):
        make_requests(options, ("pdf", "epub"))
    assert check_editions(EDITIONS, Format()) == EDITIONS


def test_the_library_says_the_same_as_the_command_line() -> None:
    wrong = {
        "kind is one of handout, ": {"kind": "poster"},
        "the handout has no numbers of lines": {"lines": 5},
        "lines is 1 or 5, not 3": {"lines": 3, "kind": "working"},
        "the paper of the working copy is a4 or letter": {"kind": "working", "paper": "a5"},
    }
    for message, options in wrong.items():
        with pytest.raises(ValueError, match=message):
            engross.build(b"x", **options)  # type: ignore[arg-type]


LARGE_SOURCES = (
    *SOURCES,
    PAGES / "large-print-long-notes",
    PAGES / "index-over-pages",
    PAGES / "tables-by-kind",
    PAGES / "draft-sponsors",
)


@pytest.mark.parametrize("folder", LARGE_SOURCES, ids=lambda folder: folder.name)
def test_large_print_keeps_its_rules(folder: Path) -> None:
    """In the finished file no text is smaller than the body's, none slanted, and no line ends with a hyphen."""
    result, path = made(folder, kind="large-print")
    assert result.ok, [str(notice) for notice in result.notices]
    assert find_large_print_faults(path) == ()
    assert not check_print_text(path)
    assert find_note_faults(path) == ()
    assert validate_pdf(path) == ()


@pytest.mark.parametrize("size", [16.0, 21.0, 28.0])
def test_large_print_of_any_size_keeps_its_rules(size: float) -> None:
    for folder in (LATIN, ARABIC, CHINESE):
        result, path = made(folder, kind="large-print", font_size=size)
        assert result.ok, [str(notice) for notice in result.notices]
        assert find_large_print_faults(path) == ()


def test_other_kinds_are_not_measured_as_large_print(tmp_path: Path) -> None:
    assert find_large_print_faults(made(LATIN)[1]) is None
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.7 cut short")
    assert find_large_print_faults(tmp_path / "a.pdf") is None


def test_large_print_says_so_on_its_first_page() -> None:
    for folder, label in ((LATIN, "Large print, 18 point"), (CHINESE, "大字版，20磅")):
        document = pypdfium2.PdfDocument(made(folder, kind="large-print")[1])
        texts = [page.get_textpage().get_text_range() for page in document]
        assert [label in text for text in texts] == [n == 0 for n in range(len(texts))]
        document.close()


def test_dates_symbols_and_compounds_stay_whole() -> None:
    text = "of 12 December 2023, non-politicized (A/77/463/Add.2), 2030-2035"
    whole = keep_whole(resolution_of(text), load_language("en"))
    words = spell_blocks(whole.parts[0].body)
    assert "12\u00a0December\u00a02023" in words
    assert "non-\u2060politicized" in words
    assert "A/\u206077/\u2060463/\u2060Add.\u20602" in words
    assert folded_streams(whole) == folded_streams(resolution_of(text))


WIDE_TABLE = """symbol: A/RES/99/7
language: en
title: Lamps
body:
- operative: "*Approves* the following lamps:"
  number: '1.'
- table:
  - [Library, Lamps in 2024, Lamps in 2025, Change]
  - [Alexandria, '1 200', '1 300', '100']
  heads: 1
"""


def test_a_wide_table_is_a_list_in_large_print(tmp_path: Path) -> None:
    """The head of a column stands beside each of its figures, and is no text of the document there."""
    result = engross.build(WIDE_TABLE.encode(), tmp_path, fonts=FONTS, editions="pdf", kind="large-print", name="wide")
    assert result.ok, [str(notice) for notice in result.notices]
    path = next(path for path in result.files if path.suffix == ".pdf")
    document = pypdfium2.PdfDocument(path)
    text = " ".join(page.get_textpage().get_text_range() for page in document).replace("\u00a0", " ")
    document.close()
    assert [text.count(line) for line in ("Lamps in 2025: 1 300", "Change: 100", "Change")] == [1, 1, 2]
    assert check_print_text(path) == ()
    assert validate_pdf(path) == ()


@pytest.mark.parametrize(("code", "colon"), [("en", ": "), ("fr", "\u00a0: "), ("zh", "：")])
def test_a_list_of_a_table_begins_below_its_paragraph_and_parts_no_row(code: str, colon: str, tmp_path: Path) -> None:
    """On a page the table stands whole; as a list it is longer than a page. The colon is the language's."""
    places = ("Alexandria", "Baltimore", "Calais", "Dakar", "Esbjerg", "Fremantle", "Gdansk", "Hamburg")
    rows = "".join(f"  - [{place}, '10', '20', '{n}7']\n" for n, place in enumerate(places, 11))
    source = WIDE_TABLE.partition("  - [Alexandria")[0].replace("language: en", f"language: {code}") + rows
    result = engross.build(
        f"{source}  heads: 1\n".encode(), tmp_path, fonts=FONTS, editions="pdf", kind="large-print", name="list"
    )
    assert result.ok, [str(notice) for notice in result.notices]
    document = pypdfium2.PdfDocument(next(path for path in result.files if path.suffix == ".pdf"))
    pages = [page.get_textpage().get_text_range() for page in document]
    assert next(page for page in pages if "following" in page).count("Alexandria") == 1
    page_of_row = [next(n for n, page in enumerate(pages) if place in page) for place in places]
    lines = [f"Change{colon}{n}7".replace("\u00a0", " ") for n in range(11, 11 + len(places))]
    assert [
        next(n for n, page in enumerate(pages) if line in page.replace("\u00a0", " ")) for line in lines
    ] == page_of_row
    assert len({*page_of_row}) > 1


def resolution_of(text: str) -> Resolution:
    """Return a resolution of one paragraph."""
    source = f"symbol: A/RES/99/7\nlanguage: en\ntitle: Lamps\nbody:\n- plain: {text!r}\n"
    return engross.read(source.encode()).resolution


def test_margins_of_kinds() -> None:
    """A working copy has 60 mm for a pen at the outer side; a handout has the paper's own margins."""
    assert all(Format(paper, kind=HANDOUT).sheet == PAPERS[paper] for paper in PAPERS)
    sheet = Format(kind=WORKING).sheet
    assert (sheet.side - sheet.inner / 2, sheet.side + sheet.inner / 2) == (60, 40)
    assert explain_misfit(Format(kind=WORKING)) == ""


@pytest.mark.parametrize("without_index", [False, True])
def test_metadata_name_an_index_only_where_there_is_one(without_index: bool) -> None:
    result, path = made(LATIN, without_index=without_index)
    with pikepdf.open(path) as pdf:
        said = str(pdf.docinfo["/Subject"])
        assert ("index" in said) is not without_index
        with pdf.open_metadata() as packet:
            assert packet["dc:description"] == said
    assert result.ok
