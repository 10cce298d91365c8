"""The pages that engross binds behind a text, index and colophon, known as such; notes below them are the text's."""

from __future__ import annotations

from dataclasses import replace

from engross.language import Language
from engross.structure.raw.lines import BACK, NOTE, TEXT, Line, furnished
from engross.structure.raw.notes import SURE, best_call
from engross.structure.raw.seats import own_number
from engross.text import fold

MORE = 16  # characters that a title may have behind it


def without_back(lines: list[Line], lang: Language) -> list[Line]:
    """Lines with those from the first title of the back matter on known as such.

    That matter may begin on the last page of the text, over its notes: these stay.
    """
    titles = [fold(lang.word(part, "title")) for part in ("index", "colophon")]
    for title in titles:
        start = next((n for n, line in enumerate(lines) if n and _titled(fold(line.text), title)), None)
        if start is not None:
            shown = {n for n, line in enumerate(lines) if line.kind == NOTE and line.page == lines[start].page}
            kept = shown or set(_notes_below(lines, start, lang))
            return [replace(line, kind=BACK) if n >= start and n not in kept else line for n, line in enumerate(lines)]
    return lines


def _titled(said: str, title: str) -> bool:
    """Whether a line is a title, or begins with it and has a word or two more."""
    return said.startswith(title) and len(said) < len(title) + MORE


def _notes_below(lines: list[Line], start: int, lang: Language) -> range:
    """The notes that stand below the beginning of the back matter: the first number that the text calls and lacks."""
    before = [line for line in lines[:start] if line.kind in (TEXT, NOTE)]
    had = {own_number(line.text)[0] for line in before}
    body = [line for line in before if line.kind == TEXT]
    for n in range(start, len(lines)):
        number = own_number(lines[n].text)[0]
        due = number.isdigit() and number not in had and (number == "1" or str(int(number) - 1) in had)
        if due and furnished(lines[n]).kind in (TEXT, NOTE) and best_call(body, number, lang) >= SURE:
            return range(n, next((m for m in range(n + 1, len(lines)) if _over(lines[m], lines[n])), len(lines)))
    return range(0)


def _over(line: Line, first: Line) -> bool:
    """Whether a line is no part of the notes any more that ``first`` begins."""
    return line.top or line.page != first.page or furnished(line).kind != first.kind
