"""The patches for speed: they change no byte, and what they cache shows on no page."""

from __future__ import annotations

import subprocess
import sys
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import engross_pydyf as pydyf
import pytest
import tinycss2
from engross_weasyprint import CSS, HTML
from engross_weasyprint.css.units import VIEWPORT_UNITS
from engross_weasyprint.text.fonts import FontConfiguration
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.growth_documents import SHAPES, write_xml
from engross.editions.memo import memoize_last
from engross.editions.pdf.patches.speed.selector_cache import SelectorCache
from engross.editions.pdf.patches.speed.style_elements import find_sheet
from engross.editions.typeset.paper import make_paper_sheet
from engross.grammars.language import language_codes, load_language
from engross.model.paper import PAPERS, Format
from tests.generators.engines import PREAMBLE, SPEED_PATCHES, write_without
from tests.test_build import FONTS

ROOT = Path(__file__).parent.parent
# Builds the PDFs of the sources named, in their order, and prints the hash of the last.
MADE = """
import hashlib, sys
from pathlib import Path
from engross.pipeline.build import Request, build
fonts, out, *sources = sys.argv[1:]
for source in sources:
    made = build(Request(Path(source), Path(out), Path(fonts), frozenset({"pdf"})))
data = next(path for path in made.files if path.suffix == ".pdf").read_bytes()
print(hashlib.sha256(data).hexdigest())
"""
# Builds the PDF of a source three times, at rest before the last, and prints whether its bytes are the same, whether
# WeasyPrint's fonts keep anything between documents before it rests, and whether after.
RESTED = """
import gc, sys
from pathlib import Path
from engross.pipeline.build import Request, build, release_caches
import engross.editions.pdf
from engross_weasyprint.text.fonts import FontConfiguration
out, fonts, source = map(Path, sys.argv[1:])
def made():
    files = build(Request(source, out, fonts, frozenset({"pdf"}))).files
    return next(path for path in files if path.suffix == ".pdf").read_bytes()
def keep():
    own = vars(FontConfiguration()).keys()
    return any(vars(one).keys() - own for one in gc.get_objects() if isinstance(one, FontConfiguration))
first, second = made(), made()
before = keep()
release_caches()
after = keep()
print(first == second == made(), before, after)
"""
# Builds a PDF and prints how many boxes live when its body is laid out, how many of them its pages show; then how many
# are left when it is painted.
LIVING = """
import gc, sys
from pathlib import Path
from engross.editions import pdf
from engross_weasyprint.formatting_structure.boxes import Box
from engross.pipeline.build import Request, build
from engross.editions.pdf.boxes import all_boxes
lay_out, finish = pdf.lay_out_body, pdf.finish_print
def living():
    gc.collect()
    return sum(isinstance(one, Box) for one in gc.get_objects())
def counted(*words):
    made = lay_out(*words)
    print(living(), sum(1 for page in made.document.pages for _ in all_boxes(page._page_box)))
    return made
def finished(bound, *words, **options):
    made = finish(bound, *words, **options)
    print(sum(1 for page in bound.document.pages for _ in all_boxes(page._page_box)), len(bound.document.pages))
    return made
pdf.lay_out_body, pdf.finish_print = counted, finished
source, fonts, out = map(Path, sys.argv[1:])
build(Request(source, out, fonts, frozenset({"pdf"})))
"""
# Builds a PDF and prints how many paragraphs live when all its pages are laid out, how many boxes these have, and how
# many of these keep fields that are as by default.
KEPT = """
import gc, sys
from pathlib import Path
from engross.editions.pdf.patches.alphabetic_lines.paragraph import AlphabeticParagraph
from engross.editions.pdf.patches.speed import release_layout
from engross.pipeline.build import Request, build
release = release_layout.release_layout_state
def fields(box):
    yield "max_width" in vars(box), "padding_left" in vars(box) and box.padding_left == 0
    for child in box.children:
        yield from fields(child)
def counted(context, page_boxes):
    pages = list(page_boxes)
    gc.collect()
    living = sum(isinstance(one, AlphabeticParagraph) for one in gc.get_objects())
    made = release(context, pages)
    kept = [any(one) for page in made for one in fields(page)]
    print(living, len(kept), sum(kept), flush=True)
    return made
release_layout.release_layout_state = counted
source, fonts, out = map(Path, sys.argv[1:])
build(Request(source, out, fonts, frozenset({"pdf"})))
"""
# Builds a PDF and prints how often the lines of a text of more than 20,000 characters were planned, and the pages.
PLANNED = """
import sys
from pathlib import Path
from engross.editions.pdf.patches.alphabetic_lines import weasyprint_hooks
from engross.pipeline.build import Request, build
plan, planned = weasyprint_hooks._plan_lines, []
def counted(paragraph, span, room):
    planned.append(len(paragraph.text))
    plan(paragraph, span, room)
weasyprint_hooks._plan_lines = counted
source, fonts, out = map(Path, sys.argv[1:])
result = build(Request(source, out, fonts, frozenset({"pdf"})))
print(sum(length > 20_000 for length in planned), result.report["counts"]["pages"])
"""
# Builds a PDF twice; prints how often styles of the text's pages were computed the second time, and how many values
# of a margin box without content were.
PAGE_STYLES = """
import sys
from pathlib import Path
from engross.pipeline.build import Request, build
import engross.editions.pdf
from engross.editions.pdf.patches.speed import page_style_cache
compute, computed = page_style_cache._compute_page_styles, []
def counted(kind, *rest):
    styles = compute(kind, *rest)
    computed.append((kind.name, styles))
    return styles
page_style_cache._compute_page_styles = counted
source, fonts, out = map(Path, sys.argv[1:])
build(Request(source, out, fonts, frozenset({"pdf"})))
first = len(computed)
build(Request(source, out, fonts, frozenset({"pdf"})))
print(sum(name == "text" for name, _ in computed[first:]), len(computed[0][1]["@top-left"]))
"""
# Builds PDF and e-book of two sources; prints how many styles of elements and of pages were computed for the second.
STYLES_OF_ANOTHER = """
import sys
from pathlib import Path
from engross.pipeline.build import Request, build
import engross.editions.pdf
from engross.editions.pdf.patches.speed import page_style_cache, style_cache
computed = []
def count(module, name):
    compute = getattr(module, name)
    setattr(module, name, lambda *words: computed.append(name) or compute(*words))
count(style_cache, "_compute_element_styles")
count(page_style_cache, "_compute_page_styles")
fonts, out, *sources = map(Path, sys.argv[1:])
for source in sources:
    before = len(computed)
    build(Request(source, out, fonts, frozenset({"pdf", "epub"})))
print(before, len(computed) - before)
"""
SAMPLE = ROOT / "samples" / "A_RES_77_213.zh.txt"
OTHERS = sorted((ROOT / "tests" / "cases" / "structure").glob("*/in.xml"))[:6]


def says(script: str, *words: str) -> str:
    """Return what a script prints in a process of its own."""
    process = subprocess.run(
        (sys.executable, "-c", script, *words), cwd=ROOT, check=True, capture_output=True, text=True
    )
    return process.stdout.strip()


@pytest.mark.process
@pytest.mark.parametrize("name", SPEED_PATCHES)
def test_a_patch_for_speed_costs_no_byte(name: str, tmp_path: Path) -> None:
    engine = write_without(tmp_path / "engine", {name})
    words = (str(FONTS), str(tmp_path / "out"), str(SAMPLE))
    assert says(PREAMBLE + MADE, str(engine), *words) == says(MADE, *words)


@pytest.mark.process
def test_a_layout_leaves_no_boxes_behind(tmp_path: Path) -> None:
    """Otherwise the boxes of a large document before layout live as long as its pages, and so do painted ones."""
    laid_out, painted = says(LIVING, str(SAMPLE), str(FONTS), str(tmp_path)).splitlines()
    for said in (laid_out, painted):
        living, shown = said.split()
        assert living == shown


@pytest.mark.process
def test_a_page_that_is_laid_out_keeps_little(tmp_path: Path) -> None:
    """No paragraph is kept whose last line stands on it, no field of its boxes that says nothing."""
    source = tmp_path / "long.xml"
    source.write_text(write_xml(SHAPES["paragraphs"](400)), "utf-8")
    body = says(KEPT, str(source), str(FONTS), str(tmp_path)).splitlines()[0]
    paragraphs, boxes, kept = map(int, body.split())
    assert boxes > 4000
    assert kept < boxes / 20
    assert paragraphs < 300  # of 800: those of the first eight pages, which are not cared for


@pytest.mark.process
def test_styles_of_pages_are_kept_and_empty_margins_are_not_computed(tmp_path: Path) -> None:
    """Pages of the body and of the back took each other's place; of sixteen margins all lengths were computed."""
    computed, values = map(int, says(PAGE_STYLES, str(SAMPLE), str(FONTS), str(tmp_path)).split())
    assert computed == 0
    assert values < 10  # content and counters; it were 29


@pytest.mark.process
def test_running_heads_and_covers_of_many_documents_share_their_styles(tmp_path: Path) -> None:
    """Their sheets, in style elements, were parsed anew for each: 28 styles a document, which were kept for nothing."""
    another = tmp_path / "A_RES_77_214.zh.txt"
    another.write_text(SAMPLE.read_text("utf-8").replace("77/213", "77/214").replace("22-28954", "22-28955"), "utf-8")
    first, second = map(int, says(STYLES_OF_ANOTHER, str(FONTS), str(tmp_path), str(SAMPLE), str(another)).split())
    assert first > 50
    assert second == 0


def test_sheet_that_loads_a_font_is_parsed_for_each_document() -> None:
    """Its font is opened where it is parsed."""
    words: dict[str, Any] = {"base_url": None, "media_type": "print", "font_config": FontConfiguration()}
    words |= {"page_rules": [], "layers": []}
    pages, face = "@page leaf:left { margin: 0 } p { color: red }", "@font-face { font-family: x; src: url(data:,) }"
    assert find_sheet(string=pages, **words) is find_sheet(string=pages, **words)
    assert find_sheet(string=face, **words) is not find_sheet(string=face, **words)
    assert words["page_rules"] == []


def test_objects_of_a_pdf_have_no_dictionary_of_python_each() -> None:
    """Ten thousands of them stand in a tagged document, most within others and so without a number."""
    held = (pydyf.Dictionary({"Type": "/Page"}), pydyf.Array([1]), pydyf.String("title"))
    assert [vars(one).keys() - {"string"} for one in held] == [set()] * 3
    pdf = pydyf.PDF()
    pdf.add_object(held[0])
    assert (held[0].number, held[1].number, held[0].free) == (len(pdf.objects) - 1, None, "n")


@pytest.mark.process
def test_a_long_note_is_not_planned_anew_on_each_page(tmp_path: Path) -> None:
    """Nor for each trial of where it is to be broken: a note of ten pages had its lines planned sixty times."""
    source = tmp_path / "long.xml"
    source.write_text(write_xml(SHAPES["long note"](200)), "utf-8")
    planned, pages = map(int, says(PLANNED, str(source), str(FONTS), str(tmp_path)).split())
    assert pages > 8
    assert 0 < planned <= pages


@pytest.mark.process
def test_what_came_before_does_not_tell(tmp_path: Path) -> None:
    """A document's bytes are the same first in a process, after itself, and after others in other languages."""
    words = (str(FONTS), str(tmp_path))
    alone = says(MADE, *words, str(SAMPLE))
    assert says(MADE, *words, str(SAMPLE), str(SAMPLE), str(SAMPLE)) == alone
    assert OTHERS
    assert says(MADE, *words, *map(str, OTHERS), str(SAMPLE)) == alone
    assert says(MADE, *words, str(OTHERS[0])) == says(MADE, *words, str(SAMPLE), *map(str, OTHERS[1:]), str(OTHERS[0]))


# Lays out pages of footnotes; prints how often one was laid out, then where each stands.
NOTES = """
from engross.editions.pdf.note_fragments import footnote_areas
from engross.editions.pdf.render_context import make_render_context
from engross_weasyprint import HTML
from engross_weasyprint.layout import block
from tests.test_pdf import shop
ready = make_render_context(shop("en"))
layout, count = block.block_container_layout, []
def counted(context, box, *words, **more):
    if box.element_tag == "span":
        count.append(box)
    return layout(context, box, *words, **more)
block.block_container_layout = counted
text = "some words that go on for a line or two " * 3
page = "@page { size: 300px 200px; margin: 0; @footnote { border-top: 1px solid } } body { font: 10px Noto Serif }"
notes = "".join(f"<p>text<span>{n} {text}{'<i>' + text + '</i>' if n % 5 == 0 else ''}</span></p>" for n in range(40))
sheet = page + "p { margin: 0 } span { float: footnote; margin: 2px 0 } i { float: left }"
styled = HTML(string=f"<style>{sheet}</style>{notes}")
pages = styled.render(font_config=ready.fonts, stylesheets=[ready.faces]).pages
boxes = [box for one in pages for area in footnote_areas(one) for box in area.children]
print(len(count), [(box.position_y, box.height, box.children[0].position_y) for box in boxes])
"""


@pytest.mark.process
def test_notes_laid_out_once_stand_where_they_stood(tmp_path: Path) -> None:
    """Some have a float, and so are laid out each time; some are split."""
    plain = write_without(tmp_path / "engine", {"area-laid-once"})
    (once, *places), (often, *before) = (
        said.split(maxsplit=1) for said in (says(NOTES), says(PREAMBLE + NOTES, str(plain)))
    )
    assert places == before
    assert int(once) < int(often)


@pytest.mark.process
def test_a_short_text_is_broken_once_a_style() -> None:
    """Once for the width that it takes, and once for its line."""
    script = """
from engross.editions.pdf.render_context import make_render_context
from engross_weasyprint import HTML
from engross_weasyprint.text import line_break
from tests.test_pdf import shop
ready = make_render_context(shop("en"))
layouts, create = [], line_break.create_layout
line_break.create_layout = lambda *words: layouts.append(words[0]) or create(*words)
styled = "<style>body { font: 10px Noto Serif } i { display: inline-block }</style>"
made = HTML(string=styled + "<p><i>1.</i> a</p>" * 20)
pages = made.render(font_config=ready.fonts, stylesheets=[ready.faces]).pages
html, = pages[0]._page_box.children
lines = [p.children[0] for p in html.children[0].children]
marks = [line.children[0].children[0].children[0] for line in lines]
print(layouts.count("1."), len({id(mark.pango_layout) for mark in marks}), {mark.text for mark in marks})
"""
    assert says(script) == "2 20 {'1.'}"


@pytest.mark.process
def test_a_strut_is_measured_once_a_style_and_for_a_copy_again() -> None:
    script = """
from engross.editions.pdf.render_context import make_render_context
from engross_weasyprint import HTML
from engross_weasyprint.text import line_break
from tests.test_pdf import shop
ready = make_render_context(shop("en"))
spelled, spell = [], line_break._font_style_cache_key
line_break._font_style_cache_key = lambda style, **words: spelled.append(style) or spell(style, **words)
text = "<style>p { font: 10px Noto Serif; width: 9em }</style><p>" + "one line of many " * 40
page, = HTML(string=text).render(font_config=ready.fonts, stylesheets=[ready.faces]).pages
line = page._page_box.children[0].children[0].children[0].children[0]
few = len(spelled) < 10
higher = line.style.copy()
higher["line_height"] = 3.0
print(few, line_break.strut(line.style)[0] < line_break.strut(higher)[0])
"""
    assert says(script) == "True True"


@pytest.mark.process
def test_what_is_drawn_of_glyphs_is_what_weasyprint_draws(tmp_path: Path) -> None:
    """Letters spaced and kerned, raised marks, right-to-left text, a character that no font has."""
    script = """
import hashlib
from engross.editions.pdf.render_context import make_render_context
from engross_weasyprint import HTML
from tests.test_pdf import shop
ready = make_render_context(shop("ar"))
text = "AVATAR fi ffi a\u0301\u0323 \u05d0\u05d1 \u0645\u064e\u0631\u062d\u0628\u0627 \u4eba\u6743 \U0001f9ff (b)"
styles = ("", "letter-spacing: 2px", "word-spacing: 3px; text-align: justify", "font-size: 7.3px", "direction: rtl")
made = HTML(string="".join(f'<p style="font-family: Noto Serif, Amiri; {s}">{text * 4}</p>' for s in styles))
print(hashlib.sha256(made.write_pdf(font_config=ready.fonts, stylesheets=[ready.faces])).hexdigest())
"""
    plain = write_without(tmp_path / "engine", {"glyphs", "svg-sizes-plain", "undecorated", "short-texts", "flow"})
    assert says(script) == says(PREAMBLE + script, str(plain))


RULES = """
p { color: red } p:first-child { color: blue } p + p { color: green } td p { margin: 0 } .a .b { top: 0 }
:lang(ar) p { left: 0 } #one { right: 0 } a:link { bottom: 0 } table:has(tr > :nth-child(2)) { order: 1 }
[data-x] > i { order: 2 } section:empty { order: 3 } li:first-child { order: 4 }
u + u { order: 5 } dl:has(dd) { order: 6 }
"""
MARKUP = """
<body><div class="a"><p>1</p><p class="b">2</p><p class="b" id="one">3</p></div>
<div lang="ar"><p>1</p><p>2</p></div><section></section><section>x</section>
<ul><li>1</li><li>2</li></ul><div><u>1</u><u>2</u></div><dl></dl><dl><dd>1</dd></dl>
<table><tr><td><p>1</p></td></tr></table><table><tr><td><p>1</p></td><td><p>2</p></td></tr></table>
<div data-x="1"><i>1</i><a href="x">2</a></div><div><i>1</i><a>2</a><a href="y">3</a></div></body>
"""


def test_rules_kept_by_kind_are_those_that_match() -> None:
    """All that selectors may ask of: places among siblings, descendants, identifiers, languages, attributes."""
    kept, kinds = SelectorCache(((CSS(string=RULES), "author", None),)), dict[Any, int]()
    for element in 2 * list(HTML(string=MARKUP).wrapper_element.iter_subtree()):
        above = kinds[element.parent.etree_element] if element.parent else None
        kind = kinds[element.etree_element] = kept.kind_number(element, above)
        assert kept.matching_rules(element, kind) == kept.find_rules(element)
    assert len(set(kinds.values())) > 20


def units(tokens: Iterable[Any]) -> Iterator[str]:
    """Yield the units of all lengths in a style sheet's tokens, including those in blocks and functions."""
    for token in tokens:
        if token.type == "dimension":
            yield token.lower_unit
        for inside in ("prelude", "content", "arguments"):
            yield from units(getattr(token, inside, None) or ())


BROWSER_SHEETS = {"web.css", "library.css"}  # of pages that are laid out by a browser alone
SHEETS = {
    path.relative_to(ROOT).as_posix(): path.read_text("utf-8")
    for path in sorted(ROOT.glob("styles/**/*.css"))
    if path.name not in BROWSER_SHEETS
}
SHEETS |= {
    f"{paper}.{code}": make_paper_sheet(Format(paper), load_language(code)).markup
    for paper in PAPERS
    for code in language_codes()
}


@pytest.mark.parametrize("name", SHEETS)
def test_no_sheet_measures_by_the_page(name: str) -> None:
    """Styles are kept from one document to the next: a length in vw would be that of the first document's page."""
    found = set(units(tinycss2.parse_stylesheet(SHEETS[name])))
    assert found & VIEWPORT_UNITS == set()


def test_a_length_measured_by_the_page_is_seen() -> None:
    text = "@media print { p { width: calc(1em + (2 * 3VW)) } }"
    assert set(units(tinycss2.parse_stylesheet(text))) == {"em", "vw"}


@given(st.binary(max_size=5000))
def test_what_is_squashed_comes_back(data: bytes) -> None:
    stream = pydyf.Stream([data], compress=True)
    assert zlib.decompress(stream.data.partition(b"stream\n")[2].rpartition(b"\nendstream")[0]) == data


def test_once_asks_again_for_another_value() -> None:
    asked: list[list[int]] = []

    @memoize_last
    def total(numbers: list[int]) -> int:
        asked.append(numbers)
        return sum(numbers)

    one, equal = [1, 2], [1, 2]
    assert [total(one), total(one), total(equal), total(one)] == [3, 3, 3, 3]
    assert list(map(id, asked)) == [id(one), id(equal), id(one)]


@pytest.mark.process
def test_a_document_after_a_rest_is_the_same(tmp_path: Path) -> None:
    words = (str(tmp_path), str(FONTS), str(ROOT / "samples" / "A_RES_77_213.zh.txt"))
    done = subprocess.run((sys.executable, "-c", RESTED, *words), check=True, capture_output=True, text=True)
    assert done.stdout.strip() == "True True False"
