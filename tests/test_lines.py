"""Chinese lines: flush, squeezed, broken where clreq lets them be, and no character changed. Seeds, not luck."""

from __future__ import annotations

import random
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from weasyprint.formatting_structure.boxes import LineBox, TextBox

from benchmarks.documents import around
from benchmarks.lines import HAN as HAS_HAN
from benchmarks.lines import measure, paragraphs
from benchmarks.notes import set_pages, taken_out
from engross.model import Citation, Inline, Note, Paragraph, Part, Role, Style, Styled, Text
from engross.pdf import Layout
from engross.pdf.boxes import Box, all_boxes, body_of, words
from engross.symbol import parse
from tests.test_build import FONTS, ROOT
from tests.upstream import PATCHES, apply, copied, lines_patch, passes

HAN = "各国应当为图书馆提供经费并确保所有人不分年龄都能自由使用馆藏图书和期刊以增进了解"
MARKS = (
    "，",
    "、",
    "。",
    "；",
    "：",
    "《",
    "》",
    "“",
    "”",
    "（",
    "）",
    "》、《",
    "”“",
    "。”",
    "》，",
    "——",
    "……",
    "·",
    "～",
)
LATIN = (" 2022 年 12 月 15 日", "第 54 次", "50%", "Rainbow Warrior", " UNEP", "3 396 308 300", "A/CONF.157/24")


def piece(chance: random.Random) -> str:
    """Some characters of any kind."""
    kind = chance.random()
    if kind < 0.6:
        start = chance.randrange(len(HAN))
        return HAN[start : start + chance.randint(1, 14)]
    return chance.choice(MARKS if kind < 0.88 else LATIN)


def run(chance: random.Random, called: list[int]) -> tuple[Inline, ...]:
    """A paragraph's worth of pieces, some in links, some set apart, some with a note."""
    out: list[Inline] = [Text("各国")]
    for _ in range(chance.randint(5, 60)):
        text, kind = Text(piece(chance)), chance.random()
        if kind < 0.08:
            out.append(Citation((text,), (parse("A/RES/70/1"),), id=f"cite-{chance.getrandbits(60)}"))
        elif kind < 0.16:
            out.append(Styled(chance.choice([Style.BOLD, Style.LEAD, Style.UNDERLINE]), (text,)))
        else:
            out.append(text)
        if kind > 0.97:
            called.append(1)
            name = f"fn-{len(called)}"
            note = (Paragraph(Role.PLAIN, (Text("见《宪章》，第三章。"),), id=f"{name}-p"),)
            out.append(Note(str(len(called)), note, name))
    return tuple(out)


def laid_out(*runs: tuple[Inline, ...]) -> tuple[object, Layout]:
    """Paragraphs laid out on pages."""
    blocks = tuple(Paragraph(Role.PREAMBULAR, run, id=f"pp-{n}") for n, run in enumerate(runs, 1))
    made = around((Part("80/1.", (Text("图书馆"),), blocks),))
    return made, set_pages(made)


@pytest.mark.parametrize("seed", range(40))
def test_lines_of_any_text_are_flush_and_no_character_is_lost(seed: int) -> None:
    chance, called = random.Random(seed), list[int]()
    made, layout = laid_out(*(run(chance, called) for _ in range(6)))
    figures = measure(layout.document)
    assert figures.inner > 0
    assert figures.ragged == ()
    assert [fault for fault in figures.faults if "mark" not in fault[0]] == []
    assert taken_out(made, layout) == ()  # type: ignore[arg-type]


def boxes(layout: Layout) -> list[Box]:
    """The text boxes of the first paragraph."""
    block = next(b for b in body_of(layout.document.pages[0]) if b.element_tag == "p" and b.style["text_indent"].value)
    return [box for box in all_boxes(block) if isinstance(box, TextBox)]


def width(*content: Inline) -> float:
    """How wide a short line is, in em."""
    _, layout = laid_out(content)
    found = boxes(layout)
    size: float = found[0].style["font_size"]
    return float(found[-1].position_x + found[-1].width - found[0].position_x) / size


def test_a_pair_of_marks_takes_one_and_a_half_em() -> None:
    """Clreq 3.1.6.1: of two marks side by side one gives up its blank half; what the elements are is no matter."""
    whole = width(Text("甲》、乙"))
    assert whole == pytest.approx(3.5, abs=0.06)
    linked = (Citation((Text("甲》"),), (parse("A/RES/70/1"),), id="cite-1"), Text("、乙"))
    assert width(*linked) == pytest.approx(whole, abs=0.02)
    bold = (Text("甲"), Styled(Style.UNDERLINE, (Text("》"),)), Text("、乙"))
    assert width(*bold) == pytest.approx(whole, abs=0.02)
    assert width(Text("甲乙、丙丁")) == pytest.approx(5, abs=0.06)


def test_marks_do_not_hang_of_themselves() -> None:
    _, layout = laid_out((Text((HAN + "，") * 12),))
    figures = measure(layout.document)
    assert all(line.short > -0.6 for lines in paragraphs(layout.document) for line in lines)
    assert figures.ragged == ()


def test_a_date_and_a_symbol_stay_whole() -> None:
    text = f"{HAN}见 A/CONF.157/24/Add.1 和 A/C.3/77/L.25/Rev.1，第 54 次，50%，"
    _, layout = laid_out((Text(text * 20),))
    assert [what for what, _ in measure(layout.document).faults] == []


def test_english_is_left_to_weasyprint() -> None:
    _, layout = laid_out((Text("Recalling that libraries serve everyone, whatever their age. " * 12),))
    lines = [box for page in layout.document.pages for box in body_of(page) if isinstance(box, LineBox)]
    english = [line for line in lines if not HAS_HAN.search(words(line))]
    assert english
    assert not any(getattr(line, "setting", None) for line in english)


UNMENDED = """
from weasyprint import HTML
from weasyprint.formatting_structure.boxes import LineBox, TextBox
from benchmarks.notes import shop
from engross.pdf.boxes import all_boxes, body_of
from engross.pdf.press import press
ready = press(shop("zh"))
sheet = "@page { size: 300px; margin: 0 } p { font: 20px 'Engross Serif SC'; text-align: justify; margin: 0 }"
html = HTML(string=f"<html lang=zh><style>{sheet}</style><p>{'各国应当为图书馆提供经费，' * 9}")
document = html.render(font_config=ready.fonts, stylesheets=[ready.sheets[0]])
lines = [box for box in body_of(document.pages[0]) if isinstance(box, LineBox)]
ends = [max(b.position_x + b.width for b in all_boxes(line) if isinstance(b, TextBox)) for line in lines[:-1]]
print(any(end < 299 for end in ends))
"""


def test_weasyprint_alone_still_leaves_chinese_ragged() -> None:
    """Fails when upstream justifies between Han characters: then look at what of this engine can go."""
    command = (sys.executable, "-c", UNMENDED)
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.strip() == "True"


PATCH = PATCHES / "weasyprint-lines-chinese.patch"


@pytest.mark.skipif(shutil.which("patch") is None, reason="there is no program called patch")
def test_the_patch_for_upstream_sets_chinese_lines(tmp_path: Path) -> None:
    """Fails when upstream sets them itself: then the engine and the patch can go."""
    plain, patched = (copied(tmp_path / name) for name in ("plain", "patched"))
    apply(PATCH, patched)
    test = next((patched / "tests").rglob("test_*.py"))
    assert not passes(test, plain, FONTS)
    assert passes(test, patched, FONTS)


def test_the_patch_for_upstream_is_made_of_the_engine(accept: bool) -> None:
    text = PATCH.read_text("utf-8")
    heading, _, diff = text.partition("\n--- ")
    new = text.split("@@\n")[-1]
    made = lines_patch("".join(line[1:] for line in new.splitlines(keepends=True)))
    if accept:
        PATCH.write_text(f"{heading}\n{made}", "utf-8")
    else:
        assert f"--- {diff}" == made
