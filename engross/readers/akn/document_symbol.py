"""Find the symbol of a document: from the overrides, as printed, from its IRI, or from its number and organ."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress

from lxml import etree

from engross.grammars.akn import HEADING_NAME, SYMBOL_NAME
from engross.grammars.language import Language
from engross.grammars.symbol import InvalidSymbol, Symbol, decision_symbol, resolution_symbol
from engross.grammars.symbol import parse as parse_symbol
from engross.model.notice import Refusal
from engross.model.text import strip_enacting_words
from engross.model.tree import Where
from engross.readers.akn.tree import find_first

ORGANS_BY_ACTOR = {"unga": "ga", "unecosoc": "ecosoc", "unga-hrc": "hrc", "unsc": "sc"}  # by actor in an IRI
IRI_YEAR = re.compile(r"(?:19|20)\d\d")
STATEMENT_NAME = "presidentialStatement"
# 2625-XXV, 217-A-III, 3201-S-VI: number, letters, session in Roman numerals.
ROMAN_SESSION_NUMBER = re.compile(r"(?P<number>\d+)-?(?P<letters>(?!E?S-[IVXL]+$)[A-Z]?)-(?P<session>(?:E?S-)?[IVXL]+)")


def find_symbol(document: etree._Element, lang: Language, named: tuple[str, str], file: str) -> Symbol:
    """Return the symbol of a document. Raises Refusal if nothing names one that can be read.

    ``named``: the symbol that the overrides name and the one in the masthead, "" for none.
    """
    overriding, printed = named
    if not overriding and (heading := _find_alias(document, HEADING_NAME)):
        return Symbol((), name=heading)
    for text in (overriding, _find_alias(document, SYMBOL_NAME), printed, *_spell_iri_symbols(document)):
        if text:
            with suppress(InvalidSymbol):
                return parse_symbol(text)
    try:
        return _make_numbered_symbol(document, _find_enacting_organ(document, lang), _read_printed_number(document))
    except InvalidSymbol:
        what = "the document names no symbol that can be read"
        hint = "give its symbol: --symbol A/RES/77/213"
        raise Refusal(what, hint, Where(file, document.sourceline or 0)) from None


def _find_alias(document: etree._Element, kind: str) -> str:
    """Return the first name of the work that is of a kind, "" for none."""
    names = (a for a in document.iter("{*}FRBRalias") if a.get("name") == kind)
    return next((a.get("value", "") for a in names), "")


def _spell_iri_symbols(document: etree._Element) -> Iterator[str]:
    """Yield the symbol that the IRI of the work spells with hyphens, for organs with regular IRIs."""
    work = find_first(document, "FRBRuri")
    pieces = work.get("value", "").strip("/").split("/") if work is not None else []
    organ, last_piece = ORGANS_BY_ACTOR.get(pieces[-3] if len(pieces) > 3 else "", ""), pieces[-1] if pieces else ""
    number, _, session_or_year = last_piece.rpartition("-")
    if organ == "sc":
        resolution = bool(IRI_YEAR.fullmatch(session_or_year)) and document.get("name") != STATEMENT_NAME
        yield (
            f"S/RES/{number} ({session_or_year})"
            if resolution
            else f"S/PRST/{last_piece.removeprefix('PRST-').replace('-', '/')}"
        )
    elif organ:
        roman = ROMAN_SESSION_NUMBER.fullmatch(last_piece)
        number_text = (
            f"{number}/{session_or_year}"
            if roman is None
            else f"{roman['number']}{roman['letters']}({roman['session']})"
        )
        try:
            yield str(_make_numbered_symbol(document, organ, number_text))
        except InvalidSymbol:
            return


def _make_numbered_symbol(document: etree._Element, organ: str, number: str) -> Symbol:
    """Return the symbol of a resolution, or of a decision, from its number."""
    decision = document.get("name", "").lower().startswith("decision")
    return (decision_symbol if decision else resolution_symbol)(organ, number)


def _find_enacting_organ(document: etree._Element, lang: Language) -> str:
    """Return the organ whose enacting words open the text, "" for none."""
    formula = find_first(document, "formula")
    words = "" if formula is None else strip_enacting_words("".join(formula.itertext()))
    return next(
        (organ for organ, phrase in lang.words["enacting"].items() if words == strip_enacting_words(phrase)), ""
    )


def _read_printed_number(document: etree._Element) -> str:
    """Return the number printed before the title, "" for none."""
    preface = find_first(document, "preface")
    number = None if preface is None else find_first(preface, "docNumber")
    return "" if number is None else "".join("".join(number.itertext()).split()).rstrip(".。．")
