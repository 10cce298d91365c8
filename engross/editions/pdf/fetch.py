"""Open only what a build may open: the fonts, the style folders, the folder of the source. No network."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from urllib.parse import unquote, urlsplit

from engross_weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse


class Forbidden(FatalURLFetchingError):
    """An address outside what a build may open."""


class Fetcher(URLFetcher):
    """A fetcher of files below given folders that refuses every other address."""

    def __init__(self, folders: tuple[Path, ...]) -> None:
        super().__init__(allowed_protocols=("file",), allow_redirects=False)
        self._folders = tuple(folder.resolve() for folder in folders)

    def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> URLFetcherResponse:
        """Return the file at ``url``. Raises Forbidden for anything but a file below the folders."""
        parts = urlsplit(url)
        path = Path(unquote(parts.path)).resolve()
        if parts.scheme != "file" or not any(path.is_relative_to(folder) for folder in self._folders):
            raise Forbidden(f"a build opens nothing but its own files: {url}")
        return super().fetch(url, headers)
