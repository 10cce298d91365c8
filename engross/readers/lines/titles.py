"""Find the call of a note in a title, and take it out of the title's words if the note exists."""

from __future__ import annotations

import re
from dataclasses import dataclass

from engross.grammars.language import Language
from engross.model.tree import Inline, Text
from engross.readers.lines.body import BodyMaterial, build_bare_inlines
from engross.readers.lines.emphasis import emphasise_within
from engross.readers.lines.lines import TEXT_LINE, Line
from engross.readers.lines.note_blocks import RawNote
from engross.readers.lines.note_calls import SURE_LIKELIHOOD, rate_best_call
from engross.readers.lines.parts import PartLabel

CALL_AT_END = re.compile(r"(?<=[^\W\d_])\d{1,2}$|(?<=[)»”\"])\d{1,2}$|\*{1,3}$|[(]\d[)]$")  # it clings to the last word


@dataclass(frozen=True, slots=True)
class TitleCall:
    """What may be the call of a note in a title: the index of its line, its span in it, its number.

    ``before`` and ``after``: the title's words around it; ``whole``: the title with it, as if it were one of its words.
    """

    line: int
    start: int
    end: int
    before: str
    after: str
    whole: str
    number: str
    raised: bool = False


def find_title_call(lines: list[Line], title_lines: list[int], number: str) -> TitleCall | None:
    """Return the likeliest call in the lines of a title that begins with ``number``; None for none.

    In a PDF it is raised. In a text it clings to the title's end, or stands alone on the line before, being set high.
    """
    texts = [lines[n].text for n in title_lines]
    title = _spell_title(texts, number)
    above = title_lines[0] - 1
    if above >= 0 and lines[above].kind == TEXT_LINE and re.fullmatch(r"\d{1,2}|\*{1,3}", lines[above].text):
        return TitleCall(above, 0, len(lines[above].text), title, "", title, lines[above].text)
    for at in range(len(title_lines) - 1, -1, -1):
        line = lines[title_lines[at]]
        if span := _find_call_span(line, last=at == len(title_lines) - 1):
            before = _spell_title([*texts[:at], line.text[: span[0]]], number)
            after = "\n".join([line.text[span[1] :], *texts[at + 1 :]]).rstrip()
            call_number = line.text[slice(*span)].strip("()（） ")
            return TitleCall(title_lines[at], *span, before, after, title, call_number, raised=line.calls is not None)
    return None


def _spell_title(lines: list[str], number: str) -> str:
    return "\n".join(lines).removeprefix(number).strip()


def _find_call_span(line: Line, last: bool) -> tuple[int, int] | None:
    """Return the span of a call's number in a line of a title, or None. ``last``: it is the title's last line."""
    if line.calls is not None:
        return line.calls[-1] if line.calls and line.calls[-1][0] else None
    match = CALL_AT_END.search(line.text) if last else None
    return match.span() if match else None


def find_title_note(call: TitleCall | None, notes: list[RawNote], body: list[Line], lang: Language) -> RawNote | None:
    """Return the note that a title calls, one of its number; None if there is none or the body surely calls it."""
    note = next((note for note in notes if call and note.number == call.number), None)
    if call is None or note is None:
        return None
    is_body_call = (
        call.number.isdigit() and not call.raised and rate_best_call(body, call.number, lang) >= SURE_LIKELIHOOD
    )
    return None if is_body_call else note


def build_title(title: str, call: TitleCall | None, note: Inline | None) -> tuple[Inline, ...]:
    """Return the words of a title with its note in place; without a note what looked like a call is one of them."""
    if call is None or note is None:
        return (Text(call.whole if call else title),)
    return (Text(call.before), note, *((Text(call.after),) if call.after.strip() else ()))


def build_part_title(material: BodyMaterial, label: PartLabel) -> tuple[Inline, ...]:
    """Return the title of a part with the notes that it calls, without the part's letter."""
    first, *others = build_bare_inlines(material, label.lines)
    words = first.text[label.title :].lstrip() if isinstance(first, Text) else ""
    title = (Text(words), *others) if words else tuple(others)
    return emphasise_within(title, material.list_group_letters(label.lines))
