"""Draw the covers of a catalogue: page 1 of each PDF as PNG, in two sizes, the same bytes for the same page."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import pypdfium2

from engross.batch.library.catalogue import DAMAGED_HINT
from engross.batch.library.opds.values import FOLDER, Publication
from engross.model.notice import Refusal
from engross.model.tree import Where

COVER_WIDTH, SMALLER = 360, 3  # pixels; how many times smaller the other picture is
SMALL_WIDTH = COVER_WIDTH // SMALLER
COVER_NAME, SMALL_NAME = "cover.png", "cover-small.png"
SHEET_SIZE = (595, 842)  # points, of the blank sheet: A4
SHADES = 8  # of grey: to the eye as good as 256, in a third of the bytes
WHITE = 255
# Deflate that looks for runs of a byte only: a tenth of the time of a full search, and a tenth more bytes.
PNG_COMPRESSION = {"compress_level": 9, "compress_type": zlib.Z_RLE}


@dataclass(frozen=True, slots=True)
class CoverPictures:
    """The pictures of a publication. ``folder``: their place; ``pdf``: as of a publication, "" for a blank sheet."""

    folder: str
    pdf: tuple[str, str]

    @property
    def path(self) -> str:
        """The path of the larger picture."""
        return f"{self.folder}{COVER_NAME}"


def find_cover_folder(publication: Publication) -> str:
    """Return the folder of the pictures of a publication: its own, or that of the blank sheet."""
    return publication.address if publication.pdf[0] else FOLDER


def list_covers(publications: Iterable[Publication]) -> Iterator[CoverPictures]:
    """Yield the covers of publications, and one blank sheet for all that have no PDF."""
    lacks_one = False
    for publication in publications:
        if publication.pdf[0]:
            yield CoverPictures(publication.address, publication.pdf)
        else:
            lacks_one = True
    if lacks_one:
        yield CoverPictures(FOLDER, ("", ""))


def draw_cover(cover: CoverPictures, pdf: bytes) -> dict[str, bytes]:
    """Return the pictures of a cover by their paths. ``pdf``: the whole file; b"" for a blank sheet.

    Raises Refusal if its first page cannot be drawn.
    """
    try:
        with pypdfium2.PdfDocument(pdf) if pdf else pypdfium2.PdfDocument.new() as document:
            page = document[0] if pdf else document.new_page(*SHEET_SIZE)
            grey = page.render(scale=COVER_WIDTH / page.get_width(), grayscale=True).to_pil()
    except pypdfium2.PdfiumError:
        raise Refusal("the first page of a PDF cannot be drawn", DAMAGED_HINT, Where(cover.pdf[0])) from None
    return {cover.path: _write_png(grey), f"{cover.folder}{SMALL_NAME}": _write_png(grey.reduce(SMALLER))}


def _write_png(grey: Any) -> bytes:
    """Return a grey Pillow image as a PNG of ``SHADES`` shades."""
    steps = SHADES - 1
    image = grey.point([round(level * steps / WHITE) for level in range(WHITE + 1)]).convert("P")
    image.putpalette([round(WHITE * shade / steps) for shade in range(SHADES) for _ in "rgb"])
    out = BytesIO()
    image.save(out, "PNG", **PNG_COMPRESSION)
    return out.getvalue()
