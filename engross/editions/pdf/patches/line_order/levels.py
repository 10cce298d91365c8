"""Levels of characters, and the visual order that they mean (UAX 9).

Levels come from Pango, which has them from FriBidi: the library that orders what Pango draws.
"""

from __future__ import annotations

import re

from engross_weasyprint.text.ffi import ffi, gobject, pango

# Scripts that run from right to left, and the marks that turn direction.
RTL_CHARACTER = re.compile(
    "[\u0590-\u08ff\u200f\u202b\u202e\u2067\ufb1d-\ufdff\ufe70-\ufeff\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
LINE_END_SPACE = re.compile("[\\s\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]+\\Z")  # rule L1
ISOLATE_MARK = re.compile("[\u2066\u2067\u2069]")  # from left to right, from right to left, its end
RTL_ISOLATE, ISOLATE_END = "\u2067", "\u2069"
OTHER_DIRECTION = re.compile("[\u2068\u202a-\u202e]")  # an isolate by its first letter; embeddings, overrides
BOUNDARY_NEUTRALS = re.compile("[\u00ad\u200b-\u200d\u2060-\u2064\ufeff]*")  # class BN, which rule X9 takes out

Isolate = tuple[int, int, int]  # the first character inside, the end mark, the level of a paragraph of its direction
LevelRun = tuple[int, int, int]  # characters of one level: the first, the one behind the last, the level


def find_levels(text: str, base: int) -> bytes:
    """Return the level of each character of a paragraph; ``base``: that of the paragraph, 1 from right to left.

    What an isolate holds is ordered as a paragraph of its own (rules X5a to X6a, X10): FriBidi 1.0 takes the isolates
    of a paragraph for one text, so that a full stop at the end of one and figures in the next are one number to it.
    """
    isolates = _find_isolates(text)
    cuts = [0, *(place for first, last, _ in isolates for place in (first, last)), len(text)]
    around = _ask_levels("".join(text[start:end] for start, end in zip(cuts[::2], cuts[1::2], strict=True)), base)
    levels, done = bytearray(), 0
    for (first, last, inner_base), start in zip(isolates, cuts[::2], strict=False):
        levels += around[done : done + first - start]
        done += first - start
        raised = base + (2 if inner_base == base else 1) - inner_base  # to the next odd or even level (X5a, X5b)
        inner = _skip_boundary_neutrals(text, first, last)
        levels += levels[-1:] * (inner - first)
        levels += bytes(level + raised for level in find_levels(text[inner:last], inner_base))
    return bytes(levels) + around[done:]


def _skip_boundary_neutrals(text: str, first: int, last: int) -> int:
    """Return where the characters of class BN at ``first`` end: their level is that of what stands before (rule X9)."""
    match = BOUNDARY_NEUTRALS.match(text, first, last)
    return match.end() if match else first


def _find_isolates(text: str) -> list[Isolate]:
    """Return the isolates of a paragraph that are in no other; none where other marks of direction stand."""
    isolates: list[Isolate] = []
    depth = first = 0
    for match in () if OTHER_DIRECTION.search(text) else ISOLATE_MARK.finditer(text):
        if match[0] != ISOLATE_END:
            depth, first = depth + 1, first if depth else match.end()
        elif depth:
            depth -= 1
            if not depth:
                isolates.append((first, match.start(), int(text[first - 1] == RTL_ISOLATE)))
    return [*isolates, (first, len(text), int(text[first - 1] == RTL_ISOLATE))] if depth else isolates


def _ask_levels(text: str, base: int) -> bytes:
    """Return the levels that Pango finds for a paragraph."""
    data = text.encode()
    direction = ffi.new("PangoDirection *", base)
    levels = pango.pango_log2vis_get_embedding_levels(data, len(data), direction)
    found = bytes(ffi.buffer(levels, len(text)))
    gobject.g_free(levels)
    return found


def reset_line_end(text: str, levels: bytes, base: int) -> bytes:
    """Return the levels of a line with those of the white space at its end reset (UAX 9, rule L1)."""
    match = LINE_END_SPACE.search(text)
    return levels[: match.start()] + bytes([base]) * len(match[0]) if match else levels


def find_level_runs(levels: bytes) -> list[LevelRun]:
    """Return the runs of equal levels of a line, in the order of its characters."""
    runs: list[LevelRun] = []
    start = 0
    for n in range(1, len(levels) + 1):
        if n == len(levels) or levels[n] != levels[start]:
            runs.append((start, n, levels[start]))
            start = n
    return runs


def find_visual_runs(levels: bytes) -> list[LevelRun]:
    """Return the level runs of a line from left to right (UAX 9, rule L2)."""
    runs = find_level_runs(levels)
    for level in range(max(levels, default=0), 0, -1):
        n = 0
        while n < len(runs):
            end = n
            while end < len(runs) and runs[end][2] >= level:
                end += 1
            runs[n:end] = runs[n:end][::-1]
            n = max(end, n + 1)
    return runs


def find_visual_order(levels: bytes) -> list[int]:
    """Return the indices of a line's characters from left to right."""
    order: list[int] = []
    for start, end, level in find_visual_runs(levels):
        order += range(end - 1, start - 1, -1) if level % 2 else range(start, end)
    return order
