"""Name the series of a resolution or decision with its session or year, in a language."""

from __future__ import annotations

import re

from engross.grammars.language import Language
from engross.grammars.symbol import SeriesPlace


def name_series(place: SeriesPlace, organ: str, language: Language) -> str:
    """Return the name of a series with its session or year: "Resolutions of the General Assembly, 77th session"."""
    series = language.word("book", place.kind, organ=organ)
    if not place.period:
        return series
    ordinals: list[list[str]] = language.words["series"]["ordinals"] if place.period != "year" else []
    ending = next((ending for pattern, ending in ordinals if re.search(pattern, str(place.ordinal))), "")
    period = language.word("series", place.period, n=f"{place.ordinal}{ending}")
    return language.word("series", "name", series=series, period=period)
