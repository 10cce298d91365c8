"""What lies on the desk while a Word document is read: its parts, its counts, and the account of its characters."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from lxml import etree

from engross.model.limits import PARAGRAPHS, TABLE_DEPTH
from engross.model.notice import Notice, Refusal
from engross.model.reading import BODY_TEXT, LedgerEntry
from engross.model.tree import Block, Where
from engross.readers.word.numbers import ListCounters, read_numbering
from engross.readers.word.package import WordPackage
from engross.readers.word.part_text import NOTE_KIND_BY_CALL, PartTexts
from engross.readers.word.qnames import find_element, full_name, parse_integer, read_value, short_name
from engross.readers.word.styles import WordStyles, read_styles


@dataclass
class OpenField:
    """A field that is open: its code so far, and whether what follows is its result."""

    code: str = ""
    result: bool = False


@dataclass
class WordReaderState:
    """A document in the middle of its reading. ``inside`` reads the blocks of a note or a cell."""

    file: str
    package: WordPackage
    styles: WordStyles
    numbers: ListCounters
    texts: PartTexts
    inside: Callable[[etree._Element, WordReaderState], tuple[Block, ...]]
    part: str = ""  # the part being read, whose links are meant
    kind: str = BODY_TEXT
    paragraph: int = 0
    depth: int = 0  # of tables in cells that are open
    entries: list[LedgerEntry] = field(default_factory=list)
    fields: list[OpenField] = field(default_factory=list)
    boxes: list[tuple[etree._Element, str]] = field(default_factory=list)  # text boxes, and why each is left out
    pictures: int = 0
    notes: list[tuple[str, etree._Element]] = field(default_factory=list)  # all notes with their kinds
    met: set[etree._Element] = field(default_factory=set)  # the notes that are called
    uncalled: list[etree._Element] = field(default_factory=list)  # the notes that are kept though nothing calls them
    note_forms: dict[str, tuple[int, str]] = field(default_factory=dict)  # first number and form, by kind of note
    called: dict[str, int] = field(default_factory=dict)  # how far the notes of each kind have counted
    notices: list[Notice] = field(default_factory=list)
    unlisted: list[Where] = field(default_factory=list)  # paragraphs of a list that the file does not have

    @property
    def where(self) -> Where:
        """The paragraph being read, counted from the first of the part."""
        return Where(self.file, self.paragraph)

    def next_paragraph(self) -> None:
        """Go on to the next paragraph or table. Raises Refusal where that is one too many."""
        self.paragraph += 1
        if self.paragraph > PARAGRAPHS:
            what = f"the Word document is too large: it has more than {PARAGRAPHS:,} paragraphs"
            raise Refusal(what, "give it in several files", self.where)

    def enter_table(self) -> None:
        """Go into a table. Raises Refusal where tables stand in one another too deep."""
        self.depth += 1
        if self.depth > TABLE_DEPTH:
            what = f"tables stand in cells of tables more than {TABLE_DEPTH} deep"
            raise Refusal(what, "simplify them in Word: a page has room for four", self.where)

    def enter_text(self, text: str, kind: str = "") -> None:
        """Enter characters into the account: as what is being read, or as furniture."""
        if text:
            self.entries.append(LedgerEntry(kind or self.kind, text))

    def drop_element(self, element: etree._Element, why: str) -> None:
        """Enter all characters of an element as furniture, those of the notes that it calls among them."""
        self.enter_text(self.texts.text_of(element), why)
        calls = (one for call in NOTE_KIND_BY_CALL for one in element.iter(full_name(call)))
        self.met.update(note for call in calls if (note := self.texts.find_note(call)) is not None)

    def next_note_number(self, kind: str) -> tuple[int, str]:
        """The next number of the notes of a kind ("footnote"), and the form in which Word writes it."""
        if kind not in self.note_forms:
            self.note_forms[kind] = self._find_note_form(kind)
        start, form = self.note_forms[kind]
        number = self.called.get(kind, start - 1) + 1
        self.called[kind] = number
        return number, form

    def _find_note_form(self, kind: str) -> tuple[int, str]:
        """The number of the first note of a kind, and the form of all."""
        settings = find_element(self.package.first_root_beside("settings"), f"w:{kind}Pr")
        section = self.package.tree(self.package.main)
        sections = (
            (find_element(one, f"w:{kind}Pr") for one in section.iter(full_name("w:sectPr")))
            if section is not None
            else ()
        )
        said = [one for one in (*sections, settings) if one is not None]
        start = next((read_value(s) for one in said if (s := find_element(one, "w:numStart")) is not None), "")
        form = next((read_value(s) for one in said if (s := find_element(one, "w:numFmt")) is not None), "")
        return parse_integer(start, 1), form or ("decimal" if kind == "footnote" else "lowerRoman")


def create_reader_state(
    package: WordPackage, file: str, inside: Callable[[etree._Element, WordReaderState], tuple[Block, ...]]
) -> WordReaderState:
    """The desk for a document."""
    known = read_styles(package.first_root_beside("styles"))
    listed = read_numbering(package.first_root_beside("numbering"), known)
    notes = [*_list_notes(package)]
    by_id: dict[tuple[str, str], etree._Element] = {}
    for kind, note in notes:
        by_id.setdefault((kind, read_value(note, "w:id")), note)  # the first where two parts, or two notes, share an id
    return WordReaderState(file, package, known, listed, PartTexts(by_id), inside, package.main, notes=notes)


def _list_notes(package: WordPackage) -> Iterator[tuple[str, etree._Element]]:
    """The notes of a document with their kinds, but for the rules over them."""
    for kind in NOTE_KIND_BY_CALL.values():
        for part in package.parts_beside(f"{kind}s"):
            for one in package.trees[part]:
                if short_name(one) == f"w:{kind}" and read_value(one, "w:type") in ("", "normal"):
                    yield kind, one
