"""Change the text of a line that has a layout: the places of its calls, styles and narrow gaps move with it."""

from __future__ import annotations

from dataclasses import replace

from engross.readers.lines.lines import Line


def cut_line(line: Line, start: int) -> Line:
    """Return the line of a note without its first ``start`` characters, the white space behind them, and its calls."""
    text = line.text[start:].lstrip()
    gone = len(line.text) - len(text)
    narrow = tuple(place - gone for place in line.narrow if place >= gone)
    return replace(line, text=text, calls=(), styles=line.styles and line.styles[gone:], narrow=narrow)


def remove_characters(line: Line, places: set[int]) -> Line:
    """Return the line without the characters at ``places``."""
    kept = [n for n in range(len(line.text)) if n not in places]
    new_places = {n: at for at, n in enumerate(kept)}
    calls = line.calls and tuple((new_places[a], new_places[b - 1] + 1) for a, b in line.calls)
    return replace(
        line,
        text="".join(line.text[n] for n in kept),
        calls=calls,
        styles=line.styles and tuple(line.styles[n] for n in kept),
        narrow=tuple(new_places[n] for n in line.narrow if n in new_places),
    )
