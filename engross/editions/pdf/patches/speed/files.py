"""Patches that link font files instead of copying them.

WeasyPrint's font configuration reads each font whole, 15 MB of a Chinese face, and writes it into a folder of its own
at each start of a process. With the patch a font file that is no WOFF is linked there instead; its memory pages are
shared by all processes of a run.
"""

from __future__ import annotations

import sys
from pathlib import Path

from weasyprint.text import fonts
from weasyprint.urls import URLFetcherResponse

from engross.editions.pdf.patches.patch import Patch

PATCH_NAMES = (("font_files", sys.modules[__name__]),)
PATCHED_CLASS = "FontConfiguration"

LINK_FONT = Patch(
    fonts,
    PATCHED_CLASS,
    "add_font_face",
    "                font = response.read()\n",
    "                font = b'' if font_files.try_link_font(response, font_path) else response.read()\n",
    PATCH_NAMES,
)
WRITE_IF_READ = Patch(
    fonts,
    PATCHED_CLASS,
    "add_font_face",
    "        font_path.write_bytes(font)\n",
    "        if font:\n            font_path.write_bytes(font)\n",
)
PATCHES = (LINK_FONT, WRITE_IF_READ)


def try_link_font(response: URLFetcherResponse, path: Path) -> bool:
    """Link ``path`` to the file that was fetched. Return False if it is no file, packed (WOFF) or cannot be linked."""
    if not response.path:
        return False
    with Path(response.path).open("rb") as file:
        if file.read(3) == b"wOF":
            return False
    try:
        path.symlink_to(response.path)
    except OSError:  # Windows demands a privilege for links
        return False
    return True
