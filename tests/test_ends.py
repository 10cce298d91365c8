"""Line ends: a text is broken at the same places with links in it and without."""

from __future__ import annotations

import re

import pytest
from engross_weasyprint import HTML
from engross_weasyprint.formatting_structure.boxes import LineBox, TextBox

from engross.editions.pdf.boxes import all_boxes
from engross.editions.pdf.render_context import make_render_context
from tests.test_pdf import shop

SPACE = "Recalling one two three four five six seven <a>eight nine</a> ten eleven twelve thirteen fourteen"
GLUED = "Recalling <a>one</a> two three four five six seven\u00a0<a>eight</a> nine ten eleven twelve thirteen fourteen"


def lines(words: str, width: int) -> list[str]:
    """Return the texts of the lines at a measure in px."""
    ready = make_render_context(shop("en"))
    page = f"<style>p {{ font: 16px Noto Serif; width: {width}px }}</style><p>{words}"
    document = HTML(string=page).render(font_config=ready.fonts, stylesheets=[ready.faces])
    line_boxes = [box for box in all_boxes(document.pages[0]._page_box) if isinstance(box, LineBox)]
    return ["".join(box.text for box in all_boxes(line) if isinstance(box, TextBox)).strip() for line in line_boxes]


@pytest.mark.slow
@pytest.mark.parametrize("words", [SPACE, GLUED], ids=["space", "no-break space"])
def test_lines_end_where_they_would_without_links(words: str) -> None:
    """A space before a link takes no width at a line's end, and a no-break space keeps its words together."""
    for width in range(150, 450):
        assert lines(words, width) == lines(re.sub("<.*?>", "", words), width), width
