"""A paragraph's runs to inlines: emphasis, links, breaks, notes at their calls, tracked changes as accepted."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import groupby

from lxml import etree

from engross.archive import show_name
from engross.model import Inline, LineBreak, Link, Note, Style, Styled, Text
from engross.notice import Code, notice
from engross.structure.word.account import HOLD, HOLDERS, NOTES, SILENT, chosen, letters
from engross.structure.word.counts import counted
from engross.structure.word.desk import Desk, Field
from engross.structure.word.names import find, name, on, val
from engross.structure.word.notes import read_note

DELETED, HIDDEN, CODE = "text deleted as tracked", "hidden text", "code of a field"
DRAWING = "text of a drawing"
GONE = {"w:del": DELETED, "w:moveFrom": DELETED, "w:rt": "reading of a character"}
DRAWN = ("w:drawing", "w:pict", "w:object")
PICTURES = ("blip", "chart", "imagedata", "relIds", "OLEObject")
ADDRESS = re.compile(r'\s*HYPERLINK\s+(?!\\)"?([^"\s]+)"?')
WEB = re.compile(r"(?:https?|ftp)://|mailto:")
ORDER = (Style.BOLD, Style.ITALIC, Style.UNDERLINE, Style.STRIKE, Style.SUPERSCRIPT, Style.SUBSCRIPT)


@dataclass(frozen=True, slots=True)
class Bit:
    """A piece of a run: how it is set apart, where it leads, which entry of the account it has."""

    item: Text | Note | LineBreak
    styles: frozenset[Style] = frozenset()
    link: str = ""
    entry: int = -1


@dataclass(frozen=True, slots=True)
class Inside:
    """What a run stands in: where it leads, how it is set apart, why it is left out ("": it is not)."""

    link: str = ""
    styles: frozenset[Style] = frozenset()
    gone: str = ""


def bits(paragraph: etree._Element, desk: Desk) -> list[Bit]:
    """The bits of a paragraph."""
    found = [*_bits(paragraph, desk, Inside())]
    desk.fields = [one for one in desk.fields if one.result]  # no code goes on into the next paragraph
    return found


def gathered(bits: Iterable[Bit]) -> tuple[Inline, ...]:
    """Bits as inlines: neighbours of one kind together."""
    out: list[Inline] = []
    for link, linked in groupby(bits, key=lambda bit: bit.link):
        content: list[Inline] = []
        for styles, group in groupby(linked, key=lambda bit: bit.styles):
            content += _styled(_joined(bit.item for bit in group), [s for s in ORDER if s in styles])
        out += [Link(link, tuple(content))] if link else content
    return tuple(out)


def _joined(items: Iterable[Inline]) -> tuple[Inline, ...]:
    out: list[Inline] = []
    for item in items:
        last = out[-1] if out else None
        if isinstance(last, Text) and isinstance(item, Text):
            out[-1] = Text(last.text + item.text)
        else:
            out.append(item)
    return tuple(out)


def _styled(content: tuple[Inline, ...], styles: list[Style]) -> tuple[Inline, ...]:
    for style in reversed(styles):
        content = (Styled(style, content),)
    return content


def _bits(element: etree._Element, desk: Desk, inside: Inside) -> Iterator[Bit]:
    for child in element:
        yield from _bit(child, desk, inside)


def _bit(child: etree._Element, desk: Desk, inside: Inside) -> Iterator[Bit]:
    """The bits of an element within a paragraph; what is not known is read for what is in it."""
    own = name(child)
    if own == "w:r":
        yield from _run(child, desk, inside)
    elif own == "w:hyperlink":
        yield from _bits(child, desk, replace(inside, link=_target(child, desk) or inside.link))
    elif own in GONE:
        yield from _bits(child, desk, replace(inside, gone=inside.gone or GONE[own]))
    elif own in HOLDERS:
        yield from _words(letters(child), desk, inside)
    elif own == "mc:AlternateContent":
        one = chosen(child)
        yield from _bits(one, desk, inside) if one is not None else ()
    elif own in DRAWN:
        _drawn(child, desk, inside)
    elif own and own not in SILENT:
        yield from _bits(child, desk, inside)


def _target(link: etree._Element, desk: Desk) -> str:
    """Where a link leads on the web; "" for a place within the document."""
    key = val(link, "r:id")
    known = desk.package.relations(desk.part).get(key)
    if key and known is None:
        desk.notices.append(notice(Code.LINK_UNREADABLE, desk.where, link=show_name(key)))
    target = known.target if known and known.external else ""
    anchor = val(link, "w:anchor")
    return (f"{target}#{anchor}" if anchor and "#" not in target else target) if WEB.match(target) else ""


def _run(run: etree._Element, desk: Desk, inside: Inside) -> Iterator[Bit]:
    properties = find(run, "w:rPr")
    hidden = HIDDEN if on(properties, "w:vanish") else ""
    inside = replace(inside, styles=desk.styles.emphasis(properties), gone=inside.gone or hidden)
    children = iter(run)
    for child in children:
        own = name(child)
        if own in NOTES:
            yield from _call(child, children, desk, inside)
        elif own in ("w:tab", "w:ptab"):
            yield from _words("\t", desk, inside)
        elif own in ("w:br", "w:cr"):
            breaks = own == "w:cr" or val(child, "w:type") in ("", "textWrapping")
            yield from (Bit(LineBreak(), link=inside.link),) if breaks and not inside.gone else ()
        elif own == "w:fldChar":
            _field(child, desk, inside)
        elif own == "w:instrText" and not inside.gone and desk.fields:
            desk.fields[-1].code += child.text or ""
        else:
            yield from _bit(child, desk, inside)


def _words(text: str, desk: Desk, inside: Inside) -> Iterator[Bit]:
    """Characters, entered into the account."""
    gone = inside.gone or (CODE if any(not one.result for one in desk.fields) else "")
    desk.put(text, gone)
    if text and not gone:
        coded = (found[1] for one in reversed(desk.fields) if (found := ADDRESS.match(one.code)))
        link = inside.link or next((target for target in coded if WEB.match(target)), "")
        yield Bit(Text(text), inside.styles, link, len(desk.entries) - 1)


def _field(mark: etree._Element, desk: Desk, inside: Inside) -> None:
    """Open a field, turn to its result, or close it; one that was deleted is none."""
    kind = val(mark, "w:fldCharType")
    if inside.gone:
        return
    if kind == "begin":
        desk.fields.append(Field())
    elif kind == "separate" and desk.fields:
        desk.fields[-1].result = True
    elif kind == "end" and desk.fields:
        desk.fields.pop()


def _drawn(element: etree._Element, desk: Desk, inside: Inside) -> None:
    """The text boxes of a drawing, to be read behind the paragraph; a picture is counted."""
    words = desk.texts.outside_boxes(element)
    desk.put(words, inside.gone or DRAWING)
    boxes = [box for box in element.iter("{*}txbxContent") if _outermost(box, element)]
    desk.boxes += [(box, inside.gone) for box in boxes]
    pictured = any(isinstance(one.tag, str) and etree.QName(one).localname in PICTURES for one in element.iter())
    if (words or (pictured and not boxes)) and not inside.gone:
        desk.pictures += 1


def _outermost(box: etree._Element, element: etree._Element) -> bool:
    """Whether a box lies in no other box of the drawing, and in no second version of it."""
    above = box.getparent()
    while above is not None and above is not element:
        over = above.getparent()
        twin = over is not None and name(over) == "mc:AlternateContent" and chosen(over) is not above
        if twin or name(above).endswith("txbxContent"):
            return False
        above = over
    return True


def _call(reference: etree._Element, after: Iterator[etree._Element], desk: Desk, inside: Inside) -> Iterator[Bit]:
    """The note that is called; the rest of the run is its mark, where it has one of its own."""
    mark = ""
    if val(reference, "w:customMarkFollows") not in ("", "0", "false"):
        rest = [letters(one) for one in after if name(one) in HOLD or name(one) == "w:sym"]
        mark = "".join(rest)
    found = desk.texts.note(reference)
    if inside.gone:
        desk.drop(reference, inside.gone)
        desk.put(mark, inside.gone)
    elif found is not None:
        yield Bit(read_note(NOTES[name(reference)], found, mark.strip(), desk))
        desk.put(mark, "note number")
    else:
        yield from _call_without_note(reference, mark, desk, inside)


def _call_without_note(reference: etree._Element, mark: str, desk: Desk, inside: Inside) -> Iterator[Bit]:
    """The call of a note that the file does not have: its own mark, or the number that Word counts, raised."""
    number = mark or counted(*desk.note_number(NOTES[name(reference)]))
    if not mark:
        desk.texts.numbers[reference] = number
    desk.notices.append(notice(Code.CALL_WITHOUT_NOTE, desk.where, number=number.strip()))
    yield from _words(number, desk, replace(inside, styles=inside.styles | {Style.SUPERSCRIPT}))
