"""Where the looks lie: templates and styles stand beside the package in a checkout, inside it in a wheel."""

from __future__ import annotations

from pathlib import Path

PACKAGE_FOLDER = Path(__file__).parent.parent
_BORROWED_FOLDERS: list[Path] = []  # a folder with looks from elsewhere, last one first


def find_asset_folder(name: str) -> Path:
    """A folder that is handed out with engross: templates, styles, samples."""
    if _BORROWED_FOLDERS and (_BORROWED_FOLDERS[0] / name).is_dir():
        return _BORROWED_FOLDERS[0] / name
    inside = PACKAGE_FOLDER / name
    return inside if inside.is_dir() else PACKAGE_FOLDER.parent / name


def borrow_assets_from(place: Path) -> None:
    """Take the looks from ``place`` in this process from now on: a cluster's workers get those of who asks them."""
    _BORROWED_FOLDERS.insert(0, place)


def template_folder() -> Path:
    """The folder of the templates."""
    return find_asset_folder("templates")


def style_folder() -> Path:
    """The folder of the style sheets."""
    return find_asset_folder("styles")


def read_style_sheet(name: str) -> str:
    """The text of a style sheet. OSError where there is none of that name."""
    return (style_folder() / name).read_text("utf-8")
