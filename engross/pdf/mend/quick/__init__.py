"""WeasyPrint 70.0 made faster and smaller, to the same bytes: each mend by itself, left out where it does not fit.

``benchmarks.mends`` runs a batch with and without each, side by side.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass

from engross.pdf.mend.patch import Patch, put, rewritten
from engross.pdf.mend.quick import area, bare, draw, files, flex, flow, plain, room, style, text, words, write


@dataclass(frozen=True, slots=True)
class Mend:
    """A gain: its patches, which go together, and what else is to be done."""

    patches: tuple[Patch, ...]
    then: Callable[[], None] = lambda: None


MENDS = {
    "write": Mend(write.PATCHES, write.ask_late),
    "styles": Mend((style.STYLES, style.COPIES, style.PAGES)),
    "text": Mend(text.PATCHES, text.remember_breaks),
    "lengths": Mend((style.LENGTHS,)),
    "room": Mend((room.LEFT,)),
    "flow": Mend(flow.PATCHES),
    "flex": Mend(flex.PATCHES),
    "notes": Mend(area.PATCHES),
    "draw": Mend((*draw.PATCHES, plain.DRAWN), plain.ask_here),
    "files": Mend(files.PATCHES),
    "bare": Mend(bare.PATCHES),
    "words": Mend(words.PATCHES, words.remember),
}


def mend(without: Collection[str] = ()) -> tuple[str, ...]:
    """Make WeasyPrint faster; the names of the mends that do not fit the WeasyPrint that is installed."""
    unfit = []
    for name, one in MENDS.items():
        if name in without:
            continue
        sources = rewritten(one.patches)
        if not all(sources.values()):
            unfit.append(name)
            continue
        for patch in one.patches:
            put(patch, sources[patch.module, patch.owner, patch.name])
        one.then()
    return tuple(unfit)
