"""Report paragraphs without lead words among others that have them; nothing is changed.

The first words of preambular and operative paragraphs are set apart (Editorial Manual, resolutions and decisions).
"""

from __future__ import annotations

from collections.abc import Iterator

from engross.grammars.numbering import MARKER_OPENERS
from engross.model.notice import Code, Notice, make_notice
from engross.model.text import shorten_line, spell_blocks, spell_inlines
from engross.model.tree import Paragraph, Part, Resolution, Role
from engross.passes.lead import has_lead_words

OTHERS = 2  # with lead words, for each without: fewer do not say what is usual there


def check_lead_words(resolution: Resolution) -> tuple[Notice, ...]:
    """Return a notice for each preambular or numbered operative paragraph that alone, or nearly, has no lead words."""
    return tuple(notice for part in resolution.parts for notice in _check_part(part))


def _is_bracketed(block: Paragraph) -> bool:
    """Return whether a paragraph is quoted or not agreed: its first words are no usual ones."""
    return spell_inlines(block.content, calls=False).lstrip()[:1] in tuple(f"{MARKER_OPENERS}(（")


def _check_part(part: Part) -> Iterator[Notice]:
    paragraphs = [block for block in part.body if isinstance(block, Paragraph) and not _is_bracketed(block)]
    for group in (
        [block for block in paragraphs if block.role is Role.PREAMBULAR],
        [block for block in paragraphs if block.role is Role.OPERATIVE and block.number],
    ):
        bare = [block for block in group if not has_lead_words(block)]
        for block in bare if OTHERS * len(bare) <= len(group) - len(bare) else ():
            text = shorten_line(spell_blocks((block,), calls=False))
            yield make_notice(Code.LEAD_MISSING, block.where, text=text)
