"""Booklets: pages in the order of folded sheets, drawn as they are alone; sheets that are fit for an archive."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as some
from PIL import Image, ImageChops, ImageFilter, ImageStat

from engross.batch.booklet import BookletRequest, MadeBooklet, make_booklet
from engross.batch.booklet.order import SheetSide, list_signatures, order_folded, order_rows
from engross.batch.booklet.placement import Placement, find_marks, place_folded, place_rows, sheet_size
from engross.cli.program import run_command_line
from engross.model.notice import Refusal
from engross.model.paper import POINTS_PER_MM, Format
from engross.model.request import Request
from engross.pipeline.build import build
from engross.verify.check import verapdf
from engross.verify.check.imposed import find_imposed_faults
from engross.verify.check.pdf import validate_pdf
from tests.promises import VERAPDF
from tests.test_build import CASES, FONTS, ROOT, SAMPLE

ARABIC = "pdf-ar-symbols"
SIGNATURES = (0, 4, 8, 16, 32)
FINE = 4  # pixels a point
BLUR = 1.5  # points
LIKE = 0.2  # of the difference to the next page: what is left of it where a page is drawn between other pixels


def fold(sides: tuple[SheetSide, ...], *, is_right_bound: bool) -> list[int | None]:
    """Return the pages as a reader finds them who folds the sheets: down through each signature, and up again."""
    pages: list[int | None] = []
    signature: list[tuple[SheetSide, SheetSide]] = []
    for front, back in zip(sides[::2], sides[1::2], strict=True):
        assert (front.is_front, back.is_front) == (True, False)
        assert front.sheet == back.sheet
        if front.depth == 0 and signature:
            pages += _read_signature(signature, is_right_bound=is_right_bound)
            signature = []
        signature.append((front, back))
    return pages + _read_signature(signature, is_right_bound=is_right_bound)


def _read_signature(sheets: list[tuple[SheetSide, SheetSide]], *, is_right_bound: bool) -> list[int | None]:
    outer, inner = (0, 1) if is_right_bound else (1, 0)  # of a side: the leaf that is turned first, seen from outside
    down = [page for front, back in sheets for page in (front.pages[outer], back.pages[inner])]
    up = [page for front, back in reversed(sheets) for page in (back.pages[outer], front.pages[inner])]
    return down + up


@given(pages=some.integers(1, 199), signature=some.sampled_from(SIGNATURES), is_right_bound=some.booleans())
def test_folded_sheets_read_from_first_to_last_page(pages: int, signature: int, is_right_bound: bool) -> None:
    sides = order_folded(pages, signature, is_right_bound=is_right_bound)
    blank = -pages % 4
    assert fold(sides, is_right_bound=is_right_bound) == [*range(1, pages + 1), *(None for _ in range(blank))]
    assert [side.sheet for side in sides[::2]] == list(range(1, (pages + blank) // 4 + 1))


@given(pages=some.integers(1, 199), signature=some.sampled_from(SIGNATURES))
def test_signatures_have_the_pages_asked_for(pages: int, signature: int) -> None:
    *full, last = list_signatures(pages, signature)
    assert set(full) <= {signature}
    assert last % 4 == 0
    assert last <= signature or not signature
    assert sum(full) + last - pages in range(4)


@given(pages=some.integers(1, 99), grid=some.sampled_from([(2, 1), (2, 2), (3, 2), (4, 2), (3, 3)]))
def test_rows_are_read_from_either_side(pages: int, grid: tuple[int, int]) -> None:
    columns, rows = grid
    for is_right_to_left in (False, True):
        read: list[int | None] = []
        for side in order_rows(pages, columns, rows, is_right_to_left=is_right_to_left):
            for row in range(rows):
                places = side.pages[row * columns : (row + 1) * columns]
                read += reversed(places) if is_right_to_left else places
        assert [page for page in read if page] == list(range(1, pages + 1))
        assert None not in read[:pages]


def test_a5_pages_stand_on_a4_as_they_are() -> None:
    a5 = (148 * POINTS_PER_MM, 210 * POINTS_PER_MM)
    placement = place_folded(a5, sheet_size("a4"))
    assert placement.scale == 1
    assert placement.corner(0)[0] + a5[0] == pytest.approx(placement.sheet[0] / 2)
    assert placement.corner(1)[0] == pytest.approx(placement.sheet[0] / 2)
    assert find_marks(placement) == ((), ())  # there is no room beside them


def test_inner_sheets_creep_to_the_fold() -> None:
    placement = place_folded((420.0, 595.0), sheet_size("a4"))
    (left, _), (right, _) = placement.corner(0, 3.0), placement.corner(1, 3.0)
    assert left == pytest.approx(placement.corner(0)[0] + 3)
    assert right == pytest.approx(placement.corner(1)[0] - 3)


def test_marks_stand_outside_the_pages() -> None:
    placement = place_folded(sheet_size("a4"), sheet_size("sra3"))
    folds, cuts = find_marks(placement)
    left, foot, right, top = placement.trim
    assert placement.scale == 1
    assert len(folds) == 2
    assert len(cuts) == 8
    for x1, y1, x2, y2 in (*folds, *cuts):
        assert max(x1, x2) < left or min(x1, x2) > right or max(y1, y2) < foot or min(y1, y2) > top
        assert min(x1, x2, y1, y2) >= 0
        assert max(x1, x2) <= placement.sheet[0]
        assert max(y1, y2) <= placement.sheet[1]


@pytest.mark.parametrize(
    ("a_side", "sheet", "grid"), [(2, (842, 595), (2, 1)), (4, (595, 842), (2, 2)), (8, (842, 595), (4, 2))]
)
def test_rows_lie_where_pages_are_largest(a_side: int, sheet: tuple[int, int], grid: tuple[int, int]) -> None:
    placement = place_rows(sheet_size("a4"), sheet_size("a4"), a_side)
    assert tuple(map(round, placement.sheet)) == sheet
    assert (placement.columns, placement.rows) == grid


@pytest.fixture(scope="module", params=["zh", "ar"])
def edition(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The PDF of a document that is bound on the left, or on the right."""
    source = SAMPLE if request.param == "zh" else CASES / ARABIC / "in.pdf"
    small = Format("a5", 12)
    made = build(Request(source, tmp_path_factory.mktemp("edition"), FONTS, frozenset({"pdf"}), format=small))
    return next(path for path in made.files if path.suffix == ".pdf")


def impose(path: Path, out: Path, **wanted: object) -> MadeBooklet:
    return make_booklet(replace(BookletRequest(path, out, allows_small_type=True), **wanted))  # type: ignore[arg-type]


def pictures(path: Path, scale: float) -> list[Image.Image]:
    document = pypdfium2.PdfDocument(path)
    drawn = [page.render(scale=scale).to_pil().convert("L") for page in document]
    document.close()
    return drawn


def difference(one: Image.Image, other: Image.Image) -> float:
    one, other = (picture.filter(ImageFilter.GaussianBlur(BLUR)) for picture in (one, other))
    return ImageStat.Stat(ImageChops.difference(one, other)).mean[0]


@pytest.mark.parametrize(
    "wanted",
    [{}, {"signature": 4}, {"flip": "long"}, {"caliper": 1.0}, {"sheet": "sra3"}, {"pages_a_side": 4}],
    ids=str,
)
def test_each_place_shows_its_page(edition: Path, wanted: dict[str, object], tmp_path: Path) -> None:
    """Drawn again, each part of a side is the page that stands there and unlike all others; empty ones are white."""
    made = impose(edition, tmp_path / "b.pdf", **wanted)
    alone = [picture.reduce(FINE) for picture in pictures(edition, FINE * made.scale)]
    placement, sides = plan(edition, made, wanted)
    creep = float(str(wanted.get("caliper", 0.1))) * POINTS_PER_MM
    for side, drawn in zip(sides, pictures(made.path, FINE), strict=True):
        is_turned = wanted.get("flip") == "long" and not side.is_front
        upright = drawn.rotate(180) if is_turned else drawn
        for place, page in enumerate(side.pages):
            left, foot = placement.corner(place, creep * side.depth)
            box = (left, placement.sheet[1] - foot - placement.scale * placement.page[1])
            part = cut_part(upright, box, alone[0].size)
            if page is None:
                assert part.crop((1, 1, part.width - 1, part.height - 1)).getextrema() == (255, 255)
                continue
            unlike = sorted((difference(part, other), number) for number, other in enumerate(alone, 1))
            assert unlike[0][1] == page
            assert unlike[0][0] < LIKE * unlike[1][0]


def plan(edition: Path, made: MadeBooklet, wanted: dict[str, object]) -> tuple[Placement, tuple[SheetSide, ...]]:
    """Return where pages are to stand, by the sizes and the direction that the edition itself has."""
    with pikepdf.open(edition) as pdf:
        is_turned = pdf.Root.ViewerPreferences.Direction == "/R2L"
        size = (float(pdf.pages[0].mediabox[2]), float(pdf.pages[0].mediabox[3]))
    assert made.binding == ("right" if is_turned else "left")
    if a_side := int(str(wanted.get("pages_a_side", 0))):
        placement = place_rows(size, sheet_size(made.sheet), a_side)
        return placement, order_rows(made.pages, placement.columns, placement.rows, is_right_to_left=is_turned)
    signature = int(str(wanted.get("signature", 0)))
    return place_folded(size, sheet_size(made.sheet)), order_folded(made.pages, signature, is_right_bound=is_turned)


def cut_part(picture: Image.Image, corner: tuple[float, float], size: tuple[int, int]) -> Image.Image:
    """Cut a part of so many points out of a fine picture, from its upper left corner in points."""
    left, top = (round(FINE * length) for length in corner)
    return picture.crop((left, top, left + FINE * size[0], top + FINE * size[1])).reduce(FINE)


def ink_margins(picture: Image.Image) -> tuple[float, float]:
    box = ImageChops.invert(picture).getbbox()
    assert box
    return box[0] / picture.width, 1 - box[2] / picture.width


def test_inner_margins_lie_at_the_fold(edition: Path, tmp_path: Path) -> None:
    """Margins of the edition and the places of the booklet agree, from right to left too (page 1 is a left one)."""
    made = impose(edition, tmp_path / "b.pdf")
    is_turned = made.binding == "right"
    for number, picture in enumerate(pictures(edition, 4)[1:], 2):
        left, right = ink_margins(picture)
        is_right_page = (number % 2 == 1) != is_turned
        assert (left > right) == is_right_page, number


def test_sheets_are_archival_and_for_printing(edition: Path, tmp_path: Path) -> None:
    made = impose(edition, tmp_path / "b.pdf")
    assert validate_pdf(made.path) == ()
    assert find_imposed_faults(made.path) == ()
    assert find_imposed_faults(edition) is None
    with pikepdf.open(edition) as own, pikepdf.open(made.path) as pdf:
        assert pdf.get_warnings() == []
        with pdf.open_metadata(set_pikepdf_as_editor=False) as metadata:
            names = ("pdfaid:part", "pdfaid:conformance", "pdfuaid:part")
            assert tuple(metadata.get(name) for name in names) == ("3", "B", None)
            assert str(own.docinfo["/Title"]) in metadata["dc:title"]
        assert pdf.Root.Lang == own.Root.Lang
        assert not {"/StructTreeRoot", "/Outlines", "/AF", "/Names", "/MarkInfo"} & set(pdf.Root.keys())
        asked = pdf.Root.ViewerPreferences
        assert (str(asked.Duplex), str(asked.PrintScaling)) == ("/DuplexFlipShortEdge", "/None")
        assert asked.PickTrayByPDFSize
        assert str(made.pages) in pdf.pages[0].label or made.blank_pages
        assert len({page.label for page in pdf.pages}) == 2 * made.sheets


@pytest.mark.process
@pytest.mark.needs("verapdf")
def test_verapdf_passes_the_sheets(edition: Path, tmp_path: Path) -> None:
    made = [impose(edition, tmp_path / f"{n}.pdf", pages_a_side=n, sheet="a3" if n else "") for n in (0, 4)]
    found = verapdf.verapdf_columns(VERAPDF).look([one.path for one in made], lambda *_: None)
    assert found == {one.path: {"veraPDF A-3b": ()} for one in made}


@pytest.mark.parametrize("wanted", [{}, {"sheet": "letter"}, {"pages_a_side": 4}], ids=str)
def test_links_to_addresses_lie_on_their_words(edition: Path, wanted: dict[str, object], tmp_path: Path) -> None:
    made = impose(edition, tmp_path / "b.pdf", **wanted)
    assert linked_texts(made.path) == linked_texts(edition)
    assert len(linked_texts(edition)) > 5
    with pikepdf.open(made.path) as pdf:
        assert {int(link.F) for page in pdf.pages for link in page.obj.get("/Annots", ())} == {4}  # printed


def linked_texts(path: Path) -> list[tuple[str, str]]:
    """Return the address of each link to one, with letters and figures in its box, whose order PDFium infers."""
    document = pypdfium2.PdfDocument(path)
    found: list[tuple[str, str]] = []
    with pikepdf.open(path) as pdf:
        for number, page in enumerate(pdf.pages):
            text = document[number].get_textpage()
            for link in page.obj.get("/Annots", ()):
                if "/A" in link and "/URI" in link.A:
                    left, foot, right, top = map(float, link.Rect)
                    letters = sorted(filter(str.isalnum, text.get_text_bounded(left, foot, right, top)))
                    found.append((str(link.A.URI), "".join(letters)))
            text.close()
    document.close()
    return sorted(found)


def test_same_pdf_same_bytes(edition: Path, tmp_path: Path) -> None:
    one, other = (impose(edition, tmp_path / name).path.read_bytes() for name in ("1.pdf", "2.pdf"))
    assert one == other


def spoil(path: Path, kind: str, out: Path) -> Path:
    """Write a PDF that cannot be imposed, or is not of engross."""
    with pikepdf.open(path) as pdf:
        if kind == "encrypted":
            pdf.save(out, encryption=pikepdf.Encryption(owner="o"))
        elif kind == "several sizes":
            pdf.add_blank_page(page_size=(200, 200))
            pdf.save(out)
        elif kind == "no pages":
            del pdf.pages[:]
            pdf.save(out)
        elif kind == "another maker":
            del pdf.Root.Metadata
            pdf.save(out)
    if kind == "imposed":
        impose(path, out)
    elif kind == "cut short":
        out.write_bytes(b"%PDF-1.7\n")
    elif kind == "no PDF":
        out.write_text("minutes")
    return out


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("encrypted", "is encrypted"),
        ("several sizes", "of another size than page 1"),
        ("imposed", "is imposed already"),
        ("no pages", "has 0 pages"),
        ("cut short", "is damaged"),
        ("no PDF", "is no PDF"),
    ],
)
def test_refuses(kind: str, words: str, edition: Path, tmp_path: Path) -> None:
    with pytest.raises(Refusal, match=words) as refused:
        impose(spoil(edition, kind, tmp_path / "in.pdf"), tmp_path / "out.pdf")
    assert refused.value.hint
    assert not (tmp_path / "out.pdf").exists()


def test_a_pdf_of_another_maker_is_imposed_and_told(edition: Path, tmp_path: Path) -> None:
    made = impose(spoil(edition, "another maker", tmp_path / "in.pdf"), tmp_path / "out.pdf")
    assert len(made.remarks) == 2
    assert [finding.code for finding in validate_pdf(made.path)] == ["no-standard"]
    assert [finding.code for finding in find_imposed_faults(made.path) or ()] == ["sheets-standard"]


def test_sheets_are_not_written_over_their_pages(edition: Path, tmp_path: Path) -> None:
    copy = tmp_path / "in.pdf"
    copy.write_bytes(edition.read_bytes())
    with pytest.raises(Refusal, match="over the PDF that they are made of"):
        impose(copy, tmp_path / "." / "in.pdf")
    assert copy.read_bytes() == edition.read_bytes()


def test_a_single_page_is_imposed_and_told(edition: Path, tmp_path: Path) -> None:
    with pikepdf.open(edition) as pdf:
        del pdf.pages[1:]
        pdf.save(tmp_path / "in.pdf")
    made = impose(tmp_path / "in.pdf", tmp_path / "out.pdf")
    assert (made.sheets, made.blank_pages) == (1, 3)
    assert any("nothing to fold" in remark for remark in made.remarks)
    assert not any(
        "nothing to fold" in r for r in impose(tmp_path / "in.pdf", tmp_path / "out.pdf", pages_a_side=2).remarks
    )


def test_small_type_is_refused_unless_it_is_asked_for(edition: Path, tmp_path: Path) -> None:
    wanted = BookletRequest(edition, tmp_path / "out.pdf", 9)
    with pytest.raises(Refusal, match=r"type of \d\.?\d? pt"):
        make_booklet(wanted)
    made = make_booklet(replace(wanted, allows_small_type=True))
    assert made.type_sizes.text == pytest.approx(12 * made.scale, abs=0.1)


def test_many_sheets_are_told(tmp_path: Path) -> None:
    with pikepdf.new() as pdf:
        for _ in range(64):
            pdf.add_blank_page(page_size=(420, 595))
        pdf.save(tmp_path / "in.pdf")
    assert any("--signature 16" in remark for remark in impose(tmp_path / "in.pdf", tmp_path / "out.pdf").remarks)
    made = impose(tmp_path / "in.pdf", tmp_path / "out.pdf", signature=16)
    assert not any("--signature" in remark for remark in made.remarks)


@pytest.mark.process
def test_command_prints_the_line_that_prints(edition: Path, tmp_path: Path) -> None:
    """In a process of its own: a test that ran before may have started Java, which a forked process cannot use."""
    path = tmp_path / "a draft.pdf"
    shutil.copy(edition, path)
    words = ["booklet", str(path), "--out", str(tmp_path), "--print-command", "--copies", "40"]
    printed = run_engross(words).splitlines()
    assert "text 12 pt" in printed[0]
    line = f"lp -n 40 -o media=A4 -o sides=two-sided-short-edge -o print-scaling=none '{tmp_path}/a draft.booklet.pdf'"
    assert printed[-1] == line
    assert json.loads(run_engross([*words, "--to", "json"]))["print_command"] == line


def run_engross(words: list[str]) -> str:
    ran = subprocess.run(
        [sys.executable, "-m", "engross", *words], capture_output=True, check=True, text=True, cwd=ROOT
    )
    return ran.stdout


@pytest.mark.parametrize(
    "words",
    [["--signature", "6"], ["--n-up", "4", "--signature", "8"], ["--n-up", "5"], ["b.pdf", "--out", "one.pdf"]],
    ids=str,
)
def test_misuse(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run_command_line("engross", ["booklet", "a.pdf", *words]) == 2
    assert capsys.readouterr().err
