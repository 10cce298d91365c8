"""WeasyPrint 70.0 mended; the only folder that reaches into it.

Each mend is guarded by the version and by the exact source it changes: anything else is left as it is, and the
edition says so (PLAIN_LINES). The patches as we would send them upstream lie in docs/upstream.
"""

from __future__ import annotations

from functools import cache

import weasyprint

from engross.pdf.mend import ends, lines, notes, quick, rows, rtl
from engross.pdf.mend.patch import CODE, put, rewritten

VERSION = "70.0"
PATCHES = (*notes.PATCHES, *rows.PATCHES, *lines.PATCHES, *rtl.PATCHES, *ends.PATCHES)


@cache
def mend() -> str:
    """Mend WeasyPrint, once a process; the version found where it is another than the one mended, else ""."""
    if weasyprint.__version__ != VERSION:
        return str(weasyprint.__version__)
    sources = rewritten(PATCHES)
    if not all(sources.values()):
        return f"{VERSION} (changed)"
    for patch in PATCHES:
        put(patch, sources[patch.module, patch.owner, patch.name])
    quick.mend()
    CODE.write()
    return ""
