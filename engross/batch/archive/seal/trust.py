"""Which certificates are trusted: those of the roots that the user names, and no others."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

from asn1crypto import pem, x509
from pyhanko_certvalidator import ValidationContext

from engross.batch.archive.read_file import read_file
from engross.model.notice import Refusal
from engross.model.tree import Where

for library in ("pyhanko", "pyhanko_certvalidator"):  # what they log is told as a status, in words of our own
    logging.getLogger(library).addHandler(logging.NullHandler())

ROOT_HINT = "name a file of certificates in PEM or DER"


Roots = tuple[x509.Certificate, ...]


def make_validation_context(roots: Roots, moment: datetime | None = None, **more: Any) -> ValidationContext:
    """Return the context in which certificates are validated; ``moment``: as of when, now if it is None.

    ``more``: what else ValidationContext takes.
    """
    return ValidationContext(trust_roots=list(roots), moment=moment, **more)


def load_roots(paths: Iterable[Path]) -> Roots:
    """Return the certificates of files. Raises Refusal if one has none."""
    return tuple(certificate for path in paths for certificate in _load_certificates(path))


def _load_certificates(path: Path) -> Roots:
    data = read_file(path, ROOT_HINT)
    try:
        parts = [der for _, _, der in pem.unarmor(data, multiple=True)] if pem.detect(data) else [data]
        certificates = tuple(x509.Certificate.load(part, strict=True) for part in parts)
        subjects = [certificate.subject for certificate in certificates]
    except (ValueError, TypeError) as error:
        raise Refusal(f"it is no certificate: {error}", ROOT_HINT, Where(str(path))) from None
    if not subjects:
        raise Refusal("there is no certificate in it", ROOT_HINT, Where(str(path)))
    return certificates
