"""The press in a browser: documents on a desk, seen, mended and made by a person without a command line."""

from __future__ import annotations

import secrets
import webbrowser
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from threading import Event, Thread

from engross.cli.desk.desk import Desk
from engross.cli.desk.follow import follow_program, follow_sources, list_sources
from engross.cli.desk.routes import DeskRoutes
from engross.cli.loopback import LOOPBACK, Guard, LoopbackServer
from engross.cli.options import Options
from engross.model.failure import make_refusal

TOKEN_NAME = ".token"  # noqa: S105 # the name of the file that keeps it
TOKEN_BYTES = 16

Tell = Callable[[str], object]


@dataclass(frozen=True, slots=True)
class DeskAddress:
    """Where a desk is to be had. ``token``: the first part of every path; "" is one that the desk makes and keeps."""

    host: str = LOOPBACK
    port: int = 8000
    token: str = ""


def open_desk(options: Options, address: DeskAddress, tell: Tell, *, opens: bool = False) -> None:
    """Lay the sources of ``options`` on a desk and serve it until Ctrl+C.

    ``port`` 0 takes any that is free; ``tell`` is given the address, and where it ``opens``, so is the browser. Raises
    Misuse, and Refusal where there is no such source or the port cannot be had.
    """
    sources = list_sources(options)
    desk = make_desk(options, sources)
    token = address.token or _keep_token(desk.folder)
    app = Guard(DeskRoutes(desk).make_app(token), address.host, token)
    server = LoopbackServer(app, address.host, address.port, desk.end_events)
    stop = Event()
    for work in (partial(follow_sources, desk, options, stop), partial(follow_program, desk, stop)):
        Thread(target=_report_failure, args=(work, tell), daemon=True).start()
    desk.begin()
    host = f"[{address.host}]" if ":" in address.host else address.host
    url = f"http://{host}:{server.server_port}/{token}/"
    tell(f"{_spell_sources(sources)} at {url} (Ctrl+C ends it)")
    if opens and not webbrowser.open(url):
        tell("there is no browser to open: open the address")
    try:
        server.serve_forever()
        tell("ended")
    finally:
        stop.set()
        server.server_close()
        desk.close()


def make_desk(options: Options, sources: Sequence[Path]) -> Desk:
    """Return a desk with sources on it, those too that were put there in a browser before."""
    folders = [Path(name) for name in options.sources if Path(name).is_dir()]
    desk = Desk(replace(options, sources=()), folders[0] if len(folders) == 1 else None)
    for source in sources:
        desk.add_source(source)
    if desk.upload_folder not in folders and desk.upload_folder.is_dir():
        for source in list_sources(replace(options, sources=(str(desk.upload_folder),))):
            desk.add_source(source, is_own=True)
    return desk


def _keep_token(folder: Path) -> str:
    """Return the token of the desk in a folder: the same when it is opened again, for pages that are still open."""
    path = folder / TOKEN_NAME
    with suppress(OSError):
        token = path.read_text("ascii").strip()
        if len(token) >= TOKEN_BYTES and token.isalnum():
            return token
    token = secrets.token_hex(TOKEN_BYTES)
    folder.mkdir(parents=True, exist_ok=True)
    path.touch(0o600)
    path.write_text(token, "ascii")
    return token


def _spell_sources(sources: Sequence[Path]) -> str:
    return str(sources[0]) if len(sources) == 1 else f"{len(sources)} documents" if sources else "the desk"


def _report_failure(work: Callable[[], object], tell: Tell) -> None:
    """Do ``work``, and ``tell`` what it failed of: a thread's exception reaches nobody else."""
    try:
        work()
    except Exception as error:  # noqa: BLE001 # the page stays, and shows what was made last
        tell(str(make_refusal(error)))
