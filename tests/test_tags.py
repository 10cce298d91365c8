"""The tags of the print edition: each folder under cases/tags holds a source and the structure a screen reader gets."""

from __future__ import annotations

from pathlib import Path

import pytest
from weasyprint import HTML

from engross.build import Request, build
from engross.check import validate
from engross.pdf import PRODUCER, Papers
from engross.pdf.press import press
from engross.pdf.tags import VARIANT, tagged
from engross.typeset import page as typeset
from tests.cases import expect, folders
from tests.tagtree import shown, tree
from tests.test_build import FONTS
from tests.test_pdf import book, shop


def printed(source: Path, tmp: Path) -> Path:
    """The PDF of a case: of a source by the whole press, of bare HTML by its last step alone."""
    if source.suffix != ".html":
        outcome = build(Request(source, tmp, FONTS, frozenset({"pdf"})))
        return next(path for path in outcome.files if path.suffix == ".pdf")
    ready = press(shop("en"))
    sheets = [ready.sheets[0], *ready.sheets[1:4]]
    html = HTML(string=source.read_text("utf-8"))
    document = html.render(font_config=ready.fonts, stylesheets=sheets, pdf_variant=VARIANT)
    path = tmp / "case.pdf"
    path.write_bytes(tagged(document, Papers(typeset.page_body(book(())), typeset.packet(book(()), PRODUCER))))
    return path


@pytest.mark.parametrize("folder", folders("tags"), ids=lambda f: f.name)
def test_structure(folder: Path, tmp_path: Path, accept: bool) -> None:
    path = printed(next(folder.glob("in.*")), tmp_path)
    expect(folder / "out.txt", shown(tree(path.read_bytes())) + "\n", accept)
    assert [str(finding) for finding in validate(path)] == []
