"""What is asked of a source, as a value: checked by ``order``, carried out by ``reader`` and ``build``."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from engross.grammars.edition_name import make_edition_name
from engross.model.epub_profile import READER, Profile
from engross.model.paper import DEFAULT_FORMAT, Format

EDITIONS = frozenset({"html", "pdf", "epub", "index", "akn"})


@dataclass(frozen=True, slots=True)
class Request:
    """What to make of a source: where to, which editions, what the user says of it, where the fonts are.

    ``stem``: what the editions and their folder are called; "" is as the source. ``records``: files of the UN's data
    on adoptions; () are those that lie beside the source. ``with_record``: bind what they say as a last page.
    ``profile``: that of the e-book.
    """

    source: Path
    out: Path
    fonts: Path
    editions: frozenset[str] = EDITIONS
    language: str = ""
    symbol: str = ""
    format: Format = DEFAULT_FORMAT
    stem: str = ""
    records: tuple[Path, ...] = ()
    with_record: bool = False
    profile: Profile = READER

    @property
    def name(self) -> str:
        """What the editions and their folder are called: A_RES_77_213 for A_RES_77_213.resolution.yaml too."""
        return make_edition_name(self.stem or self.source.stem.removesuffix(".resolution"))
