"""The ends of lines: a space there counts for nothing, wherever the text around it is broken or linked."""

from __future__ import annotations

import pytest
from weasyprint import HTML
from weasyprint.formatting_structure.boxes import LineBox, TextBox

from engross.pdf.boxes import all_boxes
from engross.pdf.mend import mend
from engross.pdf.press import press
from tests.test_pdf import shop

WORDS = "Recalling one two three four five six seven <a>eight nine</a> ten eleven twelve thirteen fourteen fifteen"


@pytest.mark.parametrize("width", range(310, 340))
def test_no_word_stands_alone_before_a_link(width: int) -> None:
    """Whatever the measure, in px: a text that fits but for the space it ends in keeps on its line."""
    assert mend() == ""
    ready = press(shop("en"))
    page = f"<style>p {{ font: 16px Noto Serif; width: {width}px }}</style><p>{WORDS}"
    document = HTML(string=page).render(font_config=ready.fonts, stylesheets=[ready.faces])
    lines = [box for box in all_boxes(document.pages[0]._page_box) if isinstance(box, LineBox)]
    texts = ["".join(box.text for box in all_boxes(line) if isinstance(box, TextBox)) for line in lines]
    assert " ".join(text.strip() for text in texts).split() == WORDS.replace("<a>", "").replace("</a>", "").split()
    assert all(" " in text.strip() for text in texts[:-1]), texts
