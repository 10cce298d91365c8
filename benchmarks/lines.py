"""Chinese lines on pages, counted: ``python -m benchmarks.lines FILES…``.

Prints how many inner lines there are (all but the last of each paragraph), how many are more than a pixel short of
the measure or over it, which of them have nothing that can stretch, and how many break a rule of clreq: prohibited
marks at a line's start or end, a symbol in two, a single character alone on a last line.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from weasyprint.document import Document
from weasyprint.formatting_structure.boxes import LineBox, TextBox

from benchmarks.notes import set_pages
from engross import passes
from engross.book import Book, Imprint, SymbolIndex
from engross.notice import Refusal
from engross.pdf.boxes import Box, all_boxes, body_of, notes_of, tag
from engross.read import read
from engross.reading import Wishes
from engross.structure import structure

NO_START = frozenset("、。，．；：！？〉》」』】〕）］｝”’·～…—!?,.:;)]}%")
NO_END = frozenset("〈《「『【〔（［｛“‘([{")
JOINERS = "\u2060\u200b\u200d\ufeff"
HAN = re.compile("[\u3400-\u9fff]")
SYMBOL = re.compile(r"[A-Z][\w.]*(?:/[\w.()-]+)+")
NOISE = 1.0  # CSS pixels


@dataclass(frozen=True, slots=True)
class Line:
    """A line as it was set: its text without joiners, how far it is short of the measure in pixels."""

    text: str
    short: float
    begins_with_call: bool


@dataclass(frozen=True, slots=True)
class Figures:
    """What was counted; ``fixed`` are ragged lines in which nothing can stretch."""

    inner: int
    ragged: tuple[Line, ...]
    fixed: tuple[Line, ...]
    faults: tuple[tuple[str, str], ...]  # what is wrong, the line


def paragraphs(document: Document) -> Iterator[list[Line]]:
    """The lines of each justified paragraph with Han in it, those on several pages together."""
    found: dict[object, list[Line]] = {}
    for page in document.pages:
        for box in (*body_of(page), *notes_of(page)):
            lines = [child for child in getattr(box, "children", ()) if isinstance(child, LineBox)]
            if lines and not isinstance(box, LineBox) and box.style["text_align_all"] == "justify":
                found.setdefault(id(box.element), []).extend(_line(line, box) for line in lines)
    yield from (lines for lines in found.values() if HAN.search("".join(line.text for line in lines)))


def _line(line: Box, block: Box) -> Line:
    texts = [box for box in all_boxes(line) if isinstance(box, TextBox)]
    shown = [box for box in texts if box.text.strip(JOINERS + " ")]
    text = "".join(box.text for box in texts)
    for joiner in JOINERS:
        text = text.replace(joiner, "")
    right = max((box.position_x + box.width for box in shown), default=block.content_box_x())
    called = bool(shown) and tag(shown[0]).endswith("::footnote-call")
    return Line(text.strip(), block.content_box_x() + block.width - right, called)


def measure(document: Document) -> Figures:
    """The figures of a laid-out document."""
    inner: list[Line] = []
    faults: list[tuple[str, str]] = []
    for lines in paragraphs(document):
        inner += lines[:-1]
        faults += _faults(lines)
    ragged = [line for line in inner if abs(line.short) > NOISE]
    fixed = [line for line in ragged if line.short > 0 and _is_fixed(line.text)]
    return Figures(len(inner), tuple(line for line in ragged if line not in fixed), tuple(fixed), tuple(faults))


def _is_fixed(text: str) -> bool:
    """Whether nothing in a line can stretch: one word, one symbol, an address."""
    return " " not in text and not re.search("[\u2e80-\uffef]{2}", text)


def _faults(lines: list[Line]) -> Iterator[tuple[str, str]]:
    for before, line in pairwise(lines):
        if line.text[:1] in NO_START:
            yield "a mark begins a line", line.text
        if before.text[-1:] in NO_END:
            yield "a mark ends a line", before.text
        if line.begins_with_call:
            yield "a call begins a line", line.text
        for symbol in SYMBOL.finditer(before.text[-30:] + line.text[:30]):
            cut = len(before.text[-30:])
            if symbol.start() < cut < symbol.end() and "/" in symbol[0][cut - symbol.start() - 1 :][:2]:
                yield "a symbol is broken", f"{before.text[-20:]}|{line.text[:20]}"
    if len(lines) > 1 and sum(character.isalnum() for character in lines[-1].text) == 1:
        yield "a character stands alone", lines[-1].text


def _of(path: Path) -> Figures:
    source, _ = read(path)
    resolution = passes.run(structure(source, Wishes())).resolution
    layout = set_pages(Book(resolution, SymbolIndex(), Imprint(path.name, "0" * 64, "0")))
    return measure(layout.document)


def main(arguments: list[str]) -> int:
    """Measure the files named; 1 where a line is ragged that need not be or a rule is broken."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="+", type=Path)
    inner, ragged, fixed, faults = 0, 0, 0, 0
    for path in parser.parse_args(arguments).files:
        try:
            figures = _of(path)
        except Refusal as refusal:
            print(f"refused: {refusal}")
            continue
        inner += figures.inner
        ragged, fixed, faults = ragged + len(figures.ragged), fixed + len(figures.fixed), faults + len(figures.faults)
        for line in (*figures.ragged, *figures.fixed):
            print(f"{path.name}: {line.short:.1f} px short: {line.text}")
        for what, text in figures.faults:
            print(f"{path.name}: {what}: {text}")
    print(f"{inner} inner lines, {ragged} ragged, {fixed} in which nothing can stretch, {faults} faults")
    return 1 if ragged or faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
