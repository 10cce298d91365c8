"""Assemble the package of a document: what ``collect`` found, and all that is made for it here."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from engross.batch.archive import program, provenance
from engross.batch.archive.collect import CollectedVersion, collect_version, make_package
from engross.batch.archive.descriptions import describe_package
from engross.batch.archive.package import FileRole, Package, PackagedFile, pack_bytes
from engross.batch.archive.read_file import read_file
from engross.batch.archive.validation import KeptValidation, choose_validation
from engross.batch.library import Document
from engross.editions.fonts import FontPackage

DESCRIPTIONS, PROVENANCE, LICENCES, SOFTWARE = "descriptions", "provenance", "licences", "software"
BUILD_INFO_NAME, PROVENANCE_NAME = "BUILDINFO.json", "provenance.json"
JSON, XML, TEXT, BINARY = "application/json", "application/xml", "text/plain", "application/octet-stream"
FONTS_HINT = "fetch the fonts again, with their licences: ./press fonts"


@dataclass(frozen=True, slots=True)
class ProgramFiles:
    """Engross as packages have it: the file that it is installed from, the lock of its libraries, its licence.

    ``libraries``: what the lock says. ``is_held``: whether packages hold the file, or only name it by its SHA-256.
    """

    file: PackagedFile
    lock: bytes
    licence: bytes
    libraries: tuple[provenance.LockedLibrary, ...] = ()
    is_held: bool = False


@dataclass(frozen=True, slots=True)
class ArchiveInputs:
    """What all packages of a run share; ``folder``: the run. ``date``: ISO 8601, in place of each document's own.

    ``validation``: what validators said of the editions, if that was kept.
    """

    folder: Path
    fonts: Path
    program: ProgramFiles
    date: str = ""
    validation: KeptValidation | None = None


def read_program(*, is_held: bool) -> ProgramFiles:
    """Return engross as packages have it. Raises Refusal if it is not all there."""
    made = program.pack_program()
    file = pack_bytes(f"{SOFTWARE}/{made.name}", FileRole.SOFTWARE, made.data, BINARY)
    lock = program.read_lock()
    return ProgramFiles(
        file, lock, program.read_licence(), tuple(provenance.list_locked(lock.decode("utf-8"))), is_held
    )


def assemble_package(inputs: ArchiveInputs, document: Document) -> Package:
    """Return the package of a document, with all its files but the README, which tells of the form that it has.

    Raises Refusal if a file is not what its report says, or a source is not to be had.
    """
    versions = tuple(collect_version(inputs.folder, version) for version in document.versions)
    reports = [version.report for version in versions]
    fonts = provenance.list_font_packages(reports)
    package = make_package(document, versions, inputs.date)
    agents = tuple(provenance.list_agents(reports, fonts))
    named = inputs.program.file.path.rpartition("/")[2]
    package = replace(package, facts=replace(package.facts, agents=agents, program=named))
    package = add_files(package, (*_pack_licences(inputs, fonts), *_pack_software(inputs)))
    package = add_files(package, _pack_provenance(inputs, package, versions))
    package = _add_validation(inputs, package)
    described = describe_package(package)
    return add_files(
        package, (pack_bytes(f"{DESCRIPTIONS}/{file.name}", FileRole.DESCRIPTION, file.data, XML) for file in described)
    )


def _add_validation(inputs: ArchiveInputs, package: Package) -> Package:
    """Return a package with what validators said of its files. Raises Refusal if they were not asked."""
    if inputs.validation is None:
        return package
    file, said = choose_validation(inputs.validation, package.files)
    return add_files(replace(package, facts=replace(package.facts, validations=tuple(said))), (file,))


def add_files(package: Package, files: Iterator[PackagedFile] | tuple[PackagedFile, ...]) -> Package:
    """Return a package with more files, in the order of their paths."""
    return replace(package, files=tuple(sorted((*package.files, *files), key=lambda file: file.path)))


def _pack_licences(inputs: ArchiveInputs, fonts: tuple[FontPackage, ...]) -> Iterator[PackagedFile]:
    yield pack_bytes(f"{LICENCES}/engross-AGPL.txt", FileRole.LICENCE, inputs.program.licence, TEXT)
    for name in sorted({package.licence_as for package in fonts}):
        data = read_file(inputs.fonts / name, FONTS_HINT)
        yield pack_bytes(f"{LICENCES}/{name}", FileRole.LICENCE, data, TEXT)


def _pack_software(inputs: ArchiveInputs) -> Iterator[PackagedFile]:
    yield pack_bytes(f"{SOFTWARE}/{program.LOCK_NAME}", FileRole.SOFTWARE, inputs.program.lock, TEXT)
    if inputs.program.is_held:
        yield inputs.program.file


def _pack_provenance(
    inputs: ArchiveInputs, package: Package, versions: tuple[CollectedVersion, ...]
) -> Iterator[PackagedFile]:
    builds = {
        version.packaged.held.slug: provenance.describe_build(
            version.report, version.source, [file for file in version.files if file.role is FileRole.EDITION]
        )
        | _name_voting_data(version)
        for version in versions
    }
    held = inputs.program.file
    named = {"file": held.path.rpartition("/")[2], "sha256": held.sha256}
    info = provenance.make_build_info(package.identifier, builds, inputs.program.libraries, named)
    yield pack_bytes(f"{PROVENANCE}/{BUILD_INFO_NAME}", FileRole.PROVENANCE, info, JSON)
    statement = provenance.make_provenance(package.files, builds, package.facts.agents)
    yield pack_bytes(f"{PROVENANCE}/{PROVENANCE_NAME}", FileRole.PROVENANCE, statement, JSON)


def _name_voting_data(version: CollectedVersion) -> dict[str, str]:
    return {"voting_data": version.voting_data.path} if version.voting_data else {}
