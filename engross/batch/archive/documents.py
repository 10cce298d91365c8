"""Find the documents to be archived: those of a run by its journal, or those of a folder by the reports of builds."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from engross.batch.corpus.journal import DONE, LEFT_OUT, Journal, JournalLine, hash_file
from engross.batch.corpus.storage import open_storage
from engross.batch.library import Catalogue, make_catalogue
from engross.model.failure import SHAPE_ERRORS
from engross.model.notice import Refusal
from engross.model.tree import Where

REPORT_NAME = "report.json"
NOTHING_HINT = "name the folder of a run (./press corpus SOURCES --out RUN), or one that ./press build has made"


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A source whose document is not archived, and why."""

    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class FinishedDocuments:
    """The documents below a folder, without fault and whole; ``left_out``: those that are not."""

    folder: Path
    catalogue: Catalogue
    left_out: tuple[LeftOut, ...] = ()


def find_documents(folder: Path) -> FinishedDocuments:
    """Return the documents of a run, or those that builds made in a folder. Raises Refusal if there are none."""
    lines = tuple(Journal(open_storage(folder)).lines())
    if not lines:  # no run: what builds made, or one of them
        reports = sorted(folder.rglob(REPORT_NAME))
        folder = folder.resolve().parent if folder / REPORT_NAME in reports else folder
        lines = tuple(_read_reports(folder, reports))
    lines = tuple(line for line in lines if not line.edition)  # a bilingual edition or a redline is no document
    done = [line for line in lines if line.state == DONE]
    if not done:
        raise Refusal("no finished document stands there", NOTHING_HINT, Where(str(folder)))
    others = (line for line in lines if line.state not in (DONE, LEFT_OUT))
    left_out = (LeftOut(line.name, f"{line.state}: {line.message}".rstrip(": ")) for line in others)
    return FinishedDocuments(folder, make_catalogue(folder, done), tuple(left_out))


def _read_reports(folder: Path, reports: Iterable[Path]) -> Iterator[JournalLine]:
    """Yield a line of a journal for each report of a build; ``folder``: the one that they stand in or below."""
    for path in reports:
        try:
            report = json.loads(path.read_bytes())
            if "options" in report:  # else two documents are paired or compared there
                yield _make_line(path, path.resolve().parent.relative_to(folder.resolve()).as_posix(), report)
        except (OSError, *SHAPE_ERRORS):
            what, hint = "it is no report that engross wrote", "build the document again, or take the folder away"
            raise Refusal(what, hint, Where(str(path))) from None


def _make_line(path: Path, folder: str, report: dict[str, Any]) -> JournalLine:
    faults = [notice["message"] for notice in report["notices"] if notice["severity"] == "error"]
    own = (path.name, path.stat().st_size, hash_file(path))
    files = ((file["name"], file["bytes"], file["sha256"]) for file in report["files"])
    return JournalLine(
        name=folder,
        key="",
        state="at fault" if faults else DONE,
        message="; ".join(faults),
        symbol=report["symbol"],
        language=report["language"],
        organ=report["organ"],
        files=(*files, own),
        folder=folder,
    )
