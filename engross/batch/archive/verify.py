"""Make the editions of a package again, from the source in it and with the options on record, and compare the bytes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import Any

from engross import __version__
from engross.batch.archive.audit.fixity import FixityFinding, check_fixity
from engross.batch.archive.audit.places import read_place, refuse_unreadable
from engross.batch.archive.collect import REPORT_NAME, clean_name
from engross.batch.archive.packed import FOREIGN_HINT, PackedFiles, open_packed
from engross.batch.corpus.journal import hash_bytes
from engross.editions.fonts import font_packages
from engross.model.failure import SHAPE_ERRORS
from engross.model.notice import Refusal
from engross.model.request import Request
from engross.model.tree import Where
from engross.pipeline.bounded import Bounds, Worker
from engross.pipeline.made_with import describe_program
from engross.pipeline.python_options import make_request

NOT_OPTIONS = ("debug", "rival")  # of a request, and no options of engross.build


@dataclass(frozen=True, slots=True)
class ComparedEdition:
    """An edition of a package, and one that was made again; ``difference``: in words, "" if they are the same."""

    path: str
    difference: str = ""


@dataclass(frozen=True, slots=True)
class VerifiedPackage:
    """What came of a package: what its manifests say against, its editions, what is not as it was when they were made.

    ``changes``: engross, Python, libraries and fonts of another version here than there.
    """

    path: Path
    findings: tuple[FixityFinding, ...]
    editions: tuple[ComparedEdition, ...]
    changes: tuple[str, ...]

    @property
    def is_same(self) -> bool:
        """Whether the package is whole, and every edition was made again, byte for byte."""
        return not self.findings and not any(edition.difference for edition in self.editions)


@dataclass(frozen=True, slots=True)
class _Rebuild:
    """A version that is to be made again; ``records``: the name and the bytes of its voting data, or None."""

    source: bytes
    name: str
    options: dict[str, Any]
    fonts: Path
    records: tuple[str, bytes] | None


def verify_package(path: Path, fonts: Path, bounds: Bounds) -> VerifiedPackage:
    """Make the editions of a package again, and compare them with those in it.

    Raises Refusal if it is no package that engross has made, or cannot be read.
    """
    with refuse_unreadable(path):
        place = read_place(path)
        findings = check_fixity(place).findings
    files = open_packed(place)
    info = files.read_build_info()
    editions: list[ComparedEdition] = []
    changes: dict[str, None] = dict.fromkeys(_list_font_changes(info))
    with Worker(_make_again, bounds) as worker:
        for folder, build in sorted(info["builds"].items()):
            changes |= dict.fromkeys(_list_program_changes(build))
            editions += _compare_build(worker, files, (folder, build), fonts)
    return VerifiedPackage(path, findings, tuple(editions), tuple(changes))


def _compare_build(
    worker: Worker[dict[str, bytes]], files: PackedFiles, named: tuple[str, dict[str, Any]], fonts: Path
) -> Iterator[ComparedEdition]:
    """Yield the editions of a version, compared; a build that is refused makes none of them."""
    folder, build = named
    try:
        due = {path: str(sha256) for path, sha256 in build["editions"].items()}
        rebuild = _prepare_rebuild(files, build, fonts)
        worker.begin(rebuild, Where(folder))
        made = {f"{folder}/{clean_name(name)}": data for name, data in worker.result().items()}
    except SHAPE_ERRORS:
        raise Refusal("its BUILDINFO.json is not what engross writes", FOREIGN_HINT, Where(folder)) from None
    except Refusal as refusal:
        yield ComparedEdition(folder, f"it cannot be made again: {refusal.what}")
        return
    report = f"{folder}/{REPORT_NAME}"
    for path in sorted({*due, *made}):
        yield ComparedEdition(path, _compare_edition(files, path, made.get(path), due.get(path) or path == report))


def _prepare_rebuild(files: PackedFiles, build: dict[str, Any], fonts: Path) -> _Rebuild:
    said = build["source"]
    source = files.read(said["path"])
    if hash_bytes(source) != said["sha256"]:
        raise Refusal("the source is not the one that they were made of", "compare it with another copy of the package")
    voting_data = build.get("voting_data", "")
    records = (PurePosixPath(voting_data).name, files.read(voting_data)) if voting_data else None
    return _Rebuild(source, PurePosixPath(said["name"]).name, build["options"], fonts, records)


def _make_again(rebuild: _Rebuild) -> dict[str, bytes]:
    """Return the files of a build by their names; it writes none. Raises Refusal."""
    from engross.pipeline.build import build

    with TemporaryDirectory(prefix="engross-") as folder:
        return build(_make_request(rebuild, Path(folder))).contents


def _make_request(rebuild: _Rebuild, folder: Path) -> Request:
    options = {name: value for name, value in rebuild.options.items() if name not in NOT_OPTIONS and value}
    options["fonts"] = rebuild.fonts
    if rebuild.records:
        name, data = rebuild.records
        (folder / name).write_bytes(data)
        options["records"] = folder / name
    request = make_request(rebuild.source, None, options)
    is_debug, rival = bool(rebuild.options["debug"]), str(rebuild.options["rival"])
    return replace(request, source=Path(rebuild.name), has_debug_page=is_debug, rival=rival)


def _compare_edition(files: PackedFiles, path: str, made: bytes | None, is_due: object) -> str:
    """Return how an edition in a package differs from the one that was made again; "" if it does not."""
    if made is None:
        return "it is not made here"
    if not is_due:
        return "it is made here, and not in the package"
    try:
        held = files.read(path)
    except Refusal:
        return "it is not in the package"
    if held == made:
        return ""
    differing = (at for at, pair in enumerate(zip(held, made, strict=False)) if pair[0] != pair[1])
    first = next(differing, min(len(held), len(made)))
    return f"byte {first} is the first that differs; {len(held)} bytes in the package, {len(made)} here"


def _list_program_changes(build: dict[str, Any]) -> Iterator[str]:
    """Yield what of the program is of another version here than where a version was made."""
    try:
        there = {"engross": build["engross"], "Python": build["made_with"]["python"], **build["made_with"]["libraries"]}
    except SHAPE_ERRORS:
        raise Refusal("its BUILDINFO.json is not what engross writes", FOREIGN_HINT) from None
    program = describe_program()
    here = {"engross": __version__, "Python": program["python"], **program["libraries"]}
    for name in sorted(there.keys() | here.keys()):
        if there.get(name) != here.get(name):
            yield f"{name} {there.get(name) or 'unknown'} there, {here.get(name) or 'unknown'} here"


def _list_font_changes(info: dict[str, Any]) -> Iterator[str]:
    """Yield the fonts that are others here than where a package was made."""
    there = {str(font.get("file")): font.get("sha256") for font in info["fonts"] if isinstance(font, dict)}
    here = {pin.name: pin.sha256 for package in font_packages() for pin in package.pins}
    for name in sorted(there.keys() | here.keys()):
        if there.get(name) != here.get(name):
            yield f"the font {name} is another"
