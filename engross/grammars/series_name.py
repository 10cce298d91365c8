"""Name the series of a resolution or decision with its session or year, in a language."""

from __future__ import annotations

import re

from engross.grammars.language import Language
from engross.grammars.symbol import SeriesPlace

BOTH = "both"  # series: a key of [book] in words/*.toml, as "res" and "dec" are


def name_series(place: SeriesPlace, organ: str, language: Language, kind: str = "") -> str:
    """Return the name of a series with its session or year: "Resolutions of the General Assembly, 77th session".

    ``kind``: BOTH for resolutions and decisions; "" for that of the place.
    """
    series = language.word("book", kind or place.kind, organ=organ)
    if not place.period:
        return series
    return language.word("series", "name", series=series, period=name_period(place, language))


def name_period(place: SeriesPlace, language: Language) -> str:
    """Return the name of the session or year of a place in a series: "77th session"."""
    ordinals: list[list[str]] = language.words["series"]["ordinals"] if place.period != "year" else []
    ending = next((ending for pattern, ending in ordinals if re.search(pattern, str(place.ordinal))), "")
    return language.word("series", place.period, n=f"{place.ordinal}{ending}")
