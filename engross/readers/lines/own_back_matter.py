"""Mark the pages that engross binds behind a text, index and imprint; notes below them are the text's."""

from __future__ import annotations

from dataclasses import replace

from engross.grammars.language import Language
from engross.model.text import fold
from engross.readers.lines.lines import BACK_MATTER, NOTE_LINE, TEXT_LINE, Line, classify_by_words
from engross.readers.lines.note_blocks import read_leading_number
from engross.readers.lines.note_calls import SURE_LIKELIHOOD, rate_best_call

TITLE_TAIL_CHARACTERS = 16  # characters that may follow a title on its line


def mark_back_matter(lines: list[Line], lang: Language) -> list[Line]:
    """Mark all lines from the first title of the back matter on.

    The back matter may begin on the last page of the text, above its notes: these stay.
    """
    titles = [fold(lang.word(part, "title")) for part in ("index", "colophon")]
    for title in titles:
        start = next((n for n, line in enumerate(lines) if n and _is_title_line(fold(line.text), title)), None)
        if start is not None:
            notes_on_page = {
                n for n, line in enumerate(lines) if line.kind == NOTE_LINE and line.page == lines[start].page
            }
            kept = notes_on_page or set(_find_notes_below(lines, start, lang))
            return [
                replace(line, kind=BACK_MATTER) if n >= start and n not in kept else line
                for n, line in enumerate(lines)
            ]
    return lines


def _is_title_line(line: str, title: str) -> bool:
    """Return whether a folded line is a title, or begins with it and has a word or two more."""
    return line.startswith(title) and len(line) < len(title) + TITLE_TAIL_CHARACTERS


def _find_notes_below(lines: list[Line], start: int, lang: Language) -> range:
    """Return the range of the text's notes below the beginning of the back matter; an empty one if there are none.

    They begin with the first number that the text calls and whose note does not stand above.
    """
    before = [line for line in lines[:start] if line.kind in (TEXT_LINE, NOTE_LINE)]
    numbers_above = {read_leading_number(line.text)[0] for line in before}
    body = [line for line in before if line.kind == TEXT_LINE]
    for n in range(start, len(lines)):
        number = read_leading_number(lines[n].text)[0]
        due = (
            number.isdigit()
            and number not in numbers_above
            and (number == "1" or str(int(number) - 1) in numbers_above)
        )
        if (
            due
            and classify_by_words(lines[n]).kind in (TEXT_LINE, NOTE_LINE)
            and rate_best_call(body, number, lang) >= SURE_LIKELIHOOD
        ):
            return range(
                n, next((m for m in range(n + 1, len(lines)) if _is_past_notes(lines[m], lines[n])), len(lines))
            )
    return range(0)


def _is_past_notes(line: Line, first: Line) -> bool:
    """Return whether a line belongs no more to the notes that ``first`` begins."""
    return line.top or line.page != first.page or classify_by_words(line).kind != first.kind
