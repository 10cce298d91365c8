"""What a pass leaves as it is stays the same object, and what it changes does not."""

from __future__ import annotations

from dataclasses import replace

from engross.model.replace_items import replace_items
from engross.model.tree import Paragraph, Role, Style, Styled, Text
from engross.model.walk import join_inlines, rewrite_blocks

WORDS = Text("Recalling")
STYLED = Styled(Style.ITALIC, (WORDS,))


def test_the_same_items_leave_a_value_as_it_is() -> None:
    assert replace_items(STYLED, content=(WORDS,)) is STYLED


def test_other_items_make_another_value() -> None:
    """Equal texts are other items: what stands beside them, as their place, need not be equal."""
    for items in ((), (WORDS, WORDS), (Text("Recalling"),)):
        changed = replace_items(STYLED, content=items)
        assert changed is not STYLED
        assert changed.content is items


def test_a_pass_that_changes_one_paragraph_leaves_the_others() -> None:
    last = Paragraph(Role.POINT, (Text("Decides"),))
    blocks = (Paragraph(Role.OPERATIVE, (STYLED,)), Paragraph(Role.OPERATIVE, (STYLED,), children=(last,)))
    rewritten = rewrite_blocks(blocks, lambda content, _: content if STYLED in content else (WORDS,))
    assert rewritten[0] is blocks[0]
    assert rewritten[1] == replace(blocks[1], children=(replace(last, content=(WORDS,)),))


def test_a_run_in_its_normal_form_keeps_its_inlines() -> None:
    (inline,) = join_inlines((STYLED,))
    assert inline is STYLED
