"""Tell of roles that a paragraph has without the evidence of a style, a number or lead words: with both readings."""

from __future__ import annotations

from dataclasses import dataclass, field

from engross.grammars.language import Language
from engross.model.notice import Code, Notice, make_notice
from engross.model.reading import LineLabel
from engross.model.text import shorten_line, spell_inlines
from engross.model.tree import Paragraph
from engross.readers.common.attach_points import find_last_paragraph, has_end_mark
from engross.readers.common.end_marks import COLONS
from engross.readers.common.label_names import LABEL_NAMES
from engross.readers.common.labels import Label
from engross.readers.lines.doubtful_labels import report_doubtful_labels

ITEM_NAME = "an item of the list in the paragraph above"
CONTINUATION_NAME = "words that continue the paragraph above"
ENACTING_NAME = "enacting words"


@dataclass
class RoleDoubts:
    """The notices of doubtful roles, while the blocks of a text are built."""

    lang: Language
    notices: list[Notice] = field(default_factory=list)
    labels: list[LineLabel] = field(default_factory=list)  # what each item was taken for

    def list_notices(self) -> list[Notice]:
        """Return the notices, one a place, also of labels that might well be others."""
        places = {notice.where for notice in self.notices}
        by_margin = (notice for notice in report_doubtful_labels(self.labels) if notice.where not in places)
        return sorted([*self.notices, *by_margin], key=lambda notice: notice.where.line)

    def report(self, block: Paragraph, role: str, other: str) -> None:
        """Report that a paragraph was read as one thing and may be another."""
        text = shorten_line(spell_inlines(block.content, calls=False))
        self.notices.append(make_notice(Code.ROLE_DOUBTFUL, block.where, text=text, role=role, other=other))

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
