"""Mark lead words: what the source sets apart at the beginning of a paragraph of the resolution is a lead.

The first words of enacting, preambular and operative paragraphs are italic in Latin and Cyrillic texts, bold in
Chinese (un-documents: 4.5); as LEAD each edition sets them as its language does.
"""

from __future__ import annotations

from dataclasses import replace

from engross.model.tree import Block, Inline, Paragraph, Part, Resolution, Role, Style, Styled, Text

ROLES_WITH_LEAD = (Role.ENACTING, Role.PREAMBULAR, Role.OPERATIVE)
LEAD_STYLES = (Style.BOLD, Style.ITALIC)


def mark_lead_words(resolution: Resolution) -> Resolution:
    """Mark the lead words in the body of each part."""
    return replace(resolution, parts=tuple(map(_mark_part, resolution.parts)))


def _mark_part(part: Part) -> Part:
    return replace(part, body=tuple(map(_mark_block, part.body)))


def _mark_block(block: Block) -> Block:
    if not isinstance(block, Paragraph):
        return block
    content = _mark_lead(block.content) if block.role in ROLES_WITH_LEAD else block.content
    return replace(block, content=content, children=tuple(map(_mark_block, block.children)))


def _mark_lead(content: tuple[Inline, ...]) -> tuple[Inline, ...]:
    """Mark the bold or italic words at the beginning of a run as lead words; adjacent pieces become one."""
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
