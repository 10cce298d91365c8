"""Name the places of a text's blocks and notes, as its reader's language calls them: "para. 3 (a)", "note 2"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from engross.grammars.language import Language
from engross.model.text import spell_title
from engross.model.tree import Block, Heading, Inline, Note, Paragraph, Part, Resolution, Role, Table
from engross.model.walk import descend_blocks, inlines_of, runs_of_blocks

NUMBER_ENDS = ". ．-–—"  # the end of a paragraph's number that its label leaves out
HEADING_CHARACTERS = 40  # of a heading that names a place


def name_places(resolution: Resolution, language: Language) -> dict[str, str]:
    """Return the label of each block and note of a text by its id."""
    several = len(resolution.parts) > 1
    return {name: label for part in resolution.parts for name, label in _Namer(language).name_part(part, several)}


@dataclass
class _Namer:
    """What names the places of a part: the preambular paragraphs so far, the label that all others stand under."""

    language: Language
    preambular: int = 0
    home: str = ""

    def word(self, key: str, /, **fill: object) -> str:
        """Return a label in the reader's language, under that of the part or the annex."""
        label = self.language.word("labels", key, **fill)
        return self.language.word("labels", "under", section=self.home, label=label) if self.home else label

    def name_part(self, part: Part, several: bool) -> Iterator[tuple[str, str]]:
        """Yield the ids of a part's blocks and notes with their labels; with ``several`` parts under its number."""
        self.home = self.language.word("labels", "part", number=part.number) if several and part.number else ""
        yield part.id, self.word("title")
        yield from self._name_notes(part.title)
        yield from self.name_blocks((*part.body, *part.closing), "")
        home = self.home
        for n, annex in enumerate(part.annexes, 1):
            self.home = home
            label = self.word("annex") if len(part.annexes) == 1 else self.word("annex_number", n=n)
            yield annex.id, label
            self.home = label
            yield from self.name_blocks(annex.blocks, "")

    def name_blocks(self, blocks: tuple[Block, ...], above: str) -> Iterator[tuple[str, str]]:
        """Yield the ids of blocks and of all in them with their labels; ``above``: the label of their paragraph."""
        for block in blocks:
            if isinstance(block, Table):
                yield block.id, above or self.word("table")
                yield from ((inner.id, above or self.word("table")) for inner in _blocks_in(block))
                for run in runs_of_blocks((block,)):
                    yield from self._name_notes(run)
            else:
                label = self._name_heading(block) if isinstance(block, Heading) else self._name_paragraph(block, above)
                yield block.id, label
                yield from self._name_notes(block.content)
                if isinstance(block, Paragraph):
                    yield from self.name_blocks(block.children, label)

    def _name_heading(self, heading: Heading) -> str:
        words = " ".join((heading.number, spell_title(heading.content))).strip()
        shown = words if len(words) <= HEADING_CHARACTERS else f"{words[:HEADING_CHARACTERS].rstrip()}…"
        return f"{self.word('heading')} “{shown}”"

    def _name_paragraph(self, paragraph: Paragraph, above: str) -> str:
        number = paragraph.number.rstrip(NUMBER_ENDS)
        if above:
            return self.language.word("labels", "point", above=above, marker=number) if number else above
        if paragraph.role is Role.PREAMBULAR:
            self.preambular += 1
            return self.word("preambular", n=self.preambular)
        if number:
            return self.word("operative", n=number)
        roles = {Role.OPERATIVE: "single", Role.ENACTING: "enacting", Role.CLOSING: "closing"}
        return self.word(roles.get(paragraph.role, "text"))

    def _name_notes(self, content: tuple[Inline, ...]) -> Iterator[tuple[str, str]]:
        for item in inlines_of(content):
            if isinstance(item, Note):
                label = self.language.word("labels", "note", n=item.number)
                yield item.id, label
                yield from ((block.id, label) for block in item.blocks)


def _blocks_in(table: Table) -> Iterator[Block]:
    yield from (block for block in descend_blocks((table,)) if block is not table)
