"""Serve Previews over HTTP on 127.0.0.1: a page, its state as JSON, its changes as server-sent events, its files.

Each document is at its number, /0/ and so on; the first is at / too.
"""

from __future__ import annotations

import json
import mimetypes
import re
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote

from engross.cli.serve.desk import Preview
from engross.editions import assets
from engross.model.notice import Refusal
from engross.model.tree import Where

HOST = "127.0.0.1"
PREVIEW_FILES = ("desk.html", "desk.css", "desk.js")
DOCUMENT_PATH = re.compile(r"/(?:([0-9]{1,6})/)?(.*)", re.DOTALL)  # the number of a document, and what is asked of it
KEEP_ALIVE_SECONDS = 10.0  # between comments sent to a waiting browser, so that one that has gone is noticed
MEDIA_TYPE_BY_SUFFIX = {
    ".epub": "application/epub+zip",
    ".csv": "text/csv; charset=utf-8",
    ".html": "text/html; charset=utf-8",
}


# What each kind of answer may do. No script of an edition runs: scripts are forbidden twice. An edition keeps its
# origin, so that the page around it can reload it in place; its links open elsewhere. PDF viewers take no sandbox.
REFUSAL_POLICY = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox"
PREVIEW_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; frame-src 'self'; img-src data:; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
EDITION_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; font-src data:; img-src data:; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'self'; "
    "sandbox allow-same-origin allow-popups allow-popups-to-escape-sandbox"
)
PDF_POLICY = (
    "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
)
RESPONSE_HEADERS = {
    "Cache-Control": "no-store",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


def make_server(previews: Sequence[Preview], port: int) -> ThreadingHTTPServer:
    """Return a server of ``previews`` that listens on ``port`` (0: any free one). Raises Refusal if it cannot."""
    try:
        listener = ThreadingHTTPServer((HOST, port), partial(PreviewHandler, previews))
    except OSError as error:
        what = f"cannot listen there: {error.strerror}"
        raise Refusal(what, "choose another port: --port 8001", Where(f"{HOST}:{port}")) from None
    listener.daemon_threads = True
    return listener


class PreviewHandler(BaseHTTPRequestHandler):
    """The handler of one request. Requests under another host's name are refused: they come from foreign pages.

    Each answer, a refusal too, has a security policy: whatever a document holds, it runs no script here.
    """

    server_version, sys_version = "engross", ""

    def __init__(self, previews: Sequence[Preview], *arguments: object) -> None:
        self.previews = previews
        super().__init__(*arguments)  # type: ignore[arg-type]

    def do_GET(self) -> None:
        """Answer a GET request."""
        with suppress(OSError):  # the browser has gone, or an edition between its listing and its reading
            is_local = self.headers.get("Host", "").partition(":")[0] in (HOST, "localhost")
            answer = self._find_answer(unquote(self.path.partition("?")[0])) if is_local else None
            if answer:
                answer()
            else:
                self.send_error(HTTPStatus.NOT_FOUND if is_local else HTTPStatus.FORBIDDEN)

    def end_headers(self) -> None:
        """End the head of any answer with its security policy and RESPONSE_HEADERS."""
        self.send_header("Content-Security-Policy", security_policy(unquote(self.path.partition("?")[0])))
        for name, value in RESPONSE_HEADERS.items():
            self.send_header(name, value)
        super().end_headers()

    def _find_answer(self, path: str) -> Callable[[], None] | None:
        """Return what answers a path; None where nothing is there."""
        matched = DOCUMENT_PATH.fullmatch(path)
        number = int(matched[1] or 0) if matched else 0
        if not matched or number >= len(self.previews):
            return None
        preview, name = self.previews[number], matched[2] or PREVIEW_FILES[0]
        if name == "events":
            return partial(self._send_events, preview)
        if name == "state":
            return partial(self._send_state, number)
        if name in PREVIEW_FILES:
            return partial(self._send_file, assets.template_folder() / "serve" / name)
        edition = preview.files().get(name.removeprefix("files/")) if name.startswith("files/") else None
        return partial(self._send_file, edition) if edition else None

    def _send_state(self, number: int) -> None:
        """Send the state of a document, and the names of all, in the order of their numbers."""
        names = [preview.name for preview in self.previews]
        state = self.previews[number].state() | {"number": number, "documents": names}
        self._send_data("application/json", json.dumps(state).encode("utf-8"))

    def _send_file(self, path: Path) -> None:
        self._send_data(_media_type(path.name), path.read_bytes())

    def _send_data(self, media_type: str, data: bytes) -> None:
        self._send_head(media_type)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def _send_events(self, preview: Preview) -> None:
        """Send an event for each change of the state, for as long as the browser listens (HTML, server-sent events).

        A document is built when a browser first listens.
        """
        preview.begin()
        self._send_head("text/event-stream")
        self.end_headers()
        version = -1
        while True:
            current = preview.changed_since(version, KEEP_ALIVE_SECONDS)
            self.wfile.write(f"data: {current}\n\n".encode() if current != version else b": still here\n\n")
            version = current

    def _send_head(self, media_type: str) -> None:
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", media_type)

    def log_message(self, *_: object) -> None:
        """Log no requests: the terminal is for the document."""


def security_policy(path: str) -> str:
    """Return the Content-Security-Policy (W3C, level 3) of the answer to a path."""
    matched = DOCUMENT_PATH.fullmatch(path)
    name = matched[2] if matched else path
    if name in ("", PREVIEW_FILES[0]):
        return PREVIEW_POLICY
    if not name.startswith("files/"):
        return REFUSAL_POLICY
    return PDF_POLICY if name.lower().endswith(".pdf") else EDITION_POLICY


def _media_type(name: str) -> str:
    suffix = name[name.rfind(".") :]
    return MEDIA_TYPE_BY_SUFFIX.get(suffix) or mimetypes.guess_type(name)[0] or "application/octet-stream"
