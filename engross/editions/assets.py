"""Find templates and style sheets: beside the package in a checkout, inside it in a wheel."""

from __future__ import annotations

from pathlib import Path

PACKAGE_FOLDER = Path(__file__).parent.parent
_BORROWED_FOLDERS: list[Path] = []  # folders with templates and styles from elsewhere, the last one first


def find_asset_folder(name: str) -> Path:
    """Return a folder that comes with engross: templates, styles, samples."""
    if _BORROWED_FOLDERS and (_BORROWED_FOLDERS[0] / name).is_dir():
        return _BORROWED_FOLDERS[0] / name
    inside = PACKAGE_FOLDER / name
    return inside if inside.is_dir() else PACKAGE_FOLDER.parent / name


def borrow_assets_from(place: Path) -> None:
    """Use the templates and styles in ``place`` from now on: a cluster's workers use those of their client."""
    _BORROWED_FOLDERS.insert(0, place)


def template_folder() -> Path:
    """Return the folder of the templates."""
    return find_asset_folder("templates")


def style_folder() -> Path:
    """Return the folder of the style sheets."""
    return find_asset_folder("styles")


def read_style_sheet(name: str) -> str:
    """Return the text of a style sheet. Raises OSError if there is none of that name."""
    return (style_folder() / name).read_text("utf-8")
