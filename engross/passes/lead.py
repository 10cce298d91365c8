"""Mark lead words: what the source sets apart at the beginning of a paragraph of the resolution is a lead.

The first words of enacting, preambular and operative paragraphs are italic in Latin and Cyrillic texts, bold in
Chinese (un-documents: 4.5), underlined in typed drafts; as LEAD each edition sets them as its language does.
"""

from __future__ import annotations

from dataclasses import replace

from engross.model.tree import Block, Inline, Paragraph, Resolution, Role, Style, Styled, Text
from engross.model.walk import transform_blocks

ROLES_WITH_LEAD = (Role.ENACTING, Role.PREAMBULAR, Role.OPERATIVE)
LEAD_STYLES = (Style.BOLD, Style.ITALIC, Style.UNDERLINE)


def mark_lead_words(resolution: Resolution) -> Resolution:
    """Mark the lead words in the body of each part."""
    parts = (replace(p, body=transform_blocks(p.body, _mark_block, in_cells=False)) for p in resolution.parts)
    return replace(resolution, parts=tuple(parts))


def has_lead_words(block: Paragraph) -> bool:
    """Return whether lead words open a paragraph."""
    first = block.content[0] if block.content else None
    return isinstance(first, Styled) and first.style is Style.LEAD


def _mark_block(block: Block) -> Block:
    if not isinstance(block, Paragraph) or block.role not in ROLES_WITH_LEAD:
        return block
    return replace(block, content=_mark_lead(block.content))


def _mark_lead(content: tuple[Inline, ...]) -> tuple[Inline, ...]:
    """Mark the bold, italic or underlined words at the beginning of a run as lead words; adjacent pieces become one."""
    words: list[Inline] = []
    end = 0
    for n, item in enumerate(content):
        if isinstance(item, Styled) and item.style in LEAD_STYLES:
            words += (*content[end:n], *_unwrap_style(item))
            end = n + 1
        elif not (isinstance(item, Text) and item.text.isspace()):
            break
    if not words or not isinstance(content[0], Styled):
        return content
    return (Styled(Style.LEAD, tuple(words)), *content[end:])


def _unwrap_style(item: Styled) -> tuple[Inline, ...]:
    """Return the content of a style, or of two nested styles that both set words apart (bold italic)."""
    only_item = item.content[0] if len(item.content) == 1 else None
    return only_item.content if isinstance(only_item, Styled) and only_item.style in LEAD_STYLES else item.content
