"""Serve an ASGI application to this machine alone: what listens, and the guard that every request passes."""

from __future__ import annotations

import hmac
import signal
import socket
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from threading import Event
from types import FrameType

import uvicorn
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from engross.model.notice import Refusal
from engross.model.tree import Where

LOOPBACK = "127.0.0.1"
LOCAL_NAMES = (LOOPBACK, "localhost")
WILDCARDS = ("0.0.0.0", "::")  # noqa: S104 # names that listen everywhere, which are compared with
END_SECONDS = 1  # that open connections have when the server ends
READING_METHODS = ("GET", "HEAD")
RESPONSE_HEADERS = {
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
# Of every answer that has none of its own: whatever it holds, it runs nothing and is shown in no frame.
REFUSAL_POLICY = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox"


@dataclass(frozen=True, slots=True)
class Guard:
    """The ASGI application around another that refuses requests of foreign pages.

    A request must come under a name of this machine (against rebinding); one that changes something must come from a
    page of this server, and every one must have ``token`` as the first part of its path. "" is: no token.
    """

    app: ASGIApp
    host: str = LOOPBACK
    token: str = ""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or refuse it."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        refusal = self._find_refusal(scope)
        answer = PlainTextResponse(refusal[1], refusal[0]) if refusal else self.app
        await answer(scope, receive, _add_headers(send))

    def _find_refusal(self, scope: Scope) -> tuple[int, str] | None:
        headers = Headers(scope=scope)
        host = headers.get("host", "")
        if not self._is_own_name(host):
            return 403, "another host's name"
        origin = headers.get("origin")
        if scope["method"] not in READING_METHODS and origin != f"http://{host}":
            return 403, "another page"
        if headers.get("sec-fetch-site", "none") not in ("none", "same-origin") and not _is_opening(headers):
            return 403, "another page"
        first = scope["path"].split("/")[1]
        if self.token and not hmac.compare_digest(first.encode(), self.token.encode()):
            return 404, "not found: take the address that the desk prints"
        return None

    def _is_own_name(self, host: str) -> bool:
        name = host.rpartition(":")[0] if ":" in host and not host.endswith("]") else host
        return name in LOCAL_NAMES or name.strip("[]") == self.host or self.host in WILDCARDS


def _is_opening(headers: Mapping[str, str]) -> bool:
    """Return whether a person opens an address, by a link in another program or page, in a window of its own."""
    return headers.get("sec-fetch-mode") == "navigate" and headers.get("sec-fetch-dest") == "document"


def _add_headers(send: Send) -> Send:
    async def send_with_headers(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in RESPONSE_HEADERS.items():
                headers.setdefault(name, value)
            headers.setdefault("Content-Security-Policy", REFUSAL_POLICY)
        await send(message)

    return send_with_headers


def open_listener(host: str, port: int) -> socket.socket:
    """Return a socket that listens on ``port`` (0: any that is free). Raises Refusal if it cannot be had."""
    try:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        return socket.create_server((host, port), family=family)
    except OSError as error:
        what = f"cannot listen there: {error.strerror}"
        raise Refusal(what, "choose another port: --port 8001", Where(f"{host}:{port}")) from None


class EndingServer(uvicorn.Server):
    """A server that calls ``end_answers`` when it begins to end: answers that go on for ever end there."""

    end_answers: Callable[[], object] | None = None

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Begin to end, as a signal asks."""
        if self.end_answers:
            self.end_answers()
        super().handle_exit(sig, frame)


class LoopbackServer:
    """The server of an application at a host and a port; port 0 takes any that is free. Its methods are named as those
    of socketserver.

    It logs no requests: the terminal is for people. ``end_answers``: ends the answers that go on for ever. Raises
    Refusal if the port cannot be had.
    """

    def __init__(
        self, app: ASGIApp, host: str = LOOPBACK, port: int = 0, end_answers: Callable[[], object] | None = None
    ) -> None:
        self._listener = open_listener(host, port)
        self.server_port: int = self._listener.getsockname()[1]
        self._ended = Event()
        self._server = EndingServer(
            uvicorn.Config(
                app,
                log_config=None,
                access_log=False,
                server_header=False,
                lifespan="off",
                ws="none",
                timeout_graceful_shutdown=END_SECONDS,
            )
        )
        self._server.end_answers = end_answers

    def serve_forever(self) -> None:
        """Answer requests until Ctrl+C, or until ``shutdown`` is called."""
        try:
            with suppress(KeyboardInterrupt):
                self._server.run(sockets=[self._listener])
        finally:
            self._ended.set()

    def shutdown(self) -> None:
        """End ``serve_forever``, from another thread, and wait until it has ended."""
        self._server.handle_exit(signal.SIGTERM, None)
        self._ended.wait()

    def server_close(self) -> None:
        """Give the port back."""
        self._listener.close()
