"""What a file knows of its document, on its first screen: the masthead as printed, the facts as understood."""

from __future__ import annotations

import re
from typing import Any

from engross.dates import is_date
from engross.marker import LONGEST_FIGURE
from engross.model import Facts, Masthead
from engross.notice import Code, notice
from engross.reading import MAST
from engross.structure.yaml.blocks import run
from engross.structure.yaml.node import Value, quote
from engross.symbol import InvalidSymbol, Symbol, parse

MAST_FIELDS = frozenset(Masthead.__slots__)
FACTS = frozenset(Facts.__slots__)
LISTS = ("period", "other")
DATES = ("adopted", "issued")


def symbol(value: Value) -> Symbol:
    """A document symbol. Raises Refusal for anything else."""
    try:
        return parse(value.text())
    except InvalidSymbol as error:
        value.refuse(str(error), "write a symbol such as A/RES/77/213")


def masthead(value: Value) -> Masthead:
    """What stands above the text, line by line."""
    found: dict[str, Any] = {}
    for name, field in value.fields(MAST_FIELDS).items():
        if name == "proponent":
            found[name] = run(field, MAST)
        else:
            found[name] = tuple(i.text(MAST) for i in field.items()) if name in LISTS else field.text(MAST)
    return Masthead(**found)


def facts(value: Value) -> Facts:
    """What was understood of the document."""
    found: dict[str, Any] = {}
    for name, field in value.fields(FACTS).items():
        if name == "meeting":
            found[name] = field.count(0, 10**LONGEST_FIGURE - 1)
        elif name == "resumed":
            found[name] = field.flag()
        elif name == "committee_report":
            found[name] = tuple(symbol(item) for item in field.items())
        elif name == "subjects":
            found[name] = tuple(item.text() for item in field.items())
        else:
            found[name] = date(field) if name in DATES else field.text()
    return Facts(**found)


def date(value: Value) -> str:
    """A day as ISO 8601 writes it, or nothing; one that no calendar has is left out, with a notice.

    Raises Refusal for anything else.
    """
    day = value.text()
    if not re.fullmatch(r"(?:[0-9]{4}-[0-9]{2}-[0-9]{2})?", day):
        value.refuse(f"{quote(day)} is no date", "write year, month and day as in 2022-12-15")
    if day and not is_date(day):
        value.desk.notices.append(notice(Code.DATE_IMPOSSIBLE, value.where, what=value.path, date=day))
        return ""
    return day
