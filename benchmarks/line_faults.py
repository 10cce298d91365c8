"""Count what a typesetter would mark in lines: functions of a laid-out document that yield a note on each fault."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from itertools import groupby, pairwise

from engross_weasyprint.formatting_structure.boxes import TextBox

from benchmarks.laid_out import LaidOut, content_lines, paragraph_lines, spell_box
from engross.editions.pdf.boxes import DIVIDER, Box, all_boxes
from engross.editions.typeset.ties import compile_unparted
from engross.model.text import remove_invisible

LATIN_END = 0x2000
EDGE = 1.0  # px by which a line may reach beyond the type area
RANGE = re.compile(r"[(]?\d+[-–]\d")  # one text, which Pango shows from left to right where it begins a line
LADDER, LADDERS = 2, {"ru": 3}  # lines in a row that may end in a divided word
LOOSE = 0.33  # em by which the spaces of a line are widened, at most, if it is not loose
LINES = 100


def lines_outside_type_area(laid: LaidOut) -> Iterator[str]:
    """Yield the lines that reach beyond the type area at either side."""
    for n, page in enumerate(laid.pages, 1):
        area = page._page_box
        left, right = area.content_box_x() - EDGE, area.content_box_x() + area.width + EDGE
        for line in content_lines(page):
            texts = [box for box in all_boxes(line) if isinstance(box, TextBox) and box.text.strip()]
            if texts and (min(map(_text_start, texts)) < left or max(map(_text_end, texts)) > right):
                yield f"page {n}: {spell_box(line)}"


def overlapping_texts(laid: LaidOut) -> Iterator[str]:
    """Yield the lines in which a text reaches into the next, or would with the space that its line dropped."""
    for n, page in enumerate(laid.pages, 1):
        for line in content_lines(page):
            texts = [box for box in all_boxes(line) if isinstance(box, TextBox) and remove_invisible(box.text).strip()]
            ordered = sorted(texts, key=lambda box: box.position_x)
            layouts = ((box, box.pango_layout) for box in texts if box.style["direction"] == "rtl")
            if any(_text_end(one) > _text_start(other) + EDGE for one, other in pairwise(ordered)) or any(
                layout.first_line_direction % 2 and layout.text.endswith(" ") > box.text.endswith(" ")
                for box, layout in layouts
            ):
                yield f"page {n}: {spell_box(line)}"


def turned_ranges(laid: LaidOut) -> Iterator[str]:
    """Yield the lines that begin with a range behind Arabic words and show it from left to right (UAX 9, rule W2)."""
    for n, page in enumerate(laid.pages, 1):
        for before, line in pairwise(content_lines(page)):
            texts = [box for box in all_boxes(line) if isinstance(box, TextBox) and box.text.strip()]
            if before.element is not line.element or not texts or not RANGE.match(texts[0].text):
                continue
            letters = [character for character in spell_box(before) if character.isalpha()]
            is_turned = texts[0].style["direction"] == "rtl" and texts[0].pango_layout.first_line_direction % 2 == 0
            if is_turned and letters and unicodedata.bidirectional(letters[-1]) == "AL":
                yield f"page {n}: {spell_box(line)}"


def parted_words(laid: LaidOut) -> Iterator[str]:
    """Yield the lines that part what the language's data say no line end parts: a number and its noun."""
    patterns = compile_unparted(laid.language)
    for n, lines in paragraph_lines(laid):
        for before, after in pairwise(remove_invisible(spell_box(line)) for line in lines):
            joined = f"{before.rstrip()}\n{after}"
            seam = joined.index("\n")
            forms = (joined.replace("\n", " "), seam), (joined.replace("\n", ""), seam)
            if any(
                match.start() < place < match.end()
                for text, place in forms
                for pattern in patterns
                for match in pattern.finditer(text)
            ):
                yield f"page {n}: {before[-40:]} / {after[:30]}"


def stubs(laid: LaidOut) -> Iterator[str]:
    """Yield the last lines of paragraphs that are the rest of a divided word (Bringhurst 2.4.2)."""
    for n, lines in paragraph_lines(laid):
        if len(lines) > 1 and _is_divided(lines[-2]) and " " not in (last := spell_box(lines[-1]).strip()):
            yield f"page {n}: {spell_box(lines[-2])[-20:]} / {last}"


def ladders(laid: LaidOut) -> Iterator[str]:
    """Yield the runs of more than two divided lines, in Russian of more than three (Bringhurst 2.4.3; OST 29.124)."""
    for n, lines in paragraph_lines(laid):
        for is_run, run in groupby(lines, _is_divided):
            height = len(list(run)) if is_run else 0
            if height > LADDERS.get(laid.language, LADDER):
                yield f"page {n}: {height} lines of {spell_box(lines[0])[:40]}"


def words_over_pages(laid: LaidOut) -> Iterator[str]:
    """Yield the words that are divided by the turn of a page (Bringhurst 2.4.10)."""
    for n, lines in paragraph_lines(laid):
        if _is_divided(lines[-1]):
            yield f"page {n}: {spell_box(lines[-1])[-40:]}"


def divided_names(laid: LaidOut) -> Iterator[str]:
    """Yield the divided words with a capital, a figure or a hyphen of their own (Chicago 7.40); German nouns may be."""
    for n, lines in paragraph_lines(laid):
        for before, after in pairwise(lines):
            if not _is_divided(before):
                continue
            word = spell_box(before)[:-1].split()[-1] + (spell_box(after).split() or [""])[0]
            is_name = laid.language != "de" and any(c.isupper() for c in word)
            if is_name or any(c.isdecimal() for c in word) or "-" in word.strip("-"):
                yield f"page {n}: {word}"


def divided_lines(laid: LaidOut) -> Iterator[str]:
    """Yield the lines that end in a divided word."""
    return (
        f"page {n}: {spell_box(line)[-40:]}"
        for n, lines in paragraph_lines(laid)
        for line in lines
        if _is_divided(line)
    )


def hundreds_of_lines(laid: LaidOut) -> Iterator[str]:
    """Yield each hundredth line: what the divided and the loose are a share of."""
    count = sum(len(lines) for _, lines in paragraph_lines(laid))
    return (f"line {n}" for n in range(LINES, count + 1, LINES))


def loose_lines(laid: LaidOut) -> Iterator[str]:
    """Yield the lines whose spaces are widened by more than a third of an em, to more than twice their width."""
    for n, lines in paragraph_lines(laid):
        for line in lines:
            if (added := added_space(line)) > LOOSE:
                yield f"page {n}: {added:.2f} em: {spell_box(line)}"


def added_space(line: Box) -> float:
    """Return the em by which the spaces of a line are widened; less than 0 if they are narrowed."""
    texts = [box for box in all_boxes(line) if isinstance(box, TextBox) and " " in box.text.strip()]
    for box in texts:
        after = getattr(box.pango_layout, "after", None)
        added = after[box.text.strip().index(" ")] if after else box.justification_spacing
        return float(added / box.style["font_size"])
    return 0.0


def _is_divided(line: Box) -> bool:
    """Return whether a line ends in the hyphen that divides a word."""
    return spell_box(line).endswith(DIVIDER)


def _text_start(box: TextBox) -> float:
    """Return where a text starts; the blank half of a mark at the start of a Chinese line is no ink (clreq 3.1.6)."""
    is_half_blank = unicodedata.category(box.text[0]) in ("Ps", "Pi") and ord(box.text[0]) > LATIN_END
    return box.position_x + (box.style["font_size"] / 2 if is_half_blank else 0)


def _text_end(box: TextBox) -> float:
    """Return where a text ends; the blank half of a mark at the end of a Chinese line is no ink (clreq 3.1.6)."""
    is_half_blank = unicodedata.category(box.text[-1]) in ("Po", "Pe", "Pf") and ord(box.text[-1]) > LATIN_END
    return box.position_x + box.width - (box.style["font_size"] / 2 if is_half_blank else 0)
