"""Make private copies of the pinned releases, with their series applied, compiled once.

They are written under a temporary name, which is then changed: another process sees all of them or nothing, and if two
processes make them at once, both end with the same.
"""

from __future__ import annotations

import ast
import atexit
import compileall
import io
import os
import re
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from py_compile import PycInvalidationMode
from tempfile import mkdtemp
from time import time

import cffi
from cffi.recompiler import make_py_source

from engross.editions.engine.private_copies import PACKAGES, PREFIX
from engross.editions.engine.release import Release, load_releases, read_files
from engross.editions.engine.series import apply_series

OLDEST_SECONDS = 30 * 24 * 3600  # when other copies are made, those that were made so long ago are removed
# The declarations of C functions, and the module of our copy that has them as cffi writes them once parsed.
DECLARATIONS, PARSED = "weasyprint/text/ffi.py", "weasyprint/text/declarations.py"

Apply = Callable[[Release, Mapping[str, bytes]], dict[str, bytes]]


def write_copies(candidates: Iterable[Path], apply: Apply = apply_series) -> Path:
    """Make the copies in the first of the folders that can be written to, else in a temporary one. Return the folder.

    ``apply`` returns the files of a release, patched. Raises Refusal if an installed release is not the pinned one, or
    its series does not apply whole.
    """
    files = dict(_make_files(apply))
    for folder in candidates:
        with suppress(OSError):
            return _write_folder(folder, files)
    temporary = Path(mkdtemp(prefix="engross-engine-"))
    atexit.register(shutil.rmtree, temporary, ignore_errors=True)
    return _write_folder(temporary / "engine", files)


def _make_files(apply: Apply) -> Iterator[tuple[str, bytes]]:
    """Yield the paths and contents of the copies' files."""
    for release in load_releases():
        files = apply(release, read_files(release))
        if DECLARATIONS in files:
            files[PARSED] = _parse_declarations(files[DECLARATIONS].decode())
        for path, data in files.items():
            yield f"{PREFIX}{path}", rename_imports(data.decode()).encode() if path.endswith(".py") else data


def rename_imports(source: str) -> str:
    """Return a source that imports the private copies instead of the packages that they are copies of."""
    names = "|".join(PACKAGES)
    source = re.sub(rf"(?m)^([ \t]*)import ({names})$", rf"\1import {PREFIX}\2 as \2", source)
    return re.sub(rf"(?m)^([ \t]*)from ({names})\b", rf"\1from {PREFIX}\2", source)


def _parse_declarations(source: str) -> bytes:
    """Return the module in which cffi keeps parsed declarations (out-of-line, ABI mode).

    As released, WeasyPrint has 450 lines of C parsed at each start, half the time that it takes. ``source``: that of
    DECLARATIONS; it has them in its only constant.
    """
    values = [node.value for node in ast.parse(source).body if isinstance(node, ast.Assign)]
    builder, out = cffi.FFI(), io.StringIO()
    builder.cdef(next(ast.literal_eval(value) for value in values if isinstance(value, ast.Constant)))
    make_py_source(builder, f"{PREFIX}weasyprint.text.declarations", out)
    return out.getvalue().encode()


def _write_folder(folder: Path, files: Mapping[str, bytes]) -> Path:
    """Write the files into a folder, compiled, all or none; return the folder. Raises OSError if that cannot be."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    _remove_old(folder.parent)
    part = Path(mkdtemp(prefix=f".{folder.name}.", dir=folder.parent))
    try:
        for path, data in files.items():
            _write_file(part / path, data)
        if not sys.pycache_prefix:
            mode = PycInvalidationMode.TIMESTAMP
            compileall.compile_dir(part, quiet=2, stripdir=part, prependdir=folder, invalidation_mode=mode)
        part.chmod(0o755)  # for all, like the environment
        try:
            part.rename(folder)
        except OSError:
            if not folder.is_dir():  # no other process has made it meanwhile
                raise
    finally:
        shutil.rmtree(part, ignore_errors=True)
    return folder


def _write_file(path: Path, data: bytes) -> None:
    """Write a file to the disk: its folder is renamed next, and must not outlive a power cut without it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _remove_old(base: Path) -> None:
    """Remove old copies, those too whose making was interrupted."""
    for folder in base.iterdir():
        with suppress(FileNotFoundError):  # another process does the same
            if folder.stat().st_mtime < time() - OLDEST_SECONDS:
                shutil.rmtree(folder, ignore_errors=True)
