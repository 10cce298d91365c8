"""Mend what a paragraph was taken for: a resolution to a resolution with the same words in the same order."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from engross.grammars.language import language_codes
from engross.grammars.symbol import InvalidSymbol, parse
from engross.model.notice import Refusal
from engross.model.text import fold, folded_streams
from engross.model.tree import Annex, Block, Heading, Inline, Paragraph, Part, Resolution, Role, Style, Styled, Text
from engross.model.walk import blocks_of, descend_blocks, inner_blocks_of, join_inlines
from engross.pipeline.desk.divide import divide_block
from engross.pipeline.desk.lead_words import set_lead_words
from engross.pipeline.desk.numbers import give_lost_number, give_number, number_onwards

PARAGRAPH_ROLES = {"preambular": Role.PREAMBULAR, "operative": Role.OPERATIVE, "plain": Role.PLAIN}
IDENTITY_KINDS = ("symbol", "language", "title")
NUMBER_KINDS = ("number", "number-onwards")
MEND_KINDS = ("heading", *PARAGRAPH_ROLES, "point", "join", "divide", "lead", *NUMBER_KINDS, *IDENTITY_KINDS)
USUAL_RANK = 2  # of a heading where the text has none: the style H1

Blocks = tuple[Block, ...]
Edit = Callable[[Blocks, int], Blocks]  # blocks below each other, and the place of the one that is meant


@dataclass(frozen=True, slots=True)
class Mend:
    """A mend of the block ``id``. ``kind``: one of MEND_KINDS.

    ``value``: words to count, a number, symbol, language or title. "operative": with the number that is missing there,
    if it has none. "number-onwards": the operative paragraphs from it on are numbered anew. "point": it is a point of
    the paragraph above it. "join": it goes on from the paragraph above it. "divide": another begins behind so many of
    its words. "lead": so many of its first words are its lead words.
    """

    kind: str
    id: str = ""
    value: str = ""


def mend_resolution(resolution: Resolution, mend: Mend) -> Resolution:
    """Return the mended resolution. Raises Refusal if there is no such block, or nothing above it where that counts."""
    if mend.kind not in MEND_KINDS:
        raise Refusal(f"there is no mend “{mend.kind}”", f"take one of {', '.join(MEND_KINDS)}")
    if mend.kind in IDENTITY_KINDS:
        return _mend_identity(resolution, mend)
    if not any(block.id == mend.id for block in blocks_of(resolution)):
        raise Refusal("there is no such paragraph any more", "look at the document as it is now")
    if mend.kind == "number":
        return give_number(resolution, mend.id, mend.value)
    if mend.kind == "number-onwards":
        return number_onwards(resolution, mend.id)
    mended = replace(resolution, parts=tuple(_mend_part(part, mend) for part in resolution.parts))
    if _spell_all(mended) != _spell_all(resolution):
        raise Refusal("that would change the words or their order", "edit the text instead")
    return give_lost_number(mended, mend.id) if mend.kind == "operative" else mended


def _spell_all(resolution: Resolution) -> tuple[str, tuple[str, ...]]:
    streams = folded_streams(resolution)
    return streams.body, streams.notes


def _mend_identity(resolution: Resolution, mend: Mend) -> Resolution:
    if mend.kind == "language":
        if mend.value not in language_codes():
            raise Refusal(f"engross has no language “{mend.value}”", f"choose one of {', '.join(language_codes())}")
        return replace(resolution, language=mend.value)
    if mend.kind == "title":
        return _set_title(resolution, " ".join(mend.value.split()))
    try:
        return replace(resolution, symbol=parse(mend.value))
    except InvalidSymbol as error:
        raise Refusal(str(error), "give a symbol such as A/RES/77/213") from None


def _set_title(resolution: Resolution, words: str) -> Resolution:
    """Return the resolution with a title; a line of the masthead that has its words stands there no longer."""
    title = (Text(words),) if words else ()
    other = tuple(line for line in resolution.masthead.other if fold(line) != fold(words))
    masthead = replace(resolution.masthead, other=other)
    if len(resolution.parts) > 1 or resolution.title:
        return replace(resolution, masthead=masthead, title=title)
    return replace(resolution, masthead=masthead, parts=(replace(resolution.parts[0], title=title),))


def _mend_part(part: Part, mend: Mend) -> Part:
    annexes = tuple(_mend_annex(annex, mend) for annex in part.annexes)
    return replace(part, body=_mend_blocks(part.body, mend), annexes=annexes)


def _mend_annex(annex: Annex, mend: Mend) -> Annex:
    return replace(annex, blocks=_mend_blocks(annex.blocks, mend))


def _mend_blocks(blocks: Blocks, mend: Mend) -> Blocks:
    if mend.kind == "lead":
        return _edit_group(blocks, mend.id, lambda group, n: _set_lead(group, n, mend.value)) or blocks
    if mend.kind == "divide":
        return _edit_group(blocks, mend.id, lambda group, n: divide_block(group, n, mend.value)) or blocks
    if mend.kind == "join":
        return _join(blocks, mend.id)
    if mend.kind == "point" and _is_plain_child(blocks, mend.id):
        return _edit_group(blocks, mend.id, lambda group, n: _set_role(group, n, Role.POINT))
    if mend.kind == "point":
        return _edit_group(blocks, mend.id, _put_under_the_one_above) or blocks
    if mend.kind == "heading":
        return _edit_group(_lift(blocks, mend.id), mend.id, _make_heading) or blocks
    role = PARAGRAPH_ROLES[mend.kind]
    return _edit_group(_lift(blocks, mend.id), mend.id, lambda group, n: _set_role(group, n, role)) or blocks


def _is_plain_child(blocks: Blocks, name: str) -> bool:
    """Return whether the block of a name stands under a paragraph and is no point: then it has to become one there."""
    children = (child for block in blocks for child in descend_blocks(inner_blocks_of(block)))
    return any(child.id == name and isinstance(child, Paragraph) and child.role is not Role.POINT for child in children)


def _edit_group(blocks: Blocks, name: str, edit: Edit) -> Blocks:
    """Return the blocks with the group edited in which the block of a name stands; () if it is not among them."""
    for n, block in enumerate(blocks):
        if block.id == name:
            return edit(blocks, n)
        if isinstance(block, Paragraph) and (inner := _edit_group(block.children, name, edit)):
            return (*blocks[:n], replace(block, children=inner), *blocks[n + 1 :])
    return ()


def _lift(blocks: Blocks, name: str) -> Blocks:
    """Return the blocks with the one of a name among them, not in one of them; what follows it there is below it."""
    for n, block in enumerate(blocks):
        if not isinstance(block, Paragraph):
            continue
        inner = _lift(block.children, name)
        at = next((k for k, child in enumerate(inner) if child.id == name), None)
        if at is not None:
            lifted, behind = inner[at], inner[at + 1 :]
            if isinstance(lifted, Paragraph):
                lifted, behind = replace(lifted, children=(*lifted.children, *behind)), ()
            return (*blocks[:n], replace(block, children=inner[:at]), lifted, *behind, *blocks[n + 1 :])
    return blocks


def _set_role(group: Blocks, n: int, role: Role) -> Blocks:
    block = group[n]
    if isinstance(block, Heading):
        block = Paragraph(role, block.content, block.number, id=block.id, where=block.where)
    elif isinstance(block, Paragraph):
        block = replace(block, role=role)
    return (*group[:n], block, *group[n + 1 :])


def _make_heading(group: Blocks, n: int) -> Blocks:
    block = group[n]
    if not isinstance(block, Paragraph):
        return group
    rank = next((one.rank for one in (*reversed(group[:n]), *group[n:]) if isinstance(one, Heading)), USUAL_RANK)
    heading = Heading(rank, _without_lead(block.content), block.number, block.id, block.where)
    return (*group[:n], heading, *block.children, *group[n + 1 :])


def _put_under_the_one_above(group: Blocks, n: int) -> Blocks:
    above = group[n - 1] if n else None
    if not isinstance(above, Paragraph) or above.role is Role.ENACTING:
        raise Refusal("there is no paragraph above that it could be a point of", "say what it is instead")
    point = _set_role(group, n, Role.POINT)[n]
    return (*group[: n - 1], replace(above, children=(*above.children, point)), *group[n + 1 :])


def _join(blocks: Blocks, name: str) -> Blocks:
    """Return the blocks with the one of a name joined to the last paragraph before it."""
    for n, block in enumerate(blocks):
        if block.id == name and n:
            return (*blocks[: n - 1], _append(blocks[n - 1], block), *blocks[n + 1 :])
        if not isinstance(block, Paragraph):
            continue
        if block.children and block.children[0].id == name:
            head = _append(replace(block, children=()), block.children[0])
            return (*blocks[:n], replace(head, children=(*head.children, *block.children[1:])), *blocks[n + 1 :])
        if (inner := _join(block.children, name)) != block.children:
            return (*blocks[:n], replace(block, children=inner), *blocks[n + 1 :])
    return blocks


def _append(above: Block, block: Block) -> Paragraph:
    """Return a paragraph with a block behind its words, or behind those of its last point."""
    if not isinstance(above, Paragraph) or not isinstance(block, Paragraph) or above.role is Role.ENACTING:
        raise Refusal("there is no paragraph above that it could go on from", "say that both are paragraphs first")
    if above.children:
        return replace(above, children=(*above.children[:-1], _append(above.children[-1], block)))
    number = (Text(f"{block.number} "),) if block.number else ()
    content = join_inlines((*above.content, Text(" "), *number, *_without_lead(block.content)))
    return replace(above, content=content, children=block.children)


def _without_lead(content: tuple[Inline, ...]) -> tuple[Inline, ...]:
    plain: list[Inline] = []
    for item in content:
        plain += item.content if isinstance(item, Styled) and item.style is Style.LEAD else (item,)
    return join_inlines(tuple(plain))


def _set_lead(group: Blocks, n: int, value: str) -> Blocks:
    block = group[n]
    if not isinstance(block, Paragraph) or not value.isdecimal():
        raise Refusal("only a paragraph has lead words", "choose a paragraph")
    content = set_lead_words(_without_lead(block.content), int(value))
    return (*group[:n], replace(block, content=content), *group[n + 1 :])
