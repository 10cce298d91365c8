"""Read the dates of XML Schema."""

from __future__ import annotations

import re

# A date or dateTime of XML Schema (3.3.7, 3.3.9): its day, then perhaps a time and a zone.
_XSD_DATE = re.compile(
    r"^([0-9]{4}-[0-9]{2}-[0-9]{2})(?:T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]+)?)?(?:Z|[+-][0-9]{2}:[0-9]{2})?$"
)


def strip_time_and_zone(text: str) -> str:
    """Return the day of a date of XML Schema, without time and zone; any other text without its edges."""
    return _XSD_DATE.sub(r"\1", text.strip())
