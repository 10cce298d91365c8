"""Run engross in a process of its own with an engine that lacks some of the patches, to see what they do."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path

from engross.editions.engine.make_copies import write_copies
from engross.editions.engine.release import Release
from engross.editions.engine.series import fit_series, load_series
from engross.editions.engine.unified_diff import Patch

# Goes before all that a script imports of engross; the folder of the engine is its first argument.
PREAMBLE = """
import sys
from pathlib import Path
from engross.editions.engine import private_copies
private_copies.find_or_make_copies = lambda folder=Path(sys.argv.pop(1)): folder
"""
NEEDED = ("private-loggers", "hooks", "declarations", "late-imports")  # what engross itself and the others need


def _name(patch: Patch) -> str:
    return patch.name[5:].removesuffix(".patch")


def patch_names() -> tuple[str, ...]:
    """Return the names of the patches of WeasyPrint that can be left out: "lines" of 0008-lines.patch."""
    return tuple(name for name in map(_name, load_series("weasyprint")) if name not in NEEDED)


SPEED_PATCHES = patch_names()[patch_names().index("line-order") + 1 :]  # those after the ones that change editions


def write_without(folder: Path, names: Collection[str]) -> Path:
    """Write an engine into a folder that lacks these patches, wherever the lines of the others have come to stand."""

    def apply(release: Release, files: Mapping[str, bytes]) -> dict[str, bytes]:
        patches = [patch for patch in load_series(release.package) if _name(patch) not in names]
        patched, fits = fit_series(patches, release.package, files)
        assert all(fit.offset is not None for fit in fits), [fit for fit in fits if fit.offset is None]
        return patched

    return write_copies([folder], apply)
