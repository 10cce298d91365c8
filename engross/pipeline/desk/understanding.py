"""Tell what a source was understood as, block by block, with where each came from and how sure that is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from engross.editions.write.yaml import write_yaml
from engross.grammars.language import load_language
from engross.model.notice_place import assign_ids
from engross.model.reading import LineLabel
from engross.model.request import Request
from engross.model.text import spell_blocks, spell_inlines, spell_title
from engross.model.tree import (
    Block,
    Heading,
    Inline,
    Note,
    Part,
    Resolution,
    Role,
    Style,
    Styled,
    Table,
)
from engross.model.walk import inner_blocks_of, notes_of
from engross.passes import report_faults
from engross.pipeline.desk.divide import find_division_places
from engross.pipeline.desk.lead_words import find_word_ends
from engross.pipeline.desk.mend import Mend, mend_resolution
from engross.pipeline.desk.notice_data import make_notice_data
from engross.pipeline.desk.numbers import find_lost_numbers
from engross.pipeline.read import read_source, understand_request
from engross.readers.common.label_names import name_choice
from engross.readers.common.labels import Label

LEAD_WORDS = 12  # that can be chosen on the page
BlockData = dict[str, Any]


def understand_document(request: Request) -> dict[str, Any]:
    """Return what a source was understood as: facts, counts, blocks, notices. Raises Refusal.

    ``faults``: codes and messages of notices that the document itself shows, in whatever file it stands.
    """
    source, reading = read_source(request)
    resolution = reading.resolution
    blocks = list(_list_blocks(resolution))
    lost = find_lost_numbers(resolution)
    for block in blocks:
        if block["id"] in lost:
            block["lost"] = lost[block["id"]]
    _add_certainty(blocks, reading.labels)
    organs = load_language(resolution.language).words["organs"]
    return {
        "symbol": str(resolution.symbol),
        "organ": organs.get(resolution.organ, resolution.organ),
        "language": resolution.language,
        "direction": load_language(resolution.language).direction,
        "title": spell_title(resolution.full_title),
        "masthead": list(resolution.masthead.other),
        "format": source.format,
        "counts": _count_blocks(blocks),
        "blocks": blocks,
        "notices": [make_notice_data(notice) for notice in assign_ids(reading.notices, resolution)],
        "faults": [[notice.code.slug, notice.message] for notice in report_faults(resolution)],
    }


def write_document_yaml(request: Request, *mend: str) -> str:
    """Return a source as YAML, after a mend if there is one: its kind, block and value. Raises Refusal."""
    resolution = understand_request(request).resolution
    return write_yaml(mend_resolution(resolution, Mend(*mend)) if mend else resolution)


def _count_blocks(blocks: list[BlockData]) -> dict[str, int]:
    kinds = Counter(block["kind"] for block in blocks)
    return {kind: kinds[kind] for kind in ("heading", "preambular", "operative", "point", "table", "note", "annex")}


def _list_blocks(resolution: Resolution) -> Iterator[BlockData]:
    """Yield each title, block and note in reading order, notes last."""
    if resolution.title:
        yield _make_data("", "title", resolution.number, resolution.title)
    for part in resolution.parts:
        if part.title:
            yield _make_data("", "title", part.number, part.title) | {"line": part.where.line}
        yield from _list_part_blocks(part)
    for note in notes_of(resolution):
        yield _make_note_data(note)


def _list_part_blocks(part: Part) -> Iterator[BlockData]:
    for block in (*part.body, *part.closing):
        yield from _descend(block, 0)
    for annex in part.annexes:
        yield {"id": annex.id, "kind": "annex", "number": "", "text": "", "depth": 0, "line": annex.where.line}
        for block in annex.blocks:
            yield from _descend(block, 0)


def _descend(block: Block, depth: int) -> Iterator[BlockData]:
    if isinstance(block, Table):
        yield _make_data(block.id, "table", "", ()) | {
            "text": spell_blocks((block,), calls=False),
            "line": block.where.line,
            "depth": depth,
        }
        return
    kind = "heading" if isinstance(block, Heading) else block.role.value
    data = _make_data(block.id, kind, block.number, block.content) | {"line": block.where.line, "depth": depth}
    if not isinstance(block, Heading) and block.role not in (Role.ENACTING, Role.CLOSING, Role.VOTE):
        data["lead"] = _find_lead(block.content)
        data["ends"] = list(find_word_ends(data["text"])[:LEAD_WORDS])
        data["divisions"] = find_division_places(data["text"])
    yield data
    for child in inner_blocks_of(block):
        yield from _descend(child, depth + 1)


def _make_data(name: str, kind: str, number: str, content: tuple[Inline, ...]) -> BlockData:
    text = " ".join(spell_inlines(content, calls=False).split())
    return {"id": name, "kind": kind, "number": number, "text": text, "depth": 0, "line": 0}


def _make_note_data(note: Note) -> BlockData:
    text = " ".join(spell_blocks(note.blocks, calls=False).split())
    return {"id": note.id, "kind": "note", "number": note.number, "text": text, "depth": 0, "line": note.where.line}


def _find_lead(content: tuple[Inline, ...]) -> str:
    """Return the lead words that open a run; "" for none."""
    first = content[0] if content else None
    if isinstance(first, Styled) and first.style is Style.LEAD:
        return " ".join(spell_inlines(first.content, calls=False).split())
    return ""


def _add_certainty(blocks: list[BlockData], labels: tuple[LineLabel, ...]) -> None:
    """Add to each block whose lines were weighed by how much the least sure of them was won, and what stood second."""
    begins = sorted({block["line"] for block in blocks if block["line"]})
    ends = dict(zip(begins, (*begins[1:], 0), strict=True))
    for block in blocks:
        start, end = block["line"], ends.get(block["line"], 0)
        own = [one for one in labels if start and start <= one.where.line and (not end or one.where.line < end)]
        if own:
            least = min(own, key=lambda one: one.margin)
            other = name_choice(Label(least.other_label), least.other_begins)
            block["margin"], block["other"] = round(min(least.margin, 99.0), 1), other
