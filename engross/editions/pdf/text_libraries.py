"""Tell the versions of the system's text libraries that WeasyPrint loads: lines and subsets of fonts depend on them."""

from __future__ import annotations

from contextlib import suppress
from ctypes import CDLL, c_char_p

# What tells the version of each library, and the names of its file on Linux, macOS and Windows.
TEXT_LIBRARIES = {
    "Pango": ("pango_version_string", ("libpango-1.0.so.0", "libpango-1.0.dylib", "libpango-1.0-0.dll")),
    "HarfBuzz": ("hb_version_string", ("libharfbuzz.so.0", "libharfbuzz.0.dylib", "libharfbuzz-0.dll")),
}


def list_text_libraries() -> dict[str, str]:
    """Return the version of each text library by its name; "" for one that is not found under a name it is known by."""
    return {name: _ask_version(*known) for name, known in TEXT_LIBRARIES.items()}


def _ask_version(function: str, files: tuple[str, ...]) -> str:
    for file in files:
        with suppress(OSError, AttributeError):
            ask = getattr(CDLL(file), function)
            ask.restype = c_char_p
            return str(ask().decode("ascii"))
    return ""
