"""EPUBs to real readers: foliate-js in the machine's Chromium, driven with the mouse, and Thorium's parser.

The number of a note is clicked: the pop-up must hold the note's words. A place of the index is clicked: the citing
words must be in sight, and framed where they are the target. Contents, landmarks and pages must be those of the
navigation, and the fonts that the book brings must be the ones it is set with. Seconds a book, so only a sample.
"""

from __future__ import annotations

import json
import posixpath
import subprocess
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from engross.check.finding import Batch, Finding, Findings, Say, looked_at, sample
from engross.check.notes import CALL, NOTE
from engross.check.npm import CLEAN, Tools, script, tools
from engross.check.opened import NS, Element, Opened, UnreadableError, elements, open_book, roles
from engross.notice import Severity
from engross.text import fold

NAME = "readers"
SAMPLE = 6  # books of a run that are looked at
CALLS = 20  # calls of a book that are clicked
PATIENCE = 240  # seconds for a book
NOISE = ("node:", "triggerUncaught", "^", "at ", "Node.js")  # what Node.js says around an error


class FailedError(Exception):
    """The readers failed, or gave no answer in time."""


@dataclass(frozen=True, slots=True)
class Call:
    """A call of a note in a book: its document, its id, the id of the note and the words there, folded."""

    file: str
    id: str
    note: str
    words: str


def column(folder: Path) -> Batch:
    """The column of the readers, their packages in ``folder``/reader, brought when first needed."""
    return Batch((NAME,), ".epub", partial(readers, folder))


def readers(folder: Path, paths: Sequence[Path], say: Say) -> Mapping[Path, Mapping[str, Findings]]:
    """What readers do wrong with up to SAMPLE of the books; the others are left out; ``say`` is told of the progress.

    Raises Refusal where Node.js, npm or Chromium is missing.
    """
    with_these = tools("reader", folder)
    return looked_at(NAME, sample(paths, SAMPLE), partial(_look, with_these), say)


def _look(these: Tools, path: Path) -> Findings:
    try:
        book = open_book(path)
        return tuple(findings(book, see(these, path)))
    except UnreadableError as error:
        return (_found("unreadable", f"the book cannot be opened: {error}"),)
    except FailedError as error:
        return (_found("reader-failed", f"the readers failed: {error}"),)


def see(these: Tools, path: Path, shots: Path | None = None) -> dict[str, Any]:
    """What the readers saw of the EPUB at ``path``, as reader.mjs tells it; screenshots into the folder ``shots``.

    Raises UnreadableError, and FailedError where the readers fail or give no answer.
    """
    with TemporaryDirectory(prefix="engross-reader-") as room:
        with zipfile.ZipFile(path) as archive:
            archive.extractall(room)  # zipfile keeps members within the folder
        plan = Path(room) / "plan.json"
        plan.write_text(json.dumps(_plan(open_book(path), room)), "utf-8")
        shoot = (str(shots),) if shots else ()
        modules = these.folder / "node_modules"
        files = (script("reader", "reader.mjs"), path, modules, these.chromium, plan)
        words = (*CLEAN, these.node, *map(str, files))
        return _answer((*words, *shoot))


def _answer(words: tuple[str, ...]) -> dict[str, Any]:
    try:
        done = subprocess.run(words, capture_output=True, text=True, check=False, timeout=PATIENCE)
    except subprocess.TimeoutExpired:
        raise FailedError(f"no answer within {PATIENCE} s") from None
    if done.returncode:
        lines = (line.strip() for line in done.stderr.splitlines())
        raise FailedError("; ".join(line for line in lines if line and not line.startswith(NOISE)))
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def _plan(book: Opened, room: str) -> dict[str, Any]:
    """What the readers are to do with a book that is unpacked in ``room``."""
    chosen = sample(_calls(book), CALLS)
    place = next(_places(book), None)
    return {
        "parts": list(dict.fromkeys((*book.documents, book.nav_name))),
        "calls": [{"file": call.file, "id": call.id} for call in chosen],
        "notes": f"{chosen[0].file}#{chosen[0].note}" if chosen else "",
        "place": {"file": place[0], "href": place[1]} if place else None,
        "unpacked": posixpath.join(room, book.folder),
    }


def _calls(book: Opened) -> Iterator[Call]:
    for name, document in book.documents.items():
        for call in elements(document, *CALL):
            note = book.target(name, call.get("href") or "")[1]
            if note is not None and call.get("id") and roles(note) & set(NOTE):
                yield Call(name, call.get("id"), note.get("id"), _words(note))


def _places(book: Opened) -> Iterator[tuple[str, str]]:
    """The places of indexes: the document, the address."""
    for name, document in book.documents.items():
        for index in elements(document, "doc-index", "index"):
            for link in index.xpath(".//x:li//x:a[contains(@href, '#')]", namespaces=NS):
                yield name, link.get("href")


def _words(note: Element) -> str:
    return fold("".join(note.itertext())).replace("\ufe0e", "")


def findings(book: Opened, seen: Mapping[str, Any]) -> Iterator[Finding]:
    """What the readers did wrong, by what they saw."""
    yield from _notes(book, seen["notes"])
    if (place := seen["place"]) and not (place["inSight"] and place["arrived"]):
        yield _found("place-not-shown", "a click in the index did not lead to the citing words", place["href"])
    elif place and not place["highlighted"]:
        yield _found("place-not-framed", "the citing words are not set off on arrival", place["href"])
    yield from _navigation(book, seen)
    yield from _faces(book, seen["fonts"])
    yield from (_found("reader-error", error) for error in seen["errors"])


def _notes(book: Opened, popped: Iterable[Mapping[str, Any]]) -> Iterator[Finding]:
    calls = {call.id: call for call in _calls(book)}
    for pop in popped:
        call = calls[pop["call"]]
        if not pop.get("text"):
            yield _found("no-pop-up", "the click on a note's number brought no note", f"{call.file}#{call.id}")
        elif fold(pop["text"]).replace("\ufe0e", "") != call.words:
            yield _found("other-pop-up", "the pop-up does not hold the note's words", f"{call.file}#{call.id}")


def _navigation(book: Opened, seen: Mapping[str, Any]) -> Iterator[Finding]:
    """Contents, landmarks and pages against those of the book's navigation, for both readers."""
    expected = {
        kind: _entries(book.nav, f"//x:nav[@e:type='{name}']/x:ol/x:li/x:a")
        for kind, name in (("contents", "toc"), ("landmarks", "landmarks"), ("pages", "page-list"))
    }
    for reader, said in (("foliate", seen), ("Thorium", seen["thorium"])):
        if said.get("error"):
            yield _found("reader-failed", f"{reader}: {said['error']}")
            continue
        for kind, labels in expected.items():
            if [fold(label) for label in said[kind]] != labels:
                yield _found("navigation-differs", f"{reader} shows other {kind} than the book has", book.nav_name)


def _entries(nav: Element, path: str) -> list[str]:
    return [fold("".join(link.itertext())) for link in nav.xpath(path, namespaces=NS)]


def _faces(book: Opened, loaded: Iterable[str]) -> Iterator[Finding]:
    """Books that bring fonts, none of which a reader used."""
    brought = book.package.xpath("//o:item[starts-with(@media-type, 'font/')]", namespaces=NS)
    if brought and not tuple(loaded):
        yield _found("fonts-unused", "the fonts of the book are not the ones it is set with", brought[0].get("href"))


def _found(code: str, message: str, place: str = "") -> Finding:
    return Finding(code, Severity.ERROR, message, place)
