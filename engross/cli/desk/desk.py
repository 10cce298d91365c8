"""The documents of a desk, and the threads that make them one after the other."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from concurrent.futures import CancelledError, Future, InvalidStateError, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from functools import partial
from itertools import count
from pathlib import Path
from queue import PriorityQueue
from threading import Lock, Thread
from typing import Any

from engross.cli.desk.document import (
    DONE,
    FINISHING,
    MAKING,
    READING,
    REFUSED,
    WAITING,
    YAML_ENDING,
    DeskDocument,
    fold_words,
    list_mended_names,
)
from engross.cli.desk.kept_state import keep_state, load_state, make_state_key
from engross.cli.desk.refusals import spell_refusal
from engross.cli.desk.trace import trace_document
from engross.cli.desk.workers import Workers, hash_program
from engross.cli.options import Options, core_count, make_requests
from engross.grammars.edition_name import find_free_name, make_edition_name
from engross.model.failure import make_refusal
from engross.model.notice import Refusal
from engross.model.request import EDITIONS, Request
from engross.pipeline.bounded import Bounds

SEEN, UNSEEN, LAST = 0, 1, 2  # the order of what is to be made: what a person looks at, the rest, the end of all
MOST_DOCUMENTS = 2_000
SOURCES_FOLDER = "sources"
MARK_NAME = ".engross-desk"  # the file in each folder that the desk has made, and may delete
Listener = Callable[[dict[str, Any]], object]


class Desk:
    """Documents, and what makes them. Methods may be called from any thread.

    ``options``: those of every build; its ``out`` is the desk's own folder, in which each document has one.
    ``upload_folder``: where what is dropped on the page is kept.
    """

    def __init__(self, options: Options, upload_folder: Path | None = None) -> None:
        self.options, self.folder = options, Path(options.out)
        self.upload_folder = upload_folder or self.folder / SOURCES_FOLDER
        self.documents: dict[str, DeskDocument] = {}
        self._by_source: dict[Path, DeskDocument] = {}
        self._mended_paths: set[Path] = set()
        self.dismissed: set[Path] = set()  # sources that were taken off, and come back only when they change
        self.listeners: list[Listener] = []
        self.bounds = Bounds(options.timeout, options.memory)
        self._threads = max(1, min(4, core_count(0)))
        self.makers = Workers(self._threads)
        self.helpers = Workers(2)  # for what is asked while documents are made: pictures of pages, mends
        self._queue: PriorityQueue[tuple[int, int, str]] = PriorityQueue()
        self._order, self._lock = count(), Lock()
        self._queued: set[str] = set()
        self._program = hash_program()

    def begin(self) -> None:
        """Begin to make what waits."""
        self.helpers.begin()
        self.makers.begin()
        for _ in range(self._threads):
            Thread(target=self._work, daemon=True).start()

    def close(self) -> None:
        """End the work, and the processes."""
        for _ in range(self._threads):
            self._queue.put((LAST, next(self._order), ""))
        self.makers.close()
        self.helpers.close()

    def add_source(self, source: Path, *, is_own: bool = False) -> DeskDocument:
        """Put a source on the desk; it is made when its turn comes. One that is there already is made again.

        Raises Refusal if the desk is full.
        """
        with self._lock:
            present = self._by_source.get(source) or self._lay_down(source, is_own=is_own)
        self.make_again(present)
        return present

    def _lay_down(self, source: Path, *, is_own: bool) -> DeskDocument:
        """Return a new document on the desk. Raises Refusal if the desk is full."""
        if len(self.documents) >= MOST_DOCUMENTS:
            raise Refusal(f"{MOST_DOCUMENTS:,} documents lie on the desk", "take some away, or use press corpus")
        document = DeskDocument(source, self.folder / self._find_free_name(source), is_own=is_own)
        if document.mended_path in self._mended_paths:
            document.mended_name = list_mended_names(source.name)[-1]
        self.documents[document.folder.name] = self._by_source[source] = document
        self._mended_paths.add(document.mended_path)
        return document

    def _find_free_name(self, source: Path) -> str:
        """Return a name for the folder of a source: no document's, and of no folder that is not the desk's own."""
        stem = source.name.removesuffix(YAML_ENDING).removesuffix(source.suffix)
        taken = set(self.documents)
        while True:
            name = find_free_name(make_edition_name(stem), source.suffix.removeprefix("."), taken).casefold()
            if not self._is_foreign(name):
                return name
            taken.add(name)

    def _is_foreign(self, name: str) -> bool:
        """Return whether something of a name stands there that is not the desk's own: it is left alone."""
        folder = self.folder / name
        return folder.exists() and not (folder / MARK_NAME).is_file()

    def remove(self, document: DeskDocument) -> None:
        """Take a document off the desk with what was made of it; a source of the desk's own is deleted too."""
        with self._lock:
            self.documents.pop(document.folder.name, None)
            self._by_source.pop(document.source, None)
            self._mended_paths.discard(document.mended_path)
            self.dismissed.add(document.source.resolve())
        with document.one_at_a_time:
            if (document.folder / MARK_NAME).is_file():
                shutil.rmtree(document.folder, ignore_errors=True)
            if document.is_own:
                document.source.unlink(missing_ok=True)
                document.mended_path.unlink(missing_ok=True)
        self._tell({"removed": document.folder.name})

    def make_again(self, document: DeskDocument, *, is_seen: bool = False) -> None:
        """Have a document made when its turn comes; one that a person looks at is next."""
        name = document.folder.name
        with self._lock:
            is_queued = name in self._queued and not is_seen
            self._queued.add(name)
        if not is_queued:
            self._queue.put((SEEN if is_seen else UNSEEN, next(self._order), name))
        self.show(document, step=WAITING)

    def renew_program(self) -> None:
        """Have all documents made again by the program as it is now."""
        self._program = hash_program()
        for workers in (self.makers, self.helpers):
            workers.renew()
        for document in tuple(self.documents.values()):
            self.make_again(document)

    def next_waiting(self) -> str:
        """Return the id of the document that is made next; "" if none waits."""
        with self._queue.mutex:
            return self._queue.queue[0][2] if self._queue.queue else ""

    def show(self, document: DeskDocument, **changes: Any) -> None:
        """Change the state of a document, and tell those who listen."""
        document.change(**changes)
        self.tell_about(document)

    def tell_about(self, document: DeskDocument) -> None:
        """Tell those who listen what is known of a document."""
        self._tell({"document": document.summarize()})

    def end_events(self) -> None:
        """Tell those who listen that there is nothing more to come."""
        self._tell({})

    def _tell(self, event: dict[str, Any]) -> None:
        for listener in tuple(self.listeners):
            listener(event)

    def _work(self) -> None:
        """Make what waits, one after the other, until the desk is closed."""
        while name := self._queue.get()[2]:
            with self._lock:
                is_due = name in self._queued
                self._queued.discard(name)
                document = self.documents.get(name)
            if document and is_due:
                with document.one_at_a_time:
                    self._make(document)

    def _make(self, document: DeskDocument) -> None:
        """Read a document and make its editions; each step is told."""
        try:
            document.folder.mkdir(parents=True, exist_ok=True)
            (document.folder / MARK_NAME).touch()
            key = make_state_key(document, self.make_options(document), self._program)
            if kept := load_state(document, key):
                self.show(document, step=DONE, refusal=None, pages={}, extras={}, **kept)
                return
            request = self.make_request(document)
            self.show(document, step=READING)
            with ThreadPoolExecutor(1) as beside:  # one process reads what another makes
                build = replace(request, has_places=True)
                shown = Future[dict[str, Any]]()
                tell = partial(_settle, shown)
                making = beside.submit(self.makers.do, "build_editions", build, bounds=self.bounds, tell=tell)
                making.add_done_callback(lambda _: shown.cancel())
                known = self._understand(document, request)
                self.show(document, step=MAKING, understanding=known, refusal=None)
                with suppress(CancelledError):
                    self.show(document, step=FINISHING, pages=shown.result())
                made = making.result()
            self.show(document, step=DONE, editions=made, pages={}, extras={})
            keep_state(document, key)
        except Exception as error:  # noqa: BLE001 # this thread makes the other documents too
            self.show(document, step=REFUSED, pages={}, refusal=spell_refusal(make_refusal(error)))

    def _understand(self, document: DeskDocument, request: Request) -> dict[str, Any]:
        """Return what a document is understood as, of a mended one with its places in the source. Raises Refusal."""
        known: dict[str, Any] = self.makers.do("understand_document", request, bounds=self.bounds)
        if not document.is_mended:
            document.understand_origin(known["language"], lambda: known)
            return known

        def ask_origin() -> dict[str, Any]:
            source = self.make_request(document, document.source)
            source = replace(source, symbol=known["symbol"], language=known["language"])
            try:
                origin: dict[str, Any] = self.makers.do("understand_document", source, bounds=self.bounds)
            except Refusal:  # it has changed since, and what is mended stands for itself
                return {}
            return origin

        return trace_document(known, document.understand_origin(known["language"], ask_origin))

    def summarize(self) -> list[dict[str, Any]]:
        """Return what the list of documents shows of each."""
        return [document.summarize() for document in tuple(self.documents.values())]

    def search(self, words: str) -> dict[str, str]:
        """Return the documents in whose text all words stand, by id, with the paragraph that has the first."""
        wanted = fold_words(words).split()
        found = ((name, document.find_paragraph(wanted)) for name, document in tuple(self.documents.items()))
        return {name: paragraph for name, paragraph in found if paragraph}

    def make_options(self, document: DeskDocument, source: Path | None = None) -> Options:
        """Return the options of a document's build. ``source``: another than the file that editions are made of."""
        wishes = document.wishes
        return replace(
            self.options,
            sources=(str(source or document.read_path),),
            out=str(document.folder),
            paper=wishes.paper,
            font_size=wishes.font_size,
            without_index=wishes.without_index,
        )

    def make_request(self, document: DeskDocument, source: Path | None = None) -> Request:
        """Return the request of a document's build, as ``press build`` makes it."""
        return make_requests(self.make_options(document, source), EDITIONS)[0]


def _settle(future: Future[dict[str, Any]], value: dict[str, Any]) -> None:
    """Give a future its result; what comes again, from a process that was started once more, is the same."""
    with suppress(InvalidStateError):
        future.set_result(value)
