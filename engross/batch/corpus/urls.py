"""Open the places that URLs name, as fsspec knows them: s3, http, memory, a zip archive in one of these."""

from __future__ import annotations

import re
from typing import Any

from engross.model.notice import Refusal
from engross.model.tree import Where

URL_START = re.compile(r"[a-z][a-z0-9+.-]+(://|::)")


class Unreachable(OSError):
    """A place could not be reached, and may be the next time; it is no fault of the document."""


def is_url(text: str) -> bool:
    """Return whether a URL names a source or a place (also a chained one: zip://::s3://bucket/old.zip)."""
    return URL_START.match(text) is not None


def open_file_system(url: str) -> tuple[Any, str]:
    """Return the file system of a URL and the path there. Raises Refusal if fsspec or what it needs is missing."""
    try:
        from fsspec.core import url_to_fs

        system_and_path: tuple[Any, str] = url_to_fs(url)
    except Exception as error:  # noqa: BLE001 # each kind of place raises exceptions of its own library
        hint = "install engross[cluster] and what fsspec needs for such a place, s3fs for s3://"
        raise Refusal(f"{url} cannot be opened: {error}", hint, Where(url)) from None
    return system_and_path
