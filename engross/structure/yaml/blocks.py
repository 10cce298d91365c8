"""The values of a document's text to blocks: each says what it is by its key, and bears its notes."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import Any

from engross import marks
from engross.marks import InvalidMarks, Kind
from engross.model import Block, Cell, Citation, Heading, Inline, Link, Note, Paragraph, Role, Styled, Table
from engross.reading import BODY, CALL, NOTE, Entry
from engross.structure.yaml.node import Value, quote, suggest
from engross.walk import inlines_of

ROLES = {role.value: role for role in Role}
PARAGRAPH = frozenset({*ROLES, "number", "notes", "under"})
HEADING = frozenset({"heading", "rank", "number", "notes"})
TABLE = frozenset({"table", "heads"})
BLOCK = PARAGRAPH | HEADING | TABLE
CELL = frozenset({"cell", "header", "columns", "rows", "align"})
RUN = frozenset({"text", "notes"})
ALIGN = ("", "right", "center")


def run(value: Value, kind: str = BODY) -> tuple[Inline, ...]:
    """Words with marks: a single value, or its text beside its notes. ``kind``: the kind of text it is."""
    if value.scalar:
        return _run(value, None, kind)
    fields = value.fields(RUN)
    if "text" not in fields:
        value.refuse("expected the text", "write “text: …” beside its notes")
    return _run(fields["text"], fields.get("notes"), kind)


def _run(value: Value, notes: Value | None, kind: str) -> tuple[Inline, ...]:
    """The run in a single value, each call with its note. Raises Refusal where a call or a note stands alone."""
    text = value.text()
    try:
        marked = marks.read(text)
    except InvalidMarks as error:
        value.refuse(error.what, error.hint, value.place_in(error.at))
    kinds = {Kind.TEXT: kind, Kind.CALL: CALL, Kind.MARK: "mark"}
    if kind == NOTE and any(isinstance(item, Note) for item in inlines_of(marked.run)):
        value.refuse("a note calls a note", "put its words into this note, no edition can set one in another")
    value.desk.entries[id(value.node)] = [Entry(kinds[k], piece) for k, piece in marked.pieces]
    listed = _Notes(value, notes)
    content = listed.placed(marked.run)
    listed.all_called()
    return content


class _Notes:
    """The notes listed beside a text, by their numbers, to be taken in the order of their calls."""

    def __init__(self, text: Value, listed: Value | None) -> None:
        self.text = text
        self.waiting: dict[str, list[tuple[Value, tuple[Block, ...]]]] = defaultdict(list)
        for item in listed.items() if listed else ():
            number, value = item.pair()
            self.waiting[number].append((value, blocks(value, Role.PLAIN, NOTE)))

    def placed(self, content: tuple[Inline, ...]) -> tuple[Inline, ...]:
        """The run with the blocks of its notes."""
        return tuple(self._item(item) for item in content)

    def _item(self, item: Inline) -> Inline:
        if isinstance(item, Note):
            if not self.waiting[item.number]:
                hint = f"put “- '{item.number}': …” under notes, beside this text"
                self.text.refuse(f"note {item.number} is called but not listed", hint)
            value, found = self.waiting[item.number].pop(0)
            return Note(item.number, found, where=value.where)
        return replace(item, content=self.placed(item.content)) if isinstance(item, Styled | Link | Citation) else item

    def all_called(self) -> None:
        """Raise Refusal where a note is listed that the text does not call."""
        for number, left in self.waiting.items():
            if left:
                left[0][0].refuse(f"note {number} is nowhere called", f"put [^{number}] into the text where it is")


def blocks(value: Value, role: Role, kind: str = BODY) -> tuple[Block, ...]:
    """The blocks in a value: a list of them, one, or only its words. ``role``: what plain words are here."""
    if value.listed:
        return tuple(block(item, role, kind) for item in value.items())
    if value.scalar and not value.text():
        return ()
    return (block(value, role, kind),)


def block(value: Value, role: Role, kind: str = BODY) -> Block:
    """A block: plain words are a paragraph in ``role``; else the key says what it is. Raises Refusal for neither."""
    if value.scalar:
        return Paragraph(role, run(value, kind), where=value.where)
    said = value.fields(BLOCK)
    kinds = [name for name in (*ROLES, "heading", "table") if name in said]
    if len(kinds) != 1:
        what = f"the block is {' and '.join(kinds)} at once" if kinds else "the block does not say what it is"
        value.refuse(what, f"give it one of the keys {', '.join((*ROLES, 'heading', 'table'))}")
    if kinds[0] == "table":
        return _table(value, kind)
    fields = value.fields(HEADING if kinds[0] == "heading" else PARAGRAPH)
    number = fields["number"].text(kind) if "number" in fields else ""
    content = _run(fields[kinds[0]], fields.get("notes"), kind)
    if kinds[0] == "heading":
        rank = fields["rank"].count(1, 5) if "rank" in fields else 2
        return Heading(rank, content, number, where=value.where)
    under = blocks(fields["under"], Role.PLAIN, kind) if "under" in fields else ()
    return Paragraph(ROLES[kinds[0]], content, number, under, where=value.where)


def _table(value: Value, kind: str) -> Table:
    fields = value.fields(TABLE)
    rows = tuple(tuple(_cell(cell, kind) for cell in row.items()) for row in fields["table"].items())
    if not rows:
        value.refuse("the table has no rows", "write each row as a list of cells")
    heads = fields["heads"].count(0, len(rows)) if "heads" in fields else 0
    return Table(rows, heads, where=value.where)


def _cell(value: Value, kind: str) -> Cell:
    if value.scalar or value.listed:
        return Cell(blocks(value, Role.PLAIN, kind))
    fields = value.fields(CELL)
    inner = blocks(fields["cell"], Role.PLAIN, kind) if "cell" in fields else ()
    given: dict[str, Any] = {name: fields[name].count(1, 1000) for name in ("columns", "rows") if name in fields}
    if "header" in fields:
        given["header"] = fields["header"].flag()
    if "align" in fields:
        given["align"] = fields["align"].text()
        if given["align"] not in ALIGN:
            what = f"cells are not aligned {quote(given['align'])}"
            fields["align"].refuse(what, suggest(given["align"], ALIGN))
    return Cell(inner, **given)
