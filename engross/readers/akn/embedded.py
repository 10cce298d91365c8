"""Find texts inside a text: a draft that one organ recommends to another, from its enacting words to the end."""

from __future__ import annotations

from dataclasses import replace

from engross.model.text import spell_inlines, strip_enacting_words
from engross.model.tree import Block, Heading, Paragraph, Role
from engross.readers.akn.tree import AknReaderState
from engross.readers.common.attach_points import has_end_mark
from engross.readers.common.end_marks import COLONS


def embed_recommended_text(body: list[Block], state: AknReaderState) -> list[Block]:
    """Return a body with its enacting words marked.

    If such words follow an operative paragraph that ends with a colon, they and all blocks after them go under it.
    """
    blocks: list[Block] = []
    for n, block in enumerate(body):
        marked = _mark_enacting_words(block, state)
        last = blocks[-1] if blocks else None
        if (
            marked is not block
            and isinstance(last, Paragraph)
            and last.role is Role.OPERATIVE
            and has_end_mark(last, COLONS)
        ):
            blocks[-1] = replace(last, children=(*last.children, marked, *body[n + 1 :]))
            return blocks
        blocks.append(marked)
    return blocks


def _mark_enacting_words(block: Block, state: AknReaderState) -> Block:
    """Make a block of enacting words in the language of the text an enacting paragraph, however it is marked up."""
    if (isinstance(block, Heading) and block.number) or (isinstance(block, Paragraph) and block.role is Role.ENACTING):
        return block
    if (
        isinstance(block, Heading | Paragraph)
        and strip_enacting_words(spell_inlines(block.content, calls=False)) in state.enacting
    ):
        children = block.children if isinstance(block, Paragraph) else ()
        return Paragraph(Role.ENACTING, block.content, children=children, where=block.where)
    return block
