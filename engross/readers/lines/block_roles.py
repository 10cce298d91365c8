"""Tell what a paragraph without a number is: preambular, operative, a heading, or plain words.

A heading needs evidence: few and short words that begin as no clause does. That a paragraph ends with no mark is none:
a call, a divided page or a slip of an extractor ends it as well.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from enum import Enum

from engross.grammars.language import Language
from engross.model.tree import Block, Paragraph, Role
from engross.readers.common.attach_points import classify_marker, has_end_mark, is_operative
from engross.readers.common.end_marks import COLONS, PREAMBULAR_END_MARKS, SEMICOLONS
from engross.readers.lines.layout_habits import CONJUNCTION_AT_END, END_MARKS
from engross.readers.lines.lead_words import has_clause_words, has_lead_words
from engross.readers.lines.lines import Line
from engross.readers.lines.paragraphs import HEADING_LINES
from engross.readers.lines.trailing_calls import strip_trailing_calls

HEADING_CHARACTERS = 300  # of a heading at most


class BlockRole(Enum):
    """What a paragraph without a number is."""

    PREAMBULAR = "preambular"
    OPERATIVE = "operative"
    PLAIN = "plain"
    HEADING = "heading"


class Stage(Enum):
    """How far a text has come: in its preamble, or behind operative paragraphs, without numbers or with them."""

    PREAMBLE = 0
    UNNUMBERED = 1
    NUMBERED = 2

    def follow(self, block: Block) -> Stage:
        """Return the stage behind a block. A section has a preamble of its own."""
        if classify_marker(getattr(block, "number", "")) == "section":
            return Stage.PREAMBLE
        if isinstance(block, Paragraph) and block.role is Role.OPERATIVE:
            return Stage.NUMBERED if block.number or self is Stage.NUMBERED else Stage.UNNUMBERED
        return self


def classify_words(words: str, lines: Sequence[Line], stage: Stage, lang: Language) -> BlockRole:
    """Return what the ``words`` of a paragraph without a number are, which stands on ``lines`` at a ``stage``."""
    ended = CONJUNCTION_AT_END.sub("", strip_trailing_calls(words, lang))
    in_preamble = stage is Stage.PREAMBLE
    if stage is not Stage.NUMBERED and is_operative_clause(ended, lang):
        return BlockRole.OPERATIVE
    if ended.endswith(PREAMBULAR_END_MARKS) and in_preamble:
        return BlockRole.PREAMBULAR
    if ended.endswith(END_MARKS):
        return BlockRole.PLAIN
    if has_lead_words(words, lang) and in_preamble:
        return BlockRole.PREAMBULAR
    return BlockRole.HEADING if _is_heading(words, lines, lang) else BlockRole.PLAIN


def is_operative_clause(words: str, lang: Language) -> bool:
    """Return whether a clause without a number is operative: by its verb, and by a mark that no preamble has.

    Where a language has the same verbs in both, only a full stop tells.
    """
    marks = tuple("。.") if lang.words["reading"]["tight"] else (*COLONS, *SEMICOLONS, ".")
    return words.endswith(marks) and re.match(lang.words["lead"]["operative"], words) is not None


def _is_heading(words: str, lines: Sequence[Line], lang: Language) -> bool:
    """Return whether words that no mark ends may be a heading: not many, and not begun as a clause or its rest."""
    is_short = len(lines) <= HEADING_LINES and len(words) <= HEADING_CHARACTERS
    return is_short and not has_clause_words(words, lang) and not words[:1].islower() and any(map(str.isalpha, words))


def settle_operatives(blocks: Sequence[Block]) -> list[Block]:
    """Return blocks with the roles that only their order shows.

    A plain last paragraph is operative if no other is: a single one bears no number (Editorial Manual). What announces
    numbered paragraphs, ending with a colon, belongs to the preamble.
    """
    settled = list(blocks)
    numbered = [n for n, block in enumerate(blocks) if is_operative(block) and _read_number(block)]
    for n, block in enumerate(blocks[: max(numbered, default=0)]):
        if isinstance(block, Paragraph) and is_operative(block) and not block.number and has_end_mark(block, COLONS):
            settled[n] = replace(block, role=Role.PREAMBULAR)
    last = settled[-1] if settled else None
    if not any(map(is_operative, settled)) and isinstance(last, Paragraph) and last.role is Role.PLAIN:
        settled[-1] = replace(last, role=Role.OPERATIVE)
    return settled


def _read_number(block: Block) -> str:
    return block.number if isinstance(block, Paragraph) else ""
