"""What lies on the desk while a Word document is read: its parts, its counts, and the account of its characters."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from lxml import etree

from engross.model import Block, Where
from engross.reading import BODY, Entry
from engross.structure.word.account import Texts
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
    entries: list[Entry] = field(default_factory=list)
    fields: list[Field] = field(default_factory=list)
    boxes: list[tuple[etree._Element, str]] = field(default_factory=list)  # text boxes, and why each is left out
    pictures: int = 0
    met: set[etree._Element] = field(default_factory=set)  # the notes that are called
    called: dict[str, int] = field(default_factory=dict)  # how far the notes of each kind have counted

    @property
    def where(self) -> Where:
        """The paragraph being read, counted from the first of the part."""
        return Where(self.file, self.paragraph)

    def put(self, text: str, kind: str = "") -> None:
        """Enter characters into the account: as what is being read, or as furniture."""
        if text:
            self.entries.append(Entry(kind or self.kind, text))

    def drop(self, element: etree._Element, why: str) -> None:
        """Enter all characters of an element as furniture."""
        self.put(self.texts.of(element), why)

    def note_number(self, kind: str) -> tuple[int, str]:
        """The next number of the notes of a kind ("footnote"), and the form in which Word writes it."""
        settings = find(self.package.beside("settings"), f"w:{kind}Pr")
        section = self.package.tree(self.package.main)
        sections = (find(one, f"w:{kind}Pr") for one in section.iter(q("w:sectPr"))) if section is not None else ()
        said = [one for one in (*sections, settings) if one is not None]
        start = next((val(s) for one in said if (s := find(one, "w:numStart")) is not None), "")
        form = next((val(s) for one in said if (s := find(one, "w:numFmt")) is not None), "")
        number = self.called.get(kind, whole(start, 1) - 1) + 1
        self.called[kind] = number
        return number, form or ("decimal" if kind == "footnote" else "lowerRoman")


def desk(package: Package, file: str, inside: Callable[[etree._Element, Desk], tuple[Block, ...]]) -> Desk:
    """The desk for a document."""
    known = styles(package.beside("styles"))
    listed = numbers(package.beside("numbering"), known)
    texts = Texts(_notes(package))
    return Desk(file, package, known, listed, texts, inside, package.main)


def _notes(package: Package) -> dict[tuple[str, str], etree._Element]:
    """The notes of a document by their kind and id, but for the rules over them."""
    roots = ((kind, package.beside(f"{kind}s")) for kind in ("footnote", "endnote"))
    return {
        (kind, val(one, "w:id")): one
        for kind, root in roots
        if root is not None
        for one in root
        if name(one) == f"w:{kind}" and val(one, "w:type") in ("", "normal")
    }
