"""Follow the files of a desk: make a document again when it changes, and take up what is put into its folder."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from threading import Event

from watchfiles import DefaultFilter, watch

from engross.cli.desk.desk import Desk
from engross.cli.desk.document import DeskDocument, list_mended_names
from engross.cli.desk.workers import list_program_folders
from engross.cli.misuse import Misuse
from engross.cli.options import Options, make_requests
from engross.model.notice import Refusal
from engross.model.tree import Where

DEBOUNCE_MILLISECONDS = 200  # milliseconds of quiet after a change, so that a save in several steps is one change


def list_sources(options: Options) -> tuple[Path, ...]:
    """Return the sources of ``options``, for a folder the documents in it by name. Raises Misuse and Refusal.

    Mends that are kept beside a source are no source of their own.
    """
    names = [str(path) for name in options.sources for path in _list_folder(Path(name))]
    if not names:
        return ()
    sources = tuple(request.source for request in make_requests(replace(options, sources=names), ()))
    for source in sources:
        if not source.is_file():
            raise Refusal(f"there is no file {source}", "check the name and the folder", Where(source.name))
    mends = {one.with_name(name) for one in sources for name in list_mended_names(one.name) if name != one.name}
    return tuple(one for one in sources if one not in mends)


def _list_folder(path: Path) -> tuple[Path, ...]:
    """Return the documents in a folder; a path that is none is returned alone."""
    from engross.batch.corpus.item import OPEN_FILE_START, SOURCE_SUFFIXES

    if not path.is_dir():
        return (path,)
    files = (file for file in path.iterdir() if file.name.lower().endswith((*SOURCE_SUFFIXES, ".md")))
    return tuple(sorted(file for file in files if file.is_file() and not file.name.startswith(OPEN_FILE_START)))


def follow_sources(desk: Desk, options: Options, stop: Event) -> None:
    """Make a document again when its source or its mends change; take up and take off what folders get and lose.

    A file is watched through its folder, for editors replace it.
    """
    folders = {Path(name) for name in options.sources if Path(name).is_dir()}
    folders |= {Path(name).parent for name in options.sources if not Path(name).is_dir()}
    watched = {folder.resolve() for folder in folders if folder.is_dir()}
    if not watched:
        return
    for changes in watch(*watched, watch_filter=None, recursive=False, debounce=DEBOUNCE_MILLISECONDS, stop_event=stop):
        take_changes(desk, options, {Path(path) for _, path in changes})


def take_changes(desk: Desk, options: Options, changed: Iterable[Path]) -> None:
    """Make again what is on the desk, add what is new in a folder that was opened, take off what has gone from one.

    What has changed is made before what waits: somebody is writing it.
    """
    changed, named = set(changed), dict[Path, Path]()
    with suppress(Refusal, Misuse):  # a file may be away for a moment, while an editor replaces it
        named = {path.resolve(): path for path in list_sources(options)} if options.sources else {}
    folders = {Path(name).resolve() for name in options.sources if Path(name).is_dir()}
    present = {document.source.resolve(): document for document in tuple(desk.documents.values())}
    for path, source in named.items():
        if path not in present and (path not in desk.dismissed or path in changed):
            desk.add_source(source)
    for path, document in present.items():
        if not document.source.is_file() and path.parent in folders:
            desk.remove(document)
        elif _is_touched(document, path, changed):
            desk.make_again(document, is_seen=True)


def _is_touched(document: DeskDocument, source: Path, changed: set[Path]) -> bool:
    mended = source.with_name(document.mended_path.name)
    return source in changed or (mended in changed and not document.is_own_write(mended))


def follow_program(desk: Desk, stop: Event) -> None:
    """Make all again that is made whenever a template, a style or a module of the program changes."""
    for _ in watch(
        *list_program_folders(), watch_filter=DefaultFilter(), debounce=DEBOUNCE_MILLISECONDS, stop_event=stop
    ):
        desk.renew_program()
