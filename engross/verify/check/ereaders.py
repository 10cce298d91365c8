"""Open EPUBs in reading systems: foliate-js in the machine's Chromium, driven with the mouse, and Thorium's parser.

A click on the number of a note must open a pop-up with the note's words. A click on a place in the index must bring
the citing words into sight, highlighted if they are the target. Contents, landmarks and pages must be those of the
book's navigation, and the text must be set in the book's own fonts. It takes seconds a book, so only a sample is
opened.
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

from engross.model.notice import Severity
from engross.model.text import fold
from engross.verify.check.epub_file import (
    NAMESPACES,
    OpenedEpub,
    UnreadableError,
    XmlElement,
    elements_of_role,
    open_book,
    roles_of_element,
)
from engross.verify.check.finding import Batch, Finding, Findings, TellCheckProgress, look_at_each, sample_evenly
from engross.verify.check.lint_notes import CALL_ROLES, NOTE_ROLES
from engross.verify.check.npm import CLEAN_ENVIRONMENT, NpmTools, find_script, name_packages, prepare_tools
from engross.verify.check.time_bound import find_time_bound

EREADER_COLUMN = "readers"
SAMPLE_BOOKS = 6  # books of a run that are opened
MOST_CALLS = 20  # calls of a book that are clicked
TIMEOUT_SECONDS = 240  # for each fifty files of a book
NOISE_STARTS = (
    "node:",
    "triggerUncaught",
    "^",
    "at ",
    "Node.js",
)  # starts of lines that Node.js prints around an error


class EreaderError(Exception):
    """The reading systems failed, or gave no answer in time."""


@dataclass(frozen=True, slots=True)
class NoteCall:
    """A call of a note in a book: its document, its id, the note's id, and the note's words, folded."""

    file: str
    id: str
    note: str
    words: str


def ereader_column(folder: Path) -> Batch:
    """Return the column of the reading systems; their packages are in ``folder``/reader, fetched when first needed."""
    return Batch((EREADER_COLUMN,), ".epub", partial(run_ereaders, folder), partial(name_packages, "reader"))


def run_ereaders(folder: Path, paths: Sequence[Path], say: TellCheckProgress) -> Mapping[Path, Mapping[str, Findings]]:
    """Return what reading systems do wrong with up to ``SAMPLE_BOOKS`` books; the others are left out.

    ``say`` is called with the progress. Raises Refusal if Node.js, npm or Chromium is missing.
    """
    tools = prepare_tools("reader", folder)
    return look_at_each(EREADER_COLUMN, sample_evenly(paths, SAMPLE_BOOKS), partial(_look_at_book, tools), say)


def _look_at_book(tools: NpmTools, path: Path) -> Findings:
    try:
        book = open_book(path)
        return tuple(find_reader_faults(book, run_reader_script(tools, path)))
    except UnreadableError as error:
        return (_make_error("unreadable", f"the book cannot be opened: {error}"),)
    except EreaderError as error:
        return (_make_error("reader-failed", f"the readers failed: {error}"),)


def run_reader_script(these: NpmTools, path: Path, shots: Path | None = None) -> dict[str, Any]:
    """Return what the reading systems showed of the EPUB at ``path``, as reader.mjs reports it.

    ``shots``: a folder for screenshots. Raises UnreadableError, or EreaderError if the reading systems fail or give no
    answer.
    """
    with TemporaryDirectory(prefix="engross-reader-") as folder:
        with zipfile.ZipFile(path) as archive:
            archive.extractall(folder)  # zipfile keeps members within the folder
        plan = Path(folder) / "plan.json"
        plan.write_text(json.dumps(_make_plan(open_book(path), folder)), "utf-8")
        shots_argument = (str(shots),) if shots else ()
        modules = these.folder / "node_modules"
        arguments = (find_script("reader", "reader.mjs"), path, modules, these.chromium, plan)
        command = (*CLEAN_ENVIRONMENT, these.node, *map(str, arguments))
        return _read_answer((*command, *shots_argument), find_time_bound(path, TIMEOUT_SECONDS))


def _read_answer(command: tuple[str, ...], seconds: int) -> dict[str, Any]:
    try:
        process = subprocess.run(command, capture_output=True, text=True, check=False, timeout=seconds)
    except subprocess.TimeoutExpired:
        raise EreaderError(f"no answer within {seconds} s") from None
    if process.returncode:
        lines = (line.strip() for line in process.stderr.splitlines())
        raise EreaderError("; ".join(line for line in lines if line and not line.startswith(NOISE_STARTS)))
    answer: dict[str, Any] = json.loads(process.stdout)
    return answer


def _make_plan(book: OpenedEpub, folder: str) -> dict[str, Any]:
    """Return what the reading systems are to do with a book that is unpacked in ``room``."""
    calls = sample_evenly(_find_calls(book), MOST_CALLS)
    place = next(_find_index_places(book), None)
    return {
        "parts": list(dict.fromkeys((*book.documents, book.nav_name))),
        "calls": [{"file": call.file, "id": call.id} for call in calls],
        "notes": f"{calls[0].file}#{calls[0].note}" if calls else "",
        "place": {"file": place[0], "href": place[1]} if place else None,
        "unpacked": posixpath.join(folder, book.folder),
    }


def _find_calls(book: OpenedEpub) -> Iterator[NoteCall]:
    for name, document in book.documents.items():
        for call in elements_of_role(document, *CALL_ROLES):
            note = book.target(name, call.get("href") or "")[1]
            if note is not None and call.get("id") and roles_of_element(note) & set(NOTE_ROLES):
                yield NoteCall(name, call.get("id"), note.get("id"), _note_words(note))


def _find_index_places(book: OpenedEpub) -> Iterator[tuple[str, str]]:
    """Yield each place in an index: its document, the link's address."""
    for name, document in book.documents.items():
        for index in elements_of_role(document, "doc-index", "index"):
            for link in index.xpath(".//x:li//x:a[contains(@href, '#')]", namespaces=NAMESPACES):
                yield name, link.get("href")


def _note_words(note: XmlElement) -> str:
    return fold("".join(note.itertext())).replace("\ufe0e", "")


def find_reader_faults(book: OpenedEpub, seen: Mapping[str, Any]) -> Iterator[Finding]:
    """Yield what the reading systems did wrong; ``seen`` is what ``run_reader_script`` returned."""
    yield from _find_note_faults(book, seen["notes"])
    if (place := seen["place"]) and not (place["inSight"] and place["arrived"]):
        yield _make_error("place-not-shown", "a click in the index did not lead to the citing words", place["href"])
    elif place and not place["highlighted"]:
        yield _make_error("place-not-framed", "the citing words are not set off on arrival", place["href"])
    yield from _find_navigation_faults(book, seen)
    yield from _find_unused_fonts(book, seen["fonts"])
    yield from (_make_error("reader-error", error) for error in seen["errors"])


def _find_note_faults(book: OpenedEpub, popped: Iterable[Mapping[str, Any]]) -> Iterator[Finding]:
    calls = {call.id: call for call in _find_calls(book)}
    for pop in popped:
        call = calls[pop["call"]]
        if not pop.get("text"):
            yield _make_error("no-pop-up", "the click on a note's number brought no note", f"{call.file}#{call.id}")
        elif fold(pop["text"]).replace("\ufe0e", "") != call.words:
            yield _make_error("other-pop-up", "the pop-up does not hold the note's words", f"{call.file}#{call.id}")


def _find_navigation_faults(book: OpenedEpub, seen: Mapping[str, Any]) -> Iterator[Finding]:
    """Compare contents, landmarks and pages as both reading systems show them with the book's navigation."""
    expected = {
        kind: _navigation_labels(book.nav, f"//x:nav[@e:type='{name}']/x:ol/x:li/x:a")
        for kind, name in (("contents", "toc"), ("landmarks", "landmarks"), ("pages", "page-list"))
    }
    for reader, shown in (("foliate", seen), ("Thorium", seen["thorium"])):
        if shown.get("error"):
            yield _make_error("reader-failed", f"{reader}: {shown['error']}")
            continue
        for kind, labels in expected.items():
            if [fold(label) for label in shown[kind]] != labels:
                yield _make_error("navigation-differs", f"{reader} shows other {kind} than the book has", book.nav_name)


def _navigation_labels(nav: XmlElement, path: str) -> list[str]:
    return [fold("".join(link.itertext())) for link in nav.xpath(path, namespaces=NAMESPACES)]


def _find_unused_fonts(book: OpenedEpub, loaded: Iterable[str]) -> Iterator[Finding]:
    """Yield a fault if the book brings fonts and the reading system loaded none of them."""
    brought = book.package.xpath("//o:item[starts-with(@media-type, 'font/')]", namespaces=NAMESPACES)
    if brought and not tuple(loaded):
        yield _make_error(
            "fonts-unused", "the fonts of the book are not the ones it is set with", brought[0].get("href")
        )


def _make_error(code: str, message: str, place: str = "") -> Finding:
    return Finding(code, Severity.ERROR, message, place)
