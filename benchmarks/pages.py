"""Count what a typesetter would mark on printed pages: ``python -m benchmarks.pages FOLDER … [--documents 20]``.

Lays out the sources in the folders, ``--documents`` of each language by chance (all if left out), and counts the faults
of each measure in ``MEASURES``. Prints a table of measures by languages, and the documents with the most faults.
A measure is a function of a laid-out document that yields a note on each fault; to add one is to add it to the table.
"""

from __future__ import annotations

import argparse
import math
import random
import re
import sys
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise
from pathlib import Path

from weasyprint.document import Page
from weasyprint.formatting_structure.boxes import BlockLevelBox, FootnoteAreaBox, LineBox, MarginBox, TextBox

from benchmarks import table_faults
from engross import passes
from engross.editions import pdf
from engross.editions.index import build_index, paginate_index
from engross.editions.pdf.boxes import DIVIDER, FIRST_FOOT_CLASS, Box, all_boxes, box_attribute
from engross.editions.typeset import print_markup as typeset
from engross.editions.typeset.short_title import is_last_word_clinging
from engross.grammars.language import load_language
from engross.model.book import Book, Imprint
from engross.model.notice import Refusal
from engross.model.paper import DEFAULT_FORMAT
from engross.model.reading import Overrides
from engross.model.text import spell_title
from engross.readers import structure
from engross.readers.load import load_source
from tests.test_pdf import shop

SEED = 7
SHOWN = 8  # documents with the most faults that are shown
EXAMPLES, WIDTH = 3, 110  # faults of each measure that are shown, and the characters of each
LATIN_END = 0x2000
EDGE = 1.0  # px by which a line may reach beyond the type area
SHORT = 0.25  # of the type area that is filled, at least, if a page is not short
SAME = 0.3  # px by which two baselines of one line may differ
RANGE = re.compile(r"[(]?\d+[-–]\d")  # one text, which Pango shows from left to right where it begins a line
FITS = 0.95  # of a running head's room that a title takes at most, if its width is estimated, to fit for sure
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
LADDER, LADDERS = 2, {"ru": 3}  # lines in a row that may end in a divided word
LOOSE = 0.33  # em by which the spaces of a line are widened, at most, if it is not loose
LINES = 100
ENDS = ";,،؛、·"  # what a line of the index may end with before a number


@dataclass(frozen=True)
class LaidOut:
    """A document laid out: its name and language, its pages, how many of them the text begins on.

    ``title``: its title, as the running heads have it, uncut; ``heads``: an empty page with its running heads.
    """

    name: str
    language: str
    pages: tuple[Page, ...]
    text_pages: int
    title: str
    heads: Page


Measure = Callable[[LaidOut], Iterator[str]]


def lay_out(path: Path) -> LaidOut:
    """Lay out the print edition of a source. Raises Refusal if it cannot be read."""
    resolution = passes.run_passes(structure(load_source(path)[0], Overrides())).resolution
    lang = load_language(resolution.language)
    book = Book(resolution, build_index(resolution, lang), Imprint(path.name, "0" * 64, "0"))
    assets = replace(shop(lang.code), styles=typeset.print_style_sheets(lang, DEFAULT_FORMAT))
    layout = pdf.lay_out_body(typeset.make_body_sheet(book), assets)
    text_pages = layout.pages.pages
    book = replace(book, index=paginate_index(book.index, layout.pages))
    bound = pdf.bind_back(layout, typeset.make_back_sheet(book, text_pages), assets)
    heads = pdf.lay_out_body(typeset.make_running_heads_sheet(book, typeset.PageCounts(2, 0)), assets).document.pages[1]
    title = spell_title(resolution.full_title)
    return LaidOut(path.name, lang.code, tuple(bound.document.pages), text_pages, title, heads)


def stranded_index_headings(laid: LaidOut) -> Iterator[str]:
    """Yield the headings of the index without an entry behind them in their column."""
    for n, page in enumerate(laid.pages, 1):
        boxes = list(_index_boxes(page))
        entries = list(_index_entries(page))
        headings = [box for box in boxes if box.element_tag == "h3" and isinstance(box, BlockLevelBox)]
        for heading in headings:
            next_heading = min((box.position_y for box in headings if _is_below(box, heading)), default=math.inf)
            if not any(_is_below(box, heading) and box.position_y < next_heading for box in entries):
                yield f"page {n}: {_text(heading)}"


def lines_outside_type_area(laid: LaidOut) -> Iterator[str]:
    """Yield the lines that reach beyond the type area at either side."""
    for n, page in enumerate(laid.pages, 1):
        area = page._page_box
        left, right = area.content_box_x() - EDGE, area.content_box_x() + area.width + EDGE
        for line in _lines(page):
            texts = [box for box in all_boxes(line) if isinstance(box, TextBox) and box.text.strip()]
            if texts and (min(map(_text_start, texts)) < left or max(map(_text_end, texts)) > right):
                yield f"page {n}: {_text(line)}"


def overlapping_texts(laid: LaidOut) -> Iterator[str]:
    """Yield the lines in which a text reaches into the next, or would with the space that its line dropped."""
    for n, page in enumerate(laid.pages, 1):
        for line in _lines(page):
            texts = [box for box in all_boxes(line) if isinstance(box, TextBox) and box.text.strip()]
            ordered = sorted(texts, key=lambda box: box.position_x)
            layouts = ((box, box.pango_layout) for box in texts if box.style["direction"] == "rtl")
            if any(_text_end(one) > _text_start(other) + EDGE for one, other in pairwise(ordered)) or any(
                layout.first_line_direction % 2 and layout.text.endswith(" ") > box.text.endswith(" ")
                for box, layout in layouts
            ):
                yield f"page {n}: {_text(line)}"


def turned_ranges(laid: LaidOut) -> Iterator[str]:
    """Yield the lines that begin with a range behind Arabic words and show it from left to right (UAX 9, rule W2)."""
    for n, page in enumerate(laid.pages, 1):
        for before, line in pairwise(_lines(page)):
            texts = [box for box in all_boxes(line) if isinstance(box, TextBox) and box.text.strip()]
            if before.element is not line.element or not texts or not RANGE.match(texts[0].text):
                continue
            letters = [character for character in _text(before) if character.isalpha()]
            if texts[0].style["direction"] == "rtl" and letters and unicodedata.bidirectional(letters[-1]) == "AL":
                yield f"page {n}: {_text(line)}"


def pages_of_other_hand(laid: LaidOut) -> Iterator[str]:
    """Yield the pages whose type area is not that of the first page, mirrored on every second page."""
    area = laid.pages[0]._page_box
    near = area.content_box_x()
    far = laid.pages[0].width - area.width - near
    for n, page in enumerate(laid.pages):
        if abs(page._page_box.content_box_x() - (far if n % 2 else near)) > EDGE:
            yield f"page {n + 1}"


def parted_index_numbers(laid: LaidOut) -> Iterator[str]:
    """Yield the lines of the index that begin with a number that belongs to the end of the line before."""
    for n, page in enumerate(laid.pages, 1):
        for box in (box for entry in _index_entries(page) for box in all_boxes(entry)):
            texts = [_text(child).strip() for child in getattr(box, "children", ()) if isinstance(child, LineBox)]
            for before, after in pairwise(texts):
                if after[:1].isdecimal() and before and before[-1] not in ENDS:
                    yield f"page {n}: {before} / {after}"


def uneven_index_baselines(laid: LaidOut) -> Iterator[str]:
    """Yield the pages on which lines of the index stand beside each other without a common baseline."""
    for n, page in enumerate(laid.pages, 1):
        lines = [line for entry in _index_entries(page) for line in all_boxes(entry) if isinstance(line, LineBox)]
        baselines = sorted((line.position_y + line.baseline, line.height) for line in lines if _text(line).strip())
        pairs = pairwise(baselines)
        if any(SAME < after - before < height / 2 for (before, height), (after, _) in pairs):
            yield f"page {n}"


def index_pages(laid: LaidOut) -> Iterator[str]:
    """Yield the pages that begin behind the text: how much paper index and colophon take."""
    return (f"page {n}" for n in range(laid.text_pages + 1, len(laid.pages) + 1))


def short_last_pages(laid: LaidOut) -> Iterator[str]:
    """Yield the last page of a document of several pages, if less than a quarter of it is filled."""
    if len(laid.pages) > 1 and (filled := _filled_part(laid.pages[-1])) < SHORT:
        yield f"page {len(laid.pages)}: {filled:.0%}"


def lone_colophons(laid: LaidOut) -> Iterator[str]:
    """Yield the page on which the colophon stands alone."""
    texts = [box for box in _content_boxes(laid.pages[-1]) if isinstance(box, LineBox)]
    colophon = [box for box in _content_boxes(laid.pages[-1]) if box_attribute(box, "id") == "colophon"]
    inner = {id(line) for box in colophon for line in all_boxes(box)}
    if colophon and all(id(line) in inner for line in texts):
        yield f"page {len(laid.pages)}"


def cut_running_heads(laid: LaidOut) -> Iterator[str]:
    """Yield the running head if it is cut badly: within a word, behind a clinging word, or though its title fits."""
    boxes = [box for box in laid.heads._page_box.children if isinstance(box, MarginBox) and "@top" in box.at_keyword]
    texts = [text for box in boxes for text in all_boxes(box) if isinstance(text, TextBox)]
    head = max(texts, key=lambda text: len(text.text), default=None)
    if head is None or not laid.title.strip():
        return
    room = laid.heads._page_box.width - sum(text.width for text in texts if text is not head)
    cut = head.text.removesuffix("…").rstrip()
    is_whole = cut == head.text
    width = head.width * len(laid.title) / len(head.text)
    is_clinging = is_last_word_clinging(cut, load_language(laid.language))
    if head.width > room or (not is_whole and (is_clinging or width < FITS * room)):
        yield head.text


def one_word_last_lines(laid: LaidOut) -> Iterator[str]:
    """Yield the titles and headings whose last line is one word, or less than a quarter of the line before."""
    for n, page in enumerate(laid.pages, 1):
        for box in _content_boxes(page):
            if box.element_tag in HEADINGS and isinstance(box, BlockLevelBox):
                lines = [line for line in box.children if isinstance(line, LineBox) and _text(line).strip()]
                widths = [sum(text.width for text in all_boxes(line) if isinstance(text, TextBox)) for line in lines]
                if len(lines) > 1 and (len(_text(lines[-1]).split()) == 1 or widths[-1] < SHORT * widths[-2]):
                    yield f"page {n}: {_text(lines[-2])} / {_text(lines[-1])}"


def stubs(laid: LaidOut) -> Iterator[str]:
    """Yield the last lines of paragraphs that are the rest of a divided word (Bringhurst 2.4.2)."""
    for n, lines in _paragraphs(laid):
        if len(lines) > 1 and _is_divided(lines[-2]) and " " not in (last := _text(lines[-1]).strip()):
            yield f"page {n}: {_text(lines[-2])[-20:]} / {last}"


def ladders(laid: LaidOut) -> Iterator[str]:
    """Yield the runs of more than two divided lines, in Russian of more than three (Bringhurst 2.4.3; OST 29.124)."""
    for n, lines in _paragraphs(laid):
        for is_run, run in groupby(lines, _is_divided):
            height = len(list(run)) if is_run else 0
            if height > LADDERS.get(laid.language, LADDER):
                yield f"page {n}: {height} lines of {_text(lines[0])[:40]}"


def words_over_pages(laid: LaidOut) -> Iterator[str]:
    """Yield the words that are divided by the turn of a page (Bringhurst 2.4.10)."""
    for n, lines in _paragraphs(laid):
        if _is_divided(lines[-1]):
            yield f"page {n}: {_text(lines[-1])[-40:]}"


def divided_names(laid: LaidOut) -> Iterator[str]:
    """Yield the divided words with a capital, a figure or a hyphen of their own (Chicago 7.40); German nouns may be."""
    for n, lines in _paragraphs(laid):
        for before, after in pairwise(lines):
            if not _is_divided(before):
                continue
            word = _text(before)[:-1].split()[-1] + (_text(after).split() or [""])[0]
            is_name = laid.language != "de" and any(c.isupper() for c in word)
            if is_name or any(c.isdecimal() for c in word) or "-" in word.strip("-"):
                yield f"page {n}: {word}"


def divided_lines(laid: LaidOut) -> Iterator[str]:
    """Yield the lines that end in a divided word."""
    return (f"page {n}: {_text(line)[-40:]}" for n, lines in _paragraphs(laid) for line in lines if _is_divided(line))


def hundreds_of_lines(laid: LaidOut) -> Iterator[str]:
    """Yield each hundredth line: what the divided and the loose are a share of."""
    count = sum(len(lines) for _, lines in _paragraphs(laid))
    return (f"line {n}" for n in range(LINES, count + 1, LINES))


def loose_lines(laid: LaidOut) -> Iterator[str]:
    """Yield the lines whose spaces are widened by more than a third of an em, to more than twice their width."""
    for n, lines in _paragraphs(laid):
        for line in lines:
            if (added := added_space(line)) > LOOSE:
                yield f"page {n}: {added:.2f} em: {_text(line)}"


def added_space(line: Box) -> float:
    """Return the em by which the spaces of a line are widened; less than 0 if they are narrowed."""
    texts = [box for box in all_boxes(line) if isinstance(box, TextBox) and " " in box.text.strip()]
    for box in texts:
        after = getattr(box.pango_layout, "after", None)
        added = after[box.text.strip().index(" ")] if after else box.justification_spacing
        return float(added / box.style["font_size"])
    return 0.0


MEASURES: dict[str, Measure] = {
    "last lines that are the rest of a divided word": stubs,
    "ladders of hyphens": ladders,
    "words divided over a page's turn": words_over_pages,
    "divided names, numbers and compounds": divided_names,
    "lines that end in a divided word": divided_lines,
    "loose lines": loose_lines,
    "lines, in hundreds": hundreds_of_lines,
    "headings of the index at a column's foot": stranded_index_headings,
    "lines outside the type area": lines_outside_type_area,
    "texts upon each other": overlapping_texts,
    "ranges turned at a line's start": turned_ranges,
    "pages with the margins of the other hand": pages_of_other_hand,
    "numbers of the index parted from their nouns": parted_index_numbers,
    "pages of the index without a common baseline": uneven_index_baselines,
    "pages behind the text": index_pages,
    "last pages filled by less than a quarter": short_last_pages,
    "colophons alone on a page": lone_colophons,
    "running heads cut badly": cut_running_heads,
    "one-word last lines of titles": one_word_last_lines,
    "heads of tables above fewer than three rows": lambda laid: table_faults.heads_above_few_rows(laid.pages),
    "tables broken that could be whole": lambda laid: table_faults.broken_small_tables(laid.pages),
    "totals torn from their groups": lambda laid: table_faults.torn_totals(laid.pages),
    "side heads of tables at a page's foot": lambda laid: table_faults.stranded_side_heads(laid.pages),
    "first cells that wrap beside a blank column": lambda laid: table_faults.wrapped_stubs(laid.pages),
}


def _content_boxes(page: Page) -> Iterator[Box]:
    """Yield the boxes of a page without running heads, notes and the codes at the first page's foot."""
    for top in page._page_box.children:
        if not isinstance(top, MarginBox | FootnoteAreaBox):
            yield from all_boxes(top, FIRST_FOOT_CLASS)


def _paragraphs(laid: LaidOut) -> Iterator[tuple[int, list[Box]]]:
    """Yield the lines of each block of text on each page, notes included, with the page's number."""
    for n, page in enumerate(laid.pages, 1):
        for box in all_boxes(page._page_box):
            lines: list[Box] = [child for child in getattr(box, "children", ()) if isinstance(child, LineBox)]
            if lines:
                yield n, lines


def _is_divided(line: Box) -> bool:
    """Return whether a line ends in the hyphen that divides a word."""
    return _text(line).endswith(DIVIDER)


def _lines(page: Page) -> Iterator[Box]:
    return (box for box in _content_boxes(page) if isinstance(box, LineBox))


def _index_boxes(page: Page) -> Iterator[Box]:
    for box in _content_boxes(page):
        if box_attribute(box, "id") == "index":
            yield from all_boxes(box)


def _index_entries(page: Page) -> Iterator[Box]:
    return (box for box in _index_boxes(page) if box.element_tag == "li" and isinstance(box, BlockLevelBox))


def _is_below(box: Box, heading: Box) -> bool:
    """Return whether a box stands below a heading in its column."""
    middle = box.position_x + box.margin_width() / 2
    return box.position_y > heading.position_y and heading.position_x <= middle <= heading.position_x + heading.width


def _text(box: Box) -> str:
    return "".join(inner.text for inner in all_boxes(box) if isinstance(inner, TextBox))


def _text_start(box: TextBox) -> float:
    """Return where a text starts; the blank half of a mark at the start of a Chinese line is no ink (clreq 3.1.6)."""
    is_half_blank = unicodedata.category(box.text[0]) in ("Ps", "Pi") and ord(box.text[0]) > LATIN_END
    return box.position_x + (box.style["font_size"] / 2 if is_half_blank else 0)


def _text_end(box: TextBox) -> float:
    """Return where a text ends; the blank half of a mark at the end of a Chinese line is no ink (clreq 3.1.6)."""
    is_half_blank = unicodedata.category(box.text[-1]) in ("Po", "Pe", "Pf") and ord(box.text[-1]) > LATIN_END
    return box.position_x + box.width - (box.style["font_size"] / 2 if is_half_blank else 0)


def _filled_part(page: Page) -> float:
    """Return how much of the height of a page's type area is filled, notes included."""
    area = page._page_box
    ends = [line.position_y + line.height for line in _lines(page) if _text(line).strip()]
    notes = sum(box.height for box in area.children if isinstance(box, FootnoteAreaBox))
    filled = max(ends, default=area.content_box_y()) - area.content_box_y() + notes
    return float(filled / area.height)


def choose_sources(folders: Sequence[Path], documents: int) -> list[Path]:
    """Return the sources in folders; ``documents`` of each language by chance, 0 for all; files named are all taken."""
    chosen = [path for path in folders if path.is_file()]
    by_folder: dict[str, list[Path]] = defaultdict(list)
    for folder in folders:
        for path in sorted(folder.rglob("*.xml")) if folder.is_dir() else ():
            by_folder[path.parent.name].append(path)
    draw = random.Random(SEED)
    for paths in by_folder.values():
        chosen += draw.sample(paths, min(documents, len(paths))) if documents else paths
    return chosen


def count_faults(sources: Sequence[Path]) -> tuple[Counter[str], dict[str, dict[str, list[str]]]]:
    """Return the number of documents by language, and the faults by measure and language, each with its document."""
    documents: Counter[str] = Counter()
    faults: dict[str, dict[str, list[str]]] = {name: defaultdict(list) for name in MEASURES}
    for path in sources:
        try:
            laid = lay_out(path)
        except Refusal as refusal:
            print(f"left out: {path.name}: {refusal}", file=sys.stderr)
            continue
        documents[laid.language] += 1
        for name, measure in MEASURES.items():
            faults[name][laid.language] += (f"{laid.name}, {note}" for note in measure(laid))
    return documents, faults


def make_table(documents: Counter[str], faults: dict[str, dict[str, list[str]]]) -> str:
    """Return a table of the measures by language."""
    languages = sorted(documents)
    rows = [
        ["", *languages, "all"],
        ["documents", *(str(documents[lang]) for lang in languages), str(documents.total())],
    ]
    for name, by_language in faults.items():
        counts = [len(by_language[lang]) for lang in languages]
        rows.append([name, *map(str, counts), str(sum(counts))])
    lines = ["| " + " | ".join(row) + " |" for row in rows]
    return "\n".join([lines[0], "|---" + "|--:" * (len(languages) + 1) + "|", *lines[1:]])


def main() -> None:
    """Lay out, count, and print the table and examples of each measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", nargs="+", type=Path, help="folders of sources, or sources")
    parser.add_argument("--documents", type=int, default=0, help="so many of each language (default: all)")
    chosen = parser.parse_args()
    documents, faults = count_faults(choose_sources(chosen.folders, chosen.documents))
    print(make_table(documents, faults))
    for name, by_language in faults.items():
        notes = [note for notes in by_language.values() for note in notes]
        worst = Counter(note.partition(",")[0] for note in notes).most_common(SHOWN)
        print(f"\n{name}: " + ", ".join(f"{document} {count}" for document, count in worst))
        print("\n".join(f"  {note[:WIDTH]}" for note in notes[:EXAMPLES]))


if __name__ == "__main__":
    main()
