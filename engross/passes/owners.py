"""Whose words a text within a text is: where it says "its resolution" it means the organ that its enacting words name.

The Economic and Social Council recommends whole draft resolutions to the General Assembly; what such a draft calls
its own is the Assembly's.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from engross.language import Language
from engross.model import Block, Paragraph, Resolution, Role, Table
from engross.text import bare_words, spell
from engross.walk import descend


def owners(resolution: Resolution, language: Language) -> dict[int, str]:
    """The organ of each run that follows another organ's enacting words, by the run's identity.

    What stands beside or under the blocks after the words is theirs, to the end of what the words stand in.
    """
    opening = {bare_words(words): organ for organ, words in language.words["enacting"].items()}
    found: dict[int, str] = {}
    for part in resolution.parts:
        for top in (part.body, *(annex.blocks for annex in part.annexes)):
            found |= _of(top, opening, resolution.organ)
    return found


def _of(blocks: tuple[Block, ...], opening: dict[str, str], organ: str) -> dict[int, str]:
    found: dict[int, str] = {}
    now = organ
    for block in blocks:
        if isinstance(block, Paragraph) and block.role is Role.ENACTING:
            now = opening.get(bare_words(spell(block.content, calls=False)), now)
        if now != organ:
            found |= dict.fromkeys(map(id, _runs((block,))), now)
        if isinstance(block, Paragraph):
            found |= _of(block.children, opening, now)
    return found


def _runs(blocks: Iterable[Block]) -> Iterator[object]:
    return (block.content for block in descend(tuple(blocks)) if not isinstance(block, Table) and block.content)
