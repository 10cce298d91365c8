"""Walk over all characters of a part, independently of the reader: the ledger is held against them.

The walk knows text and order only: which elements hold characters, that a note stands where it is called, a text box
behind its paragraph, an automatic number before its paragraph.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from engross.readers.word.qnames import find_element, full_name, read_value, short_name

TEXT_TAGS = ("w:t", "w:delText", "m:t", "a:t", "c:v")
CHARACTER_TAGS = (*TEXT_TAGS, "w:sym", "w:noBreakHyphen")
SILENT_TAGS = ("w:pPr", "w:rPr", "w:sectPr", "w:tblPr", "w:trPr", "w:tcPr", "w:instrText", "w:delInstrText")
NOTE_KIND_BY_CALL = {"w:footnoteReference": "footnote", "w:endnoteReference": "endnote"}
NOTE_TAGS = tuple(f"w:{kind}" for kind in NOTE_KIND_BY_CALL.values())
NON_BREAKING_HYPHEN = "\u2011"
HEX_CODE = re.compile("[0-9A-Fa-f]{1,4}")
UNKNOWN_CODE = 0xFFFD
XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
# Signs of the fonts Symbol and Wingdings that occur in texts, by their codes (or these from U+F000 on).
SYMBOL_FONT_SIGNS = {
    0xB7: "•",
    0xA7: "▪",
    0xA3: "≤",
    0xB3: "≥",
    0xB0: "°",
    0xB1: "±",
    0xB4: "×",
    0xB8: "÷",
    0xB9: "≠",
    0xBB: "≈",
}
SYMBOL_FONT_SIGNS |= {
    0x2D: "−",
    0x61: "α",
    0x62: "β",
    0x67: "γ",
    0x64: "δ",
    0x6D: "μ",
    0x70: "π",
    0x73: "σ",
    0x44: "Δ",
    0x53: "Σ",
}


def read_characters(element: etree._Element) -> str:
    """Return the characters of an element: its text, a sign, or a non-breaking hyphen.

    White space at the ends of Word's own text elements counts only with ``xml:space="preserve"``.
    """
    if short_name(element) == "w:sym":
        return read_sign(element)
    if short_name(element) == "w:noBreakHyphen":
        return NON_BREAKING_HYPHEN
    text = "".join(element.itertext()) if len(element) else element.text or ""
    return (
        text
        if element.get(XML_SPACE) == "preserve" or not short_name(element).startswith("w:")
        else text.strip(" \t\r\n")
    )


def read_sign_code(element: etree._Element) -> int:
    """Return the code of a sign in its font; U+FFFD if it has none or one that is no character's."""
    code = int(found[0], 16) if (found := HEX_CODE.fullmatch(read_value(element, "w:char"))) else UNKNOWN_CODE
    return UNKNOWN_CODE if code < 0x20 or 0xD800 <= code < 0xE000 else code


def read_sign(element: etree._Element) -> str:
    """Return the character of a sign.

    Signs of the font Symbol, and bullets of private use, become the character that they look like, where one is listed.
    """
    code = read_sign_code(element)
    low = code - 0xF000 if code >= 0xF000 else code
    if read_value(element, "w:font").lower().startswith("symbol") or code in (0xF0B7, 0xF0A7):
        return SYMBOL_FONT_SIGNS.get(low, chr(low) if 0x20 <= low < 0x7F else chr(code))
    return chr(code)


def choose_alternative(element: etree._Element) -> etree._Element | None:
    """Return the version of alternative content that is read: the first choice, or else the fallback."""
    choice = element.find(full_name("mc:Choice"))
    return element.find(full_name("mc:Fallback")) if choice is None else choice


def read_unchosen_text(root: etree._Element) -> str:
    """Return the characters of all versions of alternative content that are not read."""
    unchosen: dict[etree._Element, None] = {}  # in the order of the part
    for content in root.iter(full_name("mc:AlternateContent")):
        if unchosen.keys().isdisjoint(content.iterancestors()):
            unchosen.update(dict.fromkeys(branch for branch in content if branch is not choose_alternative(content)))
    return "".join(
        read_characters(element) for branch in unchosen for element in branch.iter() if can_hold_characters(element)
    )


def can_hold_characters(element: etree._Element) -> bool:
    """Return whether an element is of a kind that holds characters."""
    return short_name(element) in CHARACTER_TAGS


def has_deleted_end(paragraph: etree._Element) -> bool:
    """Return whether a paragraph's end was deleted as a tracked change: it runs on into the next."""
    end = find_element(paragraph, "w:pPr", "w:rPr")
    return end is not None and any(find_element(end, change) is not None for change in ("w:del", "w:moveFrom"))


@dataclass
class PartTexts:
    """The characters of elements.

    ``notes``: the notes by kind and id. ``numbers``: what Word counts and does not write, by the paragraph, or the call
    without a note, that has it; the reader adds to it. ``visits``: how often the walk has come to each note.
    """

    notes: dict[tuple[str, str], etree._Element]
    numbers: dict[etree._Element, str] = field(default_factory=dict)
    held: list[etree._Element] = field(default_factory=list)  # text boxes whose paragraph has not ended
    visits: Counter[etree._Element | None] = field(default_factory=Counter)

    def text_of(self, element: etree._Element | None) -> str:
        """Return all characters of an element, those of its notes where they are called; "" for None."""
        held, self.held = self.held, []
        boxes: list[etree._Element] = []
        words = "" if element is None else "".join(self._walk_element(element, boxes))
        boxes = [*self.held, *boxes]
        self.held = held
        return words + "".join(map(self._read_box, boxes))

    def _read_box(self, box: etree._Element) -> str:
        """Return the characters of a text box, and then those of the boxes in it."""
        held, self.held = self.held, []
        words = "".join("".join(self._walk_element(child, [])) for child in box)
        words += "".join(map(self._read_box, self.held))
        self.held = held
        return words

    def find_note(self, reference: etree._Element) -> etree._Element | None:
        """Return the note of a call; None without one, and for a call within a note, which Word does not allow."""
        note = self.notes.get((NOTE_KIND_BY_CALL[short_name(reference)], read_value(reference, "w:id")))
        is_in_note = note is not None and any(short_name(one) in NOTE_TAGS for one in reference.iterancestors())
        return None if is_in_note else note

    def text_outside_boxes(self, element: etree._Element) -> str:
        """Return the characters of a drawing except those of its text boxes, which stand behind its paragraph."""
        return "".join(self._walk_element(element, []))

    def _walk_element(self, element: etree._Element, boxes: list[etree._Element]) -> Iterator[str]:
        """Yield the characters of an element in their order; put its text boxes in ``boxes``."""
        tag = short_name(element)
        if tag in CHARACTER_TAGS:
            yield read_characters(element)
        elif tag in NOTE_KIND_BY_CALL:
            called = self.find_note(element)
            self.visits[called] += called is not None
            yield self.numbers.get(element, "") + self.text_of(called)
        elif tag.endswith("txbxContent"):
            boxes.append(element)
        elif tag == "mc:AlternateContent":
            version = choose_alternative(element)
            yield from self._walk_element(version, boxes) if version is not None else ()
        elif tag == "w:p":
            yield from self._walk_paragraph(element)
        elif tag and tag not in SILENT_TAGS:
            yield from self._release_boxes() if tag == "w:tbl" else ()
            for child in element:
                yield from self._walk_element(child, boxes)
            yield from self._release_boxes() if tag == "w:tc" else ()

    def _walk_paragraph(self, element: etree._Element) -> Iterator[str]:
        """Yield a paragraph and its text boxes; those of one that runs on stand behind the next."""
        yield self.numbers.get(element, "")
        own_boxes: list[etree._Element] = []
        for child in element:
            yield from self._walk_element(child, own_boxes)
        self.held += own_boxes
        yield from () if has_deleted_end(element) else self._release_boxes()

    def _release_boxes(self) -> Iterator[str]:
        """Yield the text boxes that wait for the end of their paragraph."""
        waiting, self.held = self.held, []
        yield from map(self._read_box, waiting)
