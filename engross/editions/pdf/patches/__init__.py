"""WeasyPrint 70.0 mended; the only folder that reaches into it.

Each mend is guarded by the version and by the exact source it changes: anything else is left as it is, and the
edition says so (PLAIN_LINES). The patches as we would send them upstream lie in docs/upstream.
"""

from __future__ import annotations

from functools import cache

import weasyprint

from engross.editions.pdf.patches import chinese_lines, notes, rtl, speed, table_rows, trailing_space
from engross.editions.pdf.patches.patch import CODE_CACHE, define_patched, rewrite_sources

PATCHED_VERSION = "70.0"
PATCHES = (*notes.PATCHES, *table_rows.PATCHES, *chinese_lines.PATCHES, *rtl.PATCHES, *trailing_space.PATCHES)


@cache
def apply_patches() -> str:
    """Mend WeasyPrint, once a process; the version found where it is another than the one mended, else ""."""
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
