"""Prepare the text of a resolution for print: add invisible joiners and gaps, and nothing else.

These are what clreq asks and the line breaker does not do: a quarter-em between Han and Latin (3.2.4), no call or mark
at the beginning of a line, no single character alone on a last line. Only spaces and U+2060 are added, so that the
bare text stays what it was.
"""

from __future__ import annotations

import re
from dataclasses import replace

from engross.editions.typeset.han_gaps import HAN_CLASS, space_resolution
from engross.editions.typeset.ordinals import raise_ordinals
from engross.editions.typeset.punctuation import set_punctuation
from engross.editions.typeset.ties import JOINER, tie_resolution
from engross.editions.typeset.title_words import join_title_words
from engross.editions.typeset.underlines import trim_underlines
from engross.grammars.language import Language
from engross.model.replace_texts import replace_texts
from engross.model.tree import Inline, Note, Resolution, Text, Where
from engross.model.walk import leaves_of, rewrite_blocks, rewrite_resolution

CLINGING_MARK = re.compile("(?<=[^—…])(?=[·～—…])")  # marks that the line breaker lets begin a line
THOUSANDS_SPACE = re.compile(r"(?<=\d) (?=\d{3}(?!\d))")  # 3 396 308 300 is one number
LAST_TWO_HAN = re.compile(f"(?<={HAN_CLASS})(?={HAN_CLASS}[^\\w]*$)")


def set_for_print(resolution: Resolution, language: Language) -> Resolution:
    """Return the resolution with joiners, and with gaps if the language asks for them."""
    tight: bool = language.words["reading"]["tight"]
    rtl = language.direction == "rtl"

    def set_run(content: tuple[Inline, ...], _: Where) -> tuple[Inline, ...]:
        return replace_texts(content, iter(_set_texts(content, tight, rtl)), set_note)

    def set_note(note: Note) -> tuple[Inline, ...]:
        return Text(JOINER), replace(note, blocks=rewrite_blocks(note.blocks, set_run))

    punctuated = set_punctuation(raise_ordinals(resolution, language), language)
    tied = join_title_words(tie_resolution(space_resolution(punctuated, language), language), language)
    return trim_underlines(rewrite_resolution(tied, set_run))


def _set_texts(content: tuple[Inline, ...], tight: bool, rtl: bool) -> list[str]:
    """Return the set text of each Text of a run, in order."""
    texts = [leaf.text for leaf in leaves_of(content) if isinstance(leaf, Text)]
    texts = texts if rtl else [THOUSANDS_SPACE.sub("\u00a0", text) for text in texts]
    if not tight or not texts:
        return texts
    texts[-1] = LAST_TWO_HAN.sub(JOINER, texts[-1])
    return [CLINGING_MARK.sub(JOINER, text) for text in texts]
