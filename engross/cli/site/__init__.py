"""Show the site of a library on this machine only, with the run's own search behind it."""

from __future__ import annotations

import json
import mimetypes
from collections.abc import Callable
from pathlib import Path

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from engross.batch.library import read_catalogue
from engross.batch.library.search import SiteSearch
from engross.batch.search import FILTERS, Index, SearchQuery, SqliteIndex
from engross.cli.loopback import LOOPBACK, Guard, LoopbackServer
from engross.cli.site.catalogue_search import CatalogueSearch, add_search, find_media_type
from engross.model.notice import Refusal

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
MEDIA_TYPES = {
    ".atom": "application/atom+xml; charset=utf-8",
    ".epub": "application/epub+zip",
    ".html": "text/html; charset=utf-8",
    ".jsonld": "application/ld+json",
    ".mjs": "text/javascript; charset=utf-8",
    ".wasm": "application/wasm",
}


def serve_site(server: LoopbackServer, site: Path, tell: Callable[[str], object]) -> None:
    """Let a server show a site until Ctrl+C."""
    tell(f"{site} at http://{LOOPBACK}:{server.server_port}/ (Ctrl+C ends it)")
    try:
        server.serve_forever()
        tell("ended")
    finally:
        server.server_close()


def make_site_server(run: Path, site: Path, port: int, index: Index | None = None) -> LoopbackServer:
    """Return a server of a site that listens on ``port``, with the run's own index or another.

    ``port`` 0 takes any that is free. Raises Refusal if the port cannot be had.
    """
    held = read_catalogue(run)
    answers = SiteAnswers(SiteSearch(index or SqliteIndex(run), held), CatalogueSearch(held, site), site.resolve())
    app = Starlette(routes=[Route("/{path:path}", answers.send_answer, methods=["GET", "HEAD"])])
    return LoopbackServer(Guard(app), port=port)


class SiteAnswers:
    """What answers the requests that the guard has let through: files of the site, and the search of its run."""

    def __init__(self, index: SiteSearch, catalogue: CatalogueSearch, site: Path) -> None:
        self.index, self.catalogue, self.site = index, catalogue, site

    def send_answer(self, request: Request) -> Response:
        """Answer a request; KOReader asks for the head alone before it loads a feed."""
        path = request.url.path
        if path == SEARCH_PATH:
            return self._send_found(
                request, lambda query: json.dumps(self.index.search(query).as_data(), ensure_ascii=False).encode()
            )
        if self.catalogue.has_path(path[1:]):
            base_url = f"http://{request.headers['host']}/"
            return self._send_found(request, lambda query: self.catalogue.answer(path[1:], self.index, query, base_url))
        if path == ENGINE_PATH:
            return _send_data(path, ".json", ENGINE)
        return self._send_path(request)

    def _send_found(self, request: Request, find: Callable[[SearchQuery], bytes]) -> Response:
        """Send what is found for the query of the address."""
        values = request.query_params
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
            data = json.dumps({"error": str(refusal)}).encode()
            return _send_data(SEARCH_PATH, ".json", data, 503)  # whatever form was asked for
        return _send_data(request.url.path, ".json", data)

    def _send_path(self, request: Request) -> Response:
        """Send the file at a path below the site; a folder is its page."""
        path = request.path_params["path"]
        file = (self.site / path.lstrip("/").replace("\0", "%")).resolve()
        if file.is_dir() and path and not path.endswith("/"):
            asked = request.url
            return RedirectResponse(f"/{asked.path.lstrip('/')}/{'?' * bool(asked.query)}{asked.query}", 301)
        file = file / PAGE_NAME if file.is_dir() else file
        if file.is_relative_to(self.site) and file.is_file():
            data = add_search(file.relative_to(self.site).as_posix(), file.read_bytes())
            answer = _send_data(path, file.suffix, data)
            if file.suffix == ".html" and file.name != PAGE_NAME:
                answer.headers["Content-Security-Policy"] = DOCUMENT_POLICY
            return answer
        return _send_data(path, ".html", (self.site / NOT_FOUND_NAME).read_bytes(), 404)


def _send_data(path: str, suffix: str, data: bytes, status: int = 200) -> Response:
    media_type = (
        find_media_type(path.lstrip("/"))
        or MEDIA_TYPES.get(suffix)
        or mimetypes.guess_type(f"x{suffix}")[0]
        or "application/octet-stream"
    )
    headers = {"Content-Type": media_type, "Content-Security-Policy": POLICY, "Cache-Control": "no-cache"}
    return Response(data, status, headers)
