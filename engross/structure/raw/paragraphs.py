"""Body lines to paragraphs: which line begins one, and what each is."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import pairwise

from engross.language import Language
from engross.marker import count, marker_at
from engross.structure.raw.lines import Line

ENDS = tuple("，；。：！？,;:.!?”」』）)]")


@dataclass(frozen=True, slots=True)
class Layout:
    """What the white space of this text means: whether an indent, or a wide gap, begins a paragraph."""

    indents: bool
    base: int  # the indent of lines that go on
    gap: int  # blank lines between lines of a paragraph
    gaps: bool
    measure: int  # the width of a full line, Han characters counting two


def layout(lines: list[Line]) -> Layout:
    """The habits of the extractor, from the lines that leave no doubt."""
    inner = [line for before, line in pairwise(lines) if not before.text.endswith(ENDS) and not line.joint]
    starts = [line for before, line in pairwise(lines) if before.text.endswith(ENDS) and _numbered(line)]
    base = Counter(line.indent for line in inner).most_common(1)[0][0] if inner else 0
    gap = Counter(line.gap for line in inner).most_common(1)[0][0] if inner else 0
    deep = [line for line in starts if line.indent > base]
    stray = [line for line in inner if line.indent > base]
    wide = [line for line in starts if line.gap > gap and not line.joint]
    torn = [line for line in inner if line.gap > gap]
    measure = sorted(map(width, lines))[int(len(lines) * 0.9)] if lines else 0
    return Layout(
        indents=bool(starts) and len(deep) >= 0.9 * len(starts) and len(stray) <= 0.05 * len(inner),
        base=base,
        gap=gap,
        gaps=bool(starts) and len(wide) >= 0.8 * len(starts) and len(torn) <= 0.05 * len(inner),
        measure=measure,
    )


def _numbered(line: Line) -> bool:
    found = marker_at(line.text)
    return found is not None and found.lastgroup == "number"


def width(line: Line) -> int:
    """The width of a line in Latin characters."""
    return sum(2 if ord(c) > 0x2E7F else 1 for c in line.text)


def paragraphs(lines: list[Line], lang: Language) -> list[list[int]]:
    """The indices of ``lines`` grouped into paragraphs."""
    habits = layout(lines)
    groups: list[list[int]] = []
    last_number = 0
    for n, line in enumerate(lines):
        number = _number(line) if line.begins is None else None
        follows = number is not None and number in (last_number + 1, 1)
        if not groups or follows or _begins(lines[n - 1], line, habits, lang):
            groups.append([n])
            last_number = number if number is not None and follows else last_number
        else:
            groups[-1].append(n)
    return groups


def _number(line: Line) -> int | None:
    found = marker_at(line.text)
    return count(found[0]) if found and found.lastgroup == "number" else None


def _begins(before: Line, line: Line, habits: Layout, lang: Language) -> bool:
    """Whether a paragraph begins with ``line``. What the layout says goes before what the words say."""
    if line.begins is not None:
        return line.begins
    if habits.indents and line.calls is None:
        return line.indent > habits.base
    if habits.gaps and line.calls is None and not line.joint:
        return line.gap > habits.gap
    if not before.text.endswith(ENDS) or _alone(before):
        return False
    marker = marker_at(line.text)
    if marker and marker.lastgroup in ("letter", "roman", "enclosed", "han", "arabic", "small", "bullet"):
        return True
    short = width(before) < 0.8 * habits.measure and not line.text[0].islower()
    return short or bool(lead_words(line.text, lang))


def _alone(line: Line) -> bool:
    """Whether a line is a paragraph's number and no more: its words are on the next."""
    found = marker_at(line.text)
    return found is not None and found.lastgroup == "number" and found.end() == len(line.text)


def lead_words(text: str, lang: Language) -> str:
    """The lead words that ``text`` begins with, the longest that the language knows; "" for none."""
    best = ""
    for word in lang.words["lead"]["words"]:
        after = text[len(word) : len(word) + 1]
        whole = lang.words["reading"]["tight"] or not after.isalpha()
        if len(word) > len(best) and text.startswith(word) and whole:
            best = word
    return best
