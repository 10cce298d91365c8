"""Patches that make WeasyPrint 70.0 faster and smaller; each group is left out by itself if it does not fit.

Editions stay the same but for the compression of streams (``write``). ``benchmarks.worker``
can run engross without one of the groups.
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
    """Patches that go together; ``then`` is called when they have been applied."""

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
    """Apply the groups, except those named in ``without``. Return the names of those that do not fit."""
    unfit = []
    for name, group in PATCH_GROUPS.items():
        if name in without:
            continue
        sources = rewrite_sources(group.patches)
        if not all(sources.values()):
            unfit.append(name)
            continue
        for patch in group.patches:
            define_patched(patch, sources[patch.module, patch.owner, patch.name])
        group.then()
    return tuple(unfit)
