"""Read the texts of a compilation by workers: what its lists show of each, and the whole text kept in a file."""

from __future__ import annotations

import pickle
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from engross import __version__
from engross.batch.corpus.item import Item
from engross.batch.corpus.job import RunOptions
from engross.batch.corpus.worker import bring_source
from engross.collate.rename_ids import prefix_ids
from engross.editions.index import build_index
from engross.editions.rollcall import make_adoption
from engross.editions.typeset.widths import width_in_em
from engross.grammars.agenda import list_agenda_items
from engross.grammars.compilation_shape import find_committee, find_shape
from engross.grammars.dates import find_iso_date
from engross.grammars.language import DATA_LANGUAGE, Language, load_language
from engross.grammars.member_states import find_state, members_on_day
from engross.grammars.symbol import SeriesPlace, find_period, find_series_place
from engross.model.book import Book, Imprint
from engross.model.compilation import MARKS, CompiledText
from engross.model.failure import make_refusal
from engross.model.notice import Notice, Severity
from engross.model.request import Request
from engross.model.text import folded_streams, spell_inlines, spell_title
from engross.model.tree import Resolution, Where
from engross.pipeline.read import find_indexing, read_source
from engross.readers.voting_data import Indexing, beside

NUMBER_END = re.compile(r"[\s.．:：–—-]+$")  # what parts a printed number from the title behind it: "77/39 -"
MEETING_RECORD = re.compile(r"/PV\.(\d+)")  # A/77/PV.52
LETTER = re.compile(r"(?<= )[A-Z]{1,2}$")  # at the end of a number: 77/290 B


@dataclass(frozen=True, slots=True)
class ReadJob:
    """A source to be read: where its text is to be kept, which texts are wanted."""

    item: Item
    kept: Path
    order: RunOptions

    @property
    def name(self) -> str:
        """The name of the source."""
        return self.item.display_name


@dataclass(frozen=True, slots=True)
class ReadText:
    """What came of a source: its text and the file that keeps its Book; or why there is none; neither: unwanted.

    ``shape`` and ``period``: of the compilation that it belongs to. ``language`` and ``organ``: of an unwanted one.
    ``notices``: the warnings of its reading.
    """

    source: str
    text: CompiledText | None = None
    kept: Path = Path()
    shape: str = ""
    period: str = ""
    reason: str = ""
    language: str = ""
    organ: str = ""
    notices: tuple[Notice, ...] = ()


def read_text(job: ReadJob) -> ReadText:
    """Read a source, and keep its Book in a file. Never raises for a fault of the source."""
    if job.item.fault:
        return ReadText(job.name, reason=job.item.fault)
    try:
        with TemporaryDirectory(prefix="engross-") as folder:
            path = bring_source(job.item, Path(folder))
            records = () if job.item.url else beside(job.item.path)
            return _read_file(job, Request(path, None, job.order.fonts, records=records))
    except Exception as error:  # noqa: BLE001 # one bad file is told with the others
        return ReadText(job.name, reason=str(make_refusal(error, Where(job.name))))


def _read_file(job: ReadJob, request: Request) -> ReadText:
    source, reading = read_source(request)
    resolution = reading.resolution
    period = find_period(resolution.symbol)
    if not job.order.is_wanted(resolution):
        return ReadText(job.name, period=period, language=resolution.language, organ=resolution.organ)
    errors = [notice for notice in reading.notices if notice.severity is Severity.ERROR]
    place = find_series_place(resolution.symbol)
    shape = find_shape(place) if place else None
    if errors or place is None or shape is None or not period:
        reason = (
            str(errors[0]) if errors else f"{resolution.symbol} is no resolution or decision of a session or a year"
        )
        return ReadText(job.name, reason=reason)
    language = load_language(resolution.language)
    adoption, notices = make_adoption(resolution, language)
    warnings = tuple(one for one in (*reading.notices, *notices) if one.severity is Severity.WARNING)
    named = prefix_ids(resolution, f"{resolution.symbol.slug}-")
    book = Book(named, build_index(named, language), Imprint(source.name, source.sha256, __version__), adoption)
    text = _describe_text(book, place, find_indexing(request, resolution.symbol))
    job.kept.write_bytes(pickle.dumps(book, pickle.HIGHEST_PROTOCOL))
    return ReadText(job.name, text, job.kept, shape.name, period, notices=warnings)


def load_book(kept: Path) -> Book:
    """Return the Book that ``read_text`` has kept in a file."""
    book: Book = pickle.loads(kept.read_bytes())  # noqa: S301 # a file of this run
    return book


def _describe_text(book: Book, place: SeriesPlace, indexing: Indexing) -> CompiledText:
    """Return a text as the lists of a compilation show it."""
    resolution, record = book.resolution, book.resolution.record
    language, facts = load_language(resolution.language), resolution.facts
    number = _find_number(resolution, place)
    heading = resolution.masthead.adoption or str(resolution.symbol)
    own_title = _drop_letter(" ".join(spell_title(resolution.full_title).split()), number, language)
    item_title, lines = _find_item_title(resolution, language), () if own_title else resolution.masthead.other
    proponent = spell_inlines(resolution.masthead.proponent)
    votes = tuple(_list_votes(resolution))
    recorded_day = find_iso_date(indexing.adopted, load_language(DATA_LANGUAGE), whole=True)
    adopted, recorded_meeting = facts.adopted or recorded_day, _find_recorded_meeting(resolution)
    return CompiledText(
        symbol=str(resolution.symbol),
        prefix=f"{resolution.symbol.slug}-",
        place=place,
        number=number,
        title=own_title or item_title or next(iter(lines), heading),
        heading=heading,
        lines=lines,
        is_titled=bool(own_title),
        language=resolution.language,
        organ=resolution.organ,
        session=" ".join(resolution.masthead.session.split()),
        proponent=proponent,
        committee=find_committee(proponent or resolution.masthead.subsidiary, language),
        recorded_committee=find_committee(indexing.committee, load_language(DATA_LANGUAGE)),
        adopted=adopted,
        recorded_day=recorded_day,
        meeting=facts.meeting or recorded_meeting,
        recorded_meeting=recorded_meeting,
        items=list_agenda_items(facts.agenda_item or resolution.masthead.agenda_item),
        item_title=item_title,
        adoption=book.adoption,
        votes=votes,
        members=len(members_on_day(adopted)) if votes and resolution.organ == "ga" else 0,
        subjects=tuple(dict.fromkeys((*(record.subjects if record else ()), *indexing.names))),
        width=_measure_text(resolution),
    )


def _find_number(resolution: Resolution, place: SeriesPlace) -> str:
    """Return the number as printed, without what parts it from the title; with letters as the symbol has it."""
    printed = NUMBER_END.sub("", resolution.full_number.strip())
    behind = len(place.body) + 1  # the components of the number
    return printed if printed and not place.is_lettered else "/".join(resolution.symbol.components[behind:])


def _drop_letter(title: str, number: str, language: Language) -> str:
    """Return a title without the letter that a text is printed with below it: the number has it.

    A language may have a name for each letter: where the number has B, an Arabic title ends with باء.
    """
    letter = LETTER.search(number)
    if not letter:
        return title
    names: list[str] = language.words["numbers"]["letters"]
    place = ord(letter[0][0]) - ord("A")
    named = names[place : place + 1] if len(letter[0]) == 1 else []
    return next((title.removesuffix(f" {end}") for end in (letter[0], *named) if title.endswith(f" {end}")), title)


def _find_item_title(resolution: Resolution, language: Language) -> str:
    """Return the title of the agenda item: of the masthead, else as the data have it where that is the language.

    Of lines that differ in white space alone the last stands for all.
    """
    lines = (line.split() for line in resolution.masthead.agenda_title.splitlines())
    title = " ".join({"".join(words): " ".join(words) for words in lines}.values()).strip()
    record = resolution.record
    return title or (record.agenda_title if record and language.code == DATA_LANGUAGE else "")


def _find_recorded_meeting(resolution: Resolution) -> int | None:
    """Return the number of the meeting whose record has the adoption."""
    record = MEETING_RECORD.search(str(resolution.record.meeting_record)) if resolution.record else None
    return int(record[1]) if record else None


def _list_votes(resolution: Resolution) -> Iterator[tuple[str, str]]:
    """Yield the key of each State that voted, and the kind of its ballot."""
    for kind in MARKS:
        ballot = getattr(resolution.record, kind, None)
        for name in ballot.voters if ballot else ():
            if state := find_state(name):
                yield state.current_key, kind


def _measure_text(resolution: Resolution) -> float:
    """Return the width of a text on one line, in em."""
    streams = folded_streams(resolution)
    return width_in_em(streams.body + "".join(streams.notes))
