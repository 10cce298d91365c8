"""Ask of each body item everything that speaks for its label: what lines of text say, and what only Word does.

To the evidence of ``line_evidence``, of the item as a line, come its look, its centring, its lists and its whole end.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from engross.grammars.language import Language
from engross.grammars.numbering import NEGOTIATION_LABEL
from engross.model.text import spell_inlines
from engross.readers.common.attach_points import classify_marker, is_point_marker
from engross.readers.common.labels import UNMARKED_LABELS, Label, LineEvidence
from engross.readers.lines.line_evidence import list_line_evidence, name_end, name_words
from engross.readers.lines.lines import Line
from engross.readers.word.body_items import BodyItem
from engross.readers.word.item_markers import OPENERS, cut_marker, find_closed_words, has_lead_look

BOLD_HEADING_CHARACTERS = 200  # of the longest bold paragraph that is a heading, as far as its look says so
ITALIC_HEADING_CHARACTERS = 120  # of the longest italic or underlined one
SECTION_KINDS = ("section", "capital")
LABELS_OF_NEGOTIATORS = {"PP": Label.PREAMBULAR, "OP": Label.OPERATIVE}


@dataclass(frozen=True, slots=True)
class _ItemAnswers:
    """What an item says by itself: its marker, how it opens, its words up to the mark that ends them."""

    item: BodyItem
    number: str
    is_set_apart: bool
    words: str
    start: str  # the kind of the words behind its marker

    @property
    def is_counted(self) -> bool:
        """Whether it has a number as paragraphs have: 1. or 1)."""
        return classify_marker(self.number) == "number"

    @property
    def is_number_alone(self) -> bool:
        """Whether it is nothing but the number of a section, whose title is the next item."""
        return bool(self.number) and not self.words

    @property
    def is_closed(self) -> bool:
        """Whether a bracket ends its number, as points may have it too."""
        return self.number.endswith((")", "）"))


def list_item_evidence(items: Sequence[BodyItem], enacting: frozenset[int], lang: Language) -> list[LineEvidence]:
    """Return the evidence of each item of a text. ``enacting``: the indices of those that are enacting words."""
    answers = [_ask_item(item, lang) for item in items]
    lines = [Line(n, _spell_line(one), begins=True, encloses=n in enacting) for n, one in enumerate(answers)]
    is_numbered = any(one.is_counted for one in answers)
    out: list[LineEvidence] = []
    for n, (one, line) in enumerate(zip(answers, list_line_evidence(lines, None, lang), strict=True)):
        above = answers[n - 1] if n else None
        out.append(
            LineEvidence(
                (*line.begins, *_list_looks(one), *_list_places(one, above, is_numbered=is_numbered)),
                (),
                (
                    *line.ends,
                    *_list_ends(one, answers[n + 1] if n + 1 < len(answers) else None, is_numbered=is_numbered),
                ),
                line.possible if n in enacting else _list_possible_labels(one, above, line),
                line.is_section or bool(one.item.rank and one.number),
                is_start=True,
            )
        )
    return out


def match_negotiators_label(item: BodyItem) -> re.Match[str] | None:
    """Return the match of the label that negotiators give to a paragraph; None for none, and for one with a number."""
    return None if item.number else NEGOTIATION_LABEL.match(spell_inlines(item.content, calls=False))


def _spell_line(one: _ItemAnswers) -> str:
    spelled = f"{one.number} {one.words}" if one.number else one.words
    return " ".join(spelled.split()) or one.item.text or "-"


def _ask_item(item: BodyItem, lang: Language) -> _ItemAnswers:
    number, content = (item.number, item.content) if item.number else cut_marker(item.content, bool(item.rank))
    words = " ".join(find_closed_words(content).split())
    start = name_words(OPENERS.sub("", words, count=1), lang)
    return _ItemAnswers(item, number, has_lead_look(content), words, start)


def _list_looks(one: _ItemAnswers) -> Iterator[str]:
    """Yield what sets an item, or its first words, apart."""
    look, end = one.item.look, "ended" if name_end(one.words) != "no mark" else "no mark"
    if look is not None:
        most = BOLD_HEADING_CHARACTERS if one.item.is_all_bold else ITALIC_HEADING_CHARACTERS
        size = "long" if len(one.words) > most else end
        yield f"all={look.value}, {size}"
    else:
        yield "apart=lead" if one.is_set_apart else "apart=none"
    if one.item.align == "center":
        yield f"align=center, {end}"
    if one.words.isupper():
        yield f"all=capitals, {end}"


def _list_places(one: _ItemAnswers, above: _ItemAnswers | None, *, is_numbered: bool) -> Iterator[str]:
    """Yield what a marker or a list says of an item, or its words where it has none of these."""
    if one.item.level is not None and not one.number:
        yield "list=inner" if one.item.level else "list=outer"
    if one.number:
        apart = ", set apart" if one.is_set_apart else ""
        kind = "closed" if one.is_counted and one.is_closed else classify_marker(one.number)
        yield f"marked={kind}"
        yield f"marked={kind}, {one.start}{apart}"
    else:
        yield f"{'unmarked' if is_numbered else 'unnumbered'}={one.start}"
        yield f"{'unmarked' if is_numbered else 'unnumbered'}={'set apart' if one.is_set_apart else 'plain'}"
    if above is not None:
        yield "behind=number alone" if above.is_number_alone else f"behind={name_end(above.words)}"


def _list_ends(one: _ItemAnswers, below: _ItemAnswers | None, *, is_numbered: bool) -> Iterator[str]:
    """Yield how an item ends, whole as it is, and what begins below it."""
    end = name_end(one.words)
    yield f"whole={end}"
    if not one.is_set_apart and not one.number and one.start == "none":
        yield f"whole={end}, bare"
    if below is None:
        yield f"under=nothing, {'numbered' if is_numbered else 'unnumbered'}"
    elif below.number:
        yield f"under={'closed' if below.is_counted and below.is_closed else classify_marker(below.number)}"
    else:
        yield f"under={below.start}{', set apart' if below.is_set_apart else ''}"


def _list_possible_labels(one: _ItemAnswers, above: _ItemAnswers | None, line: LineEvidence) -> frozenset[Label]:
    """Return the labels that an item may have: its style, its marker or a negotiator's label leave few."""
    if one.item.rank:
        return frozenset({Label.HEADING})
    if label := match_negotiators_label(one.item):
        return frozenset({LABELS_OF_NEGOTIATORS[label["kind"]]})
    look = frozenset({Label.HEADING}) if one.item.look is not None else frozenset[Label]()
    if one.is_counted:
        return look | ({Label.OPERATIVE, Label.POINT} if one.is_closed else {Label.OPERATIVE})
    if is_point_marker(one.number) and classify_marker(one.number) != "small":
        return look | {Label.POINT}
    unmarked = UNMARKED_LABELS if _has_look_of_heading(one, above, line) else UNMARKED_LABELS - {Label.HEADING}
    return unmarked | {Label.POINT} if one.item.level or one.number else unmarked


def _has_look_of_heading(one: _ItemAnswers, above: _ItemAnswers | None, line: LineEvidence) -> bool:
    """Return whether anything but its end speaks for an item as a heading: look, centring, capitals, a number."""
    is_numbered = bool(one.number) or any(item.startswith("heading=") for item in line.begins)
    is_apart = one.item.look is not None or one.item.align == "center" or one.words.isupper()
    return is_numbered or is_apart or (above is not None and above.is_number_alone)
