"""A Resolution to AKN4UN XML, valid against the OASIS schema of Akoma Ntoso 3.0 (un-documents: 5).

The text of the elements is what the document prints, nothing else; what is understood stands in attributes and in the
metadata. The file says that engross wrote it: ``structure/akn`` then reads it without a guess.
"""

from __future__ import annotations

from engross.akn.iri import PROFILES
from engross.language import language
from engross.marker import slug
from engross.model import Annex, Block, Heading, Paragraph, Part, Resolution, Role
from engross.text import title_text
from engross.write.akn import blocks, cover
from engross.write.akn.clerk import Clerk
from engross.write.akn.meta import Component, meta
from engross.write.akn.tags import Element, make, root, serial


def akn(resolution: Resolution, profile: str = "unxml") -> bytes:
    """The AKN4UN file of a resolution that has gone through the passes; ``profile``: a key of ``iri.PROFILES``."""
    clerk = Clerk(language(resolution.language), PROFILES[profile])
    if _single(resolution):
        return serial(root(_statement(resolution, clerk)))
    return serial(_collection(resolution, clerk))


def _single(resolution: Resolution) -> bool:
    return len(resolution.parts) == 1 and not resolution.number and not resolution.title


def _name(resolution: Resolution) -> str:
    """What kind of statement it is, as the production names it."""
    components = resolution.symbol.components
    if "DEC" in components:
        return "decision"
    return "resolution" if "RES" in components else "draftResolution"


def _statement(resolution: Resolution, clerk: Clerk) -> Element:
    first = cover.cover_page(resolution, clerk)
    return _text(resolution, resolution.parts[0], (meta(resolution, clerk), first), clerk)


def _text(resolution: Resolution, part: Part, head: tuple[Element | None, ...], clerk: Clerk) -> Element:
    """The statement of one part: its head, preface, preamble, body, closing lines and annexes."""
    before, after = _divided(part.body)
    pieces = (
        *head,
        cover.preface(part.number, part.title, clerk),
        blocks.preamble(before, clerk),
        blocks.main_body(after, clerk),
        cover.conclusions(part.closing, resolution.facts, clerk),
        _attachments(part.annexes, resolution, clerk),
    )
    return make("statement", *(piece for piece in pieces if piece is not None), name=_name(resolution))


def _divided(body: tuple[Block, ...]) -> tuple[tuple[Block, ...], tuple[Block, ...]]:
    """The preamble, to its last paragraph before a heading or an operative paragraph, and what follows it."""
    last = 0
    for n, block in enumerate(body):
        if isinstance(block, Heading) or (isinstance(block, Paragraph) and block.role is Role.OPERATIVE):
            break
        if isinstance(block, Paragraph) and block.role in blocks.OPENING:
            last = n + 1
    return body[:last], body[last:]


def _attachments(annexes: tuple[Annex, ...], resolution: Resolution, clerk: Clerk) -> Element | None:
    if not annexes:
        return None
    attached = (_annex(annex, n, resolution, clerk) for n, annex in enumerate(annexes, 1))
    return make("attachments", *attached)


def _annex(annex: Annex, turn: int, resolution: Resolution, clerk: Clerk) -> Element:
    name = clerk.give(f"annex_{turn}")
    known = meta(resolution, clerk, Component(f"annex_{turn}"))
    outside, clerk.prefix = clerk.prefix, f"{name}__"
    body = blocks.main_body(annex.blocks, clerk)
    clerk.prefix = outside
    return make("attachment", make("doc", known, body, name="annex"), eId=name)


def _collection(resolution: Resolution, clerk: Clerk) -> Element:
    """An omnibus resolution: a collection that refers to its parts, and the parts as statements of their own."""
    names = [f"part_{slug(part.number) or n}" for n, part in enumerate(resolution.parts, 1)]
    names = [f"{name}_{n}" if names.count(name) > 1 else name for n, name in enumerate(names, 1)]
    references = (
        make("component", make("documentRef", href=f"#{name}", showAs=_label(part)), eId=clerk.give(f"component_{n}"))
        for n, (name, part) in enumerate(zip(names, resolution.parts, strict=True), 1)
    )
    pieces = (
        meta(resolution, clerk),
        cover.cover_page(resolution, clerk),
        cover.preface(resolution.number, resolution.title, clerk),
        make("collectionBody", *references),
    )
    document = make("documentCollection", *(p for p in pieces if p is not None), name=_name(resolution))
    named = zip(resolution.parts, names, strict=True)
    parts = (_part(resolution, part, name, Clerk(clerk.language, clerk.profile)) for part, name in named)
    return root(document, make("components", *parts))


def _label(part: Part) -> str:
    """What a part is called: its number and its title."""
    return " ".join(f"{part.number} {title_text(part.title)}".split()) or "text"


def _part(resolution: Resolution, part: Part, name: str, clerk: Clerk) -> Element:
    head = (meta(resolution, clerk, Component(name)),)
    return make("component", _text(resolution, part, head, clerk), eId=name)
