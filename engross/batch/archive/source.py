"""Take the source of a document out of its editions: the PDF has it attached, the e-book for archives holds it.

It is known by the SHA-256 that the report names, so that what is packaged is what the editions were made of.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path

import pikepdf

from engross.batch.corpus.journal import hash_bytes
from engross.grammars.archive import DAMAGE_ERRORS
from engross.model.notice import Refusal
from engross.model.tree import Where

NO_SOURCE_HINT = "make its PDF too, which has the source in it, or its e-book with --profile archive"


def extract_source(editions: tuple[Path, ...], sha256: str) -> bytes:
    """Return the source that has a SHA-256, out of the first of the editions that holds it.

    Raises Refusal if none does, or one is damaged.
    """
    for path in editions:
        for data in _iter_attached(path):
            if hash_bytes(data) == sha256:
                return data
    raise Refusal("no edition has the source that it was made of", NO_SOURCE_HINT, Where(str(editions[0].parent)))


def _iter_attached(path: Path) -> Iterator[bytes]:
    try:
        if path.suffix == ".pdf":
            with pikepdf.open(path) as pdf:
                for name in sorted(pdf.attachments):
                    yield pdf.attachments[name].get_file().read_bytes()
        elif path.suffix == ".epub":
            with zipfile.ZipFile(path) as archive:
                for name in sorted(archive.namelist()):
                    if "/source/" in name:
                        yield archive.read(name)
    except (pikepdf.PdfError, *DAMAGE_ERRORS) as error:
        raise Refusal(f"it is damaged: {error}", "make it again", Where(str(path))) from None
