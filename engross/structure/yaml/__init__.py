"""YAML as a person edits it to a Reading: one screen of what is known of the document, then its paragraphs.

The keys are those of ``engross/write/resolution.schema.json``; the marks in the words are those of ``engross.marks``.
Every value is taken as it is written: 3. is the number “3.”, whatever YAML makes of it.
"""

from __future__ import annotations

from typing import Any

from engross.language import codes, language
from engross.model import Annex, Facts, Masthead, Paragraph, Part, Resolution, Role, Source, Where
from engross.reading import BODY, Reading, Wishes
from engross.structure.yaml.blocks import block, blocks, run
from engross.structure.yaml.known import facts, masthead, symbol
from engross.structure.yaml.node import Value, parse, quote, suggest
from engross.structure.yaml.record import record
from engross.symbol import parse as parse_symbol

PART = frozenset({"number", "title", "body", "closing", "annexes"})
TOP = frozenset({"symbol", "language", "organ", "masthead", "facts", "parts", "record"}) | PART


def read(source: Source, wishes: Wishes) -> Reading:
    """The resolution in a YAML file. Raises Refusal, with line, column and path, for anything it cannot mean."""
    root, desk = parse(source)
    document = Value(root, "", desk)
    fields = document.fields(TOP)
    for key in ("symbol", "language"):
        if key not in fields:
            document.refuse(f"the {key} is missing", f"say it at the top: “{key}: …”")
    own = symbol(fields["symbol"])
    lang = _language(fields["language"])
    number, title, parts = _parts(document, fields)
    resolution = Resolution(
        parse_symbol(wishes.symbol) if wishes.symbol else own,
        wishes.language or lang,
        _organ(fields["organ"]) if "organ" in fields else own.organ,
        parts,
        masthead(fields["masthead"]) if "masthead" in fields else Masthead(),
        facts(fields["facts"]) if "facts" in fields else Facts(),
        number,
        title,
        Where(source.name, 1),
        record(fields["record"]) if "record" in fields else None,
    )
    return Reading(resolution, desk.notices_in_order(), (), desk.ledger(root))


def _language(value: Value) -> str:
    code = value.text()
    if code not in codes():
        value.refuse(f"engross has no words for language {quote(code)}", suggest(code, codes()))
    return code


def _organ(value: Value) -> str:
    """The organ by its key. Raises Refusal for one that is not known, and for none."""
    return value.choice(tuple(language(codes()[0]).words["organs"]), "organ") or value.refuse(
        "the organ is missing", "name it, or leave the line out: the symbol's organ is meant then"
    )


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
