"""The commands that show something in a browser, until Ctrl+C."""

from __future__ import annotations

import signal
from pathlib import Path
from typing import TYPE_CHECKING

from engross.cli.misuse import Misuse
from engross.cli.options import Options
from engross.cli.screen import standard_output

if TYPE_CHECKING:
    from engross.batch.search import Index

LOCAL_HOSTS = ("127.0.0.1", "localhost", "::1")
TOKEN_CHARACTERS = 16  # of a token, at least


def open_desk(options: Options, address: tuple[str, int, str], *, opens: bool) -> None:
    """Open the desk; ``opens``: the browser too. ``address``: host, port, token. Raises Misuse and Refusal."""
    host, port, token = address
    if host not in LOCAL_HOSTS and not token:
        raise Misuse("--host shows the desk to others: give a --token that they must know")
    if token and (len(token) < TOKEN_CHARACTERS or not token.isalnum() or not token.isascii()):
        raise Misuse(f"--token is {TOKEN_CHARACTERS} letters and figures or more")
    from engross.cli import desk

    signal.signal(signal.SIGINT, signal.default_int_handler)  # Ctrl+C is how it ends: nothing is interrupted
    desk.open_desk(options, desk.DeskAddress(host, port, token), standard_output().print, opens=opens)


def serve_site(run: str, out: str, port: int, index: Index | None = None) -> None:
    """Show the site of a run, with its own index or another. Raises Refusal."""
    from engross.cli import site

    signal.signal(signal.SIGINT, signal.default_int_handler)
    server = site.make_site_server(Path(run), Path(out), port, index)
    site.serve_site(server, Path(out), standard_output().print)
