"""Read a source into a Version: its passages by id, each with the symbols that it cites and links to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from engross import passes
from engross.grammars.numbering import marker_slug
from engross.grammars.symbol import InvalidSymbol, symbol_from_url
from engross.model.reading import Overrides
from engross.model.text import spell_title
from engross.model.tree import Block, Citation, Heading, Inline, Link, Paragraph, Resolution, Table, Where
from engross.model.walk import blocks_of, inlines_of, notes_of
from engross.readers import structure
from engross.readers.load import load_source

MARKER_LETTERS = re.compile("[^\\s\u0640]")  # letters of an item's marker: (أ أ) is aa, (هـ) is e
PART_LETTER = re.compile(r"(?<=\d) [A-Z]{1,2}(?:-[A-Z]{1,2})?(?=$| \()(?: (?=\([A-Z]))?")  # 54/237 A-C, 217 A (III)


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph, heading or note: its words, its place, the symbols that its words cite and that its links name."""

    text: str
    where: Where
    cited: frozenset[str]
    linked: frozenset[str]


@dataclass(frozen=True, slots=True)
class Version:
    """A document in one language: its passages by id in reading order, and facts about the whole."""

    symbol: str
    language: str
    source: str
    passages: dict[str, Passage]
    facts: dict[str, str]


def read_version(path: Path) -> Version:
    """Return the version in the file at ``path``. Raises Refusal."""
    source, _ = load_source(path)
    raw = structure(source, Overrides())
    linked = _find_links(raw.resolution)
    resolution = passes.run_passes(raw).resolution
    passages = {name: _make_passage(text, where, linked) for name, text, where in _find_passages(resolution)}
    return Version(str(resolution.symbol), resolution.language, path.name, passages, _version_facts(resolution))


def _version_facts(resolution: Resolution) -> dict[str, str]:
    facts = resolution.facts
    return {
        "adopted": facts.adopted,
        "meeting": str(facts.meeting or ""),
        "session": facts.session,
        "agenda item": normalize_agenda_item(facts.agenda_item),
    }


def normalize_agenda_item(printed: str) -> str:
    """Spell an agenda item the same for all languages: 68 (b), 68 b) and 68(ب) are "68 b"."""
    pieces = re.findall(r"\d+|(?<![^\W\d])(?:[^\W\d]\u0640?\s?){1,3}(?=\))", printed)
    return " ".join(
        piece if piece.isdecimal() else "".join(map(marker_slug, MARKER_LETTERS.findall(piece))) for piece in pieces
    )


def _find_passages(resolution: Resolution) -> Iterator[tuple[str, tuple[Inline, ...], Where]]:
    for block in blocks_of(resolution):
        if not isinstance(block, Table):
            yield block.id, block.content, block.where
    for note in notes_of(resolution):
        yield note.id, tuple(_block_inlines(note.blocks)), note.where


def _block_inlines(blocks: tuple[Block, ...]) -> Iterator[Inline]:
    for block in blocks:
        if isinstance(block, Paragraph | Heading):
            yield from block.content


def _make_passage(content: tuple[Inline, ...], where: Where, linked: dict[tuple[int, str], frozenset[str]]) -> Passage:
    cited = frozenset(str(s) for item in inlines_of(content) if isinstance(item, Citation) for s in item.symbols)
    text = spell_title(content)
    return Passage(text, where, cited, linked.get((where.line, _passage_key(text)), frozenset()))


def _passage_key(text: str) -> str:
    return "".join(text.split())


def _find_links(resolution: Resolution) -> dict[tuple[int, str], frozenset[str]]:
    """Return the symbols that the source links to, by line and words of their passage, before any pass."""
    links: dict[tuple[int, str], frozenset[str]] = {}
    for block in blocks_of(resolution):
        if not isinstance(block, Table):
            links[block.where.line, _passage_key(spell_title(block.content))] = _linked_symbols(block.content)
    for note in notes_of(resolution):
        content = tuple(_block_inlines(note.blocks))
        links[note.where.line, _passage_key(spell_title(content))] = _linked_symbols(content)
    return links


def _linked_symbols(content: tuple[Inline, ...]) -> frozenset[str]:
    links = (item for item in inlines_of(content) if isinstance(item, Link))
    return frozenset(filter(None, (_symbol_of_link(link.target) for link in links)))


def _symbol_of_link(target: str) -> str:
    """Return the symbol that a link names, "" for none.

    The letter of a part is dropped from resolutions and decisions: links may give it or leave it out.
    """
    try:
        symbol = str(symbol_from_url(target))
        return PART_LETTER.sub("", symbol) if "/RES/" in symbol or "/DEC/" in symbol else symbol
    except InvalidSymbol:
        return ""
