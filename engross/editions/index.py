"""Build the index of document symbols: each document that the text cites, under its organ, with its places.

The index is content: it is built before typesetting; page numbers are put in when the print edition is laid out.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from engross.grammars.language import Language
from engross.grammars.symbol import Symbol
from engross.model.book import IndexEntry, IndexGroup, Locator, PageMap, SymbolIndex
from engross.model.text import spell_title
from engross.model.tree import (
    Block,
    Citation,
    Heading,
    Inline,
    Link,
    Note,
    Paragraph,
    Part,
    Resolution,
    Role,
    Styled,
    Table,
)
from engross.model.walk import inner_blocks_of

# The group of documents whose organ has no group of its own.
OTHER_GROUP = "other"
NUMBER_ENDS = ". ．-–—"  # the end of a paragraph's number that its label leaves out: "6." and, in Arabic, "6 -"


@dataclass(frozen=True, slots=True)
class _LabelledCitation:
    """A citation and the label of the place where it stands."""

    citation: Citation
    label: str


def build_index(resolution: Resolution, language: Language) -> SymbolIndex:
    """Return the index of ``resolution`` in its reader's language, without pages."""
    by_symbol: dict[Symbol, list[_LabelledCitation]] = defaultdict(list)
    by_name: dict[str, list[_LabelledCitation]] = defaultdict(list)
    for cited in _find_citations(resolution, language):
        for symbol in cited.citation.symbols:
            by_symbol[symbol].append(cited)
        if not cited.citation.symbols:
            by_name[_name_without_symbol(cited.citation, language)].append(cited)
    entries = [
        (
            s.organ,
            IndexEntry(
                s, _citation_words(c[0].citation), _document_url(s, language), _group_locators(c), _citation_anchors(c)
            ),
        )
        for s, c in sorted(by_symbol.items())
    ]
    entries += [
        (OTHER_GROUP, IndexEntry(None, printed, "", _group_locators(c), _citation_anchors(c)))
        for printed, c in sorted(by_name.items())
    ]
    return SymbolIndex(tuple(_group_by_organ(entries, language)))


def paginate_index(symbols: SymbolIndex, pages: PageMap) -> SymbolIndex:
    """Return the index with the page of each place; 0 where the page map has none."""
    page_of = dict(pages.anchors)

    def paginate_locator(locator: Locator) -> Locator:
        again = tuple((anchor, page_of.get(anchor, 0)) for anchor, _ in locator.again)
        return replace(locator, page=page_of.get(locator.anchor, 0), again=again)

    def paginate_entry(entry: IndexEntry) -> IndexEntry:
        return replace(entry, places=tuple(map(paginate_locator, entry.places)))

    return SymbolIndex(tuple(replace(g, entries=tuple(map(paginate_entry, g.entries))) for g in symbols.groups))


def _name_without_symbol(citation: Citation, language: Language) -> str:
    """Return the name of a document without a symbol: its organ as named and its number, or the number alone."""
    number = _citation_words(citation)
    if not citation.organ:
        return number
    return language.word("labels", "unknown", organ=citation.organ, number=number)


def _citation_words(citation: Citation) -> str:
    return spell_title(citation.content)


def _document_url(symbol: Symbol, language: Language) -> str:
    return symbol.url(language.words["language"]["resolver"])


def _group_locators(cited: Iterable[_LabelledCitation]) -> tuple[Locator, ...]:
    """Return the places in reading order; citations with one label are one place, on all their pages."""
    anchors_by_label: dict[str, list[str]] = defaultdict(list)
    for labelled in cited:
        anchors_by_label[labelled.label].append(labelled.citation.id)
    return tuple(
        Locator(first, label, again=tuple((a, 0) for a in more)) for label, (first, *more) in anchors_by_label.items()
    )


def _citation_anchors(cited: Iterable[_LabelledCitation]) -> tuple[str, ...]:
    """Return the anchors of all the citations, in reading order, each once."""
    return tuple(dict.fromkeys(labelled.citation.id for labelled in cited))


def _group_by_organ(entries: list[tuple[str, IndexEntry]], language: Language) -> Iterator[IndexGroup]:
    names: dict[str, str] = language.words["organs"]
    by_organ: dict[str, list[IndexEntry]] = defaultdict(list)
    for organ, entry in entries:
        by_organ[organ if organ in names else OTHER_GROUP].append(entry)
    for organ, name in names.items():
        if organ in by_organ:
            yield IndexGroup(organ, name, tuple(by_organ[organ]))


def _find_citations(resolution: Resolution, language: Language) -> Iterator[_LabelledCitation]:
    """Yield every citation with its place's label, in reading order."""
    walk = _CitationWalk(language, "part_of_decision" if "DEC" in resolution.symbol.components else "part")
    yield from walk.run_citations(resolution.masthead.proponent, walk.word_label("masthead"))
    yield from walk.run_citations(resolution.title, walk.word_label("title"))
    for part in resolution.parts:
        yield from walk.part_citations(part, several=len(resolution.parts) > 1)


@dataclass
class _CitationWalk:
    """A walk through the document that labels each citation with its place."""

    language: Language
    part_key: str  # of the label of a part
    section: str = ""  # the label of the section or part in which numbers begin again
    preambular: int = 0

    def word_label(self, key: str, /, **fill: object) -> str:
        """Return a label in the reader's language."""
        return self.language.word("labels", key, **fill)

    def section_label(self, label: str) -> str:
        """Return a label with the section that it stands in."""
        return self.word_label("under", section=self.section, label=label) if self.section else label

    def part_citations(self, part: Part, several: bool) -> Iterator[_LabelledCitation]:
        """Yield the citations of a part; with ``several`` parts, under the part's letter."""
        self.preambular = 0
        self.section = home = self.word_label(self.part_key, number=part.number) if several and part.number else ""
        yield from self.run_citations(part.title, self.section_label(self.word_label("title")))
        for block in part.body:
            yield from self.body_citations(block, home)
        self.section = home
        for line in part.closing:
            yield from self.run_citations(line.content, self.section_label(self.word_label("closing")))
        for n, annex in enumerate(part.annexes, 1):
            is_only = len(part.annexes) == 1
            name = self.section_label(self.word_label("annex") if is_only else self.word_label("annex_number", n=n))
            for block in annex.blocks:
                yield from self.annex_citations(block, name)

    def body_citations(self, block: Block, home: str) -> Iterator[_LabelledCitation]:
        """Yield the citations of a block of the body; ``home``: the label of its part."""
        if isinstance(block, Heading):
            if block.number and block.rank <= 3:
                number = block.number.rstrip(".")
                section = self.word_label("section", number=number)
                self.section = self.word_label("under", section=home, label=section) if home else section
            label = (
                self.section_label(self.word_label("heading"))
                if not block.number
                else self.section or self.word_label("heading")
            )
            yield from self.run_citations(block.content, label)
        elif isinstance(block, Table):
            yield from self.table_citations(block, self.section_label(self.word_label("table")))
        else:
            yield from self.paragraph_citations(block, self.section_label(self.paragraph_label(block)))

    def paragraph_label(self, paragraph: Paragraph) -> str:
        """Return the label of a paragraph of the body; a preambular one by its count."""
        if paragraph.role is Role.PREAMBULAR:
            self.preambular += 1
            return self.word_label("preambular", n=self.preambular)
        if paragraph.role is Role.OPERATIVE:
            number = paragraph.number.rstrip(NUMBER_ENDS)
            return self.word_label("operative", n=number) if number else self.word_label("single")
        return self.word_label("enacting" if paragraph.role is Role.ENACTING else "text")

    def paragraph_citations(self, paragraph: Paragraph, label: str) -> Iterator[_LabelledCitation]:
        """Yield the citations of a paragraph and of its children, points by their markers."""
        yield from self.run_citations(paragraph.content, label)
        for child in paragraph.children:
            if isinstance(child, Paragraph):
                below = (
                    self.word_label("point", above=label, marker=child.number.rstrip(NUMBER_ENDS))
                    if child.number
                    else label
                )
                yield from self.paragraph_citations(child, below)
            elif isinstance(child, Table):
                yield from self.table_citations(child, label)
            else:
                yield from self.run_citations(child.content, label)

    def annex_citations(self, block: Block, annex: str) -> Iterator[_LabelledCitation]:
        """Yield the citations of a block of an annex."""
        if isinstance(block, Paragraph):
            number = block.number.rstrip(NUMBER_ENDS)
            label = self.word_label("annex_paragraph", annex=annex, n=number) if number else annex
            yield from self.paragraph_citations(block, label)
        elif isinstance(block, Table):
            yield from self.table_citations(block, annex)
        else:
            yield from self.run_citations(block.content, annex)

    def table_citations(self, table: Table, label: str) -> Iterator[_LabelledCitation]:
        """Yield the citations of the paragraphs in a table's cells."""
        for block in inner_blocks_of(table):
            if isinstance(block, Paragraph):
                yield from self.paragraph_citations(block, label)

    def run_citations(self, content: tuple[Inline, ...], label: str) -> Iterator[_LabelledCitation]:
        """Yield the citations of a run; those of a note that it calls under the note's number."""
        for item in content:
            if isinstance(item, Citation):
                yield _LabelledCitation(item, label)
            elif isinstance(item, Note):
                for block in item.blocks:
                    if isinstance(block, Paragraph):
                        yield from self.paragraph_citations(block, self.word_label("note", n=item.number))
            elif isinstance(item, Styled | Link):
                yield from self.run_citations(item.content, label)
