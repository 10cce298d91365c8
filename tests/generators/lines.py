"""Lines of Chinese as they were set, and what is wrong with them.

What clreq asks is spelled anew here, not taken from the engine.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from types import SimpleNamespace

from engross_weasyprint.document import Document
from engross_weasyprint.formatting_structure.boxes import InlineBlockBox, InlineBox, LineBox, TextBox

from engross.editions import pdf
from engross.editions.engine import hooks
from engross.editions.pdf.boxes import Box, all_boxes, body_boxes, box_tag, footnote_area_boxes
from engross.editions.typeset import print_markup as typeset
from engross.model.book import Book, Sheet
from tests.generators.pages import shop

HAN = re.compile("[\u3007\u3400-\u4dbf\u4e00-\u9fff]")
NO_START = "、。，．；：！？〉》」』】〕〗）］｝”’·・～〜—…％‰℃々,.;:!?)]}%/"
NO_END = "〈《「『【〔〖（［｛“‘([{￥"
SYMBOL = re.compile(r"\b[A-Z][\w.]*(?:/[\w.\-]+)+|\b\d+/\d+\b", re.ASCII)
ADDRESS = re.compile(r"(?:https?://|www\.|\b[a-z0-9-]+(?:\.[a-z0-9-]+)+/)\S+")
NUMBER = re.compile(
    r"第ₒ\d[\d/]*|\dₒ(?:[年月日号条段次届个项章节页名人国岁万亿倍%％℃]|美元|小时|公里)".replace("ₒ", "[ \u00a0]?")
)
INVISIBLE = dict.fromkeys(map(ord, "\u2060\u200b\ufeff"))
FAULTS = (
    "begins with a mark that may not",
    "ends with a mark that may not",
    "begins with a note's call",
    "begins or ends with a space",
    "one character alone on a last line",
    "symbol cut",
    "number cut from its unit",
    "longer than the measure",
    "space before a call",
    "two spaces",
)
PRESSED, OPENED = -0.03, 0.06  # em by which gaps are changed, at least, in lines that look tight and loose
LETTER = 0.5  # em of a letter or digit, about: a symbol longer than a line may be cut


@dataclass(frozen=True)
class Set:
    """A line as it was set: its text as seen; as much of it as is no call; how far it is from the measure (pixels).

    ``flush``: whether it should fill the measure; ``called``: whether a call comes first; ``spaced``: whether a call
    comes behind a space; ``broken``: whether the text itself breaks the line here; ``ems``: the measure in em;
    ``gap``: the em by which its gaps between Han and Latin are opened or, less than 0, pressed; twice those between Han
    characters where it has none.
    """

    text: str
    words: str
    short: float
    flush: bool
    called: bool
    spaced: bool
    broken: bool
    ems: float
    gap: float = 0.0


def paragraphs(document: Document) -> list[list[Set]]:
    """The lines of each paragraph with Han, over pages."""
    found: dict[tuple[int, str], list[Set]] = defaultdict(list)
    for page in document.pages:
        for box in (*body_boxes(page), *footnote_area_boxes(page)):
            lines = [child for child in getattr(box, "children", ()) if isinstance(child, LineBox)]
            if isinstance(box, InlineBlockBox):
                continue  # the number of a paragraph
            for line in lines:
                found[_name(line, box)].append(_seen(line, box))
    return [lines for lines in found.values() if HAN.search("".join(line.text for line in lines))]


def _name(line: Box, box: Box) -> tuple[int, str]:
    """What the lines of one paragraph have in common, on whatever page they are."""
    if getattr(line, "setting", None) is not None:
        return id(vars(line)["setting"]), "set"
    return id(box.element), f"{box.element_tag} {type(box).__name__}"


def _seen(line: Box, box: Box) -> Set:
    pieces = [b for b in _pieces(line) if b.text.translate(INVISIBLE)]
    calls = [box_tag(b).endswith("::footnote-call") for b in pieces]
    text = "".join(b.text for b in pieces).translate(INVISIBLE)
    words = "".join(b.text for b, call in zip(pieces, calls, strict=True) if not call).translate(INVISIBLE)
    end = max((b.position_x + b.width for b in pieces), default=0.0)
    short = box.content_box_x() + box.width - end
    spaced = any(
        after and b.text.translate(INVISIBLE).endswith(" ") for b, after in zip(pieces, calls[1:], strict=False)
    )
    flush = line.style["text_align_all"] == "justify"
    broken = any(str(b.element_tag).startswith("br") for b in all_boxes(line))
    size = line.style["font_size"]
    return Set(
        text, words, short, flush, calls[:1] == [True], spaced, broken, box.width / size, _measure_gap(pieces) / size
    )


def _measure_gap(pieces: list[TextBox]) -> float:
    """The pixels added to the gaps between Han and Latin of a line; twice those between Han, if it has no other."""
    added: dict[bool, list[float]] = {True: [], False: []}
    for box in pieces:
        after = getattr(box.pango_layout, "after", [])
        for n, extra in enumerate(after[:-1]):
            pair = box.text[n : n + 2]
            if pair[0] == " " or (HAN.match(pair[0]) and HAN.match(pair[1])):
                added[pair[0] == " "].append(extra)
    wide, narrow = (sum(values) / len(values) if values else 0.0 for values in (added[True], added[False]))
    return wide if added[True] else 2 * narrow


def _pieces(box: Box) -> Iterator[TextBox]:
    """The text boxes of a line; a number in a box of its own is no text of it."""
    for child in box.children:
        if isinstance(child, TextBox):
            yield child
        elif isinstance(child, InlineBox):
            yield from _pieces(child)


def can_stretch(text: str) -> bool:
    """Whether a line has a place that may be opened: a space, or one between Han, or Han and Latin."""
    return (
        " " in text or "\u00a0" in text or bool(re.search(r"[\u3400-\u9fff、，；：。]\w|\w[\u3400-\u9fff《“（]", text))
    )


def tight_beside_loose(lines: list[Set]) -> list[Set]:
    """The pressed lines of a paragraph that stand beside opened ones."""
    inner = [line for line in lines[:-1] if line.flush and not line.broken]
    return [
        line
        for n, line in enumerate(inner)
        if line.gap < PRESSED
        and any(other.gap > OPENED for other in (*inner[max(0, n - 1) : n], *inner[n + 1 : n + 2]))
    ]


def inspect(lines: list[Set]) -> Iterator[tuple[str, str]]:
    """What is wrong in a paragraph: its kind, and where."""
    for n, line in enumerate(lines):
        last, before = n == len(lines) - 1 or line.broken, lines[n - 1].text[-6:] if n else ""
        where = f"{before}|{line.text[:14]}"
        if n and line.text[:1] and line.text[0] in NO_START:
            yield FAULTS[0], where
        if not last and line.text[-1:] and line.text[-1] in NO_END:
            yield FAULTS[1], f"{line.text[-12:]}|"
        if n and line.called:
            yield FAULTS[2], where
        if (n and line.text[:1] == " ") or line.text[-1:] == " ":
            yield FAULTS[3], where
        if last and n and not lines[n - 1].broken and sum(character.isalnum() for character in line.words) == 1:
            yield FAULTS[4], where
        if line.short < -1:
            yield FAULTS[7], f"{-line.short:.1f} px: {line.text}"
        if line.spaced:
            yield FAULTS[8], line.text
        if "  " in line.text:
            yield FAULTS[9], line.text
    yield from _cut(lines)


def _cut(lines: list[Set]) -> Iterator[tuple[str, str]]:
    """Symbols and numbers that go over a line's end."""
    whole = "".join(line.words + "\n" for line in lines)
    ends = [n for n, character in enumerate(whole) if character == "\n"][:-1]
    for end in ends:
        joined = whole[:end].replace("\n", "") + whole[end + 1 :].replace("\n", "")
        place = end - whole[:end].count("\n")
        near, at = joined[max(0, place - 80) : place + 80], min(place, 80)
        where = f"{near[at - 10 : at]}|{near[at : at + 10]}"
        cut = [m[0] for m in SYMBOL.finditer(near) if m.start() < at < m.end()]
        between = near[at - 1 : at].isalnum() and near[at : at + 1].isalnum()  # words: their space is gone
        if cut and not between and not _address(near, at) and len(cut[0]) * LETTER < lines[0].ems - 2:
            yield FAULTS[5], where
        if any(m.start() < at < m.end() for m in NUMBER.finditer(near)):
            yield FAULTS[6], where


def _address(text: str, at: int) -> bool:
    return any(m.start() < at < m.end() for m in ADDRESS.finditer(text))


def leave_lines_alone() -> None:
    """Let WeasyPrint set all lines of this process itself."""
    own_lines = SimpleNamespace(open_line=lambda *arguments: arguments[1], must_keep_last_word=lambda *_: False)
    vars(hooks)["alphabetic"] = own_lines


def lay_out(book: Book, page: int = 0, plain: bool = False) -> pdf.BodyLayout:
    """The book's body laid out, on pages of a width in mm; ``plain``: by WeasyPrint's own lines."""
    here = shop(book.resolution.language)
    if page:
        here = replace(here, styles=(*here.styles, Sheet("width.css", "text/css", f"@page {{ size: {page}mm 297mm }}")))
    if plain:
        leave_lines_alone()
    return pdf.lay_out_body(typeset.make_body_sheet(book), here)
