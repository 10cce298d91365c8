"""Write the structure of a reading as the lines of a truth: depth, role, number, a fingerprint, the notes called.

A truth holds what an editor says each paragraph is, never the text: of its words only the first two and the last.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from engross.model.reading import Reading
from engross.model.text import spell_inlines
from engross.model.tree import Block, Heading, Inline, Link, Note, Paragraph, Part, Resolution, Styled
from engross.model.walk import inlines_of, inner_blocks_of

FINGERPRINT_CHARACTERS = 40


def list_truth_lines(reading: Reading) -> list[str]:
    """Return the structure of a document as lines: title, blocks, closing lines and annexes, each with its notes."""
    return [line for part in reading.resolution.parts for line in _list_part(reading.resolution, part)]


def _list_part(resolution: Resolution, part: Part) -> Iterator[str]:
    if title := part.title or resolution.title:
        yield from _list_run(0, "title", part.number or resolution.number, title)
    for block in (*part.body, *part.closing):
        yield from _list_block(block, 0)
    for annex in part.annexes:
        yield "0 annex"
        for block in annex.blocks:
            yield from _list_block(block, 1)


def _list_block(block: Block, depth: int) -> Iterator[str]:
    if isinstance(block, Paragraph | Heading):
        role = block.role.value if isinstance(block, Paragraph) else "heading"
        yield from _list_run(depth, role, block.number, block.content)
    else:
        yield f"{depth} table"
    for child in inner_blocks_of(block):
        yield from _list_block(child, depth + 1)


def _list_run(depth: int, role: str, number: str, content: tuple[Inline, ...]) -> Iterator[str]:
    notes = [item for item in inlines_of(content) if isinstance(item, Note)]
    calls = " ".join(_list_calls(content))
    words = make_fingerprint(spell_inlines(_drop_repeated_calls(content), calls=False))
    yield " ".join(f"{depth} {role} {number or '-'} {words} {calls}".split())
    for note in notes:
        for block in note.blocks:
            if isinstance(block, Paragraph | Heading):
                yield from _list_run(depth + 1, "note", note.number, block.content)


def _list_calls(content: tuple[Inline, ...]) -> Iterator[str]:
    """Yield the calls of a run as [4], those of a note called before too."""
    for item in inlines_of(content):
        if isinstance(item, Note):
            yield f"[{item.number}]"
        elif _is_repeated_call(item):
            yield f"[{spell_inlines((item,))}]"


def _drop_repeated_calls(content: tuple[Inline, ...]) -> tuple[Inline, ...]:
    kept = (
        replace(item, content=_drop_repeated_calls(item.content)) if isinstance(item, Styled) else item
        for item in content
    )
    return tuple(item for item in kept if not _is_repeated_call(item))


def _is_repeated_call(item: Inline) -> bool:
    return isinstance(item, Link) and item.target.startswith("#fn-")


def make_fingerprint(text: str) -> str:
    """Return the first two words of a paragraph and its last one, at most FINGERPRINT_CHARACTERS."""
    words = text.split()
    first, last = " ".join(words[:2]), words[-1] if len(words) > 2 else ""
    return f"{first[: FINGERPRINT_CHARACTERS - len(last) - 3]} … {last}" if last else first[:FINGERPRINT_CHARACTERS]
