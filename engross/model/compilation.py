"""A compilation as a value: the texts that an organ adopted in a session or a year, in sections, with their pages."""

from __future__ import annotations

from dataclasses import dataclass

from engross.grammars.symbol import SeriesPlace
from engross.model.book import Adoption

RESOLUTIONS = "res"  # the kind of series that stands first
# The marks of a voting chart, by the kind of the ballot: keys of [compilation] in words/*.toml.
MARKS = {"in_favour": "yes", "against": "no", "abstaining": "abstaining"}


@dataclass(frozen=True, slots=True)
class CompiledText:
    """A text of a compilation, as far as its lists show it.

    ``prefix``: what its ids begin with, where others stand beside it, "a-res-77-1-". ``place``: in its series.
    ``number``: as printed, without a point, "77/1"; with the letters of its symbol where it has some, "77/290 B".
    ``heading``: what stands above a text without a title, "Resolution 2618 (2022)"; its ``title`` is then that of its
    item, where masthead or data have it in its language, and it is not ``is_titled``. ``lines``: of
    the masthead of a text without a title, "Adopted by the Security Council at its 8956th meeting". ``session`` and
    ``proponent``: the lines of the masthead. ``committee``: the key of the committee that it names, "" for none;
    ``recorded_committee``: of the one that the data name. ``adopted``: ISO 8601, of the data where the text names no
    day; ``recorded_day``: of the data, "" where they have none. ``meeting``: its number, of the record where the text
    names none; ``recorded_meeting``: of the record. ``items``: the numbers of its agenda items,
    ``item_title``: of them together. ``votes``: the key of each State that voted with the kind of its ballot;
    ``members``: how many States were Members on the day, 0 where that is not known. ``subjects``: the terms in the
    data. ``width``: of the text, in em. ``page``: on which it begins, 0 before that is known. ``beside``: the text in
    the second language of the book, where that is there too.
    """

    symbol: str
    prefix: str
    place: SeriesPlace
    number: str
    title: str
    heading: str
    is_titled: bool
    language: str
    organ: str
    session: str
    proponent: str
    committee: str
    recorded_committee: str
    adopted: str
    meeting: int | None
    items: tuple[str, ...]
    item_title: str
    adoption: Adoption | None
    votes: tuple[tuple[str, str], ...]
    members: int
    subjects: tuple[str, ...]
    width: float
    recorded_day: str = ""
    lines: tuple[str, ...] = ()
    recorded_meeting: int | None = None
    page: int = 0
    beside: CompiledText | None = None

    @property
    def ordinal(self) -> int:
        """Its number in the session or the year, without letters."""
        return int(float(self.place.position))

    @property
    def rank(self) -> tuple[bool, float, str]:
        """What it is sorted by in a compilation: resolutions before decisions, then by their numbers."""
        return self.place.kind != RESOLUTIONS, float(self.place.position), self.symbol

    def count_votes(self, kind: str) -> int | None:
        """Return the number of votes of a kind, a key of [record] in words/*.toml; None where it is not known."""
        tallies = self.adoption.tallies if self.adoption else ()
        return next((tally.count for tally in tallies if tally.kind == kind), None)

    @property
    def is_recorded(self) -> bool:
        """Whether the data name the States that voted, one by one."""
        return bool(self.votes)

    @property
    def figures(self) -> tuple[int, ...]:
        """The votes in favour, against and abstaining; () where no figure is known."""
        counts = [self.count_votes(kind) for kind in MARKS]
        return tuple(count or 0 for count in counts) if any(counts) else ()


@dataclass(frozen=True, slots=True)
class Section:
    """A section of a compilation: its number as the language has it ("II", 二), its title, its texts in order.

    ``is_rest``: whether it has the texts that no rule of the compilation takes. ``page``: of its opening, 0 before that
    is known. ``beside``, ``number_beside``: title and number in the second language, "" in a book of one.
    """

    number: str
    title: str
    texts: tuple[CompiledText, ...]
    is_rest: bool = False
    page: int = 0
    beside: str = ""
    number_beside: str = ""


@dataclass(frozen=True, slots=True)
class TitleWords:
    """What the title page of a compilation says in its second language: the fields of that name in Compilation."""

    language: str
    title: str
    organ: str
    session: str


@dataclass(frozen=True, slots=True)
class Compilation:
    """The texts of a session or a year as a book, in one language or in two side by side.

    ``title``: of the series, "Resolutions of the General Assembly, 77th session". ``organ``: the name of the organ,
    ``session``: the line of the mastheads, "Seventy-seventh session". ``first`` and ``last``: the days of the first and
    the last adoption, ISO 8601. ``version``: of engross. ``beside``: what stands on its title page in the second
    language; None in a book of one.
    """

    title: str
    organ: str
    session: str
    language: str
    version: str
    sections: tuple[Section, ...]
    first: str = ""
    last: str = ""
    beside: TitleWords | None = None

    @property
    def languages(self) -> tuple[str, ...]:
        """The codes of its languages, the first one first."""
        return (self.language, self.beside.language) if self.beside else (self.language,)

    @property
    def full_title(self) -> str:
        """Its title in all its languages, as a window shows it."""
        return f"{self.title} / {self.beside.title}" if self.beside else self.title

    @property
    def texts(self) -> tuple[CompiledText, ...]:
        """All texts, section by section."""
        return tuple(text for section in self.sections for text in section.texts)

    @property
    def by_number(self) -> tuple[CompiledText, ...]:
        """All texts by their numbers, resolutions before decisions."""
        return tuple(sorted(self.texts, key=lambda text: text.rank))


@dataclass(frozen=True, slots=True)
class AgendaGroup:
    """An item of the agenda ("" for none), its title, and the texts that were adopted under it.

    ``beside``: its title in the second language of the book, "" where none is known.
    """

    item: str
    title: str
    texts: tuple[CompiledText, ...]
    beside: str = ""


@dataclass(frozen=True, slots=True)
class Subject:
    """A subject of the index: its name, its language tag where that is not the book's, the texts about it.

    ``beside``: its name in the second language of the book, "" where that is the same or not known.
    """

    name: str
    tag: str
    texts: tuple[CompiledText, ...]
    beside: str = ""


@dataclass(frozen=True, slots=True)
class ChartBlock:
    """A block of the voting chart: recorded votes as columns, the States with their marks as rows ("": none).

    ``beside``: the name of the State of each row in the second language of the book; () in a book of one.
    """

    texts: tuple[CompiledText, ...]
    rows: tuple[tuple[str, tuple[str, ...]], ...]
    beside: tuple[str, ...] = ()
