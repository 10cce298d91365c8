"""Chinese lines: justified, squeezed, broken where allowed; the text unchanged; other languages left alone."""

from __future__ import annotations

import random
import re
from collections import defaultdict
from typing import Any

import pypdfium2
import pytest
from engross_weasyprint import HTML
from engross_weasyprint.formatting_structure.boxes import LineBox, TextBox
from engross_weasyprint.text.ffi import FROM_UNITS

from engross.editions.pdf.boxes import all_boxes
from engross.editions.pdf.patches.chinese_lines.breaks import BreakableText, find_break_places
from engross.editions.pdf.patches.chinese_lines.shape import iter_glyph_runs
from engross.editions.pdf.patches.chinese_lines.squeeze import measure_squeeze
from engross.editions.pdf.render_context import make_render_context
from engross.editions.typeset.print_text import set_for_print
from engross.editions.typeset.ties import tie_pieces
from engross.grammars.language import load_language
from engross.grammars.symbol import parse
from engross.model.tree import Citation, Inline, Note, Paragraph, Role, Style, Styled, Text
from tests.generators import clauses
from tests.generators.lines import can_stretch, inspect, lay_out, paragraphs, tight_beside_loose
from tests.generators.pages import books, shop, taken_out
from tests.test_build import SAMPLE
from tests.test_pdf import book

CSS = "@page { size: %gpx 2000px; margin: 10px } html { font: 20px/1.5 'Engross Serif SC' } body, p { margin: 0 }"
TWENTY = "各国应当为图书馆提供经费并确保所有人不分年"


def lines(text: str, width: float = 400, css: str = "p { text-align: justify }", lang: str = "zh-Hans") -> list[Any]:
    """Return the lines of a paragraph set to a measure in pixels; an em is 20."""
    ready = make_render_context(shop("zh"))
    html = f"<html lang={lang}><style>{CSS % (width + 20)}{css}</style><body><p>{text}</p>"
    (page,) = HTML(string=html).render(font_config=ready.fonts, stylesheets=[ready.faces]).pages
    return [box for box in all_boxes(page._page_box) if isinstance(box, LineBox)]


def words(line: Any) -> str:
    """Return the text of a line without word joiners."""
    return "".join(b.text for b in all_boxes(line) if isinstance(b, TextBox)).replace("\u2060", "")


def end(line: Any) -> float:
    """Return where the text of a line ends, in pixels from the page's margin."""
    return float(max(b.position_x + b.width for b in all_boxes(line) if isinstance(b, TextBox))) - 10


def drawn(box: TextBox) -> float:
    """Return how wide the glyphs of a text are drawn, in pixels."""
    box.pango_layout.reactivate(box.style)
    line, _ = box.pango_layout.get_first_line()
    runs = [glyphs for _, glyphs in iter_glyph_runs(line)]
    return float(sum(run.glyphs[n].geometry.width for run in runs for n in range(run.num_glyphs)) * FROM_UNITS)


@pytest.mark.parametrize("width", [395, 400, 405])
def test_what_is_added_behind_a_dash_of_two_is_drawn(width: float) -> None:
    """Its two characters are one glyph: 附件六——《条例》."""
    (line, *_) = lines(f"{TWENTY[:8]}——《{TWENTY[8:]}》，{TWENTY}{TWENTY}", width)
    assert end(line) == pytest.approx(width, abs=0.1)
    for box in (one for one in all_boxes(line) if isinstance(one, TextBox)):
        assert drawn(box) == pytest.approx(box.width, abs=0.5)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(30))
def test_generated_documents_keep_their_text_and_every_rule(seed: int) -> None:
    generated = clauses.document(seed)
    layout = lay_out(generated, clauses.width(seed))
    assert [one.message for one in taken_out(generated, layout)] == []
    for set_lines in paragraphs(layout.document):
        assert list(inspect(set_lines)) == []
        ragged = [line for line in set_lines[:-1] if line.flush and not line.broken and line.short > 1]
        assert [line.text for line in ragged if can_stretch(line.text)] == []


MARKS: tuple[str, ...] = ("，", "、", "。", "；", "：", *"《》“”（）·～", "》、《", "”“", "。”", "》，", "——", "……")
LATIN: tuple[str, ...] = (
    " 2022 年 12 月 15 日",
    "第 54 次",
    "50%",
    "Rainbow Warrior",
    " UNEP",
    "3 396 308 300",
    "A/CONF.157/24",
)


def piece(chance: random.Random) -> str:
    """Return some characters of any kind."""
    kind = chance.random()
    if kind < 0.6:
        start = chance.randrange(len(TWENTY))
        return TWENTY[start : start + chance.randint(1, 14)]
    return chance.choice(MARKS if kind < 0.88 else LATIN)


def run(chance: random.Random, called: list[int]) -> tuple[Inline, ...]:
    """Make the inlines of a paragraph: pieces, some of them cited, some emphasised, some with a note."""
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


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(40))
def test_marks_in_any_order_lose_no_character_and_leave_no_line_ragged(seed: int) -> None:
    chance, called = random.Random(seed), list[int]()
    generated = book(tuple(Paragraph(Role.PREAMBULAR, run(chance, called), id=f"p-{n}") for n in range(6)))
    layout = lay_out(generated)
    assert [one.message for one in taken_out(generated, layout)] == []
    for set_lines in paragraphs(layout.document):
        assert [fault for fault in inspect(set_lines) if "mark that may not" not in fault[0]] == []
        assert [
            line.text for line in set_lines[:-1] if line.flush and abs(line.short) > 1 and can_stretch(line.text)
        ] == []


def test_what_is_drawn_fills_the_measure_too() -> None:
    """Each justified line of Han ends within half a pixel of the margin in the PDF itself."""
    chinese = book((Paragraph(Role.PREAMBULAR, (Text(TWENTY * 20 + "。"),), id="p-1"),))
    layout = lay_out(chinese)
    page = layout.document.pages[0]._page_box
    right = (page.content_box_x() + page.width) * 0.75  # in points
    document = pypdfium2.PdfDocument(layout.document.write_pdf())
    text = document[0].get_textpage()
    drawn: dict[int, list[float]] = defaultdict(list)
    for n in range(text.count_chars()):
        if text.get_text_range(n, 1) in TWENTY:
            _, bottom, edge, _ = text.get_charbox(n, loose=True)
            drawn[round(bottom)].append(edge)
    text.close()
    document.close()
    *inner, last = [max(edges) for _, edges in sorted(drawn.items(), reverse=True) if len(edges) > 10]
    assert len(inner) >= 8
    assert [edge for edge in inner if abs(edge - right) > 0.375] == []
    assert last < right


@pytest.mark.parametrize(
    "pair", ["》、", "》<a href='#'>《</a>", "<b>》</b><a id=x></a>，", "<i>（</i>《", "》\u2060、"]
)
def test_marks_are_squeezed_across_elements(pair: str) -> None:
    (line,) = lines(f"中{pair}文", css="")
    assert end(line) == pytest.approx(70, abs=0.1)


@pytest.mark.parametrize(("pair", "width"), [("(《", 10), ("》)", 10), ("》(", 5)])
def test_marks_beside_narrow_brackets_are_squeezed(pair: str, width: float) -> None:
    """Half an em of the mark goes where the bracket stands close to it, a quarter where it opens anew."""
    (line,) = lines(f"中{pair}文", css="")
    (apart,) = lines(f"中{pair[0]}文{pair[1]}文", css="")
    squeezed = end(apart) - 20 - end(line)
    assert squeezed == pytest.approx(width, abs=0.1)


DATES = (
    "回顾关于图书馆和目录的各项决议，包括 2019 年 12 月 18 日第 74/168 号、2020 年 12 月 16 日第 75/192 号和 "
    "2021 年 12 月 16 日第 76/179 号决议，以及 2007 年 4 月 4 日第 61/261 号、2008 年 12 月 24 日第 63/253 号、"
    "2009 年 12 月 22 日第 64/233 号决议所述的夜间开放时间，并重申各国应当为图书馆提供经费，"
)


@pytest.mark.parametrize("width", range(360, 900, 20))
def test_no_pressed_line_of_dates_stands_beside_an_opened_one(width: int) -> None:
    """Taken line by line, the lines of 460 and 520 pixels do."""
    ready = make_render_context(shop("zh"))
    html = f"<html lang=zh><style>{CSS % (width + 20)} p {{ text-align: justify }}</style><body><p>{DATES}</p>"
    document = HTML(string=html).render(font_config=ready.fonts, stylesheets=[ready.faces])
    (set_lines,) = paragraphs(document)
    assert tight_beside_loose(set_lines) == []


def test_a_mark_at_a_lines_end_is_half_width() -> None:
    first, _ = lines("一二三四五六七八九，一二", 190)
    assert words(first) == "一二三四五六七八九，"
    assert end(first) == pytest.approx(190, abs=0.1)


def test_a_mark_at_a_lines_beginning_is_half_width() -> None:
    _, second, _ = lines("一二三四五六七八九十《一》二三四五六七八一二", 200)
    mark = next(b for b in all_boxes(second) if isinstance(b, TextBox))
    assert words(second)[0] == "《"
    assert mark.position_x == pytest.approx(0, abs=0.1)


LATIN_MARKS = "p { text-align: justify } :lang(und-Latn) { font-feature-settings: 'pwid' }"


@pytest.mark.parametrize(("latin", "bare"), [("d’Ivoire", "dIvoire"), ("The “Blue” Group", "The Blue Group")])
def test_quotation_marks_of_latin_words_are_narrow(latin: str, bare: str) -> None:
    """A mark is a quarter or half of an em, not one; nothing is squeezed out, and no gap opens beside it."""
    (plain,) = lines(f"中<span lang=und-Latn>{bare}</span>文", css=LATIN_MARKS)
    (line,) = lines(f"中<span lang=und-Latn>{latin}</span>文", css=LATIN_MARKS)
    marks = len(latin) - len(bare)
    assert 0.2 * 20 * marks < end(line) - end(plain) < 0.5 * 20 * marks
    first, *_ = lines(f"中<span lang=und-Latn>{latin}</span>文{TWENTY}", 300, LATIN_MARKS)
    box = next(b for b in all_boxes(first) if isinstance(b, TextBox) and latin in b.text)
    added = box.pango_layout.after  # type: ignore[attr-defined]
    assert [added[n] for n in range(len(latin) - 1) if latin[n] != " "] == pytest.approx(
        [0.0] * (len(latin.replace(" ", "")) - 1)
    )


def test_an_apostrophe_in_a_chinese_edition_is_narrow() -> None:
    widths = []
    for name in ("Port d’ivoire", "Port divoire"):
        paragraph = Paragraph(Role.OPERATIVE, (Text(f"请{name}图书馆"),), "1.", id="op-1")
        page_box = lay_out(book((paragraph,))).document.pages[0]._page_box
        (box,) = (b for b in all_boxes(page_box) if isinstance(b, TextBox) and "ivoire" in b.text)
        widths.append(box.width / box.style["font_size"])
    assert 0.15 < widths[0] - widths[1] < 0.35


def test_marks_hang_where_the_style_sheet_says_so() -> None:
    css = "p { text-align: justify; --hanging-punctuation: allow-end }"
    assert words(lines("一二三四五六七八九，一二", 180, css)[0]) == "一二三四五六七八九，"
    assert words(lines("一二三四五六七八九，一二", 180)[0]) == "一二三四五六七八"


def test_no_character_stands_alone_on_a_last_line() -> None:
    texts = [words(line) for line in lines("一二三四五六七八九十一。", 200)]
    assert texts == ["一二三四五六七八九", "十一。"]


def test_a_symbol_longer_than_a_line_is_cut_and_no_other() -> None:
    assert "A/CONF.157/24/Add.1" in [words(line) for line in lines("见文件 A/CONF.157/24/Add.1 所述", 220)]
    texts = [words(line) for line in lines("见 A/CONF.157/24/Add.1/Corr.1/Rev.2", 160)]
    assert texts[0].startswith("见 A/")
    assert all(line.endswith("/") for line in texts[:-1])


def test_a_line_does_not_end_with_an_opening_mark_whose_space_is_dropped() -> None:
    texts = [words(line) for line in lines("一二三四五六七八九‘ 2022 年", 200)]
    assert texts == ["一二三四五六七八九", "‘ 2022 年"]


def test_no_line_begins_with_a_call_of_asterisks() -> None:
    texts = [words(line) for line in lines("一二三四五六七八九，** 十一二", 200)]
    assert texts == ["一二三四五六七八", "九，** 十一二"]


def test_a_citation_longer_than_a_line_is_cut_between_words_and_not_in_its_symbol() -> None:
    css = "p { text-align: justify } a { white-space: nowrap }"
    texts = [words(line) for line in lines("<a>一二三四五 A/RES/77/213 六七</a>", 200, css)]
    assert texts == ["一二三四五", "A/RES/77/213 六七"]


def test_an_underlined_run_is_as_long_as_its_text() -> None:
    set_lines = lines(f"<u>{TWENTY * 2}</u>", 410)
    assert end(set_lines[0]) == pytest.approx(410, abs=0.01)


@pytest.mark.parametrize("css", ["p { letter-spacing: 1px }", "p { white-space: pre-wrap }", "a { float: left }"])
def test_what_the_engine_does_not_know_is_left_to_weasyprint(css: str) -> None:
    for line in lines(f"{TWENTY}<a>》</a>《{TWENTY}", css=css):
        assert getattr(line, "setting", None) is None


@pytest.mark.parametrize(("text", "lang"), [("Recalling 》、", "en"), ("中》、文", "ja"), ("Recalling its", "zh-Hans")])
def test_other_languages_and_text_without_han_are_left_alone(text: str, lang: str) -> None:
    for line in lines(text, lang=lang):
        assert getattr(line, "setting", None) is None


@pytest.mark.parametrize(
    ("pieces", "expected"),
    [
        (["第 54 次会议"], ["第~54~次会议"]),
        (["2022 年 12 月"], ["2022~年 12~月"]),
        (["第", " 70/1", " 号"], ["第", "~70/1", "~号"]),
        (["1.25 美⁠元；"], ["1.25~美⁠⁠元；"]),
        (["约 17", "\uffff", "个"], ["约 17", "\uffff", "个"]),
        (["共 17 处"], ["共 17 处"]),
    ],
)
def test_numbers_stay_with_their_words(pieces: list[str], expected: list[str]) -> None:
    assert tie_pieces(pieces, load_language("zh")) == [piece.replace("~", "\u00a0") for piece in expected]


def test_a_number_is_set_with_its_word_and_only_spaces_and_joiners_are_added() -> None:
    run = (Text("第"), Styled(Style.BOLD, (Text("54"),)), Text("次会议"), Note("1", (), "fn-1"), Text("2030年。"))
    chinese = book((Paragraph(Role.PREAMBULAR, run, id="p-1"),)).resolution
    block = set_for_print(chinese, load_language("zh")).parts[0].body[0]
    assert isinstance(block, Paragraph)
    texts = [item.text if isinstance(item, Text) else item for item in block.content]
    assert texts[0] == "第"
    assert texts[1] == Styled(Style.BOLD, (Text("\u00a054"),))
    assert texts[2] == "\u00a0次会议"
    assert str(texts[-1]).replace("\u2060", "") == "2030\u00a0年。"


def test_places_are_where_clreq_has_them() -> None:
    text = "他说：“好”后来A/RES/77/213见http://a.b/c/d……完了"
    size = len(text)
    places = find_break_places(BreakableText(text, "zh", [False] * size, [True] * size, [0] * size))
    parts = [text[a:b] for a, b in zip([0, *places.free], [*places.free, size], strict=True)]
    assert "“好”" in parts
    assert "A/RES/77/213" in parts
    assert all(text[n] not in "，：…”" for n in places.free)
    assert text.index("RES") in places.bound
    assert any(re.fullmatch("http://a.b/|c/", part) for part in parts)


def test_nothing_is_squeezed_in_a_font_without_half_widths() -> None:
    assert measure_squeeze("》《", [(0.0, 0.0)] * 2, [False] * 2) == [0.0, 0.0]


def test_the_sample_has_no_ragged_line() -> None:
    ((_, sample),) = books([str(SAMPLE)])
    set_paragraphs = paragraphs(lay_out(sample).document)
    inner = [line for lines_ in set_paragraphs for line in lines_[:-1] if line.flush]
    assert len(inner) > 20
    assert [line for line in inner if abs(line.short) > 1] == []
    assert [fault for lines_ in set_paragraphs for fault in inspect(lines_)] == []
