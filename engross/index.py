"""A Resolution to its index of document symbols: each document the text cites, under its organ, with its places.

The index is content: it is computed before typesetting; page numbers are put in when the print edition is laid out.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from engross.book import Entry, Group, PageMap, Place, SymbolIndex
from engross.language import Language
from engross.model import Block, Citation, Heading, Inline, Link, Note, Paragraph, Part, Resolution, Role, Styled, Table
from engross.symbol import Symbol
from engross.text import title_text

# The groups of the index in their order; an organ that is none of them comes under its own name among the others.
OTHER = "other"
ENDS = ". ．-–—"  # what a paragraph's number ends in, and its name does not: "6." and, in Arabic, "6 -"


@dataclass(frozen=True, slots=True)
class _Cited:
    """A citation and the label of the place where it stands."""

    citation: Citation
    label: str


def index(resolution: Resolution, language: Language) -> SymbolIndex:
    """The index of ``resolution`` in its reader's language, pages not known yet."""
    known: dict[Symbol, list[_Cited]] = defaultdict(list)
    unknown: dict[str, list[_Cited]] = defaultdict(list)
    for cited in _cited(resolution, language):
        for symbol in cited.citation.symbols:
            known[symbol].append(cited)
        if not cited.citation.symbols:
            unknown[_printed(cited.citation, language)].append(cited)
    entries = [
        (s.organ, Entry(s, _words(c[0].citation), _url(s, language), _places(c), _anchors(c)))
        for s, c in sorted(known.items())
    ]
    entries += [(OTHER, Entry(None, printed, "", _places(c), _anchors(c))) for printed, c in sorted(unknown.items())]
    return SymbolIndex(tuple(_groups(entries, language)))


def paginate(symbols: SymbolIndex, pages: PageMap) -> SymbolIndex:
    """The same index with the page of each place."""
    page_of = dict(pages.anchors)

    def place(one: Place) -> Place:
        again = tuple((anchor, page_of.get(anchor, 0)) for anchor, _ in one.again)
        return replace(one, page=page_of.get(one.anchor, 0), again=again)

    def entry(one: Entry) -> Entry:
        return replace(one, places=tuple(map(place, one.places)))

    return SymbolIndex(tuple(replace(g, entries=tuple(map(entry, g.entries))) for g in symbols.groups))


def _printed(citation: Citation, language: Language) -> str:
    """A document without a symbol: its organ as named and its number; the number alone where no organ is named."""
    number = _words(citation)
    if not citation.organ:
        return number
    return language.word("labels", "unknown", organ=citation.organ, number=number)


def _words(citation: Citation) -> str:
    return title_text(citation.content)


def _url(symbol: Symbol, language: Language) -> str:
    return symbol.url(language.words["language"]["resolver"])


def _places(cited: Iterable[_Cited]) -> tuple[Place, ...]:
    """The places in reading order; citations that one label covers are one place, on all their pages."""
    seen: dict[str, list[str]] = defaultdict(list)
    for one in cited:
        seen[one.label].append(one.citation.id)
    return tuple(Place(first, label, again=tuple((a, 0) for a in more)) for label, (first, *more) in seen.items())


def _anchors(cited: Iterable[_Cited]) -> tuple[str, ...]:
    """The anchors of all the citations, in reading order."""
    return tuple(dict.fromkeys(one.citation.id for one in cited))


def _groups(entries: list[tuple[str, Entry]], language: Language) -> Iterator[Group]:
    names: dict[str, str] = language.words["organs"]
    by_organ: dict[str, list[Entry]] = defaultdict(list)
    for organ, entry in entries:
        by_organ[organ if organ in names else OTHER].append(entry)
    for organ, name in names.items():
        if organ in by_organ:
            yield Group(organ, name, tuple(by_organ[organ]))


def _cited(resolution: Resolution, language: Language) -> Iterator[_Cited]:
    """Every citation with its place's label, in reading order."""
    words = _Labels(language)
    yield from words.run(resolution.masthead.proponent, words.say("masthead"))
    yield from words.run(resolution.title, words.say("title"))
    for part in resolution.parts:
        yield from words.part(part, several=len(resolution.parts) > 1)


@dataclass
class _Labels:
    """The labels of places, as a walk through the document meets them."""

    language: Language
    section: str = ""  # the label of the section or part that numbers begin anew in
    preambular: int = 0

    def say(self, key: str, /, **fill: object) -> str:
        """A label in the reader's language."""
        return self.language.word("labels", key, **fill)

    def under(self, label: str) -> str:
        """A label with the section it stands in."""
        return self.say("under", section=self.section, label=label) if self.section else label

    def part(self, part: Part, several: bool) -> Iterator[_Cited]:
        """The citations of a part; those of an omnibus resolution's part under its letter."""
        self.preambular = 0
        self.section = home = self.say("part", number=part.number) if several and part.number else ""
        yield from self.run(part.title, self.under(self.say("title")))
        for block in part.body:
            yield from self.top(block, home)
        self.section = home
        for line in part.closing:
            yield from self.run(line.content, self.under(self.say("closing")))
        for n, annex in enumerate(part.annexes, 1):
            one = len(part.annexes) == 1
            name = self.under(self.say("annex") if one else self.say("annex_number", n=n))
            for block in annex.blocks:
                yield from self.annexed(block, name)

    def top(self, block: Block, home: str) -> Iterator[_Cited]:
        """The citations of a block of the body."""
        if isinstance(block, Heading):
            if block.number and block.rank <= 3:
                number = block.number.rstrip(".")
                section = self.say("section", number=number)
                self.section = self.say("under", section=home, label=section) if home else section
            label = self.under(self.say("heading")) if not block.number else self.section or self.say("heading")
            yield from self.run(block.content, label)
        elif isinstance(block, Table):
            yield from self.table(block, self.under(self.say("table")))
        else:
            yield from self.paragraph(block, self.under(self.label(block)))

    def label(self, paragraph: Paragraph) -> str:
        """What a paragraph of the body is called."""
        if paragraph.role is Role.PREAMBULAR:
            self.preambular += 1
            return self.say("preambular", n=self.preambular)
        if paragraph.role is Role.OPERATIVE:
            number = paragraph.number.rstrip(ENDS)
            return self.say("operative", n=number) if number else self.say("single")
        return self.say("enacting" if paragraph.role is Role.ENACTING else "text")

    def paragraph(self, paragraph: Paragraph, label: str) -> Iterator[_Cited]:
        """The citations of a paragraph and of what hangs on it, points by their markers."""
        yield from self.run(paragraph.content, label)
        for child in paragraph.children:
            if isinstance(child, Paragraph):
                below = self.say("point", above=label, marker=child.number.rstrip(ENDS)) if child.number else label
                yield from self.paragraph(child, below)
            elif isinstance(child, Table):
                yield from self.table(child, label)
            else:
                yield from self.run(child.content, label)

    def annexed(self, block: Block, annex: str) -> Iterator[_Cited]:
        """The citations of a block of an annex."""
        if isinstance(block, Paragraph):
            number = block.number.rstrip(ENDS)
            label = self.say("annex_paragraph", annex=annex, n=number) if number else annex
            yield from self.paragraph(block, label)
        elif isinstance(block, Table):
            yield from self.table(block, annex)
        else:
            yield from self.run(block.content, annex)

    def table(self, table: Table, label: str) -> Iterator[_Cited]:
        """The citations of a table's cells."""
        for cell in (cell for row in table.rows for cell in row):
            for block in cell.blocks:
                if isinstance(block, Paragraph):
                    yield from self.paragraph(block, label)

    def run(self, content: tuple[Inline, ...], label: str) -> Iterator[_Cited]:
        """The citations of a run; those of a note it calls under the note's number."""
        for item in content:
            if isinstance(item, Citation):
                yield _Cited(item, label)
            elif isinstance(item, Note):
                for block in item.blocks:
                    if isinstance(block, Paragraph):
                        yield from self.paragraph(block, self.say("note", n=item.number))
            elif isinstance(item, Styled | Link):
                yield from self.run(item.content, label)
