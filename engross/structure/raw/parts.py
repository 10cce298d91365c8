"""Where the parts of a resolution begin, A, B and so on: each has a letter, a title and enacting words of its own."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from engross.marker import LOOK_ALIKES
from engross.structure.raw.lines import TEXT, Line
from engross.symbol.grammar import ALPHABET

NAMES = {name: ord(letter) - ord("A") for name, letter in ALPHABET.items()}  # ألف, باء
LATIN = {chr(code): code - ord("A") for code in range(ord("A"), ord("Z") + 1)}
CYRILLIC = {letter: LATIN[letter.translate(LOOK_ALIKES)] for letter in "АВСЕН"}
PLACES = NAMES | LATIN | CYRILLIC
LABEL = re.compile(rf"(?P<letter>{'|'.join(PLACES)})(?:[.．]?(?:\s+|(?=[\u4e00-\u9fff]))(?P<title>.*))?")
TITLE = 8  # lines of a part's title, at most


@dataclass(frozen=True, slots=True)
class Label:
    """The lines of a part's letter and title, by their places; the letter, and where the title begins on its line."""

    lines: range
    letter: str
    title: int

    @property
    def enacting(self) -> int:
        """The line of the part's enacting words."""
        return self.lines.stop


def opened(line: Line, phrases: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """The organs whose enacting words a line begins with, and the rest of the line."""
    if line.kind != TEXT or line.spot:
        return
    for organ, phrase in phrases:
        rest = line.text.removeprefix(phrase)
        if rest != line.text and (not rest.strip() or rest[0] in ",，، "):
            yield organ, rest


def labels(lines: list[Line], phrases: Iterable[tuple[str, str]]) -> tuple[Label, ...]:
    """The parts that lines have, in the order of their letters; none where there are not two.

    ``phrases``: organs and their enacting words.
    """
    words = tuple(phrases)
    found: list[Label] = []
    for n, line in enumerate(lines):
        match = LABEL.fullmatch(line.text) if line.kind == TEXT and not line.spot else None
        if match and PLACES[match["letter"]] == len(found):
            end = next((m for m in range(n + 1, n + 1 + TITLE) if m < len(lines) and any(opened(lines[m], words))), 0)
            if end and not any(lines[m].text.endswith((";", "؛", "；")) for m in range(n, end)):
                start = match.start("title") if match["title"] else len(line.text)
                found.append(Label(range(n, end), match["letter"], start))
    return tuple(found) if len(found) > 1 else ()
