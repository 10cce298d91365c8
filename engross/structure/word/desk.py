"""What lies on the desk while a Word document is read: its parts, its counts, and the account of its characters."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from lxml import etree

from engross.limits import PARAGRAPHS, TABLE_DEPTH
from engross.model import Block, Where
from engross.notice import Notice, Refusal
from engross.reading import BODY, Entry
from engross.structure.word.account import NOTES, Texts
from engross.structure.word.names import find, name, q, val, whole
from engross.structure.word.numbers import Numbers, numbers
from engross.structure.word.package import Package
from engross.structure.word.styles import Styles, styles


@dataclass
class Field:
    """A field that is open: its code so far, and whether what follows is its result."""

    code: str = ""
    result: bool = False


@dataclass
class Desk:
    """A document in the middle of its reading. ``inside`` reads the blocks of a note or a cell."""

    file: str
    package: Package
    styles: Styles
    numbers: Numbers
    texts: Texts
    inside: Callable[[etree._Element, Desk], tuple[Block, ...]]
    part: str = ""  # the part being read, whose links are meant
    kind: str = BODY
    paragraph: int = 0
    depth: int = 0  # of tables in cells that are open
    entries: list[Entry] = field(default_factory=list)
    fields: list[Field] = field(default_factory=list)
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

    def put(self, text: str, kind: str = "") -> None:
        """Enter characters into the account: as what is being read, or as furniture."""
        if text:
            self.entries.append(Entry(kind or self.kind, text))

    def drop(self, element: etree._Element, why: str) -> None:
        """Enter all characters of an element as furniture, those of the notes that it calls among them."""
        self.put(self.texts.of(element), why)
        calls = (one for call in NOTES for one in element.iter(q(call)))
        self.met.update(note for call in calls if (note := self.texts.note(call)) is not None)

    def note_number(self, kind: str) -> tuple[int, str]:
        """The next number of the notes of a kind ("footnote"), and the form in which Word writes it."""
        if kind not in self.note_forms:
            self.note_forms[kind] = self._note_form(kind)
        start, form = self.note_forms[kind]
        number = self.called.get(kind, start - 1) + 1
        self.called[kind] = number
        return number, form

    def _note_form(self, kind: str) -> tuple[int, str]:
        """The number of the first note of a kind, and the form of all."""
        settings = find(self.package.beside("settings"), f"w:{kind}Pr")
        section = self.package.tree(self.package.main)
        sections = (find(one, f"w:{kind}Pr") for one in section.iter(q("w:sectPr"))) if section is not None else ()
        said = [one for one in (*sections, settings) if one is not None]
        start = next((val(s) for one in said if (s := find(one, "w:numStart")) is not None), "")
        form = next((val(s) for one in said if (s := find(one, "w:numFmt")) is not None), "")
        return whole(start, 1), form or ("decimal" if kind == "footnote" else "lowerRoman")


def desk(package: Package, file: str, inside: Callable[[etree._Element, Desk], tuple[Block, ...]]) -> Desk:
    """The desk for a document."""
    known = styles(package.beside("styles"))
    listed = numbers(package.beside("numbering"), known)
    notes = [*_notes(package)]
    by_id: dict[tuple[str, str], etree._Element] = {}
    for kind, note in notes:
        by_id.setdefault((kind, val(note, "w:id")), note)  # the first where two parts, or two notes, share an id
    return Desk(file, package, known, listed, Texts(by_id), inside, package.main, notes=notes)


def _notes(package: Package) -> Iterator[tuple[str, etree._Element]]:
    """The notes of a document with their kinds, but for the rules over them."""
    for kind in NOTES.values():
        for part in package.parts_beside(f"{kind}s"):
            for one in package.trees[part]:
                if name(one) == f"w:{kind}" and val(one, "w:type") in ("", "normal"):
                    yield kind, one
