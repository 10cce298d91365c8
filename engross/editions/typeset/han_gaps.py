"""Put a gap between Han characters and Latin letters or figures, in every edition and wherever these stand.

It is a space, a quarter of an em in a Chinese font (clreq 3.2.4), as the UN types it. One manner holds for the whole
document: title block, text, index, colophon, cover and title page.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import partial

from engross.grammars.han import HAN_RANGE
from engross.grammars.language import Language
from engross.model.replace_items import replace_items
from engross.model.replace_texts import replace_texts, rewrite_masthead
from engross.model.tree import Inline, Note, PageBreak, Resolution, Text, Where
from engross.model.walk import leaves_of, rewrite_blocks, rewrite_resolution

HAN_CLASS = f"[{HAN_RANGE}]"
LATIN_CLASS = "[0-9A-Za-z\u00c0-\u024f%]"
MASTHEAD_FIELDS = ("session", "agenda_item", "agenda_title", "adoption", "period", "other")
HAN_LATIN_GAP = re.compile(f"(?<={HAN_CLASS})(?={LATIN_CLASS})|(?<={LATIN_CLASS})(?={HAN_CLASS})")


def space_text(text: str, language: Language) -> str:
    """Return a text with gaps between Han and Latin, if the language asks for them."""
    return HAN_LATIN_GAP.sub(" ", text) if language.words["reading"]["tight"] else text


def space_resolution(resolution: Resolution, language: Language) -> Resolution:
    """Return the resolution with gaps in its runs and its masthead, if the language asks for them."""
    if not language.words["reading"]["tight"]:
        return resolution

    def space_run(content: tuple[Inline, ...], _: Where) -> tuple[Inline, ...]:
        return replace_texts(content, iter(_space_texts(content)), space_note)

    def space_note(note: Note) -> tuple[Inline, ...]:
        return (replace_items(note, blocks=rewrite_blocks(note.blocks, space_run)),)

    spaced = rewrite_resolution(resolution, space_run)
    masthead = rewrite_masthead(spaced.masthead, MASTHEAD_FIELDS, partial(HAN_LATIN_GAP.sub, " "))
    return replace(spaced, masthead=masthead)


def _space_texts(content: tuple[Inline, ...]) -> list[str]:
    """Return the spaced text of each Text of a run, in order; calls and line breaks take the place of a gap."""
    texts: list[str] = []
    last = ""  # the character before, across the bounds of elements
    for leaf in leaves_of(content):
        if isinstance(leaf, Text):
            spaced = HAN_LATIN_GAP.sub(" ", leaf.text)
            texts.append(f" {spaced}" if HAN_LATIN_GAP.search(last + leaf.text[:1]) else spaced)
            last = leaf.text[-1:] or last
        elif not isinstance(leaf, PageBreak):
            last = ""
    return texts
