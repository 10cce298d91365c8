"""Find the items of a numbered list within a paragraph, such as an agenda, by their turn in its sequence."""

from __future__ import annotations

from dataclasses import dataclass, replace

from engross.grammars.language import Language
from engross.grammars.numbering import marker_number
from engross.model.text import spell_inlines
from engross.model.tree import Block, Heading, Paragraph, Role
from engross.readers.common.attach_points import has_end_mark
from engross.readers.common.end_marks import COLONS
from engross.readers.lines.lead_words import find_lead_words
from engross.readers.word.item_markers import has_lead_look


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
        elif isinstance(block, Paragraph) and block.role in (Role.PREAMBULAR, Role.OPERATIVE, Role.PLAIN):
            self.item, self.is_announced = 0, has_end_mark(block, COLONS) and has_lead(block, self.lang)
            self.is_outer_set_apart = is_set_apart(block)
