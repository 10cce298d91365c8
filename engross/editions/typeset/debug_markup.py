"""Set pages with the boxes drawn over them as one web page, for those who work on engross."""

from __future__ import annotations

from base64 import b64encode

from engross.editions import assets
from engross.editions.typeset import template_environment
from engross.model.book import Sheet
from engross.model.debug_page import BoxKind, DebugPage


def make_debug_sheet(name: str, pages: tuple[DebugPage, ...]) -> Sheet:
    """Return the web page, with pictures and style inside. ``name``: the edition's."""
    values = {
        "name": name,
        "kinds": tuple(BoxKind),
        "pages": [(page, b64encode(page.picture).decode("ascii")) for page in pages],
        "style": assets.read_style_sheet("debug.css"),
    }
    return Sheet("debug.html", "text/html", template_environment().get_template("debug.html").render(values))
