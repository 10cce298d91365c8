"""Show the site of a library on this machine only, with the run's own search behind it."""

from __future__ import annotations

import json
import mimetypes
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

from engross.batch.library import read_catalogue
from engross.batch.library.search import SiteSearch
from engross.batch.search import FILTERS, Index, SearchQuery, SqliteIndex
from engross.cli.serve.catalogue_search import CatalogueSearch, add_search, find_media_type
from engross.model.notice import Refusal
from engross.model.tree import Where

HOST = "127.0.0.1"
SEARCH_PATH = "/api/search"
ENGINE_PATH, ENGINE = "/search/engine.json", b'{"name": "server"}'  # tells the page to ask SEARCH_PATH
PAGE_NAME, NOT_FOUND_NAME = "index.html", "404.html"
MOST_CHARACTERS = 300  # of a query
POLICY = (
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; style-src 'self'; "
    "img-src 'self' data:; connect-src 'self'; font-src 'self'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'"
)
DOCUMENT_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; frame-ancestors 'none'"
RESPONSE_HEADERS = {
    "Cache-Control": "no-cache",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
MEDIA_TYPES = {
    ".atom": "application/atom+xml; charset=utf-8",
    ".epub": "application/epub+zip",
    ".html": "text/html; charset=utf-8",
    ".jsonld": "application/ld+json",
    ".mjs": "text/javascript; charset=utf-8",
    ".wasm": "application/wasm",
}


def serve_site(server: ThreadingHTTPServer, site: Path, tell: Callable[[str], object]) -> None:
    """Let a server show a site until Ctrl+C."""
    tell(f"{site} at http://{HOST}:{server.server_port}/ (Ctrl+C ends it)")
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        tell("ended")
    finally:
        server.server_close()


def make_site_server(run: Path, site: Path, port: int, index: Index | None = None) -> ThreadingHTTPServer:
    """Return a server of a site that listens on ``port``, with the run's own index or another.

    ``port`` 0 takes any that is free. Raises Refusal if the port cannot be had.
    """
    held = read_catalogue(run)
    search = SiteSearch(index or SqliteIndex(run), held)
    try:
        catalogue = CatalogueSearch(held, site)
        listener = ThreadingHTTPServer((HOST, port), partial(SiteHandler, search, catalogue, site.resolve()))
    except OSError as error:
        what = f"cannot listen there: {error.strerror}"
        raise Refusal(what, "choose another port: --port 8001", Where(f"{HOST}:{port}")) from None
    listener.daemon_threads = True
    return listener


class SiteHandler(BaseHTTPRequestHandler):
    """The handler of one request. Requests under another host's name are refused: they come from foreign pages."""

    server_version, sys_version = "engross", ""

    def __init__(self, index: SiteSearch, catalogue: CatalogueSearch, site: Path, *arguments: object) -> None:
        self.index, self.catalogue, self.site = index, catalogue, site
        super().__init__(*arguments)  # type: ignore[arg-type]

    def do_GET(self) -> None:
        """Answer a GET request."""
        path = urlsplit(self.path).path
        with suppress(OSError):  # the browser has gone
            if self.headers.get("Host", "").partition(":")[0] not in (HOST, "localhost"):
                self.send_error(HTTPStatus.FORBIDDEN)
            elif path == SEARCH_PATH:
                self._send_found(
                    lambda query: json.dumps(self.index.search(query).as_data(), ensure_ascii=False).encode()
                )
            elif self.catalogue.has_path(path[1:]):
                base_url = f"http://{self.headers['Host']}/"
                self._send_found(lambda query: self.catalogue.answer(path[1:], self.index, query, base_url))
            elif path == ENGINE_PATH:
                self._send_data(HTTPStatus.OK, ".json", ENGINE)
            else:
                self._send_path(unquote(path))

    def do_HEAD(self) -> None:
        """Answer a HEAD request: KOReader asks so before it loads a feed."""
        self.do_GET()

    def _send_found(self, find: Callable[[SearchQuery], bytes]) -> None:
        """Send what is found for the query of the address."""
        values = {name: words[-1] for name, words in parse_qs(urlsplit(self.path).query).items()}
        page = values.get("page", "1")
        query = SearchQuery(
            (values.get("q") or values.get("query", ""))[:MOST_CHARACTERS].replace("\0", " "),  # which ends a query
            values.get("lang", ""),
            tuple((name, values[name]) for name in FILTERS if values.get(name)),
            int(page) if page.isascii() and page.isdigit() and len(page) < len(str(MOST_CHARACTERS)) * 2 else 1,
            in_forms=values.get("forms") == "1",
        )
        try:
            data = find(query)
        except Refusal as refusal:
            self._send_data(HTTPStatus.SERVICE_UNAVAILABLE, ".json", json.dumps({"error": str(refusal)}).encode())
            return
        self._send_data(HTTPStatus.OK, ".json", data)

    def _send_path(self, path: str) -> None:
        """Send the file at a path below the site; a folder is its page."""
        file = (self.site / path.lstrip("/").replace("\0", "%")).resolve()
        if file.is_dir() and not path.endswith("/"):
            self.send_response(HTTPStatus.MOVED_PERMANENTLY)
            asked = urlsplit(f"/{self.path.lstrip('/')}")
            self.send_header("Location", f"{asked.path}/{'?' * bool(asked.query)}{asked.query}")
            self.end_headers()
            return
        file = file / PAGE_NAME if file.is_dir() else file
        if file.is_relative_to(self.site) and file.is_file():
            data = add_search(file.relative_to(self.site).as_posix(), file.read_bytes())
            self._send_data(HTTPStatus.OK, file.suffix, data, is_edition=file.name != PAGE_NAME)
        else:
            self._send_data(HTTPStatus.NOT_FOUND, ".html", (self.site / NOT_FOUND_NAME).read_bytes())

    def _send_data(self, status: HTTPStatus, suffix: str, data: bytes, *, is_edition: bool = False) -> None:
        self.send_response(status)
        media_type = (
            find_media_type(unquote(urlsplit(self.path).path.lstrip("/")))
            or MEDIA_TYPES.get(suffix)
            or mimetypes.guess_type(f"x{suffix}")[0]
            or "application/octet-stream"
        )
        self.send_header("Content-Type", media_type)
        self.send_header("Content-Length", str(len(data)))
        is_document = is_edition and suffix == ".html"
        self.send_header("Content-Security-Policy", DOCUMENT_POLICY if is_document else POLICY)
        for name, value in RESPONSE_HEADERS.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(data)

    def log_message(self, *_: object) -> None:
        """Log no requests."""
