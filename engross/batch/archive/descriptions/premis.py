"""Describe the files of a package and what happened to them in PREMIS 3.0: objects, events and agents as values.

Identifiers and dates come from the package, so that the same package is described by the same bytes. The day of a
creation is not known: it is an interval that is open at its end [EDTF], from the day of the document on.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath

from engross.batch.archive.descriptions.vocabulary import find_word, make_uuid
from engross.batch.archive.package import Agent, FileRole, Package, PackagedFile, PackagedVersion, Validation

UNKNOWN_DATE = "XXXX"  # EDTF: a year of which nothing is known


@dataclass(frozen=True, slots=True)
class FileFormat:
    """The format of a file: its name, its version, its key in PRONOM; "" is: not known."""

    name: str
    version: str = ""
    pronom: str = ""


@dataclass(frozen=True, slots=True)
class PremisAgent:
    """An agent: its identifier, name, version; ``note``: what else is known of it."""

    identifier: str
    name: str
    version: str
    note: str


@dataclass(frozen=True, slots=True)
class PremisEvent:
    """An event. ``kind``: its name and its code at id.loc.gov. ``agents``: identifiers of those who had a part in it.

    ``sources`` and ``outcomes``: paths of files. ``outcome``: "pass", "warning", "fail" or "".
    """

    identifier: str
    kind: tuple[str, str]
    date: str
    detail: str
    agents: tuple[str, ...]
    sources: tuple[str, ...] = ()
    outcomes: tuple[str, ...] = ()
    outcome: str = ""
    notes: tuple[str, ...] = ()


CREATION, VALIDATION, DIGEST = ("creation", "cre"), ("validation", "val"), ("message digest calculation", "mes")


def find_format(file: PackagedFile) -> FileFormat:
    """Return the format of a file: by its ending, but for a PDF that engross has not made by its media type alone."""
    ending = PurePosixPath(file.path).suffix.lower()
    is_certain = ending != ".pdf" or file.role is FileRole.EDITION
    found = find_word("formats", ending) if is_certain else None
    return FileFormat(*found) if found else FileFormat(file.media_type or "application/octet-stream")


@dataclass(frozen=True, slots=True)
class PremisFile:
    """A file as an object: ``slug``: the version that it belongs to; ``source``: what it was made of; "" for none."""

    path: str
    name: str
    size: int
    sha256: str
    sha512: str
    format: FileFormat
    slug: str
    source: str


def list_files(package: Package) -> Iterator[PremisFile]:
    """Yield the files of a package as objects, in its order."""
    versions = {version.held.slug: version for version in package.facts.versions}
    for file in package.files:
        version = versions.get(file.path.partition("/")[0])
        source = version.source if version and file.role in (FileRole.EDITION, FileRole.REPORT) else ""
        slug = version.held.slug if version else ""
        name = PurePosixPath(file.path).name
        yield PremisFile(file.path, name, file.size, file.sha256, file.sha512, find_format(file), slug, source)


def list_agents(package: Package) -> tuple[PremisAgent, ...]:
    """Return all agents of a package: engross, what it made the editions with, and the validators."""
    facts = package.facts
    engross = {version.engross: Agent("software", "engross", version.engross) for version in facts.versions}
    validators = (Agent("software", one.validator, one.version) for one in facts.validations)
    agents = {_name_agent(one): one for one in (*engross.values(), *facts.agents, *validators)}
    return tuple(
        PremisAgent(key, one.name, one.version, f"{one.kind}{f'; SHA-256 {one.sha256}' if one.sha256 else ''}")
        for key, one in agents.items()
    )


def _name_agent(agent: Agent) -> str:
    return f"{agent.name} {agent.version or agent.sha256[:16]}".rstrip()


def list_events(package: Package) -> Iterator[PremisEvent]:
    """Yield the events of a package: each version's creation, the digests, each validator's verdict on each file."""
    for version in package.facts.versions:
        yield _make_creation(package, version)
    yield PremisEvent(
        make_uuid(package.identifier, DIGEST[0]),
        DIGEST,
        _spell_start(package),
        find_word("statements", "digests"),
        tuple(dict.fromkeys(_name_agent(Agent("software", "engross", one.engross)) for one in package.facts.versions)),
        outcomes=tuple(file.path for file in package.files),
    )
    for number, validation in enumerate(package.facts.validations):
        yield _make_validation(package, validation, number)


def _make_creation(package: Package, version: PackagedVersion) -> PremisEvent:
    home = f"{version.held.slug}/"
    editions = (file.path for file in package.find_files(FileRole.EDITION) if file.path.startswith(home))
    makers = map(_name_agent, package.facts.agents)
    engross = _name_agent(Agent("software", "engross", version.engross))
    detail = find_word("statements", "creation").format(version=version.engross, source=version.source)
    return PremisEvent(
        make_uuid(package.identifier, f"{home}{CREATION[0]}"),
        CREATION,
        _spell_start(package),
        detail,
        tuple(dict.fromkeys((engross, *makers))),
        (version.source,),
        tuple(editions),
    )


def _make_validation(package: Package, validation: Validation, number: int) -> PremisEvent:
    agent = Agent("software", validation.validator, validation.version)
    return PremisEvent(
        make_uuid(package.identifier, f"{VALIDATION[0]} {number} {validation.validator} {validation.file}"),
        VALIDATION,
        validation.date or UNKNOWN_DATE,
        _name_agent(agent),
        (_name_agent(agent),),
        (validation.file,),
        outcome=validation.outcome,
        notes=validation.findings,
    )


def _spell_start(package: Package) -> str:
    return f"{package.facts.date}/.." if package.facts.date else UNKNOWN_DATE
