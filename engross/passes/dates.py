"""Drop dates that are no days of the calendar from what was understood of a document, each with a notice."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from engross.grammars.dates import is_date
from engross.model.adoption import Record, Step
from engross.model.notice import Code, Notice, make_notice
from engross.model.text import spell_inlines
from engross.model.tree import Resolution, Where

DATED_FACTS = {"adopted": "date of adoption", "issued": "date of issue"}
DATED_STEP_FIELDS = {"date": "date of a step", "end": "end of a term of office"}


def drop_impossible_dates(resolution: Resolution) -> tuple[Resolution, tuple[Notice, ...]]:
    """Drop each understood date that is no day of the calendar; return the resolution and a notice for each.

    Text and masthead stay as printed; a dropped date is "", not known.
    """
    impossible = tuple(_iter_impossible_dates(resolution))
    if not impossible:
        return resolution, ()
    facts = resolution.facts
    facts = replace(facts, adopted=_keep_possible_date(facts.adopted), issued=_keep_possible_date(facts.issued))
    record = resolution.record and _clean_record_dates(resolution.record)
    notices = tuple(
        make_notice(Code.DATE_IMPOSSIBLE, _find_date_place(date, resolution), what=what, date=date)
        for what, date in impossible
    )
    return replace(resolution, facts=facts, record=record), notices


def _iter_impossible_dates(resolution: Resolution) -> Iterator[tuple[str, str]]:
    """Yield each date that is no day of the calendar, after the name of what it is the date of."""
    steps = resolution.record.steps if resolution.record else ()
    dates = [(what, getattr(resolution.facts, name)) for name, what in DATED_FACTS.items()]
    dates += [(what, getattr(step, name)) for step in steps for name, what in DATED_STEP_FIELDS.items()]
    return ((what, date) for what, date in dates if date and not is_date(date))


def _keep_possible_date(date: str) -> str:
    return date if is_date(date) else ""


def _clean_record_dates(record: Record) -> Record:
    return replace(record, steps=tuple(map(_clean_step_dates, record.steps)))


def _clean_step_dates(step: Step) -> Step:
    return replace(step, **{name: _keep_possible_date(getattr(step, name)) for name in DATED_STEP_FIELDS})


def _find_date_place(date: str, resolution: Resolution) -> Where:
    """Return the place of the closing line that prints the date's year and day, else that of the resolution."""
    figures = [int(figure) for figure in re.findall(r"[0-9]{1,4}", date)]
    lines = (line for part in resolution.parts for line in part.closing)
    printed = (
        line.where for line in lines if {figures[0], figures[-1]} <= {*_read_figures(spell_inlines(line.content))}
    )
    return next(printed, resolution.where) if figures else resolution.where


def _read_figures(text: str) -> list[int]:
    return [int(figure) for figure in re.findall(r"\d{1,4}", text)]
