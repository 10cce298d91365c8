"""Documents of a seed: every place a note can be called from, notes of every length, in Chinese and English."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from engross.book import Book, Imprint, SymbolIndex
from engross.model import (
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
from engross.symbol import parse

WORDS = {
    "zh": "各国应当为图书馆提供经费，并确保所有人不分年龄都能自由使用馆藏图书和期刊，以增进对其他文化的了解；",
    "en": "Recalling that libraries serve everyone, whatever their age, and that their collections grow year by year, ",
}
# How many characters of text a note has, in thousandths of a page's worth: most have a line or two, as real ones do.
LENGTHS = (8,) * 9 + (20,) * 6 + (40,) * 4 + (60, 60, 100, 100, 160, 300, 500)
LONG = (1100, 2300)  # longer than a page
PAGE = {"zh": 2400, "en": 5200}  # characters of note text that fill a page, about


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
        content = (*self.run(self.chance.randint(1, 5)), Text("；"))
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
    maker = Maker(random.Random(seed), "en" if seed % 3 == 2 else "zh")
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


def around(parts: tuple[Part, ...], language: str = "zh") -> Book:
    """A book around the parts of a resolution."""
    resolution = Resolution(parse("A/RES/80/1"), language, "ga", parts, Masthead(), Facts(job_number="25-00001"))
    return Book(resolution, SymbolIndex(), Imprint("in.txt", "0" * 64, "0"))
