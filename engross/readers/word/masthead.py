"""Sort the lines above the title of a Word document into the fields of a masthead."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from engross.grammars.dates import find_iso_date
from engross.grammars.language import Language
from engross.model.tree import Masthead
from engross.readers.lines.draft import is_sponsors_text
from engross.readers.lines.head import classify_masthead_line
from engross.readers.lines.labelled_head import join_proponent_lines
from engross.readers.lines.numbered_head import NumberedHead
from engross.readers.word.body_items import BodyItem
from engross.readers.word.head import list_item_lines
from engross.readers.word.head_bounds import find_council_head
from engross.readers.word.styles import WordStyles

ASSEMBLY_COUNCILS = ("hrc",)  # their documents are the Assembly's: its name stands where that of the organ does
PERIOD_DASH = re.compile(r"\s?–\s?")  # between the first and the last day of a session


def build_masthead(items: list[BodyItem], lang: Language, organ: str, styles: WordStyles) -> Masthead:
    """Sort the lines above the title into the fields of a masthead, by their styles and their words."""
    values: dict[str, list[str]] = {}
    current = "other"
    head = find_council_head(items, organ, lang)
    for n, item in enumerate(items):
        for line in list_item_lines(item):
            current = (
                _find_item_field(item, lang, styles)
                or _find_head_field(head, n)
                or classify_masthead_line(line, current, organ, lang)
            )
            current = _find_seat(line, current, organ, lang)
            current = "other" if current == "symbol" and "symbol" in values else current
            values.setdefault(current, []).append(line)
    other_lines = tuple(values.pop("other", ()))
    proponent = join_proponent_lines(values.pop("proponent", []), lang)
    period = tuple(values.pop("period", ()))
    joined: dict[str, Any] = {field: " ".join(lines) for field, lines in values.items()}
    return replace(Masthead(), **joined, period=period, proponent=proponent, other=other_lines)


def _find_item_field(item: BodyItem, lang: Language, styles: WordStyles) -> str:
    """Return the field that the whole of a paragraph says by its style, or as the sponsors of a draft; "" for none."""
    if item.table is not None:
        return ""
    return styles.masthead_field(item.style) or ("proponent" if is_sponsors_text(item.text, lang) else "")


def _find_seat(line: str, field: str, organ: str, lang: Language) -> str:
    """Return the field of a line of a masthead that names the Assembly above one of its Councils, or two days."""
    names = lang.words["organs"]
    if organ in ASSEMBLY_COUNCILS:
        field = {names["ga"]: "organ", names[organ]: "subsidiary"}.get(line, field)
    days = PERIOD_DASH.split(line)
    is_period = len(days) == 2 and days[0][:1].isdigit() and bool(find_iso_date(days[1], lang, whole=True))
    return "period" if is_period else field


def _find_head_field(head: NumberedHead | None, n: int) -> str:
    """Return the field of a masthead for an item of a council's head; "" for any other item."""
    return "" if head is None else "adoption" if n in head.lines else "other" if n in head.adoption else ""
