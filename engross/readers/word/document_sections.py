"""The parts of a Word document: what stands above its title, the title, the text."""

from __future__ import annotations

from dataclasses import dataclass

from engross.grammars.language import Language
from engross.readers.word.body_items import BodyItem


@dataclass(frozen=True, slots=True)
class DocumentSections:
    """The body items of a document's masthead, title and text, with its language and organ.

    ``is_styled``: its styles say what its paragraphs are, as in documents that engross writes.
    """

    mast: list[BodyItem]
    title: list[BodyItem]
    text: list[BodyItem]
    lang: Language
    organ: str  # of the enacting words; "" if there are none
    is_styled: bool = False
