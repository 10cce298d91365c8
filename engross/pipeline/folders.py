"""Find the folders that engross keeps its own things in: the checkout that it runs in, its fonts, what it fetches."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from engross.editions import assets


def checkout_folder() -> Path | None:
    """Return the folder of the checkout that engross runs in; None where it is installed."""
    root = assets.PACKAGE_FOLDER.parent
    return root if (root / "pyproject.toml").is_file() and (root / "tests").is_dir() else None


def fonts_folder(said: str = "") -> Path:
    """Return where the fonts are: where the user says, else in the checkout, else with the user's data."""
    return Path(said) if said else tools_folder() / "fonts"


def tools_folder() -> Path:
    """Return the folder of what engross fetches: in the checkout, else with the user's data (XDG base directories)."""
    if root := checkout_folder():
        return root / ".engross"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "engross"
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "engross"
