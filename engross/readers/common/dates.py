"""Read dates in the words of a language as ISO 8601."""

from __future__ import annotations

import re

from engross.grammars.language import Language

# A date or dateTime of XML Schema (3.3.7, 3.3.9): its day, then perhaps a time and a zone.
_XSD_DATE = re.compile(
    r"^([0-9]{4}-[0-9]{2}-[0-9]{2})(?:T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]+)?)?(?:Z|[+-][0-9]{2}:[0-9]{2})?$"
)


def find_iso_date(text: str, lang: Language, whole: bool) -> str:
    """Return the date that ``text`` is (``whole``) or has somewhere, in the shape of ISO 8601; "" for none.

    It need not be a day of the calendar: 31 February 1999 is 1999-02-31.
    """
    pattern = re.compile(lang.words["reading"]["date"])
    spellings = (text, text.title(), text.lower()) if text.isupper() else (text,)  # 22 JULY 1948
    matches = (pattern.fullmatch(form.strip()) if whole else pattern.search(form) for form in spellings)
    match = next(filter(None, matches), None)
    if not match:
        return ""
    months = lang.words["reading"]["months"]
    month = months.index(match["month"]) + 1 if match["month"] in months else int(match["month"])
    return f"{int(match['year']):04}-{month:02}-{int(match['day']):02}"


def strip_time_and_zone(text: str) -> str:
    """Return the day of a date of XML Schema, without time and zone; any other text without its edges."""
    return _XSD_DATE.sub(r"\1", text.strip())
