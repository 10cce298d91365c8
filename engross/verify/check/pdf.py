"""Validate a PDF against the standards that it declares (PDF/A, PDF/UA-1)."""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path

import page
import pikepdf

from engross.model.notice import Severity
from engross.verify.check.finding import Finding, Findings, Validator

UNREADABLE_CODE = "unreadable"
UNDECLARED_CODE = "no-standard"
LENGTH_RULE_END = "-STREAM-LENGTH-001"


def name_page_validation() -> tuple[Validator, ...]:
    """Return page-validation with its version."""
    return (Validator("page-validation", version("page-validation")),)


def validate_pdf(path: Path) -> Findings:
    """Return what fails in the standards that the PDF's metadata name; naming none is a finding too."""
    try:
        profiles = find_declared_profiles(path)
        reports = [page.validate_pdf(path, profile=profile) for profile in profiles]
    except (pikepdf.PdfError, page.PageError) as error:
        return (Finding(UNREADABLE_CODE, Severity.ERROR, str(error)),)
    if not reports:
        return (Finding(UNDECLARED_CODE, Severity.INFO, "the file declares neither PDF/A nor PDF/UA-1"),)
    failures = [failure for report in reports for failure in report.failures]
    return tuple(
        _make_finding(failure)
        for failure in failures
        if not (failure.rule_id.endswith(LENGTH_RULE_END) and _has_stated_length(path, failure))
    )


def _has_stated_length(path: Path, failure: page.ValidationFailure) -> bool:
    """Return whether a stream whose length is reported as wrong has the length it states after all.

    If the failure names no object, all streams of the file are looked at. page-validation 0.11.0 takes a carriage
    return that is a stream's last byte for part of the line end after it (one stream in 256); qpdf and veraPDF read it
    as ISO 32000-1, 7.3.8 says, and qpdf warns of a wrong length.
    """
    with pikepdf.open(path) as pdf:
        object_id = failure.object_id
        candidates = (pdf.get_object((object_id.object_number, object_id.generation)),) if object_id else pdf.objects
        streams = [candidate.read_raw_bytes() for candidate in candidates if isinstance(candidate, pikepdf.Stream)]
        return any(candidate.endswith(b"\r") for candidate in streams) and not pdf.get_warnings()


def _make_finding(failure: page.ValidationFailure) -> Finding:
    at = failure.object_id
    place = f"object {at.object_number} {at.generation}" if at else ""
    return Finding(failure.rule_id, Severity.ERROR, failure.message, place)


def find_declared_profiles(path: Path) -> tuple[page.ValidationProfile, ...]:
    """Return the standards that the PDF's metadata name, if there are rules for them. Raises pikepdf.PdfError."""
    with pikepdf.open(path) as pdf, pdf.open_metadata(set_pikepdf_as_editor=False) as meta:
        part, level = str(meta.get("pdfaid:part", "")), str(meta.get("pdfaid:conformance", ""))
        names = (f"PDF_A_{part}{level.upper()}", f"PDF_UA_{meta.get('pdfuaid:part', '')}")
    profiles = page.ValidationProfile.__members__
    return tuple(profiles[name] for name in names if name in profiles)
