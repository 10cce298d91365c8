"""The addresses of a library's pages: a document's is its symbol, so that whoever knows the one knows the other.

They are promised: a page that was linked to stays where it is (tests/test_library_catalogue.py).
"""

from __future__ import annotations

import re
from urllib.parse import quote

SAFE_IN_PATH = "/()!*',;:@&=+$"  # characters of a path that stand for themselves (RFC 3986, pchar)
NOT_IN_NAME = re.compile(r'[\x00-\x1f<>"|?*\\#%:]+')  # characters that a file system or an address cannot have
STEPS = re.compile(r"\.+")  # parts of a path that lead elsewhere
LANGUAGE_LIKE = re.compile(r"[a-z]{2}(?:-\d+)?")  # what would be the address of a version
WORD = re.compile(r"[^\W_]+")
PARTS_BYTES = 120  # of a part of a path: file systems have 255, and some of them count characters twice
PAGE_NAME = "index.html"


def spell_address(symbol: str) -> str:
    """Return the address of a symbol's page, without a slash before it: "A/RES/77/213/", "A/RES/2200(XXI)/"."""
    parts = (clean_part(part.replace(" ", "")) for part in symbol.split("/"))
    return "".join(f"{'_' * bool(LANGUAGE_LIKE.fullmatch(part))}{part}/" for part in parts if part)


def clean_part(text: str) -> str:
    """Return a part of a path that every file system takes, and that leads nowhere else."""
    part = NOT_IN_NAME.sub("-", text)
    if STEPS.fullmatch(part):
        part = f"_{part}"
    while len(part.encode("utf-8", "surrogatepass")) > PARTS_BYTES:
        part = part[:-1]
    return part


def make_slug(text: str) -> str:
    """Return words as a part of a path, in small letters with hyphens between them; "-" if there are none."""
    return clean_part("-".join(WORD.findall(text.lower()))) or "-"


def quote_address(address: str) -> str:
    """Return an address as a link has it, with everything percent-encoded that RFC 3986 does not allow in a path."""
    return quote(address, safe=SAFE_IN_PATH, errors="replace")
