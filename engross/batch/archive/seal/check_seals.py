"""Check the seals of a package: signatures, time stamps and signed copies, each against what it seals."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from engross.batch.archive.seal.check_pdf import READING_ERRORS, check_signed_pdf, cut_unsigned_edition
from engross.batch.archive.seal.minisign_seal import check_by_minisign
from engross.batch.archive.seal.seal_package import find_signed_copies
from engross.batch.archive.seal.sealed_file import (
    KEY_ENDING,
    SIGNATURE_ENDING,
    STAMP_ENDING,
    SealedFile,
    find_sealed_files,
)
from engross.batch.archive.seal.time_stamp import check_stamp

NO_KEY = "there is no public key to check it by"
OTHER_EDITION = "it is not a copy of the edition in the package"


@dataclass(frozen=True, slots=True)
class TrustedKeys:
    """Whom a checker trusts: ``public_key``: a file of minisign; ``roots``: files of certificates."""

    public_key: Path | None = None
    roots: tuple[Path, ...] = ()


@dataclass(frozen=True, slots=True)
class CheckedSeal:
    """What a seal proves: ``kind`` as of ``Seal``; ``fault``: what is wrong, "" for nothing.

    ``is_trusted``: whether it is of someone who is trusted; without it, it only proves that nothing has changed since
    the seal. ``said``: who sealed, at which level, when, as far as the seal says it.
    """

    kind: str
    path: Path
    fault: str
    is_trusted: bool
    said: str = ""


def check_seals(package: Path, trusted: TrustedKeys, copies: Path | None = None) -> Iterator[CheckedSeal]:
    """Yield what each seal of a package proves; none if it is not sealed. ``copies``: where its signed copies are.

    Raises Refusal if what is trusted cannot be read, OSError if a file of the package cannot be.
    """
    for file in find_sealed_files(package):
        yield from _check_file(file, trusted)
    for pdf, copy in find_signed_copies(package, copies):
        if copy.is_file():
            yield _check_copy(pdf, copy, trusted)


def _check_file(file: SealedFile, trusted: TrustedKeys) -> Iterator[CheckedSeal]:
    signature, stamp, own_key = map(file.seal_path, (SIGNATURE_ENDING, STAMP_ENDING, KEY_ENDING))
    if signature.is_file():
        key = trusted.public_key or own_key
        fault = check_by_minisign(file.path, signature, key) if key.is_file() else NO_KEY
        yield CheckedSeal("minisign", signature, fault, not fault and trusted.public_key is not None)
    if stamp.is_file():
        status = check_stamp(file.path, stamp, trusted.roots)
        said = status.time.isoformat() if status.time else ""
        yield CheckedSeal("time stamp", stamp, status.fault, status.is_trusted, said)


def _check_copy(pdf: Path, copy: Path, trusted: TrustedKeys) -> CheckedSeal:
    data = copy.read_bytes()
    status = check_signed_pdf(data, trusted.roots)
    fault = status.fault or _compare_edition(data, pdf)
    level, time = status.level and f"B-{status.level.upper()}", status.time and status.time.isoformat()
    said = ", ".join(text for text in (status.signer, level, time) if text)
    return CheckedSeal("PAdES", copy, fault, status.is_trusted and not fault, said)


def _compare_edition(signed: bytes, pdf: Path) -> str:
    try:
        edition = cut_unsigned_edition(signed)
    except READING_ERRORS:
        return OTHER_EDITION
    with pdf.open("rb") as data:
        is_same = hashlib.file_digest(data, "sha256").digest() == hashlib.sha256(edition).digest()
    return "" if is_same else OTHER_EDITION
