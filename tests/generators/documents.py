"""Documents of a seed: every place a note can be called from, notes of every length, in five languages."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from engross.grammars.symbol import parse
from engross.model.book import Book, Imprint, SymbolIndex
from engross.model.text import spell_blocks
from engross.model.tree import (
    Annex,
    Block,
    Cell,
    Facts,
    Heading,
    Inline,
    Masthead,
    Note,
    Paragraph,
    Part,
    Resolution,
    Role,
    Style,
    Styled,
    Table,
    Text,
)
from engross.model.walk import notes_of

WORDS = {
    "zh": "各国应当为图书馆提供经费，并确保所有人不分年龄都能自由使用馆藏图书和期刊，以增进对其他文化的了解；",
    "en": "Recalling that libraries serve everyone, whatever their age, and that their collections grow year by year, ",
    "fr": "Rappelant que les bibliothèques servent les lecteurs, quel que soit leur âge ; et qu’elles grandissent, ",
    "ru": "напоминая о том, что библиотеки открыты для всех, независимо от возраста, и что их собрания растут, ",
    "ar": "وإذ تشير إلى أن المكتبات مفتوحة للجميع، مهما كانت أعمارهم، وأن مجموعاتها تنمو سنة بعد سنة، ",
}
STOPS = {"zh": "；", "ar": "؛"}  # others: ";"
OTHERS = {11: "fr", 17: "ru", 29: "ar"}  # of thirty documents one each; of the rest a third is English
# How many characters of text a note has, in thousandths of a page's worth: most have a line or two, as real ones do.
LENGTHS = (8,) * 9 + (20,) * 6 + (40,) * 4 + (60, 60, 100, 100, 160, 300, 500)
LONG = (1100, 2300)  # longer than a page
PAGE = {"zh": 2400, "en": 5200, "fr": 5200, "ru": 4600, "ar": 4600}  # characters of note text that fill a page, about


@dataclass
class Maker:
    """A document in the making: its chance, its language, how many notes it has called."""

    chance: random.Random
    language: str
    called: int = 0
    blocks: int = field(default=0)

    def words(self, characters: int) -> str:
        """So many characters of text."""
        words = WORDS[self.language]
        return (words * (characters // len(words) + 1))[:characters].strip()

    def often(self, share: float) -> bool:
        """Chance: true so often."""
        return self.chance.random() < share

    def note(self) -> Note:
        """The next note, of any length, now and then of several paragraphs or with a star for a number."""
        self.called += 1
        name, chance = f"fn-{self.called}", self.chance
        share = chance.choice(LONG) if self.often(0.01) else chance.choice(LENGTHS)
        characters = share * PAGE[self.language] // 1000 + chance.randint(0, 20)
        count = chance.choice([1, 1, 1, 1, 1, 2, 3])
        texts = [self.words(max(4, characters // count)) for _ in range(count)]
        blocks = tuple(Paragraph(Role.PLAIN, (Text(t),), id=f"{name}-p-{n}") for n, t in enumerate(texts, 1))
        number = chance.choice(["*", "**", "***"]) if self.often(0.03) else str(self.called)
        return Note(number, blocks, name)

    def run(self, pieces: int, share: float = 0.35) -> tuple[Inline, ...]:
        """A run of text with calls, now and then two or three at one point."""
        out: list[Inline] = []
        for n in range(pieces):
            text = Text(self.words(self.chance.randint(4, 120)))
            out.append(Styled(Style.LEAD, (text,)) if n == 0 and self.often(0.3) else text)
            if self.often(share):
                out += [self.note() for _ in range(self.chance.choice([1] * 9 + [2, 2, 3]))]
        return tuple(out)

    def name(self) -> str:
        """An id for the next block."""
        self.blocks += 1
        return f"p-{self.blocks}"

    def paragraph(self, depth: int = 1) -> Paragraph:
        """A paragraph with points below it."""
        content = (*self.run(self.chance.randint(1, 5)), Text(STOPS.get(self.language, ";")))
        points: list[Block] = []
        if depth < 4 and self.often(0.35):
            points = [self.paragraph(depth + 1) for _ in range(self.chance.randint(1, 3))]
        role = Role.OPERATIVE if depth == 1 else Role.POINT
        number = f"{self.blocks + 1}." if depth == 1 else f"({'abcdef'[self.blocks % 6]})"
        return Paragraph(role, content, number, tuple(points), self.name())

    def heading(self) -> Heading:
        """A heading; one in four calls a note."""
        return Heading(self.chance.randint(1, 5), self.run(1, 0.25), id=self.name())

    def table(self) -> Table:
        """A table whose head and cells call notes; half of them have a head that is repeated."""
        columns, heads = self.chance.randint(2, 4), self.chance.randint(0, 1)
        rows = []
        for row in range(heads + self.chance.randint(2, 14)):
            head = row < heads
            rows.append(tuple(self.cell(head) for _ in range(columns)))
        return Table(tuple(rows), heads, self.name())

    def cell(self, head: bool) -> Cell:
        """A cell of a few words; one in eight calls a note."""
        run: tuple[Inline, ...] = (Text(self.words(self.chance.randint(2, 40))),)
        if self.often(0.3 if head else 0.12):
            run = (*run, self.note())
        return Cell((Paragraph(Role.PLAIN, run, id=self.name()),), head)

    def many(self, least: int, most: int) -> Iterator[Block]:
        """Blocks of all kinds."""
        makers: list[Callable[[], Block]] = [self.paragraph] * 7 + [self.heading] * 2 + [self.table]
        for _ in range(self.chance.randint(least, most)):
            yield self.chance.choice(makers)()


def document(seed: int) -> Book:
    """The document of a seed: the same for ever."""
    maker = Maker(random.Random(seed), OTHERS.get(seed % 30) or ("en" if seed % 3 == 2 else "zh"))
    title = maker.run(1, 0.1)
    preamble = tuple(
        Paragraph(Role.PREAMBULAR, maker.run(2), id=maker.name()) for _ in range(maker.chance.randint(0, 4))
    )
    body = (*preamble, *maker.many(4, 18))
    closing = (Paragraph(Role.CLOSING, maker.run(1, 0.05), id=maker.name()),)
    annexes = []
    for n in range(maker.chance.choice([0, 0, 1, 2])):
        heading = Heading(1, maker.run(1, 0.3), id=maker.name())
        annexes.append(Annex((heading, *maker.many(1, 6)), f"annex-{n + 1}"))
    part = Part("80/1.", title, body, closing, tuple(annexes), id="part-1")
    return around((part,), maker.language)


def places(resolution: Resolution) -> Counter[str]:
    """How many notes are called from where, how many share a point with another, how many are longer than a page."""
    found: Counter[str] = Counter()
    for part in resolution.parts:
        found["in the title"] += _called(part.title)
        annexes = tuple(block for annex in part.annexes for block in annex.blocks)
        for where, blocks in (("body", part.body), ("closing", part.closing), ("annexes", annexes)):
            for block in blocks:
                _count(where, block, found)
    for note in notes_of(resolution):
        text = spell_blocks(note.blocks)
        found["longer than a page"] += len(text) > PAGE[resolution.language]
        found["of several paragraphs"] += len(note.blocks) > 1
    return found


def _count(where: str, block: Block, found: Counter[str]) -> None:
    if isinstance(block, Table):
        for cell in (cell for row in block.rows for cell in row):
            kind = "heads of tables" if cell.header else "cells of tables"
            inside = (inner for inner in cell.blocks if not isinstance(inner, Table))
            found[f"in {kind}, {where}"] += sum(_called(inner.content) for inner in inside)
        return
    kind = "headings" if isinstance(block, Heading) else "points" if block.role is Role.POINT else "paragraphs"
    found[f"in {kind}, {where}"] += _called(block.content)
    beside = [isinstance(a, Note) and isinstance(b, Note) for a, b in pairwise(block.content)]
    found["beside another"] += sum(beside)
    for child in block.children if isinstance(block, Paragraph) else ():
        _count(where, child, found)


def _called(run: tuple[Inline, ...]) -> int:
    return sum(isinstance(item, Note) for item in run)


def around(parts: tuple[Part, ...], language: str = "zh") -> Book:
    """A book around the parts of a resolution."""
    resolution = Resolution(parse("A/RES/80/1"), language, "ga", parts, Masthead(), Facts(job_number="25-00001"))
    return Book(resolution, SymbolIndex(), Imprint("in.txt", "0" * 64, "0"))
