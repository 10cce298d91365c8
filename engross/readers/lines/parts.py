"""Find the parts of a resolution, A, B and so on: each has a letter, a title and enacting words of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from engross.grammars.enacting import match_enacting_words
from engross.grammars.han import HAN_RANGE
from engross.grammars.language import Language
from engross.grammars.numbering import LOOK_ALIKES
from engross.grammars.symbol.grammar import ARABIC_LETTER_NAMES
from engross.readers.common.end_marks import COMMAS, SEMICOLONS
from engross.readers.lines.lines import TEXT_LINE, Line

LETTER_NAMES = {name: ord(letter) - ord("A") for name, letter in ARABIC_LETTER_NAMES.items()}  # ألف, باء
LATIN_LETTERS = {chr(code): code - ord("A") for code in range(ord("A"), ord("Z") + 1)}
CYRILLIC_LETTERS = {letter: LATIN_LETTERS[letter.translate(LOOK_ALIKES)] for letter in "АВСЕН"}
LETTER_PLACES = LETTER_NAMES | LATIN_LETTERS | CYRILLIC_LETTERS
PART_LABEL = re.compile(rf"(?P<letter>{'|'.join(LETTER_PLACES)})(?:[.．]?(?:\s+|(?=[{HAN_RANGE}]))(?P<title>.*))?")
STOPS = (".", "．")
TITLE_LINES = 8  # lines of a part's title, at most


@dataclass(frozen=True, slots=True)
class PartLabel:
    """The lines of a part's letter and title, the letter, and where the title begins on its line."""

    lines: range
    letter: str
    title: int

    @property
    def enacting(self) -> int:
        """The index of the part's enacting words."""
        return self.lines.stop


def find_enacting_organs(line: Line, lang: Language) -> Iterator[tuple[str, str]]:
    """Yield the organs whose enacting words a line begins with, each with the rest of the line."""
    if line.kind != TEXT_LINE or line.spot:
        return
    for organ, end in match_enacting_words(line.text, lang):
        remainder = line.text[end:]
        if not remainder.strip() or remainder[0] in (*COMMAS, " "):
            yield organ, remainder


def find_part_labels(lines: list[Line], lang: Language, organ: str) -> tuple[PartLabel, ...]:
    """Return the parts among lines, in the order of their letters; none if there are not two, or part A opens the text.

    ``organ``: that of the enacting words of each.
    """
    labels: list[PartLabel] = []
    for n, line in enumerate(lines):
        match = PART_LABEL.fullmatch(line.text) if line.kind == TEXT_LINE and not line.spot else None
        is_of_title = bool(labels) and n < labels[-1].enacting  # two parts have no enacting words in common
        if match and LETTER_PLACES[match["letter"]] == len(labels) and not is_of_title:
            end = next(
                (
                    m
                    for m in range(n + 1, n + 1 + TITLE_LINES)
                    if m < len(lines) and organ in dict(find_enacting_organs(lines[m], lang))
                ),
                0,
            )
            if end and not any(lines[m].text.endswith(SEMICOLONS) for m in range(n, end)):
                start = match.start("title") if match["title"] else len(line.text)
                labels.append(PartLabel(range(n, end), match["letter"], start))
    return tuple(labels) if len(labels) > 1 or (labels and _is_opening_part(lines, labels[0], lang)) else ()


def _is_opening_part(lines: list[Line], label: PartLabel, lang: Language) -> bool:
    """Return whether a part's letter with a stop, and a title, stands right above the first enacting words."""
    first = lines[label.lines.start]
    before = (line for line in lines[: label.lines.start] if line.text.endswith(COMMAS))
    has_stop = first.text[len(label.letter) :].startswith(STOPS) and label.title < len(first.text)
    return has_stop and not any(any(find_enacting_organs(line, lang)) for line in before)
