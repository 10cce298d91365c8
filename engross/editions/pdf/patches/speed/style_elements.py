"""Keep the parsed sheets of <style> elements between documents: covers and running heads of many have the same.

A sheet that is the same object has its selectors looked through once (``selector_cache``), and elements that match the
same rules have the same styles (``style_cache``, ``page_style_cache``). One that was parsed anew shared nothing, and
what was kept of it was of no use to any other document.
"""

from __future__ import annotations

import re
from typing import Any

from engross_weasyprint import CSS

MAX_SHEETS = 60  # parsed, 20 to 100 kB each
# Rules that load something or change the document: fonts, counter styles, layers. Pages have none of them.
OTHER_RULES = re.compile(r"@(?!page|top-|bottom-|left-|right-)")


def find_sheet(**arguments: Any) -> CSS:
    """Return the parsed sheet of a <style> element, kept with the fonts; the arguments are those of CSS."""
    if OTHER_RULES.search(arguments["string"]):
        return CSS(**arguments)
    sheets: dict[object, CSS] = arguments["font_config"].__dict__.setdefault("style_elements", {})
    key = arguments["string"], arguments["base_url"], arguments["media_type"]
    if key not in sheets:
        if len(sheets) >= MAX_SHEETS:
            sheets.clear()
        sheets[key] = CSS(**arguments | {"page_rules": None, "layers": None})  # lists of its own, not of the document
    return sheets[key]
