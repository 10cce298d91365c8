"""Name the places of a text in its reader's language: "sect. II, para. 3 (a)", "annex, table", "note 2"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from engross.grammars.language import Language
from engross.grammars.table_notes import find_table_notes, spell_note_mark
from engross.model.text import spell_inlines, spell_title
from engross.model.tree import (
    Annex,
    Block,
    Citation,
    Heading,
    Inline,
    Link,
    Note,
    Paragraph,
    Part,
    Resolution,
    Role,
    Styled,
    Table,
)
from engross.model.walk import inner_blocks_of

NUMBER_ENDS = ". ．-–—"  # the end of a paragraph's number that its label leaves out: "6." and, in Arabic, "6 -"

QUOTED_CHARACTERS = 40  # of a heading that names a place


@dataclass(frozen=True, slots=True)
class Place:
    """A place of the text: its label, and how places of its kind are named together.

    ``number`` is its own, "" for none; ``two`` and ``several``: the labels of two and of more such places, where {n}
    stands for their numbers.
    """

    label: str
    number: str = ""
    two: str = ""
    several: str = ""


Placed = tuple[Part | Annex | Block | Note | Citation, Place]  # what stands in a text, and where


def name_places(resolution: Resolution, language: Language, *, quotes_headings: bool = False) -> Iterator[Placed]:
    """Yield parts, annexes, blocks, notes and citations in reading order, each with its place.

    An index names a block without a number by the section or the annex that it stands in. With ``quotes_headings``, as
    a list of changes needs it, a heading is named by its words and what has no number in an annex by its kind.
    """
    key = "part_of_decision" if "DEC" in resolution.symbol.components else "part"
    walk = _Walk(language, key, quotes_headings, table_notes=find_table_notes(resolution))
    yield from walk.place_run(resolution.masthead.proponent, walk.name_place("masthead"))
    yield from walk.place_run(resolution.title, walk.name_place("title"))
    for part in resolution.parts:
        yield from walk.place_part(part, several=len(resolution.parts) > 1)


def label_blocks(resolution: Resolution, language: Language) -> dict[str, str]:
    """Return the labels of the parts, annexes, blocks and notes of a text by their ids, headings by their words."""
    placed = name_places(resolution, language, quotes_headings=True)
    return {item.id: place.label for item, place in placed if not isinstance(item, Citation)}


@dataclass
class _Walk:
    """A walk through the document that names the place of each thing in it."""

    language: Language
    part_key: str  # of the label of a part
    quotes_headings: bool
    section: str = ""  # the label of the section or part in which numbers begin again
    preambular: int = 0
    table_notes: frozenset[str] = frozenset()  # the ids of the paragraphs that are notes of tables or lists

    def word_label(self, key: str, /, **fill: object) -> str:
        """Return a label in the reader's language."""
        return self.language.word("labels", key, **fill)

    def join_labels(self, section: str, label: str) -> str:
        """Return a label with the section that it stands in; "" for no section."""
        return self.word_label("under", section=section, label=label) if section else label

    def name_place(self, key: str) -> Place:
        """Return a place without a number."""
        return Place(self.word_label(key))

    def section_place(self, key: str) -> Place:
        """Return a place without a number, with the section that it stands in."""
        return Place(self.join_labels(self.section, self.word_label(key)))

    def numbered_place(self, key: str, number: str) -> Place:
        """Return a place with a number, with the section that it stands in."""
        filled = {key: number, f"{key}_two": "{n}", f"{key}_several": "{n}"}
        labels = (self.join_labels(self.section, self.word_label(each, n=n)) for each, n in filled.items())
        return Place(next(labels), number, *labels)

    def place_part(self, part: Part, several: bool) -> Iterator[Placed]:
        """Yield a part and what is in it; with ``several`` parts, under the part's letter."""
        self.preambular = 0
        self.section = home = self.word_label(self.part_key, number=part.number) if several and part.number else ""
        yield part, self.section_place("title")
        yield from self.place_run(part.title, self.section_place("title"))
        for block in part.body:
            yield from self.place_block(block, home)
        self.section = home
        for line in part.closing:
            yield from self.place_content(line, self.section_place("closing"))
        yield from self.place_annexes(part.annexes)

    def place_annexes(self, annexes: tuple[Annex, ...]) -> Iterator[Placed]:
        """Yield the annexes and what is in them, under each one's name: where there are several, the one printed."""
        has_several = sum(bool(self.print_annex_name(block)) for annex in annexes for block in annex.blocks) > 1
        for n, annex in enumerate(annexes, 1):
            name = self.word_label("annex") if len(annexes) == 1 else self.word_label("annex_number", n=n)
            yield annex, Place(self.join_labels(self.section, name))
            for block in annex.blocks:
                name = (has_several and self.print_annex_name(block)) or name
                yield from self.place_annex_block(block, self.join_labels(self.section, name))

    def print_annex_name(self, block: Block) -> str:
        """Return the words of a heading that names an annex, "Annex II"; "" for any other block."""
        words = spell_inlines(block.content, calls=False).strip() if isinstance(block, Heading) else ""
        return words if re.fullmatch(self.language.words["reading"]["annex"], words) else ""

    def place_block(self, block: Block, home: str) -> Iterator[Placed]:
        """Yield a block of the body and what is in it; ``home``: the label of its part."""
        if isinstance(block, Heading):
            if block.number and block.rank <= 3:
                self.section = self.join_labels(home, self.word_label("section", number=block.number.rstrip(".")))
            yield from self.place_content(block, self.heading_place(block, home))
        elif isinstance(block, Table):
            yield from self.place_table(block, self.section_place("table"))
        else:
            yield from self.place_paragraph(block, self.paragraph_place(block))

    def heading_place(self, heading: Heading, home: str) -> Place:
        """Return the place of a heading of the body: its own section, or that which it stands in."""
        opens_section = heading.number and heading.rank <= 3
        if self.quotes_headings:
            return self.quoted_place(heading, home if opens_section else self.section)
        if heading.number:
            return Place(self.section) if self.section else self.name_place("heading")
        return self.section_place("heading")

    def quoted_place(self, heading: Heading, section: str) -> Place:
        """Return the place of a heading by the first of its words."""
        words = " ".join((heading.number, spell_title(heading.content))).strip()
        shown = words if len(words) <= QUOTED_CHARACTERS else f"{words[:QUOTED_CHARACTERS].rstrip()}…"
        return Place(self.join_labels(section, f"{self.word_label('heading')} “{shown}”"))

    def paragraph_place(self, paragraph: Paragraph) -> Place:
        """Return the place of a paragraph of the body; a preambular one by its count."""
        if paragraph.id in self.table_notes:
            return Place(self.table_note_label(self.section, paragraph))
        if paragraph.role is Role.PREAMBULAR:
            self.preambular += 1
            return self.numbered_place("preambular", str(self.preambular))
        if paragraph.role is Role.OPERATIVE:
            number = paragraph.number.rstrip(NUMBER_ENDS)
            return self.numbered_place("operative", number) if number else self.section_place("single")
        return self.section_place("enacting" if paragraph.role is Role.ENACTING else "text")

    def table_note_label(self, section: str, note: Paragraph) -> str:
        """Return the label of a note of a table or a list, in the section where it stands: "annex, note a"."""
        mark = spell_note_mark(note)
        return self.join_labels(section, self.word_label("note", n=mark) if mark else self.word_label("table"))

    def place_paragraph(self, paragraph: Paragraph, place: Place) -> Iterator[Placed]:
        """Yield a paragraph and what is in it and its children, points by their markers.

        Enacting words among the children begin a draft that the paragraph quotes, with places of its own.
        """
        yield from self.place_content(paragraph, place)
        drafts = sum(map(_is_enacting, paragraph.children))
        draft: _Walk | None = None
        home, n = "", 0
        for child in paragraph.children:
            if _is_enacting(child):
                n += 1
                name = self.word_label("draft") if drafts == 1 else self.word_label("draft_number", n=n)
                home = self.join_labels(place.label if paragraph.number else self.section, name)
                draft = replace(self, section=home, preambular=0)
            yield from draft.place_block(child, home) if draft else self.place_child(child, place)

    def place_child(self, child: Block, place: Place) -> Iterator[Placed]:
        """Yield a block within a paragraph whose place is given, and what is in it."""
        if isinstance(child, Paragraph):
            marker = child.number.rstrip(NUMBER_ENDS)
            below = Place(self.word_label("point", above=place.label, marker=marker)) if child.number else place
            yield from self.place_paragraph(child, below)
        elif isinstance(child, Table):
            yield from self.place_table(child, place)
        else:
            yield from self.place_content(child, self.quoted_place(child, "") if self.quotes_headings else place)

    def place_annex_block(self, block: Block, annex: str) -> Iterator[Placed]:
        """Yield a block of an annex and what is in it."""
        if isinstance(block, Paragraph):
            yield from self.place_paragraph(block, Place(self.annex_paragraph_label(block, annex)))
        elif isinstance(block, Table):
            yield from self.place_table(block, self.annex_place(annex, "table"))
        else:
            place = self.quoted_place(block, annex) if self.quotes_headings else Place(annex)
            yield from self.place_content(block, place)

    def annex_paragraph_label(self, paragraph: Paragraph, annex: str) -> str:
        """Return the label of a paragraph of an annex."""
        if paragraph.id in self.table_notes:
            return self.table_note_label(annex, paragraph)
        if number := paragraph.number.rstrip(NUMBER_ENDS):
            return self.word_label("annex_paragraph", annex=annex, n=number)
        return self.annex_place(annex, "text").label

    def annex_place(self, annex: str, key: str) -> Place:
        """Return the place of what has no number in an annex."""
        return Place(self.join_labels(annex, self.word_label(key)) if self.quotes_headings else annex)

    def place_table(self, table: Table, place: Place) -> Iterator[Placed]:
        """Yield a table, and what is in its cells."""
        yield table, place
        for block in inner_blocks_of(table):
            if isinstance(block, Paragraph):
                yield from self.place_paragraph(block, place)
            elif isinstance(block, Heading):
                yield from self.place_content(block, place)
            else:
                yield from self.place_table(block, place)

    def place_content(self, block: Paragraph | Heading, place: Place) -> Iterator[Placed]:
        """Yield a block and what is in its words."""
        yield block, place
        yield from self.place_run(block.content, place)

    def place_run(self, content: tuple[Inline, ...], place: Place) -> Iterator[Placed]:
        """Yield what is in a run; notes that it calls and what is in them by the note's number."""
        for item in content:
            if isinstance(item, Citation):
                yield item, place
            elif isinstance(item, Note):
                note = replace(self, section="").numbered_place("note", item.number)
                yield item, note
                for block in item.blocks:
                    if isinstance(block, Paragraph):
                        yield from self.place_paragraph(block, note)
            elif isinstance(item, Styled | Link):
                yield from self.place_run(item.content, place)


def _is_enacting(block: Block) -> bool:
    return isinstance(block, Paragraph) and block.role is Role.ENACTING
