"""Write the packages of a run: each document's in the form that is asked for, or all bags in one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from engross.batch.archive.assemble import ArchiveInputs, assemble_package, read_program
from engross.batch.archive.bag import PAYLOAD, make_bag, make_tag_files
from engross.batch.archive.descriptions import AidEntry, make_aid_entry, make_finding_aid
from engross.batch.archive.documents import FinishedDocuments, LeftOut, find_documents
from engross.batch.archive.package import FileRole, HashedFile, Package, PackagedFile, pack_bytes
from engross.batch.archive.place import (
    PlacedPackage,
    flush_disks,
    hold_place,
    open_room,
    place_folder,
    place_tar,
    try_settle_room,
    write_tar,
)
from engross.batch.archive.validation import read_validation
from engross.model.book import FinishedFile
from engross.model.notice import Refusal
from engross.pipeline.output import refuse_on_error, write_files

BAG, SIP, OCFL = FORMS = ("bag", "sip", "ocfl")
TAR_ENDING = ".tar"


@dataclass(frozen=True, slots=True)
class ArchiveOrder:
    """What is asked for: the folder of the run, that of the packages, their form (one of FORMS), the fonts' folder.

    ``date``: ISO 8601, what packages are dated with in place of each document's own day; ``validation``: the report of
    a check, to go into the packages; ``is_tar``: whether a bag is a tar archive; ``is_together``: whether all bags are
    the payload of one; ``has_program``: whether each package holds engross too.
    """

    folder: Path
    out: Path
    form: str
    fonts: Path
    date: str = ""
    validation: Path | None = None
    is_tar: bool = False
    is_together: bool = False
    has_program: bool = False


@dataclass(frozen=True, slots=True)
class ArchiveSummary:
    """What became of a run: the packages in the order of their symbols, and the documents that have none."""

    placed: tuple[PlacedPackage, ...]
    left_out: tuple[LeftOut, ...]


TellArchiveProgress = Callable[[int, int], None]  # documents done so far, how many there are


def archive_documents(order: ArchiveOrder, say: TellArchiveProgress) -> ArchiveSummary:
    """Write the packages of a run. A document that cannot be packaged is left out, with the reason.

    Raises Refusal if there is no document, or nothing can be written.
    """
    found = find_documents(order.folder)
    validation = read_validation(order.validation) if order.validation else None
    program = read_program(is_held=order.has_program)
    inputs = ArchiveInputs(found.folder, order.fonts, program, order.date, validation)
    left_out = list(found.left_out)
    with hold_place(order.out):
        packages = _assemble_all(inputs, found, left_out, say)
        placed = [_place_together(order, packages)] if order.is_together else _place_each(order, packages, left_out)
        flush_disks()
        return ArchiveSummary(tuple(placed), tuple(left_out))


def _make_aid(order: ArchiveOrder, entries: Iterable[AidEntry]) -> FinishedFile:
    """Return the finding aid of the run's packages, named after the run."""
    name = order.folder.resolve().name
    made = make_finding_aid(entries, name)
    return FinishedFile(f"{name}.{made.name}", made.data)


def _assemble_all(
    inputs: ArchiveInputs, found: FinishedDocuments, left_out: list[LeftOut], say: TellArchiveProgress
) -> Iterator[Package]:
    documents = found.catalogue.documents
    for done, document in enumerate(documents):
        say(done, len(documents))
        try:
            yield assemble_package(inputs, document)
        except Refusal as refusal:
            left_out.append(LeftOut(document.symbol or document.versions[0].folder, str(refusal)))
    say(len(documents), len(documents))


def _place_each(order: ArchiveOrder, packages: Iterator[Package], left_out: list[LeftOut]) -> list[PlacedPackage]:
    """Place each package, and the finding aid of all; one that cannot be placed is left out."""
    placed: list[PlacedPackage] = []
    entries: list[AidEntry] = []
    for package in packages:
        try:
            placed.append(_place_package(order, package))
            entries.append(make_aid_entry(package, placed[-1].path.relative_to(order.out).as_posix()))
        except Refusal as refusal:
            left_out.append(LeftOut(package.facts.document.symbol or package.name, str(refusal)))
    write_files(order.out, (_make_aid(order, entries),) if entries else ())
    return placed


def _place_package(order: ArchiveOrder, package: Package) -> PlacedPackage:
    if order.form == OCFL:
        from engross.batch.archive.ocfl import store_package

        return store_package(order.out, package)
    if order.form == SIP:
        from engross.batch.archive.sip import make_sip, spell_mets_sum

        files = make_sip(package)
        placed = _place_files(order, package, files)
        write_files(order.out, (spell_mets_sum(package, files),))
        return placed
    return _place_files(order, package, make_bag(package, order.date))


def _place_files(order: ArchiveOrder, package: Package, files: tuple[PackagedFile, ...]) -> PlacedPackage:
    if order.is_tar:
        return place_tar(order.out / f"{package.name}{TAR_ENDING}", files, package.facts.date)
    return place_folder(order.out / package.name, files)


def _place_together(order: ArchiveOrder, packages: Iterator[Package]) -> PlacedPackage:
    """Write one bag whose payload are the bags of all documents, as tar archives, named after the run."""
    name = order.folder.resolve().name
    path = order.out / name
    with refuse_on_error(path), open_room(path.parent, path.name) as room:
        payload = room / PAYLOAD
        payload.mkdir(parents=True)
        entries: list[AidEntry] = []
        members = [_place_member(payload, package, (order.date, name), entries) for package in packages]
        files = (*members, _place_aid(payload, _make_aid(order, entries)))
        info = {"External-Description": name, "Bagging-Date": order.date, "Bag-Group-Identifier": name}
        tags = tuple(make_tag_files(files, info))
        for tag in tags:
            (room / tag.path).write_bytes(tag.content)
        is_new = try_settle_room(room, path, {file.path: file.sha256 for file in (*files, *tags)})
    return PlacedPackage(path, is_new, sum(file.size for file in (*files, *tags)))


def _place_aid(folder: Path, aid: FinishedFile) -> PackagedFile:
    (folder / aid.name).write_bytes(aid.data)
    return pack_bytes(f"{PAYLOAD}/{aid.name}", FileRole.DESCRIPTION, aid.data, "application/xml")


def _place_member(folder: Path, package: Package, head: tuple[str, str], entries: list[AidEntry]) -> HashedFile:
    """Write the bag of a package as a tar archive into a folder, and return it as a file of the bag of all bags."""
    name = f"{package.name}{TAR_ENDING}"
    entries.append(make_aid_entry(package, name))
    written = write_tar(folder / name, (package.name, package.facts.date), make_bag(package, *head))
    return replace(written, path=f"{PAYLOAD}/{name}")
