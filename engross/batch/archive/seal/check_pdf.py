"""Check a signed PDF: its signature, the time stamps, the certificates, and the unsigned edition within it."""

from __future__ import annotations

import asyncio
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from asn1crypto import cms
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.general import SigningError
from pyhanko.sign.validation import (
    DocumentSecurityStore,
    async_validate_pdf_signature,
    async_validate_pdf_timestamp,
)
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.generic_cms import extract_tst_data_iter
from pyhanko_certvalidator import ValidationContext

from engross.batch.archive.seal.pdf_signature import Level
from engross.batch.archive.seal.trust import Roots

END_MARK, LINE_END = b"%%EOF", b"\n"
READING_ERRORS = (PdfError, SigningError, SignatureValidationError, ValueError, TypeError, KeyError, AttributeError)


@dataclass(frozen=True, slots=True)
class PdfSealStatus:
    """What the signature of a PDF proves: who signed, at which level, when; ``fault``: "" if nothing is wrong.

    ``time``: that of its time stamp, or else the one that the signer says. ``is_trusted``: whether all certificates
    lead to the roots that are trusted, and were good at that time.
    """

    signer: str = ""
    level: Level | None = None
    time: datetime | None = None
    fault: str = ""
    is_trusted: bool = False


def cut_unsigned_edition(data: bytes) -> bytes:
    """Return the edition that a signed PDF was made of: its bytes to the end of the first revision.

    Raises PdfError, ValueError if it cannot be found.
    """
    reader = PdfFileReader(io.BytesIO(data))
    end = data.index(END_MARK, reader.xrefs.get_startxref_for_revision(0)) + len(END_MARK)
    return data[: end + len(LINE_END)] if data.startswith(LINE_END, end) else data[:end]


def check_signed_pdf(data: bytes, roots: Roots) -> PdfSealStatus:
    """Return what the signature of a PDF proves; ``roots``: the certificates that are trusted."""
    try:
        return asyncio.run(_check(PdfFileReader(io.BytesIO(data)), roots))
    except Exception as error:  # noqa: BLE001 # a file may have anything in it
        return PdfSealStatus(fault=f"it cannot be read: {error}")


async def _check(reader: PdfFileReader, trusted: Roots) -> PdfSealStatus:
    if len(reader.embedded_regular_signatures) != 1:
        return PdfSealStatus(fault=f"it has {len(reader.embedded_regular_signatures)} signatures, not one")
    (signature,) = reader.embedded_regular_signatures
    stamps = reader.embedded_timestamp_signatures
    stamped = next(extract_tst_data_iter(signature.signer_info, signed=False), None)
    time = _read_time(stamped) if stamped else None
    context = _make_context(reader, trusted, time)
    status = await async_validate_pdf_signature(signature, context, ts_validation_context=context)
    stamp_states = [
        await async_validate_pdf_timestamp(stamp, _make_context(reader, trusted, _read_time(stamp.signed_data)))
        for stamp in stamps
    ]
    states = [status, *([status.timestamp_validity] if status.timestamp_validity else []), *stamp_states]
    faults = [*_find_faults(status, states[1:]), *_find_stray_bytes(reader)]
    fault = "; ".join(faults)
    level = _find_level(is_stamped=bool(stamped), has_evidence="/DSS" in reader.root, is_archival=bool(stamps))
    signer = str(signature.signer_cert.subject.human_friendly)
    is_trusted = not fault and all(state.trusted for state in states)
    return PdfSealStatus(signer, level, time or signature.self_reported_timestamp, fault, is_trusted)


def _read_time(signed: cms.SignedData) -> datetime:
    time: datetime = signed["encap_content_info"]["content"].parsed["gen_time"].native
    return time


def _make_context(reader: PdfFileReader, trusted: Roots, moment: datetime | None) -> ValidationContext:
    """Return the context for certificates as of a moment, with the evidence that the file has; nothing is fetched.

    Without a time stamp the moment is now (None): what a signer says of the time proves nothing.
    """
    how: dict[str, Any] = {"trust_roots": list(trusted), "moment": moment, "allow_fetching": False}
    if "/DSS" not in reader.root:
        return ValidationContext(**how)
    return DocumentSecurityStore.read_dss(reader).as_validation_context(how)


def _find_level(*, is_stamped: bool, has_evidence: bool, is_archival: bool) -> Level:
    if has_evidence:
        return Level.ARCHIVAL if is_archival else Level.LONG_TERM
    return Level.STAMPED if is_stamped else Level.BASIC


def _find_faults(status: Any, stamps: Sequence[Any]) -> Iterator[str]:
    """Yield what is wrong with a signature and its time stamps; what was added for the long term is not."""
    if not status.intact:
        yield "it was changed after it was signed"
    elif not status.valid:
        yield "its signature is not good"
    elif not status.docmdp_ok:
        yield "something was added to it that is no evidence"
    if not all(stamp.intact and stamp.valid for stamp in stamps):
        yield "its time stamp is not good"


def _find_stray_bytes(reader: PdfFileReader) -> Iterator[str]:
    """Yield that bytes follow the last revision; what a revision adds is judged with the signatures."""
    reader.stream.seek(reader.last_startxref)
    _, _, rest = reader.stream.read().partition(END_MARK)
    if rest.strip():
        yield "bytes follow its end"
