"""Turn body items into blocks, one after the other: what each is depends on those before it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from engross.grammars.language import Language
from engross.model.tree import Annex, Block, Heading, Paragraph, Role
from engross.readers.common.attach_points import (
    FULL_STOPS,
    classify_marker,
    hang_block,
    hang_or_continue_block,
)
from engross.readers.common.labels import Label
from engross.readers.lines.enclosures import enclose_blocks, find_enclosed_end
from engross.readers.lines.lines import Line
from engross.readers.lines.tail import find_part_bounds
from engross.readers.word.body_items import BodyItem
from engross.readers.word.enclosed_texts import OPENING_QUOTES, is_enacting_item, is_enclosed_start, spell_lines
from engross.readers.word.item_blocks import CLAUSE_ROLES, build_block
from engross.readers.word.item_labels import LabelledItem, label_items, list_item_labels
from engross.readers.word.layout_tables import open_layout_tables
from engross.readers.word.role_doubts import RoleDoubts
from engross.readers.word.roles import InnerList
from engross.readers.word.split_breaks import split_clause_lines, split_closing_lines

ENCLOSED_DEPTH = 4  # of texts within texts: a draft that recommends a draft


@dataclass
class BlockBuilder:
    """Builds the blocks of a text; in a ``resolution`` the first paragraph is the enacting words."""

    lang: Language
    resolution: bool
    doubts: RoleDoubts
    depth: int = 0  # of the texts that this one stands in
    blocks: list[Block] = field(default_factory=list, init=False)
    inner_list: InnerList = field(init=False)
    is_quoted: bool = field(default=False, init=False)  # whether the text stands in quotes, its numbers behind them

    def __post_init__(self) -> None:
        """Begin with no list open."""
        self.inner_list = InnerList(self.lang)

    def build(self, labelled: Sequence[LabelledItem]) -> tuple[Block, ...]:
        """Return the blocks of all items."""
        enclosed_end, lines = 0, list[Line]()
        for n, one in enumerate(labelled):
            if n < enclosed_end:
                continue
            item = one.item
            is_announced = self.depth < ENCLOSED_DEPTH and is_enclosed_start(item, self.blocks, self.lang)
            if is_announced or (not self.resolution and is_enacting_item(item, self.lang, has_comma=True)):
                lines = lines or spell_lines([other.item for other in labelled])
                enclosed_end = find_enclosed_end(lines, n)
                self._enclose(labelled[n:enclosed_end], is_announced=is_announced)
            elif item.table is not None:
                self.blocks.append(item.table)
            elif one.choice:
                self._add_item(item, one.choice.label)
        return tuple(self.blocks)

    def _enclose(self, items: Sequence[LabelledItem], *, is_announced: bool) -> None:
        """Hang the texts of a draft under the paragraph that announces them, if one does; in a report it is plain."""
        enclosed = BlockBuilder(self.lang, resolution=True, doubts=self.doubts, depth=self.depth + 1).build(items)
        if not is_announced:
            self.blocks += enclosed
            return
        self.blocks = enclose_blocks(self.blocks, [*enclosed])
        parent = self.blocks[-1]
        if not self.resolution and isinstance(parent, Paragraph) and parent.role is Role.OPERATIVE:
            self.blocks[-1] = replace(parent, role=Role.PLAIN)

    def _add_item(self, item: BodyItem, label: Label) -> None:
        """Add the block of an item with a label."""
        block = build_block(item, label)
        if isinstance(block, Paragraph) and block.role is Role.ENACTING:
            self.doubts.check_enacting(block, is_alone=not item.text.endswith(FULL_STOPS))
            self.is_quoted = item.text.startswith(tuple(OPENING_QUOTES))
        if isinstance(block, Paragraph) and self.resolution and self._is_quoted_item(block):
            block = replace(block, role=Role.POINT)
        block = self.inner_list.place_block(block)
        if isinstance(block, Paragraph) and block.role is Role.POINT and self.resolution:
            is_item = classify_marker(block.number) == "number"
            self.doubts.check_item(block, is_doubtful=is_item and self.inner_list.is_doubtful)
        self._append_block(block)

    def _is_quoted_item(self, block: Paragraph) -> bool:
        """Return whether a numbered paragraph is one of a text that a paragraph quotes, which is not quoted itself."""
        is_quote = block.number.startswith(tuple(OPENING_QUOTES))
        return block.role is Role.OPERATIVE and is_quote and not self.is_quoted

    def _append_block(self, block: Block) -> None:
        """Attach a block; outside resolutions numbered paragraphs are plain, and plain ones continue none."""
        last = self.blocks[-1] if self.blocks else None
        if isinstance(last, Heading) and isinstance(block, Heading) and _is_title_of(block, last):
            self.blocks[-1] = replace(last, content=block.content)
        elif self.resolution:
            count = len(self.blocks)
            hang_or_continue_block(self.blocks, block)
            has_gone_in = count == len(self.blocks)
            if (
                has_gone_in
                and isinstance(last, Paragraph)
                and isinstance(block, Paragraph)
                and block.role is Role.PLAIN
            ):
                self.doubts.check_continuation(last, block)
        elif isinstance(block, Paragraph) and block.role in CLAUSE_ROLES:
            hang_block(self.blocks, replace(block, role=Role.PLAIN))
        else:
            hang_block(self.blocks, block)


def build_blocks(items: list[BodyItem], doubts: RoleDoubts, *, is_resolution: bool) -> tuple[Block, ...]:
    """Label the items of a text, and return the blocks of it."""
    labelled = label_items(items, doubts.lang, is_resolution=is_resolution)
    doubts.labels += list_item_labels(labelled)
    return BlockBuilder(doubts.lang, resolution=is_resolution, doubts=doubts).build(labelled)


def _is_number_alone(blocks: list[Block]) -> bool:
    """Return whether the last block is a heading that is a number so far: its title is the next paragraph."""
    last = blocks[-1] if blocks else None
    return isinstance(last, Heading) and bool(last.number) and not last.content


def _is_title_of(heading: Heading, number: Heading) -> bool:
    """Return whether a heading is the title of the section that a heading above it numbers."""
    return _is_number_alone([number]) and not heading.number and heading.rank == number.rank


def split_closing_and_annexes(
    items: list[BodyItem], lang: Language, resolution: bool
) -> tuple[list[BodyItem], list[BodyItem], list[list[BodyItem]]]:
    """Split body items into those of the main text, of the closing lines, and of each annex.

    Only resolutions have closing lines. Where none are found an annex begins at a heading with the word for annex.
    """
    if resolution:
        items = split_clause_lines(split_closing_lines(open_layout_tables(items, lang), lang))
    lines = [Line(n, "" if item.table else item.text) for n, item in enumerate(items)]
    if resolution:
        visible_lines = [line for line in lines if line.text]
        bounds = find_part_bounds(visible_lines, range(len(visible_lines)), lang)
        if bounds.closing:
            first, closing_end = visible_lines[bounds.closing[0]].number, visible_lines[bounds.closing[-1]].number + 1
            annex_starts = [visible_lines[part[0]].number for part in bounds.annexes if part]
            annex_starts = annex_starts or ([closing_end] if any(item.table for item in items[closing_end:]) else [])
            closing_stop = annex_starts[0] if annex_starts else len(items)
            return items[:first], items[first:closing_stop], _split_at_heads(items, annex_starts)
    pattern = re.compile(lang.words["reading"]["annex"])
    annex_starts = [
        n for n, item in enumerate(items) if (item.rank or item.is_all_bold) and pattern.fullmatch(item.text)
    ]
    return items[: annex_starts[0] if annex_starts else len(items)], [], _split_at_heads(items, annex_starts)


def _split_at_heads(items: list[BodyItem], heads: list[int]) -> list[list[BodyItem]]:
    return [items[a:b] for a, b in pairwise([*heads, len(items)])]


def build_closing(items: list[BodyItem]) -> Iterator[Paragraph]:
    """Yield the closing lines as paragraphs."""
    for item in items:
        if item.content:
            yield Paragraph(Role.CLOSING, item.content, item.number, where=item.where)


def build_annex(items: list[BodyItem], doubts: RoleDoubts) -> Annex:
    """Build an annex; a first paragraph without number or points is its label, and so a heading."""
    blocks = build_blocks(items, doubts, is_resolution=False)
    first = blocks[0] if blocks else None
    if isinstance(first, Paragraph) and not first.number and first.content and not first.children:
        blocks = (Heading(2, first.content, where=first.where), *blocks[1:])
    return Annex(blocks, where=items[0].where)
