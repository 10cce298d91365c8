"""The patches for upstream of the ends of lines and of speed: each does what WeasyPrint alone still does not."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from engross.editions.pdf import patches
from tests.test_build import FONTS
from tests.upstream import PATCHES, apply, copied, passes

KINDS = ("area", "boxes", "ends", "flex", "fonts", "glyphs", "room", "svg", "text")
MENDS = sorted(path for kind in KINDS for path in PATCHES.glob(f"weasyprint-{kind}-*.patch"))


@pytest.mark.process
@pytest.mark.needs("patch")
@pytest.mark.parametrize("path", MENDS, ids=lambda path: path.stem)
def test_patches_for_upstream_mend_what_weasyprint_still_lacks(path: Path, tmp_path: Path) -> None:
    """Fails when upstream mends it: then the patch here and the one in pdf/patches can go."""
    plain, patched = (copied(tmp_path / name) for name in ("plain", "patched"))
    apply(path, patched)
    test = next((patched / "tests").rglob("test_*.py"))
    assert not passes(test, plain, FONTS)
    assert passes(test, patched, FONTS)


def test_every_patch_for_weasyprint_is_of_a_kind_that_is_tested() -> None:
    """Here, or in the module of its kind: test_lines_upstream, test_notes, test_rtl, test_tags_upstream."""
    kinds = {path.stem.split("-")[1] for path in PATCHES.glob("weasyprint-*.patch")}
    assert kinds == {*KINDS, "lines", "notes", "rtl", "tags"}


def test_every_module_of_patches_is_told_of() -> None:
    """Fails when a patch is added that docs/upstream does not know."""
    readme = (PATCHES / "README.md").read_text("utf-8")
    folder = Path(str(patches.__file__)).parent
    packages = ("alphabetic_lines", "chinese_lines", "line_order")  # told of as a whole
    modules = [
        path.stem for path in folder.rglob("*.py") if path.stem != "__init__" and path.parent.name not in packages
    ]
    names = {*modules, *packages} - {"patch"}
    assert not {name for name in names if not re.search(rf"\b{name}\b", readme)}
