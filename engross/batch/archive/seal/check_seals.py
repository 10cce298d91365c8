"""Check the seals of a package: signatures, time stamps and signed copies, each against what it seals."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from engross.batch.archive.seal.check_pdf import READING_ERRORS, check_signed_pdf, cut_unsigned_edition
from engross.batch.archive.seal.minisign_seal import check_by_minisign
from engross.batch.archive.seal.sealed_file import (
    KEY_ENDING,
    SIGNATURE_ENDING,
    STAMP_ENDING,
    CheckedSeal,
    SealedFile,
    TrustedKeys,
    find_sealed_files,
    find_signed_copies,
)
from engross.batch.archive.seal.time_stamp import check_stamp
from engross.batch.archive.seal.trust import Roots, load_roots
from engross.batch.corpus.journal import hash_bytes, hash_file
from engross.model.notice import Refusal

NO_KEY = "there is no public key to check it by"
NO_SIGNATURE = "a public key is named, and nothing is signed"
NO_CERTIFICATE = "root certificates are named, and there is neither a time stamp nor a signed PDF"
OTHER_EDITION = "it is not a copy of the edition in the package"


def check_seals(package: Path, trusted: TrustedKeys) -> Iterator[CheckedSeal]:
    """Yield what each seal of a package proves, and which seals are not there though someone is named whose they are.

    Raises Refusal if what is trusted cannot be read, OSError if a file of the package cannot be.
    """
    roots = load_roots(trusted.roots)
    copies = tuple((pdf, copy) for pdf, copy in find_signed_copies(package) if copy.is_file())
    try:
        sealed_files = find_sealed_files(package)
    except Refusal as refusal:
        yield CheckedSeal("minisign", package, refusal.what, is_trusted=False)
        sealed_files = ()
    for file in sealed_files:
        yield from _check_file(file, trusted.public_key, roots)
        yield from _list_missing_seals(file, trusted, has_signed_copies=bool(copies))
    for pdf, copy in copies:
        yield _check_copy(pdf, copy, roots)


def _list_missing_seals(file: SealedFile, trusted: TrustedKeys, *, has_signed_copies: bool) -> Iterator[CheckedSeal]:
    """Yield the seals that a file should have: who takes a signature away must not gain by it."""
    signature, stamp = map(file.seal_path, (SIGNATURE_ENDING, STAMP_ENDING))
    if trusted.public_key and not signature.is_file():
        yield CheckedSeal("minisign", signature, NO_SIGNATURE, is_trusted=False)
    if trusted.roots and not stamp.is_file() and not has_signed_copies:
        yield CheckedSeal("time stamp", stamp, NO_CERTIFICATE, is_trusted=False)


def _check_file(file: SealedFile, public_key: Path | None, roots: Roots) -> Iterator[CheckedSeal]:
    signature, stamp, own_key = map(file.seal_path, (SIGNATURE_ENDING, STAMP_ENDING, KEY_ENDING))
    if signature.is_file():
        key = public_key or own_key
        fault = check_by_minisign(file.path, signature, key) if key.is_file() else NO_KEY
        yield CheckedSeal("minisign", signature, fault, not fault and public_key is not None)
    if stamp.is_file():
        status = check_stamp(file.path, stamp, roots)
        said = status.time.isoformat() if status.time else ""
        fault = status.fault or _find_distrust(status.is_trusted, roots)
        yield CheckedSeal("time stamp", stamp, fault, status.is_trusted, said)


def _check_copy(pdf: Path, copy: Path, roots: Roots) -> CheckedSeal:
    data = copy.read_bytes()
    status = check_signed_pdf(data, roots)
    fault = status.fault or _compare_edition(data, pdf) or _find_distrust(status.is_trusted, roots)
    level, time = status.level and f"B-{status.level.upper()}", status.time and status.time.isoformat()
    said = ", ".join(text for text in (status.signer, level, time) if text)
    return CheckedSeal("PAdES", copy, fault, status.is_trusted and not fault, said)


def _find_distrust(is_trusted: bool, roots: Roots) -> str:
    """Return that a seal is not of those who are trusted, if it was said who is."""
    return "" if is_trusted or not roots else "its certificates do not lead to the roots that are trusted"


def _compare_edition(signed: bytes, pdf: Path) -> str:
    try:
        edition = cut_unsigned_edition(signed)
    except READING_ERRORS:
        return OTHER_EDITION
    return "" if hash_file(pdf) == hash_bytes(edition) else OTHER_EDITION
