"""Characters to rows: what stands on one baseline, with the numbers that are set small and high in their places."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from engross.structure.pdf.glyphs import Glyph
from engross.structure.raw.bidi import bracketed, is_rtl, order, plain

SAME = 1.8  # pt: two baselines that are one, as Word sets a masthead
SMALL = 0.8  # of the size beside it: a raised character
COLUMN = 3.5  # em: a gap that parts columns
GUESS = 0.08  # em: a gap where PDFium infers a space, beside vowel signs
WORD = 0.16  # em: a gap that parts words where no space is drawn
QUOTES = str.maketrans("“”‘’", "”“’‘")  # which PDFium mirrors in lines from right to left, and Unicode does not
LABEL = re.compile(r"\S{1,14}[.．]?|[(（]\S{1,4}[)）]")  # a number before its title is no column


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a page: page from 0, left edge, right edge and baseline in pt, the size that most of it has.

    ``raised``: the spans of its text that are set small and high.
    """

    page: int
    text: str
    left: float
    right: float
    base: float
    size: float
    raised: tuple[tuple[int, int], ...] = ()


def body_size(pages: list[list[Glyph]]) -> float:
    """The size that most characters of a document have, in pt to the half."""
    sizes = Counter(round(glyph.size * 2) / 2 for page in pages for glyph in page if glyph.text.strip())
    return sizes.most_common(1)[0][0]


def rows(page: list[Glyph], number: int) -> list[Row]:
    """The rows of a page from the top down, columns of a row from left to right."""
    out: list[Row] = []
    rtl = is_rtl("".join(glyph.text for glyph in page))
    for group in _baselines([glyph for glyph in page if not glyph.inferred or glyph.text == " "]):
        out += (_row(cell, number, rtl) for cell in _cells(group) if any(glyph.text.strip() for glyph in cell))
    return out


def _baselines(page: list[Glyph]) -> list[list[Glyph]]:
    """The characters by baselines; a raised one goes with the nearest baseline under it that reaches it."""
    drawn = [glyph for glyph in page if not glyph.inferred and glyph.text.strip() and not _sign(glyph)]
    bases: list[tuple[float, list[Glyph]]] = []
    for glyph in sorted(drawn, key=lambda one: (-one.size, -one.base)):
        home = next((row for base, row in bases if _belongs(glyph, base, row)), None)
        if home is None:
            bases.append((glyph.base, [glyph]))
        else:
            home.append(glyph)
    for glyph in page:
        if _sign(glyph):
            near = min(bases, key=lambda pair: abs(pair[0] - glyph.base), default=None)
            if near:
                near[1].append(glyph)
        elif glyph.inferred or not glyph.text.strip():
            near = min(bases, key=lambda pair: abs(pair[0] - glyph.base), default=None)
            if near and abs(near[0] - glyph.base) < SAME:
                near[1].append(glyph)
    return [_signed(sorted(row, key=lambda one: one.left)) for _, row in sorted(bases, key=lambda pair: -pair[0])]


def _sign(glyph: Glyph) -> bool:
    """Whether a character is a vowel sign, which may stand over or under its line."""
    return unicodedata.combining(glyph.text[0]) > 0


def _signed(row: list[Glyph]) -> list[Glyph]:
    """A row with each vowel sign behind the letter that it stands on, wherever a font sets its origin."""
    signs = [glyph for glyph in row if _sign(glyph)]
    letters = [glyph for glyph in row if not _sign(glyph)]
    drawn = [glyph for glyph in letters if glyph.text.strip() and not glyph.inferred]
    for sign in signs if drawn else ():
        home = min(drawn, key=lambda one: abs((one.left + one.right) / 2 - (sign.left + sign.right) / 2))
        letters.insert(letters.index(home) + 1, sign)
    return letters


def _belongs(glyph: Glyph, base: float, row: list[Glyph]) -> bool:
    """Whether a character stands on a baseline, or raised over it beside one of its characters."""
    if abs(glyph.base - base) < SAME:
        return True
    size = row[0].size
    if not (glyph.size < SMALL * size and SAME <= glyph.base - base < 0.6 * size):
        return False
    return any(abs(glyph.left - one.right) < 2 * size or abs(one.left - glyph.right) < 2 * size for one in row)


def _cells(row: list[Glyph]) -> Iterator[list[Glyph]]:
    """The columns of a row."""
    cell: list[Glyph] = []
    edge = 0.0
    for glyph in row:
        if not glyph.text.strip():
            cell.append(glyph)
            continue
        said = "".join(one.text for one in cell).strip()
        if said and not LABEL.fullmatch(said) and glyph.left - edge > COLUMN * glyph.size:
            yield cell
            cell = []
        cell.append(glyph)
        edge = glyph.right
    yield cell


def _row(cell: list[Glyph], page: int, rtl: bool) -> Row:
    drawn = [glyph for glyph in cell if glyph.text.strip()]
    size = Counter(round(glyph.size, 1) for glyph in drawn).most_common(1)[0][0]
    base = Counter(glyph.base for glyph in drawn if abs(glyph.size - size) < 0.2).most_common(1)[0][0]
    text, raised = _spelled(cell, size, base)
    if rtl and (is_rtl(text) or text[:1] in tuple(".،؛:)") or text.endswith("(")):
        text, raised = _read_out(text, raised)
    elif rtl and raised and raised[-1][1] == len(text):  # at the right edge: a note's number before Latin words
        start = raised[-1][0]
        text, raised = text[start:] + text[:start], ((0, len(text) - start), *raised[:-1])
    left, right = drawn[0].left, max(glyph.right for glyph in drawn)
    edges = (-right, -left) if rtl else (left, right)  # lines begin at the right edge there
    return Row(page, text, *edges, base, size, raised)


def _read_out(look: str, raised: tuple[tuple[int, int], ...]) -> tuple[str, tuple[tuple[int, int], ...]]:
    """A row that runs from right to left in the order in which it is read, and its raised spans."""
    places = order(look)
    high = [any(start <= n < end for start, end in raised) for n in places]
    spans: list[tuple[int, int]] = []
    for at, raised_here in enumerate(high):
        if raised_here and spans and spans[-1][1] == at:
            spans[-1] = (spans[-1][0], at + 1)
        elif raised_here:
            spans.append((at, at + 1))
    return bracketed(plain("".join(look[n] for n in places)).translate(QUOTES)), tuple(spans)


def _spelled(cell: list[Glyph], size: float, base: float) -> tuple[str, tuple[tuple[int, int], ...]]:
    """The text of a row and the spans of it that are raised; a raised number clings to the word before it."""
    spans: list[tuple[int, int]] = []
    text, edge, spaced, guessed = "", 0.0, False, False
    signs = any(map(_sign, cell))  # over which PDFium sees gaps
    for glyph in cell:
        if not glyph.text.strip():
            spaced, guessed = spaced or not (signs and glyph.inferred), guessed or glyph.inferred
            continue
        spaced, guessed = spaced or (guessed and glyph.left - edge > GUESS * size), False
        high = glyph.size < SMALL * size and glyph.base - base >= SAME
        wide = glyph.left - edge > WORD * size and _latin(text[-1:]) and _latin(glyph.text)
        if text and (spaced or wide) and not (high and not (spans and spans[-1][1] == len(text))):
            text += " "
        if high and spans and spans[-1][1] == len(text):
            spans[-1] = (spans[-1][0], len(text) + len(glyph.text))
        elif high:
            spans.append((len(text), len(text) + len(glyph.text)))
        text, edge, spaced = text + glyph.text, max(edge, glyph.right) if _sign(glyph) else glyph.right, False
    return text, tuple(spans)


def _latin(character: str) -> bool:
    return bool(character) and ord(character[0]) < 0x2E80
