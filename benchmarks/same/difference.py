"""Find the differences between two folders of what was made."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pikepdf

AROUND = 60  # bytes shown from the first difference on


def files(folder: Path) -> dict[str, Path]:
    """Return the files of a run by their paths in it; a run's own data (.engross) are no editions."""
    paths = (path for path in folder.rglob("*") if path.is_file())
    return {
        path.relative_to(folder).as_posix(): path
        for path in paths
        if not any(part.startswith(".") for part in path.relative_to(folder).parts)
    }


def differences(base: Path, new: Path) -> Iterator[tuple[str, str]]:
    """Yield each path that differs, and how."""
    before, after = files(base), files(new)
    for name in sorted(before.keys() | after.keys()):
        if name not in after:
            yield name, "is not made any more"
        elif name not in before:
            yield name, "is made now"
        elif (old := before[name].read_bytes()) != (now := after[name].read_bytes()):
            yield name, describe(name, old, now)


def describe(name: str, old: bytes, new: bytes) -> str:
    """Describe the first difference of two files: by member in an archive, by object in a PDF, if that can be told."""
    member = ""
    if name.endswith(".epub"):
        member, old, new = next(_members(old, new), ("", old, new))
    elif name.endswith(".pdf"):
        member, old, new = next(_objects(old, new), ("", old, new))
    at = next(
        (n for n, (one, other) in enumerate(zip(old, new, strict=False)) if one != other), min(len(old), len(new))
    )
    place = f"{member + ' ' if member else ''}byte {at} of {len(old)} and {len(new)}"
    return f"{place}:\n  - {_shown(old, at)}\n  + {_shown(new, at)}"


def _shown(data: bytes, at: int) -> str:
    return data[max(0, at - AROUND // 3) : at + AROUND].decode("utf-8", "replace").replace("\n", "\\n")


def _members(old: bytes, new: bytes) -> Iterator[tuple[str, bytes, bytes]]:
    with zipfile.ZipFile(BytesIO(old)) as before, zipfile.ZipFile(BytesIO(new)) as after:
        for one, other in zip(before.namelist(), after.namelist(), strict=False):
            if one != other:
                yield f"{one} or {other}", one.encode("utf-8"), other.encode("utf-8")
            elif before.read(one) != after.read(other):
                yield one, before.read(one), after.read(other)


def _objects(old: bytes, new: bytes) -> Iterator[tuple[str, bytes, bytes]]:
    with pikepdf.open(BytesIO(old)) as before, pikepdf.open(BytesIO(new)) as after:
        for one, other in zip(before.objects, after.objects, strict=False):
            ours, theirs = _bytes(one), _bytes(other)
            if ours != theirs:
                yield f"object {one.objgen[0]}", ours, theirs


def _bytes(thing: pikepdf.Object) -> bytes:
    body = thing.read_bytes() if isinstance(thing, pikepdf.Stream) else b""
    return repr(thing).encode("utf-8") + body
