"""YAML as a person edits it to a Reading: one screen of what is known of the document, then its paragraphs.

The keys are those of ``engross/write/resolution.schema.json``; the marks in the words are those of ``engross.marks``.
Every value is taken as it is written: 3. is the number “3.”, whatever YAML makes of it.
"""

from __future__ import annotations

import re
from typing import Any

from engross.language import codes
from engross.model import Annex, Facts, Masthead, Paragraph, Part, Resolution, Role, Source, Where
from engross.reading import BODY, MAST, Reading, Wishes
from engross.structure.yaml.blocks import block, blocks, run
from engross.structure.yaml.node import Value, parse
from engross.symbol import InvalidSymbol, Symbol
from engross.symbol import parse as parse_symbol

PART = frozenset({"number", "title", "body", "closing", "annexes"})
TOP = frozenset({"symbol", "language", "organ", "masthead", "facts", "parts"}) | PART
MAST_FIELDS = frozenset(Masthead.__slots__)
FACTS = frozenset(Facts.__slots__)
DATES = ("adopted", "issued")


def read(source: Source, wishes: Wishes) -> Reading:
    """The resolution in a YAML file. Raises Refusal, with line, column and path, for anything it cannot mean."""
    root, desk = parse(source)
    document = Value(root, "", desk)
    fields = document.fields(TOP)
    for key in ("symbol", "language"):
        if key not in fields:
            document.refuse(f"the {key} is missing", f"say it at the top: “{key}: …”")
    symbol = _symbol(fields["symbol"])
    lang = _language(fields["language"])
    number, title, parts = _parts(document, fields)
    resolution = Resolution(
        parse_symbol(wishes.symbol) if wishes.symbol else symbol,
        wishes.language or lang,
        fields["organ"].text() if "organ" in fields else symbol.organ,
        parts,
        _masthead(fields["masthead"]) if "masthead" in fields else Masthead(),
        _facts(fields["facts"]) if "facts" in fields else Facts(),
        number,
        title,
        Where(source.name, 1),
    )
    return Reading(resolution, (), (), desk.ledger(root))


def _symbol(value: Value) -> Symbol:
    try:
        return parse_symbol(value.text())
    except InvalidSymbol as error:
        value.refuse(str(error), "write a symbol such as A/RES/77/213")


def _language(value: Value) -> str:
    code = value.text()
    if code not in codes():
        value.refuse(f"engross has no words for language “{code}”", f"it has {', '.join(codes())}")
    return code


def _parts(document: Value, fields: dict[str, Value]) -> tuple[str, Any, tuple[Part, ...]]:
    """The number and the title over several parts ("" and () over a single one), and the parts."""
    if "parts" not in fields:
        return "", (), (_part(document, fields),)
    beside = [key for key in ("body", "closing", "annexes") if key in fields]
    if beside:
        fields[beside[0]].refuse("it stands beside parts", "put it into the part that it belongs to")
    number = fields["number"].text(BODY) if "number" in fields else ""
    title = run(fields["title"]) if "title" in fields else ()
    parts = tuple(_part(item, item.fields(PART)) for item in fields["parts"].items())
    if not parts:
        fields["parts"].refuse("there are no parts", "write each resolution as an entry of the list")
    return number, title, parts


def _part(value: Value, fields: dict[str, Value]) -> Part:
    number = fields["number"].text(BODY) if "number" in fields else ""
    title = run(fields["title"]) if "title" in fields else ()
    body = blocks(fields["body"], Role.PLAIN) if "body" in fields else ()
    closing = tuple(_closing(item) for item in fields["closing"].items()) if "closing" in fields else ()
    annexes = tuple(_annex(item) for item in fields["annexes"].items()) if "annexes" in fields else ()
    return Part(number, title, body, closing, annexes, where=value.where)


def _closing(value: Value) -> Paragraph:
    found = block(value, Role.CLOSING)
    if not isinstance(found, Paragraph):
        value.refuse("a closing line is neither heading nor table", "move it into the body or an annex")
    return found


def _annex(value: Value) -> Annex:
    return Annex(blocks(value, Role.PLAIN), where=value.where)


def _masthead(value: Value) -> Masthead:
    found: dict[str, Any] = {}
    for name, field in value.fields(MAST_FIELDS).items():
        if name == "proponent":
            found[name] = run(field, MAST)
        else:
            found[name] = tuple(i.text(MAST) for i in field.items()) if name == "other" else field.text(MAST)
    return Masthead(**found)


def _facts(value: Value) -> Facts:
    found: dict[str, Any] = {}
    for name, field in value.fields(FACTS).items():
        if name == "meeting":
            found[name] = field.count(0, 99_999)
        elif name == "resumed":
            found[name] = field.flag()
        elif name == "committee_report":
            found[name] = tuple(_symbol(item) for item in field.items())
        elif name == "subjects":
            found[name] = tuple(item.text() for item in field.items())
        else:
            found[name] = _date(field) if name in DATES else field.text()
    return Facts(**found)


def _date(value: Value) -> str:
    date = value.text()
    if not re.fullmatch(r"(?:\d{4}-\d\d-\d\d)?", date):
        value.refuse(f"“{date}” is no date", "write year, month and day as in 2022-12-15")
    return date
