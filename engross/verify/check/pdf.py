"""A PDF to what it falls short of in the standards it declares itself to follow (PDF/A, PDF/UA-1)."""

from __future__ import annotations

from pathlib import Path

import page
import pikepdf

from engross.model.notice import Severity
from engross.verify.check.finding import Finding, Findings

UNREADABLE_CODE = "unreadable"
UNDECLARED_CODE = "no-standard"
LENGTH_RULE_END = "-STREAM-LENGTH-001"


def validate_pdf(path: Path) -> Findings:
    """What fails in the standards that the PDF's metadata name; that it names none is a finding too."""
    try:
        profiles = find_declared_profiles(path)
        reports = [page.validate_pdf(path, profile=profile) for profile in profiles]
    except (pikepdf.PdfError, page.PageError) as error:
        return (Finding(UNREADABLE_CODE, Severity.ERROR, str(error)),)
    if not reports:
        return (Finding(UNDECLARED_CODE, Severity.INFO, "the file declares neither PDF/A nor PDF/UA-1"),)
    failures = [failure for report in reports for failure in report.failures]
    return tuple(
        _make_finding(one)
        for one in failures
        if not (one.rule_id.endswith(LENGTH_RULE_END) and _has_stated_length(path, one))
    )


def _has_stated_length(path: Path, failure: page.ValidationFailure) -> bool:
    """Whether the stream whose length is said to be wrong is as long as it says after all; each, where none is named.

    page-validation 0.11.0 takes a carriage return that is a stream's last byte for a part of the line's end behind
    it (one stream in 256); qpdf and veraPDF read it as ISO 32000-1, 7.3.8 says, and qpdf warns of a wrong length.
    """
    with pikepdf.open(path) as pdf:
        at = failure.object_id
        named = (pdf.get_object((at.object_number, at.generation)),) if at else pdf.objects
        streams = [one.read_raw_bytes() for one in named if isinstance(one, pikepdf.Stream)]
        return any(one.endswith(b"\r") for one in streams) and not pdf.get_warnings()


def _make_finding(failure: page.ValidationFailure) -> Finding:
    at = failure.object_id
    place = f"object {at.object_number} {at.generation}" if at else ""
    return Finding(failure.rule_id, Severity.ERROR, failure.message, place)


def find_declared_profiles(path: Path) -> tuple[page.ValidationProfile, ...]:
    """The standards the PDF's metadata name, as far as there are rules for them. Raises pikepdf.PdfError."""
    with pikepdf.open(path) as pdf, pdf.open_metadata(set_pikepdf_as_editor=False) as meta:
        part, level = str(meta.get("pdfaid:part", "")), str(meta.get("pdfaid:conformance", ""))
        names = (f"PDF_A_{part}{level.upper()}", f"PDF_UA_{meta.get('pdfuaid:part', '')}")
    known = page.ValidationProfile.__members__
    return tuple(known[name] for name in names if name in known)
