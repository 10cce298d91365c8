"""Fonts opened where they lie.

A font configuration read each font whole, 15 MB of a Chinese face, and wrote it into a folder of its own, at each
start of a process. A font in a file that is no WOFF is linked there instead; its pages are then in memory once,
however many processes a run has.
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
    """Whether what was fetched is a file that could be linked to ``path``: one of a font as it is, not packed."""
    if not response.path:
        return False
    with Path(response.path).open("rb") as file:
        if file.read(3) == b"wOF":
            return False
    try:
        path.symlink_to(response.path)
    except OSError:  # Windows asks for a right that not everyone has
        return False
    return True
