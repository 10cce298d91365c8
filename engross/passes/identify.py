"""Ids: every block, note and citation gets a stable one, made from its own number and where it hangs.

``op-3``, ``op-3-a-i``, ``pp-12``, ``s-ii`` (a section), ``annex-1``, ``annex-1-p-4``, ``table-1``, ``fn-4``,
``cite-7``. Where numbering begins anew in a section, the section stands before: ``s-ii-op-1``. In an omnibus
resolution the part's letter does: ``a-op-1``.
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

# How a paragraph without a number of its own is counted, by its role.
COUNTED_ROLES = {
    Role.ENACTING: "enacting",
    Role.PREAMBULAR: "pp",
    Role.OPERATIVE: "op",
    Role.CLOSING: "closing",
    Role.VOTE: "vote",
}


@dataclass
class _IdIssuer:
    """The ids given so far, and the running numbers of what has no number of its own."""

    taken: set[str] = field(default_factory=set)
    counts: Counter[str] = field(default_factory=Counter)
    latest: Counter[str] = field(default_factory=Counter)  # the number that an id taken before was last given
    prefix: str = ""  # the part's, "a-"
    section: str = ""  # the section's, "s-ii-"
    anew: bool = False  # whether numbers began anew in the section

    def issue_id(self, wanted: str) -> str:
        """``wanted`` in this part; in its section where that is taken; numbered where that is too."""
        base = f"{self.prefix}{wanted}"
        inside = not wanted.startswith(self.section)
        if self.section and inside and (self.anew or base in self.taken):
            base = f"{self.prefix}{self.section}{wanted}"
        number, given = self.latest[base] or 1, base
        while given in self.taken:
            number += 1
            given = f"{base}-{number}"
        self.latest[base] = number
        self.taken.add(given)
        return given

    def issue_counted_id(self, kind: str, wanted: str = "{kind}-{n}") -> str:
        """The next id of a kind that is counted."""
        self.counts[kind] += 1
        return self.issue_id(wanted.format(kind=kind, n=self.counts[kind]))

    def issue_citation_id(self) -> str:
        """The next id of a citation, counted through the document."""
        self.counts["cite"] += 1
        return f"cite-{self.counts['cite']}"


def assign_ids(resolution: Resolution) -> Resolution:
    """The same resolution with an id on every block, note and citation, each id once."""
    ids = _IdIssuer()
    masthead = replace(resolution.masthead, proponent=_identify_inlines(resolution.masthead.proponent, ids))
    title = _identify_inlines(resolution.title, ids)
    parts = tuple(_identify_part(part, ids, len(resolution.parts) > 1) for part in resolution.parts)
    return replace(resolution, masthead=masthead, title=title, parts=parts)


def _identify_part(part: Part, ids: _IdIssuer, several: bool) -> Part:
    letter = marker_slug(part.number) or "x"
    ids.prefix, ids.section, ids.anew = (f"part-{letter}-" if several and part.number else ""), "", False
    cites = ids.counts["cite"], ids.counts["annex"]
    ids.counts = Counter(cite=cites[0]) if several else ids.counts
    given = ids.issue_id("text")
    title = _identify_inlines(part.title, ids)
    body = tuple(_identify_top_block(block, ids) for block in part.body)
    ids.section, ids.anew = "", False
    closing = tuple(_identify_paragraph(p, ids, "") for p in part.closing)
    return replace(
        part, id=given, title=title, body=body, closing=closing, annexes=_identify_annexes(part.annexes, ids)
    )


def _identify_annexes(annexes: tuple[Annex, ...], ids: _IdIssuer) -> tuple[Annex, ...]:
    out = []
    for annex in annexes:
        given = ids.issue_counted_id("annex")
        out.append(replace(annex, id=given, blocks=_identify_children(annex.blocks, ids, given)))
    return tuple(out)


def _identify_top_block(block: Block, ids: _IdIssuer) -> Block:
    return _identify_block(block, ids, "")


def _identify_children(blocks: tuple[Block, ...], ids: _IdIssuer, parent: str) -> tuple[Block, ...]:
    inner = parent.removeprefix(ids.prefix)
    return tuple(_identify_block(block, ids, f"{inner}-") for block in blocks)


def _identify_block(block: Block, ids: _IdIssuer, parent: str) -> Block:
    if isinstance(block, Heading):
        return _identify_heading(block, ids, parent)
    if isinstance(block, Table):
        given = ids.issue_counted_id(f"{parent}table")
        rows = (
            tuple(_identify_cell(c, ids, f"{given}-r{r}c{n}") for n, c in enumerate(row, 1))
            for r, row in enumerate(block.rows, 1)
        )
        return replace(block, id=given, rows=tuple(rows))
    return _identify_paragraph(block, ids, parent)


def _identify_heading(heading: Heading, ids: _IdIssuer, parent: str) -> Heading:
    if not heading.number:
        return replace(heading, id=ids.issue_counted_id(f"{parent}h"), content=_identify_inlines(heading.content, ids))
    mark = marker_slug(heading.number)
    outer = ids.section if heading.rank > 3 else ""
    wanted = f"{parent}{outer}s-{mark}"
    given = ids.issue_id(wanted)
    if not parent and heading.rank <= 3:
        ids.section, ids.anew = given.removeprefix(ids.prefix) + "-", False
    return replace(heading, id=given, content=_identify_inlines(heading.content, ids))


def _identify_paragraph(paragraph: Paragraph, ids: _IdIssuer, parent: str) -> Paragraph:
    given = _issue_paragraph_id(paragraph, ids, parent)
    content = _identify_inlines(paragraph.content, ids)
    return replace(paragraph, id=given, content=content, children=_identify_children(paragraph.children, ids, given))


def _issue_paragraph_id(paragraph: Paragraph, ids: _IdIssuer, parent: str) -> str:
    mark, kind = marker_slug(paragraph.number), COUNTED_ROLES.get(paragraph.role, "p")
    if mark and paragraph.role is Role.OPERATIVE:
        ids.anew = ids.anew or (not parent and f"{ids.prefix}op-{mark}" in ids.taken)
        return ids.issue_id(f"{parent}op-{mark}")
    if mark and paragraph.role is Role.POINT:
        return ids.issue_id(f"{parent or 'p-'}{mark}")
    if mark:
        return ids.issue_id(f"{parent}p-{mark}")
    if kind == "enacting":
        return ids.issue_id(f"{parent}enacting")
    return ids.issue_counted_id(f"{parent}{kind}")


def _identify_cell(cell: Cell, ids: _IdIssuer, name: str) -> Cell:
    inner = name.removeprefix(ids.prefix)
    return replace(cell, blocks=tuple(_identify_cell_block(block, ids, inner) for block in cell.blocks))


def _identify_cell_block(block: Block, ids: _IdIssuer, cell: str) -> Block:
    """A block of a cell; a paragraph bears the cell's own name."""
    if not isinstance(block, Paragraph):
        return _identify_block(block, ids, f"{cell}-")
    given = ids.issue_id(cell)
    content = _identify_inlines(block.content, ids)
    return replace(block, id=given, content=content, children=_identify_children(block.children, ids, given))


def _identify_inlines(content: tuple[Inline, ...], ids: _IdIssuer) -> tuple[Inline, ...]:
    return tuple(_identify_inline(item, ids) for item in content)


def _identify_inline(item: Inline, ids: _IdIssuer) -> Inline:
    if isinstance(item, Note):
        given = ids.issue_id(f"fn-{marker_slug(item.number) or 'x'}")
        return replace(item, id=given, blocks=_identify_children(item.blocks, ids, given))
    if isinstance(item, Citation):
        given = ids.issue_citation_id()
        return replace(item, id=given, content=_identify_inlines(item.content, ids))
    if isinstance(item, Styled | Link):
        return replace(item, content=_identify_inlines(item.content, ids))
    return item
