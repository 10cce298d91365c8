"""A paragraph's runs to inlines: emphasis, links, breaks, notes at their calls, tracked changes as accepted."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import groupby

from lxml import etree

from engross.grammars.archive import show_name
from engross.model.notice import Code, make_notice
from engross.model.tree import Inline, LineBreak, Link, Note, Style, Styled, Text
from engross.readers.word.notes import read_note
from engross.readers.word.number_formats import format_number
from engross.readers.word.part_text import (
    CHARACTER_TAGS,
    NOTE_KIND_BY_CALL,
    SILENT_TAGS,
    TEXT_TAGS,
    choose_alternative,
    read_characters,
)
from engross.readers.word.qnames import find_element, read_switch, read_value, short_name
from engross.readers.word.reader_state import OpenField, WordReaderState

DELETED_TEXT, HIDDEN_TEXT, FIELD_CODE = "text deleted as tracked", "hidden text", "code of a field"
DRAWING_TEXT = "text of a drawing"
LEFT_OUT_REASONS = {"w:del": DELETED_TEXT, "w:moveFrom": DELETED_TEXT, "w:rt": "reading of a character"}
DRAWING_TAGS = ("w:drawing", "w:pict", "w:object")
PICTURE_NAMES = ("blip", "chart", "imagedata", "relIds", "OLEObject")
HYPERLINK_FIELD = re.compile(r'\s*HYPERLINK\s+(?!\\)"?([^"\s]+)"?')
WEB_ADDRESS = re.compile(r"(?:https?|ftp)://|mailto:")
STYLE_ORDER = (Style.BOLD, Style.ITALIC, Style.UNDERLINE, Style.STRIKE, Style.SUPERSCRIPT, Style.SUBSCRIPT)


@dataclass(frozen=True, slots=True)
class RunItem:
    """A piece of a run: how it is set apart, where it leads, which entry of the account it has."""

    item: Text | Note | LineBreak
    styles: frozenset[Style] = frozenset()
    link: str = ""
    entry: int = -1


@dataclass(frozen=True, slots=True)
class RunContext:
    """What a run stands in: where it leads, how it is set apart, why it is left out ("": it is not)."""

    link: str = ""
    styles: frozenset[Style] = frozenset()
    gone: str = ""


def read_run_items(paragraph: etree._Element, desk: WordReaderState) -> list[RunItem]:
    """The bits of a paragraph."""
    found = [*_read_children(paragraph, desk, RunContext())]
    desk.fields = [one for one in desk.fields if one.result]  # no code goes on into the next paragraph
    return found


def group_run_items(bits: Iterable[RunItem]) -> tuple[Inline, ...]:
    """Bits as inlines: neighbours of one kind together."""
    out: list[Inline] = []
    for link, linked in groupby(bits, key=lambda bit: bit.link):
        content: list[Inline] = []
        for styles, group in groupby(linked, key=lambda bit: bit.styles):
            content += _wrap_in_styles(_join_texts(bit.item for bit in group), [s for s in STYLE_ORDER if s in styles])
        out += [Link(link, tuple(content))] if link else content
    return tuple(out)


def _join_texts(items: Iterable[Inline]) -> tuple[Inline, ...]:
    out: list[Inline] = []
    for item in items:
        last = out[-1] if out else None
        if isinstance(last, Text) and isinstance(item, Text):
            out[-1] = Text(last.text + item.text)
        else:
            out.append(item)
    return tuple(out)


def _wrap_in_styles(content: tuple[Inline, ...], styles: list[Style]) -> tuple[Inline, ...]:
    for style in reversed(styles):
        content = (Styled(style, content),)
    return content


def _read_children(element: etree._Element, desk: WordReaderState, inside: RunContext) -> Iterator[RunItem]:
    for child in element:
        yield from _read_element(child, desk, inside)


def _read_element(child: etree._Element, desk: WordReaderState, inside: RunContext) -> Iterator[RunItem]:
    """The bits of an element within a paragraph; what is not known is read for what is in it."""
    own = short_name(child)
    if own == "w:r":
        yield from _read_run(child, desk, inside)
    elif own == "w:hyperlink":
        yield from _read_children(child, desk, replace(inside, link=_find_link_target(child, desk) or inside.link))
    elif own in LEFT_OUT_REASONS:
        yield from _read_children(child, desk, replace(inside, gone=inside.gone or LEFT_OUT_REASONS[own]))
    elif own in CHARACTER_TAGS:
        yield from _enter_words(read_characters(child), desk, inside)
    elif own == "mc:AlternateContent":
        one = choose_alternative(child)
        yield from _read_children(one, desk, inside) if one is not None else ()
    elif own in DRAWING_TAGS:
        _collect_text_boxes(child, desk, inside)
    elif own and own not in SILENT_TAGS:
        yield from _read_children(child, desk, inside)


def _find_link_target(link: etree._Element, desk: WordReaderState) -> str:
    """Where a link leads on the web; "" for a place within the document."""
    key = read_value(link, "r:id")
    known = desk.package.relations(desk.part).get(key)
    if key and known is None:
        desk.notices.append(make_notice(Code.LINK_UNREADABLE, desk.where, link=show_name(key)))
    target = known.target if known and known.external else ""
    anchor = read_value(link, "w:anchor")
    return (f"{target}#{anchor}" if anchor and "#" not in target else target) if WEB_ADDRESS.match(target) else ""


def _read_run(run: etree._Element, desk: WordReaderState, inside: RunContext) -> Iterator[RunItem]:
    properties = find_element(run, "w:rPr")
    hidden = HIDDEN_TEXT if read_switch(properties, "w:vanish") else ""
    inside = replace(inside, styles=desk.styles.emphasis(properties), gone=inside.gone or hidden)
    children = iter(run)
    for child in children:
        own = short_name(child)
        if own in NOTE_KIND_BY_CALL:
            yield from _read_call(child, children, desk, inside)
        elif own in ("w:tab", "w:ptab"):
            yield from _enter_words("\t", desk, inside)
        elif own in ("w:br", "w:cr"):
            breaks = own == "w:cr" or read_value(child, "w:type") in ("", "textWrapping")
            yield from (RunItem(LineBreak(), link=inside.link),) if breaks and not inside.gone else ()
        elif own == "w:fldChar":
            _update_open_fields(child, desk, inside)
        elif own == "w:instrText" and not inside.gone and desk.fields:
            desk.fields[-1].code += child.text or ""
        else:
            yield from _read_element(child, desk, inside)


def _enter_words(text: str, desk: WordReaderState, inside: RunContext) -> Iterator[RunItem]:
    """Characters, entered into the account."""
    gone = inside.gone or (FIELD_CODE if any(not one.result for one in desk.fields) else "")
    desk.enter_text(text, gone)
    if text and not gone:
        coded = (found[1] for one in reversed(desk.fields) if (found := HYPERLINK_FIELD.match(one.code)))
        link = inside.link or next((target for target in coded if WEB_ADDRESS.match(target)), "")
        yield RunItem(Text(text), inside.styles, link, len(desk.entries) - 1)


def _update_open_fields(mark: etree._Element, desk: WordReaderState, inside: RunContext) -> None:
    """Open a field, turn to its result, or close it; one that was deleted is none."""
    kind = read_value(mark, "w:fldCharType")
    if inside.gone:
        return
    if kind == "begin":
        desk.fields.append(OpenField())
    elif kind == "separate" and desk.fields:
        desk.fields[-1].result = True
    elif kind == "end" and desk.fields:
        desk.fields.pop()


def _collect_text_boxes(element: etree._Element, desk: WordReaderState, inside: RunContext) -> None:
    """The text boxes of a drawing, to be read behind the paragraph; a picture is counted."""
    words = desk.texts.text_outside_boxes(element)
    desk.enter_text(words, inside.gone or DRAWING_TEXT)
    boxes = [box for box in element.iter("{*}txbxContent") if _is_outermost_box(box, element)]
    desk.boxes += [(box, inside.gone) for box in boxes]
    pictured = any(isinstance(one.tag, str) and etree.QName(one).localname in PICTURE_NAMES for one in element.iter())
    if (words or (pictured and not boxes)) and not inside.gone:
        desk.pictures += 1


def _is_outermost_box(box: etree._Element, element: etree._Element) -> bool:
    """Whether a box lies in no other box of the drawing, and in no second version of it."""
    above = box.getparent()
    while above is not None and above is not element:
        over = above.getparent()
        twin = over is not None and short_name(over) == "mc:AlternateContent" and choose_alternative(over) is not above
        if twin or short_name(above).endswith("txbxContent"):
            return False
        above = over
    return True


def _read_call(
    reference: etree._Element, after: Iterator[etree._Element], desk: WordReaderState, inside: RunContext
) -> Iterator[RunItem]:
    """The note that is called; the rest of the run is its mark, where it has one of its own."""
    mark = ""
    if read_value(reference, "w:customMarkFollows") not in ("", "0", "false"):
        rest = [read_characters(one) for one in after if short_name(one) in TEXT_TAGS or short_name(one) == "w:sym"]
        mark = "".join(rest)
    found = desk.texts.find_note(reference)
    if inside.gone:
        desk.drop_element(reference, inside.gone)
        desk.enter_text(mark, inside.gone)
    elif found is not None:
        yield RunItem(read_note(NOTE_KIND_BY_CALL[short_name(reference)], found, mark.strip(), desk))
        desk.enter_text(mark, "note number")
    else:
        yield from _read_call_without_note(reference, mark, desk, inside)


def _read_call_without_note(
    reference: etree._Element, mark: str, desk: WordReaderState, inside: RunContext
) -> Iterator[RunItem]:
    """The call of a note that the file does not have: its own mark, or the number that Word counts, raised."""
    number = mark or format_number(*desk.next_note_number(NOTE_KIND_BY_CALL[short_name(reference)]))
    if not mark:
        desk.texts.numbers[reference] = number
    desk.notices.append(make_notice(Code.CALL_WITHOUT_NOTE, desk.where, number=number.strip()))
    yield from _enter_words(number, desk, replace(inside, styles=inside.styles | {Style.SUPERSCRIPT}))
