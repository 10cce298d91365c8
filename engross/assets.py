"""Where the looks lie: templates and styles stand beside the package in a checkout, inside it in a wheel."""

from __future__ import annotations

from pathlib import Path

PACKAGE = Path(__file__).parent
_LENT: list[Path] = []  # a folder with looks from elsewhere, last one first


def folder(name: str) -> Path:
    """A folder that is handed out with engross: templates, styles, samples."""
    if _LENT and (_LENT[0] / name).is_dir():
        return _LENT[0] / name
    inside = PACKAGE / name
    return inside if inside.is_dir() else PACKAGE.parent / name


def lend(place: Path) -> None:
    """Take the looks from ``place`` in this process from now on: a cluster's workers get those of who asks them."""
    _LENT.insert(0, place)


def templates() -> Path:
    """The folder of the templates."""
    return folder("templates")


def styles() -> Path:
    """The folder of the style sheets."""
    return folder("styles")


def style(name: str) -> str:
    """The text of a style sheet. OSError where there is none of that name."""
    return (styles() / name).read_text("utf-8")
