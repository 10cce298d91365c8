"""Find the citations of a document, in reading order, each with the place where it stands, as the index names it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from engross.grammars.language import Language
from engross.grammars.table_notes import find_table_notes, spell_note_mark
from engross.model.text import spell_inlines
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


@dataclass(frozen=True, slots=True)
class PlacedCitation:
    """A citation and the place where it stands."""

    citation: Citation
    place: Place


def find_placed_citations(resolution: Resolution, language: Language) -> Iterator[PlacedCitation]:
    """Yield every citation with its place, in reading order."""
    key = "part_of_decision" if "DEC" in resolution.symbol.components else "part"
    walk = _CitationWalk(language, key, table_notes=find_table_notes(resolution))
    yield from walk.run_citations(resolution.masthead.proponent, walk.name_place("masthead"))
    yield from walk.run_citations(resolution.title, walk.name_place("title"))
    for part in resolution.parts:
        yield from walk.part_citations(part, several=len(resolution.parts) > 1)


@dataclass
class _CitationWalk:
    """A walk through the document that names the place of each citation."""

    language: Language
    part_key: str  # of the label of a part
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

    def part_citations(self, part: Part, several: bool) -> Iterator[PlacedCitation]:
        """Yield the citations of a part; with ``several`` parts, under the part's letter."""
        self.preambular = 0
        self.section = home = self.word_label(self.part_key, number=part.number) if several and part.number else ""
        yield from self.run_citations(part.title, self.section_place("title"))
        for block in part.body:
            yield from self.body_citations(block, home)
        self.section = home
        for line in part.closing:
            yield from self.run_citations(line.content, self.section_place("closing"))
        for name, block in self.name_annexes(part.annexes):
            yield from self.annex_citations(block, self.join_labels(self.section, name))

    def name_annexes(self, annexes: tuple[Annex, ...]) -> Iterator[tuple[str, Block]]:
        """Yield the blocks of all annexes, each with its annex's name: where there are several, the one printed."""
        has_several = sum(bool(self.print_annex_name(block)) for annex in annexes for block in annex.blocks) > 1
        for n, annex in enumerate(annexes, 1):
            name = self.word_label("annex") if len(annexes) == 1 else self.word_label("annex_number", n=n)
            for block in annex.blocks:
                name = (has_several and self.print_annex_name(block)) or name
                yield name, block

    def print_annex_name(self, block: Block) -> str:
        """Return the words of a heading that names an annex, "Annex II"; "" for any other block."""
        words = spell_inlines(block.content, calls=False).strip() if isinstance(block, Heading) else ""
        return words if re.fullmatch(self.language.words["reading"]["annex"], words) else ""

    def body_citations(self, block: Block, home: str) -> Iterator[PlacedCitation]:
        """Yield the citations of a block of the body; ``home``: the label of its part."""
        if isinstance(block, Heading):
            if block.number and block.rank <= 3:
                self.section = self.join_labels(home, self.word_label("section", number=block.number.rstrip(".")))
            is_section = block.number and self.section
            yield from self.run_citations(
                block.content, Place(self.section) if is_section else self.heading_place(block)
            )
        elif isinstance(block, Table):
            yield from self.table_citations(block, self.section_place("table"))
        else:
            yield from self.paragraph_citations(block, self.paragraph_place(block))

    def heading_place(self, heading: Heading) -> Place:
        """Return the place of a heading that is not the section's own."""
        return self.name_place("heading") if heading.number else self.section_place("heading")

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

    def paragraph_citations(self, paragraph: Paragraph, place: Place) -> Iterator[PlacedCitation]:
        """Yield the citations of a paragraph and of its children, points by their markers.

        Enacting words among the children begin a draft that the paragraph quotes, with places of its own.
        """
        yield from self.run_citations(paragraph.content, place)
        drafts = sum(map(_is_enacting, paragraph.children))
        draft: _CitationWalk | None = None
        home, n = "", 0
        for child in paragraph.children:
            if _is_enacting(child):
                n += 1
                name = self.word_label("draft") if drafts == 1 else self.word_label("draft_number", n=n)
                home = self.join_labels(place.label if paragraph.number else self.section, name)
                draft = replace(self, section=home, preambular=0)
            yield from draft.body_citations(child, home) if draft else self.child_citations(child, place)

    def child_citations(self, child: Block, place: Place) -> Iterator[PlacedCitation]:
        """Yield the citations of a block within a paragraph whose place is given."""
        if isinstance(child, Paragraph):
            marker = child.number.rstrip(NUMBER_ENDS)
            below = Place(self.word_label("point", above=place.label, marker=marker)) if child.number else place
            yield from self.paragraph_citations(child, below)
        elif isinstance(child, Table):
            yield from self.table_citations(child, place)
        else:
            yield from self.run_citations(child.content, place)

    def annex_citations(self, block: Block, annex: str) -> Iterator[PlacedCitation]:
        """Yield the citations of a block of an annex."""
        if isinstance(block, Paragraph) and block.id in self.table_notes:
            yield from self.paragraph_citations(block, Place(self.table_note_label(annex, block)))
        elif isinstance(block, Paragraph):
            number = block.number.rstrip(NUMBER_ENDS)
            label = self.word_label("annex_paragraph", annex=annex, n=number) if number else annex
            yield from self.paragraph_citations(block, Place(label))
        elif isinstance(block, Table):
            yield from self.table_citations(block, Place(annex))
        else:
            yield from self.run_citations(block.content, Place(annex))

    def table_citations(self, table: Table, place: Place) -> Iterator[PlacedCitation]:
        """Yield the citations of the paragraphs in a table's cells."""
        for block in inner_blocks_of(table):
            if isinstance(block, Paragraph):
                yield from self.paragraph_citations(block, place)

    def run_citations(self, content: tuple[Inline, ...], place: Place) -> Iterator[PlacedCitation]:
        """Yield the citations of a run; those of a note that it calls under the note's number."""
        for item in content:
            if isinstance(item, Citation):
                yield PlacedCitation(item, place)
            elif isinstance(item, Note):
                note = replace(self, section="").numbered_place("note", item.number)
                for block in item.blocks:
                    if isinstance(block, Paragraph):
                        yield from self.paragraph_citations(block, note)
            elif isinstance(item, Styled | Link):
                yield from self.run_citations(item.content, place)


def _is_enacting(block: Block) -> bool:
    return isinstance(block, Paragraph) and block.role is Role.ENACTING
