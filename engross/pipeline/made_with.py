"""Tell what editions were asked for and made with, so that the same bytes can be made of the same source again."""

from __future__ import annotations

import sys
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from engross.editions.pdf.text_libraries import list_text_libraries
from engross.model.request import Request

# The Python libraries that editions depend on, byte by byte, as package indexes name them.
LIBRARIES = (
    "budoux cssselect2 deflate EbookLib fonttools Jinja2 lxml MarkupSafe pikepdf pillow pydyf pypdfium2 Pyphen "
    "pyspellchecker python-barcode pyuca ruamel.yaml segno tinycss2 tinyhtml5 uharfbuzz weasyprint"
).split()


def describe_request(request: Request) -> dict[str, Any]:
    """Return what was asked for, ready for JSON, by the names of the options of ``engross.build``.

    ``rival`` is more than an option: the source that has the document's own name, or "".
    """
    page = request.format
    return {
        "name": request.name,
        "language": request.language,
        "symbol": request.symbol,
        "editions": sorted(request.editions),
        "paper": page.paper,
        "font_size": page.size,
        "marks_hanging": page.hanging,
        "without_index": not page.has_index,
        "kind": page.kind.name,
        "lines": page.lines.every if page.lines else 0,
        "through": page.lines.through if page.lines else False,
        "with_record": request.with_record,
        "profile": request.profile.name,
        "debug": request.has_debug_page,
        "rival": request.rival,
    }


@cache
def describe_program() -> dict[str, Any]:
    """Return Python's version, and that of each library which editions depend on, ready for JSON."""
    libraries = {name: _find_version(name) for name in LIBRARIES}
    python = ".".join(map(str, sys.version_info[:3]))
    return {"python": python, "libraries": libraries | list_text_libraries()}


def _find_version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:  # part of another package, as some distributions have it
        return ""
