"""Read the head of a draft of a simulation, whose lines have labels, and the numbers that bodies write out in words."""

from __future__ import annotations

import re
from dataclasses import dataclass

from engross.grammars.language import Language
from engross.model.tree import Inline, LineBreak, Text
from engross.readers.lines.lines import Line


def find_label_field(line: str, lang: Language) -> str:
    """Return the field of a masthead whose label a line begins with, "Committee:", "Signatories:"; "" for none."""
    labels: dict[str, str] = lang.words["draft_head"]
    return next((name for name, label in labels.items() if re.match(label, line)), "")


def join_proponent_lines(lines: list[str], lang: Language) -> tuple[Inline, ...]:
    """Join the lines on who proposed a text; each that begins with a label stays a line of its own."""
    content: list[Inline] = []
    for n, line in enumerate(lines):
        last = content[-1] if content else None
        if n and find_label_field(line, lang):
            content += [LineBreak(), Text(line)]
        else:
            content[-1:] = [Text(f"{last.text}\n{line}" if isinstance(last, Text) else line)]
    return tuple(content)


@dataclass(frozen=True, slots=True)
class NamedNumber:
    """The number over the title of a body's text: the index of its line, the number, what follows it on the line."""

    at: int
    number: str
    title: str


def find_named_number(lines: list[Line], texts: list[int], lang: Language) -> NamedNumber | None:
    """Return the last number of a document among ``texts``: "Decision 1/CP.26", "WHA75.8"; None for none.

    None for the draft of a simulation too, whose lines have labels: its number is no head of a title.
    """
    if any(find_label_field(lines[n].text, lang) for n in texts):
        return None
    kinds = "|".join(lang.words["citation"][kind] for kind in ("resolution", "decision"))
    named = re.compile(
        rf"(?P<number>(?i:{kinds})\s+\S*\d[^\s.:]*(?:\.\d+)*(?:\s*\([^()]*\))?|[A-Z]{{2,6}}\d{{1,3}}\.\d{{1,3}})"
        r"(?P<stop>[.．:]?)(?:\s+(?P<title>.*))?"
    )
    found = ((n, match) for n in reversed(texts) if (match := named.fullmatch(lines[n].text)))
    numbers = (NamedNumber(n, match["number"] + match["stop"], match["title"] or "") for n, match in found)
    return next(numbers, None)
