"""Whose words a text within a text is: where it says "its resolution" it means the organ that its enacting words name.

The Economic and Social Council recommends whole draft resolutions to the General Assembly; what such a draft calls
its own is the Assembly's.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from engross.grammars.language import Language
from engross.model.text import spell_inlines, strip_enacting_words
from engross.model.tree import Block, Paragraph, Resolution, Role, Table
from engross.model.walk import descend_blocks


def find_embedded_organs(resolution: Resolution, language: Language) -> dict[int, str]:
    """The organ of each run that follows another organ's enacting words, by the run's identity.

    What stands beside or under the blocks after the words is theirs, to the end of what the words stand in.
    """
    opening = {strip_enacting_words(words): organ for organ, words in language.words["enacting"].items()}
    found: dict[int, str] = {}
    for part in resolution.parts:
        for top in (part.body, *(annex.blocks for annex in part.annexes)):
            found |= _find_block_organs(top, opening, resolution.organ)
    return found


def _find_block_organs(blocks: tuple[Block, ...], opening: dict[str, str], organ: str) -> dict[int, str]:
    found: dict[int, str] = {}
    now = organ
    for block in blocks:
        if isinstance(block, Paragraph) and block.role is Role.ENACTING:
            now = opening.get(strip_enacting_words(spell_inlines(block.content, calls=False)), now)
        if now != organ:
            found |= dict.fromkeys(map(id, _iter_runs((block,))), now)
        if isinstance(block, Paragraph):
            found |= _find_block_organs(block.children, opening, now)
    return found


def _iter_runs(blocks: Iterable[Block]) -> Iterator[object]:
    return (block.content for block in descend_blocks(tuple(blocks)) if not isinstance(block, Table) and block.content)
