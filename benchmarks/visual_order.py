"""Hold each printed line of right-to-left documents against ICU: ``python -m benchmarks.visual_order FILES…``.

Each document is built; of every line on its pages (text, notes, tables, index, masthead, running heads) the characters
are taken back from the PDF and sorted by their places. ICU orders the same line by the levels of its paragraph
(UAX 9): the text of all its lines, isolates where the direction of an element changes, and around the calls of notes.
Prints the lines that differ; exit code 1 if there is one. Needs PyICU (``pip install PyICU``), which nothing else does.
"""

from __future__ import annotations

import argparse
import re
import sys
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pypdfium2
from engross_weasyprint.document import Document
from engross_weasyprint.formatting_structure.boxes import Box, InlineBox, LineBox, TextBox

import engross
from engross.editions import pdf
from engross.editions.pdf.boxes import all_boxes
from engross.editions.pdf.tags import write_tagged_pdf
from engross.grammars.pdfium import PdfCharacters
from engross.model.text import INVISIBLE_CHARACTERS, PRESENTATION_FORM

POINTS = 0.75  # of a CSS pixel
NEAR = 0.9  # points by which a character may stand off its line's baseline
# Points by which it may stand beyond its ends: kerning may move a stop under a mark, a table's next cell is not far.
BEYOND = 0.9, 2.5
VOWEL_SIGN = re.compile("[\u064b-\u065f\u0670]")
FOLDED_BRACKETS = str.maketrans(")]}>»›”’", "([{<«‹“‘")
IGNORED = frozenset(f"{INVISIBLE_CHARACTERS}\u061c\ufffc")
ISOLATES, ISOLATE_END = {"ltr": "\u2066", "rtl": "\u2067"}, "\u2069"
Isolate = tuple[str, int]  # its mark, and the identity of its element

PlacedCharacter = tuple[float, float, str]


@dataclass
class PrintedLine:
    """A line on a page: its characters and isolates in logical order; where it stands, in points from the foot."""

    page: int
    base: str
    text: list[str | Isolate]
    is_spaced: bool  # a space stood before it
    ends: bool  # a line break ends it
    left: float
    right: float
    baselines: set[float] = field(default_factory=set)


def collect_lines(document: Document) -> list[list[PrintedLine]]:
    """Return the lines of each paragraph of a laid-out document."""
    paragraphs: dict[tuple[int, str], list[PrintedLine]] = defaultdict(list)
    for n, page in enumerate(document.pages):
        height = page._page_box.margin_height()
        for box in all_boxes(page._page_box):
            for line in (child for child in getattr(box, "children", ()) if isinstance(child, LineBox)):
                key = id(box.element) if box.element is not None and "@" not in (box.element_tag or "") else id(box)
                paragraphs[key, box.element_tag or ""].append(_make_line(line, n, height))
    return [_drop_empty(lines) for lines in paragraphs.values()]


def _drop_empty(lines: list[PrintedLine]) -> list[PrintedLine]:
    return [line for line in lines if line.baselines]


def _make_line(line: LineBox, page: int, height: float) -> PrintedLine:
    tokens = list(_iter_tokens(line))
    texts = [box for box in _texts(line) if box.text.strip()]
    found = PrintedLine(
        page,
        line.style["direction"],
        tokens,
        any(getattr(box, "led", False) for box in texts[:1]),
        any((box.element_tag or "").startswith("br") for box in all_boxes(line)),
        min((box.position_x for box in texts), default=0.0) * POINTS,
        max((box.position_x + box.width for box in texts), default=0.0) * POINTS,
    )
    found.baselines = {round((height - box.position_y - box.baseline) * POINTS, 2) for box in texts}
    if any(getattr(box, "trailed", False) for box in _texts(line)):
        found.text.append(" ")
    return found


def _texts(box: Box) -> Iterator[TextBox]:
    for child in getattr(box, "children", ()):
        if isinstance(child, TextBox):
            yield child
        elif isinstance(child, InlineBox) and child.is_in_normal_flow():
            yield from _texts(child)


def _spell_form(presented: re.Match[str]) -> str:
    """Return the letters of a presentation form: two of one glyph are ordered like any others."""
    return unicodedata.normalize("NFKC", presented[0])


def _iter_tokens(box: Box) -> Iterator[str | Isolate]:
    for child in box.children:
        if not child.is_in_normal_flow():
            continue
        if isinstance(child, TextBox):
            yield from PRESENTATION_FORM.sub(_spell_form, child.text.replace("\n", ""))
        elif isinstance(child, InlineBox):
            direction = child.style["direction"]
            isolates = direction != box.style["direction"] or (child.element_tag or "").endswith("::footnote-call")
            if isolates:
                yield ISOLATES[direction], id(child.element)
            yield from _iter_tokens(child)
            if isolates:
                yield ISOLATE_END, id(child.element)
        else:
            yield "\ufffc"


def due_lines(lines: list[PrintedLine]) -> Iterator[tuple[PrintedLine, str]]:
    """Yield each line of a paragraph with its visible characters from left to right, as ICU orders them."""
    group: list[PrintedLine] = []
    for line in lines:
        group.append(line)
        if line.ends:
            yield from _due_group(group)
            group = []
    if group:
        yield from _due_group(group)


def _due_group(lines: list[PrintedLine]) -> Iterator[tuple[PrintedLine, str]]:
    import icu

    tokens: list[str | Isolate] = []
    ends: list[int] = []
    for line in lines:
        following = list(line.text)
        closing: list[str | Isolate] = []
        while tokens and following and tokens[-1][0] == ISOLATE_END and following[0] in _openings(tokens[-1]):
            closing.append(tokens.pop())
            following.pop(0)
        if ends:
            ends[-1] = len(tokens)
        if ends and line.is_spaced and tokens[-1:] != [" "]:
            tokens.append(" ")
        tokens += following
        ends.append(len(tokens))
    text = "".join(token if isinstance(token, str) else token[0] for token in tokens)
    text = "".join(character if character <= "\uffff" else "A" for character in text)
    kept = icu.UnicodeString(text)
    paragraph = icu.Bidi()
    paragraph.setPara(kept, int(lines[0].base == "rtl"))
    start = 0
    for line, end in zip(lines, ends, strict=True):
        order = paragraph.setLine(start, end).getVisualMap() if end > start else ()
        yield line, "".join(text[start + n] for n in order)
        start = end


def _openings(token: str | Isolate) -> tuple[Isolate, ...]:
    """Return the tokens that go on with the element that a token ends."""
    return tuple((mark, token[1]) for mark in ISOLATES.values() if isinstance(token, tuple))


def show(text: str) -> str:
    """Return the characters by which two orders are compared."""
    plain = unicodedata.normalize("NFKC", VOWEL_SIGN.sub("", text)).replace("\u2010", "-").replace("\u2011", "-")
    bare = "".join(c for c in plain if c not in IGNORED and not c.isspace() and not unicodedata.combining(c))
    return bare.translate(FOLDED_BRACKETS)


def read_characters(page: pypdfium2.PdfPage) -> list[PlacedCharacter]:
    """Return the characters of a page with their origins in points, those of one glyph in their script's order."""
    text = page.get_textpage()
    characters = PdfCharacters(text)
    placed: list[PlacedCharacter] = []
    for n in range(len(characters)):
        code = characters.code(n)
        if characters.is_gap(n, code) or not code or chr(code).isspace():
            continue
        character = chr(code)
        place = characters.origin(n)
        placed.append((place[0], place[1], character))
    text.close()
    return placed


def printed_line(line: PrintedLine, characters: list[PlacedCharacter], beyond: float) -> str:
    """Return the characters of a page that stand on a line, from left to right."""
    on_line = [
        (x, n, character)
        for n, (x, y, character) in enumerate(characters)
        if line.left - beyond <= x <= line.right + beyond
        and any(abs(y - baseline) <= NEAR for baseline in line.baselines)
    ]
    return "".join(c for _, _, c in sorted(on_line, key=lambda one: (one[0], one[1] if one[2].isascii() else -one[1])))


def measure(path: Path, shown: int) -> tuple[int, int]:
    """Build a document; return how many lines it has, and how many are not in ICU's order, of which some are shown."""
    collected: list[list[PrintedLine]] = []

    def collect_and_write(document: Document, extras: Any) -> bytes:
        collected.extend(collect_lines(document))
        return write_tagged_pdf(document, extras)

    vars(pdf)["write_tagged_pdf"] = collect_and_write
    try:
        result = engross.build(path, editions=["pdf"])
    except engross.Refusal as refusal:
        print(f"{path.name}: {refusal}")
        return 0, 0
    finally:
        vars(pdf)["write_tagged_pdf"] = write_tagged_pdf
    if "pdf" not in {name.rpartition(".")[2] for name in result.contents}:
        print(f"{path.name}: no edition, {'; '.join(notice.message for notice in result.notices[:3])}")
        return 0, 0
    pages = [read_characters(page) for page in pypdfium2.PdfDocument(result.get_edition("pdf"))]
    total = wrong = 0
    for paragraph in collected:
        for line, due in due_lines(paragraph):
            drawn = [show(printed_line(line, pages[line.page], beyond)) for beyond in BEYOND]
            total += 1
            if show(due) in drawn:
                continue
            wrong += 1
            if wrong <= shown:
                print(f"{path.name} p.{line.page + 1}\n  is  {drawn[0]}\n  due {show(due)}")
    return total, wrong


def main() -> int:
    """Measure files; return the exit code."""
    parser = argparse.ArgumentParser(description="Hold the order of printed lines against ICU")
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--shown", type=int, default=5)
    options = parser.parse_args()
    figures = [(path, *measure(path, options.shown)) for path in options.files]
    wrong = sum(count for _, _, count in figures)
    print(
        f"{len(figures)} documents, {sum(total for _, total, _ in figures)} lines, {wrong} in another order,"
        f" in {sum(count > 0 for _, _, count in figures)} documents"
    )
    return int(wrong > 0)


if __name__ == "__main__":
    sys.exit(main())
