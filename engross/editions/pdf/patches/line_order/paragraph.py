"""The text of a paragraph as the bidirectional algorithm sees it, and the levels of its boxes.

An element whose direction is not that of the text around it is isolated, as HTML's ``dir`` is (CSS Writing Modes,
``unicode-bidi: isolate``), and so is the call of a note: behind 79/12 its number is no figure of that number. A box
that is laid out by itself is one neutral character. A line break ends a paragraph.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from engross_weasyprint.formatting_structure.boxes import AtomicInlineLevelBox, Box, InlineBox, LineBox, TextBox

from engross.editions.pdf.patches.line_order.levels import RTL_CHARACTER, find_levels

CALL_PSEUDO = "::footnote-call"
ISOLATES = {"ltr": "\u2066", "rtl": "\u2067"}
ISOLATE_END = "\u2069"
OBJECT = "\ufffc"
NEWLINE = "\n"


@dataclass(slots=True)
class ParagraphLevels:
    """The levels of a line box's texts by the identity of their boxes, and its base level."""

    base: int
    levels: dict[int, bytes]


@dataclass(slots=True)
class _Gathering:
    """The text of the current paragraph, what of it belongs to which box, and the isolates that are open."""

    base: int
    text: str = ""
    owners: list[tuple[Box, int, int]] = field(default_factory=list)
    isolates: list[str] = field(default_factory=list)
    levels: dict[int, bytes] = field(default_factory=dict)

    def add_text(self, box: Box, text: str) -> None:
        lines = text.split(NEWLINE)
        for n, line in enumerate(lines):
            if n:
                self.end_paragraph()
                self.levels[id(box)] = self.levels.get(id(box), b"") + bytes([self.base])
                self.text = "".join(self.isolates)
            self.owners.append((box, len(self.text), len(self.text) + len(line)))
            self.text += line

    def end_paragraph(self) -> None:
        levels = find_levels(self.text, self.base)
        for box, start, end in self.owners:
            self.levels[id(box)] = self.levels.get(id(box), b"") + levels[start:end]
        self.owners = []


def find_paragraph_levels(linebox: LineBox) -> ParagraphLevels | None:
    """Return the levels of a line box's text; None if all of it runs from left to right, which needs none."""
    base = int(linebox.style["direction"] == "rtl")
    if not base and not _is_turned(linebox):
        return None
    gathering = _Gathering(base)
    _gather(linebox, gathering)
    gathering.end_paragraph()
    return ParagraphLevels(base, gathering.levels)


def _is_turned(box: Box) -> bool:
    """Return whether anything in a left-to-right box runs from right to left."""
    if isinstance(box, TextBox):
        return RTL_CHARACTER.search(box.text) is not None
    if not isinstance(box, LineBox | InlineBox):
        return False
    return box.style["direction"] == "rtl" or any(map(_is_turned, box.children))


def _gather(box: Box, gathering: _Gathering) -> None:
    for child in box.children:
        if not child.is_in_normal_flow():
            continue
        if isinstance(child, TextBox):
            gathering.add_text(child, child.text)
        elif isinstance(child, InlineBox) and not isinstance(child, AtomicInlineLevelBox):
            _gather_inline(child, box, gathering)
        else:
            child.origin = child, 0  # it is laid out anew on each line, as a copy
            gathering.add_text(child, OBJECT)


def _gather_inline(child: InlineBox, parent: Box, gathering: _Gathering) -> None:
    direction = child.style["direction"]
    is_isolated = direction != parent.style["direction"] or (child.element_tag or "").endswith(CALL_PSEUDO)
    if is_isolated:
        gathering.isolates.append(ISOLATES[direction])
        gathering.text += ISOLATES[direction]
    _gather(child, gathering)
    if is_isolated:
        gathering.isolates.pop()
        gathering.text += ISOLATE_END
