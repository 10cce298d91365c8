"""Read YAML as a person edits it into a Reading: first the facts of the document, then its paragraphs.

The keys are those of ``engross/model/schemas/resolution.schema.json``; the marks in the words are those of
``engross.grammars.inline_markup``. Every value is taken as written: 3. is the number “3.”, whatever YAML makes of it.
"""

from __future__ import annotations

from typing import Any

from engross.grammars.language import language_codes, load_language
from engross.grammars.symbol import Symbol
from engross.grammars.symbol import parse as parse_symbol
from engross.model.reading import BODY_TEXT, Overrides, Reading
from engross.model.tree import Annex, Facts, Masthead, Paragraph, Part, Resolution, Role, Source, Where
from engross.readers.yaml.blocks import read_block, read_blocks, read_run
from engross.readers.yaml.metadata import read_facts, read_masthead, read_symbol
from engross.readers.yaml.node import YamlValue, parse_yaml, quote_value, suggest_value
from engross.readers.yaml.record import read_record

PART_KEYS = frozenset({"number", "title", "body", "closing", "annexes"})
TOP_KEYS = frozenset({"symbol", "name", "language", "organ", "masthead", "facts", "parts", "record"}) | PART_KEYS


def read(source: Source, overrides: Overrides) -> Reading:
    """Return the reading of a YAML file.

    Raises Refusal, with line, column and path, for anything that cannot be understood.
    """
    root, state = parse_yaml(source)
    document = YamlValue(root, "", state)
    fields = document.fields(TOP_KEYS)
    for key in ("symbol", "language"):
        if key not in fields and not (key == "symbol" and "name" in fields):
            document.refuse(f"the {key} is missing", f"say it at the top: “{key}: …”")
    own_symbol = read_symbol(fields["symbol"]) if "symbol" in fields else Symbol((), name=fields["name"].text())
    symbol = parse_symbol(overrides.symbol) if overrides.symbol else own_symbol
    language = _read_language(fields["language"])
    number, title, parts = _read_parts(document, fields)
    resolution = Resolution(
        symbol,
        overrides.language or language,
        _read_organ(fields["organ"]) if "organ" in fields else symbol.organ,
        parts,
        read_masthead(fields["masthead"]) if "masthead" in fields else Masthead(),
        read_facts(fields["facts"]) if "facts" in fields else Facts(),
        number,
        title,
        Where(source.name, 1),
        read_record(fields["record"]) if "record" in fields else None,
    )
    return Reading(resolution, state.notices_in_order(), (), state.ledger(root))


def _read_language(value: YamlValue) -> str:
    """Return a language code. Raises Refusal for one that engross has no words for."""
    code = value.text()
    if code not in language_codes():
        value.refuse(f"engross has no words for language {quote_value(code)}", suggest_value(code, language_codes()))
    return code


def _read_organ(value: YamlValue) -> str:
    """Return an organ by its key. Raises Refusal if it is unknown or empty."""
    return value.choice(tuple(load_language(language_codes()[0]).words["organs"]), "organ") or value.refuse(
        "the organ is missing", "name it, or leave the line out: the symbol's organ is meant then"
    )


def _read_parts(document: YamlValue, fields: dict[str, YamlValue]) -> tuple[str, Any, tuple[Part, ...]]:
    """Return the number and the title over several parts ("" and () for a single one), and the parts.

    Raises Refusal if there are no parts, or if text stands beside them.
    """
    if "parts" not in fields:
        return "", (), (_read_part(document, fields),)
    text_keys = [key for key in ("body", "closing", "annexes") if key in fields]
    if text_keys:
        fields[text_keys[0]].refuse("it stands beside parts", "put it into the part that it belongs to")
    number = fields["number"].text(BODY_TEXT) if "number" in fields else ""
    title = read_run(fields["title"]) if "title" in fields else ()
    parts = tuple(_read_part(item, item.fields(PART_KEYS)) for item in fields["parts"].items())
    if not parts:
        fields["parts"].refuse("there are no parts", "write each resolution as an entry of the list")
    return number, title, parts


def _read_part(value: YamlValue, fields: dict[str, YamlValue]) -> Part:
    number = fields["number"].text(BODY_TEXT) if "number" in fields else ""
    title = read_run(fields["title"]) if "title" in fields else ()
    body = read_blocks(fields["body"], Role.PLAIN) if "body" in fields else ()
    closing = tuple(_read_closing(item) for item in fields["closing"].items()) if "closing" in fields else ()
    annexes = tuple(_read_annex(item) for item in fields["annexes"].items()) if "annexes" in fields else ()
    return Part(number, title, body, closing, annexes, where=value.where)


def _read_closing(value: YamlValue) -> Paragraph:
    """Return a closing line. Raises Refusal for a heading or a table."""
    block = read_block(value, Role.CLOSING)
    if not isinstance(block, Paragraph):
        value.refuse("a closing line is neither heading nor table", "move it into the body or an annex")
    return block


def _read_annex(value: YamlValue) -> Annex:
    return Annex(read_blocks(value, Role.PLAIN), where=value.where)
