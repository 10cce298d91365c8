"""Ids: every block, note and citation gets a stable one, made from its own number and where it hangs.

``op-3``, ``op-3-a-i``, ``pp-12``, ``s-ii`` (a section), ``annex-1``, ``annex-1-p-4``, ``table-1``, ``fn-4``,
``cite-7``. Where numbering begins anew in a section, the section stands before: ``s-ii-op-1``. In an omnibus
resolution the part's letter does: ``a-op-1``.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace

from engross.marker import slug
from engross.model import (
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
COUNTED = {
    Role.ENACTING: "enacting",
    Role.PREAMBULAR: "pp",
    Role.OPERATIVE: "op",
    Role.CLOSING: "closing",
    Role.VOTE: "vote",
}


@dataclass
class _Ids:
    """The ids given so far, and the running numbers of what has no number of its own."""

    taken: set[str] = field(default_factory=set)
    counts: Counter[str] = field(default_factory=Counter)
    latest: Counter[str] = field(default_factory=Counter)  # the number that an id taken before was last given
    prefix: str = ""  # the part's, "a-"
    section: str = ""  # the section's, "s-ii-"
    anew: bool = False  # whether numbers began anew in the section

    def give(self, wanted: str) -> str:
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

    def next(self, kind: str, wanted: str = "{kind}-{n}") -> str:
        """The next id of a kind that is counted."""
        self.counts[kind] += 1
        return self.give(wanted.format(kind=kind, n=self.counts[kind]))

    def cite(self) -> str:
        """The next id of a citation, counted through the document."""
        self.counts["cite"] += 1
        return f"cite-{self.counts['cite']}"


def identify(resolution: Resolution) -> Resolution:
    """The same resolution with an id on every block, note and citation, each id once."""
    ids = _Ids()
    masthead = replace(resolution.masthead, proponent=_run(resolution.masthead.proponent, ids))
    title = _run(resolution.title, ids)
    parts = tuple(_part(part, ids, len(resolution.parts) > 1) for part in resolution.parts)
    return replace(resolution, masthead=masthead, title=title, parts=parts)


def _part(part: Part, ids: _Ids, several: bool) -> Part:
    letter = slug(part.number) or "x"
    ids.prefix, ids.section, ids.anew = (f"part-{letter}-" if several and part.number else ""), "", False
    cites = ids.counts["cite"], ids.counts["annex"]
    ids.counts = Counter(cite=cites[0]) if several else ids.counts
    given = ids.give("text")
    title = _run(part.title, ids)
    body = tuple(_top(block, ids) for block in part.body)
    ids.section, ids.anew = "", False
    closing = tuple(_paragraph(p, ids, "") for p in part.closing)
    return replace(part, id=given, title=title, body=body, closing=closing, annexes=_annexes(part.annexes, ids))


def _annexes(annexes: tuple[Annex, ...], ids: _Ids) -> tuple[Annex, ...]:
    out = []
    for annex in annexes:
        given = ids.next("annex")
        out.append(replace(annex, id=given, blocks=_under(annex.blocks, ids, given)))
    return tuple(out)


def _top(block: Block, ids: _Ids) -> Block:
    return _block(block, ids, "")


def _under(blocks: tuple[Block, ...], ids: _Ids, parent: str) -> tuple[Block, ...]:
    inner = parent.removeprefix(ids.prefix)
    return tuple(_block(block, ids, f"{inner}-") for block in blocks)


def _block(block: Block, ids: _Ids, parent: str) -> Block:
    if isinstance(block, Heading):
        return _heading(block, ids, parent)
    if isinstance(block, Table):
        given = ids.next(f"{parent}table")
        rows = (
            tuple(_cell(c, ids, f"{given}-r{r}c{n}") for n, c in enumerate(row, 1))
            for r, row in enumerate(block.rows, 1)
        )
        return replace(block, id=given, rows=tuple(rows))
    return _paragraph(block, ids, parent)


def _heading(heading: Heading, ids: _Ids, parent: str) -> Heading:
    if not heading.number:
        return replace(heading, id=ids.next(f"{parent}h"), content=_run(heading.content, ids))
    mark = slug(heading.number)
    outer = ids.section if heading.rank > 3 else ""
    wanted = f"{parent}{outer}s-{mark}"
    given = ids.give(wanted)
    if not parent and heading.rank <= 3:
        ids.section, ids.anew = given.removeprefix(ids.prefix) + "-", False
    return replace(heading, id=given, content=_run(heading.content, ids))


def _paragraph(paragraph: Paragraph, ids: _Ids, parent: str) -> Paragraph:
    given = _paragraph_id(paragraph, ids, parent)
    content = _run(paragraph.content, ids)
    return replace(paragraph, id=given, content=content, children=_under(paragraph.children, ids, given))


def _paragraph_id(paragraph: Paragraph, ids: _Ids, parent: str) -> str:
    mark, kind = slug(paragraph.number), COUNTED.get(paragraph.role, "p")
    if mark and paragraph.role is Role.OPERATIVE:
        ids.anew = ids.anew or (not parent and f"{ids.prefix}op-{mark}" in ids.taken)
        return ids.give(f"{parent}op-{mark}")
    if mark and paragraph.role is Role.POINT:
        return ids.give(f"{parent or 'p-'}{mark}")
    if mark:
        return ids.give(f"{parent}p-{mark}")
    if kind == "enacting":
        return ids.give(f"{parent}enacting")
    return ids.next(f"{parent}{kind}")


def _cell(cell: Cell, ids: _Ids, name: str) -> Cell:
    inner = name.removeprefix(ids.prefix)
    return replace(cell, blocks=tuple(_in_cell(block, ids, inner) for block in cell.blocks))


def _in_cell(block: Block, ids: _Ids, cell: str) -> Block:
    """A block of a cell; a paragraph bears the cell's own name."""
    if not isinstance(block, Paragraph):
        return _block(block, ids, f"{cell}-")
    given = ids.give(cell)
    content = _run(block.content, ids)
    return replace(block, id=given, content=content, children=_under(block.children, ids, given))


def _run(content: tuple[Inline, ...], ids: _Ids) -> tuple[Inline, ...]:
    return tuple(_inline(item, ids) for item in content)


def _inline(item: Inline, ids: _Ids) -> Inline:
    if isinstance(item, Note):
        given = ids.give(f"fn-{slug(item.number) or 'x'}")
        return replace(item, id=given, blocks=_under(item.blocks, ids, given))
    if isinstance(item, Citation):
        given = ids.cite()
        return replace(item, id=given, content=_run(item.content, ids))
    if isinstance(item, Styled | Link):
        return replace(item, content=_run(item.content, ids))
    return item
