"""Name the editions of a document by what it is, A_RES_77_213.zh: one component of a path on every file system.

What cannot stand there is percent-encoded (RFC 3986, 2.1): a byte that is not UTF-8 as ``%E9``, ESC as ``%1B``.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Collection, Iterator
from itertools import count

MAX_NAME_BYTES = 200  # in UTF-8: file systems allow 255, and ``.symbols.json`` and ``.part`` are appended to a name
DEFAULT_NAME = "source"  # what the editions of a source without a name are called
# Lone surrogates (bytes that are not UTF-8), controls, Unicode's line ends, marks of direction, noncharacters.
UNPRINTABLE = re.compile(
    "[\ud800-\udfff\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ufdd0-\ufdef\ufffe\uffff]"
)
SYMBOL_BREAK = re.compile(r"[/ ]+")  # between components of a symbol
SEPARATOR = re.compile(r'[/\\:*?"<>|]')  # separates paths, or Windows forbids it in names
UNSAFE_EDGES = re.compile(r"^\.|[. ]+$")  # a leading dot hides a file; Windows drops trailing dots and spaces
DEVICE_NAME = re.compile(r"(?i)(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?=\.|$)")  # reserved by Windows, any ending


def make_document_name(symbol: str, language: str) -> str:
    """Return the name of a document's editions: its symbol with underscores, as the UN names its own files, and its
    language: A_RES_77_213.zh, S_RES_2675_(2023).en.
    """
    return make_edition_name(f"{SYMBOL_BREAK.sub('_', symbol)}.{language}")


def find_free_name(name: str, stem: str, taken: Collection[str]) -> str:
    """Return ``name``, or if it is taken the same with the name of the document's source, and with a number if need be.

    ``stem``: the name of the source without its ending. ``taken``: names in lower case as by ``str.casefold``, since
    on some machines names that differ only in capitals are one.
    """
    return next(free for free in _iter_names(name, stem) if free.casefold() not in taken)


def _iter_names(name: str, stem: str) -> Iterator[str]:
    """Yield A_RES_77_213.zh, A_RES_77_213.zh-draft, A_RES_77_213.zh-draft-2 …"""
    yield name
    yield make_edition_name(f"{name}-{stem}")
    yield from (make_edition_name(f"{name}-{stem}-{number}") for number in count(2))


def make_edition_name(stem: str) -> str:
    """Return the name for the folder and the files of a source's editions: not empty, one path component, at most
    MAX_NAME_BYTES bytes of UTF-8.

    ``stem`` is the source's name without its ending. An ordinary name is returned as it is, in NFC. A name that is too
    long is cut and ends in the first figures of its SHA-256, so that two such names stay distinct.
    """
    name = UNSAFE_EDGES.sub(_spell_match, SEPARATOR.sub(_spell_match, spell_name(stem)))
    if DEVICE_NAME.match(name):
        name = f"_{name}"
    if len(name.encode("utf-8")) > MAX_NAME_BYTES:
        mark = "~" + hashlib.sha256(name.encode("utf-8")).hexdigest()[:8]
        name = name.encode("utf-8")[: MAX_NAME_BYTES - len(mark)].decode("utf-8", "ignore") + mark
    return name or DEFAULT_NAME


def spell_name(name: str) -> str:
    """Return the name of a file as editions and reports show it: in NFC, unprintable characters percent-encoded."""
    return UNPRINTABLE.sub(_spell_match, unicodedata.normalize("NFC", name))


def _spell_match(match: re.Match[str]) -> str:
    return "".join(map(_spell_character, match[0]))


def _spell_character(character: str) -> str:
    """Return the bytes of a character, each as a percent sign and two hexadecimal figures."""
    is_byte = "\udc80" <= character <= "\udcff"  # how Python keeps a byte of a name that is not UTF-8
    data = character.encode("utf-8", "surrogateescape" if is_byte else "surrogatepass")
    return "".join(f"%{byte:02X}" for byte in data)
