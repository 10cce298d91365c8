"""Dates that are no days of the calendar are left out of what is understood, each with a notice."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from engross.adoption import Record, Step
from engross.dates import is_date
from engross.model import Resolution, Where
from engross.notice import Code, Notice, notice
from engross.text import spell

FACTS = {"adopted": "date of adoption", "issued": "date of issue"}
STEP = {"date": "date of a step", "end": "end of a term of office"}


def drop_impossible_dates(resolution: Resolution) -> tuple[Resolution, tuple[Notice, ...]]:
    """Return the resolution with every understood date a day of the calendar, and a notice for each that was not.

    Text and masthead stay as printed; a date that is left out is "", not known.
    """
    impossible = tuple(_impossible_dates(resolution))
    if not impossible:
        return resolution, ()
    facts = resolution.facts
    facts = replace(facts, adopted=_known_date(facts.adopted), issued=_known_date(facts.issued))
    record = resolution.record and _without_impossible_dates(resolution.record)
    notices = tuple(
        notice(Code.DATE_IMPOSSIBLE, _place_of(date, resolution), what=what, date=date) for what, date in impossible
    )
    return replace(resolution, facts=facts, record=record), notices


def _impossible_dates(resolution: Resolution) -> Iterator[tuple[str, str]]:
    """Yield what each impossible date is of, and the date."""
    steps = resolution.record.steps if resolution.record else ()
    dates = [(what, getattr(resolution.facts, name)) for name, what in FACTS.items()]
    dates += [(what, getattr(step, name)) for step in steps for name, what in STEP.items()]
    return ((what, date) for what, date in dates if date and not is_date(date))


def _known_date(date: str) -> str:
    return date if is_date(date) else ""


def _without_impossible_dates(record: Record) -> Record:
    return replace(record, steps=tuple(map(_step_with_dates, record.steps)))


def _step_with_dates(step: Step) -> Step:
    return replace(step, **{name: _known_date(getattr(step, name)) for name in STEP})


def _place_of(date: str, resolution: Resolution) -> Where:
    """Return the place of the closing line that prints the date's year and day, else that of the resolution."""
    figures = [int(figure) for figure in re.findall(r"[0-9]{1,4}", date)]
    lines = (line for part in resolution.parts for line in part.closing)
    printed = (line.where for line in lines if {figures[0], figures[-1]} <= {*_figures_in(spell(line.content))})
    return next(printed, resolution.where) if figures else resolution.where


def _figures_in(text: str) -> list[int]:
    return [int(figure) for figure in re.findall(r"\d{1,4}", text)]
