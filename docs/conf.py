"""How Sphinx makes the site of these pages: ``./press docs``."""

from __future__ import annotations

import sys
from pathlib import Path

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE.parent)]

from pages import write_pages  # noqa: E402 # it stands beside this file

from engross import __version__  # noqa: E402

project = "engross"
author = copyright = "engross contributors"
version = release = __version__
extensions = ["myst_parser"]
source_suffix = {".md": "markdown"}
exclude_patterns = ["upstream/*.patch"]
myst_enable_extensions = ["colon_fence"]
myst_heading_anchors = 3
nitpicky = True
html_theme = "furo"
html_title = "engross"
html_static_path = ["_static"]
html_css_files = ["site.css"]
html_show_sphinx = False
html_copy_source = False
suppress_warnings = []

write_pages(HERE, HERE.parent / "tests" / "cases" / "notice")
