"""Patches to WeasyPrint 70.0; no other folder changes it.

The patches are applied only to this version and to the exact source that they expect: otherwise WeasyPrint is left
unchanged, and the edition gets a notice (PLAIN_LINES). docs/upstream has the patches as we would send them upstream.
"""

from __future__ import annotations

from functools import cache

import weasyprint

from engross.editions.pdf.patches import (
    alphabetic_lines,
    balance,
    chinese_lines,
    line_order,
    notes,
    rtl,
    speed,
    table_rows,
    trailing_space,
)
from engross.editions.pdf.patches.patch import CODE_CACHE, define_patched, rewrite_sources

PATCHED_VERSION = "70.0"
PATCHES = (
    *notes.PATCHES,
    *table_rows.PATCHES,
    *chinese_lines.PATCHES,
    *rtl.PATCHES,
    *trailing_space.PATCHES,
    *line_order.PATCHES,
    *balance.PATCHES,
    *alphabetic_lines.PATCHES,
)


@cache
def apply_patches() -> str:
    """Apply the patches, once a process. Return ""; the version found if they do not fit it, and then apply none."""
    if weasyprint.__version__ != PATCHED_VERSION:
        return str(weasyprint.__version__)
    sources = rewrite_sources(PATCHES)
    if not all(sources.values()):
        return f"{PATCHED_VERSION} (changed)"
    for patch in PATCHES:
        define_patched(patch, sources[patch.module, patch.owner, patch.name])
    speed.apply_speed_patches()
    CODE_CACHE.write()
    return ""
