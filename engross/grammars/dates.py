"""Days of the calendar as ISO 8601 writes them, and as the words of a language do."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from engross.grammars.language import Language

_DATE_SHAPE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def is_date(text: str) -> bool:
    """Return whether ``text`` is a day of the calendar, written as 2022-12-15, from the year 1 to the year 9999."""
    if not _DATE_SHAPE.fullmatch(text):
        return False
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def find_iso_date(text: str, lang: Language, whole: bool) -> str:
    """Return the date that ``text`` is (``whole``) or has somewhere, in the shape of ISO 8601; "" for none.

    It need not be a day of the calendar: 31 February 1999 is 1999-02-31.
    """
    pattern = re.compile(lang.words["reading"]["date"])
    matches = (pattern.fullmatch(form.strip()) if whole else pattern.search(form) for form in _list_spellings(text))
    match = next(filter(None, matches), None)
    return _spell_iso_date(match, lang) if match else ""


def iter_iso_dates(text: str, lang: Language) -> Iterator[str]:
    """Yield each date in ``text`` that is a day of the calendar."""
    pattern = re.compile(lang.words["reading"]["date"])
    dates = (_spell_iso_date(match, lang) for form in _list_spellings(text) for match in pattern.finditer(form))
    return filter(is_date, dates)


def spell_day(day: str, lang: Language) -> str:
    """Return a day of ISO 8601 as the language writes it, "7 October 2022"; what is no such day as it is."""
    if not is_date(day):
        return day
    words, date_of_day = lang.words["compilation"], date.fromisoformat(day)
    months = lang.words["session_days"]["months"] or lang.words["reading"]["months"]
    number = words["first_day"] if date_of_day.day == 1 else str(date_of_day.day)
    return str(words["written_day"].format(day=number, month=months[date_of_day.month - 1], year=date_of_day.year))


def _list_spellings(text: str) -> tuple[str, ...]:
    """Return a text in the ways in which it may have to be read: 22 JULY 1948."""
    return (text, text.title(), text.lower()) if text.isupper() else (text,)


def _spell_iso_date(match: re.Match[str], lang: Language) -> str:
    months = lang.words["reading"]["months"]
    month = months.index(match["month"]) + 1 if match["month"] in months else int(match["month"])
    return f"{int(match['year']):04}-{month:02}-{int(match['day']):02}"
