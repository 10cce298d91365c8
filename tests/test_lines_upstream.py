"""Chinese lines and upstream: WeasyPrint alone leaves them ragged; the engine as a patch, tested with and without."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.test_build import FONTS, ROOT
from tests.upstream import PATCHES, alphabetic_patch, apply, balanced_patch, chinese_patch, copied, passes

ALONE = """
from weasyprint import HTML
from weasyprint.formatting_structure.boxes import LineBox, TextBox
from tests.generators.pages import shop
from engross.editions.pdf.boxes import all_boxes, body_boxes
from engross.editions.pdf.render_context import make_render_context
ready = make_render_context(shop("zh"))
sheet = "@page { size: 300px; margin: 0 } p { font: 20px 'Engross Serif SC'; text-align: justify; margin: 0 }"
html = HTML(string=f"<html lang=zh><style>{sheet}</style><p>{'各国应当为图书馆提供经费，' * 9}")
document = html.render(font_config=ready.fonts, stylesheets=[ready.faces])
lines = [box for box in body_boxes(document.pages[0]) if isinstance(box, LineBox)]
ends = [max(b.position_x + b.width for b in all_boxes(line) if isinstance(b, TextBox)) for line in lines[:-1]]
print(any(end < 299 for end in ends))
"""


@pytest.mark.process
def test_weasyprint_alone_still_leaves_chinese_ragged() -> None:
    """Fails when upstream justifies between Han characters: then see what of this engine can go."""
    command = (sys.executable, "-c", ALONE)
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.strip() == "True"


# Each patch of lines, how it is made, and the patch that has to be there before it.
MADE = {"chinese": (chinese_patch, ""), "alphabetic": (alphabetic_patch, "chinese"), "balanced": (balanced_patch, "")}


@pytest.mark.process
@pytest.mark.needs("patch")
@pytest.mark.parametrize("name", MADE)
def test_patches_for_upstream_do_what_weasyprint_still_does_not(name: str, tmp_path: Path) -> None:
    """Fails when upstream sets such lines: then both patches can go, ours and the one for upstream."""
    plain, patched = (copied(tmp_path / folder) for folder in ("plain", "patched"))
    if before := MADE[name][1]:
        for folder in (plain, patched):
            apply(PATCHES / f"weasyprint-lines-{before}.patch", folder)
    apply(PATCHES / f"weasyprint-lines-{name}.patch", patched)
    test = next((patched / "tests").rglob(f"test_{name}_lines.py"))
    assert not passes(test, plain, FONTS)
    assert passes(test, patched, FONTS)


@pytest.mark.parametrize("name", MADE)
def test_patches_for_upstream_are_made_of_the_engines(name: str, accept: bool) -> None:
    path = PATCHES / f"weasyprint-lines-{name}.patch"
    heading, _, diff = path.read_text("utf-8").partition("\n--- ")
    written = MADE[name][0]("".join(line[1:] for line in diff.split("@@\n")[-1].splitlines(keepends=True)))
    if accept:
        path.write_text(f"{heading}\n{written}", "utf-8")
    else:
        assert f"--- {diff}" == written
