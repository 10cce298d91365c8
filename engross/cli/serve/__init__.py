"""Sources to a page in the browser that follows them: build, serve on this machine only, build again on each change."""

from __future__ import annotations

import webbrowser
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from threading import Event, Thread

from engross.cli.options import Options, make_requests
from engross.cli.serve.desk import Preview
from engross.cli.serve.http import make_server
from engross.cli.serve.preview_build import PreviewBuilder
from engross.editions import assets
from engross.grammars.edition_name import find_free_name, make_edition_name
from engross.model.failure import make_refusal
from engross.model.notice import Refusal
from engross.model.tree import Where

DEBOUNCE_MILLISECONDS = 200  # milliseconds of quiet after a change, so that a save in several steps is one change

Tell = Callable[[str], object]


def serve_sources(options: Options, port: int, tell: Tell, *, opens: bool = False) -> None:
    """Show the sources of ``options`` on 127.0.0.1 and follow their changes until Ctrl+C; each is built when looked at.

    A folder is the documents in it. ``port`` 0 takes any that is free; ``tell`` is given the address, and where it
    ``opens``, so is the browser. Raises Misuse, and Refusal where there is no such source, the port cannot be had or
    watchfiles is not installed.
    """
    sources = list_sources(options)
    _check_can_serve(sources)
    builder = PreviewBuilder()
    previews = {
        path: Preview(path.name, partial(builder.build, path, replace(options, name=name)))
        for path, name in zip(sources, _name_apart(sources), strict=True)
    }
    server = make_server(tuple(previews.values()), port)
    stop = Event()
    for work in (partial(follow_sources, previews, stop), partial(follow_looks, tuple(previews.values()), stop)):
        Thread(target=_report_failure, args=(work, tell), daemon=True).start()
    address = f"http://127.0.0.1:{server.server_port}/"
    next(iter(previews.values())).begin()
    tell(f"{_spell_sources(sources)} at {address} (Ctrl+C ends it)")
    if opens and not webbrowser.open(address):
        tell("there is no browser to open: open the address")
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        tell("ended")
    finally:
        stop.set()
        server.server_close()
        builder.close()


def _name_apart(sources: Sequence[Path]) -> list[str]:
    """Return the names of the editions of each source: "" for that of its document, for several those of the sources.

    Several are not all built, so that what documents they are is not known, and two may be one.
    """
    names: list[str] = []
    for source in sources if len(sources) > 1 else ():
        taken = {name.casefold() for name in names}
        names.append(find_free_name(make_edition_name(source.stem), source.suffix.removeprefix("."), taken))
    return names or [""]


def list_sources(options: Options) -> tuple[Path, ...]:
    """Return the sources of ``options``, for a folder the documents in it by name. Raises Misuse and Refusal."""
    names = [str(path) for name in options.sources for path in _list_folder(Path(name))]
    return tuple(request.source for request in make_requests(replace(options, sources=names), ()))


def _list_folder(path: Path) -> tuple[Path, ...]:
    """Return the documents in a folder; a path that is none is returned alone. Raises Refusal for a folder without."""
    from engross.batch.corpus.item import SOURCE_SUFFIXES

    if not path.is_dir():
        return (path,)
    files = sorted(file for file in path.iterdir() if file.name.lower().endswith(SOURCE_SUFFIXES) and file.is_file())
    if not files:
        hint = f"name a file, or a folder with files ending in {' or '.join(SOURCE_SUFFIXES)}"
        raise Refusal("there is no document in the folder", hint, Where(str(path)))
    return tuple(files)


def _check_can_serve(sources: Sequence[Path]) -> None:
    for source in sources:
        if not source.is_file():
            raise Refusal(f"there is no file {source}", "check the name and the folder", Where(source.name))
    if find_spec("watchfiles") is None:
        raise Refusal("serve needs watchfiles, which is not installed", "install it: pip install 'engross[serve]'")


def _spell_sources(sources: Sequence[Path]) -> str:
    return str(sources[0]) if len(sources) == 1 else f"{len(sources)} documents"


def _report_failure(work: Callable[[], object], tell: Tell) -> None:
    """Do ``work``, and ``tell`` what it failed of: a thread's exception reaches nobody else."""
    try:
        work()
    except Exception as error:  # noqa: BLE001 # the page stays, and shows what was made last
        tell(str(make_refusal(error)))


def follow_sources(previews: Mapping[Path, Preview], stop: Event) -> None:
    """Build again what was looked at whenever its source changes. A file is watched through its folder, for editors
    replace it.
    """
    from watchfiles import watch

    files = {path.parent.resolve() / path.name: preview for path, preview in previews.items()}
    folders = {file.parent for file in files}
    for changes in watch(
        *folders,
        watch_filter=lambda _, path: Path(path) in files,
        recursive=False,
        debounce=DEBOUNCE_MILLISECONDS,
        stop_event=stop,
    ):
        _rebuild_shown(files[path] for path in dict.fromkeys(Path(path) for _, path in changes))


def follow_looks(previews: Sequence[Preview], stop: Event) -> None:
    """Build again all that was looked at whenever a template or a style changes."""
    from watchfiles import watch

    folders = (assets.template_folder(), assets.style_folder())
    for _ in watch(*folders, watch_filter=None, debounce=DEBOUNCE_MILLISECONDS, stop_event=stop):
        _rebuild_shown(previews)


def _rebuild_shown(previews: Iterable[Preview]) -> None:
    for preview in previews:
        if preview.is_shown.is_set():
            preview.rebuild()
