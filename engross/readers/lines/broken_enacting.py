"""Join enacting words that a narrow column broke over two lines: "The Security / Council,"."""

from __future__ import annotations

from dataclasses import replace

from engross.grammars.enacting import are_enacting_words
from engross.grammars.language import language_codes, load_language
from engross.readers.common.end_marks import COMMAS
from engross.readers.lines.lines import TEXT_LINE, Line

BROKEN_CHARACTERS = 60  # of each of the two lines, at most


def join_enacting_words(lines: list[Line]) -> list[Line]:
    """Return lines with each two of them joined that together are nothing but an organ's enacting words and a comma."""
    out: list[Line] = []
    for line in lines:
        before = out[-1] if out else None
        if before and _may_be_broken(before, line) and _is_enacting(f"{before.text} {line.text}", before.text):
            out[-1] = replace(before, text=f"{before.text} {line.text}")
        else:
            out.append(line)
    return out


def _may_be_broken(before: Line, line: Line) -> bool:
    are_texts = before.kind == line.kind == TEXT_LINE and before.calls is None and not before.spot
    return (
        are_texts
        and not line.gap
        and line.text.endswith(COMMAS)
        and max(len(before.text), len(line.text)) <= BROKEN_CHARACTERS
    )


def _is_enacting(words: str, first: str) -> bool:
    """Return whether words up to their comma are an organ's enacting words, which the ``first`` of them are not yet."""
    name = words.rstrip("".join(COMMAS)).rstrip()
    return len(name) > len(first) and any(are_enacting_words(name, load_language(code)) for code in language_codes())
