"""All characters of a part, by a walk of its own: what the ledger is held against.

It knows text and order only: which elements hold characters, that a note stands where it is called, a text box
behind the paragraph that it hangs on, an automatic number before its paragraph.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from engross.structure.word.names import find, name, q, val

HOLD = ("w:t", "w:delText", "m:t", "a:t", "c:v")
HOLDERS = (*HOLD, "w:sym", "w:noBreakHyphen")
SILENT = ("w:pPr", "w:rPr", "w:sectPr", "w:tblPr", "w:trPr", "w:tcPr", "w:instrText", "w:delInstrText")
NOTES = {"w:footnoteReference": "footnote", "w:endnoteReference": "endnote"}
NOTE_ELEMENTS = tuple(f"w:{kind}" for kind in NOTES.values())
HYPHEN = "\u2011"
HEX = re.compile("[0-9A-Fa-f]{1,4}")
UNKNOWN = 0xFFFD
SPACE = "{http://www.w3.org/XML/1998/namespace}space"
# Signs of the font Symbol, and of Wingdings, that texts have, at their places for private use (F000 on).
SYMBOL = {0xB7: "•", 0xA7: "▪", 0xA3: "≤", 0xB3: "≥", 0xB0: "°", 0xB1: "±", 0xB4: "×", 0xB8: "÷", 0xB9: "≠", 0xBB: "≈"}
SYMBOL |= {0x2D: "−", 0x61: "α", 0x62: "β", 0x67: "γ", 0x64: "δ", 0x6D: "μ", 0x70: "π", 0x73: "σ", 0x44: "Δ", 0x53: "Σ"}


def letters(element: etree._Element) -> str:
    """The characters of one element: of its text as Word keeps it, of a sign, of a hyphen that does not break."""
    if name(element) == "w:sym":
        return sign(element)
    if name(element) == "w:noBreakHyphen":
        return HYPHEN
    text = "".join(element.itertext()) if len(element) else element.text or ""
    return text if element.get(SPACE) == "preserve" or not name(element).startswith("w:") else text.strip(" \t\r\n")


def sign_code(element: etree._Element) -> int:
    """The code of a sign in its font; that of the sign for an unknown character where it gives none."""
    code = int(found[0], 16) if (found := HEX.fullmatch(val(element, "w:char"))) else UNKNOWN
    return UNKNOWN if code < 0x20 or 0xD800 <= code < 0xE000 else code


def sign(element: etree._Element) -> str:
    """The character of a sign; where its font puts it in private use, the one that looks like it, if texts have it."""
    code = sign_code(element)
    low = code - 0xF000 if code >= 0xF000 else code
    if val(element, "w:font").lower().startswith("symbol") or code in (0xF0B7, 0xF0A7):
        return SYMBOL.get(low, chr(low) if 0x20 <= low < 0x7F else chr(code))
    return chr(code)


def chosen(element: etree._Element) -> etree._Element | None:
    """Of content that is given twice, for programs old and new, the first."""
    choice = element.find(q("mc:Choice"))
    return element.find(q("mc:Fallback")) if choice is None else choice


def unchosen(root: etree._Element) -> str:
    """The characters of content that is given twice, in the versions that are not chosen."""
    left: dict[etree._Element, None] = {}  # in the order of the part
    for content in root.iter(q("mc:AlternateContent")):
        if left.keys().isdisjoint(content.iterancestors()):
            left.update(dict.fromkeys(branch for branch in content if branch is not chosen(content)))
    return "".join(letters(one) for branch in left for one in branch.iter() if holds(one))


def holds(element: etree._Element) -> bool:
    """Whether an element is one of those that hold characters."""
    return name(element) in HOLDERS


def runs_on(paragraph: etree._Element) -> bool:
    """Whether a paragraph's end was deleted as a tracked change: it goes on with the next."""
    end = find(paragraph, "w:pPr", "w:rPr")
    return end is not None and any(find(end, change) is not None for change in ("w:del", "w:moveFrom"))


@dataclass
class Texts:
    """The characters of elements.

    ``notes``: the notes by kind and id. ``numbers``: what Word counts and does not write, by the paragraphs, and the
    calls without a note, that have it; entered as it is taken. ``visits``: how often each note was come to.
    """

    notes: dict[tuple[str, str], etree._Element]
    numbers: dict[etree._Element, str] = field(default_factory=dict)
    held: list[etree._Element] = field(default_factory=list)  # text boxes whose paragraph has not ended
    visits: Counter[etree._Element | None] = field(default_factory=Counter)

    def of(self, element: etree._Element | None) -> str:
        """All characters of an element, those of its notes in their places."""
        held, self.held = self.held, []
        boxes: list[etree._Element] = []
        words = "" if element is None else "".join(self._walk(element, boxes))
        boxes = [*self.held, *boxes]
        self.held = held
        return words + "".join(map(self._in_box, boxes))

    def _in_box(self, box: etree._Element) -> str:
        held, self.held = self.held, []
        words = "".join("".join(self._walk(child, [])) for child in box)
        words += "".join(map(self._in_box, self.held))
        self.held = held
        return words

    def note(self, reference: etree._Element) -> etree._Element | None:
        """The note that a reference calls; None where there is none, and of a call in a note, which Word knows not."""
        found = self.notes.get((NOTES[name(reference)], val(reference, "w:id")))
        inside = found is not None and any(name(one) in NOTE_ELEMENTS for one in reference.iterancestors())
        return None if inside else found

    def outside_boxes(self, element: etree._Element) -> str:
        """The characters of a drawing but for those of its text boxes, which stand behind its paragraph."""
        return "".join(self._walk(element, []))

    def _walk(self, element: etree._Element, boxes: list[etree._Element]) -> Iterator[str]:
        own = name(element)
        if own in HOLDERS:
            yield letters(element)
        elif own in NOTES:
            called = self.note(element)
            self.visits[called] += called is not None
            yield self.numbers.get(element, "") + self.of(called)
        elif own.endswith("txbxContent"):
            boxes.append(element)
        elif own == "mc:AlternateContent":
            one = chosen(element)
            yield from self._walk(one, boxes) if one is not None else ()
        elif own == "w:p":
            yield from self._paragraph(element)
        elif own and own not in SILENT:
            yield from self._release() if own == "w:tbl" else ()
            for child in element:
                yield from self._walk(child, boxes)
            yield from self._release() if own == "w:tc" else ()

    def _paragraph(self, element: etree._Element) -> Iterator[str]:
        """A paragraph, then its text boxes; those of one that runs on stand behind the next."""
        yield self.numbers.get(element, "")
        mine: list[etree._Element] = []
        for child in element:
            yield from self._walk(child, mine)
        self.held += mine
        yield from () if runs_on(element) else self._release()

    def _release(self) -> Iterator[str]:
        """The text boxes that wait for their paragraph's end."""
        waiting, self.held = self.held, []
        yield from map(self._in_box, waiting)
