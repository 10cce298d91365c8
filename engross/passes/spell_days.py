"""Spell the days of a session as the language writes them, where the source's template left them half in English.

The UN's XML of the Human Rights Council has "26 二月" and "5 四月 2024" for 2024年2月26日至4月5日,
and of the two Arabic names of a month, of which the UN prints both, only one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Any

from engross.grammars.language import Language
from engross.model.notice import Code, Notice, make_notice
from engross.model.tree import Resolution


@dataclass(frozen=True, slots=True)
class _SessionDay:
    """A day as printed: figures of the day and, "" for none, of the year; the number of the month, 0 for January."""

    day: str
    month: int
    year: str


def spell_session_days(resolution: Resolution, language: Language) -> tuple[Resolution, tuple[Notice, ...]]:
    """Return the resolution with the days of its session spelled, and a notice if the source has them otherwise."""
    words = language.words["session_days"]
    printed = resolution.masthead.period
    days = [day for line in printed if (day := _read_day(line, words["half_translated"]))]
    if not days or len(days) != len(printed):
        return resolution, ()
    spelled = _spell_days(days, words)
    shown = {"printed": "–".join(printed), "spelled": words["range"].join(spelled)}
    notice = make_notice(Code.SESSION_DAYS_SPELLED, resolution.where, **shown)
    return replace(resolution, masthead=replace(resolution.masthead, period=spelled)), (notice,)


def _read_day(line: str, months: list[str]) -> _SessionDay | None:
    """Return the day of a line in the order of English, with a month of the language; None for any other line."""
    match = re.fullmatch(r"(?P<day>\d{1,2})\s+(?P<month>\D+?)(?:\s+(?P<year>\d{4}))?", line)
    if match is None or match["month"] not in months:
        return None
    return _SessionDay(str(int(match["day"])), months.index(match["month"]), match["year"] or "")


def _spell_days(days: list[_SessionDay], words: dict[str, Any]) -> tuple[str, ...]:
    years = [day.year for day in days]
    if words["year_first"] and len(set(filter(None, years))) == 1:
        years = [max(years), *[""] * (len(days) - 1)]
    return tuple(
        words["dated" if year else "day"].format(day=day.day, month=words["months"][day.month], year=year)
        for day, year in zip(days, years, strict=True)
    )
