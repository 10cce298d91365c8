"""Read the elements of a document into parts: preface, preamble, main body, conclusions and attachments."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from lxml import etree

from engross.model.notice import Code, Notice, make_notice
from engross.model.tree import Annex, Block, Heading, Inline, Paragraph, Part, Role, Where
from engross.readers.akn.blocks import read_blocks, read_body_blocks
from engross.readers.akn.closing import read_closing as closing_of
from engross.readers.akn.elements import DOCUMENT_ELEMENTS
from engross.readers.akn.embedded import embed_recommended_text
from engross.readers.akn.preface import read_preface
from engross.readers.akn.roles import HEADING_RANK, mark_operative_end
from engross.readers.akn.tree import AknReaderState, has_text_or_notes, is_cover_page, list_loose_pieces, local_name
from engross.readers.common.attach_points import hang_or_continue_block

# Containers without words of their own.
BODY_ELEMENTS = ("preamble", "mainBody", "body", "portionBody", "amendmentBody", "judgmentBody", "debateBody")
HOLDER_ELEMENTS = ("collectionBody", "components", "component")
ATTACHMENT_ELEMENTS = ("attachments", "attachment")
# The place of an element's content in a text, from 0; all others stand in the body.
PLACES_BY_ELEMENT = {"preface": 0, "conclusions": 2, "attachments": 3, "attachment": 3}
BODY_PLACE = 1
ANNEX_RANK = 1  # the rank of an annex's own heading


@dataclass
class _PartDraft:
    """A part under construction."""

    where: Where
    number: str = ""
    title: tuple[Inline, ...] = ()
    body: list[Block] = field(default_factory=list)
    closing: tuple[Paragraph, ...] = ()
    annexes: tuple[Annex, ...] = ()

    @property
    def place(self) -> int:
        """The place in a text that the draft has reached, as in PLACES_BY_ELEMENT."""
        filled = (self.number or self.title, self.body, self.closing, self.annexes)
        return max((n for n, one in enumerate(filled) if one), default=0)

    def part(self, state: AknReaderState) -> Part:
        """Return the part, its operative paragraphs and embedded texts found."""
        body = _report_late_preamble(embed_recommended_text(mark_operative_end(self.body), state), state)
        return Part(self.number, self.title, tuple(body), self.closing, self.annexes, where=self.where)


def divide_parts(elements: Iterable[etree._Element], state: AknReaderState, where: Where) -> Iterator[Part]:
    """Yield the texts in the elements of a document.

    A document in another is a text of its own. An element behind the place that AKN4UN has for it, such as a second
    preface, begins another text, so that everything stays in order.
    """
    draft: _PartDraft | None = None
    for element in _flatten_holders(elements):
        name = local_name(element)
        is_document = name in DOCUMENT_ELEMENTS
        if draft and (is_document or PLACES_BY_ELEMENT.get(name, BODY_PLACE) < draft.place):
            yield draft.part(state)
            draft = None
        if is_document:
            yield from divide_parts(list_loose_pieces(element), state, state.where(element))
        elif name != "meta" and not is_cover_page(element) and has_text_or_notes(element):
            draft = draft or _PartDraft(where)
            _add_element(draft, element, state)
    if draft:
        yield draft.part(state)


def _flatten_holders(elements: Iterable[etree._Element]) -> Iterator[etree._Element]:
    """Yield the elements, with the content of those that only hold documents in their place."""
    for element in elements:
        if local_name(element) in HOLDER_ELEMENTS:
            yield from _flatten_holders(list_loose_pieces(element))
        else:
            yield element


def _add_element(draft: _PartDraft, element: etree._Element, state: AknReaderState) -> None:
    """Add the content of an element to its place in a draft."""
    name = local_name(element)
    if name == "preface":
        draft.number, draft.title, blocks = read_preface(element, state, (draft.number, draft.title))
        draft.body += blocks
    elif name == "conclusions":
        draft.closing += (*_take_last_headings(draft.body), *closing_of(element, state))
    elif name in ATTACHMENT_ELEMENTS:
        draft.annexes += tuple(_read_annexes(element, state))
    else:
        if name not in (*BODY_ELEMENTS, "coverPage"):
            _report_stray(element, state)
        for block in read_body_blocks(element, state) if name in BODY_ELEMENTS else read_blocks((element,), state):
            hang_or_continue_block(draft.body, block)


def _report_stray(element: etree._Element, state: AknReaderState) -> None:
    """Report an element, or bare words (a span without a parent), where AKN4UN has none."""
    if element.getparent() is None:
        state.note(Code.UNKNOWN_LINE, element, text=" ".join("".join(element.itertext()).split()))
    else:
        state.note(Code.UNKNOWN_ELEMENT, element, name=local_name(element))


def _take_last_headings(body: list[Block]) -> tuple[Paragraph, ...]:
    """Remove headings from the end of a body and return them as closing lines."""
    lines: list[Paragraph] = []
    while len(body) > 1 and isinstance(last := body[-1], Heading) and not last.number:
        body.pop()
        lines.insert(0, Paragraph(Role.CLOSING, last.content, where=last.where))
    return tuple(lines)


def _read_annexes(element: etree._Element, state: AknReaderState) -> Iterator[Annex]:
    """Yield the annexes in an element: each attachment, and each other element between attachments."""
    if local_name(element) == "attachments":
        for child in list_loose_pieces(element):
            yield from _read_annexes(child, state)
        return
    blocks: list[Block] = []
    for child in list_loose_pieces(element) if local_name(element) == "attachment" else (element,):
        blocks += _read_annex_blocks(child, state)
    if blocks:
        yield Annex(tuple(blocks), where=state.where(element))


def _read_annex_blocks(element: etree._Element, state: AknReaderState) -> Iterator[Block]:
    """Yield the blocks of an annex: those of its document, or words beside it, such as its heading."""
    if local_name(element) not in DOCUMENT_ELEMENTS:
        blocks = read_blocks((element,), state)
        yield from (
            replace(b, rank=ANNEX_RANK) if isinstance(b, Heading) and b.rank == HEADING_RANK else b for b in blocks
        )
        return
    for part in _read_inner_parts(element, state):
        if part.number or part.title:
            yield Heading(ANNEX_RANK, part.title, part.number, where=part.where)
        yield from (*_make_roles_plain(part.body), *part.closing)
        yield from (block for annex in part.annexes for block in annex.blocks)


def _read_inner_parts(document: etree._Element, state: AknReaderState) -> Iterator[Part]:
    return divide_parts(list_loose_pieces(document), state, state.where(document))


def _make_roles_plain(blocks: tuple[Block, ...]) -> Iterator[Block]:
    """Yield the blocks of an annex, in which no paragraph is preambular or operative."""
    for block in blocks:
        has_role = isinstance(block, Paragraph) and block.role in (Role.PREAMBULAR, Role.OPERATIVE)
        yield replace(block, role=Role.PLAIN) if has_role and isinstance(block, Paragraph) else block


def _report_late_preamble(body: list[Block], state: AknReaderState) -> list[Block]:
    """Report preambular paragraphs after operative ones; a heading resets this, for sections have preambles."""
    is_after_operative = False
    for block in body:
        if not isinstance(block, Paragraph) or block.role is Role.ENACTING:
            is_after_operative = False
        elif block.role is Role.OPERATIVE:
            is_after_operative = True
        elif block.role is Role.PREAMBULAR and is_after_operative:
            state.notices.append(_make_late_notice(block))
            is_after_operative = False
    return body


def _make_late_notice(block: Paragraph) -> Notice:
    return make_notice(Code.PREAMBLE_AFTER_OPERATIVE, block.where)
