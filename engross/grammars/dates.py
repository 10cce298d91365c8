"""Days of the calendar as ISO 8601 writes them."""

from __future__ import annotations

import re
from datetime import date

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
