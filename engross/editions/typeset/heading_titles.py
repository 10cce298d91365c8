"""Find what headings are to each other where a source has them apart: a number and its title, parts above sections.

"Part I", "Political affairs", "Section 3" are three headings of one rank in the UN's XML; in print the first two are
one heading, and that of a part stands above that of a section (A/RES/77/262).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from engross.editions.typeset import outline_label
from engross.grammars.language import Language
from engross.model.tree import Block, Heading, Resolution
from engross.model.walk import blocks_of


@dataclass(frozen=True, slots=True)
class HeadingTitles:
    """The title of each heading that is only a number, by its id.

    ``upper``: the ids of the numbers that stand above others of their rank.
    """

    titles: dict[str, Heading]
    upper: frozenset[str]

    @property
    def bound(self) -> frozenset[str]:
        """The ids of the headings that are set with the one before them."""
        return frozenset(title.id for title in self.titles.values())


def find_heading_titles(resolution: Resolution, language: Language) -> HeadingTitles:
    """Return the titles of the headings that are only a number, and which kinds of numbers stand above others."""
    numbers = re.compile(f"(?:{language.words['reading']['heading']}|{language.words['reading']['annex']})[.:]?")
    titles: dict[str, Heading] = {}
    kinds: dict[str, str] = {}
    over: set[tuple[str, str]] = set()
    for part in resolution.parts:
        blocks = list(blocks_of(replace(resolution, title=(), parts=(part,))))
        kinds |= {block.id: _name_kind(block, language) for block in _list_numbers(blocks, numbers)}
        titles |= _pair_titles(blocks, kinds)
        over |= set(_pair_kinds(blocks, kinds, titles))
    upper = {first for first, second in over if (second, first) not in over}
    return HeadingTitles(titles, frozenset(anchor for anchor, kind in kinds.items() if kind in upper))


def bind_titles(resolution: Resolution, heads: HeadingTitles) -> Resolution:
    """Return the resolution with one heading for each number and its title, where no heading stands within a list."""
    return replace(
        resolution,
        parts=tuple(
            replace(
                part,
                body=_bind_blocks(part.body, heads),
                annexes=tuple(replace(annex, blocks=_bind_blocks(annex.blocks, heads)) for annex in part.annexes),
            )
            for part in resolution.parts
        ),
    )


def _bind_blocks(blocks: tuple[Block, ...], heads: HeadingTitles) -> tuple[Block, ...]:
    return tuple(
        replace(block, number=outline_label(block.content), content=heads.titles[block.id].content)
        if isinstance(block, Heading) and block.id in heads.titles
        else block
        for block in blocks
        if block.id not in heads.bound
    )


def _list_numbers(blocks: list[Block], numbers: re.Pattern[str]) -> Iterator[Heading]:
    for block in blocks:
        if isinstance(block, Heading) and not block.number and numbers.fullmatch(outline_label(block.content)):
            yield block


def _name_kind(number: Heading, language: Language) -> str:
    """Return the noun of a number: "Part" of "Part I"; without spaces its last character: 编 of 第一编."""
    words = outline_label(number.content)
    return words[-1] if language.words["reading"]["tight"] else words.split()[0]


def _pair_titles(blocks: list[Block], kinds: dict[str, str]) -> dict[str, Heading]:
    """Return the title right behind each number: a heading of the same rank that has no number and is none."""
    headings = ((a, b) for a, b in pairwise(blocks) if isinstance(a, Heading) and isinstance(b, Heading))
    return {
        first.id: second
        for first, second in headings
        if first.id in kinds and second.id not in kinds and first.rank == second.rank and not second.number
    }


def _pair_kinds(blocks: list[Block], kinds: dict[str, str], titles: dict[str, Heading]) -> Iterator[tuple[str, str]]:
    """Yield the kinds of a number and of the next, where nothing but the title stands between them."""
    bound = {title.id for title in titles.values()}
    for first, second in pairwise(block for block in blocks if block.id not in bound):
        if isinstance(first, Heading) and isinstance(second, Heading) and first.rank == second.rank:
            pair = kinds.get(first.id, ""), kinds.get(second.id, "")
            if all(pair) and pair[0] != pair[1]:
                yield pair
