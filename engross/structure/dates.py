"""Dates in the words of a language to ISO 8601."""

from __future__ import annotations

import re

from engross.language import Language


def date_in(text: str, lang: Language, whole: bool) -> str:
    """The ISO date that ``text`` is (``whole``) or begins to say somewhere; "" for none."""
    pattern = re.compile(lang.words["reading"]["date"])
    match = pattern.fullmatch(text.strip()) if whole else pattern.search(text)
    if not match:
        return ""
    months = lang.words["reading"]["months"]
    month = months.index(match["month"]) + 1 if match["month"] in months else int(match["month"])
    return f"{int(match['year']):04}-{month:02}-{int(match['day']):02}"
