"""Find for each block of a mended document the block of its source that it comes from."""

from __future__ import annotations

from difflib import SequenceMatcher
from typing import Any

from engross.model.text import fold


def trace_blocks(blocks: list[dict[str, Any]], origins: list[dict[str, Any]]) -> None:
    """Give each block the line of the source's block that has its text or begins it; 0 where none does.

    Texts are matched in their order, number included: a mend changes what a paragraph is, not its words.
    """
    ours, theirs = ([_spell(block) for block in side] for side in (blocks, origins))
    lines = [0] * len(blocks)
    for tag, i, i_end, j, j_end in SequenceMatcher(None, ours, theirs, autojunk=False).get_opcodes():
        if tag == "equal":
            lines[i:i_end] = [origin["line"] for origin in origins[j:j_end]]
        elif tag == "replace":
            _trace_changed(range(i, i_end), range(j, j_end), (ours, theirs, lines, origins))
    for block, line in zip(blocks, lines, strict=True):
        block["line"] = line


def _trace_changed(
    here: range, there: range, sides: tuple[list[str], list[str], list[int], list[dict[str, Any]]]
) -> None:
    """Trace blocks whose texts begin alike: paragraphs that were joined, divided, or edited towards their end."""
    ours, theirs, lines, origins = sides
    left = list(there)
    for i in here:
        match = next((j for j in left if _is_alike(ours[i], theirs[j])), None)
        if match is not None:
            lines[i] = origins[match]["line"]
            left = [j for j in left if j > match]


def _is_alike(one: str, other: str) -> bool:
    shorter = min(len(one), len(other), 30)
    return shorter > 0 and one[:shorter] == other[:shorter]


def _spell(block: dict[str, Any]) -> str:
    return fold(f"{block['number']}{block['text']}")
