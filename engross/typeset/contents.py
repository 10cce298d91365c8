"""A Resolution to what the navigation of its e-book lists: parts, headings, numbered paragraphs, annexes."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from engross.language import Language
from engross.model import Block, Heading, Paragraph, Part, Resolution, Role
from engross.text import title_text


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of the navigation: its words, the address it leads to, the entries under it, its number as printed."""

    label: str
    href: str
    children: tuple[Entry, ...] = ()
    number: str = ""


@dataclass(frozen=True, slots=True)
class _Line:
    """An entry before it has its place: how deep it stands, its words, the id it leads to, its number."""

    level: int
    label: str
    anchor: str
    number: str = ""


LEAF = 99  # deeper than any heading
EXCERPT = 40  # columns shown of a paragraph, a Han character taking two


def contents(resolution: Resolution, language: Language, levels: Mapping[str, int]) -> tuple[Entry, ...]:
    """The entries of the text, nested as its headings are. ``levels``: the level of each heading by its id."""
    lines = [line for part in resolution.parts for line in _part(part, resolution, language, levels)]
    return _nest(lines)


def depth(entries: tuple[Entry, ...]) -> int:
    """How deep the entries are nested; 0 for none."""
    return max((1 + depth(entry.children) for entry in entries), default=0)


def hrefs(entries: tuple[Entry, ...]) -> Iterator[str]:
    """The addresses of all entries, parents first."""
    for entry in entries:
        yield entry.href
        yield from hrefs(entry.children)


def _part(part: Part, resolution: Resolution, language: Language, levels: Mapping[str, int]) -> Iterator[_Line]:
    if len(resolution.parts) > 1 and (part.number or part.title):
        yield _Line(1, title_text(part.title), part.id, part.number)
    preamble = next((block for block in part.body if block in part.preamble), None)
    for block in part.body:
        if block is preamble:
            yield _Line(LEAF, language.word("book", "preamble"), block.id)
        yield from _block(block, levels)
    for annex in part.annexes:
        head = annex.blocks[0] if annex.blocks and isinstance(annex.blocks[0], Heading) else None
        label = title_text(head.content) if head else ""
        yield _Line(1 + (len(resolution.parts) > 1), label or language.word("labels", "annex"), annex.id)
        for block in annex.blocks[1 if head else 0 :]:
            if isinstance(block, Heading):
                yield from _block(block, levels)


def _block(block: Block, levels: Mapping[str, int]) -> Iterator[_Line]:
    if isinstance(block, Heading) and (block.number or block.content):
        yield _Line(levels[block.id], title_text(block.content), block.id, block.number)
    elif isinstance(block, Paragraph) and block.role is Role.OPERATIVE and block.number:
        yield _Line(LEAF, _excerpt(title_text(block.content)), block.id, block.number)


def _excerpt(text: str) -> str:
    """The first words of a paragraph, as many as a narrow screen shows in a line."""
    wide = [unicodedata.east_asian_width(character) in "WF" for character in text]
    end = next((n for n in range(len(text)) if sum(1 + w for w in wide[:n]) >= EXCERPT), len(text))
    if end == len(text):
        return text
    cut = text[:end] if wide[end] else text[:end].rpartition(" ")[0] or text[:end]
    return cut.rstrip(" ,;:，；：、") + "…"


def _nest(lines: list[_Line]) -> tuple[Entry, ...]:
    """The lines as a tree: each under the nearest line before it that is less deep."""
    entries: list[Entry] = []
    at = 0
    while at < len(lines):
        first = lines[at]
        end = next((n for n in range(at + 1, len(lines)) if lines[n].level <= first.level), len(lines))
        entries.append(Entry(first.label, f"resolution.xhtml#{first.anchor}", _nest(lines[at + 1 : end]), first.number))
        at = end
    return tuple(entries)
