"""Make submission packages: E-ARK SIP 2.2.0, METS 1.12 for the whole and for each representation, schemas inside.

Print, book and data are a representation each, with a folder for each language. Identifiers are made from the paths and
times from the document's date, so that the same package has the same bytes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from importlib.resources import files as resource_files
from pathlib import PurePosixPath
from urllib.parse import quote

from engross import __version__
from engross.batch.archive.bag import spell_manifest
from engross.batch.archive.descriptions.render import render_description
from engross.batch.archive.descriptions.vocabulary import make_uuid
from engross.batch.archive.package import FileRole, Package, PackagedFile, pack_bytes
from engross.batch.archive.readme import README_NAME, PackageForm, make_readme
from engross.grammars.language import load_language
from engross.model.book import FinishedFile
from engross.model.notice import Refusal

METS_NAME, SUMS_NAME = "METS.xml", "documentation/SHA256SUMS"
SCHEMA_NAMES = ("DILCISExtensionMETS.xsd", "DILCISExtensionSIPMETS.xsd", "mets.xsd", "premis.xsd", "xlink.xsd")
SUM_ENDING = ".sha256"
PRINT, BOOK, DATA = REPRESENTATIONS = ("print", "book", "data")
DATE_HINT = "say one with --date, for a SIP has the time that it was made: --date 2026-11-30"
XML, TEXT = "application/xml", "text/plain"
# Where the files of a role stand, when they are of no representation.
FOLDERS = {
    FileRole.DESCRIPTION: "metadata/descriptive",
    FileRole.VALIDATION: "metadata/other",
    FileRole.PROVENANCE: "metadata/other",
}
PRESERVATION = "metadata/preservation"
DOCUMENTATION = "documentation"
OLD_MEDIA_TYPES = {"application/yaml": "text/plain"}  # registered in 2024, later than validators know
# METS's names for kinds of metadata, by the name of the file.
KINDS = {"dublin-core.xml": "DC", "premis.xml": "PREMIS", "marc.xml": "MARC"}


@dataclass(frozen=True, slots=True)
class MetsFile:
    """A file as METS refers to it; ``section``: the id of its section of metadata; ``kind``: METS's name for that."""

    href: str
    id: str
    section: str
    media_type: str
    size: int
    sha512: str
    kind: str = "OTHER"
    other_kind: str = ""


@dataclass(frozen=True, slots=True)
class MetsGroup:
    """A group of files, and its place in the structure; of a representation it is the METS of that."""

    use: str
    id: str
    div: str
    files: tuple[MetsFile, ...]
    is_representation: bool = False


@dataclass(frozen=True, slots=True)
class Mets:
    """A METS document; the ids are those of its sections. ``object``: the name of the package or representation."""

    object: str
    label: str
    organ: str
    identifier: str
    descriptive: tuple[MetsFile, ...]
    preservation: tuple[MetsFile, ...]
    groups: tuple[MetsGroup, ...]
    file_section: str
    map: str
    top: str
    metadata: str


def make_sip(package: Package) -> tuple[PackagedFile, ...]:
    """Return the files of a package's SIP. Raises Refusal if nothing dates it."""
    if not package.facts.date:
        raise Refusal("its document has no date", DATE_HINT)
    beside = f"{package.name}{SUM_ENDING}"
    commands = (f"sha256sum -c {SUMS_NAME}", f"(cd .. && sha256sum -c {beside})")
    readme = make_readme(package, PackageForm(METS_NAME, commands, lambda file: _place_file(file).path, beside))
    placed = [*map(_place_file, package.files), replace(readme, path=f"{DOCUMENTATION}/{README_NAME}")]
    placed += _pack_schemas()
    for name in REPRESENTATIONS:
        own = [file for file in placed if file.path.startswith(_name_folder(name))]
        if own:
            about = _describe_representation(package, name, own)
            placed += [about, _make_mets(package, name, (*own, about))]
    sums = spell_manifest(placed, "sha256")
    placed.append(pack_bytes(SUMS_NAME, FileRole.README, sums.encode("utf-8"), TEXT))
    return (*placed, _make_mets(package, "", placed))


def spell_mets_sum(package: Package, files: Sequence[PackagedFile]) -> FinishedFile:
    """Return what stands beside a SIP and vouches for its METS, in which no file may be that METS does not list."""
    (mets,) = (file for file in files if file.path == METS_NAME)
    line = f"{mets.sha256}  {package.name}/{METS_NAME}\n"
    return FinishedFile(f"{package.name}{SUM_ENDING}", line.encode("utf-8"))


def _place_file(file: PackagedFile) -> PackagedFile:
    """Return a file at its place in a SIP."""
    name = PurePosixPath(file.path).name
    if file.role in (FileRole.EDITION, FileRole.SOURCE, FileRole.REPORT):
        return replace(file, path=f"{_name_folder(_choose_representation(file))}data/{file.path}")
    if file.role is FileRole.DESCRIPTION and KINDS.get(name) == "PREMIS":
        return replace(file, path=f"{PRESERVATION}/{name}")
    if file.role in FOLDERS:
        return replace(file, path=f"{FOLDERS[file.role]}/{name}")
    return replace(file, path=f"{DOCUMENTATION}/{file.path}")


def _name_folder(representation: str) -> str:
    return f"representations/{representation}/"


def _choose_representation(file: PackagedFile) -> str:
    if file.role is FileRole.EDITION:
        if file.path.endswith((".pdf", ".print.html")):
            return PRINT
        if file.path.endswith((".epub", ".html")):
            return BOOK
    return DATA


def _pack_schemas() -> Iterator[PackagedFile]:
    folder = resource_files("engross.batch.archive") / "schemas"
    for name in SCHEMA_NAMES:
        yield pack_bytes(f"schemas/{name}", FileRole.DESCRIPTION, (folder / name).read_bytes(), XML)


def _describe_representation(package: Package, name: str, files: Iterable[PackagedFile]) -> PackagedFile:
    folder = _name_folder(name)
    paths = [file.path.removeprefix(folder) for file in files]
    values = {"identifier": package.identifier, "name": name, "paths": paths}
    data = render_description("representation.xml", values)
    return pack_bytes(f"{folder}{PRESERVATION}/premis.xml", FileRole.DESCRIPTION, data, XML)


def _make_mets(package: Package, representation: str, placed: Iterable[PackagedFile]) -> PackagedFile:
    """Return the METS of a representation, or of the package if that is "", for the files placed below it."""
    folder = _name_folder(representation) if representation else ""
    files = [(file.path.removeprefix(folder), _refer(package, file, folder)) for file in placed]
    document = package.facts.document
    version = document.choose_version("en")

    def name_id(part: str) -> str:
        return _make_id(package, f"{folder}#{part}")

    mets = Mets(
        object=representation or package.name,
        label=version.title,
        organ=load_language(version.language).word("organs", document.organ),
        identifier=package.identifier,
        descriptive=_choose_files(files, FOLDERS[FileRole.DESCRIPTION]),
        preservation=(*_choose_files(files, PRESERVATION), *_choose_files(files, FOLDERS[FileRole.VALIDATION])),
        groups=tuple(_group_files(files, name_id)),
        **{name: name_id(name) for name in ("file_section", "map", "top", "metadata")},
    )
    values = {"mets": mets, "time": f"{package.facts.date}T00:00:00Z", "version": __version__}
    values["schemas"] = "../../schemas/" if representation else "schemas/"
    data = render_description("mets.xml", values).lstrip()
    return pack_bytes(f"{folder}{METS_NAME}", FileRole.DESCRIPTION, data, XML)


def _choose_files(files: Iterable[tuple[str, MetsFile]], folder: str) -> tuple[MetsFile, ...]:
    return tuple(file for path, file in files if path.startswith(f"{folder}/"))


def _group_files(files: list[tuple[str, MetsFile]], name_id: Callable[[str], str]) -> Iterator[MetsGroup]:
    """Yield the groups that a METS has: schemas, documentation, data, and the METS of each representation."""
    for use, folder in (("Schemas", "schemas"), ("Documentation", DOCUMENTATION), ("Data", "data")):
        if chosen := _choose_files(files, folder):
            yield MetsGroup(use, name_id(f"group {use}"), name_id(f"div {use}"), chosen)
    for name in REPRESENTATIONS:
        mets = tuple(file for path, file in files if path == f"{_name_folder(name)}{METS_NAME}")
        if mets:
            use = f"Representations/{name}"
            yield MetsGroup(use, name_id(f"group {use}"), name_id(f"div {use}"), mets, is_representation=True)


def _refer(package: Package, file: PackagedFile, folder: str) -> MetsFile:
    name = PurePosixPath(file.path).name
    kind = KINDS.get(name, "OTHER")
    ids = (_make_id(package, file.path), _make_id(package, f"{file.path}#section"))
    href = quote(file.path.removeprefix(folder), safe="/()~!*'")
    other = "" if kind != "OTHER" else name
    media_type = OLD_MEDIA_TYPES.get(file.media_type, file.media_type)
    return MetsFile(href, *ids, media_type, file.size, file.sha512, kind, other)


def _make_id(package: Package, part: str) -> str:
    """Return the id of a part of a package: a UUID of version 5, behind the letters that XML wants before figures."""
    return f"uuid-{make_uuid(package.identifier, part)}"
