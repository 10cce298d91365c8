"""The pinned fonts: verify the font files in a folder and return the faces that the editions are set with.

Which they are is data, ``fonts.toml``. ``engross.editions.fonts.fetch`` downloads them; whoever uses one gets it from
``verified_faces``.
"""

from __future__ import annotations

import hashlib
import os
import tomllib
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from engross.grammars.persistent_cache import PersistentCache
from engross.model.book import Face
from engross.model.notice import Refusal
from engross.model.tree import Where

VERIFIED_STAMPS = PersistentCache("fonts")  # the stamps of font files that had the pinned SHA-256
FETCH_HINT = "fetch the fonts again: ./press fonts (engross fonts)"


@dataclass(frozen=True, slots=True)
class PinnedFont:
    """A pinned font file: what style sheets call it, its path in the package, its size and its SHA-256 in hex."""

    family: str
    weight: int
    style: str
    path: str
    bytes: int
    sha256: str

    @property
    def name(self) -> str:
        """Its file name in the folder of the fonts."""
        return Path(self.path).name


@dataclass(frozen=True, slots=True)
class FontPackage:
    """An npm package of font files, and its licence: the file in the package, and its name in the folder of the fonts.

    ``design``: "serif" or "sans", of the texts that are set with it; "" for both. ``languages``: of those texts.
    ``ranges``: the code points that other languages use it for.
    """

    name: str
    version: str
    licence: str
    licence_as: str
    languages: tuple[str, ...]
    ranges: tuple[range, ...]
    pins: tuple[PinnedFont, ...]
    design: str = ""

    def is_needed_for(self, language: str, characters: Sequence[int]) -> bool:
        """Return whether a text of a language with these characters, in ascending order, needs the package."""
        spans = ((bisect_left(characters, span.start), bisect_left(characters, span.stop)) for span in self.ranges)
        return language in self.languages or any(first < end for first, end in spans)


@cache
def font_packages() -> tuple[FontPackage, ...]:
    """Return the packages of ``fonts.toml``, in its order."""
    table = tomllib.loads((files("engross.editions.fonts") / "fonts.toml").read_text("utf-8"))
    return tuple(map(_make_package, table["package"]))


def _make_package(row: dict[str, Any]) -> FontPackage:
    return FontPackage(
        name=row["name"],
        version=row["version"],
        licence=row["licence"],
        licence_as=row["licence_as"],
        design=row.get("design", ""),
        languages=tuple(row["languages"]),
        ranges=parse_ranges(row["ranges"]),
        pins=tuple(PinnedFont(**face) for face in row["face"]),
    )


def parse_ranges(written: str) -> tuple[range, ...]:
    """Return the ranges of code points that are written as "2E80-2FFF 3000-4DBF"."""
    pairs = (pair.split("-") for pair in written.split())
    return tuple(range(int(first, 16), int(last, 16) + 1) for first, last in pairs)


def verified_faces(folder: Path, language: str = "", text: str = "", design: str = "serif") -> tuple[Face, ...]:
    """Return the faces in ``folder`` that a text of a language needs, in the order of ``fonts.toml``; all without a
    language. ``design``: of the faces that the text is set in.

    Raises Refusal if a file is missing or is not the pinned one. Its SHA-256 is computed once and for all: a file with
    the same size, times and place on the disk as a verified one is taken for the same.
    """
    characters = sorted(map(ord, set(text)))
    designed = (package for package in font_packages() if not language or package.design in ("", design))
    needed = (package for package in designed if not language or package.is_needed_for(language, characters))
    pins = tuple(pin for package in needed for pin in package.pins)
    for pin in pins:
        _verify_font(folder / pin.name, pin)
    VERIFIED_STAMPS.write()
    return tuple(Face(pin.family, pin.weight, pin.style, (folder / pin.name).absolute()) for pin in pins)


def licence_paths(folder: Path, faces: tuple[Face, ...]) -> tuple[Path, ...]:
    """Return the licence texts in ``folder`` of ``faces``, each once, in the order of ``fonts.toml``."""
    names = {face.path.name for face in faces}
    packages = (package for package in font_packages() if any(pin.name in names for pin in package.pins))
    return tuple(dict.fromkeys(folder / package.licence_as for package in packages))


def has_sha256(path: Path, sha256: str) -> bool:
    """Return whether the file at ``path`` has this SHA-256, in hex. Raises OSError if it cannot be read."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest() == sha256


def _verify_font(path: Path, pin: PinnedFont) -> None:
    """Raise Refusal if the file at ``path`` is missing, cannot be read or is not the pinned one."""
    try:
        status = path.stat()
        if status.st_size != pin.bytes:
            raise Refusal(f"the font file has {status.st_size} bytes, not {pin.bytes}", FETCH_HINT, Where(str(path)))
        stamp = _file_stamp(path, status, pin)
        if not VERIFIED_STAMPS.get(stamp):
            if not has_sha256(path, pin.sha256):
                raise Refusal(
                    "the font file is damaged: it does not have the pinned SHA-256", FETCH_HINT, Where(str(path))
                )
            VERIFIED_STAMPS.put(stamp, pin.sha256)
    except FileNotFoundError:
        message = f"the font {pin.family} {pin.weight} {pin.style} is missing"
        raise Refusal(message, "fetch the fonts: ./press fonts (engross fonts)", Where(str(path))) from None
    except OSError as error:
        message = f"the font file cannot be read: {error.strerror}"
        raise Refusal(message, "correct its permissions, or fetch the fonts: ./press fonts", Where(str(path))) from None


def _file_stamp(path: Path, status: os.stat_result, pin: PinnedFont) -> str:
    """Return a stamp that changes with every change of a file: nobody can set its time of status change (ctime)."""
    times = status.st_mtime_ns, status.st_ctime_ns
    return "\0".join(map(str, (path.absolute(), status.st_dev, status.st_ino, status.st_size, *times, pin.sha256)))
