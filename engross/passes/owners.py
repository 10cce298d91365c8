"""Find whose words a text within a text is: its "its resolution" means the organ that its enacting words name.

The Economic and Social Council recommends whole draft resolutions to the General Assembly; what such a draft calls
its own is the Assembly's.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from engross.grammars.language import Language
from engross.model.text import spell_inlines, strip_enacting_words
from engross.model.tree import Block, Paragraph, Role, Table
from engross.model.walk import ContextStep


@dataclass(frozen=True, slots=True)
class TextOwner:
    """The organ whose words a block holds; ``is_fixed`` in a table, whose enacting words name no other owner."""

    organ: str
    is_fixed: bool = False


def make_owner_step(language: Language) -> ContextStep[TextOwner]:
    """Return the step from the owner of one block to that of the next, for a walk of ``rewrite_resolution_in_context``.

    Enacting words, what stands in their block and what follows it beside them belong to the organ that they name.
    """
    opening = {strip_enacting_words(words): organ for organ, words in language.words["enacting"].items()}

    def step_owner(block: Block, owner: TextOwner) -> tuple[TextOwner, TextOwner]:
        if isinstance(block, Table):
            return replace(owner, is_fixed=True), owner
        if not owner.is_fixed and isinstance(block, Paragraph) and block.role is Role.ENACTING:
            words = strip_enacting_words(spell_inlines(block.content, calls=False))
            owner = TextOwner(opening.get(words, owner.organ))
        return owner, owner

    return step_owner
