"""Tables of a seed: a cell of 20 to 200 sentences, 1 to 40 notes, one to four columns, in three languages."""

from __future__ import annotations

import random
from dataclasses import dataclass

from engross.model.book import Book
from engross.model.tree import Block, Cell, Inline, Note, Paragraph, Part, Role, Table, Text
from tests.generators.documents import WORDS, around

LANGUAGES = ("zh", "ar", "en")
HEAD = 3  # characters before the number of a sentence: a word in Arabic
NOTE_SENTENCES = (1, 1, 1, 1, 1, 1, 1, 1, 3, 3, 5, 10, 40)  # most notes have a line or two


@dataclass
class TableMaker:
    """A table in the making: its chance, its language, what it has counted."""

    chance: random.Random
    language: str
    sentences: int = 0
    paragraphs: int = 0
    notes: int = 0

    def words(self, count: int) -> str:
        """So many sentences, each with a number: PDFium leaves out a piece that is like the one above it."""
        numbers = range(self.sentences + 1, self.sentences + count + 1)
        self.sentences += count
        head, body = WORDS[self.language][:HEAD], WORDS[self.language][HEAD:].strip()
        return "".join(f"{head.strip()} {number} {body} " for number in numbers)

    def snippet(self, most: int) -> Text:
        """A few characters of text."""
        return Text(WORDS[self.language][: self.chance.randint(1, most)])

    def paragraph(self, run: list[Inline]) -> Paragraph:
        """A paragraph of a cell."""
        self.paragraphs += 1
        return Paragraph(Role.PLAIN, tuple(run), id=f"cell-{self.paragraphs}")

    def note(self) -> Note:
        """The next note; one in thirteen is as long as a page."""
        self.notes += 1
        name, words = f"fn-{self.notes}", self.words(self.chance.choice(NOTE_SENTENCES))
        text = Text(f"{words[: self.chance.randint(4, len(words))].strip()} {self.notes}")
        return Note(str(self.notes), (Paragraph(Role.PLAIN, (text,), id=f"{name}-p"),), name)

    def short_cell(self, header: bool = False) -> Cell:
        """A cell of some words; one in five calls a note."""
        call = [self.note()] if self.chance.random() < 0.2 else []
        return Cell((self.paragraph([self.snippet(40), *call]),), header)

    def long_cell(self, sentences: int, notes: int) -> Cell:
        """A cell of so many sentences and notes, in one paragraph or in two."""
        run: list[Inline] = []
        done = 0
        for place in sorted(self.chance.randint(0, sentences) for _ in range(notes)):
            run += [Text(self.words(place - done))] if place > done else []
            run.append(self.note())
            done = place
        run.append(Text(self.words(max(1, sentences - done))))
        cut = self.chance.choice((0, 0, len(run) // 2))
        return Cell(tuple(self.paragraph(part) for part in (run[:cut], run[cut:]) if part))

    def long_row(self, columns: int) -> tuple[Cell, ...]:
        """A row with a long cell, and others of any length."""
        sentences, notes = self.chance.randint(20, 200), self.chance.randint(1, 40)
        longest = self.chance.randrange(columns)
        cells = []
        for column in range(columns):
            if column == longest:
                cells.append(self.long_cell(sentences, notes if columns == 1 else self.chance.randint(1, notes)))
            elif self.chance.random() < 0.5:
                cells.append(self.long_cell(self.chance.randint(1, sentences), self.chance.randint(0, notes // 4)))
            else:
                cells.append(self.short_cell())
        return tuple(cells)

    def table(self) -> Table:
        """A table with a long row between short ones, half of them under a head."""
        columns, heads = self.chance.randint(1, 4), self.chance.randint(0, 1)
        rows = [tuple(self.short_cell(header=True) for _ in range(columns))] * heads
        rows += [tuple(self.short_cell() for _ in range(columns)) for _ in range(self.chance.choice((0, 0, 1, 4)))]
        rows.append(self.long_row(columns))
        rows += [tuple(self.short_cell() for _ in range(columns)) for _ in range(self.chance.randint(0, 3))]
        return Table(tuple(rows), heads, "table")


def document(seed: int) -> Book:
    """The document of a seed: the same for ever."""
    chance = random.Random(seed)
    maker = TableMaker(chance, chance.choice(LANGUAGES))
    before, after = chance.randint(0, 11), chance.randint(0, 4)
    names = [f"op-{n}" for n in range(before + after)]
    blocks: list[Block] = [Paragraph(Role.OPERATIVE, (Text(maker.words(1)),), id=name) for name in names]
    blocks.insert(before, maker.table())
    return around((Part("80/1.", (Text("80"),), tuple(blocks), id="part-1"),), maker.language)
