"""The name of a source to the name of its editions: one part of a path on every file system.

What cannot stand there is spelt as in addresses (RFC 3986, 2.1): a byte that is no UTF-8 as ``%E9``, ESC as ``%1B``.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata

MAX_NAME_BYTES = 200  # bytes in UTF-8: file systems take 255, and ``.symbols.json`` and ``.part`` are put behind a name
DEFAULT_NAME = "source"  # what the editions of a source without a name are called
# Lone surrogates (bytes that are no UTF-8), controls, line ends of Unicode, marks that turn text around, no characters.
UNPRINTABLE = re.compile(
    "[\ud800-\udfff\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ufdd0-\ufdef\ufffe\uffff]"
)
SEPARATOR = re.compile(r'[/\\:*?"<>|]')  # that part a path, or that Windows allows in no name
UNSAFE_EDGES = re.compile(r"^\.|[. ]+$")  # a leading dot hides a file; Windows takes trailing dots and spaces off
DEVICE_NAME = re.compile(r"(?i)(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?=\.|$)")  # names of Windows with any ending


def make_edition_name(stem: str) -> str:
    """The name for the folder and the files of a source's editions: not empty, no step, at most LONGEST bytes of UTF-8.

    ``stem`` is the source's name without its ending. An ordinary name comes back as it is, in Unicode's form C. What
    is too long is cut, and ends in the first figures of its SHA-256, so that two such names stay two.
    """
    name = UNSAFE_EDGES.sub(_spell_match, SEPARATOR.sub(_spell_match, spell_name(stem)))
    if DEVICE_NAME.match(name):
        name = f"_{name}"
    if len(name.encode("utf-8")) > MAX_NAME_BYTES:
        mark = "~" + hashlib.sha256(name.encode("utf-8")).hexdigest()[:8]
        name = name.encode("utf-8")[: MAX_NAME_BYTES - len(mark)].decode("utf-8", "ignore") + mark
    return name or DEFAULT_NAME


def spell_name(name: str) -> str:
    """The name of a file as editions and reports show it: in form C, what cannot be printed spelt out."""
    return UNPRINTABLE.sub(_spell_match, unicodedata.normalize("NFC", name))


def _spell_match(match: re.Match[str]) -> str:
    return "".join(map(_spell_character, match[0]))


def _spell_character(character: str) -> str:
    """The bytes of a character, each as a percent sign and two figures."""
    is_byte = "\udc80" <= character <= "\udcff"  # how Python keeps a byte of a name that is no UTF-8
    data = character.encode("utf-8", "surrogateescape" if is_byte else "surrogatepass")
    return "".join(f"%{byte:02X}" for byte in data)
