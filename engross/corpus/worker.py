"""One job to one line: a source built in this process, whatever happens to it said in the line."""

from __future__ import annotations

import ctypes
import gc
import json
from collections import Counter
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from engross.corpus.item import Item, data_of
from engross.corpus.journal import (
    AWAY,
    DONE,
    FAILED,
    FAULTY,
    FOLDER,
    LEFT,
    RECORDS,
    REFUSED,
    TRACES,
    Line,
    sha256,
    trace_file,
)
from engross.corpus.place import Place, Unreachable, place
from engross.data import File
from engross.failure import refusal_of
from engross.model import Where
from engross.notice import Refusal
from engross.profile import READER, Profile
from engross.records import beside
from engross.terminal import spell_controls

if TYPE_CHECKING:
    from engross.build import Outcome
    from engross.request import Request

TIDY = 32  # pages set between two collections: the boxes of a page refer to each other and are freed by them alone
LARGE = 40  # pages of a document after which a worker lets go of what it has kept
_SET: list[int] = []  # pages of the documents since the last collection, in this process


@dataclass(frozen=True, slots=True)
class Order:
    """What is wanted of every source: the folder of the run, the fonts, the editions, and which documents count.

    "" takes all languages, organs (keys of [organs] in words/*.toml) and sessions ("77", "ES-11"). ``url``: where the
    run is written if that is no folder of this machine.
    """

    out: Path
    fonts: Path
    editions: frozenset[str]
    language: str = ""
    organ: str = ""
    session: str = ""
    with_record: bool = False
    profile: Profile = READER
    url: str = ""

    def __repr__(self) -> str:
        said = (sorted(self.editions), self.language, self.organ, self.session, self.with_record, self.profile.name)
        return f"Order{said}"

    @property
    def selective(self) -> bool:
        """Whether some documents are left out."""
        return bool(self.language or self.organ or self.session)


@dataclass(frozen=True, slots=True)
class Job:
    """A source to be made under a key."""

    item: Item
    key: str
    order: Order


def warm() -> None:
    """Make a worker ready: load the house, and keep the collector away from what stays for ever."""
    from engross import build, ebook  # noqa: F401

    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 50, 100)


def make(job: Job) -> Line:
    """The line of a job; never raises for what a source or the house may do wrong."""
    line = _tried(job)
    _tidy(line.counts.get("pages", 1))
    return line


def _tidy(pages: int) -> None:
    """Collect now and then what the raised thresholds leave; else a worker grows by 3 MB a document.

    A large document leaves holes between what is kept from it: all is let go, and the memory given back to the system.
    """
    _SET.append(pages)
    if sum(_SET) < TIDY:
        return
    _SET.clear()
    if pages >= LARGE:
        from engross.build import rest

        rest()
    gc.collect()
    if pages >= LARGE:
        with suppress(OSError, AttributeError, TypeError):  # there is none but in glibc
            ctypes.CDLL(None).malloc_trim(0)


def _tried(job: Job) -> Line:
    item = job.item
    if item.twin:
        return _line_of_refusal(job, f"{item.twin} has the same name: rename one of them")
    if item.fault:
        return _line_of_refusal(job, item.fault)
    try:
        with TemporaryDirectory(prefix="engross-") as room:
            return _made(job, Path(room))
    except Refusal as refusal:
        return _line_of_refusal(job, str(refusal))
    except Unreachable as error:
        return Line(item.name, job.key, AWAY, spell_controls(str(error)))
    except Exception as error:  # noqa: BLE001 # one bad file is an entry of the report, not the end of the run
        return _line_of_failure(job, error)


def _line_of_refusal(job: Job, message: str) -> Line:
    return Line(job.item.name, job.key, REFUSED, spell_controls(message))


def _line_of_failure(job: Job, error: Exception) -> Line:
    """The line of an exception that nobody foresaw; its trace is kept beside the run's journal."""

    def keep(trace: str) -> str:
        file = File(trace_file(job.item.name), trace.encode("utf-8", errors="backslashreplace"))
        try:
            (path,) = place(job.order.out, job.order.url).write(f"{FOLDER}/{TRACES}", (file,))
        except (Refusal, OSError):
            return ""
        return str(path)

    refusal = refusal_of(error, Where(job.item.shown), keep)
    return Line(job.item.name, job.key, FAILED, spell_controls(str(refusal)))


def _source(item: Item, room: Path) -> Path:
    """The source as a file of its own: what lies in an archive or elsewhere is brought into a room."""
    if not item.member and not item.url:
        return item.path
    path = room / "source" / item.file
    path.parent.mkdir()
    path.write_bytes(data_of(item))
    return path


def _made(job: Job, room: Path) -> Line:
    from engross.build import build
    from engross.request import Request

    order, name = job.order, PurePosixPath(job.item.name)
    out = (room / "out" if order.url else order.out) / name.parent
    data = () if job.item.url else beside(job.item.path)
    source = _source(job.item, room)
    request = Request(source, out, order.fonts, order.editions, stem=name.name, profile=order.profile)
    request = replace(request, with_record=order.with_record, records=data)
    if order.selective and not _counts(request, order):
        return Line(job.item.name, job.key, LEFT)
    outcome, where = build(request), place(order.out, order.url)
    if order.url:
        _carry(outcome, where, job.item.name)
    return _line(job, outcome, where)


def _carry(outcome: Outcome, where: Place, name: str) -> None:
    """Bring what was made to its place; editions that this build refuses do not stay there from an earlier one."""
    where.write(name, tuple(File(path.name, path.read_bytes()) for path in outcome.files))
    if not outcome.ok:
        made = {path.name for path in outcome.files}
        where.remove(f"{name}/{file}" for file in where.names(name) if file not in made)


def _counts(request: Request, order: Order) -> bool:
    """Whether a document is one of those wanted."""
    from engross.reader import understand

    resolution = understand(request).resolution
    said = (resolution.language, resolution.organ, resolution.facts.session)
    asked = (order.language, order.organ, order.session)
    return all(not wanted or wanted == found for wanted, found in zip(asked, said, strict=True))


def _line(job: Job, outcome: Outcome, where: Place) -> Line:
    report = outcome.report
    faults = "; ".join(n["message"] for n in report["notices"] if n["severity"] == "error")
    codes = Counter(n["code"] for n in report["notices"])
    files = tuple((path.name, path.stat().st_size, sha256(path.read_bytes())) for path in outcome.files)
    about = (report["symbol"], report["language"], report["organ"])
    line = Line(job.item.name, job.key, DONE if outcome.ok else FAULTY, faults, *about)
    record = _recorded(where, _record(outcome))
    counts = report["counts"] | {"characters": sum(report["ledger"].values())}
    return replace(line, counts=_sorted(counts), codes=_sorted(codes), files=files, record=record)


def _sorted(counts: Mapping[str, int]) -> dict[str, int]:
    """As the journal spells them, so that a line is the same fresh and read again."""
    return dict(sorted(counts.items()))


def _record(outcome: Outcome) -> dict[str, Any]:
    """What the index of all documents needs of one: title, citations with their places, paragraphs as plain text."""
    from engross.data import index_data
    from engross.text import title_text
    from engross.walk import blocks_of

    resolution = outcome.book.resolution
    texts = ((b.id, title_text(b.content)) for b in blocks_of(resolution) if hasattr(b, "content"))
    return {
        "title": outcome.report["title"],
        "adopted": resolution.facts.adopted,
        "symbols": index_data(outcome.book)["symbols"],
        "paragraphs": [[name, text] for name, text in texts if text],
    }


def _recorded(where: Place, record: dict[str, Any]) -> str:
    """Keep a record under its hash; the hash."""
    data = json.dumps(record, ensure_ascii=False, sort_keys=True).encode("utf-8")
    name = sha256(data)
    where.write(f"{FOLDER}/{RECORDS}", (File(f"{name}.json", data),))
    return name
