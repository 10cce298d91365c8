"""Collect the files of a document for its package, in all its languages, and the facts that describe it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import quote

from engross.batch.archive.package import (
    FileRole,
    Package,
    PackagedFile,
    PackagedVersion,
    PackageFacts,
    pack_bytes,
)
from engross.batch.archive.read_file import read_file
from engross.batch.archive.source import extract_source
from engross.batch.corpus.names import take_name
from engross.batch.library import Document, HeldVersion, read_adoption
from engross.grammars.edition_name import SYMBOL_BREAK, make_edition_name
from engross.model.book import MEDIA_TYPES
from engross.model.notice import Refusal
from engross.model.tree import Where

REPORT_NAME, INDEX_ENDING = "report.json", ".symbols.json"
MEDIA_TYPE_BY_ENDING = {
    ".pdf": "application/pdf",
    ".epub": "application/epub+zip",
    ".html": "text/html",
    ".json": "application/json",
    ".csv": "text/csv",
    ".xml": "application/xml",
}
IDENTIFIER_START = "info:un/"  # and the symbol: the URI by which a document is known in every store
OLD_HINT = "an older engross made it: run ./press corpus again with the same --out, or build it again"
CHANGED_HINT = "make the document again: what is archived is what its report says"


@dataclass(frozen=True, slots=True)
class CollectedVersion:
    """A language version with its files; ``report``: what its report says.

    ``source``: one of the files; ``voting_data``: another, what the UN's data on adoptions have; None for nothing.
    """

    packaged: PackagedVersion
    files: tuple[PackagedFile, ...]
    report: dict[str, Any]
    source: PackagedFile
    voting_data: PackagedFile | None = None


def make_package(document: Document, versions: tuple[CollectedVersion, ...], date: str = "") -> Package:
    """Return the package of a document with sources, editions and reports of its versions.

    ``date``: ISO 8601, what the package is dated with in place of the day of the document's issue.
    """
    files = sorted((file for version in versions for file in version.files), key=lambda file: file.path)
    name = name_package(document)
    identifier = f"{IDENTIFIER_START}{quote(document.symbol or name, safe='/()')}"
    facts = PackageFacts(
        document, tuple(version.packaged for version in versions), (), date=date or document.issued or document.adopted
    )
    return Package(identifier, name, tuple(files), facts)


def name_package(document: Document) -> str:
    """Return the name of a document's package on a disk: A_RES_77_213; of one without a symbol that of its folder."""
    stem = SYMBOL_BREAK.sub("_", document.symbol) or document.versions[0].folder.rpartition("/")[2]
    return clean_name(make_edition_name(stem))


def clean_name(name: str) -> str:
    """Return a name without percent signs, which manifests of bags would encode again (RFC 8493, 2.1.3)."""
    return name.replace("%", "_")


def collect_version(folder: Path, version: HeldVersion) -> CollectedVersion:
    """Return a version with its source, editions and report; ``folder``: that of the run.

    Raises Refusal if a file is not what its report says, or its source is not to be had.
    """
    taken: set[str] = set()
    files = tuple(_collect_files(folder, version, taken))
    report = _parse_report(files, folder / version.folder / REPORT_NAME)
    source = _collect_source(folder, version, report, taken)
    voting_data = _collect_voting_data(version, report, taken)
    packaged = PackagedVersion(
        version, source.path, report["engross"], read_adoption(folder, version), tuple(_list_cited(files))
    )
    files = (*files, source, *((voting_data,) if voting_data else ()))
    return CollectedVersion(packaged, files, report, source, voting_data)


def _collect_files(folder: Path, version: HeldVersion, taken: set[str]) -> Iterator[PackagedFile]:
    for held in version.files:
        origin = folder / version.folder / held.name
        data = read_file(origin, "make the document again")
        file = pack_bytes(
            f"{version.slug}/{take_name(clean_name(held.name), taken)}",
            FileRole.REPORT if held.name == REPORT_NAME else FileRole.EDITION,
            data,
            MEDIA_TYPE_BY_ENDING.get(origin.suffix, "application/octet-stream"),
        )
        if file.sha256 != held.sha256:
            raise Refusal("it is not the file that was made", CHANGED_HINT, Where(str(origin)))
        yield file


def _collect_source(folder: Path, version: HeldVersion, report: dict[str, Any], taken: set[str]) -> PackagedFile:
    editions = tuple(folder / version.folder / file.name for file in version.files)
    said = report["source"]
    data = extract_source(editions, said["sha256"])
    name = take_name(clean_name(make_edition_name(PurePosixPath(said["name"]).name)), taken)
    media_type = MEDIA_TYPES.get(said["format"], "application/octet-stream")
    return pack_bytes(f"{version.slug}/source/{name}", FileRole.SOURCE, data, media_type)


def _collect_voting_data(version: HeldVersion, report: dict[str, Any], taken: set[str]) -> PackagedFile | None:
    """Return what the UN's data on adoptions have of a document, on the line of the file where it stood there.

    The lines before it are empty, so that notices of another build name the same place.
    """
    entry = report["voting_data"]
    if not entry:
        return None
    text = "\n" * (entry["line"] - 1) + entry["text"] + "\n"
    path = f"{version.slug}/source/{take_name(clean_name(make_edition_name(entry['file'])), taken)}"
    return pack_bytes(path, FileRole.SOURCE, text.encode("utf-8"), MEDIA_TYPE_BY_ENDING[".json"])


def _list_cited(files: tuple[PackagedFile, ...]) -> Iterator[str]:
    """Yield the symbols that the index of a version has, in its order; none where there is no index."""
    for file in files:
        if file.path.endswith(INDEX_ENDING):
            yield from (row["symbol"] for row in json.loads(file.content)["symbols"] if row["symbol"])


def _parse_report(files: Iterable[PackagedFile], path: Path) -> dict[str, Any]:
    """Return what the report says that is packaged. Raises Refusal if there is none, or an older engross made it."""
    data = next((file.content for file in files if file.role is FileRole.REPORT), b"{}")
    report: dict[str, Any] = json.loads(data)
    if "made_with" not in report:
        raise Refusal("its report does not say what it was made with", OLD_HINT, Where(str(path)))
    return report
