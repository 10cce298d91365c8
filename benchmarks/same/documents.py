"""The documents to make: cases and samples of the project, and a choice of the real ones beside it."""

from __future__ import annotations

import hashlib
import shutil
import zipfile
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import zip_longest
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
SHARED = ROOT.parent / "shared"
SUFFIXES = {".docx", ".md", ".pdf", ".txt", ".xml", ".yaml"}
NO_DOCUMENTS = {"citation"}  # folders of cases whose sources are single sentences


def chance(path: Path) -> int:
    """Return a number that a document's name decides, the same on every machine."""
    return int.from_bytes(hashlib.sha256(path.name.encode("utf-8")).digest()[:8])


def choose_real(number: int) -> list[Path]:
    """Choose ``number`` real documents: each folder gives one in turn, so that all languages and organs take part."""
    folders: dict[tuple[Path, str], list[Path]] = defaultdict(list)
    for path in (*(SHARED / "corpus").rglob("*"), *(SHARED / "cases").glob("*")):
        if path.suffix in SUFFIXES and path.name != "README.md":
            folders[path.parent, path.suffix].append(path)
    columns = [sorted(folders[key], key=chance) for key in sorted(folders)]
    turns = (path for row in zip_longest(*columns) for path in row if path)
    return [path for path, _ in zip(turns, range(number), strict=False)]


def copy_cases(to: Path) -> list[Path]:
    """Copy the sources of all cases and samples into ``to``, named by their folders; Word documents are packed."""
    shutil.rmtree(to, ignore_errors=True)
    to.mkdir(parents=True)
    return [_copy(source, to / name) for source, name in _cases()]


def _cases() -> Iterator[tuple[Path, str]]:
    cases = ROOT / "tests" / "cases"
    for source in sorted((ROOT / "samples").iterdir()):
        if source.suffix in SUFFIXES:
            yield source, source.name
    for source in sorted(cases.rglob("in.*")):
        if source.suffix in SUFFIXES and source.relative_to(cases).parts[0] not in NO_DOCUMENTS:
            yield source, "-".join(source.parent.relative_to(cases).parts) + source.name.removeprefix("in")


def _copy(source: Path, to: Path) -> Path:
    if source.is_dir():
        with zipfile.ZipFile(to, "w") as archive:
            for part in sorted(path for path in source.rglob("*") if path.is_file()):
                archive.writestr(zipfile.ZipInfo(part.relative_to(source).as_posix()), part.read_bytes())
    else:
        shutil.copyfile(source, to)
    return to


def digest(paths: Iterable[Path]) -> str:
    """Return one hash of the paths and bytes of all documents."""
    total = hashlib.sha256()
    for path in paths:
        total.update(str(path).encode("utf-8") + hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()
