"""Pages with their boxes drawn over them, for those who work on engross: what stands where, in mm."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import html

from engross.pipeline.build import BuildResult, Request, build
from tests.cases import expect, folders, source_of
from tests.test_build import FONTS, ROOT

PDF = frozenset({"pdf"})
LONG_TABLE = ROOT / "tests" / "cases" / "pages" / "sections-and-table"


def build_debug_page(source: Path, folder: Path) -> BuildResult:
    """Build the PDF of a source with its debug page."""
    return build(Request(source, folder, FONTS, PDF, has_debug_page=True))


def describe_pages(result: BuildResult) -> str:
    """Return a line for each box of a debug page: what it is, its left and top, its width and height in mm."""
    path = next(path for path in result.files if path.name.endswith(".debug.html"))
    lines: list[str] = []
    for number, page in enumerate(html.parse(str(path)).iterfind(".//svg"), 1):
        lines.append(f"page {number}: {page.get('viewbox')}")
        for box in page.iterfind("rect"):
            left, top, width, height = (float(str(box.get(name))) for name in ("x", "y", "width", "height"))
            lines.append(f"  {left:6.1f} {top:6.1f} {width:6.1f} × {height:5.1f}  {box.findtext('title')}")
    return "\n".join(lines) + "\n"


@pytest.mark.slow
@pytest.mark.parametrize("folder", folders("debug"), ids=lambda folder: folder.name)
def test_boxes_of_pages(folder: Path, tmp_path: Path, accept: bool) -> None:
    expect(folder / "out.txt", describe_pages(build_debug_page(source_of(folder), tmp_path)), accept)


def test_repeated_head_of_a_table_is_an_artifact(tmp_path: Path) -> None:
    first, second = describe_pages(build_debug_page(source_of(LONG_TABLE), tmp_path)).split("page 2")
    assert "artifact: repeated head" not in first
    assert second.count("artifact: repeated head") == 2


def test_pdf_is_the_same_beside_a_debug_page_which_the_next_build_without_removes(tmp_path: Path) -> None:
    source = source_of(folders("debug")[0])
    debugged = build_debug_page(source, tmp_path)
    data = (debugged.folder / f"{debugged.name}.pdf").read_bytes()
    plain = build(Request(source, tmp_path, FONTS, PDF))
    assert (plain.folder / f"{plain.name}.pdf").read_bytes() == data
    assert sorted(path.name for path in plain.folder.iterdir()) == [f"{plain.name}.pdf", "report.json"]
