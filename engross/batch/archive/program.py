"""Engross itself as a file: what a package holds, so that its editions can be made again, and the hash that names it.

An installed engross is packed as the wheel that it was; a checkout as a source distribution.
"""

from __future__ import annotations

import gzip
import io
import tarfile
import zipfile
from collections.abc import Iterable, Iterator
from importlib.metadata import PackageNotFoundError, files
from pathlib import Path

from engross import __version__
from engross.editions import assets
from engross.model.book import FinishedFile
from engross.model.notice import Refusal
from engross.pipeline.folders import checkout_folder

LOCK_NAME, LICENCE_NAME = "requirements.lock", "LICENSE"
DISTRIBUTED = ("LICENSE", "README.md", "pyproject.toml", LOCK_NAME, "engross", "templates", "styles", "samples")
WRITTEN_BY_INSTALLER = frozenset({"INSTALLER", "REQUESTED", "RECORD.jws", "direct_url.json"})
LEFT_OUT_SUFFIXES = frozenset({".pyc", ".so", ".pyo"})
INSTALL_HINT = "install it by pip, or work in a checkout"
EARLIEST = (1980, 1, 1, 0, 0, 0)  # the first time that a zip archive can tell


def pack_program() -> FinishedFile:
    """Return engross as a file that pip installs: the same bytes each time. Raises Refusal if it is not all there."""
    root = checkout_folder()
    return _pack_checkout(root) if root else _pack_installed()


def read_lock() -> bytes:
    """Return the lock of the libraries, versions with the hashes of wheels. Raises Refusal if it is not there."""
    folders = (assets.PACKAGE_FOLDER, assets.PACKAGE_FOLDER.parent)
    return _read_first(LOCK_NAME, (folder / LOCK_NAME for folder in folders))


def read_licence() -> bytes:
    """Return the licence of engross. Raises Refusal if it is not there."""
    root = checkout_folder()
    installed = () if root else _list_installed()
    beside = (root / LICENCE_NAME,) if root else ()
    packed = (path for name, path in installed if name.endswith(f"licenses/{LICENCE_NAME}"))
    return _read_first(LICENCE_NAME, (*beside, *packed))


def _read_first(name: str, paths: Iterable[Path]) -> bytes:
    for path in paths:
        if path.is_file():
            return path.read_bytes()
    raise Refusal(f"engross is not all there: it came without its {name}", INSTALL_HINT)


def _pack_checkout(root: Path) -> FinishedFile:
    """Return the source distribution of a checkout: what a wheel is made of, and no tests."""
    stem = f"engross-{__version__}"
    raw = io.BytesIO()
    with tarfile.open(fileobj=raw, mode="w", format=tarfile.PAX_FORMAT) as archive:
        for path in sorted(_iter_sources(root)):
            data = path.read_bytes()
            member = tarfile.TarInfo(f"{stem}/{path.relative_to(root).as_posix()}")
            member.size, member.mode = len(data), 0o644
            archive.addfile(member, io.BytesIO(data))
    return FinishedFile(f"{stem}.tar.gz", gzip.compress(raw.getvalue(), mtime=0))


def _iter_sources(root: Path) -> Iterator[Path]:
    for name in DISTRIBUTED:
        top = root / name
        for path in top.rglob("*") if top.is_dir() else (top,):
            parts = path.relative_to(root).parts
            hidden = any(part.startswith(".") or part == "__pycache__" for part in parts)
            if path.is_file() and not hidden and path.suffix not in LEFT_OUT_SUFFIXES:
                yield path


def _pack_installed() -> FinishedFile:
    """Return the wheel that engross was installed from: its files by its own record."""
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, path in _list_installed():
            archive.writestr(zipfile.ZipInfo(name, EARLIEST), path.read_bytes(), zipfile.ZIP_DEFLATED)
    return FinishedFile(f"engross-{__version__}-py3-none-any.whl", raw.getvalue())


def _list_installed() -> list[tuple[str, Path]]:
    """Return the name and the path of each file that the wheel had. Raises Refusal if there is no record of it."""
    try:
        recorded = files("engross") or ()
    except PackageNotFoundError:
        recorded = ()
    wanted = [
        (str(file), Path(str(file.locate())))
        for file in recorded
        if file.suffix not in LEFT_OUT_SUFFIXES and file.name not in WRITTEN_BY_INSTALLER and ".." not in file.parts
    ]
    if not wanted or not all(path.is_file() for _, path in wanted):
        raise Refusal("engross is not installed from a wheel", INSTALL_HINT)
    return sorted(wanted)
