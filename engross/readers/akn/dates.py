"""Read the dates in attributes, and report those that are no date."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from engross.grammars.akn import TERM_END, UNKNOWN_DATES
from engross.grammars.dates import is_date
from engross.model.notice import Code, Notice, make_notice
from engross.model.tree import Where
from engross.readers.akn.tree import find_first
from engross.readers.common.dates import strip_time_and_zone

# Dated elements beside those that identify the document: name, what the date is, the attributes.
DATED_ELEMENTS = (
    ("docDate", "date in the attribute of <docDate>", ("date",)),
    ("step", "date of a step", ("date", "end", TERM_END)),
)


def read_known_day(date: str) -> str:
    """Return the day in an attribute; "" for a placeholder, and for no day of the calendar."""
    day = strip_time_and_zone(date)
    return day if is_date(day) and day not in UNKNOWN_DATES else ""


def check_dates(root: etree._Element, file: str) -> Iterator[Notice]:
    """Yield a notice for each placeholder for an unknown date, and for each date that is no day of the calendar."""
    for level, what in (("FRBRWork", "date of adoption"), ("FRBRExpression", "date of issue")):
        element = find_first(root, level)
        date = None if element is None else find_first(element, "FRBRdate")
        if date is not None and date.get("date") in UNKNOWN_DATES:
            yield make_notice(Code.DATE_UNKNOWN, Where(file, date.sourceline or 0), what=what, date=date.get("date"))
        elif date is not None:
            yield from _check_impossible_dates(date, what, file, ("date",))
    for name, what, attributes in DATED_ELEMENTS:
        for date in root.iter(f"{{*}}{name}"):
            yield from _check_impossible_dates(date, what, file, attributes)


def _check_impossible_dates(
    element: etree._Element, what: str, file: str, attributes: tuple[str, ...]
) -> Iterator[Notice]:
    """Yield a notice for each of the attributes whose date is no day of the calendar."""
    for date in filter(None, map(element.get, attributes)):
        if not is_date(strip_time_and_zone(date)):
            yield make_notice(Code.DATE_IMPOSSIBLE, Where(file, element.sourceline or 0), what=what, date=date)
