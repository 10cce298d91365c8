"""Convert a document to the input of each peer: HTML, Typst markup, Markdown; the same text, notes and index."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from engross.editions.index import build_index
from engross.editions.typeset import print_markup as typeset
from engross.grammars.language import load_language
from engross.model.book import Book, Imprint
from engross.model.request import Request
from engross.model.text import spell_blocks, spell_title
from engross.model.tree import Heading, Inline, LineBreak, Note, PageBreak, Paragraph, Table, Text
from engross.model.walk import blocks_of
from engross.pipeline.read import understand_request

LOOKS = Path(__file__).parent / "looks"
SPECIAL = {"typst": re.compile(r"([\\#$*_`<>@\[\]~=/+-])"), "markdown": re.compile(r"([!-/:-@\[-`{-~])")}
ENDS = re.compile(r"(?m)(?<=[^\n]{8})(?=[；，。] *$)")


@dataclass(frozen=True, slots=True)
class Markup:
    """A peer's markup: its template, its forms of a note and of a place (for ``format``), the characters to escape."""

    template: str
    note: str
    place: str
    special: re.Pattern[str]

    def spell(self, text: object) -> str:
        """Escape text for the markup."""
        return self.special.sub(r"\\\1", str(text))


TYPST = Markup("sample.typ", "#footnote[{}]", "#metadata(none) <{}>", SPECIAL["typst"])
# pandoc uses only raw content in the format that it writes: LaTeX for its PDF, Open XML for a Word document.
MARKDOWN = Markup("sample.md", "^[{}]", "[]{{#{0}}}`\\label{{{0}}}`{{=latex}}", SPECIAL["markdown"])


@dataclass(frozen=True, slots=True)
class Piece:
    """A block as templates take it; ``places``: the names of the places in it."""

    id: str
    heading: bool
    number: str
    text: str
    places: tuple[str, ...]


def looks() -> Environment:
    """Return a template environment for this folder."""
    env = Environment(
        loader=FileSystemLoader(LOOKS, encoding="utf-8"),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        autoescape=select_autoescape(("svg",), default=False),
        keep_trailing_newline=True,
    )
    env.filters["quoted"] = lambda text: str(text).replace("\\", "\\\\").replace('"', '\\"')
    return env


def book(source: Path) -> Book:
    """Return the book of a source."""
    resolution = understand_request(Request(source, Path(), Path())).resolution
    imprint = Imprint(source.name, "0" * 64, "0")
    return Book(resolution, build_index(resolution, load_language(resolution.language)), imprint)


def html(one: Book) -> str:
    """Return the print edition as one HTML document with its styles, without page numbers in the index."""
    return typeset.make_page_sheet(one).markup


def turned(text: str, turn: int) -> str:
    """Return the text of a document with the number ``turn`` at the end of each paragraph and note."""
    return ENDS.sub(str(turn), text)


def write(path: Path, data: str | bytes) -> None:
    """Write a file; text is encoded as UTF-8."""
    path.write_bytes(data.encode() if isinstance(data, str) else data)


def markup(one: Book, by: Markup) -> str:
    """Return the document as a peer's markup: notes as footnotes, the pages of the index to be found by the peer."""
    lang = load_language(one.resolution.language)
    entries = [(e.name, e.url or "", list(dict.fromkeys(p.anchor for p in e.places))) for e in one.index.entries()]
    pieces = list(_pieces(one, by))
    places = {place for piece in pieces for place in (piece.id, *piece.places)}
    entries = [(name, url, [place for place in ids if place in places]) for name, url, ids in entries]
    env = looks()
    env.filters["spell"] = by.spell
    return env.get_template(by.template).render(
        title=spell_title(one.resolution.full_title),
        symbol=str(one.resolution.symbol),
        lang=lang.code,
        blocks=pieces,
        index=lang.word("index", "title"),
        entries=entries,
        place=by.place.format,
    )


def _pieces(one: Book, by: Markup) -> Iterator[Piece]:
    for block in blocks_of(one.resolution):
        if isinstance(block, Table):
            continue  # its cells follow as blocks of their own
        number = block.number if isinstance(block, Paragraph) else ""
        text, places = "".join(_spelt(block.content, by)), tuple(_places(block.content))
        yield Piece(block.id, isinstance(block, Heading), number, text, places)


def _spelt(content: tuple[Inline, ...], by: Markup) -> Iterator[str]:
    for item in content:
        match item:
            case Text(text):
                yield by.spell(text)
            case Note():
                yield by.note.format(by.spell(spell_blocks(item.blocks)))
            case LineBreak() | PageBreak():
                yield " "
            case _:
                if name := getattr(item, "id", ""):
                    yield by.place.format(name)
                yield from _spelt(item.content, by)


def _places(content: tuple[Inline, ...]) -> Iterator[str]:
    for item in content:
        if not isinstance(item, Text | Note | LineBreak | PageBreak):
            if name := getattr(item, "id", ""):
                yield name
            yield from _places(item.content)
