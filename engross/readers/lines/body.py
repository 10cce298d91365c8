"""Groups of lines to blocks: each paragraph with its number, its notes in their places, and what it is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from engross.grammars.language import Language
from engross.grammars.numbering import LONG_NUMBER_PATTERN, match_marker
from engross.model.tree import Block, Cell, Heading, Inline, Note, Paragraph, Role, Style, Styled, Table, Text, Where
from engross.readers.common.attach_points import classify_marker, hang_block, is_point_marker
from engross.readers.lines.lines import Line
from engross.readers.lines.note_blocks import RawNote
from engross.readers.lines.notes import BodyCall
from engross.readers.lines.paragraphs import (
    COMMAS,
    END_MARKS,
    NO_PARAGRAPH_START_MARKS,
    PARAGRAPH_END_MARKS,
    find_lead_words,
)
from engross.readers.lines.table_layout import CellLayout, FramedTable
from engross.readers.lines.tables_without_columns import ListedTable

PREAMBULAR_END_MARKS = ("，", ",", "、", "،")


@dataclass(frozen=True, slots=True)
class BodyMaterial:
    """The text lines of a body with the calls found in them, and the notes."""

    file: str
    lang: Language
    texts: list[Line]
    calls: list[BodyCall]
    notes: list[RawNote]
    title_note: RawNote | None = None  # the one that the title calls
    framed_tables: dict[int, FramedTable] = field(default_factory=dict)  # tables, by their first line
    lists: dict[int, ListedTable] = field(default_factory=dict)  # those without columns

    def strip_calls(self, n: int) -> Line:
        """A line without the calls at its end: what it ends with tells whether a paragraph ends.

        A mark behind a call stays (fr, es, ru, ar), but for the comma between two calls.
        """
        line = self.texts[n]
        for call in sorted((c for c in self.calls if c.line == n), key=lambda c: -c.start):
            before, after = line.text[: call.start].rstrip(" (（"), line.text[call.end :].strip(" )）")
            if len(after) <= 1 and not after.isalnum():
                line = replace(line, text=before if before.endswith(END_MARKS) else before + after, called=True)
        return line if line.text else self.texts[n]

    def find_note(self, number: str, page: int) -> RawNote:
        """The note of a number; where a number serves twice (stars), the one on the page."""
        same = [note for note in self.notes if note.number == number]
        return next((note for note in same if note.page == page), same[0])


def join_lines(lines: list[str]) -> str:
    """Lines as one text; a word or symbol that the line's end split is whole again, the hyphen stays."""
    out = ""
    for line in lines:
        if out[-1:] == "\u00ad":
            out = out[:-1] + line
            continue
        split_word = out[-1:] in ("-", "/") and out[-2:-1].isalnum() and line[:1].isalnum()
        split_word = split_word or (out[-1:] == "–" and out[-2:-1].isdigit() and line[:1].isdigit())  # 2018–2027
        out += line if not out or split_word else f"\n{line}"
    return out


def build_inlines(material: BodyMaterial, group: range | list[int]) -> tuple[Inline, ...]:
    """The words of a group of lines with each note where its number stood."""
    items: list[Inline] = []
    text = ""
    for n in group:
        line, cut = material.texts[n], 0
        rest = ""
        for start, end, call in _list_raised_spans(material, n):
            rest += line.text[cut:start]
            text = (
                join_lines([text, rest])
                if text
                else rest
                if cut
                else _start_line_after_note(items, rest, material.lang)
            )
            called = call and build_note(material.find_note(call.number, line.page), material)
            items += [Text(text), called or Styled(Style.SUPERSCRIPT, (Text(line.text[start:end]),))]
            text, rest, cut = "", "", end
        tail = line.text[cut:]
        text = tail if cut else join_lines([text, tail]) if text else _start_line_after_note(items, tail, material.lang)
    return (*items, Text(text)) if text else tuple(items)


def _list_raised_spans(material: BodyMaterial, n: int) -> list[tuple[int, int, BodyCall | None]]:
    """The calls in a line, from where to where; and the figures set as high that call no note, or one called before."""
    calls = [call for call in material.calls if call.line == n]
    spare = [
        (start, end, None)
        for start, end in material.texts[n].calls or ()
        if material.texts[n].text[start:end].isdigit() and not any(c.start < end and start < c.end for c in calls)
    ]
    return sorted([*((call.start, call.end, call) for call in calls), *spare], key=lambda one: one[:2])


def _start_line_after_note(items: list[Inline], line: str, lang: Language) -> str:
    """A line behind a call that ends one; a mark clings to it, but for those that the language sets a space before."""
    clings = line.startswith(NO_PARAGRAPH_START_MARKS) and line[0] not in lang.words["setting"]["before_marks"]
    return f"\n{line}" if items and not clings else line


def build_note(raw: RawNote, material: BodyMaterial) -> Note:
    """A note as a value; its number in brackets where the language prints it so."""
    where = Where(material.file, raw.lines[0].number, raw.lines[0].column)
    bracketed = material.lang.words["calls"]["bracketed"] and raw.number.isdigit()
    words = join_lines([line.text for line in raw.lines if line.text])
    return Note(
        f"({raw.number})" if bracketed else raw.number,
        (Paragraph(Role.PLAIN, (Text(words),), where=where),),
        where=where,
    )


def build_body_blocks(material: BodyMaterial, groups: list[list[int]]) -> list[Block]:
    """The blocks of the main text: the first group is the enacting words."""
    blocks: list[Block] = []
    operative = False
    for n, group in enumerate(groups):
        where = Where(material.file, material.texts[group[0]].number)
        if group[0] in material.framed_tables:
            blocks.append(_build_table(material, material.framed_tables[group[0]], where))
            continue
        if group[0] in material.lists:
            blocks += _build_listed_paragraphs(material, group)
            continue
        block = _build_block(material, group, operative)
        if n == 0:
            block = _build_enacting_words(build_inlines(material, group), material.lang, where)
        operative = operative or (isinstance(block, Paragraph) and block.role is Role.OPERATIVE)
        operative = (
            operative and classify_marker(getattr(block, "number", "")) != "section"
        )  # it has a preamble of its own
        hang_block(blocks, _hang_continuation(blocks, block))
    return _mark_single_operative(blocks)


def _build_table(material: BodyMaterial, framed: FramedTable, where: Where) -> Table:
    """A table of a frame's cells, each with its paragraphs."""

    def build_cell(row: int, column: int, slot: CellLayout) -> Cell:
        groups = framed.cells.get((row, column), ())
        places = (Where(material.file, material.texts[group[0]].number) for group in groups)
        words = (build_inlines(material, list(group)) for group in groups)
        blocks = (Paragraph(Role.PLAIN, content, where=at) for content, at in zip(words, places, strict=True))
        return Cell(tuple(blocks), row < framed.frame.heads, slot.columns, slot.rows, slot.align)

    rows = (tuple(build_cell(n, column, slot) for column, slot in row) for n, row in enumerate(framed.frame.rows))
    return Table(tuple(rows), framed.frame.heads, where=where)


def _build_listed_paragraphs(material: BodyMaterial, lines: list[int]) -> Iterator[Paragraph]:
    """The cells or rows of a table without columns, each a paragraph. ``lines``: those of its part of the text."""
    within = set(lines)
    for group in material.lists[lines[0]].groups:
        if kept := [n for n in group if n in within]:
            where = Where(material.file, material.texts[kept[0]].number)
            yield Paragraph(Role.PLAIN, build_inlines(material, kept), where=where)


def _build_enacting_words(content: tuple[Inline, ...], lang: Language, where: Where) -> Paragraph:
    """The opening words, the organ's name set apart as official texts do."""
    first, words = content[0], lang.words["enacting"].values()
    phrase = next((w for w in words if isinstance(first, Text) and first.text.startswith(w)), "")
    if phrase and isinstance(first, Text):
        rest = first.text.removeprefix(phrase)
        content = (Styled(Style.LEAD, (Text(phrase),)), *((Text(rest),) if rest else ()), *content[1:])
    return Paragraph(Role.ENACTING, content, where=where)


def _build_block(material: BodyMaterial, group: list[int], operative: bool) -> Block:
    """One paragraph by its number and its end."""
    first = material.texts[group[0]]
    where = Where(material.file, first.number)
    number, content = _cut_marker(build_inlines(material, group), first.long_number)
    words = "".join(item.text for item in content if isinstance(item, Text)).strip()
    if classify_marker(number) == "number":
        return Paragraph(Role.OPERATIVE, _mark_lead_words(content, material.lang), number, where=where)
    if is_point_marker(number):
        return Paragraph(Role.POINT, content, number, where=where)
    if number or not words.endswith(END_MARKS):
        return Heading(3, content, number, where=where)
    preambular = words.endswith((*PREAMBULAR_END_MARKS, ":", "：", ";", "；", "؛")) and not operative
    role = Role.PREAMBULAR if preambular else Role.PLAIN
    return Paragraph(role, _mark_lead_words(content, material.lang) if preambular else content, where=where)


def _cut_marker(content: tuple[Inline, ...], long: int) -> tuple[str, tuple[Inline, ...]]:
    """The marker a run begins with; a section's stands alone or before a short title.

    ``long``: where a number of four figures ends that it begins with; 0 for none.
    """
    if not content or not isinstance(content[0], Text):
        return "", content
    text = content[0].text
    found = LONG_NUMBER_PATTERN.match(text) if long else match_marker(text)
    if not found or found.lastgroup == "star":
        return "", content
    rest = text[found.end() :].lstrip()
    if (
        found.lastgroup in ("section", "capital", "small")
        and rest
        and rest.strip().endswith((*COMMAS, *PARAGRAPH_END_MARKS))
    ):
        return "", content
    return found[0].strip(), (Text(rest), *content[1:]) if rest else content[1:]


def _mark_lead_words(content: tuple[Inline, ...], lang: Language) -> tuple[Inline, ...]:
    """A run with its lead words set apart, where the language knows them."""
    if not content or not isinstance(content[0], Text):
        return content
    text = content[0].text.lstrip()
    words = find_lead_words(text, lang)
    rest = text[len(words) :]
    if not words:
        return content
    return (Styled(Style.LEAD, (Text(words),)), *((Text(rest),) if rest else ()), *content[1:])


def _hang_continuation(blocks: list[Block], block: Block) -> Block:
    """Plain words after points are a point's continuation: they hang where the points do."""
    last = blocks[-1] if blocks else None
    plain = isinstance(block, Paragraph) and block.role is Role.PLAIN
    if plain and isinstance(last, Paragraph) and last.children:
        blocks[-1] = replace(last, children=(*last.children, block))
        return blocks.pop()
    return block


def _mark_single_operative(blocks: list[Block]) -> list[Block]:
    """A single operative paragraph bears no number (Editorial Manual): the last one, if none has any."""
    last = blocks[-1] if blocks else None
    numbered = any(isinstance(b, Paragraph) and b.role is Role.OPERATIVE for b in blocks)
    if numbered or not isinstance(last, Paragraph) or last.role is not Role.PLAIN:
        return blocks
    return [*blocks[:-1], replace(last, role=Role.OPERATIVE)]


def build_annex_blocks(material: BodyMaterial, groups: list[list[int]]) -> Iterator[Block]:
    """The blocks of an annex: headings and plain paragraphs, points hanging on them."""
    blocks: list[Block] = []
    for n, group in enumerate(groups):
        where = Where(material.file, material.texts[group[0]].number)
        if group[0] in material.framed_tables:
            blocks.append(_build_table(material, material.framed_tables[group[0]], where))
            continue
        if group[0] in material.lists:
            blocks += _build_listed_paragraphs(material, group)
            continue
        block = _build_block(material, group, operative=True)
        if isinstance(block, Paragraph) and block.role is Role.OPERATIVE:
            block = replace(block, role=Role.PLAIN)
        hang_block(blocks, replace(block, rank=2) if n == 0 and isinstance(block, Heading) else block)
    yield from blocks


def place_uncalled_notes(blocks: list[Block], missed: list[RawNote], material: BodyMaterial) -> tuple[Block, ...]:
    """The blocks with each note that nothing calls at the end of the paragraph before it in the source."""
    out = list(blocks)
    for raw in missed:
        line = raw.lines[0].number
        at = max((n for n, b in enumerate(out) if isinstance(b, Paragraph) and b.where.line <= line), default=0)
        block = out[at]
        if isinstance(block, Paragraph):
            out[at] = replace(block, content=(*block.content, build_note(raw, material)))
    return tuple(out)
