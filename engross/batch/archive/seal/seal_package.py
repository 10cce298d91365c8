"""Seal a package: sign and stamp its list of checksums, and write signed copies of its PDFs beside it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from engross.batch.archive.audit import audit_place
from engross.batch.archive.audit.find import TAR_SUFFIX
from engross.batch.archive.read_file import read_file
from engross.batch.archive.seal.minisign_seal import sign_by_minisign
from engross.batch.archive.seal.passwords import ReadPassword
from engross.batch.archive.seal.pdf_signature import Level, PdfSealing, sign_pdf
from engross.batch.archive.seal.sealed_file import (
    KEY_ENDING,
    PDF_ENDING,
    SIGNATURE_ENDING,
    STAMP_ENDING,
    SealedFile,
    find_sealed_files,
    find_signed_copies,
)
from engross.batch.archive.seal.signer import open_signer
from engross.batch.archive.seal.time_stamp import check_authority_address, request_stamp
from engross.batch.archive.seal.trust import load_roots
from engross.model.book import FinishedFile
from engross.model.notice import Refusal
from engross.model.tree import Where
from engross.pipeline.output import write_files

AUDIT_HINT = "look at what is wrong: ./press audit PACKAGE"
BESIDE_HINT = "a seal stands beside its package: make room and correct the permissions there, or seal a copy elsewhere"
NO_PACKAGE_HINT = "name a package: a bag, a SIP, an OCFL object or root, or the one file that a package is packed in"


@dataclass(frozen=True, slots=True)
class SealRequest:
    """What is to be sealed, and by what; "" and None: not by that.

    ``key``: minisign's secret key. ``authority``: address of a time-stamping authority. ``certificate``: a PKCS#12 file
    or a PKCS#11 URI, by which PDFs are signed at a ``level``; ``roots``: files of the certificates that its own leads
    to; ``out``: where the signed copies go in place of their own place.
    """

    place: Path
    read_password: ReadPassword
    key: Path | None = None
    authority: str = ""
    certificate: str = ""
    level: Level = Level.BASIC
    roots: tuple[Path, ...] = ()
    out: Path | None = None


@dataclass(frozen=True, slots=True)
class Seal:
    """A seal that was made, or was there: ``kind`` is "minisign", "time stamp" or "PAdES"."""

    kind: str
    path: Path
    is_new: bool


def seal_package(request: SealRequest) -> Iterator[Seal]:
    """Make the seals that are asked for, and yield each; what is sealed already stays as it is.

    Raises Refusal if the place is no package, a key cannot be used or an authority does not answer.
    """
    place = request.place
    if not place.exists():
        raise Refusal("no such file or folder", NO_PACKAGE_HINT, Where(str(place)))
    if request.authority:
        check_authority_address(request.authority)
    is_pdf = place.suffix == PDF_ENDING and bool(request.certificate)
    files = () if is_pdf else find_sealed_files(place)
    if not files and (request.key or not request.certificate):
        raise Refusal("it is no package: it has no list of checksums", NO_PACKAGE_HINT, Where(str(place)))
    if files:
        _check_whole(place)
    for file in files:
        yield from _seal_file(file, request)
    if request.certificate:
        yield from _sign_pdfs(request)


def _check_whole(place: Path) -> None:
    """Raise Refusal if a package is not as its own lists have it: a seal on that would be false."""
    if place.suffix == TAR_SUFFIX or place.is_dir():
        for result in audit_place(place):
            if not result.is_whole:
                raise Refusal("it is not whole, and is not sealed", AUDIT_HINT, Where(str(result.path)))


def _seal_file(file: SealedFile, request: SealRequest) -> Iterator[Seal]:
    """Yield the signature of a file and the time stamp over it, each made unless it is there."""
    signature, stamp = file.seal_path(SIGNATURE_ENDING), file.seal_path(STAMP_ENDING)
    if request.key and not signature.exists():
        signed, public_key = sign_by_minisign(file.path, request.key, request.read_password)
        _write_beside(file.seal_path(KEY_ENDING), public_key)
        _write_beside(signature, signed)
        yield Seal("minisign", signature, is_new=True)
    elif request.key:
        yield Seal("minisign", signature, is_new=False)
    if request.authority and not stamp.exists():
        _write_beside(stamp, request_stamp(file.path, request.authority))
        yield Seal("time stamp", stamp, is_new=True)
    elif request.authority:
        yield Seal("time stamp", stamp, is_new=False)


def _sign_pdfs(request: SealRequest) -> Iterator[Seal]:
    """Yield the signed copy of each PDF below the place, made unless it is there."""
    copies = tuple(find_signed_copies(request.place, request.out))
    if not copies:
        hint = "name a folder that has PDFs in it, or a PDF: what is packed is not opened"
        raise Refusal("there is no PDF to be signed", hint, Where(str(request.place)))
    sealing = PdfSealing(request.level, request.authority, load_roots(request.roots))
    with open_signer(request.certificate, request.read_password) as signer:
        for pdf, copy in copies:
            is_new = not copy.exists()
            if is_new:
                _write(copy, sign_pdf(read_file(pdf, "correct its permissions"), signer, sealing, str(pdf)))
            yield Seal("PAdES", copy, is_new)


def _write_beside(path: Path, data: bytes) -> None:
    """Write a seal, which has no other place than beside what it seals. Raises Refusal."""
    try:
        _write(path, data)
    except Refusal as error:
        raise Refusal(error.what, BESIDE_HINT, error.where) from error


def _write(path: Path, data: bytes) -> None:
    write_files(path.parent, [FinishedFile(path.name, data)])
