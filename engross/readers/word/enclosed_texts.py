"""Find the draft that one organ recommends to another, within the paragraph that announces it with a colon."""

from __future__ import annotations

from engross.grammars.language import Language
from engross.model.text import strip_enacting_words
from engross.model.tree import Block, Heading, Paragraph
from engross.readers.common.attach_points import find_last_paragraph, has_end_mark
from engross.readers.common.end_marks import COLONS, COMMAS
from engross.readers.lines.lines import Line
from engross.readers.word.body_items import BodyItem

OPENING_QUOTES = "“„«\"'‘「『 \u00a0"  # that a draft may stand in


def is_enacting_item(item: BodyItem, lang: Language, *, has_comma: bool = False) -> bool:
    """Return whether an item is an organ's enacting words and nothing else, with or without an opening quote.

    ``has_comma``: whether a comma must end them.
    """
    words = item.text.lstrip(OPENING_QUOTES)
    is_ended = not has_comma or words.endswith(COMMAS)
    return is_ended and strip_enacting_words(words) in map(strip_enacting_words, lang.words["enacting"].values())


def is_enclosed_start(item: BodyItem, blocks: list[Block], lang: Language) -> bool:
    """Return whether an item is enacting words behind a colon; the title of the draft may stand between."""
    last = next((block for block in reversed(blocks) if not isinstance(block, Heading)), None)
    is_announced = isinstance(last, Paragraph) and has_end_mark(find_last_paragraph(last), COLONS)
    return is_announced and is_enacting_item(item, lang)


def spell_lines(items: list[BodyItem]) -> list[Line]:
    """Return items as lines with their numbers, as those of text are."""
    return [Line(n, f"{item.number} {item.text}".strip()) for n, item in enumerate(items)]
