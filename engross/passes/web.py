"""The addresses of links: as they may stand in a book, or none."""

from __future__ import annotations

import re
from urllib.parse import quote, urlsplit

LINK_SCHEMES = ("http", "https", "mailto")
KEPT_CHARACTERS = (
    "%/:?#@!$&'()*+,;=~"  # what has a meaning of its own in an address (RFC 3986, 2.2), and what is encoded already
)
STRAY_PERCENT = re.compile("%(?![0-9A-Fa-f]{2})")


def clean_address(address: str) -> str:
    """A link's address in the characters that RFC 3986 allows; "" for one that leads nowhere a reader can go.

    White space in it is a line's end of the source; what is no ASCII is percent-encoded (RFC 3987, 3.1).
    """
    safe = STRAY_PERCENT.sub("%25", quote("".join(address.split()), safe=KEPT_CHARACTERS))
    try:
        parts = urlsplit(safe)
    except ValueError:
        return ""
    host = "" if "%" in parts.netloc else parts.netloc
    leads = host if parts.scheme.startswith("http") else parts.path
    return safe if parts.scheme in LINK_SCHEMES and leads else ""
