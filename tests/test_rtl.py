"""Right-to-left text in print: WeasyPrint's errors and our patches, the text read back."""

from __future__ import annotations

import io
import json
import random
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest
from engross_weasyprint import HTML
from engross_weasyprint.formatting_structure.boxes import LineBox, TextBox

from engross.editions.pdf.boxes import Box, all_boxes
from engross.editions.pdf.patches.line_order.levels import find_levels
from engross.editions.pdf.patches.rtl import SILENT_CHARACTER, glyph_text
from engross.editions.pdf.read_back import RAISED_EM, read_back
from engross.editions.pdf.render_context import make_render_context
from engross.editions.pdf.rtl_compare import (
    DueStreams,
    PlacedCharacter,
    is_drawn_as,
    match_mixed_lines,
    match_rtl_lines,
    split_page_lines,
)
from engross.editions.typeset import print_markup as typeset
from engross.grammars.symbol import parse
from engross.model.book import Book, Imprint, SymbolIndex
from engross.model.paper import DEFAULT_FORMAT
from engross.model.text import fold, spaced_streams
from engross.model.tree import (
    Block,
    Cell,
    Facts,
    Inline,
    Masthead,
    Note,
    Paragraph,
    Part,
    Resolution,
    Role,
    Style,
    Styled,
    Table,
    Text,
)
from tests.cases import text_differences
from tests.generators.engines import PREAMBLE, patch_names, write_without
from tests.test_build import ROOT
from tests.test_pdf import book, printed, shop

WORDS = "تشجع الدول على دعم المكتبات ومدّها بالكتب وَتُؤكِّد أهمية القراءة للجميع سعياً إلى المعرفة وحقٌّ لكل إنسان".split()
LINES = (ROOT / "tests" / "cases" / "pdf" / "right-to-left.html").read_text("utf-8")
CUT = """<p style="font-family: Noto Serif; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; width: 4em">
Words that go on<p style="font-family: Noto Serif; overflow: hidden">Afterwards …"""
UNPATCHED = f"""{PREAMBLE}
import json
from tests.test_rtl import defects
print(json.dumps(defects(sys.stdin.read())))
"""


def defects(markup: str) -> list[str]:
    """Return what WeasyPrint, as it is in this process, gets wrong in a page of ``right-to-left.html``."""
    context = make_render_context(shop("ar"))
    document = HTML(string=markup).render(font_config=context.fonts, stylesheets=[context.faces])
    indented, plain = (
        paragraph
        for paragraph in all_boxes(document.pages[0]._page_box)
        if paragraph.element_tag == "p" and _lines(paragraph)
    )
    right = indented.content_box_x() + indented.width
    faults = ["indent"] if abs(right - 30 - _edges(_lines(indented)[0])[1]) > 1 else []
    faults += ["space"] if any(_edges(line)[0] < plain.content_box_x() - 1 for line in _lines(plain)) else []
    text = pypdfium2.PdfDocument(io.BytesIO(document.write_pdf() or b""))[0].get_textpage().get_text_bounded()
    source = "".join(box.text for box in all_boxes(document.pages[0]._page_box) if isinstance(box, TextBox))
    faults += ["own"] if Counter(fold(text)) != Counter(fold(source)) else []
    cut = HTML(string=CUT).render(font_config=context.fonts, stylesheets=[context.faces])
    cut_text = pypdfium2.PdfDocument(io.BytesIO(cut.write_pdf() or b""))[0].get_textpage().get_text_bounded()
    return [*faults, *([] if "Afterwards …" in cut_text else ["ellipsis"])]


def _lines(box: Box) -> list[LineBox]:
    return [child for child in getattr(box, "children", ()) if isinstance(child, LineBox)]


def _edges(line: LineBox) -> tuple[float, float]:
    """Return the left and right edges of the text in a line, in pixels."""
    boxes = [box for box in all_boxes(line) if isinstance(box, TextBox) and box.text.strip()]
    return min(b.position_x for b in boxes), max(b.position_x + b.width for b in boxes)


@pytest.mark.process
def test_weasyprint_alone_still_errs_from_right_to_left(tmp_path: Path) -> None:
    """Fails when upstream mends one of these: then the patch can go."""
    command = [sys.executable, "-c", UNPATCHED, str(write_without(tmp_path / "engine", patch_names()))]
    out = subprocess.run(command, input=LINES, text=True, capture_output=True, check=True, cwd=ROOT)
    assert json.loads(out.stdout) == ["indent", "space", "own", "ellipsis"]


def test_patched_weasyprint_does_not() -> None:
    assert defects(LINES) == []


@pytest.mark.parametrize(
    ("text", "clusters", "turned", "expected"),
    [
        ("ab", [0, 1], 0, ["a", "b"]),
        ("حقٌّ", [2, 2, 2, 0], 1, ["ٌ", "ّ", "ق", "ح"]),
        ("لا", [0], 1, ["\ufefb"]),
        ("لَأ", [0], 1, ["\ufef7\u064e"]),
        ("كل", [2, 0, 0], 1, ["ل", SILENT_CHARACTER, "ك"]),
        ("(1)", [0, 1, 2], 0, ["(", "1", ")"]),
        ("(", [0], 1, [")"]),
    ],
)
def test_each_glyph_means_its_own(text: str, clusters: list[int], turned: int, expected: list[str]) -> None:
    assert [glyph_text(text.encode(), clusters, n, turned) for n in range(len(clusters))] == expected


def printed_line(shown: str, y: float = 500.0) -> list[PlacedCharacter]:
    """Return the characters of a line in visual order from the left, each ten points wide."""
    return [(character, 10.0 * n, y) for n, character in enumerate(shown)]


@pytest.mark.parametrize(
    ("due", "shown"),
    [
        ("قرارها 70/1 (2000) المؤرخ", "خرؤملا (2000) 70/1 اهرارق"),
        ("مبلغ 000 968 2 دولار", "رالود 2 968 000 غلبم"),
        ("الوثيقة A/77/463 (Part I)، الفصل", "لصفلا ،A/77/463 (Part I) ةقيثولا"),
    ],
)
def test_line_is_compared_as_it_looks(due: str, shown: str) -> None:
    """Numbers and Latin run from left to right within the line; groups of thousands do not."""
    assert is_drawn_as(printed_line(shown), due, find_levels(due, 1))
    assert match_rtl_lines([printed_line(shown)], due) == fold(due)


@pytest.mark.parametrize(("sign", "parts"), [("№", "No"), ("½", "1⁄2"), ("…", "..."), ("ﬁ", "fi")])
def test_signs_that_pdfium_takes_apart_are_whole(sign: str, parts: str) -> None:
    """In a line that it turns round, each part has the place of the sign."""
    due = f"труда ({sign} 203), мерах"
    line = [
        (part, x, y) for character, x, y in printed_line(due) for part in (parts if character == sign else character)
    ]
    turned = [*line[6:], *line[:6]]
    assert match_mixed_lines([turned], due, is_beside_rtl=True) == fold(due)
    assert match_mixed_lines([turned], due.replace("203", "302"), is_beside_rtl=True) != fold(due)


@pytest.mark.parametrize(
    "shown",
    [
        "خرؤملا (2000) 70/1 اهرارق"[::-1],
        "خرؤملا (2000) 1/70 اهرارق",
        "خرؤملا 70/1 (2000) اهرارق",
        "خرؤملا (2000) 70/1 اهارق",
    ],
    ids=["backwards", "number", "order", "letter"],
)  # fmt: skip
def test_line_in_another_order_is_found_out(shown: str) -> None:
    due = "قرارها 70/1 (2000) المؤرخ"
    assert not is_drawn_as(printed_line(shown), due, find_levels(due, 1))
    assert match_rtl_lines([printed_line(shown)], due) != fold(due)


def test_lines_with_raised_calls_and_vowel_signs() -> None:
    """A call stands above its line; a sign is read where it stands, and is counted all the same."""
    line = [*printed_line("نوناقلا"), ("ّ", 5.0, 501.0), ("1", -10.0, 504.0), *printed_line("ملسلا", 480.0)]
    assert [len(one) for one in split_page_lines(line)] == [9, 5]
    assert match_rtl_lines([line], "القانونّ1 السلم") == fold("القانونّ1 السلم")
    assert match_rtl_lines([line], "القانون1 السلم") != fold("القانون1 السلم")


def test_a_call_of_large_type_stays_on_its_line() -> None:
    """At 24 points a call stands 11 points above its line, where at 13 the line before could stand."""
    letters = [(letter, 100.0 - 10 * n, 50.0) for n, letter in enumerate("حقوق")]
    line = [*letters, ("1", 50.0, 61.0)]
    assert [len(one) for one in split_page_lines(line)] == [4, 1]
    assert [len(one) for one in split_page_lines(line, RAISED_EM * 24)] == [5]


def arabic(seed: int) -> Book:
    """Return a document from a seed: lead words, numbers, symbols, vowel signs, notes and points."""
    chance = random.Random(seed)
    blocks: list[Block] = []
    for n in range(1, 14):
        run: list[Inline] = [
            Styled(Style.LEAD, (Text("تقرر"),)),
            Text(f" {' '.join(chance.choices(WORDS, k=chance.randint(5, 70)))} "),
        ]
        words = (Paragraph(Role.PLAIN, (Text(f"القرار 70/{n} (A/77/{n})، الفصل الثالث."),), id=f"fn-{n}-p"),)
        note = Note(f"({n})", words, f"fn-{n}")
        tail = Text(f" وقرارها 1325 (2000) والوثيقة A/CONF.157/{n} (Part I)، مبلغ 000 968 2؛")
        point = Paragraph(Role.POINT, (Text(" ".join(chance.choices(WORDS, k=12))),), "(أ)", id=f"op-{n}-a")
        blocks.append(Paragraph(Role.OPERATIVE, (*run, note, tail), f"{n} -", (point,), id=f"op-{n}"))
    part = Part("80/1", (Text("المكتبات"),), tuple(blocks), id="text")
    resolution = Resolution(parse("A/RES/80/1"), "ar", "ga", (part,), Masthead(), Facts(job_number="25-00001"))
    return Book(resolution, SymbolIndex(), Imprint("in.txt", "0" * 64, "0"))


@pytest.mark.parametrize("seed", range(3))
def test_arabic_is_read_back_whole(seed: int) -> None:
    made = arabic(seed)
    layout, finished = printed(made)
    assert layout.notices == ()
    text = read_back(finished.data, finished.regions, DEFAULT_FORMAT, DueStreams(spaced_streams(made.resolution), 1))
    assert [one.message for one in text_differences("PDF", text, made.resolution)] == []


def test_latin_titles_in_arabic_are_italic_and_arabic_words_are_not() -> None:
    made = arabic(0)
    (part,) = made.resolution.parts
    run = (
        Styled(Style.ITALIC, (Text("انظر"),)),
        Text(" United Nations, "),
        Styled(Style.ITALIC, (Text("Treaty Series"),)),
    )
    part = replace(part, body=(Paragraph(Role.PLAIN, run, id="p-1"),))
    layout, _ = printed(replace(made, resolution=replace(made.resolution, parts=(part,))))
    boxes = [box for box in all_boxes(layout.document.pages[0]._page_box) if isinstance(box, TextBox)]
    styles = {word: box.style["font_style"] for box in boxes for word in box.text.split()}
    assert [styles[word] for word in ("انظر", "Nations", "Treaty", "Series")] == [
        "normal",
        "normal",
        "italic",
        "italic",
    ]


def test_arabic_that_lacks_a_word_is_found_out() -> None:
    made = arabic(0)
    _, finished = printed(made)
    (part,) = made.resolution.parts
    first = part.body[0]
    assert isinstance(first, Paragraph)
    more = replace(first, content=(*first.content, Text(" إضافة")))
    other = replace(made.resolution, parts=(replace(part, body=(more, *part.body[1:])),))
    text = read_back(finished.data, finished.regions, DEFAULT_FORMAT, DueStreams(spaced_streams(other), 1))
    assert text_differences("PDF", text, other) != ()


MIXED = {
    "zh": "各方（حزب الله）和“حزب الله”提到حزب الله、حزب，另有حزب，以及حزب。图书馆的目录",
    "en": "The parties (حزب الله), “حزب الله” and حزب الله, حزب; the catalogue of libraries",
}


@pytest.mark.parametrize("code", MIXED)
def test_arabic_words_beside_marks_of_a_text_from_left_to_right_are_read_back(code: str) -> None:
    """PDFium turns round what stands beside Arabic; a word that is lost or out of place is found out all the same."""
    note = Note("1", (Paragraph(Role.PLAIN, (Text(MIXED[code]),)),), id="fn-1")
    blocks = (Paragraph(Role.OPERATIVE, (Text(MIXED[code] * 3), note), "1.", id="op-1"),)
    made = book(blocks, MIXED[code][:9])
    made = replace(made, resolution=replace(made.resolution, language=code))
    _, finished = printed(made)
    due = spaced_streams(typeset.resolution_as_shown(made))
    text = read_back(finished.data, finished.regions, DEFAULT_FORMAT, DueStreams(due, 0))
    assert [one.message for one in text_differences("PDF", text, made.resolution)] == []
    for body in (due.body.replace("حزب الله", "الله حزب", 1), due.body.replace("حزب الله", "حزب", 1)):
        other = DueStreams(replace(due, body=body), 0)
        spoilt = read_back(finished.data, finished.regions, DEFAULT_FORMAT, other)
        assert spoilt.body != fold(body)


SUMS = {
    "000 968 2": "2 968 000",
    "000\u00a0040": "040 000",
    "300\u00a0014 71": "71 014 300",
    "1 598": "1 598",
    "10\u00a0135 200": "10 135 200",
}


@pytest.mark.parametrize(("held", "seen"), SUMS.items(), ids=range(len(SUMS)))
def test_sum_is_seen_from_its_first_group_however_its_groups_are_held(held: str, seen: str) -> None:
    assert seen in _seen(f"مبلغ {held} دولار")


def test_groups_that_tell_nothing_go_with_the_other_sums_of_their_document() -> None:
    assert "854 600" in _seen("مبلغ 600 854 دولار")
    assert "600 854" in _seen("مبلغ 600 854 دولار ومبلغ 1 598")
    assert "854 600" in _seen("مبلغ 600 854 دولار ومبلغ 1 598 ومبلغ 000 40")


def test_sums_of_a_table_are_held_in_a_way_of_their_own() -> None:
    cells = [Cell((_plain(words),)) for words in ("الباب", "348 510 900", "86 769 400")]
    shown = _shown(_plain("مبلغ 300 308 396 3"), Table(tuple((cell,) for cell in cells), id="t-1"))
    assert "3 396 308 300" in shown
    assert "348 510 900" in shown
    assert "86 769 400" in shown


def _plain(text: str) -> Paragraph:
    return Paragraph(Role.PLAIN, (Text(text),), id=f"p-{len(text)}")


def _seen(text: str) -> str:
    """Return the characters of a document's one paragraph in visual order, from the left."""
    return _shown(_plain(text))


def _shown(*blocks: Block) -> str:
    """Return the characters of a document's lines in visual order, from the left."""
    part = Part("80/1", (Text("المكتبات"),), blocks, id="text")
    resolution = Resolution(parse("A/RES/80/1"), "ar", "ga", (part,), Masthead(), Facts())
    _, finished = printed(Book(resolution, SymbolIndex(), Imprint("in.txt", "0" * 64, "0")))
    page = pypdfium2.PdfDocument(finished.data)[0].get_textpage()
    numbered = ((n, page.get_text_range(n, 1)) for n in range(page.count_chars()))
    places = [(*page.get_charbox(n)[:2], character_) for n, character_ in numbered if character_ not in "\r\n"]
    rows: dict[int, list[tuple[float, str]]] = {}
    for left, foot, character in places:
        rows.setdefault(round(foot / 8), []).append((left, character))
    return "\n".join(
        "".join(character_ for _, character_ in sorted(row)).replace("\u00a0", " ") for row in rows.values()
    )
