"""Chinese documents of a seed, for lines: marks side by side, links, notes, styles, Latin, numbers, in every order."""

from __future__ import annotations

import random
from dataclasses import dataclass

from engross.model.book import Book
from engross.model.tree import Cell, Inline, Link, Note, Paragraph, Part, Role, Style, Styled, Table, Text
from tests.generators.documents import around

HAN = "各国应当为图书馆提供经费并确保所有人不分年龄都能自由使用馆藏图书和期刊以增进了解彼此的文化与历史"
STOPS = ("，", "、", "；", "：", "，", "、", "？", "！", "……", "——", "～", "·", "，“", "：“", "》、《")
PAIRS = ("《》", "“”", "（）", "‘’", "()", "〔〕", "「」", "【】")
LATIN = (
    "Charter of the United Nations",
    "A/RES/77/213",
    "A/C.3/77/L.25/Rev.1",
    "E/CN.4/2001/2 (Part I)",
    "COVID-19",
    "https://www.un.org/en/library/catalogue/items?page=2",
    "l’homme",
    "β",
)
NUMBERS = (
    "2030 年",
    "第 54 次会议",
    "17 个",
    "50%",
    "2022 年 12 月 15 日",
    "1 250 000 美元",
    "第 70/1 号",
    "3/4",
    "25℃",
)
STYLES = (Style.BOLD, Style.ITALIC, Style.UNDERLINE, Style.SUPERSCRIPT)
WIDTHS = (210, 148, 176, 120, 100)  # of the page in mm; 56 of them are margins


@dataclass
class Writer:
    """A document being written: its chance, how many notes it has called, how many blocks it has."""

    chance: random.Random
    notes: int = 0
    blocks: int = 0

    def han(self, most: int = 14) -> str:
        """Some Han characters."""
        start = self.chance.randrange(len(HAN) - 1)
        return HAN[start : start + self.chance.randint(1, most)]

    def piece(self, depth: int = 0) -> tuple[Inline, ...]:
        """A few words, a number, Latin, brackets, a link, a styled run, or a call."""
        at = self.chance.random()
        if at < 0.45:
            return (Text(self.han()),)
        if at < 0.57:
            return (Text(self.chance.choice(STOPS)),)
        if at < 0.67:
            return (Text(self.chance.choice(NUMBERS).replace(" ", "")),)
        if at < 0.74:
            return (Text(f"{self.han(2)}{self.chance.choice(LATIN)}{self.han(2)}"),)
        inner = self.run(self.chance.randint(1, 3), depth + 1) if depth < 2 else (Text(self.han()),)
        if at < 0.86:
            pair = self.chance.choice(PAIRS)
            return (Text(pair[0]), *inner, Text(pair[1]))
        if at < 0.9:
            return (Link("https://undocs.org/A/RES/77/213", inner),)
        if at < 0.95:
            return (Styled(self.chance.choice(STYLES), inner),)
        return inner if depth else (self.note(),)

    def note(self) -> Note:
        """The next note."""
        self.notes += 1
        name = f"fn-{self.notes}"
        return Note(str(self.notes), (Paragraph(Role.PLAIN, self.run(4, 1), id=f"{name}-p-1"),), name)

    def run(self, pieces: int, depth: int = 0) -> tuple[Inline, ...]:
        """A run that begins with Han."""
        return (Text(self.han()), *(one for _ in range(pieces) for one in self.piece(depth)))

    def paragraph(self, pieces: int, role: Role = Role.PREAMBULAR, number: str = "") -> Paragraph:
        """A paragraph that ends as paragraphs do."""
        self.blocks += 1
        end = Text(self.han() + self.chance.choice("，；。"))
        return Paragraph(role, (*self.run(pieces), end), number, id=f"p-{self.blocks}")


def document(seed: int) -> Book:
    """The document of a seed: the same for ever."""
    writer = Writer(random.Random(seed))
    chance = writer.chance
    body: list[Paragraph | Table] = [writer.paragraph(chance.randint(0, 30)) for _ in range(chance.randint(4, 10))]
    body += [writer.paragraph(chance.randint(3, 20), Role.OPERATIVE, f"{n}.") for n in range(1, chance.randint(2, 6))]
    rows = tuple(
        tuple(Cell((writer.paragraph(chance.randint(0, 3), Role.PLAIN),)) for _ in range(2))
        for _ in range(chance.randint(0, 3))
    )
    if rows:
        body.append(Table(rows, id="t-1"))
    return around((Part("80/1.", (Text(writer.han()),), tuple(body), id="part-1"),))


def width(seed: int) -> int:
    """The width of the page for a seed, in mm."""
    return WIDTHS[seed % len(WIDTHS)]
