"""IRIs of works, expressions and manifestations in two profiles, and of the documents that a text cites.

``guideline`` is what the AKN4UN guidelines prescribe, ``unxml`` what the official series has (un-documents: 5.2).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from engross.akn import UNKNOWN_DATES
from engross.symbol import InvalidSymbol, Symbol, from_url, parse

# The actors of organs whose resolutions have IRIs, as the production spells them, with their series.
ACTORS = {"ga": "unga", "sc": "unsc", "ecosoc": "unecosoc", "hrc": "unga-hrc"}
SERIES = {"A/RES": "ga", "A/DEC": "ga", "S/RES": "sc", "E/RES": "ecosoc", "E/DEC": "ecosoc"}
SERIES |= {"A/HRC/RES": "hrc", "A/HRC/DEC": "hrc"}
_WORK = re.compile(r"/akn/un/statement/(?P<type>\w+)/(?P<actor>[\w-]+)/(?P<date>[\d-]*)/(?P<number>[^/]+)/?")


@dataclass(frozen=True, slots=True)
class Profile:
    """A way to spell IRIs: its actors' prefix, its trailing slash, its date for “not known”."""

    name: str
    prefix: str
    slash: str
    unknown: str

    def date(self, date: str) -> str:
        """A date, or the profile's date for one that is not known."""
        return date or self.unknown

    def work(self, symbol: Symbol, organ: str, date: str) -> str:
        """The IRI of a work, without a trailing slash: /akn/un/statement/deliberation/unga/2022-12-15/77-213."""
        actor = ACTORS.get(organ, "un").replace("un", self.prefix, 1)
        return f"/akn/un/statement/deliberation/{actor}/{self.date(date)}/{number(symbol)}"

    def component(self, iri: str, name: str, end: str = "") -> str:
        """The IRI of a component of a work, an expression (ends in "@") or a manifestation: …/zho@!main."""
        gap = self.slash if end else ""
        tail = "" if end else self.slash
        join = "" if iri.endswith("@") else "/"
        return f"{iri}{gap or join}!{name}{end}{tail}"

    def whole(self, iri: str, end: str = "") -> str:
        """The IRI of a work, an expression or a manifestation itself."""
        return f"{iri}{end}" if end else f"{iri}{self.slash}"


PROFILES = {
    "unxml": Profile("unxml", "un", "/", UNKNOWN_DATES[0]),
    "guideline": Profile("guideline", "un-", "", UNKNOWN_DATES[1]),
}


def number(symbol: Symbol) -> str:
    """A symbol as the last piece of an IRI: 77-213, ES-11-4, 76-235B, 2623-2022; others whole: A-C.3-77-L.25."""
    series = next((s for s in SERIES if str(symbol).startswith(f"{s}/")), "")
    rest = str(symbol).removeprefix(f"{series}/")
    if series:
        rest = re.sub(r" \((\d{4})\)$", r"-\1", rest).replace(" ", "")
    return rest.replace("/", "-").replace(" ", "_")


def cited(symbol: Symbol, profile: Profile, resolver: str) -> str:
    """Where a citation leads: the work's IRI in the guidelines' profile where it tells the symbol, else the address.

    The day of adoption of a cited document is not known: the IRI has the profile's date for that.
    """
    series = next((s for s in SERIES if str(symbol).startswith(f"{s}/")), "")
    if profile.prefix != "un" and series and "DEC" not in series:
        iri = profile.work(symbol, SERIES[series], "")
        if symbol_of(iri) == symbol:
            return iri
    return symbol.url(resolver)


def symbol_of(href: str) -> Symbol | None:
    """The symbol of the document that a reference leads to, by the work's IRI or its address; None for no document."""
    found = _WORK.fullmatch(href)
    try:
        return _of_work(found) if found else from_url(href)
    except InvalidSymbol:
        return None


def _of_work(found: re.Match[str]) -> Symbol:
    """The symbol in a work's IRI. Raises InvalidSymbol where the organ has no series."""
    actor = re.sub("^un-", "un", found["actor"])
    organ = next((organ for organ, name in ACTORS.items() if actor in (name, organ)), "")
    text = found["number"].replace("_", " ")
    series = next((series for series, of in SERIES.items() if of == organ), None)
    if series is None:
        raise InvalidSymbol(text, 0, "a resolution of an organ with a series")
    if organ == "sc":
        return parse(f"{series}/" + re.sub(r"-(\d{4})$", r" (\1)", text))
    session = re.fullmatch(r"((?:E?S-)?\d+)-(.+)", text)
    return parse(f"{series}/{session[1]}/{session[2]}" if session else f"{series}/{text}")
