"""Show a source in the browser: build it, serve it on this machine only, build it again on each change.

Each build is a process of its own, so that it uses templates and modules as edited, and no failure stops the server.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from threading import Event, Thread
from typing import TYPE_CHECKING

from engross.cli.serve.desk import Preview, PreviewBuild
from engross.cli.serve.http import make_server
from engross.editions import assets
from engross.model.failure import make_refusal
from engross.model.notice import Refusal
from engross.model.tree import Where

if TYPE_CHECKING:
    from engross.model.request import Request

DEBOUNCE_MILLISECONDS = 200  # of quiet after a change, so that a save in several steps is one change


def serve_document(request: Request, port: int, say: Callable[[str], object]) -> None:
    """Build the source of ``request``, serve it on 127.0.0.1 and rebuild it on each change until Ctrl+C.

    ``port`` 0 takes any free one; ``say`` gets the address. Raises Refusal if there is no such source, the port is
    taken or watchfiles is not installed.
    """
    _check_can_serve(request.source)
    preview = Preview(request.source.name, request.out / request.name, lambda: build_in_process(request))
    listener = make_server(preview, port)
    stop = Event()
    for paths, recursive in (((request.source,), False), ((assets.template_folder(), assets.style_folder()), True)):
        work = partial(rebuild_on_change, preview, paths, recursive, stop)
        Thread(target=_report_failure, args=(work, say), daemon=True).start()
    Thread(target=_report_failure, args=(preview.rebuild, say), daemon=True).start()
    say(f"{request.source} at http://127.0.0.1:{listener.server_port}/ (Ctrl+C ends it)")
    try:
        listener.serve_forever()
    except KeyboardInterrupt:
        say("ended")
    finally:
        stop.set()
        listener.server_close()


def _check_can_serve(source: Path) -> None:
    if not source.is_file():
        raise Refusal(f"there is no file {source}", "check the name and the folder", Where(source.name))
    if find_spec("watchfiles") is None:
        raise Refusal("serve needs watchfiles, which is not installed", "install it: pip install 'engross[serve]'")


def build_in_process(request: Request) -> PreviewBuild:
    """Build in a process of its own; return whether it succeeded, and what it printed."""
    options = {
        "--out": request.out,
        "--fonts": request.fonts,
        "--language": request.language,
        "--symbol": request.symbol,
    }
    words = [word for name, value in options.items() if str(value) for word in (name, str(value))]
    command = (sys.executable, "-m", "engross", "build", str(request.source.absolute()), *words)
    process = subprocess.run(
        command, stdin=subprocess.DEVNULL, capture_output=True, text=True, errors="replace", check=False
    )
    return PreviewBuild(process.returncode == 0, process.stderr + process.stdout)


def _report_failure(work: Callable[[], object], say: Callable[[str], object]) -> None:
    """Do ``work``, and ``say`` why it failed: nothing else reports the exception of a thread."""
    try:
        work()
    except Exception as error:  # noqa: BLE001 # the page stays, with the last build
        say(str(make_refusal(error)))


def rebuild_on_change(preview: Preview, paths: tuple[Path, ...], recursive: bool, stop: Event) -> None:
    """Build again whenever one of ``paths`` changes. A file is watched through its folder, since editors replace it."""
    from watchfiles import watch

    files = {path.parent.resolve() / path.name for path in paths}
    folders = paths if recursive else tuple(file.parent for file in files)
    is_watched = None if recursive else lambda _, path: Path(path) in files
    for _ in watch(
        *folders, watch_filter=is_watched, recursive=recursive, debounce=DEBOUNCE_MILLISECONDS, stop_event=stop
    ):
        preview.rebuild()
