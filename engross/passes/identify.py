"""Give every block, note and citation a stable id, made from its own number and the place where it hangs.

``op-3``, ``op-3-a-i``, ``op-nn-1`` (without a number, beside numbered ones), ``pp-12``, ``s-ii`` (a section),
``annex-1``, ``annex-1-p-4``, ``table-1``, ``fn-4``, ``cite-7``. Where numbering restarts in a section, the section
comes first: ``s-ii-op-1``. In an omnibus resolution the part's letter comes first: ``part-a-op-1``.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace

from engross.grammars.numbering import marker_slug
from engross.model.tree import (
    Annex,
    Block,
    Cell,
    Citation,
    Heading,
    Inline,
    Link,
    Note,
    Paragraph,
    Part,
    Resolution,
    Role,
    Styled,
    Table,
)

# The name under which paragraphs without a number of their own are counted, by role.
COUNTED_ROLES = {
    Role.ENACTING: "enacting",
    Role.PREAMBULAR: "pp",
    Role.OPERATIVE: "op",
    Role.CLOSING: "closing",
    Role.VOTE: "vote",
}


# An operative paragraph without a number beside numbered ones: its count is none of their numbers. Akoma Ntoso is
# written so elsewhere too ("nn": not numbered).
UNNUMBERED_OPERATIVE = "op-nn"


@dataclass
class _IdIssuer:
    """The ids issued so far, and the counters of what has no number of its own."""

    taken: set[str] = field(default_factory=set)
    counts: Counter[str] = field(default_factory=Counter)
    latest: Counter[str] = field(default_factory=Counter)  # by id: the number last added to it
    prefix: str = ""  # of the part, "part-a-"
    section: str = ""  # of the section, "s-ii-"
    section_rank: int = 0  # of its heading
    anew: bool = False  # whether numbering restarted in the section
    has_numbers: bool = False  # whether operative paragraphs of the part have numbers

    def issue_id(self, wanted: str) -> str:
        """Return ``wanted`` with the part's prefix; if taken, with the section's too; else with a number added."""
        base = f"{self.prefix}{wanted}"
        may_add_section = not wanted.startswith(self.section)
        if self.section and may_add_section and (self.anew or base in self.taken):
            base = f"{self.prefix}{self.section}{wanted}"
        number, candidate = self.latest[base] or 1, base
        while candidate in self.taken:
            number += 1
            candidate = f"{base}-{number}"
        self.latest[base] = number
        self.taken.add(candidate)
        return candidate

    def issue_counted_id(self, kind: str, wanted: str = "{kind}-{n}") -> str:
        """Return the next id of a kind that is counted, such as ``pp-12``."""
        self.counts[kind] += 1
        return self.issue_id(wanted.format(kind=kind, n=self.counts[kind]))

    def issue_citation_id(self) -> str:
        """Return the next id of a citation; citations are counted through the whole document."""
        self.counts["cite"] += 1
        return f"cite-{self.counts['cite']}"


def assign_ids(resolution: Resolution) -> Resolution:
    """Give every block, note and citation of a resolution an id of its own."""
    ids = _IdIssuer()
    masthead = replace(resolution.masthead, proponent=_identify_inlines(resolution.masthead.proponent, ids))
    title = _identify_inlines(resolution.title, ids)
    parts = tuple(_identify_part(part, ids, len(resolution.parts) > 1) for part in resolution.parts)
    return replace(resolution, masthead=masthead, title=title, parts=parts)


def _identify_part(part: Part, ids: _IdIssuer, several: bool) -> Part:
    letter = marker_slug(part.number) or "x"
    ids.prefix, ids.section, ids.anew = (f"part-{letter}-" if several and part.number else ""), "", False
    ids.section_rank = 0
    counts_before = ids.counts["cite"], ids.counts["annex"]
    ids.counts = Counter(cite=counts_before[0]) if several else ids.counts
    ids.has_numbers = any(_has_own_number(block) for block in part.body)
    part_id = ids.issue_id("text")
    title = _identify_inlines(part.title, ids)
    body = tuple(_identify_top_block(block, ids) for block in part.body)
    ids.section, ids.anew = "", False
    closing = tuple(_identify_paragraph(p, ids, "") for p in part.closing)
    return replace(
        part, id=part_id, title=title, body=body, closing=closing, annexes=_identify_annexes(part.annexes, ids)
    )


def _has_own_number(block: Block) -> bool:
    """Return whether a block is an operative paragraph with a number."""
    return isinstance(block, Paragraph) and block.role is Role.OPERATIVE and bool(block.number)


def _identify_annexes(annexes: tuple[Annex, ...], ids: _IdIssuer) -> tuple[Annex, ...]:
    identified = []
    for annex in annexes:
        annex_id = ids.issue_counted_id("annex")
        identified.append(replace(annex, id=annex_id, blocks=_identify_children(annex.blocks, ids, annex_id)))
    return tuple(identified)


def _identify_top_block(block: Block, ids: _IdIssuer) -> Block:
    return _identify_block(block, ids, "")


def _identify_children(blocks: tuple[Block, ...], ids: _IdIssuer, parent: str) -> tuple[Block, ...]:
    parent_in_part = parent.removeprefix(ids.prefix)
    return tuple(_identify_block(block, ids, f"{parent_in_part}-") for block in blocks)


def _identify_block(block: Block, ids: _IdIssuer, parent: str) -> Block:
    if isinstance(block, Heading):
        return _identify_heading(block, ids, parent)
    if isinstance(block, Table):
        table_id = ids.issue_counted_id(f"{parent}table")
        rows = (
            tuple(_identify_cell(c, ids, f"{table_id}-r{r}c{n}") for n, c in enumerate(row, 1))
            for r, row in enumerate(block.rows, 1)
        )
        return replace(block, id=table_id, rows=tuple(rows))
    return _identify_paragraph(block, ids, parent)


def _identify_heading(heading: Heading, ids: _IdIssuer, parent: str) -> Heading:
    if not heading.number:
        return replace(heading, id=ids.issue_counted_id(f"{parent}h"), content=_identify_inlines(heading.content, ids))
    if not parent and heading.rank <= ids.section_rank:
        ids.section, ids.anew = "", False  # a section that stands beside another is not in it
    slug = marker_slug(heading.number)
    section = ids.section if heading.rank > 3 else ""
    wanted = f"{parent}{section}s-{slug}"
    heading_id = ids.issue_id(wanted)
    if not parent and heading.rank <= 3:
        ids.section, ids.anew = heading_id.removeprefix(ids.prefix) + "-", False
        ids.section_rank = heading.rank
    return replace(heading, id=heading_id, content=_identify_inlines(heading.content, ids))


def _identify_paragraph(paragraph: Paragraph, ids: _IdIssuer, parent: str) -> Paragraph:
    paragraph_id = _issue_paragraph_id(paragraph, ids, parent)
    content = _identify_inlines(paragraph.content, ids)
    return replace(
        paragraph, id=paragraph_id, content=content, children=_identify_children(paragraph.children, ids, paragraph_id)
    )


def _issue_paragraph_id(paragraph: Paragraph, ids: _IdIssuer, parent: str) -> str:
    slug, kind = marker_slug(paragraph.number), COUNTED_ROLES.get(paragraph.role, "p")
    if slug and paragraph.role is Role.OPERATIVE:
        ids.anew = ids.anew or (not parent and f"{ids.prefix}op-{slug}" in ids.taken)
        return ids.issue_id(f"{parent}op-{slug}")
    if slug and paragraph.role is Role.POINT:
        return ids.issue_id(f"{parent or 'p-'}{slug}")
    if slug:
        return ids.issue_id(f"{parent}p-{slug}")
    if kind == "op" and ids.has_numbers:
        kind = UNNUMBERED_OPERATIVE
    if kind == "enacting":
        return ids.issue_id(f"{parent}enacting")
    return ids.issue_counted_id(f"{parent}{kind}")


def _identify_cell(cell: Cell, ids: _IdIssuer, name: str) -> Cell:
    name_in_part = name.removeprefix(ids.prefix)
    return replace(cell, blocks=tuple(_identify_cell_block(block, ids, name_in_part) for block in cell.blocks))


def _identify_cell_block(block: Block, ids: _IdIssuer, cell: str) -> Block:
    """Give a block of a cell its ids; a paragraph gets the name of the cell itself."""
    if not isinstance(block, Paragraph):
        return _identify_block(block, ids, f"{cell}-")
    paragraph_id = ids.issue_id(cell)
    content = _identify_inlines(block.content, ids)
    return replace(
        block, id=paragraph_id, content=content, children=_identify_children(block.children, ids, paragraph_id)
    )


def _identify_inlines(content: tuple[Inline, ...], ids: _IdIssuer) -> tuple[Inline, ...]:
    return tuple(_identify_inline(item, ids) for item in content)


def _identify_inline(item: Inline, ids: _IdIssuer) -> Inline:
    if isinstance(item, Note):
        inline_id = ids.issue_id(f"fn-{marker_slug(item.number) or 'x'}")
        return replace(item, id=inline_id, blocks=_identify_children(item.blocks, ids, inline_id))
    if isinstance(item, Citation):
        inline_id = ids.issue_citation_id()
        return replace(item, id=inline_id, content=_identify_inlines(item.content, ids))
    if isinstance(item, Styled | Link):
        return replace(item, content=_identify_inlines(item.content, ids))
    return item
