"""An archival package as a value: its files with their roles and checksums, and the facts that describe them.

One document with all its languages is one package. How its files stand in a bag, a SIP or an OCFL object is the matter
of the writers; what is said of it in Dublin Core, PREMIS or MARC is that of ``descriptions``.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from engross.batch.library import AdoptionRecord, Document, HeldVersion


class FileRole(StrEnum):
    """What a file is in its package."""

    SOURCE = "source"  # what the editions were made of
    EDITION = "edition"  # PDF, EPUB, reading edition, AKN4UN XML, index of symbols
    REPORT = "report"  # report.json of the build
    VALIDATION = "validation"  # what validators found
    DESCRIPTION = "description"  # Dublin Core, PREMIS, MARCXML
    PROVENANCE = "provenance"  # BUILDINFO, the SLSA statement
    LICENCE = "licence"
    SOFTWARE = "software"  # engross itself, the lock of its libraries
    README = "readme"


@dataclass(frozen=True, slots=True)
class HashedFile:
    """A file as lists of checksums have it; ``size``: in bytes; the hashes are hexadecimal.

    ``path``: relative to the package, with "/" between its parts, ASCII where its source's name is.
    """

    path: str
    size: int
    sha256: str
    sha512: str


@dataclass(frozen=True, slots=True)
class PackagedFile(HashedFile):
    """A file of a package with its bytes."""

    role: FileRole
    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Agent:
    """What had a part in the making: ``kind`` is "software", "library" or "font".

    ``version``: "" where none is known; ``sha256``: of a font's file, "" for what is no single file.
    """

    kind: str
    name: str
    version: str = ""
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class Validation:
    """What a validator said of a file of the package: ``file`` is its path there.

    ``date``: ISO 8601, the day or the time of the check; "" if it is not known. ``outcome``: "pass", "warning" or
    "fail". ``findings``: their messages.
    """

    file: str
    validator: str
    version: str
    date: str
    outcome: str
    findings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PackagedVersion:
    """One language of the document: what the run's report says of it.

    ``source``: the path of its source in the package. ``cited``: the symbols that it cites, in the order of its index.
    ``engross``: the version that made it.
    """

    held: HeldVersion
    source: str
    engross: str
    adoption: AdoptionRecord
    cited: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PackageFacts:
    """What is known of a document and of the making of its editions.

    ``document``: symbol, dates, session, agenda, meeting, subjects; ``versions``: one for each of its versions, in that
    order. ``date``: ISO 8601, the day that the package is dated with: that of the document's issue or adoption, or the
    one that was asked for; "" if none is known. ``program``: the name of the file that engross is installed from.
    """

    document: Document
    versions: tuple[PackagedVersion, ...]
    agents: tuple[Agent, ...]
    validations: tuple[Validation, ...] = ()
    date: str = ""
    program: str = ""


@dataclass(frozen=True, slots=True)
class Package:
    """A package: ``identifier`` names it for ever ("info:un/A/RES/77/213"), ``name`` on a disk ("A_RES_77_213").

    ``files``: in the order of their paths.
    """

    identifier: str
    name: str
    files: tuple[PackagedFile, ...]
    facts: PackageFacts

    def find_files(self, role: FileRole) -> Iterator[PackagedFile]:
        """Yield the files of a role."""
        return (file for file in self.files if file.role is role)

    @property
    def size(self) -> int:
        """The size of all its files in bytes."""
        return sum(file.size for file in self.files)


def pack_bytes(path: str, role: FileRole, content: bytes, media_type: str) -> PackagedFile:
    """Return a file of a package from its bytes."""
    digests = hashlib.sha256(content).hexdigest(), hashlib.sha512(content).hexdigest()
    return PackagedFile(path, len(content), *digests, role, media_type, content)
