"""Turn groups of lines into blocks, each with its marker, its role, and its notes where they are called."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from engross.grammars.enacting import match_enacting_words
from engross.grammars.language import Language
from engross.grammars.numbering import match_marker
from engross.model.tree import Block, Cell, Heading, Inline, Note, Paragraph, Role, Style, Styled, Table, Text, Where
from engross.readers.common.attach_points import classify_marker, hang_block, is_point_marker
from engross.readers.common.labels import Label
from engross.readers.common.opening import split_opening
from engross.readers.lines.emphasis import Letter, emphasise, emphasise_within, list_letters
from engross.readers.lines.enclosures import enclose_blocks, find_enclosed_end, restore_announcement
from engross.readers.lines.layout_habits import CLAUSE_END_MARKS, NO_PARAGRAPH_START_MARKS
from engross.readers.lines.lead_words import mark_lead_words
from engross.readers.lines.lines import Line
from engross.readers.lines.note_blocks import RawNote
from engross.readers.lines.note_calls import BodyCall
from engross.readers.lines.paragraphs import LabelledParagraph
from engross.readers.lines.table_layout import CellLayout, FramedTable
from engross.readers.lines.tables_without_columns import ListedTable
from engross.readers.lines.trailing_calls import strip_trailing_calls
from engross.readers.lines.typed_numbers import is_preambular_label

# The roles of paragraphs without a marker, by their labels; of other labels they are plain.
ROLES = {Label.PREAMBULAR: Role.PREAMBULAR, Label.DECISION: Role.OPERATIVE}
HEADING_RANK = 3  # where the source shows none


@dataclass(frozen=True, slots=True)
class BodyMaterial:
    """The text lines of a body, the calls found in them, the notes and the tables."""

    file: str
    lang: Language
    texts: list[Line]
    calls: list[BodyCall]
    notes: list[RawNote]
    title_note: RawNote | None = None  # the one that the title calls
    framed_tables: dict[int, FramedTable] = field(default_factory=dict)  # tables, by their first line
    lists: dict[int, ListedTable] = field(default_factory=dict)  # those without columns
    enacting: int = 0  # the line of the enacting words, if a preamble stands above them
    sets_lead_apart: bool = False  # the source does; if not, a list of words must serve

    def list_group_letters(self, group: Sequence[int]) -> Iterator[Letter]:
        """Yield the letters of a group of lines, but those of its calls."""
        for n in group:
            yield from list_letters(self.texts[n], [(c.start, c.end) for c in self.calls if c.line == n])

    def strip_calls(self, n: int) -> Line:
        """Return a line without the calls at its end, so that its last character tells whether a paragraph ends.

        A mark behind a call stays (fr, es, ru, ar), but not the comma between two calls.
        """
        line = self.texts[n]
        for call in sorted((c for c in self.calls if c.line == n), key=lambda c: -c.start):
            before, after = line.text[: call.start].rstrip(" (（"), line.text[call.end :].strip(" )）")
            if len(after) <= 1 and not after.isalnum():
                text = before if before.endswith(CLAUSE_END_MARKS) else before + after
                line = replace(line, text=text, ends_in_call=True)
        bare = strip_trailing_calls(line.text, self.lang, self.numbers) if self.texts[n].calls is None else line.text
        line = line if bare == line.text else replace(line, text=bare, ends_in_call=True)
        return line if line.text else self.texts[n]

    @property
    def numbers(self) -> frozenset[str]:
        """The numbers of the notes."""
        return frozenset(note.number for note in self.notes)

    def find_note(self, number: str, page: int) -> RawNote:
        """Return the note of a number; if the number serves twice (stars), the one on ``page``, else the first."""
        with_number = [note for note in self.notes if note.number == number]
        return next((note for note in with_number if note.page == page), with_number[0])


def join_lines(lines: list[str]) -> str:
    """Join lines by newlines; a word or symbol that a line's end split is whole again, without its soft hyphen."""
    out = ""
    for line in lines:
        if out[-1:] == "\u00ad":
            out = out[:-1] + line
            continue
        split_word = out[-1:] in ("-", "/") and out[-2:-1].isalnum() and line[:1].isalnum()
        split_word = split_word or (out[-1:] == "–" and out[-2:-1].isdigit() and line[:1].isdigit())  # 2018–2027
        out += line if not out or split_word else f"\n{line}"
    return out


def build_inlines(material: BodyMaterial, group: Sequence[int]) -> tuple[Inline, ...]:
    """Return the words of a group of lines as inlines, set apart as in the source, each note where its number stood."""
    return emphasise(build_bare_inlines(material, group), material.list_group_letters(group))


def build_inlines_of_look(material: BodyMaterial, group: Sequence[int]) -> tuple[Inline, ...]:
    """Return words as ``build_inlines`` does, but for styles that all of them share: closing lines are all italic."""
    return emphasise_within(build_bare_inlines(material, group), material.list_group_letters(group))


def build_bare_inlines(material: BodyMaterial, group: Sequence[int]) -> tuple[Inline, ...]:
    """Return the words of a group of lines as inlines, nothing set apart, each note where its number stood."""
    items: list[Inline] = []
    text = ""
    for n in group:
        line, cut = material.texts[n], 0
        words = ""
        for call in sorted((c for c in material.calls if c.line == n), key=lambda c: c.start):
            words += line.text[cut : call.start]
            text = (
                join_lines([text, words])
                if text
                else words
                if cut
                else _start_line_after_note(items, words, material.lang)
            )
            items += [Text(text), build_note(material.find_note(call.number, line.page), material)]
            text, words, cut = "", "", call.end
        tail = line.text[cut:]
        text = tail if cut else join_lines([text, tail]) if text else _start_line_after_note(items, tail, material.lang)
    return (*items, Text(text)) if text else tuple(items)


def _start_line_after_note(items: list[Inline], line: str, lang: Language) -> str:
    """Put a newline before a line that follows a note, unless a closing mark begins it.

    Marks that the language sets a space before get the newline too.
    """
    clings = line.startswith(NO_PARAGRAPH_START_MARKS) and line[0] not in lang.words["setting"]["before_marks"]
    return f"\n{line}" if items and not clings else line


def build_note(raw: RawNote, material: BodyMaterial) -> Note:
    """Build a note; its number stands in brackets if the language prints it so."""
    where = Where(material.file, raw.lines[0].number, raw.lines[0].column)
    bracketed = material.lang.words["calls"]["bracketed"] and raw.number.isdigit()
    words: tuple[Inline, ...] = (Text(join_lines([line.text for line in raw.lines if line.text])),)
    words = emphasise(words, (letter for line in raw.lines for letter in list_letters(line)))
    return Note(
        f"({raw.number})" if bracketed else raw.number, (Paragraph(Role.PLAIN, words, where=where),), where=where
    )


def build_body_blocks(material: BodyMaterial, paragraphs: Sequence[LabelledParagraph]) -> list[Block]:
    """Build the blocks of the main text, or of a text within it."""
    blocks: list[Block] = []
    enclosed_end = 0
    for n, paragraph in enumerate(paragraphs):
        if n < enclosed_end:
            continue
        if n and material.texts[paragraph.lines[0]].encloses:
            enclosed_end = find_enclosed_end([material.texts[other.lines[0]] for other in paragraphs], n)
            enclosed = build_body_blocks(material, paragraphs[n:enclosed_end])
            blocks = enclose_blocks(restore_announcement(blocks, material.lang), enclosed)
        elif paragraph.label is None:
            blocks += _build_table_blocks(material, paragraph.lines)
        elif paragraph.label is Label.ENACTING:
            blocks += split_opening(_build_enacting_words(material, paragraph.lines), material.lang)
        else:
            block = _build_block(material, paragraph)
            is_opened = material.texts[paragraph.lines[0]].opener > 0  # as no continuation is
            hang_block(blocks, block if is_opened else _hang_continuation(blocks, block))
    return blocks


def _build_table(material: BodyMaterial, framed: FramedTable, where: Where) -> Table:
    """Build a table from its frame, each cell with its paragraphs."""

    def build_cell(row: int, column: int, slot: CellLayout) -> Cell:
        groups = framed.cells.get((row, column), ())
        places = (Where(material.file, material.texts[group[0]].number) for group in groups)
        build_words = build_inlines_of_look if row < framed.frame.heads else build_inlines
        words = (build_words(material, list(group)) for group in groups)
        blocks = (Paragraph(Role.PLAIN, content, where=at) for content, at in zip(words, places, strict=True))
        return Cell(tuple(blocks), row < framed.frame.heads, slot.columns, slot.rows, slot.align)

    rows = (tuple(build_cell(n, column, slot) for column, slot in row) for n, row in enumerate(framed.frame.rows))
    return Table(tuple(rows), framed.frame.heads, where=where)


def _build_listed_paragraphs(material: BodyMaterial, lines: Sequence[int]) -> Iterator[Paragraph]:
    """Yield the cells or rows of a table without columns as paragraphs. ``lines``: those of its part of the text."""
    part_lines = set(lines)
    for group in material.lists[lines[0]].groups:
        if kept := [n for n in group if n in part_lines]:
            where = Where(material.file, material.texts[kept[0]].number)
            yield Paragraph(Role.PLAIN, build_inlines(material, kept), where=where)


def _build_enacting_words(material: BodyMaterial, group: Sequence[int]) -> Paragraph:
    """Build the enacting words; without a source that sets lead words apart, the organ's name is marked as such."""
    content, where = build_inlines(material, group), Where(material.file, material.texts[group[0]].number)
    first = content[0]
    if not isinstance(first, Text) or material.sets_lead_apart:
        return Paragraph(Role.ENACTING, content, where=where)
    name = first.text.rstrip(" ,，،")  # all of it, if the language's words do not have the body
    end = max((end for _, end in match_enacting_words(first.text, material.lang)), default=len(name))
    if end:
        phrase, remainder = first.text[:end], first.text[end:]
        content = (Styled(Style.LEAD, (Text(phrase),)), *((Text(remainder),) if remainder else ()), *content[1:])
    return Paragraph(Role.ENACTING, content, where=where)


def _build_block(material: BodyMaterial, paragraph: LabelledParagraph) -> Block:
    """Build the block of a paragraph by its marker, or else by its label."""
    group, first = paragraph.lines, material.texts[paragraph.lines[0]]
    where = Where(material.file, first.number)
    if paragraph.label is Label.ENACTING:
        return _build_enacting_words(material, group)
    number, content = _cut_marker(build_bare_inlines(material, group), first, material)
    letters = list(material.list_group_letters(group))
    if number and is_preambular_label(first):
        return Paragraph(Role.PREAMBULAR, _set_lead_apart(content, letters, material), number, where=where)
    if first.long_number or classify_marker(number) == "number":
        return Paragraph(Role.OPERATIVE, _set_lead_apart(content, letters, material), number, where=where)
    if is_point_marker(number):
        return Paragraph(Role.POINT, emphasise(content, letters), number, where=where)
    if number or paragraph.label is Label.HEADING:
        return Heading(first.rank or HEADING_RANK, emphasise_within(content, letters), number, where=where)
    if role := ROLES.get(paragraph.label or Label.PLAIN):
        return Paragraph(role, _set_lead_apart(content, letters, material), where=where)
    return Paragraph(Role.PLAIN, emphasise(content, letters), where=where)


def _set_lead_apart(content: tuple[Inline, ...], letters: list[Letter], material: BodyMaterial) -> tuple[Inline, ...]:
    """Set the words of a run apart as the source does, lead words too, or else as the list of words does."""
    styled = emphasise(content, letters)
    return styled if material.sets_lead_apart else mark_lead_words(styled, material.lang)


def _cut_marker(content: tuple[Inline, ...], first: Line, material: BodyMaterial) -> tuple[str, tuple[Inline, ...]]:
    """Split a run, whose line is ``first``, into the marker that it begins with, "" for none, and the words behind.

    A section's marker stands alone or before a short title; a point's small letter too, unless it is indented.
    """
    if not content or not isinstance(content[0], Text):
        return "", content
    text = content[0].text
    if long := first.long_number:
        return text[:long], (Text(text[long:].lstrip()), *content[1:])
    marker = match_marker(text[first.opener :])
    if not marker or marker.lastgroup == "star":
        return "", content
    end = first.opener + marker.end()
    remainder = text[end:].lstrip()
    is_indented = marker.lastgroup == "small" and first.indent > min(line.indent for line in material.texts)
    has_short_title = not remainder.strip().endswith(CLAUSE_END_MARKS)
    if marker.lastgroup in ("section", "capital", "small") and not has_short_title and not is_indented:
        return "", content
    return text[:end].strip(), (Text(remainder), *content[1:]) if remainder else content[1:]


def _build_table_blocks(material: BodyMaterial, group: Sequence[int]) -> list[Block]:
    """Build the block of a table, or those of a table whose columns are not known."""
    if group[0] in material.framed_tables:
        where = Where(material.file, material.texts[group[0]].number)
        return [_build_table(material, material.framed_tables[group[0]], where)]
    return list(_build_listed_paragraphs(material, group))


def _hang_continuation(blocks: list[Block], block: Block) -> Block:
    """Hang plain words that follow points where the points hang; return the block to be hung next.

    That is ``block`` itself, or the paragraph that took it, which is removed from ``blocks``.
    """
    last = blocks[-1] if blocks else None
    plain = isinstance(block, Paragraph) and block.role is Role.PLAIN
    if plain and isinstance(last, Paragraph) and last.children:
        blocks[-1] = replace(last, children=(*last.children, block))
        return blocks.pop()
    return block


def build_annex_blocks(material: BodyMaterial, paragraphs: Sequence[LabelledParagraph]) -> Iterator[Block]:
    """Yield the blocks of an annex: headings, plain paragraphs, and points under them."""
    blocks: list[Block] = []
    for n, paragraph in enumerate(paragraphs):
        if paragraph.label is None:
            blocks += _build_table_blocks(material, paragraph.lines)
            continue
        block = _build_block(material, paragraph)
        if isinstance(block, Paragraph) and block.role is Role.OPERATIVE:
            block = replace(block, role=Role.PLAIN)
        hang_block(blocks, replace(block, rank=2) if n == 0 and isinstance(block, Heading) else block)
    yield from blocks


def place_uncalled_notes(blocks: list[Block], uncalled: list[RawNote], material: BodyMaterial) -> tuple[Block, ...]:
    """Append each note that nothing calls to the paragraph before it in the source, to a new one where none is."""
    out = list(blocks)
    for raw in uncalled:
        note, line = build_note(raw, material), raw.lines[0].number
        before = [(n, b) for n, b in enumerate(out) if isinstance(b, Paragraph) and b.where.line <= line]
        if before:
            at, block = before[-1]
            out[at] = replace(block, content=(*block.content, note))
        else:
            out.insert(0, Paragraph(Role.PLAIN, (note,), where=note.where))
    return tuple(out)
