"""What a Word reader carries from block to block: the file's parts, its counters, and the ledger entries so far."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import islice

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
    """A field that has not ended: its code so far, and whether its result has begun."""

    code: str = ""
    result: bool = False


@dataclass
class WordReaderState:
    """A document while it is read. ``inside`` reads the blocks of a note or a cell."""

    file: str
    package: WordPackage
    styles: WordStyles
    numbers: ListCounters
    texts: PartTexts
    inside: Callable[[etree._Element, WordReaderState], tuple[Block, ...]]
    part: str = ""  # the part being read: the ids of links are its own
    is_styled: bool = False  # whether its styles say what its paragraphs are, as in documents that engross writes
    kind: str = BODY_TEXT
    paragraph: int = 0
    depth: int = 0  # tables that are open, one in a cell of the other
    entries: list[LedgerEntry] = field(default_factory=list)
    fields: list[OpenField] = field(default_factory=list)
    boxes: list[tuple[etree._Element, str]] = field(
        default_factory=list
    )  # text boxes to be read, and why each is left out
    pictures: int = 0
    has_number_field: bool = False  # whether a field numbers the paragraph being read
    notes: list[tuple[str, etree._Element]] = field(default_factory=list)  # all notes with their kinds
    met: set[etree._Element] = field(default_factory=set)  # the notes that are called or dropped
    uncalled: list[etree._Element] = field(default_factory=list)  # the notes without a call that are kept
    note_forms: dict[str, tuple[int, str]] = field(default_factory=dict)  # first number and form, by kind of note
    called: dict[str, int] = field(default_factory=dict)  # the last number of the notes of each kind
    notices: list[Notice] = field(default_factory=list)
    unlisted: list[Where] = field(default_factory=list)  # paragraphs in a list that the file does not define

    @property
    def where(self) -> Where:
        """The place of the paragraph being read, counted from the first of its part."""
        return Where(self.file, self.paragraph)

    def next_paragraph(self) -> None:
        """Count the next paragraph or table. Raises Refusal if there are more than ``PARAGRAPHS``."""
        self.paragraph += 1
        if self.paragraph > PARAGRAPHS:
            raise self._make_size_refusal(self.paragraph)

    def check_size(self, root: etree._Element) -> None:
        """Raise Refusal if a part has more than ``PARAGRAPHS`` paragraphs, before any is read."""
        if next(islice(root.iter(full_name("w:p")), PARAGRAPHS, None), None) is not None:
            raise self._make_size_refusal(PARAGRAPHS + 1)

    def _make_size_refusal(self, paragraph: int) -> Refusal:
        what = f"the Word document is too large: it has more than {PARAGRAPHS:,} paragraphs"
        return Refusal(what, "give it in several files", Where(self.file, paragraph))

    def enter_table(self) -> None:
        """Count one more level of nested tables. Raises Refusal if there are more than ``TABLE_DEPTH``."""
        self.depth += 1
        if self.depth > TABLE_DEPTH:
            what = f"tables in cells of tables are nested more than {TABLE_DEPTH} deep"
            raise Refusal(what, "simplify them in Word: a page has room for four", self.where)

    def enter_text(self, text: str, kind: str = "") -> None:
        """Add characters to the ledger: as ``kind``, or as the kind of text being read if that is ""."""
        if text:
            self.entries.append(LedgerEntry(kind or self.kind, text))

    def drop_element(self, element: etree._Element, why: str) -> None:
        """Add all characters of an element to the ledger as furniture, and count the notes it calls as called."""
        self.enter_text(self.texts.text_of(element), why)
        calls = (one for call in NOTE_KIND_BY_CALL for one in element.iter(full_name(call)))
        self.met.update(note for call in calls if (note := self.texts.find_note(call)) is not None)

    def next_note_number(self, kind: str) -> tuple[int, str]:
        """Return the next number of the notes of a kind ("footnote") and the format in which Word writes it."""
        if kind not in self.note_forms:
            self.note_forms[kind] = self._find_note_form(kind)
        start, form = self.note_forms[kind]
        number = self.called.get(kind, start - 1) + 1
        self.called[kind] = number
        return number, form

    def _find_note_form(self, kind: str) -> tuple[int, str]:
        """Return the first number and the number format of the notes of a kind.

        The first section that sets a value decides, then the settings, then Word's default: from 1, footnotes in
        decimal and endnotes in small Roman numerals.
        """
        settings = find_element(self.package.first_root_beside("settings"), f"w:{kind}Pr")
        root = self.package.tree(self.package.main)
        sections = (
            (find_element(one, f"w:{kind}Pr") for one in root.iter(full_name("w:sectPr"))) if root is not None else ()
        )
        properties = [one for one in (*sections, settings) if one is not None]
        first_number = next(
            (read_value(s) for one in properties if (s := find_element(one, "w:numStart")) is not None), ""
        )
        form = next((read_value(s) for one in properties if (s := find_element(one, "w:numFmt")) is not None), "")
        return parse_integer(first_number, 1), form or ("decimal" if kind == "footnote" else "lowerRoman")


def create_reader_state(
    package: WordPackage, file: str, inside: Callable[[etree._Element, WordReaderState], tuple[Block, ...]]
) -> WordReaderState:
    """Create the state in which the reading of a document begins."""
    styles = read_styles(package.first_root_beside("styles"))
    numbers = read_numbering(package.first_root_beside("numbering"), styles)
    notes = [*_list_notes(package)]
    by_id: dict[tuple[str, str], etree._Element] = {}
    for kind, note in notes:
        by_id.setdefault((kind, read_value(note, "w:id")), note)  # the first where two parts, or two notes, share an id
    return WordReaderState(file, package, styles, numbers, PartTexts(by_id), inside, package.main, notes=notes)


def _list_notes(package: WordPackage) -> Iterator[tuple[str, etree._Element]]:
    """Yield the notes of a document, each with its kind; the separators above notes are left out."""
    for kind in NOTE_KIND_BY_CALL.values():
        for part in package.parts_beside(f"{kind}s"):
            for one in package.trees[part]:
                if short_name(one) == f"w:{kind}" and read_value(one, "w:type") in ("", "normal"):
                    yield kind, one
