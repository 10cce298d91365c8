"""Write a compilation as data: its lists with their pages as JSON, the voting chart as a CSV table."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from itertools import pairwise
from typing import Any

from engross.batch.compilation.arrange import list_gaps
from engross.batch.compilation.make_lists import list_vote_rows
from engross.editions.spreadsheet import make_csv_table
from engross.editions.typeset.packet import PacketGroup
from engross.model.adoption import Outcome
from engross.model.book import FinishedFile
from engross.model.compilation import MARKS, Compilation, CompiledText

MOST_NAMED = 5  # up to this many texts are named in a remark
NOT_VOTING = "not_voting"


def write_data(
    stem: str, book: Compilation, groups: Sequence[PacketGroup], pages: tuple[int, int]
) -> Iterator[FinishedFile]:
    """Yield the files of data of a compilation that is named ``stem``.

    ``pages``: how many stand before page 1, and how many from there on.
    """
    front, last = pages
    data = {
        "title": book.title,
        "organ": book.organ,
        "session": book.session,
        "language": book.language,
        "beside": _describe_beside(book),
        "first": book.first or None,
        "last": book.last or None,
        "front": front,
        "pages": last,
        "sections": [
            {
                "number": section.number,
                "title": section.title,
                "title_beside": section.beside or None,
                "page": section.page,
                "texts": [_describe_text(text) for text in section.texts],
            }
            for section in book.sections
        ],
        "symbols": [
            {"symbol": entry.name, "begins": list(entry.own), "pages": [list(run) for run in entry.pages]}
            for group in groups
            for entry in group.entries
        ],
    }
    yield FinishedFile(f"{stem}.json", f"{json.dumps(data, ensure_ascii=False, indent=1)}\n".encode())
    head, *rows = list_vote_rows(book)
    if rows:
        yield FinishedFile(f"{stem}.votes.csv", make_csv_table(head, rows))


def _describe_beside(book: Compilation) -> dict[str, str] | None:
    """Return what the title page says in the second language; None in a book of one."""
    return asdict(book.beside) if book.beside else None


def _describe_text(text: CompiledText) -> dict[str, Any]:
    adopted = text.adoption
    return {
        "symbol": text.symbol,
        "number": text.number,
        "title": text.title,
        "languages": [one.language for one in (text, text.beside) if one],
        "title_beside": text.beside.title if text.beside else None,
        "page": text.page,
        "adopted": text.adopted or None,
        "meeting": text.meeting,
        "agenda_items": list(text.items),
        "committee": text.committee or None,
        "outcome": (adopted.outcome or None) if adopted else None,
        "draft": str(adopted.draft) if adopted and adopted.draft else None,
        "votes": _count_votes(text) if text.figures else None,
        "members": text.members or None,
        "subjects": list(text.subjects),
    }


def _count_votes(text: CompiledText) -> dict[str, int | None]:
    """Return the number of States by kind of ballot; None of those that did not vote where lists lack some."""
    cast: dict[str, int | None] = dict(zip(MARKS, text.figures, strict=True))
    absent = text.count_votes(NOT_VOTING)
    return cast | {NOT_VOTING: 0 if absent is None and sum(text.figures) == text.members else absent}


def iter_remarks(book: Compilation, warned: Sequence[str]) -> Iterator[str]:
    """Yield what is doubtful in the texts, and what they and the UN's data say differently.

    ``warned``: the symbols of the texts whose reading gave a warning.
    """
    for text in book.by_number:
        yield from _remark_text(text)
    yield from _remark_sections(book)
    if warned:
        yield f"what was read is doubtful, as ./press read says with its place, in {_name_some(warned)}"
    untitled = [text for text in book.by_number if not text.is_titled]
    if by_item := [text.symbol for text in untitled if text.item_title]:
        yield f"lists call by their items, for want of a title, {_name_some(by_item)}"
    if nameless := [text.symbol for text in untitled if not text.item_title]:
        yield f"neither text nor data have a title or an item, in the language of the book, of {_name_some(nameless)}"
    if unknown := [text.symbol for text in book.by_number if not (text.adoption and text.adoption.outcome)]:
        yield f"neither text nor data say, apart from its words, how it was adopted: {_name_some(unknown)}"
    if undated := [text.symbol for text in book.by_number if not text.adopted]:
        yield f"neither text nor data have the day of adoption of {_name_some(undated)}"
    if bare := [text.symbol for text in book.by_number if not text.subjects]:
        yield f"the data have no subject for {_name_some(bare)}"


def _remark_text(text: CompiledText) -> Iterator[str]:
    """Yield what a text and the data say differently of it, and what is wrong with its votes."""
    if text.recorded_committee and text.recorded_committee != text.committee:
        own, end = f"the {text.committee} committee", ""
        if not text.committee:
            own, end = "no committee", ", in whose section it stands"
        yield f"{text.symbol}: its own line names {own}, the data the {text.recorded_committee}{end}"
    if text.recorded_day and text.recorded_day != text.adopted:
        yield f"{text.symbol}: its own line dates the adoption {text.adopted}, the data {text.recorded_day}"
    if text.recorded_meeting and text.recorded_meeting != text.meeting:
        own = f"its own line names meeting {text.meeting}"
        yield f"{text.symbol}: {own}, the record of its adoption is that of meeting {text.recorded_meeting}"
    yield from _remark_votes(text)


def _remark_votes(text: CompiledText) -> Iterator[str]:
    """Yield what the data on a vote say against themselves, or against the number of Members."""
    if sum(text.figures) and text.adoption and text.adoption.outcome == Outcome.WITHOUT_VOTE.value:
        yield f"{text.symbol}: the data say that it was adopted without a vote, and count {sum(text.figures)} votes"
    for tally in text.adoption.tallies if text.adoption else ():
        if tally.voters and tally.count != len(tally.voters):
            named = f"count {tally.count} votes ({tally.kind}) and name {len(tally.voters)} States"
            yield f"{text.symbol}: the data {named}"
    votes = sum(text.figures) + (text.count_votes(NOT_VOTING) or 0)
    if text.members and votes != text.members:
        yield f"{text.symbol}: the data name {votes} votes and absences of {text.members} Members"


def _remark_sections(book: Compilation) -> Iterator[str]:
    """Yield which texts no rule of the book places, and whose mastheads name another session than the title page."""
    for section in book.sections:
        if section.is_rest:
            yield f"no section but “{section.title}” takes {_name_some([text.symbol for text in section.texts])}"
    if gaps := [str(first) if first == last else f"{first}–{last}" for first, last in _find_gaps(book)]:
        yield f"between the texts that are there, numbers are missing: {_name_some(gaps)}"
    others: dict[str, list[str]] = {}
    for text in book.by_number:
        if text.session and text.language == book.language and text.session != book.session:
            others.setdefault(text.session, []).append(text.symbol)
    for line, symbols in others.items():
        yield f"the title page has “{book.session}”, the text has “{line}”: {_name_some(symbols)}"


def _find_gaps(book: Compilation) -> tuple[tuple[int, int], ...]:
    """Return the numbers that are missing; sections with numbers of their own, as of decisions, are looked at alone."""
    sections = [tuple(sorted(section.texts, key=lambda text: text.rank)) for section in book.sections]
    sections.sort(key=lambda texts: texts[0].rank)
    is_apart = all(before[-1].rank < after[0].rank for before, after in pairwise(sections))
    return tuple(gap for texts in (sections if is_apart else [book.by_number]) for gap in list_gaps(texts))


def _name_some(symbols: Sequence[str]) -> str:
    more = f" and {len(symbols) - MOST_NAMED} more" if len(symbols) > MOST_NAMED else ""
    return ", ".join(symbols[:MOST_NAMED]) + more
