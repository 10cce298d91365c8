"""The symbol of a document: as wished for, as printed, as its IRI spells it, or from its number and its organ."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress

from lxml import etree

from engross.akn import SYMBOL
from engross.language import Language
from engross.model import Masthead, Source, Where
from engross.notice import Refusal
from engross.reading import Wishes
from engross.structure.akn.tree import find
from engross.symbol import InvalidSymbol, Symbol, decision_symbol, resolution_symbol
from engross.symbol import parse as parse_symbol
from engross.text import bare_words

ORGANS = {"unga": "ga", "unecosoc": "ecosoc", "unga-hrc": "hrc", "unsc": "sc"}  # by the actor of an IRI
YEAR = re.compile(r"(?:19|20)\d\d")
STATEMENT = "presidentialStatement"
# 2625-XXV, 217-A-III, 3201-S-VI: number, letters, session in Roman numerals.
ROMAN = re.compile(r"(?P<number>\d+)-?(?P<letters>(?!E?S-[IVXL]+$)[A-Z]?)-(?P<session>(?:E?S-)?[IVXL]+)")


def symbol_of(wishes: Wishes, masthead: Masthead, document: etree._Element, source: Source, lang: Language) -> Symbol:
    """The symbol of a document. Raises Refusal where nothing names one that can be read."""
    for text in (wishes.symbol, _alias(document), masthead.symbol, *_from_iri(document)):
        if text:
            with suppress(InvalidSymbol):
                return parse_symbol(text)
    try:
        return _numbered(document, _organ(document, lang), _number(document))
    except InvalidSymbol:
        what = "the document names no symbol that can be read"
        hint = "say which it is: --symbol A/RES/77/213"
        raise Refusal(what, hint, Where(source.name, document.sourceline or 0)) from None


def _alias(document: etree._Element) -> str:
    """The symbol that the work has as another name; "" for none."""
    names = (a for a in document.iter("{*}FRBRalias") if a.get("name") == SYMBOL)
    return next((a.get("value", "") for a in names), "")


def _from_iri(document: etree._Element) -> Iterator[str]:
    """The symbol that the work's IRI spells with hyphens, for the organs whose IRIs are regular."""
    work = find(document, "FRBRuri")
    pieces = work.get("value", "").strip("/").split("/") if work is not None else []
    organ, said = ORGANS.get(pieces[-3] if len(pieces) > 3 else "", ""), pieces[-1] if pieces else ""
    number, _, last = said.rpartition("-")
    if organ == "sc":
        resolution = bool(YEAR.fullmatch(last)) and document.get("name") != STATEMENT
        yield f"S/RES/{number} ({last})" if resolution else f"S/PRST/{said.removeprefix('PRST-').replace('-', '/')}"
    elif organ:
        roman = ROMAN.fullmatch(said)
        spelled = f"{number}/{last}" if roman is None else f"{roman['number']}{roman['letters']}({roman['session']})"
        try:
            yield str(_numbered(document, organ, spelled))
        except InvalidSymbol:
            return


def _numbered(document: etree._Element, organ: str, number: str) -> Symbol:
    """The symbol of a resolution, or of a decision, by its number."""
    decision = document.get("name", "").lower().startswith("decision")
    return (decision_symbol if decision else resolution_symbol)(organ, number)


def _organ(document: etree._Element, lang: Language) -> str:
    """The organ whose words open the text; "" for none."""
    formula = find(document, "formula")
    words = "" if formula is None else bare_words("".join(formula.itertext()))
    return next((organ for organ, said in lang.words["enacting"].items() if words == bare_words(said)), "")


def _number(document: etree._Element) -> str:
    """The number printed before the title."""
    preface = find(document, "preface")
    number = None if preface is None else find(preface, "docNumber")
    return "" if number is None else "".join("".join(number.itertext()).split()).rstrip(".。．")
