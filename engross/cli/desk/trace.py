"""Lead a mended document back to its source: where its blocks stand there, and which of its notices still hold."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import SequenceMatcher
from typing import Any

from engross.model.text import fold

BlockData = dict[str, Any]
TRACED_KEYS = ("line", "margin", "other")  # of a block, that are said of its source
# Notices on what was asked when the source was read again: a mend of the symbol or the language is no option.
ASKED_CODES = frozenset({"symbol-overridden", "language-overridden", "no-symbol"})


def trace_document(known: dict[str, Any], origin: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a mended document was understood as, with places and certainty in the source, and ``kept``.

    ``origin``: what the source was understood as; {} if that cannot be told any more. ``kept``: notices on the source
    about what no mend has changed.
    """
    blocks = [dict(block) for block in known["blocks"]]
    pairs = _pair_blocks(blocks, origin.get("blocks", []))
    for n, block in enumerate(blocks):
        theirs = pairs.get(n, {"line": 0})
        for key in TRACED_KEYS:
            block.pop(key, None)
        block |= {key: theirs[key] for key in TRACED_KEYS if key in theirs}
    return {**known, "blocks": blocks, "kept": _keep_notices(known, origin, blocks, pairs)}


def _keep_notices(
    known: Mapping[str, Any], origin: Mapping[str, Any], blocks: list[BlockData], pairs: Mapping[int, BlockData]
) -> list[dict[str, str]]:
    """Return the notices of the origin that the document does not give itself, about blocks that are as they were."""
    told = {(one["code"], one["message"]) for one in known["notices"]} | {
        tuple(one) for one in origin.get("faults", ())
    }
    unchanged = {
        theirs["id"]: blocks[n]["id"] for n, theirs in pairs.items() if _spell_whole(blocks[n]) == _spell_whole(theirs)
    }
    return [
        one | {"id": unchanged.get(one["id"], "")}
        for one in origin.get("notices", ())
        if (one["code"], one["message"]) not in told
        and one["code"] not in ASKED_CODES
        and (not one["id"] or one["id"] in unchanged)
    ]


def _spell_whole(block: BlockData) -> tuple[str, str, str]:
    return block["kind"], block["number"], block["text"]


def _pair_blocks(blocks: list[BlockData], origins: list[BlockData]) -> dict[int, BlockData]:
    """Return for each block, by its place, the one of the source that has its text or begins it.

    Texts are matched in their order: a mend changes what a paragraph is and its number, not its words.
    """
    ours, theirs = ([fold(block["text"]) for block in side] for side in (blocks, origins))
    pairs: dict[int, BlockData] = {}
    for tag, i, i_end, j, j_end in SequenceMatcher(None, ours, theirs, autojunk=False).get_opcodes():
        if tag == "equal":
            pairs |= dict(zip(range(i, i_end), origins[j:j_end], strict=True))
        elif tag == "replace":
            pairs |= _pair_changed(dict(enumerate(ours[i:i_end], i)), list(zip(theirs, origins, strict=True))[j:j_end])
    return pairs


def _pair_changed(ours: dict[int, str], theirs: list[tuple[str, BlockData]]) -> dict[int, BlockData]:
    """Pair blocks whose texts begin alike: paragraphs that were joined, divided, or edited towards their end."""
    pairs = {}
    for n, text in ours.items():
        at = next((k for k, (other, _) in enumerate(theirs) if _is_alike(text, other)), None)
        if at is not None:
            pairs[n] = theirs[at][1]
            theirs = theirs[at + 1 :]
    return pairs


def _is_alike(one: str, other: str) -> bool:
    shorter = min(len(one), len(other), 30)
    return shorter > 0 and one[:shorter] == other[:shorter]
