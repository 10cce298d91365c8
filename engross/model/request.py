"""The request as a value: checked by ``cli/options.py``, carried out by ``pipeline/read.py`` and ``build.py``."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from engross.model.epub_profile import READER, Profile
from engross.model.paper import DEFAULT_FORMAT, HANDOUT, Format, Kind
from engross.model.parallel import BY_NUMBER, COLUMNS

EDITIONS = frozenset({"html", "print", "pdf", "epub", "index", "akn"})
KIND_EDITIONS = frozenset({"pdf"})  # what is made as another kind than the handout


@dataclass(frozen=True, slots=True)
class Request:
    """What to make of a source: the editions, the overrides, the folder of the fonts.

    ``out``: the folder of the output; None: nothing is written. ``data``: the bytes of the source where they stand in
    no file; ``source`` is then a name for them. ``name``: the name of the editions and their folder; "" for that of
    the document. ``taken``: names that editions of other sources have, each with its source. ``rival``: the source
    that has the document's own name, where ``name`` is another for that reason. ``records``: files of voting data; ()
    for those that lie beside the source. ``with_record``: whether the record of the adoption is bound as a last page.
    ``profile``: that of the e-book. ``has_debug_page``: whether a page of the PDF's boxes is made beside it.
    ``has_places``: whether the places of blocks on the pages are wanted too.
    """

    source: Path
    out: Path | None
    fonts: Path
    editions: frozenset[str] = EDITIONS
    language: str = ""
    symbol: str = ""
    format: Format = DEFAULT_FORMAT
    name: str = ""
    taken: tuple[tuple[str, str], ...] = ()
    rival: str = ""
    records: tuple[Path, ...] = ()
    with_record: bool = False
    profile: Profile = READER
    has_debug_page: bool = False
    has_places: bool = False
    data: bytes | None = None


@dataclass(frozen=True, slots=True)
class ParallelRequest:
    """What to make of two language versions of a document: the requests of both, of which the first says the rest.

    ``layout``: one of LAYOUTS; ``alignment``: one of ALIGNMENTS.
    """

    first: Request
    second: Request
    layout: str = COLUMNS
    alignment: str = BY_NUMBER


def choose_editions(editions: frozenset[str], kind: Kind) -> frozenset[str]:
    """Return the editions that are made as a kind: the PDF alone, save as the handout.

    Raises ValueError if others are asked for by name.
    """
    if kind == HANDOUT or editions == KIND_EDITIONS:
        return editions
    if editions != EDITIONS:
        raise ValueError(f"only the PDF is made as {kind.title}: ask for pdf, or for no edition by name")
    return KIND_EDITIONS
