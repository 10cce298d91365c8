"""Settle the roles that a paragraph has by its neighbours: items of a list in it, operative ones without a number."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from engross.grammars.language import Language
from engross.grammars.numbering import MARKER_OPENERS, marker_number
from engross.model.text import spell_inlines
from engross.model.tree import Block, Heading, Inline, Paragraph, Role, Style, Styled, Text
from engross.readers.common.attach_points import find_last_paragraph, has_end_mark, is_operative
from engross.readers.common.end_marks import COLONS, COMMAS
from engross.readers.lines.lead_words import find_lead_words

LEAD_STYLES = (Style.LEAD, Style.ITALIC, Style.BOLD, Style.UNDERLINE)


def has_lead_look(content: tuple[Inline, ...]) -> bool:
    """Return whether inlines begin with words that are set apart, an opening quote or bracket before them aside."""
    is_opened = len(content) > 1 and isinstance(content[0], Text) and not content[0].text.strip(f"{MARKER_OPENERS} ")
    first = content[is_opened] if content else None
    return isinstance(first, Styled) and first.style in LEAD_STYLES


def is_set_apart(paragraph: Paragraph) -> bool:
    """Return whether a paragraph begins with words that are set apart, as lead words are."""
    return has_lead_look(paragraph.content)


def has_lead(paragraph: Paragraph, lang: Language) -> bool:
    """Return whether a paragraph begins with words that are set apart, or that the language knows as lead words."""
    return is_set_apart(paragraph) or bool(find_lead_words(spell_inlines(paragraph.content, calls=False), lang))


@dataclass
class InnerList:
    """A numbered list within a paragraph, such as an agenda, while the blocks of a text are built.

    It begins with 1 behind a paragraph that ends with a colon, and its items have no lead words.
    """

    lang: Language
    outer: int = 0  # the number of the last operative paragraph
    item: int = 0  # the number of the last item of the list; 0: no list is open
    is_announced: bool = False  # whether the paragraph before ends with a colon
    is_outer_set_apart: bool = False  # whether the lead words of the paragraph that the list is in are
    is_doubtful: bool = False  # whether the last item could be the next paragraph as well

    def place_block(self, block: Block) -> Block:
        """Return the block that comes next, as a point if it is an item of the list."""
        number = marker_number(block.number) if isinstance(block, Paragraph) else None
        if not isinstance(block, Paragraph) or block.role is not Role.OPERATIVE or number is None:
            self._pass_block(block)
            return block
        if self._is_item(block, number):
            self.is_doubtful = number == self.outer + 1 and number > 1 and not self.is_outer_set_apart
            self.item = number
            return replace(block, role=Role.POINT)
        self.outer, self.item, self.is_announced = number, 0, has_end_mark(block, COLONS)
        self.is_outer_set_apart = is_set_apart(block)
        return block

    def _is_item(self, block: Paragraph, number: int) -> bool:
        """Return whether a numbered paragraph is the list's next item; where it may be either, lead words decide."""
        follows = number == self.item + 1 and (self.item > 0 or self.is_announced)
        is_only_item = self.item > 0 and number != self.outer + 1
        return follows and (is_only_item or not self._has_outer_lead(block))

    def _has_outer_lead(self, block: Paragraph) -> bool:
        """Return whether a paragraph has lead words as the one before the list has them."""
        return is_set_apart(block) if self.is_outer_set_apart else has_lead(block, self.lang)

    def _pass_block(self, block: Block) -> None:
        """Take note of a block without a number of a paragraph: points of an item leave its list open."""
        if isinstance(block, Heading) or (isinstance(block, Paragraph) and block.role is Role.ENACTING):
            self.item, self.outer, self.is_announced = 0, 0, False
        elif isinstance(block, Paragraph) and block.role is Role.POINT:
            self.is_announced = has_end_mark(block, COLONS)
        elif isinstance(block, Paragraph) and block.role in (Role.PREAMBULAR, Role.PLAIN):
            self.item, self.is_announced = 0, has_end_mark(block, COLONS) and has_lead(block, self.lang)
            self.is_outer_set_apart = is_set_apart(block)


def settle_unnumbered_operatives(blocks: list[Block], lang: Language) -> list[Block]:
    """Make operative what a section without numbered paragraphs decides: a single paragraph bears no number.

    A preambular paragraph ends with a comma, or what hangs on it does. Sections that go before others may be all
    preamble; so may the text above the first heading. Each text with enacting words of its own is settled alone.
    """
    starts = [n for n, block in enumerate(blocks) if isinstance(block, Paragraph) and block.role is Role.ENACTING]
    texts = (blocks[a:b] for a, b in pairwise([0, *(n for n in starts if n), len(blocks)]))
    return [block for text in texts for block in _settle_text(text, lang)]


def _settle_text(blocks: list[Block], lang: Language) -> list[Block]:
    out: list[Block] = []
    sections = [*_split_sections(blocks)]
    is_decided = any(is_operative(block) for block in blocks)
    for n, section in enumerate(sections):
        is_headed = isinstance(section[0], Heading) and bool(section[0].number)
        may_decide = is_headed or (n + 1 == len(sections) and not is_decided)
        decides = may_decide and not any(map(is_operative, section))
        out += _settle_section(section, lang, is_headed) if decides else section
    return out


def _split_sections(blocks: list[Block]) -> Iterator[list[Block]]:
    """Yield the blocks of each section, its heading first; those above the first heading are the first section."""
    section: list[Block] = []
    for block in blocks:
        if isinstance(block, Heading) and block.number and section:
            yield section
            section = []
        section.append(block)
    if section:
        yield section


def _settle_section(section: list[Block], lang: Language, is_headed: bool) -> list[Block]:
    """Make operative all paragraphs with lead words behind the last that ends with a comma.

    ``is_headed``: the section stands under a number of its own; else its last paragraph needs no lead words.
    """
    last = max((n for n, block in enumerate(section) if isinstance(block, Paragraph)), default=0)
    end = max((n for n, block in enumerate(section) if _is_preambular_end(block)), default=0)
    return [
        replace(block, role=Role.OPERATIVE)
        if n > end and isinstance(block, Paragraph) and _is_decision(block, lang, n == last, is_headed)
        else block
        for n, block in enumerate(section)
    ]


def _is_decision(paragraph: Paragraph, lang: Language, is_last: bool, is_headed: bool) -> bool:
    """Return whether a paragraph without a number is operative, as far as its words and its place tell."""
    if paragraph.number or paragraph.role not in (Role.PREAMBULAR, Role.PLAIN):
        return False
    if is_last and not is_headed and paragraph.role is Role.PLAIN:
        return True
    recalls = re.match(lang.words["lead"]["begins"], spell_inlines(paragraph.content, calls=False))
    return has_lead(paragraph, lang) and (is_last or not recalls)


def _is_preambular_end(block: Block) -> bool:
    """Return whether a block is the heading or the enacting words of a section, or a paragraph that a comma ends."""
    if not isinstance(block, Paragraph):
        return isinstance(block, Heading)
    return block.role is Role.ENACTING or has_end_mark(find_last_paragraph(block), COMMAS)
