"""A statement to a Part: its preface, preamble, main body, conclusions and attachments, each in its place."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import replace

from lxml import etree

from engross.model import Annex, Block, Heading, Inline, LineBreak, Paragraph, Part, Role
from engross.notice import Code, Notice, notice
from engross.structure.akn.blocks import body_blocks
from engross.structure.akn.closing import closing as closing_of
from engross.structure.akn.embedded import embed
from engross.structure.akn.marks import is_furniture
from engross.structure.akn.roles import operative_end
from engross.structure.akn.tree import Scribe, children, inlines, local
from engross.structure.hang import attach
from engross.text import fold, spell

DOCUMENTS = ("statement", "documentCollection", "doc", "act", "bill", "amendment", "debateReport", "officialGazette")
# Containers that hold no words of their own.
BODIES = ("preamble", "mainBody", "body")
SKIPPED = ("meta", "coverPage", "collectionBody", "components")


def part(document: etree._Element, scribe: Scribe) -> Part:
    """The text of one statement. Words that stand where AKN4UN has none are kept and reported."""
    number = ""
    title: tuple[Inline, ...] = ()
    body: list[Block] = []
    closing: tuple[Paragraph, ...] = ()
    annexes: tuple[Annex, ...] = ()
    for element in document:
        name = local(element)
        if name == "preface":
            number, title = _preface(element, scribe)
        elif name in BODIES:
            for block in body_blocks(element, scribe):
                attach(body, block)
        elif name == "conclusions":
            closing += (*_last_headings(body), *closing_of(element, scribe))
        elif name == "attachments":
            annexes += tuple(_annexes(element, scribe))
        elif name and name not in SKIPPED and not is_furniture(element):
            scribe.note(Code.UNKNOWN_ELEMENT, element, name=name)
            body += body_blocks(element, scribe)
    body = _late_preamble(embed(operative_end(body), scribe), scribe)
    return Part(number, title, tuple(body), closing, annexes, where=scribe.where(document))


def _last_headings(body: list[Block]) -> tuple[Paragraph, ...]:
    """Headings with nothing under them at the end of a body, taken off it: the first closing lines."""
    found: list[Paragraph] = []
    while len(body) > 1 and isinstance(last := body[-1], Heading) and not last.number:
        body.pop()
        found.insert(0, Paragraph(Role.CLOSING, last.content, where=last.where))
    return tuple(found)


def _preface(element: etree._Element, scribe: Scribe) -> tuple[str, tuple[Inline, ...]]:
    """The printed number and the title; further lines, such as a letter, follow the title on lines of their own."""
    number = ""
    title: tuple[Inline, ...] = ()
    for p in (child for child in element if local(child)):
        first = None if number else next(children(p, "docNumber"), None)
        if first is not None:
            number = " ".join(spell(inlines(first, scribe)).split())
        run = tuple(i for child in _without(p, first) for i in inlines(child, scribe))
        if fold(spell(run)):
            title = (*title, LineBreak(), *run) if fold(spell(title)) else run
    return number, title


def _without(element: etree._Element, child: etree._Element | None) -> Iterator[etree._Element]:
    """The words of an element in elements, one child left out."""
    copy = deepcopy(element)
    if child is not None:
        twin = copy[element.index(child)]
        tail, before = twin.tail or "", twin.getprevious()
        if before is not None:
            before.tail = (before.tail or "") + tail
        else:
            copy.text = (copy.text or "") + tail
        copy.remove(twin)
    yield copy


def _annexes(attachments: etree._Element, scribe: Scribe) -> Iterator[Annex]:
    for attachment in children(attachments, "attachment"):
        for document in children(attachment, *DOCUMENTS):
            inner = part(document, scribe)
            head = (Heading(1, inner.title, inner.number, where=inner.where),) if inner.number or inner.title else ()
            blocks: list[Block] = [*head, *_plain(inner.body), *inner.closing]
            blocks += (block for annex in inner.annexes for block in annex.blocks)
            yield Annex(tuple(blocks), where=scribe.where(attachment))


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
