"""A Desk to HTTP on 127.0.0.1: its page, its state as JSON, its changes as server-sent events, its files."""

from __future__ import annotations

import json
import mimetypes
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import unquote

from engross import assets
from engross.model import Where
from engross.notice import Refusal
from engross.serve.desk import Desk

HOST = "127.0.0.1"
PAGE = ("desk.html", "desk.css", "desk.js")
BREATH = 10.0  # seconds between signs of life, so that a reader who has gone is noticed
TYPES = {".epub": "application/epub+zip", ".csv": "text/csv; charset=utf-8", ".html": "text/html; charset=utf-8"}


# What each kind of answer may do. Nothing of an edition runs: scripts are forbidden twice. That it keeps its origin
# lets the page around it reload it in its place; its links open elsewhere. A browser's viewer of PDF takes no sandbox.
NOTHING = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox"
DESK = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; frame-src 'self'; img-src data:; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
EDITION = (
    "default-src 'none'; style-src 'unsafe-inline'; font-src data:; img-src data:; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'self'; "
    "sandbox allow-same-origin allow-popups allow-popups-to-escape-sandbox"
)
PRINTED = (
    "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Cache-Control": "no-store",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


def server(desk: Desk, port: int) -> ThreadingHTTPServer:
    """A server of ``desk`` that listens on ``port`` (0: any free one). Raises Refusal where the port is taken."""
    try:
        listener = ThreadingHTTPServer((HOST, port), partial(Reader, desk))
    except OSError as error:
        what = f"cannot listen there: {error.strerror}"
        raise Refusal(what, "choose another port: --port 8001", Where(f"{HOST}:{port}")) from None
    listener.daemon_threads = True
    return listener


class Reader(BaseHTTPRequestHandler):
    """Answers one browser. Requests under another host's name are refused: they come from foreign pages.

    Each answer says what the browser may do with it, a refusal too: whatever a document holds, it runs nothing here.
    """

    server_version, sys_version = "engross", ""

    def __init__(self, desk: Desk, *arguments: object) -> None:
        self.desk = desk
        super().__init__(*arguments)  # type: ignore[arg-type]

    def do_GET(self) -> None:
        """Answer a GET request."""
        with suppress(OSError):  # the browser has gone, or an edition between its listing and its reading
            mine = self.headers.get("Host", "").partition(":")[0] in (HOST, "localhost")
            answer = self._answer(unquote(self.path.partition("?")[0])) if mine else None
            if answer:
                answer()
            else:
                self.send_error(HTTPStatus.NOT_FOUND if mine else HTTPStatus.FORBIDDEN)

    def end_headers(self) -> None:
        """End the head of any answer with what it may do: what ``policy`` says of its path."""
        self.send_header("Content-Security-Policy", policy(unquote(self.path.partition("?")[0])))
        for name, value in HEADERS.items():
            self.send_header(name, value)
        super().end_headers()

    def _answer(self, path: str) -> Callable[[], None] | None:
        name = path.removeprefix("/") or PAGE[0]
        if name == "events":
            return self._events
        if name == "state":
            return lambda: self._send("application/json", json.dumps(self.desk.state()).encode("utf-8"))
        if name in PAGE:
            return lambda: self._send(_type(name), (assets.templates() / "serve" / name).read_bytes())
        edition = name.removeprefix("files/")
        if edition != name and edition in self.desk.files():
            return lambda: self._send(_type(edition), (self.desk.folder / edition).read_bytes())
        return None

    def _send(self, media_type: str, data: bytes) -> None:
        self._head(media_type)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def _events(self) -> None:
        """Send an event for each change of the desk, for as long as the browser listens (HTML, server-sent events)."""
        self._head("text/event-stream")
        self.end_headers()
        version = -1
        while True:
            now = self.desk.changed_since(version, BREATH)
            self.wfile.write(f"data: {now}\n\n".encode() if now != version else b": still here\n\n")
            version = now

    def _head(self, media_type: str) -> None:
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", media_type)

    def log_message(self, *_: object) -> None:
        """Say nothing of requests: the terminal is for the document."""


def policy(path: str) -> str:
    """The Content-Security-Policy (W3C, level 3) of the answer to a path."""
    if path.removeprefix("/") in ("", PAGE[0]):
        return DESK
    if not path.startswith("/files/"):
        return NOTHING
    return PRINTED if path.lower().endswith(".pdf") else EDITION


def _type(name: str) -> str:
    suffix = name[name.rfind(".") :]
    return TYPES.get(suffix) or mimetypes.guess_type(name)[0] or "application/octet-stream"
