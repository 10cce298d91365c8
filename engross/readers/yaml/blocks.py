"""Read the values of a document's text as blocks: the key of each says what it is, and its notes stand beside it."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from engross.grammars import inline_markup
from engross.grammars.inline_markup import InvalidMarkup, PieceKind
from engross.grammars.numbering import find_opening_marker
from engross.model.reading import BODY_TEXT, CALL_TEXT, NOTE_TEXT, LedgerEntry
from engross.model.split_run import split_run
from engross.model.text import spell_inlines
from engross.model.tree import Block, Cell, Heading, Inline, Note, Paragraph, Role, Table
from engross.model.walk import inlines_of, rewrite_notes
from engross.readers.yaml.node import YamlValue, quote_value, suggest_value

ROLES_BY_KEY = {role.value: role for role in Role}
PARAGRAPH_KEYS = frozenset({*ROLES_BY_KEY, "number", "notes", "under"})
HEADING_KEYS = frozenset({"heading", "rank", "number", "notes"})
TABLE_KEYS = frozenset({"table", "heads", "rules"})
BLOCK_KEYS = PARAGRAPH_KEYS | HEADING_KEYS | TABLE_KEYS
CELL_KEYS = frozenset({"cell", "header", "columns", "rows", "align"})
RUN_KEYS = frozenset({"text", "notes"})
NUMBERED_ROLES = frozenset({Role.OPERATIVE.value, Role.POINT.value})
CELL_ALIGNMENTS = ("", "right", "center")


def read_run(value: YamlValue, kind: str = BODY_TEXT) -> tuple[Inline, ...]:
    """Return a run of inlines: a single value with marks, or such a text beside its notes.

    ``kind``: the kind of text in the ledger. Raises Refusal if the text is missing.
    """
    if value.is_scalar:
        return _read_marked_run(value, None, kind)
    fields = value.fields(RUN_KEYS)
    if "text" not in fields:
        value.refuse("expected the text", "write “text: …” beside its notes")
    return _read_marked_run(fields["text"], fields.get("notes"), kind)


def _read_marked_run(value: YamlValue, notes: YamlValue | None, kind: str) -> tuple[Inline, ...]:
    """Return the run in a single value, each call with its note.

    Raises Refusal for a call without a note, a note without a call, a note in a note, and invalid marks.
    """
    text = value.text()
    try:
        marked = inline_markup.read_markup(text)
    except InvalidMarkup as error:
        value.refuse(error.what, error.hint, value.place_in(error.at))
    ledger_kinds = {PieceKind.TEXT: kind, PieceKind.CALL: CALL_TEXT, PieceKind.MARK: "mark"}
    if kind == NOTE_TEXT and any(isinstance(item, Note) for item in inlines_of(marked.run)):
        value.refuse("a note calls a note", "put its words into this note, no edition can set one in another")
    value.state.record_entries(
        value.node, [LedgerEntry(ledger_kinds[piece_kind], piece) for piece_kind, piece in marked.pieces]
    )
    listed_notes = _ListedNotes(value, notes)
    content = listed_notes.placed(marked.run)
    listed_notes.all_called()
    return content


class _ListedNotes:
    """The notes listed beside a text, by number; each is taken when the text calls it."""

    def __init__(self, text: YamlValue, listed: YamlValue | None) -> None:
        self.text = text
        self.waiting: dict[str, list[tuple[YamlValue, tuple[Block, ...]]]] = defaultdict(list)
        for item in listed.items() if listed else ():
            number, value = item.pair()
            self.waiting[number].append((value, read_blocks(value, Role.PLAIN, NOTE_TEXT)))

    def placed(self, content: tuple[Inline, ...]) -> tuple[Inline, ...]:
        """Return the run, each note in it with its blocks. Raises Refusal for a note that is not listed."""
        return rewrite_notes(content, self._fill_note)

    def _fill_note(self, call: Note) -> Note:
        if not self.waiting[call.number]:
            hint = f"put “- '{call.number}': …” under notes, beside this text"
            self.text.refuse(f"note {call.number} is called but not listed", hint)
        value, blocks = self.waiting[call.number].pop(0)
        return Note(call.number, blocks, where=value.where)

    def all_called(self) -> None:
        """Raise Refusal if a note is listed that the text does not call."""
        for number, left in self.waiting.items():
            if left:
                left[0][0].refuse(f"nothing calls note {number}", f"put [^{number}] into the text where it is")


def read_blocks(value: YamlValue, role: Role, kind: str = BODY_TEXT) -> tuple[Block, ...]:
    """Return the blocks in a value: a list of blocks, or a single one; () for an empty value.

    ``role``: the role of bare words here.
    """
    if value.is_list:
        return tuple(read_block(item, role, kind) for item in value.items())
    if value.is_scalar and not value.text():
        return ()
    return (read_block(value, role, kind),)


def read_block(value: YamlValue, role: Role, kind: str = BODY_TEXT) -> Block:
    """Return the block in a value: bare words are a paragraph in ``role``, else the key says what it is.

    Raises Refusal if no key says what it is, or several do.
    """
    if value.is_scalar:
        return Paragraph(role, read_run(value, kind), where=value.where)
    all_fields = value.fields(BLOCK_KEYS)
    kinds = [name for name in (*ROLES_BY_KEY, "heading", "table") if name in all_fields]
    if len(kinds) != 1:
        what = f"the block is {' and '.join(kinds)} at once" if kinds else "the block does not say what it is"
        value.refuse(what, f"give it one of the keys {', '.join((*ROLES_BY_KEY, 'heading', 'table'))}")
    if kinds[0] == "table":
        return _read_table(value, kind)
    fields = value.fields(HEADING_KEYS if kinds[0] == "heading" else PARAGRAPH_KEYS)
    number = fields["number"].text(kind) if "number" in fields else ""
    content = _read_marked_run(fields[kinds[0]], fields.get("notes"), kind)
    if kinds[0] == "heading":
        rank = fields["rank"].count(1, 5) if "rank" in fields else 2
        return Heading(rank, content, number, where=value.where)
    if "number" not in fields:
        number, content = _take_number(kinds[0], content)
    children = read_blocks(fields["under"], Role.PLAIN, kind) if "under" in fields else ()
    return Paragraph(ROLES_BY_KEY[kinds[0]], content, number, children, where=value.where)


def _take_number(role: str, content: tuple[Inline, ...]) -> tuple[str, tuple[Inline, ...]]:
    """Return the number that is written before the words of a paragraph, and the words; "" where there is none."""
    text = spell_inlines(content, calls=False)
    marker = find_opening_marker(text, is_point=role == Role.POINT.value) if role in NUMBERED_ROLES else ""
    if not marker:
        return "", content
    first, words = split_run(content, len(text) - len(text.removeprefix(marker).lstrip()))
    is_plain = not any(isinstance(item, Note) for item in inlines_of(first))
    return (marker, words) if is_plain and words else ("", content)


def _read_table(value: YamlValue, kind: str) -> Table:
    """Return a table. Raises Refusal if it has no rows."""
    fields = value.fields(TABLE_KEYS)
    rows = tuple(tuple(_read_cell(cell, kind) for cell in row.items()) for row in fields["table"].items())
    if not rows:
        value.refuse("the table has no rows", "write each row as a list of cells")
    head_rows = fields["heads"].count(0, len(rows)) if "heads" in fields else 0
    rules = [rule.count(0, len(rows)) for rule in fields["rules"].items()] if "rules" in fields else None
    return Table(rows, head_rows, where=value.where, rules=None if rules is None else tuple(sorted(set(rules))))


def _read_cell(value: YamlValue, kind: str) -> Cell:
    """Return a cell: bare words, a list of blocks, or a mapping with header, spans and alignment."""
    if value.is_scalar or value.is_list:
        return Cell(read_blocks(value, Role.PLAIN, kind))
    fields = value.fields(CELL_KEYS)
    blocks = read_blocks(fields["cell"], Role.PLAIN, kind) if "cell" in fields else ()
    attributes: dict[str, Any] = {name: fields[name].count(1, 1000) for name in ("columns", "rows") if name in fields}
    if "header" in fields:
        attributes["header"] = fields["header"].parse_flag()
    if "align" in fields:
        attributes["align"] = fields["align"].text()
        if attributes["align"] not in CELL_ALIGNMENTS:
            what = f"cells are not aligned {quote_value(attributes['align'])}"
            fields["align"].refuse(what, suggest_value(attributes["align"], CELL_ALIGNMENTS))
    return Cell(blocks, **attributes)
