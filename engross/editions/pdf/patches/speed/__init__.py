"""WeasyPrint 70.0 made faster and smaller, to the same bytes: each mend by itself, left out where it does not fit.

``benchmarks.mends`` runs a batch with and without each, side by side.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass

from engross.editions.pdf.patches.patch import Patch, define_patched, rewrite_sources
from engross.editions.pdf.patches.speed import (
    draw,
    files,
    flex,
    flow,
    footnote_area_cache,
    release_layout,
    short_text_cache,
    skip_undecorated,
    style,
    svg_step_path,
    text,
    write,
)


@dataclass(frozen=True, slots=True)
class PatchGroup:
    """A gain: its patches, which go together, and what else is to be done."""

    patches: tuple[Patch, ...]
    then: Callable[[], None] = lambda: None


PATCH_GROUPS = {
    "write": PatchGroup(write.PATCHES, write.copy_fonts_lazily),
    "styles": PatchGroup((style.CACHE_STYLES, style.LAZY_COPIES, style.CACHE_PAGE_STYLES)),
    "text": PatchGroup(text.PATCHES, text.remember_breaks),
    "lengths": PatchGroup((style.CACHE_LENGTHS,)),
    "room": PatchGroup((release_layout.RELEASE_LAYOUT,)),
    "flow": PatchGroup(flow.PATCHES),
    "flex": PatchGroup(flex.PATCHES),
    "notes": PatchGroup(footnote_area_cache.PATCHES),
    "draw": PatchGroup((*draw.PATCHES, svg_step_path.DRAW_STEP_PATH), svg_step_path.use_patched_path),
    "files": PatchGroup(files.PATCHES),
    "bare": PatchGroup(skip_undecorated.PATCHES),
    "words": PatchGroup(short_text_cache.PATCHES, short_text_cache.remember_short_texts),
}


def apply_speed_patches(without: Collection[str] = ()) -> tuple[str, ...]:
    """Make WeasyPrint faster; the names of the mends that do not fit the WeasyPrint that is installed."""
    unfit = []
    for name, one in PATCH_GROUPS.items():
        if name in without:
            continue
        sources = rewrite_sources(one.patches)
        if not all(sources.values()):
            unfit.append(name)
            continue
        for patch in one.patches:
            define_patched(patch, sources[patch.module, patch.owner, patch.name])
        one.then()
    return tuple(unfit)
