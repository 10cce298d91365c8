"""Tell of roles that a paragraph has without the evidence of a style, a number or lead words: with both readings."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from engross.grammars.language import Language
from engross.model.notice import Code, Notice, make_notice
from engross.model.text import shorten_line, spell_inlines
from engross.model.tree import Heading, Paragraph, Role, Style
from engross.readers.common.attach_points import find_last_paragraph, has_end_mark
from engross.readers.common.end_marks import COLONS, COMMAS
from engross.readers.common.label_names import LABEL_NAMES
from engross.readers.common.labels import Label
from engross.readers.word.roles import has_lead

ITEM_NAME = "an item of the list in the paragraph above"
CONTINUATION_NAME = "words that continue the paragraph above"
ENACTING_NAME = "enacting words"
HABIT_HEADINGS = 3  # headings of a look, with evidence, that make others of it certain


@dataclass
class RoleDoubts:
    """The notices of doubtful roles, while the blocks of a text are built."""

    lang: Language
    looks: Counter[Style] = field(default_factory=Counter)  # of headings with evidence
    entries: list[tuple[Notice, Style | None]] = field(default_factory=list)  # a heading's with its look

    def list_notices(self) -> list[Notice]:
        """Return the notices, without those of headings that have the look of others in the text."""
        return [notice for notice, look in self.entries if look is None or self.looks[look] < HABIT_HEADINGS]

    def report(self, block: Heading | Paragraph, role: str, other: str, look: Style | None = None) -> None:
        """Report that a block was read as one thing and may be another; ``look``: that of a heading."""
        text = shorten_line(spell_inlines(block.content, calls=False))
        notice = make_notice(Code.ROLE_DOUBTFUL, block.where, text=text, role=role, other=other)
        self.entries.append((notice, look))

    def check_heading(self, heading: Heading, look: Style | None, *, is_doubtful: bool) -> None:
        """Report a heading that nothing but its look makes one, unless headings with evidence have it too."""
        if is_doubtful:
            self.report(heading, LABEL_NAMES[Label.HEADING], LABEL_NAMES[Label.PLAIN], look)
        elif look is not None:
            self.looks[look] += 1

    def check_enacting(self, paragraph: Paragraph, *, is_alone: bool) -> None:
        """Report enacting words that share their paragraph with what is enacted."""
        if not is_alone:
            self.report(paragraph, ENACTING_NAME, LABEL_NAMES[Label.OPERATIVE])

    def check_continuation(self, before: Paragraph, words: Paragraph) -> None:
        """Report words that continue a paragraph though neither a colon nor a small letter says so."""
        text = spell_inlines(words.content, calls=False).strip()
        if not has_end_mark(find_last_paragraph(before), COLONS) and not text[:1].islower():
            self.report(words, CONTINUATION_NAME, LABEL_NAMES[Label.OPERATIVE])

    def check_item(self, item: Paragraph, *, is_doubtful: bool) -> None:
        """Report an item of a list within a paragraph that has the number of the next paragraph, and no lead words."""
        if is_doubtful:
            self.report(item, ITEM_NAME, LABEL_NAMES[Label.OPERATIVE])

    def check_preambular(self, paragraph: Paragraph) -> None:
        """Report a paragraph that is preambular by its place alone: no comma ends it, and it has no lead words."""
        is_certain = has_lead(paragraph, self.lang) or has_end_mark(find_last_paragraph(paragraph), COMMAS)
        if paragraph.role is Role.PREAMBULAR and not is_certain:
            self.report(paragraph, LABEL_NAMES[Label.PREAMBULAR], LABEL_NAMES[Label.OPERATIVE])

    def check_operative(self, paragraph: Paragraph) -> None:
        """Report a paragraph that is operative because it is the last: it has neither a number nor lead words."""
        is_unmarked = paragraph.role is Role.OPERATIVE and not paragraph.number
        if is_unmarked and not has_lead(paragraph, self.lang):
            self.report(paragraph, LABEL_NAMES[Label.OPERATIVE], LABEL_NAMES[Label.PLAIN])
