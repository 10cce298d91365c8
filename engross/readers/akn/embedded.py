"""Texts inside a text: a draft that one organ recommends to another, from its own enacting words to the end."""

from __future__ import annotations

from dataclasses import replace

from engross.model.text import spell_inlines, strip_enacting_words
from engross.model.tree import Block, Heading, Paragraph, Role
from engross.readers.akn.tree import AknReaderState
from engross.readers.common.attach_points import COLONS, has_end_mark


def embed_recommended_text(body: list[Block], state: AknReaderState) -> list[Block]:
    """A body with its enacting words known; after a colon such words begin a text that hangs on what announces it."""
    out: list[Block] = []
    for n, block in enumerate(body):
        known = _mark_enacting_words(block, state)
        last = out[-1] if out else None
        if (
            known is not block
            and isinstance(last, Paragraph)
            and last.role is Role.OPERATIVE
            and has_end_mark(last, COLONS)
        ):
            out[-1] = replace(last, children=(*last.children, known, *body[n + 1 :]))
            return out
        out.append(known)
    return out


def _mark_enacting_words(block: Block, state: AknReaderState) -> Block:
    """Words that open a resolution in the language of the text are enacting words, however they are marked up."""
    if (isinstance(block, Heading) and block.number) or (isinstance(block, Paragraph) and block.role is Role.ENACTING):
        return block
    if (
        isinstance(block, Heading | Paragraph)
        and strip_enacting_words(spell_inlines(block.content, calls=False)) in state.enacting
    ):
        under = block.children if isinstance(block, Paragraph) else ()
        return Paragraph(Role.ENACTING, block.content, children=under, where=block.where)
    return block
