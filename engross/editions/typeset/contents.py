"""Build the contents that e-book and reading edition list: parts, headings, numbered paragraphs, annexes."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import accumulate

from engross.grammars.language import Language
from engross.model.text import spell_title
from engross.model.tree import Block, Heading, Paragraph, Part, Resolution, Role


@dataclass(frozen=True, slots=True)
class ContentsEntry:
    """An entry of the navigation: its words, the address it leads to, the entries under it, its number as printed."""

    label: str
    href: str
    children: tuple[ContentsEntry, ...] = ()
    number: str = ""


@dataclass(frozen=True, slots=True)
class _ContentsLine:
    """An entry before it is nested: its level, its words, the id that it leads to, its number."""

    level: int
    label: str
    anchor: str
    number: str = ""


LEAF_LEVEL = 99  # deeper than any heading
MOST_PARAGRAPHS = 60  # of a document with headings that its contents list; of more the headings alone
FEWEST_HEADINGS = 5  # that a reader finds the way by
EXCERPT_COLUMNS = 40  # the length of an excerpt of a paragraph; a Han character takes two columns


def build_contents(
    resolution: Resolution, language: Language, levels: Mapping[str, int], document: str
) -> tuple[ContentsEntry, ...]:
    """Return the entries of the text, nested as its headings are.

    ``levels``: the level of each heading by its id. ``document``: the file that the text is in, "" for this one.
    """
    lines = [line for part in resolution.parts for line in _part_lines(part, resolution, language, levels)]
    headings = [line for line in lines if line.level != LEAF_LEVEL]
    is_long = len(headings) >= FEWEST_HEADINGS and len(lines) - len(headings) > MOST_PARAGRAPHS
    return _nest_lines(headings if is_long else lines, document)


def contents_depth(entries: tuple[ContentsEntry, ...]) -> int:
    """Return how deep the entries are nested; 0 for no entries."""
    return max((1 + contents_depth(entry.children) for entry in entries), default=0)


def entry_hrefs(entries: tuple[ContentsEntry, ...]) -> Iterator[str]:
    """Yield the addresses of all entries, parents first."""
    for entry in entries:
        yield entry.href
        yield from entry_hrefs(entry.children)


def _part_lines(
    part: Part, resolution: Resolution, language: Language, levels: Mapping[str, int]
) -> Iterator[_ContentsLine]:
    if len(resolution.parts) > 1 and (part.number or part.title):
        yield _ContentsLine(1, spell_title(part.title), part.id, part.number)
    preamble = next((block for block in part.body if _is_preambular(block)), None)
    for block in part.body:
        if block is preamble:
            yield _ContentsLine(LEAF_LEVEL, language.word("book", "preamble"), block.id)
        yield from _block_lines(block, levels)
    for annex in part.annexes:
        head = annex.blocks[0] if annex.blocks and isinstance(annex.blocks[0], Heading) else None
        label = spell_title(head.content) if head else ""
        level, number = 1 + (len(resolution.parts) > 1), head.number if head else ""
        yield _ContentsLine(level, label or language.word("labels", "annex"), annex.id, number)
        for block in annex.blocks[1 if head else 0 :]:
            if isinstance(block, Heading):
                yield from _block_lines(block, levels)


def _is_preambular(block: Block) -> bool:
    return isinstance(block, Paragraph) and block.role is Role.PREAMBULAR


def _block_lines(block: Block, levels: Mapping[str, int]) -> Iterator[_ContentsLine]:
    if isinstance(block, Heading) and (block.number or block.content):
        yield _ContentsLine(levels[block.id], spell_title(block.content), block.id, block.number)
    elif isinstance(block, Paragraph) and block.role is Role.OPERATIVE and block.number:
        yield _ContentsLine(LEAF_LEVEL, _cut_excerpt(spell_title(block.content)), block.id, block.number)


def _cut_excerpt(text: str) -> str:
    """Return the first words of a paragraph, as many as a narrow screen shows in a line."""
    columns = accumulate(1 + _is_wide(character) for character in text)
    end = next((n for n, width in enumerate(columns, 1) if width >= EXCERPT_COLUMNS), len(text))
    if end == len(text):
        return text
    cut = text[:end] if _is_wide(text[end]) else text[:end].rpartition(" ")[0] or text[:end]
    return cut.rstrip(" ,;:，；：、") + "…"


def _is_wide(character: str) -> bool:
    return unicodedata.east_asian_width(character) in "WF"


def _nest_lines(lines: list[_ContentsLine], document: str) -> tuple[ContentsEntry, ...]:
    """Return the lines as a tree: each under the nearest line before it that is less deep."""
    entries: list[ContentsEntry] = []
    at = 0
    while at < len(lines):
        first = lines[at]
        end = next((n for n in range(at + 1, len(lines)) if lines[n].level <= first.level), len(lines))
        children = _nest_lines(lines[at + 1 : end], document)
        entries.append(ContentsEntry(first.label, f"{document}#{first.anchor}", children, first.number))
        at = end
    return tuple(entries)
