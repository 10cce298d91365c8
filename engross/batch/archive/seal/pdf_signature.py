"""Sign a PDF as PAdES: an invisible field, behind the bytes of the unsigned edition, which stay as they are.

A visible seal would have to be tagged, and the field is on the first page, which has /Tabs /S already: so PDF/A-3a and
PDF/UA-1 still hold. SHA-256 is named whatever the key: with a larger one pyHanko raises the version of the PDF, which
PDF/A-3 forbids. It is an approval, no certification, which would forbid later time stamps in Acrobat.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from enum import StrEnum

from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.writer import BasePdfFileWriter
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, Signer
from pyhanko.sign.signers.constants import ESIC_EXTENSION_1
from pyhanko.sign.signers.pdf_signer import (
    DSSContentSettings,
    SigDSSPlacementPreference,
    TimestampDSSContentSettings,
)
from pyhanko_certvalidator.errors import CRLValidationError, OCSPValidationError, PathError, ValidationError

from engross.batch.archive.seal.time_stamp import AskingTimeStamper
from engross.batch.archive.seal.trust import Roots, make_validation_context
from engross.grammars.language import language_codes, load_language
from engross.model.notice import Refusal
from engross.model.tree import Where

FIELD_NAME = "Signature"
# What certificates are checked by follows the signature, or EU DSS takes it for none; at level B-LTA it is written with
# the time stamp over all, so that this covers the whole file. Keys by signature (VRI) could only follow that.
EVIDENCE_PLACE = DSSContentSettings(
    include_vri=False,
    placement=SigDSSPlacementPreference.TOGETHER_WITH_NEXT_TS,
    next_ts_settings=TimestampDSSContentSettings(include_vri=False, update_before_ts=True),
)
SIGNING_ERRORS = (PdfError, SigningError, PathError, ValidationError, CRLValidationError, OCSPValidationError, OSError)
SIGNING_HINT = "look at the certificate, the roots that are trusted and the authority, then seal again"


class Level(StrEnum):
    """A level of PAdES [ETSI EN 319 142-1]: what a signature has for those who check it later."""

    BASIC = "b"  # B-B: the signature
    STAMPED = "t"  # B-T: and a time stamp
    LONG_TERM = "lt"  # B-LT: and what its certificates are checked by
    ARCHIVAL = "lta"  # B-LTA: and a time stamp over all that


@dataclass(frozen=True, slots=True)
class PdfSealing:
    """How PDFs are signed; ``authority``: the address of the time-stamping authority, "" for none.

    ``roots``: the certificates that the signer's and the authority's lead to.
    """

    level: Level
    authority: str
    roots: Roots


class ArchivalPdfSigner(PdfSigner):  # type: ignore[misc]
    """pyHanko's signer, for PDF 1.7, which PDF/A-3 is: it declares PAdES, and no extension that is of PDF 2.0 alone.

    Keys on NIST's curves would be declared as ISO/TS 32002, and the version raised; PAdES has them in PDF 1.7 too.
    """

    def register_extensions(self, pdf_out: BasePdfFileWriter, *, md_algorithm: str) -> None:  # noqa: ARG002
        """Declare the extension of PAdES."""
        pdf_out.register_extension(ESIC_EXTENSION_1)


def sign_pdf(data: bytes, signer: Signer, sealing: PdfSealing, name: str = "") -> bytes:
    """Return a PDF with a signature; its first bytes are ``data``. ``name``: what to call it in a Refusal.

    Raises Refusal if it is no PDF, is signed already, or cannot be signed at that level.
    """
    stamper = None if sealing.level is Level.BASIC else AskingTimeStamper(sealing.authority)
    try:
        writer = IncrementalPdfFileWriter(io.BytesIO(data))
        if "/AcroForm" in writer.root:
            raise Refusal("it has a signature already, or a form", "seal the edition as it was built", Where(name))
        metadata = _make_metadata(sealing, _spell_reason(str(writer.root.get("/Lang", ""))))
        signed = ArchivalPdfSigner(metadata, signer, timestamper=stamper).sign_pdf(writer)
    except SIGNING_ERRORS as error:
        why = "; ".join(dict.fromkeys(str(one) for one in (error, error.__cause__) if one))
        raise Refusal(f"it cannot be signed: {why}", SIGNING_HINT, Where(name)) from None
    return bytes(signed.getbuffer())


def _make_metadata(sealing: PdfSealing, reason: str) -> PdfSignatureMetadata:
    has_evidence = sealing.level in (Level.LONG_TERM, Level.ARCHIVAL)
    context = make_validation_context(sealing.roots, allow_fetching=True, revocation_mode="hard-fail")
    return PdfSignatureMetadata(
        field_name=FIELD_NAME,
        md_algorithm="sha256",
        reason=reason,
        subfilter=SigSeedSubFilter.PADES,
        embed_validation_info=has_evidence,
        use_pades_lta=sealing.level is Level.ARCHIVAL,
        validation_context=context if has_evidence else None,
        dss_settings=EVIDENCE_PLACE,
    )


def _spell_reason(tag: str) -> str:
    """Return that the edition is unofficial, in the language of its tag, or else in English."""
    code = tag.partition("-")[0]
    return load_language(code if code in language_codes() else "en").word("colophon", "unofficial")
