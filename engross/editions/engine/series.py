"""Apply the series of patches to the files of a release, whole or not at all."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from engross.editions.engine.private_copies import SERIES_FOLDER
from engross.editions.engine.release import Release
from engross.editions.engine.unified_diff import Patch, fit_diff, parse_patch
from engross.model.notice import Refusal

HINT = "its patches are not those of its version: install engross again; whoever changes them: ./press engine status"


@dataclass(frozen=True, slots=True)
class HunkFit:
    """How a hunk of a patch fits a release: by how many lines it has to be moved; None if it does not fit."""

    patch: str
    path: str
    number: int
    line: int
    offset: int | None


def load_series(package: str) -> tuple[Patch, ...]:
    """Return the patches of a package in their order."""
    paths = sorted((SERIES_FOLDER / package).glob("*.patch"))
    return tuple(parse_patch(path.name, path.read_text("utf-8")) for path in paths)


def fit_series(
    patches: Iterable[Patch], folder: str, files: Mapping[str, bytes]
) -> tuple[dict[str, bytes], tuple[HunkFit, ...]]:
    """Apply those hunks that fit to the files in a folder: "weasyprint", "tests" of a source distribution; "" for all.

    Return all files, and how each hunk for that folder fits.
    """
    patched, fits = dict(files), list[HunkFit]()
    for patch in patches:
        for diff in patch.diffs:
            if not diff.path.startswith(folder):
                continue
            text, offsets = fit_diff(diff, patched.get(diff.path, b"").decode())
            patched[diff.path] = text.encode()
            for number, (hunk, offset) in enumerate(zip(diff.hunks, offsets, strict=True), 1):
                fits.append(HunkFit(patch.name, diff.path, number, hunk.line, offset))
    return patched, tuple(fits)


def apply_series(release: Release, files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the files of a release with its series applied.

    Raises Refusal, which names the patch and the hunk, if one does not fit at its very place.
    """
    try:
        patched, fits = fit_series(load_series(release.package), release.package, files)
    except ValueError as error:
        raise Refusal(f"a patch for {release.distribution} cannot be read: {error}", HINT) from error
    for fit in fits:
        if fit.offset != 0:
            place = f"hunk {fit.number} for {fit.path}, line {fit.line}"
            name = f"{release.distribution} {release.version}"
            raise Refusal(f"the patch {fit.patch} does not fit {name}: {place}", HINT)
    return patched
