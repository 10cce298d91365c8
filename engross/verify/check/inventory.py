"""List the files that are to be checked: those that are there, and those that a report or a run's journal names."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from engross.verify.check.finding import Findings
from engross.verify.check.reported import (
    BY_JOURNAL,
    JOURNAL_NAME,
    REPORT_NAME,
    RUN_FOLDER,
    ReportedBuild,
    ReportedFile,
    ReportedRun,
    read_report,
    read_run,
)
from engross.verify.check.rule import EditionFault

# Endings of what stands in the folder of its own name when engross has made it; an XML there may be somebody's source.
EDITION_ENDINGS = (".pdf", ".epub", ".html", ".symbols.json", ".symbols.csv", ".record.json")


@dataclass(frozen=True, slots=True)
class InventoryEntry:
    """A file that is there or should be; ``reported`` is None where nothing is written down of it.

    ``findings``: what is known of it besides; None if nothing can be.
    """

    path: Path
    reported: ReportedFile | None = None
    findings: Findings | None = None

    def compare_with_report(self) -> Findings | None:
        """Return how the file differs from what is written down of it; None where nothing is."""
        if self.reported is None:
            return self.findings
        return (*_compare_file(self.path, self.reported), *(self.findings or ()))


def _compare_file(path: Path, reported: ReportedFile) -> Findings:
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return (EditionFault.FILE_MISSING.make_finding("", reporter=reported.reporter),)
    except OSError as error:
        difference = f"it cannot be read: {error.strerror}"
    else:
        if reported.size is not None and reported.size != len(data):
            difference = f"it has {len(data)} bytes, not {reported.size}"
        elif hashlib.sha256(data).hexdigest() != reported.sha256:
            difference = "its SHA-256 is another"
        else:
            return ()
    fault = EditionFault.FILE_CHANGED
    return (fault.make_finding("", difference=difference, reporter=reported.reporter),)


def list_inventory(path: Path, suffixes: Collection[str]) -> tuple[InventoryEntry, ...]:
    """Return the entries at a path, in its order: that file, or all that a folder and those below it have or should.

    ``suffixes``: endings of the files that are checked where no report tells of them too. Empty if there are none.
    """
    if path.is_dir():
        return tuple(sorted(_walk_folders(path, suffixes), key=lambda entry: entry.path))
    return tuple(_find_single(path, suffixes))


def _find_single(path: Path, suffixes: Collection[str]) -> Iterator[InventoryEntry]:
    """Yield the entry of one file; where its folder's report is missing or damaged, that is what is found."""
    folder = path.parent
    names = [file.name for file in folder.iterdir()] if folder.is_dir() else []
    entries = {entry.path: entry for entry in _list_folder(folder, names, suffixes, read_run(folder))}
    entry, report = entries.get(path), entries.get(folder / REPORT_NAME)
    if report and report.findings and not (entry and entry.reported) and path.is_file():
        yield InventoryEntry(path, None, report.findings)
    elif entry:
        yield entry


def _walk_folders(top: Path, suffixes: Collection[str]) -> Iterator[InventoryEntry]:
    """Yield the entries of a folder and of all below it; the journal of a run counts for all below the run's folder."""
    runs: dict[Path, ReportedRun | None] = {}
    for place, folders, names in os.walk(top):
        folder = Path(place)
        run = read_run(folder)
        if run:
            yield InventoryEntry(folder / RUN_FOLDER / JOURNAL_NAME, None, run.findings)
            yield from _list_lost_folders(run)
        runs[folder] = run or runs.get(folder.parent)
        folders[:] = sorted(name for name in folders if name != RUN_FOLDER)
        yield from _list_folder(folder, names, suffixes, runs[folder])


def _list_lost_folders(run: ReportedRun) -> Iterator[InventoryEntry]:
    """Yield the files of a run whose folders are gone."""
    for folder, files in run.files.items():
        if not folder.is_dir():
            yield from (InventoryEntry(folder / name, reported) for name, reported in files.items())


def _list_folder(
    folder: Path, names: Iterable[str], suffixes: Collection[str], run: ReportedRun | None
) -> Iterator[InventoryEntry]:
    """Yield the entries of one folder, without those below it."""
    present = {name for name in names if (folder / name).is_file()}
    build = read_report(folder / REPORT_NAME) if REPORT_NAME in present and not _is_spread(folder) else None
    in_run = run.files.get(folder, {}) if run else {}
    reported = {**(build.files if build else {}), **in_run}
    yield from (InventoryEntry(folder / name, file) for name, file in reported.items() if name != REPORT_NAME)
    yield from _list_report(folder, build, reported.get(REPORT_NAME), is_of_run=not run or bool(in_run))
    others = sorted(present - reported.keys() - {REPORT_NAME})
    if REPORT_NAME in in_run:
        yield from _list_unlisted(folder, others, BY_JOURNAL)
    elif build and build.is_readable:
        yield from _list_unlisted(folder, others, REPORT_NAME)
    else:
        editions = [name for name in others if name.endswith(tuple(suffixes))]
        if not build and _has_editions(folder, present):
            yield InventoryEntry(folder / REPORT_NAME, None, (EditionFault.REPORT_MISSING.make_finding(""),))
        yield from (InventoryEntry(folder / name) for name in editions)


def _is_spread(folder: Path) -> bool:
    """Return whether a folder is one of a package that has the files of a build in several: a SIP, an OCFL object."""
    above = (*folder.parents,)
    return any(
        (place.name == "representations" and (place.parent / "METS.xml").is_file())
        or (place.name == "content" and any(place.parent.parent.glob("0=ocfl_object_*")))
        for place in above
    )


def _has_editions(folder: Path, names: Iterable[str]) -> bool:
    """Return whether one of the files in a folder bears the folder's name, as editions do."""
    stem = f"{folder.resolve().name}."
    return any(name.startswith(stem) and name.endswith(EDITION_ENDINGS) for name in names)


def _list_unlisted(folder: Path, names: Iterable[str], reporter: str) -> Iterator[InventoryEntry]:
    """Yield the entries of files that stand in a document's folder and that nobody names."""
    for name in names:
        yield InventoryEntry(folder / name, None, (EditionFault.FILE_UNLISTED.make_finding("", reporter=reporter),))


def _list_report(
    folder: Path, build: ReportedBuild | None, reported: ReportedFile | None, *, is_of_run: bool
) -> Iterator[InventoryEntry]:
    """Yield the entry of a document's report, if it is there or a run names it."""
    if not build and not reported:
        return
    findings = build.findings if build else ()
    if not is_of_run:
        findings = (EditionFault.FILE_UNLISTED.make_finding("", reporter=BY_JOURNAL), *findings)
    yield InventoryEntry(folder / REPORT_NAME, reported, findings)
