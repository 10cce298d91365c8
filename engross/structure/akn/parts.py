"""The elements of a document to Parts: preface, preamble, main body, conclusions and attachments, each in its place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from lxml import etree

from engross.model import Annex, Block, Heading, Inline, Paragraph, Part, Role, Where
from engross.notice import Code, Notice, notice
from engross.structure.akn.blocks import blocks_of, body_blocks
from engross.structure.akn.closing import closing as closing_of
from engross.structure.akn.embedded import embed
from engross.structure.akn.preface import preface
from engross.structure.akn.roles import HEADING, operative_end
from engross.structure.akn.terms import DOCUMENTS
from engross.structure.akn.tree import Scribe, is_cover, is_said, local, loose
from engross.structure.hang import attach

# Containers that hold no words of their own.
BODIES = ("preamble", "mainBody", "body", "portionBody", "amendmentBody", "judgmentBody", "debateBody")
HOLDERS = ("collectionBody", "components", "component")
ATTACHMENTS = ("attachments", "attachment")
# Where what an element holds stands in a text; what is not named here stands in its body.
PLACES = {"preface": 0, "conclusions": 2, "attachments": 3, "attachment": 3}
BODY = 1
ANNEX = 1  # the rank of an annex's own heading


@dataclass
class _Draft:
    """A part being put together."""

    where: Where
    number: str = ""
    title: tuple[Inline, ...] = ()
    body: list[Block] = field(default_factory=list)
    closing: tuple[Paragraph, ...] = ()
    annexes: tuple[Annex, ...] = ()

    @property
    def place(self) -> int:
        """How far it has come."""
        filled = (self.number or self.title, self.body, self.closing, self.annexes)
        return max((n for n, one in enumerate(filled) if one), default=0)

    def part(self, scribe: Scribe) -> Part:
        """The part, its paragraphs told apart."""
        body = _late_preamble(embed(operative_end(self.body), scribe), scribe)
        return Part(self.number, self.title, tuple(body), self.closing, self.annexes, where=self.where)


def parts(elements: Iterable[etree._Element], scribe: Scribe, where: Where) -> Iterator[Part]:
    """The texts that elements of a document are, one after the other.

    A document in another is a text of its own. What stands behind the place that AKN4UN has for it, such as a second
    preface, begins another, so that all stays in its order.
    """
    draft: _Draft | None = None
    for element in _flat(elements):
        name = local(element)
        inside = name in DOCUMENTS
        if draft and (inside or PLACES.get(name, BODY) < draft.place):
            yield draft.part(scribe)
            draft = None
        if inside:
            yield from parts(loose(element), scribe, scribe.where(element))
        elif name != "meta" and not is_cover(element) and is_said(element):
            draft = draft or _Draft(where)
            _add(draft, element, scribe)
    if draft:
        yield draft.part(scribe)


def _flat(elements: Iterable[etree._Element]) -> Iterator[etree._Element]:
    """The elements, those in the place of what only holds documents."""
    for element in elements:
        if local(element) in HOLDERS:
            yield from _flat(loose(element))
        else:
            yield element


def _add(draft: _Draft, element: etree._Element, scribe: Scribe) -> None:
    name = local(element)
    if name == "preface":
        draft.number, draft.title, rest = preface(element, scribe, (draft.number, draft.title))
        draft.body += rest
    elif name == "conclusions":
        draft.closing += (*_last_headings(draft.body), *closing_of(element, scribe))
    elif name in ATTACHMENTS:
        draft.annexes += tuple(_annexes(element, scribe))
    else:
        if name not in (*BODIES, "coverPage"):
            _stray(element, scribe)
        for block in body_blocks(element, scribe) if name in BODIES else blocks_of((element,), scribe):
            attach(draft.body, block)


def _stray(element: etree._Element, scribe: Scribe) -> None:
    """Report what stands where AKN4UN has nothing: an element, or bare words, which stand in no parent's tree."""
    if element.getparent() is None:
        scribe.note(Code.UNKNOWN_LINE, element, text=" ".join("".join(element.itertext()).split()))
    else:
        scribe.note(Code.UNKNOWN_ELEMENT, element, name=local(element))


def _last_headings(body: list[Block]) -> tuple[Paragraph, ...]:
    """Headings with nothing under them at the end of a body, taken off it: the first closing lines."""
    found: list[Paragraph] = []
    while len(body) > 1 and isinstance(last := body[-1], Heading) and not last.number:
        body.pop()
        found.insert(0, Paragraph(Role.CLOSING, last.content, where=last.where))
    return tuple(found)


def _annexes(element: etree._Element, scribe: Scribe) -> Iterator[Annex]:
    """The annexes in an element: an attachment is one, with all that it holds; so is what stands between them."""
    if local(element) == "attachments":
        for child in loose(element):
            yield from _annexes(child, scribe)
        return
    blocks: list[Block] = []
    for child in loose(element) if local(element) == "attachment" else (element,):
        blocks += _annexed(child, scribe)
    if blocks:
        yield Annex(tuple(blocks), where=scribe.where(element))


def _annexed(element: etree._Element, scribe: Scribe) -> Iterator[Block]:
    """The blocks of an annex: those of its document, or words beside it, such as its heading."""
    if local(element) not in DOCUMENTS:
        blocks = blocks_of((element,), scribe)
        yield from (replace(b, rank=ANNEX) if isinstance(b, Heading) and b.rank == HEADING else b for b in blocks)
        return
    for inner in _inner(element, scribe):
        if inner.number or inner.title:
            yield Heading(ANNEX, inner.title, inner.number, where=inner.where)
        yield from (*_plain(inner.body), *inner.closing)
        yield from (block for annex in inner.annexes for block in annex.blocks)


def _inner(document: etree._Element, scribe: Scribe) -> Iterator[Part]:
    return parts(loose(document), scribe, scribe.where(document))


def _plain(blocks: tuple[Block, ...]) -> Iterator[Block]:
    """Paragraphs of an annex: numbered or not, they are neither preambular nor operative."""
    for block in blocks:
        known = isinstance(block, Paragraph) and block.role in (Role.PREAMBULAR, Role.OPERATIVE)
        yield replace(block, role=Role.PLAIN) if known and isinstance(block, Paragraph) else block


def _late_preamble(body: list[Block], scribe: Scribe) -> list[Block]:
    """Report preambular paragraphs that follow operative ones; sections have preambles of their own."""
    operative = False
    for block in body:
        if not isinstance(block, Paragraph) or block.role is Role.ENACTING:
            operative = False
        elif block.role is Role.OPERATIVE:
            operative = True
        elif block.role is Role.PREAMBULAR and operative:
            scribe.notices.append(_late(block))
            operative = False
    return body


def _late(block: Paragraph) -> Notice:
    return notice(Code.PREAMBLE_AFTER_OPERATIVE, block.where)
