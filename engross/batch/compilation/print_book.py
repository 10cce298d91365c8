"""Print a compilation: its quires by workers, then what stands around them with true pages, then bind all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

from engross.batch.compilation.arrange import MOST_PAGES, Quire, list_held, part_sections
from engross.batch.compilation.bind_book import BoundPieces, SetPiece, bind_book
from engross.batch.compilation.make_lists import BackList, list_back, make_chart
from engross.batch.compilation.place_pages import Stretch, find_start, number_texts, place_stretches
from engross.batch.compilation.second_words import explain_list, name_heads, name_organs
from engross.batch.compilation.set_pairs import set_pairs
from engross.batch.compilation.set_pieces import PieceSetter
from engross.batch.compilation.set_quire import QuireJob, SetQuire, SetText, set_quire
from engross.batch.compilation.side_by_side import work_side_by_side
from engross.batch.corpus import RunResources, TellRunProgress
from engross.batch.packet.joint_index import PlacedIndex, merge_indexes
from engross.editions.typeset.packet import PacketGroup
from engross.model.compilation import Compilation
from engross.model.notice import Notice, Refusal
from engross.model.paper import Format

TITLE, CONTENTS, OPENING = "title", "contents", "opening"
MOST_ROUNDS = 4  # in which the pages of the openings must settle
EM_A_PAGE = 1000  # of text that a page has at least
SECONDS_A_PAGE = 1.0  # that a quire may take more than --timeout


@dataclass(frozen=True, slots=True)
class BookInputs:
    """What a compilation is printed from: the files that keep its texts by symbol, a folder for what is made.

    ``say``: is told how many quires are set, and of how many. ``share``: of the first column of two languages, in per
    cent of the measure.
    """

    kept: dict[str, Path]
    folder: Path
    fonts: Path
    format: Format
    say: TellRunProgress
    share: int = 0


@dataclass(frozen=True, slots=True)
class PrintedBook:
    """A printed compilation: its PDF, the compilation with its pages, its quires with theirs, the joint index.

    ``openings``: of its sections. ``back``: what stands behind the texts, by the names of the pieces. ``front``: how
    many pages stand before page 1. ``pages``: from page 1 on.
    """

    data: bytes
    book: Compilation
    quires: tuple[tuple[Quire, SetQuire, Stretch], ...]
    groups: tuple[PacketGroup, ...]
    openings: tuple[Stretch, ...]
    back: dict[str, Stretch]
    front: int
    pages: int
    notices: tuple[Notice, ...]

    def find_gap(self, stretch: Stretch) -> range:
        """Return the empty pages between a stretch and the one before it."""
        stretches = (*self.openings, *(own for *_, own in self.quires), *self.back.values())
        return range(max((one.last for one in stretches if one.page < stretch.page), default=0) + 1, stretch.page)

    def number_pages(self, stretch: Stretch, *, has_gap: bool = True) -> tuple[str, ...]:
        """Return the numbers of the pages of a stretch, with those of the empty pages before it if ``has_gap``."""
        gap = self.find_gap(stretch) if has_gap else ()
        return tuple(map(str, (*gap, *range(stretch.page, stretch.last + 1))))


def print_book(book: Compilation, inputs: BookInputs, run: RunResources) -> PrintedBook:
    """Return a compilation as a PDF. Raises Refusal."""
    quires = tuple(part_sections(book))
    made = _set_quires(quires, book, inputs, run)
    setter = PieceSetter(book, inputs.fonts, inputs.format)
    book, openings, stretches = _settle_openings(book, tuple(zip(quires, made, strict=True)), setter)
    placed = tuple(zip(quires, made, stretches, strict=True))
    groups = _merge_symbols(book, placed, setter)
    back = _set_back(book, groups, stretches[-1], setter)
    pieces = BoundPieces(_set_front(book, back, setter), openings, placed, back)
    data = bind_book(book, pieces, inputs.format, setter)
    notices = tuple(notice for one in made for notice in one.notices)
    opened = tuple(piece.stretch for piece in openings)
    behind = {piece.name: piece.stretch for piece in back}
    return PrintedBook(data, book, placed, groups, opened, behind, pieces.before, back[-1].stretch.last, notices)


def _set_quires(
    quires: Sequence[Quire], book: Compilation, inputs: BookInputs, run: RunResources
) -> tuple[SetQuire, ...]:
    held = {symbol: text.prefix for symbol, text in list_held(book.texts).items()}
    jobs = [
        QuireJob(
            quire,
            tuple(inputs.kept[text.symbol] for text in quire.texts),
            held,
            inputs.folder / f"quire-{book.language}-{n}.pdf",
            inputs.fonts,
            inputs.format,
            book.version,
            book.languages,
            inputs.share,
        )
        for n, quire in enumerate(quires)
    ]
    widths = [sum(text.width for text in quire.texts) for quire in quires]
    bounds = replace(run, timeout=run.timeout + max(widths) / EM_A_PAGE * SECONDS_A_PAGE)
    # A worker keeps memory of what it has set; to begin another takes seconds.
    tasks = 1 if sum(widths) > MOST_PAGES * EM_A_PAGE else 0
    made: list[SetQuire] = []
    for one in work_side_by_side(set_pairs if book.beside else set_quire, jobs, bounds, tasks=tasks):
        made.append(one)
        inputs.say(len(made), len(jobs), None)
    return tuple(made)


def _settle_openings(
    book: Compilation, made: Sequence[tuple[Quire, SetQuire]], setter: PieceSetter
) -> tuple[Compilation, tuple[SetPiece, ...], tuple[Stretch, ...]]:
    """Return the numbered compilation, the openings of its sections, and the stretches of its quires.

    An opening lists the pages of its texts, which stand behind it: it is set again until its own pages are as many.
    """
    extents = [1] * len(book.sections)
    for _ in range(MOST_ROUNDS):
        opened, quires = _place_sections(book, extents, made, setter)
        numbered = number_texts(book, [stretch.page for stretch in opened], quires)
        openings = [setter.set_piece(numbered, OPENING, {"section": section}) for section in numbered.sections]
        if [one.pages for one in openings] == extents:
            names = (_name_section(book, n, setter) for n in range(len(openings)))
            return numbered, tuple(map(partial(SetPiece, OPENING), names, openings, opened)), quires
        extents = [one.pages for one in openings]
    raise Refusal("the pages of the sections do not settle", "report it, with the sources")


def _place_sections(
    book: Compilation, extents: Sequence[int], made: Sequence[tuple[Quire, SetQuire]], setter: PieceSetter
) -> tuple[tuple[Stretch, ...], tuple[Stretch, ...]]:
    """Return the stretches of the openings and of the quires."""
    wanted: list[tuple[int, str, tuple[SetText, ...]]] = []
    is_opening: list[bool] = []
    for quire, one in made:
        head = _name_section(book, quire.section, setter)
        if quire.is_first:
            wanted.append((extents[quire.section], head, ()))
            is_opening.append(True)
        wanted.append((one.pages.pages, head, one.texts))
        is_opening.append(False)
    placed = place_stretches(wanted)
    return (
        tuple(stretch for stretch, opens in zip(placed, is_opening, strict=True) if opens),
        tuple(stretch for stretch, opens in zip(placed, is_opening, strict=True) if not opens),
    )


def _name_section(book: Compilation, n: int, setter: PieceSetter) -> str:
    section = book.sections[n]
    return setter.language.word("compilation", "section", number=section.number, title=section.title)


def _merge_symbols(
    book: Compilation, placed: Sequence[tuple[Quire, SetQuire, Stretch]], setter: PieceSetter
) -> tuple[PacketGroup, ...]:
    """Return the joint index of document symbols, with the pages of the book."""
    organs = {text.symbol: text.organ for text in book.texts}
    return merge_indexes(
        [
            PlacedIndex(one.symbol, organs[one.symbol], stretch.page + one.first - 1, _count_from(one.index, one.first))
            for _, made, stretch in placed
            for one in made.texts
        ],
        setter.language,
    )


def _count_from(index: dict[str, Any], first: int) -> dict[str, Any]:
    """Return an index as data with its pages counted from ``first``.

    A place without a page is in the line of the proponent, which stands where the text begins.
    """
    return {
        "symbols": [
            {**entry, "places": [{**at, "page": (at["page"] or first) - first + 1} for at in entry["places"]]}
            for entry in index["symbols"]
        ]
    }


def _set_back(
    book: Compilation, groups: tuple[PacketGroup, ...], last: Stretch, setter: PieceSetter
) -> tuple[SetPiece, ...]:
    """Return what stands behind the texts."""
    pieces: list[SetPiece] = []
    for one in list_back(book, make_chart(book), groups if setter.has_index else ()):
        page = find_start(last.last)
        made = setter.set_piece(book, one.name, _fill_list(book, one, page))
        last = Stretch(page, made.pages, one.title)
        pieces.append(SetPiece(one.name, one.title, made, last))
    return tuple(pieces)


def _fill_list(book: Compilation, one: BackList, page: int) -> dict[str, Any]:
    """Return what the template of a list is filled from; ``page``: on which it begins."""
    values = {"subject": one.items, "about": one.about, "about_beside": explain_list(book, one.name), "pages": page}
    return values | {"organ_names": name_organs(book)}


def _set_front(book: Compilation, back: Sequence[SetPiece], setter: PieceSetter) -> tuple[SetPiece, ...]:
    """Return title pages and contents."""
    words = setter.language.words["book"]
    annexes = [(piece.title, piece.stretch.page) for piece in back]
    title = setter.set_piece(book, TITLE, {})
    contents = setter.set_piece(book, CONTENTS, {"annexes": annexes, "heads": name_heads(book)})
    stretches = place_stretches([(title.pages, "", ()), (contents.pages, words["contents"], ())])
    return (
        SetPiece(TITLE, words["title_page"], title, stretches[0], has_folios=False),
        SetPiece(CONTENTS, words["contents"], contents, stretches[1]),
    )
