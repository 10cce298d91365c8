"""Write a resolution as AKN4UN XML, valid against the OASIS schema of Akoma Ntoso 3.0 (un-documents: 5).

The text of the elements is what the document prints, nothing else; what is understood stands in attributes and in the
metadata. The file says that engross wrote it: ``readers/akn`` then reads it without a guess.
"""

from __future__ import annotations

from engross.editions.write.akn import blocks, cover
from engross.editions.write.akn.clerk import AknWriterState
from engross.editions.write.akn.meta import WorkComponent, make_meta
from engross.editions.write.akn.tags import AknElement, make_element, make_root, serialize_element
from engross.grammars.akn.iri import IRI_PROFILES
from engross.grammars.language import load_language
from engross.grammars.numbering import marker_slug
from engross.model.text import spell_title
from engross.model.tree import Annex, Block, Heading, Paragraph, Part, Resolution, Role


def write_akn(resolution: Resolution, profile: str = "unxml") -> bytes:
    """Return the AKN4UN file of a resolution that has gone through the passes; ``profile``: a key of IRI_PROFILES."""
    state = AknWriterState(load_language(resolution.language), IRI_PROFILES[profile])
    if _is_single_part(resolution):
        return serialize_element(make_root(_make_statement(resolution, state)))
    return serialize_element(_make_collection(resolution, state))


def _is_single_part(resolution: Resolution) -> bool:
    return len(resolution.parts) == 1 and not resolution.number and not resolution.title


def _statement_name(resolution: Resolution) -> str:
    """Return the kind of statement that it is, as the production names it."""
    components = resolution.symbol.components
    if "DEC" in components:
        return "decision"
    return "resolution" if "RES" in components else "draftResolution"


def _make_statement(resolution: Resolution, state: AknWriterState) -> AknElement:
    first = cover.make_cover_page(resolution, state)
    return _make_part_statement(resolution, resolution.parts[0], (make_meta(resolution, state), first), state)


def _make_part_statement(
    resolution: Resolution, part: Part, head: tuple[AknElement | None, ...], state: AknWriterState
) -> AknElement:
    """Return the statement of one part: its head, preface, preamble, body, closing lines and annexes."""
    before, after = _split_preamble(part.body)
    pieces = (
        *head,
        cover.make_preface(part.number, part.title, state),
        blocks.make_preamble(before, state),
        blocks.make_main_body(after, state),
        cover.make_conclusions(part.closing, resolution.facts, state),
        _make_attachments(part.annexes, resolution, state),
    )
    return make_element(
        "statement", *(piece for piece in pieces if piece is not None), name=_statement_name(resolution)
    )


def _split_preamble(body: tuple[Block, ...]) -> tuple[tuple[Block, ...], tuple[Block, ...]]:
    """Split a body behind the last enacting or preambular paragraph before any heading or operative paragraph."""
    last = 0
    for n, block in enumerate(body):
        if isinstance(block, Heading) or (isinstance(block, Paragraph) and block.role is Role.OPERATIVE):
            break
        if isinstance(block, Paragraph) and block.role in blocks.OPENING_ROLES:
            last = n + 1
    return body[:last], body[last:]


def _make_attachments(annexes: tuple[Annex, ...], resolution: Resolution, state: AknWriterState) -> AknElement | None:
    if not annexes:
        return None
    attached = (_make_attachment(annex, n, resolution, state) for n, annex in enumerate(annexes, 1))
    return make_element("attachments", *attached)


def _make_attachment(annex: Annex, turn: int, resolution: Resolution, state: AknWriterState) -> AknElement:
    name = state.give_id(f"annex_{turn}")
    meta = make_meta(resolution, state, WorkComponent(f"annex_{turn}"))
    outer_prefix, state.prefix = state.prefix, f"{name}__"
    body = blocks.make_main_body(annex.blocks, state)
    state.prefix = outer_prefix
    return make_element("attachment", make_element("doc", meta, body, name="annex"), eId=name)


def _make_collection(resolution: Resolution, state: AknWriterState) -> AknElement:
    """Return an omnibus resolution: a collection that refers to its parts, and the parts as statements of their own."""
    names = [f"part_{marker_slug(part.number) or n}" for n, part in enumerate(resolution.parts, 1)]
    names = [f"{name}_{n}" if names.count(name) > 1 else name for n, name in enumerate(names, 1)]
    references = (
        make_element(
            "component",
            make_element("documentRef", href=f"#{name}", showAs=_part_label(part)),
            eId=state.give_id(f"component_{n}"),
        )
        for n, (name, part) in enumerate(zip(names, resolution.parts, strict=True), 1)
    )
    pieces = (
        make_meta(resolution, state),
        cover.make_cover_page(resolution, state),
        cover.make_preface(resolution.number, resolution.title, state),
        make_element("collectionBody", *references),
    )
    document = make_element(
        "documentCollection", *(p for p in pieces if p is not None), name=_statement_name(resolution)
    )
    named = zip(resolution.parts, names, strict=True)
    parts = (
        _make_component(resolution, part, name, AknWriterState(state.language, state.profile)) for part, name in named
    )
    return make_root(document, make_element("components", *parts))


def _part_label(part: Part) -> str:
    """Return the label of a part: its number and its title; "text" if it has neither."""
    return " ".join(f"{part.number} {spell_title(part.title)}".split()) or "text"


def _make_component(resolution: Resolution, part: Part, name: str, state: AknWriterState) -> AknElement:
    head = (make_meta(resolution, state, WorkComponent(name)),)
    return make_element("component", _make_part_statement(resolution, part, head, state), eId=name)
