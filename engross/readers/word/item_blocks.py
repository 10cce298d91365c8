"""Turn a body item into the block that its label makes of it."""

from __future__ import annotations

from engross.model.tree import Block, Heading, Paragraph, Role, Style
from engross.readers.common.labels import Label
from engross.readers.word.body_items import BodyItem
from engross.readers.word.item_evidence import match_negotiators_label
from engross.readers.word.item_markers import cut_marker, mark_underlined_lead
from engross.readers.word.looks import remove_look
from engross.readers.word.notes import cut_leading_characters

BOLD_RANK = 3  # of a heading that has no style of its own
ITALIC_RANK = 4  # of one that is italic or underlined, as headings below bold ones are
ROLES = {
    Label.ENACTING: Role.ENACTING,
    Label.PREAMBULAR: Role.PREAMBULAR,
    Label.OPERATIVE: Role.OPERATIVE,
    Label.DECISION: Role.OPERATIVE,
    Label.POINT: Role.POINT,
}
CLAUSE_ROLES = (Role.ENACTING, Role.PREAMBULAR, Role.OPERATIVE)


def build_block(item: BodyItem, label: Label) -> Block:
    """Build the heading or paragraph of a body item."""
    number, content = item.number, item.content
    if not number and label is not Label.ENACTING:
        negotiators = None if item.rank else match_negotiators_label(item)
        if negotiators:
            number, content = negotiators[0].strip(), cut_leading_characters(content, negotiators.end())
        else:
            number, content = cut_marker(content, bool(item.rank))
    if label is Label.HEADING:
        rank = item.rank or (BOLD_RANK if item.look in (Style.BOLD, None) else ITALIC_RANK)
        return Heading(rank, remove_look(content, item.look or Style.BOLD), number, where=item.where)
    role = ROLES.get(label, Role.PLAIN)
    return Paragraph(role, mark_underlined_lead(content) if role in CLAUSE_ROLES else content, number, where=item.where)
