"""What a run is asked for, and the jobs that it is parted into, as values."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from engross.batch.corpus.item import Item
from engross.grammars.symbol import find_period
from engross.model.epub_profile import READER, Profile
from engross.model.paper import DEFAULT_FORMAT, Format
from engross.model.parallel import COLUMNS
from engross.model.tree import Resolution

PARALLEL, REDLINE = "parallel", "redline"  # the editions of two documents


@dataclass(frozen=True, slots=True)
class Pairing:
    """The editions of two documents that a run makes.

    ``languages``: those of the bilingual edition, the first of which stands first; () for none. ``layout``: that of it.
    ``has_redlines``: whether each text is compared with the version before it.
    """

    languages: tuple[str, ...] = ()
    layout: str = COLUMNS
    has_redlines: bool = False


@dataclass(frozen=True, slots=True)
class RunOptions:
    """The options of a run for every source: the run's folder, the fonts, the editions, and filters of documents.

    An empty language, organ (a key of [organs] in words/*.toml) or session ("77", "ES-11", a year as "2022") admits
    all. ``url``: where the run is written if not into a folder of this machine. ``format``: that of the pages.
    ``pairing``: what is made of two documents, which is no matter of the documents themselves: they are not made
    again for it.
    """

    out: Path
    fonts: Path
    editions: frozenset[str]
    language: str = ""
    organ: str = ""
    session: str = ""
    with_record: bool = False
    profile: Profile = READER
    url: str = ""
    format: Format = DEFAULT_FORMAT
    pairing: Pairing = Pairing()

    def __repr__(self) -> str:
        values = (sorted(self.editions), self.language, self.organ, self.session, self.with_record, self.profile.name)
        return f"Order{(*values, self.format)}"

    @property
    def is_selective(self) -> bool:
        """True if some documents are left out."""
        return bool(self.language or self.organ or self.session)

    def is_wanted(self, resolution: Resolution) -> bool:
        """Return whether a document is of the language, organ and session: the one that it names or counts in."""
        sessions = (resolution.facts.session, find_period(resolution.symbol))
        return (
            self.language in ("", resolution.language)
            and self.organ in ("", resolution.organ)
            and (not self.session or self.session in sessions)
        )


@dataclass(frozen=True, slots=True)
class Job:
    """A source, with the key that its journal line is to have.

    ``folder``: the folder of its editions; "" for the document's own name. ``rival``: the name of the source whose
    editions have that name; "" for none. ``only_identifies``: nothing is made, what document it is becomes its line.
    ``size``: that of its source in bytes, as far as it is known. ``partner``: the second source of an edition of two,
    and ``edition``, PARALLEL or REDLINE: which one; None and "" for a document's own editions.
    """

    item: Item
    key: str
    order: RunOptions
    folder: str = ""
    rival: str = ""
    only_identifies: bool = False
    size: int = 0
    partner: Item | None = None
    edition: str = ""
