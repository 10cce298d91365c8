"""Part enacting words from what stands behind their comma in the same paragraph: a resolution of one sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from engross.grammars.enacting import match_enacting_words
from engross.grammars.language import Language
from engross.model.text import spell_inlines
from engross.model.tree import Inline, Link, Paragraph, Role, Styled, Text
from engross.readers.common.end_marks import COMMAS

COMMA = re.compile(r"\s*[,，،]\s*(?=\S)")


def split_opening(paragraph: Paragraph, lang: Language) -> Iterator[Paragraph]:
    """Yield the enacting words, and what follows their comma as a paragraph: what ends with a comma is preambular.

    Enacting words of a body that the language's words do not have, or without their comma, stay as they are.
    """
    text = spell_inlines(paragraph.content, calls=False)
    end = max((end for _, end in match_enacting_words(text, lang)), default=0)
    comma = COMMA.match(text, end) if end else None
    if comma is None:
        yield paragraph
        return
    words, others = _cut_inlines(paragraph.content, comma.end())
    role = Role.PREAMBULAR if text.rstrip().endswith(COMMAS) else Role.OPERATIVE
    yield replace(paragraph, content=words)
    yield Paragraph(role, others, where=paragraph.where)


def has_more_words(paragraph: Paragraph, lang: Language) -> bool:
    """Return whether enacting words go on, without a comma, with what is enacted."""
    text = spell_inlines(paragraph.content, calls=False).rstrip()
    end = max((end for _, end in match_enacting_words(text, lang)), default=len(text))
    return any(map(str.isalpha, text[end:]))


def _cut_inlines(content: tuple[Inline, ...], at: int) -> tuple[tuple[Inline, ...], tuple[Inline, ...]]:
    """Return inlines cut at a place of their text, which no call has a part in."""
    for n, item in enumerate(content):
        length = len(spell_inlines((item,), calls=False))
        if at <= 0:
            return content[:n], content[n:]
        if at < length and isinstance(item, Text):
            return (*content[:n], Text(item.text[:at].rstrip())), (Text(item.text[at:]), *content[n + 1 :])
        if at < length and isinstance(item, Styled | Link):
            before, after = _cut_inlines(item.content, at)
            return (*content[:n], replace(item, content=before)), (replace(item, content=after), *content[n + 1 :])
        at -= length
    return content, ()
