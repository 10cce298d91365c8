"""What a library has of the documents of a run, as values: documents by symbol, each with its language versions."""

from __future__ import annotations

from dataclasses import dataclass

YEAR_DIGITS = 4  # of an ISO 8601 date


@dataclass(frozen=True, slots=True)
class HeldFile:
    """A finished file of a version: its name in the version's folder, its size in bytes, its SHA-256."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class VoteTally:
    """The votes of one kind, "in_favour", "against" or "abstaining"; ``count`` is None if it is not known."""

    kind: str
    count: int | None
    names: tuple[str, ...] = ()

    @property
    def size(self) -> int:
        """The number of votes, or else of the States named."""
        return len(self.names) if self.count is None else self.count


@dataclass(frozen=True, slots=True)
class AdoptionRecord:
    """How a text was adopted, with the names as its language spells them; "" and () where nothing is on record."""

    outcome: str = ""
    tallies: tuple[VoteTally, ...] = ()
    sponsors: tuple[str, ...] = ()
    additional_sponsors: tuple[str, ...] = ()
    meeting_record: str = ""
    draft: str = ""


@dataclass(frozen=True, slots=True)
class HeldVersion:
    """A document in one language: where its files stand in the run, and what it says of itself, as printed.

    ``folder``: that of its files, relative to the run. ``record``: the hash that names its record there. ``key``: the
    hash of all that its pages are made of. ``slug``: the last part of its address: its language, "zh-2" for a second
    source of the same document and language.
    """

    language: str
    slug: str
    title: str
    folder: str
    record: str
    key: str
    files: tuple[HeldFile, ...]
    committee: str = ""
    agenda_title: str = ""
    outcome: str = ""
    pages: int = 0

    def find_file(self, ending: str) -> HeldFile | None:
        """Return the file whose name has an ending behind the name of the folder, ".pdf"; None if there is none."""
        stem = self.folder.rpartition("/")[2]
        return next((file for file in self.files if file.name == f"{stem}{ending}"), None)


@dataclass(frozen=True, slots=True)
class Document:
    """A document with its versions by language. Dates are ISO 8601; "" is: not known.

    ``symbol``: "" for a text that has none, whose address is then that of its folder. ``organ``: a key of [organs] in
    words/*.toml. ``address``: the path of its page, "A/RES/77/213/".
    """

    symbol: str
    address: str
    organ: str
    session: str
    adopted: str
    issued: str
    agenda_items: tuple[str, ...]
    subjects: tuple[str, ...]
    committee_reports: tuple[str, ...]
    meeting: int | None
    meeting_record: str
    draft: str
    versions: tuple[HeldVersion, ...]

    @property
    def on_record(self) -> tuple[str, ...]:
        """The symbols of the documents that its record names: reports of committees, the draft, the meeting's."""
        return tuple(dict.fromkeys(filter(None, (*self.committee_reports, self.draft, self.meeting_record))))

    @property
    def date(self) -> str:
        """The day of its adoption, or of its issue where that is not known."""
        return self.adopted or self.issued

    @property
    def year(self) -> str:
        """The year of its date."""
        return self.date[:YEAR_DIGITS]

    def choose_version(self, language: str) -> HeldVersion:
        """Return the version in a language, or else the English one, or else the first."""
        by_language = {version.language: version for version in reversed(self.versions)}
        return by_language.get(language) or by_language.get("en") or self.versions[0]

    def choose_titled(self, version: HeldVersion) -> HeldVersion:
        """Return the version by whose title one is called: itself, or else the first that has a title."""
        return next((one for one in (version, *self.versions) if one.title), version)


@dataclass(frozen=True, slots=True)
class CitedPlace:
    """A place of a version that cites a symbol: id of the place on its page, label ("para. 4"), page (0: not known)."""

    folder: str
    symbol: str
    as_printed: str
    id: str
    label: str
    page: int


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The documents of a run in the natural order of their symbols, those without one last."""

    documents: tuple[Document, ...]

    def index_folders(self) -> dict[str, tuple[Document, HeldVersion]]:
        """Return each version with its document, by its folder."""
        return {version.folder: (document, version) for document in self.documents for version in document.versions}

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages that the documents have, in alphabetical order."""
        return tuple(sorted({version.language for document in self.documents for version in document.versions}))
