"""Spell IRIs of works, expressions, manifestations and cited documents in two profiles, and read symbols from them.

``guideline`` is what the AKN4UN guidelines prescribe, ``unxml`` what the official series has (un-documents: 5.2).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from engross.grammars.akn import UNKNOWN_DATES
from engross.grammars.symbol import InvalidSymbol, Symbol, parse, symbol_from_url

# The actors of organs whose resolutions have IRIs, as the production spells them, with their series.
ACTOR_BY_ORGAN = {"ga": "unga", "sc": "unsc", "ecosoc": "unecosoc", "hrc": "unga-hrc"}
ORGAN_BY_SERIES = {"A/RES": "ga", "A/DEC": "ga", "S/RES": "sc", "E/RES": "ecosoc", "E/DEC": "ecosoc"}
ORGAN_BY_SERIES |= {"A/HRC/RES": "hrc", "A/HRC/DEC": "hrc"}
_WORK_IRI = re.compile(r"/akn/un/statement/(?P<type>\w+)/(?P<actor>[\w-]+)/(?P<date>[\d-]*)/(?P<number>[^/]+)/?")


@dataclass(frozen=True, slots=True)
class IriProfile:
    """A way to spell IRIs: its name, the prefix of its actors, its trailing slash, its date for an unknown one."""

    name: str
    prefix: str
    slash: str
    unknown: str

    def format_date(self, date: str) -> str:
        """Return a date, or the profile's date for an unknown one if it is ""."""
        return date or self.unknown

    def work_iri(self, symbol: Symbol, organ: str, date: str) -> str:
        """Return the IRI of a work, without a trailing slash: /akn/un/statement/deliberation/unga/2022-12-15/77-213."""
        actor = ACTOR_BY_ORGAN.get(organ, "un").replace("un", self.prefix, 1)
        return f"/akn/un/statement/deliberation/{actor}/{self.format_date(date)}/{iri_number(symbol)}"

    def component_iri(self, iri: str, name: str, end: str = "") -> str:
        """Return the IRI of a component of a work, an expression (ends in "@") or a manifestation: …/zho@!main."""
        gap = self.slash if end else ""
        tail = "" if end else self.slash
        join = "" if iri.endswith("@") else "/"
        return f"{iri}{gap or join}!{name}{end}{tail}"

    def complete_iri(self, iri: str, end: str = "") -> str:
        """Return the IRI of a work, an expression or a manifestation itself."""
        return f"{iri}{end}" if end else f"{iri}{self.slash}"


IRI_PROFILES = {
    "unxml": IriProfile("unxml", "un", "/", UNKNOWN_DATES[0]),
    "guideline": IriProfile("guideline", "un-", "", UNKNOWN_DATES[1]),
}


def iri_number(symbol: Symbol) -> str:
    """Return a symbol as the last piece of an IRI: 77-213, ES-11-4, 76-235B, 2623-2022; others whole: A-C.3-77-L.25."""
    series = next((s for s in ORGAN_BY_SERIES if str(symbol).startswith(f"{s}/")), "")
    number = str(symbol).removeprefix(f"{series}/")
    if series:
        number = re.sub(r" \((\d{4})\)$", r"-\1", number).replace(" ", "")
    return number.replace("/", "-").replace(" ", "_")


def citation_target(symbol: Symbol, profile: IriProfile, resolver: str) -> str:
    """Return where a citation leads: to the address of the document, or to a work's IRI.

    The IRI is that of a resolution in the guidelines' profile, if the symbol can be read from it again. The adoption
    date of a cited document is not known: the IRI has the profile's date for that.
    """
    series = next((s for s in ORGAN_BY_SERIES if str(symbol).startswith(f"{s}/")), "")
    if profile.prefix != "un" and series and "DEC" not in series:
        iri = profile.work_iri(symbol, ORGAN_BY_SERIES[series], "")
        if symbol_of_reference(iri) == symbol:
            return iri
    return symbol.url(resolver)


def symbol_of_reference(href: str) -> Symbol | None:
    """Return the symbol of the document that a reference leads to, by a work's IRI or an address; None for neither."""
    match = _WORK_IRI.fullmatch(href)
    try:
        return _parse_work_symbol(match) if match else symbol_from_url(href)
    except InvalidSymbol:
        return None


def _parse_work_symbol(match: re.Match[str]) -> Symbol:
    """Return the symbol in a work's IRI. Raises InvalidSymbol if the organ has no series."""
    actor = re.sub("^un-", "un", match["actor"])
    organ = next((organ for organ, name in ACTOR_BY_ORGAN.items() if actor in (name, organ)), "")
    text = match["number"].replace("_", " ")
    series = next((series for series, of in ORGAN_BY_SERIES.items() if of == organ), None)
    if series is None:
        raise InvalidSymbol(text, 0, "a resolution of an organ with a series")
    if organ == "sc":
        return parse(f"{series}/" + re.sub(r"-(\d{4})$", r" (\1)", text))
    session = re.fullmatch(r"((?:E?S-)?\d+)-(.+)", text)
    return parse(f"{series}/{session[1]}/{session[2]}" if session else f"{series}/{text}")
