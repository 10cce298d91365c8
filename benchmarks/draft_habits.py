"""Write official texts as Word files in the habits of drafts: no styles, other markers, wrong marks, breaks."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from zlib import crc32

from lxml import etree

from benchmarks.wordfile import COUNTED, PLAIN, word_file
from benchmarks.wordpackage import Element, make, named
from engross.model.text import fold, spell_inlines
from engross.model.tree import (
    NOWHERE,
    Block,
    Heading,
    Inline,
    Paragraph,
    Part,
    Resolution,
    Role,
    Style,
    Styled,
    Text,
    Where,
)
from engross.model.walk import blocks_of, join_inlines, rewrite_resolution, transform_blocks

DOCUMENT = "word/document.xml"
LEAST_CHARACTERS = 60  # of a paragraph that is joined to the one above by a break
SLOPPY = 5  # one paragraph in so many has another mark at its end, or none
OTHER_MARKS = {
    ",": (";", ".", ""),
    ";": (",", ".", ""),
    ".": (";", ""),
    "，": ("；", "。"),
    "；": ("。", "，"),
    "،": ("؛",),
}


@dataclass(frozen=True)
class Habit:
    """How people write a draft: changes to the text, the manner of ``wordfile``, changes to its document."""

    name: str
    change_blocks: tuple[Callable[[Block], Block], ...] = ()
    looks: Mapping[Style, Style | None] = field(default_factory=dict)  # what styles are written as; None: as nothing
    manner: str = PLAIN
    change_document: tuple[Callable[[Element, frozenset[str]], None], ...] = ()


def close_markers(block: Block) -> Block:
    """Return a paragraph with "1)" for its "1.", and "a)" for its "(a)"."""
    if isinstance(block, Paragraph) and block.number.isascii() and block.number:
        return replace(block, number=block.number.strip("(). -") + ")")
    return block


def dot_markers(block: Block) -> Block:
    """Return a point with "a." for its "(a)"."""
    if isinstance(block, Paragraph) and block.number.isascii() and block.number:
        return replace(block, number=block.number.strip("(). -") + ".")
    return block


def drop_number(block: Block) -> Block:
    """Return an operative paragraph without its number."""
    is_operative = isinstance(block, Paragraph) and block.role is Role.OPERATIVE
    return replace(block, number="") if is_operative and isinstance(block, Paragraph) else block


def capitalise_heading(block: Block) -> Block:
    """Return a heading in capitals."""
    if not isinstance(block, Heading):
        return block
    return replace(block, content=tuple(Text(i.text.upper()) if isinstance(i, Text) else i for i in block.content))


def change_end(block: Block) -> Block:
    """Return a paragraph, one in ``SLOPPY`` of them with another mark at its end than the right one, or none."""
    last = block.content[-1] if isinstance(block, Paragraph) and block.content else None
    if not isinstance(last, Text) or not isinstance(block, Paragraph) or block.role is Role.ENACTING:
        return block
    draw = crc32(last.text.encode())
    marks = OTHER_MARKS.get(last.text[-1:], ())
    if draw % SLOPPY or not marks:
        return block
    return replace(block, content=(*block.content[:-1], Text(last.text[:-1] + marks[draw // SLOPPY % len(marks)])))


def drop_styles(document: Element, _: frozenset[str]) -> None:
    """Take the styles from all paragraphs; headings become bold, as those of PLAIN are."""
    for style in [*document.iter(named("pStyle"))]:
        if (style.get(named("val")) or "").startswith("H"):
            for run in (run for one in style.iterancestors(named("p")) for run in one.iter(named("r"))):
                properties = run.find(named("rPr"))
                if properties is not None and properties.find(named("b")) is None:
                    properties.insert(0, make("b"))
        _remove(style)


def centre_headings(document: Element, headings: frozenset[str]) -> None:
    """Centre the headings of the text."""
    for paragraph in _list_headings(document, headings):
        properties = paragraph.find(named("pPr"))
        if properties is not None and properties.find(named("jc")) is None:
            properties.append(make("jc", val="center"))


def thin_headings(document: Element, headings: frozenset[str]) -> None:
    """Take the bold letters from the headings of the text."""
    for paragraph in _list_headings(document, headings):
        for bold in [*paragraph.iter(named("b"), named("bCs"))]:
            _remove(bold)


def slope_headings(document: Element, headings: frozenset[str]) -> None:
    """Set the headings of the text in italic."""
    for paragraph in _list_headings(document, headings):
        for bold in [*paragraph.iter(named("b"))]:
            if (parent := bold.getparent()) is not None:
                parent.replace(bold, make("i"))


def type_spaces(document: Element, _: frozenset[str]) -> None:
    """Type a space where there is a tab, none at the beginning of a paragraph."""
    for tab in [*document.iter(named("tab"))]:
        run = tab.getparent()
        if run is not None and run.tag == named("r"):
            text = make("t")
            text.text = " "
            text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
            run.replace(tab, text)


def break_paragraphs(document: Element, headings: frozenset[str]) -> None:
    """Join paragraphs that are no headings by breaks, up to four together."""
    whole = set(map(id, _list_headings(document, headings)))
    body = document.find(named("body"))
    first: Element | None = None
    count = 0
    for element in [*(body if body is not None else ())]:
        words = _spell(element)
        is_clause = element.tag == named("p") and id(element) not in whole and not element.findall(f".//{named('b')}")
        if not is_clause or not words or len(words) < LEAST_CHARACTERS:
            first = None
        elif first is None or count > 2:
            first, count = element, 0
        else:
            first.append(make("r", make("br")))
            first.extend([one for one in element if one.tag != named("pPr")])
            _remove(element)
            count += 1


def _remove(element: Element) -> None:
    if (parent := element.getparent()) is not None:
        parent.remove(element)


def _list_headings(document: Element, headings: frozenset[str]) -> list[Element]:
    return [one for one in document.iter(named("p")) if _spell(one) in headings]


def _spell(paragraph: Element) -> str:
    return fold("".join(one.text or "" for one in paragraph.iter(named("t"))))


UNDERLINED = {Style.LEAD: Style.UNDERLINE}
BARE = dict.fromkeys((Style.LEAD, Style.ITALIC, Style.BOLD, Style.UNDERLINE), None)
HABITS = (
    Habit("typed"),
    Habit("bare", looks=BARE),
    Habit("underlined", looks=UNDERLINED, change_document=(centre_headings,)),
    Habit("bold leads", looks={Style.LEAD: Style.BOLD}),
    Habit("centred", change_document=(centre_headings, thin_headings)),
    Habit("italic heads", change_document=(slope_headings,)),
    Habit("capitals", (capitalise_heading,), change_document=(thin_headings,)),
    Habit("listed", manner=COUNTED, change_document=(drop_styles,)),
    Habit("listed bare", looks=BARE, manner=COUNTED, change_document=(drop_styles,)),
    Habit("spaces", change_document=(type_spaces,)),
    Habit("closed", (close_markers,)),
    Habit("closed bare", (close_markers,), looks=BARE),
    Habit("dotted", (dot_markers,)),
    Habit("unnumbered", (drop_number,)),
    Habit("sloppy", (change_end,)),
    Habit("sloppy bare", (change_end,), looks=BARE),
    Habit("sloppy unnumbered", (change_end, drop_number)),
    Habit("breaks", change_document=(break_paragraphs,)),
)


def write_draft(resolution: Resolution, habit: Habit) -> tuple[Resolution, bytes]:
    """Return a resolution as someone with a habit has it, and its Word file."""
    draft = _rewrite(resolution, habit)
    data = word_file(draft, habit.manner)
    if habit.change_document:
        headings = frozenset(
            fold(f"{block.number}{spell_inlines(block.content, calls=False)}")
            for block in blocks_of(draft)
            if isinstance(block, Heading)
        )
        data = _change_document(data, habit, headings)
    return draft, data


def _rewrite(resolution: Resolution, habit: Habit) -> Resolution:
    def dress(content: tuple[Inline, ...], _: Where = NOWHERE) -> tuple[Inline, ...]:
        return join_inlines(tuple(_dress(content, habit.looks)))

    dressed = rewrite_resolution(resolution, dress) if habit.looks else resolution
    return replace(dressed, parts=tuple(_rewrite_part(part, habit) for part in dressed.parts))


def _rewrite_part(part: Part, habit: Habit) -> Part:
    def rewrite_blocks(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
        return transform_blocks(blocks, lambda block: _change_block(block, habit), in_cells=False)

    annexes = tuple(replace(annex, blocks=rewrite_blocks(annex.blocks)) for annex in part.annexes)
    return replace(part, body=rewrite_blocks(part.body), annexes=annexes)


def _dress(content: Iterable[Inline], looks: Mapping[Style, Style | None]) -> Iterator[Inline]:
    for item in content:
        if not isinstance(item, Styled):
            yield item
            continue
        look, inner = looks.get(item.style, item.style), tuple(_dress(item.content, looks))
        yield from (Styled(look, inner),) if look else inner


def _change_block(block: Block, habit: Habit) -> Block:
    for change in habit.change_blocks:
        block = change(block)
    return block


def _change_document(data: bytes, habit: Habit, headings: frozenset[str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = old.read(name)
            if name == DOCUMENT:
                root = etree.fromstring(part)
                for change in habit.change_document:
                    change(root, headings)
                part = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
            new.writestr(name, part)
    return out.getvalue()
