"""Mark what the pages of a right-to-left text set as one, so that the order of their lines can be foretold.

The marks are those of isolates (UAX 9: LRI, RLI, PDI), where templates give an element a direction, style sheets a box
of its own, and ``engross.editions.pdf.patches.line_order`` an isolate to the call of a note.
"""

from __future__ import annotations

from dataclasses import replace

from engross.editions.typeset.digit_groups import ISOLATE, ISOLATE_END
from engross.editions.typeset.foreign import is_turned_symbol
from engross.grammars.language import Language, load_language
from engross.model.text import spell_inlines
from engross.model.tree import (
    Block,
    Citation,
    Heading,
    Inline,
    Link,
    Note,
    Paragraph,
    Part,
    Resolution,
    Style,
    Styled,
    Text,
    Where,
)
from engross.model.walk import rewrite_blocks, rewrite_resolution, transform_part_blocks

RTL_ISOLATE = "\u2067"
MAYBE_NEWLINE = "\v"  # a heading's number stands before it, or above it, as the style sheet has it


def isolate_as_set(resolution: Resolution) -> Resolution:
    """Return the resolution with the marks of an isolate around each inline and number that is set as one.

    From left to right, these are phrases and symbols; from right to left, the calls of notes and the numbers of
    paragraphs: behind 79/12 a call is no figure of that number. A title stands on one line with its number.
    """
    language = load_language(resolution.language)

    def isolate_run(content: tuple[Inline, ...], where: Where) -> tuple[Inline, ...]:
        return tuple(isolate_inline(item, where) for item in content)

    def isolate_inline(item: Inline, where: Where) -> Inline:
        if isinstance(item, Note):
            blocks = rewrite_blocks(item.blocks, isolate_run)
            return replace(item, number=isolate_number(item.number), blocks=blocks)
        if isinstance(item, Styled | Link | Citation):
            inner = isolate_run(item.content, where)
            is_set_ltr = _is_set_ltr(item, language)
            return replace(item, content=(Text(ISOLATE), *inner, Text(ISOLATE_END)) if is_set_ltr else inner)
        return item

    isolated = rewrite_resolution(resolution, isolate_run)
    title = _join_number(isolated.number, isolated.title)
    return replace(isolated, number="", title=title, parts=tuple(map(_isolate_numbers, isolated.parts)))


def isolate_number(number: str) -> str:
    """Return a number that is set as one; "" for none."""
    return f"{RTL_ISOLATE}{number}{ISOLATE_END}" if number else ""


def _is_set_ltr(item: Styled | Link | Citation, language: Language) -> bool:
    """Return whether the templates give an inline the direction from left to right."""
    if isinstance(item, Citation):
        return is_turned_symbol(spell_inlines(item.content), language)
    return isinstance(item, Styled) and item.style is Style.TURNED


def _isolate_numbers(part: Part) -> Part:
    title = _join_number(part.number, part.title)
    return transform_part_blocks(replace(part, number="", title=title), _isolate_block_number)


def _join_number(number: str, title: tuple[Inline, ...]) -> tuple[Inline, ...]:
    return (Text(f"{number} "), *title) if number else title


def _isolate_block_number(block: Block) -> Block:
    if isinstance(block, Paragraph):
        return replace(block, number=isolate_number(block.number))
    if isinstance(block, Heading) and block.number:
        return replace(block, number=f"{block.number}{MAYBE_NEWLINE}")
    return block
