"""Read the facts of a document from its first screen: the masthead as printed, the facts as understood."""

from __future__ import annotations

import re
from typing import Any

from engross.grammars.dates import is_date
from engross.grammars.numbering import MAX_FIGURE_DIGITS
from engross.grammars.symbol import InvalidSymbol, Symbol, parse
from engross.model.notice import Code, make_notice
from engross.model.reading import MASTHEAD_TEXT
from engross.model.tree import Facts, Masthead
from engross.readers.yaml.blocks import read_run
from engross.readers.yaml.node import YamlValue, quote_value

MASTHEAD_KEYS = frozenset(Masthead.__slots__)
FACTS_KEYS = frozenset(Facts.__slots__)
LIST_KEYS = ("period", "other")
DATE_KEYS = ("adopted", "issued")


def read_symbol(value: YamlValue) -> Symbol:
    """Return a document symbol. Raises Refusal for anything else."""
    try:
        return parse(value.text())
    except InvalidSymbol as error:
        value.refuse(str(error), "write a symbol such as A/RES/77/213")


def read_masthead(value: YamlValue) -> Masthead:
    """Return the masthead, its lines as printed."""
    lines: dict[str, Any] = {}
    for name, field in value.fields(MASTHEAD_KEYS).items():
        if name == "proponent":
            lines[name] = read_run(field, MASTHEAD_TEXT)
        else:
            lines[name] = (
                tuple(i.text(MASTHEAD_TEXT) for i in field.items()) if name in LIST_KEYS else field.text(MASTHEAD_TEXT)
            )
    return Masthead(**lines)


def read_facts(value: YamlValue) -> Facts:
    """Return the facts. Raises Refusal for values of the wrong kind."""
    facts: dict[str, Any] = {}
    for name, field in value.fields(FACTS_KEYS).items():
        if name == "meeting":
            facts[name] = field.count(0, 10**MAX_FIGURE_DIGITS - 1)
        elif name == "resumed":
            facts[name] = field.parse_flag()
        elif name == "committee_report":
            facts[name] = tuple(read_symbol(item) for item in field.items())
        elif name == "subjects":
            facts[name] = tuple(item.text() for item in field.items())
        else:
            facts[name] = read_date(field) if name in DATE_KEYS else field.text()
    return Facts(**facts)


def read_date(value: YamlValue) -> str:
    """Return a day in ISO 8601, or "" for none; a day that no calendar has gives "" and a notice.

    Raises Refusal for anything else.
    """
    day = value.text()
    if not re.fullmatch(r"(?:[0-9]{4}-[0-9]{2}-[0-9]{2})?", day):
        value.refuse(f"{quote_value(day)} is no date", "write year, month and day as in 2022-12-15")
    if day and not is_date(day):
        value.state.notices.append(make_notice(Code.DATE_IMPOSSIBLE, value.where, what=value.path, date=day))
        return ""
    return day
