"""Clean the addresses of links, and reject those that lead nowhere."""

from __future__ import annotations

import re
from urllib.parse import quote, urlsplit

LINK_SCHEMES = ("http", "https", "mailto")
KEPT_CHARACTERS = (
    "%/:?#@!$&'()*+,;=~"  # what has a meaning in an address (RFC 3986, 2.2), and the sign of what is encoded already
)
STRAY_PERCENT = re.compile("%(?![0-9A-Fa-f]{2})")


def clean_address(address: str) -> str:
    """Return a link's address in the characters that RFC 3986 allows; "" if it leads nowhere a reader can go.

    White space in it is a line end of the source; characters beyond ASCII are percent-encoded (RFC 3987, 3.1).
    """
    encoded = STRAY_PERCENT.sub("%25", quote("".join(address.split()), safe=KEPT_CHARACTERS))
    try:
        parts = urlsplit(encoded)
    except ValueError:
        return ""
    host = "" if "%" in parts.netloc else parts.netloc
    target = host if parts.scheme.startswith("http") else parts.path
    return encoded if parts.scheme in LINK_SCHEMES and target else ""
