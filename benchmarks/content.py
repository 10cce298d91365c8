"""A document to what each peer sets it from: HTML, Typst markup; the same text, notes and index."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from engross.book import Book, Imprint
from engross.index import index
from engross.language import language
from engross.model import Heading, Inline, LineBreak, Note, PageBreak, Paragraph, Table, Text
from engross.reader import understand
from engross.request import Request
from engross.text import spell_blocks, title_text
from engross.typeset import page as typeset
from engross.walk import blocks_of

LOOKS = Path(__file__).parent / "looks"
SPECIAL = re.compile(r"([\\#$*_`<>@\[\]~=/+-])")


@dataclass(frozen=True, slots=True)
class Piece:
    """A block as Typst's template takes it."""

    id: str
    heading: bool
    number: str
    text: str


def looks() -> Environment:
    """The templates of this folder."""
    env = Environment(
        loader=FileSystemLoader(LOOKS, encoding="utf-8"),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        autoescape=select_autoescape(("svg",), default=False),
        keep_trailing_newline=True,
    )
    env.filters |= {"typst": typst, "quoted": lambda text: str(text).replace("\\", "\\\\").replace('"', '\\"')}
    return env


def book(source: Path) -> Book:
    """The book of a source."""
    resolution = understand(Request(source, Path(), Path())).resolution
    imprint = Imprint(source.name, "0" * 64, "0")
    return Book(resolution, index(resolution, language(resolution.language)), imprint)


def html(one: Book) -> str:
    """The print edition as one HTML document, styles inside, without page numbers in its index."""
    return typeset.page(one).markup


def turned(text: str, turn: int) -> str:
    """The text of a document, with a number at the end of each clause."""
    return text.replace("；", f"{turn}；")


def write(path: Path, data: str | bytes) -> None:
    """Write a file."""
    path.write_bytes(data.encode() if isinstance(data, str) else data)


def typst_markup(one: Book) -> str:
    """The document as Typst's markup: notes as footnotes, the pages of the index found by Typst."""
    lang = language(one.resolution.language)
    entries = [(e.name, e.url or "", list(dict.fromkeys(p.anchor for p in e.places))) for e in one.index.entries()]
    pieces = list(_pieces(one))
    places = {block.id for block in blocks_of(one.resolution)}
    places.update(name for piece in pieces for name in re.findall("<([^<>]+)>", piece.text))
    entries = [(name, url, [place for place in ids if place in places]) for name, url, ids in entries]
    return (
        looks()
        .get_template("sample.typ")
        .render(
            title=title_text(one.resolution.full_title),
            symbol=str(one.resolution.symbol),
            lang=lang.code,
            blocks=pieces,
            index=lang.word("index", "title"),
            entries=entries,
        )
    )


def typst(text: object) -> str:
    """Text as Typst's markup spells it."""
    return SPECIAL.sub(r"\\\1", str(text))


def _pieces(one: Book) -> Iterator[Piece]:
    for block in blocks_of(one.resolution):
        if isinstance(block, Table):
            continue  # its cells follow as blocks of their own
        number = block.number if isinstance(block, Paragraph) else ""
        yield Piece(block.id, isinstance(block, Heading), number, "".join(_spelt(block.content)))


def _spelt(content: tuple[Inline, ...]) -> Iterator[str]:
    for item in content:
        match item:
            case Text(text):
                yield typst(text)
            case Note():
                yield f"#footnote[{typst(spell_blocks(item.blocks))}]"
            case LineBreak() | PageBreak():
                yield " "
            case _:
                if name := getattr(item, "id", ""):
                    yield f"#metadata(none) <{name}>"
                yield from _spelt(item.content)
