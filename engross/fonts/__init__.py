"""The pinned fonts: a folder of font files to the faces that the editions are set with.

Which they are is data, ``fonts.toml``. ``engross.fonts.fetch`` brings them; a build only looks whether they are there.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path

from engross.book import Face
from engross.model import Where
from engross.notice import Refusal


@dataclass(frozen=True, slots=True)
class Pin:
    """A font file as it must be: what style sheets call it, its path in the package, its size and SHA-256 in hex."""

    family: str
    weight: int
    style: str
    path: str
    bytes: int
    sha256: str

    @property
    def name(self) -> str:
        """Its file name on the shelf."""
        return Path(self.path).name


@dataclass(frozen=True, slots=True)
class Package:
    """An npm package that font files come from, and its licence: the file there and the name it gets on the shelf."""

    name: str
    version: str
    licence: str
    licence_as: str
    pins: tuple[Pin, ...]


@cache
def packages() -> tuple[Package, ...]:
    """The packages of ``fonts.toml``, in its order."""
    table = tomllib.loads((files("engross.fonts") / "fonts.toml").read_text("utf-8"))
    return tuple(
        Package(one["name"], one["version"], one["licence"], one["licence_as"], tuple(Pin(**p) for p in one["face"]))
        for one in table["package"]
    )


def shelf(folder: Path) -> tuple[Face, ...]:
    """The faces in ``folder``, in the order of ``fonts.toml``.

    Presence and size are looked at here; the SHA-256 was when they were fetched, for it takes too long at each start.
    Raises Refusal where a file is missing or has another size.
    """
    pins = tuple(pin for package in packages() for pin in package.pins)
    for pin in pins:
        _stands(folder / pin.name, pin)
    return tuple(Face(pin.family, pin.weight, pin.style, (folder / pin.name).absolute()) for pin in pins)


def _stands(path: Path, pin: Pin) -> None:
    try:
        size = path.stat().st_size
    except OSError:
        what = f"the font {pin.family} {pin.weight} {pin.style} is missing"
        raise Refusal(what, "fetch the fonts: ./press fonts (engross fonts)", Where(str(path))) from None
    if size != pin.bytes:
        what = f"the font file has {size} bytes, not {pin.bytes}"
        raise Refusal(what, "fetch the fonts again: ./press fonts (engross fonts)", Where(str(path)))
