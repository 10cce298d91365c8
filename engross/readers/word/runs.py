"""Turn a paragraph's runs into inlines: emphasis, links, breaks, notes at their calls, tracked changes as accepted."""

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
NUMBER_FIELD = re.compile(r"\s*(?:AUTONUM(?:LGL|OUT)?|LISTNUM)\b")  # Word counts these, and writes no result
WEB_ADDRESS = re.compile(r"(?:https?|ftp)://|mailto:")
SET_APART = (Style.LEAD, Style.BOLD, Style.ITALIC, Style.UNDERLINE, Style.STRIKE, Style.SMALL_CAPS)
STYLE_ORDER = (*SET_APART, Style.SUPERSCRIPT, Style.SUBSCRIPT)


@dataclass(frozen=True, slots=True)
class RunItem:
    """A piece of a run: its emphasis, the target of its link, the index of its ledger entry (-1: none)."""

    item: Text | Note | LineBreak
    styles: frozenset[Style] = frozenset()
    link: str = ""
    entry: int = -1


@dataclass(frozen=True, slots=True)
class RunContext:
    """What applies to a run: the target of its link, its emphasis, why it is left out ("" if it is not)."""

    link: str = ""
    styles: frozenset[Style] = frozenset()
    gone: str = ""


def read_run_items(paragraph: etree._Element, state: WordReaderState) -> list[RunItem]:
    """Read the run items of a paragraph."""
    run_items = [*_read_children(paragraph, state, RunContext())]
    state.fields = [
        open_field for open_field in state.fields if open_field.result
    ]  # a field's code ends with its paragraph, its result may not
    return run_items


def group_run_items(run_items: Iterable[RunItem]) -> tuple[Inline, ...]:
    """Turn run items into inlines; neighbours with the same link and emphasis become one."""
    inlines: list[Inline] = []
    for link, linked in groupby(run_items, key=lambda item: item.link):
        content: list[Inline] = []
        for styles, group in groupby(linked, key=lambda item: item.styles):
            content += _wrap_in_styles(
                _join_texts(item.item for item in group), [style for style in STYLE_ORDER if style in styles]
            )
        inlines += [Link(link, tuple(content))] if link else content
    return tuple(inlines)


def _join_texts(items: Iterable[Inline]) -> tuple[Inline, ...]:
    """Join texts that follow one another."""
    out: list[Inline] = []
    for item in items:
        last = out[-1] if out else None
        if isinstance(last, Text) and isinstance(item, Text):
            out[-1] = Text(last.text + item.text)
        else:
            out.append(item)
    return tuple(out)


def _wrap_in_styles(content: tuple[Inline, ...], styles: list[Style]) -> tuple[Inline, ...]:
    """Wrap inlines in emphasis, the first of ``styles`` outermost."""
    for style in reversed(styles):
        content = (Styled(style, content),)
    return content


def _read_children(element: etree._Element, state: WordReaderState, context: RunContext) -> Iterator[RunItem]:
    for child in element:
        yield from _read_element(child, state, context)


def _read_element(child: etree._Element, state: WordReaderState, context: RunContext) -> Iterator[RunItem]:
    """Yield the run items of an element within a paragraph; an unknown element gives those of its children."""
    tag = short_name(child)
    if tag == "w:r":
        yield from _read_run(child, state, context)
    elif tag == "w:hyperlink":
        yield from _read_children(child, state, replace(context, link=_find_link_target(child, state) or context.link))
    elif tag in LEFT_OUT_REASONS:
        yield from _read_children(child, state, replace(context, gone=context.gone or LEFT_OUT_REASONS[tag]))
    elif tag in CHARACTER_TAGS:
        yield from _enter_words(read_characters(child), state, context)
    elif tag == "mc:AlternateContent":
        version = choose_alternative(child)
        yield from _read_children(version, state, context) if version is not None else ()
    elif tag in DRAWING_TAGS:
        _collect_text_boxes(child, state, context)
    elif tag and tag not in SILENT_TAGS:
        yield from _read_children(child, state, context)


def _find_link_target(link: etree._Element, state: WordReaderState) -> str:
    """Return the web address that a link leads to; "" for a place within the document."""
    relation_id = read_value(link, "r:id")
    relation = state.package.relations(state.part).get(relation_id)
    if relation_id and relation is None:
        state.notices.append(make_notice(Code.LINK_UNREADABLE, state.where, link=show_name(relation_id)))
    target = relation.target if relation and relation.external else ""
    anchor = read_value(link, "w:anchor")
    return (f"{target}#{anchor}" if anchor and "#" not in target else target) if WEB_ADDRESS.match(target) else ""


def _read_run(run: etree._Element, state: WordReaderState, context: RunContext) -> Iterator[RunItem]:
    properties = find_element(run, "w:rPr")
    hidden = HIDDEN_TEXT if read_switch(properties, "w:vanish") else ""
    context = replace(context, styles=state.styles.emphasis(properties), gone=context.gone or hidden)
    children = iter(run)
    for child in children:
        tag = short_name(child)
        if tag in NOTE_KIND_BY_CALL:
            yield from _read_call(child, children, state, context)
        elif tag in ("w:tab", "w:ptab"):
            yield from _enter_words("\t", state, context)
        elif tag in ("w:br", "w:cr"):
            breaks = tag == "w:cr" or read_value(child, "w:type") in ("", "textWrapping")
            yield from (RunItem(LineBreak(), link=context.link),) if breaks and not context.gone else ()
        elif tag == "w:fldChar":
            _update_open_fields(child, state, context)
        elif tag == "w:instrText" and not context.gone and state.fields:
            state.fields[-1].code += child.text or ""
        else:
            yield from _read_element(child, state, context)


def _enter_words(text: str, state: WordReaderState, context: RunContext) -> Iterator[RunItem]:
    """Add characters to the ledger and yield them as a run item, unless they are left out."""
    gone = context.gone or (FIELD_CODE if any(not one.result for one in state.fields) else "")
    state.enter_text(text, gone)
    if text and not gone:
        field_targets = (found[1] for one in reversed(state.fields) if (found := HYPERLINK_FIELD.match(one.code)))
        link = context.link or next((target for target in field_targets if WEB_ADDRESS.match(target)), "")
        yield RunItem(Text(text), context.styles, link, len(state.entries) - 1)


def _update_open_fields(mark: etree._Element, state: WordReaderState, context: RunContext) -> None:
    """Open a field, turn to its result, or close it; a deleted field is ignored."""
    kind = read_value(mark, "w:fldCharType")
    if context.gone:
        return
    if kind == "begin":
        state.fields.append(OpenField())
    elif kind == "separate" and state.fields:
        state.fields[-1].result = True
    elif kind == "end" and state.fields:
        closed = state.fields.pop()
        state.has_number_field |= not closed.result and NUMBER_FIELD.match(closed.code) is not None


def _collect_text_boxes(element: etree._Element, state: WordReaderState, context: RunContext) -> None:
    """Keep the text boxes of a drawing for after the paragraph, enter its other text, count its picture."""
    drawing_text = state.texts.text_outside_boxes(element)
    state.enter_text(drawing_text, context.gone or DRAWING_TEXT)
    boxes = [box for box in element.iter("{*}txbxContent") if _is_outermost_box(box, element)]
    state.boxes += [(box, context.gone) for box in boxes]
    has_picture = any(
        isinstance(one.tag, str) and etree.QName(one).localname in PICTURE_NAMES for one in element.iter()
    )
    if (drawing_text or (has_picture and not boxes)) and not context.gone:
        state.pictures += 1


def _is_outermost_box(box: etree._Element, element: etree._Element) -> bool:
    """Return whether a box lies in no other box of the drawing, and in the version of it that is read."""
    ancestor = box.getparent()
    while ancestor is not None and ancestor is not element:
        parent = ancestor.getparent()
        is_other_version = (
            parent is not None
            and short_name(parent) == "mc:AlternateContent"
            and choose_alternative(parent) is not ancestor
        )
        if is_other_version or short_name(ancestor).endswith("txbxContent"):
            return False
        ancestor = parent
    return True


def _read_call(
    reference: etree._Element, after: Iterator[etree._Element], state: WordReaderState, context: RunContext
) -> Iterator[RunItem]:
    """Yield the note that is called; a mark of its own is the rest of the run."""
    mark = ""
    if read_value(reference, "w:customMarkFollows") not in ("", "0", "false"):
        mark_parts = [
            read_characters(one) for one in after if short_name(one) in TEXT_TAGS or short_name(one) == "w:sym"
        ]
        mark = "".join(mark_parts)
    note = state.texts.find_note(reference)
    if context.gone:
        state.drop_element(reference, context.gone)
        state.enter_text(mark, context.gone)
    elif note is not None:
        yield RunItem(read_note(NOTE_KIND_BY_CALL[short_name(reference)], note, mark.strip(), state))
        state.enter_text(mark, "note number")
    else:
        yield from _read_call_without_note(reference, mark, state, context)


def _read_call_without_note(
    reference: etree._Element, mark: str, state: WordReaderState, context: RunContext
) -> Iterator[RunItem]:
    """Yield the call of a note that the file does not have: its own mark, or the number that Word counts, raised."""
    number = mark or format_number(*state.next_note_number(NOTE_KIND_BY_CALL[short_name(reference)]))
    if not mark:
        state.texts.numbers[reference] = number
    state.notices.append(make_notice(Code.CALL_WITHOUT_NOTE, state.where, number=number.strip()))
    yield from _enter_words(number, state, replace(context, styles=context.styles | {Style.SUPERSCRIPT}))
