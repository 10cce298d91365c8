"""AKN4UN XML to a Reading (un-documents: the official series, its conventions and its defects)."""

from __future__ import annotations

from dataclasses import replace

from lxml import etree

from engross.akn import SYMBOL
from engross.model import Masthead, Resolution, Source, Where
from engross.notice import Code, Notice, Refusal, notice
from engross.reading import Reading, Wishes
from engross.structure.akn import checks, cover, enacted, ledger, own, repair
from engross.structure.akn.blocks import note_blocks
from engross.structure.akn.embedded import bare_words
from engross.structure.akn.seats import carried, hoist
from engross.structure.akn.texts import texts
from engross.structure.akn.tongue import language_of
from engross.structure.akn.tree import DOCUMENTS, Scribe, children, find, local, parse
from engross.symbol import InvalidSymbol, Symbol
from engross.symbol import parse as parse_symbol
from engross.text import title_text

SERIES = {"unga": "A/RES", "unecosoc": "E/RES", "unga-hrc": "A/HRC/RES", "unsc": "S/RES"}  # by the actor of an IRI


def read(source: Source, wishes: Wishes) -> Reading:
    """The resolution in an AKN4UN file: statement, or documentCollection with its components.

    Raises Refusal where the XML is ill-formed, is no Akoma Ntoso, or names no symbol.
    """
    root, mended = parse(source)
    document = _document(root, source)
    exact = own.is_own(document)
    said = () if exact else hoist(root, source.name)
    raw = ledger.raw_text(root)
    lang, of_language = language_of(document, wishes, source, believed=exact)
    seen = () if exact else (*checks.checks(root, source.name, lang), *repair.repair(root, source.name))
    opening = frozenset(bare_words(words) for words in lang.words["enacting"].values())
    scribe = Scribe(source.name, opening, exact=exact, flow=own.flow if exact else note_blocks)
    scribe.notices += (*mended, *of_language, *said, *seen)
    (masthead, notes), facts = cover.masthead(root, scribe), cover.facts(document, lang)
    symbol = _symbol(wishes, masthead, document, source)
    (number, title), text = own.texts(root, document, scribe) if exact else texts(root, document, scribe)
    title, text = carried(title, text, notes, scribe)
    resolution = Resolution(
        symbol, lang.code, _organ(document, symbol), text, masthead, facts, number, title, Where(source.name, 1)
    )
    resolution = replace(resolution, record=enacted.record(document))
    notices = (*scribe.notices, *checks.look_alikes(resolution), *_unknown(resolution, masthead))
    return Reading(resolution, notices, (), ledger.ledger(root, raw))


def _document(root: etree._Element, source: Source) -> etree._Element:
    if local(root) == "akomaNtoso":
        for child in root:
            if local(child) in DOCUMENTS:
                return child
    what = f"the XML is no Akoma Ntoso document: its root is <{local(root)}>"
    hint = "expected <akomaNtoso> with a <statement> or a <documentCollection> in it"
    raise Refusal(what, hint, Where(source.name, root.sourceline or 1))


def _symbol(wishes: Wishes, masthead: Masthead, document: etree._Element, source: Source) -> Symbol:
    for text in (wishes.symbol, _alias(document), masthead.symbol, _from_iri(document)):
        if text:
            try:
                return parse_symbol(text)
            except InvalidSymbol as error:
                if text == wishes.symbol:
                    raise Refusal(
                        str(error), "give a symbol such as --symbol A/RES/77/213", Where(source.name)
                    ) from None
    what = "the document names no symbol that can be read"
    raise Refusal(what, "say which it is: --symbol A/RES/77/213", Where(source.name, document.sourceline or 0))


def _alias(document: etree._Element) -> str:
    """The symbol that the work has as another name; "" for none."""
    names = (a for a in document.iter("{*}FRBRalias") if a.get("name") == SYMBOL)
    return next((a.get("value", "") for a in names), "")


def _organ(document: etree._Element, symbol: Symbol) -> str:
    """The organ: that of the symbol, or the author that engross wrote down."""
    author = find(document, "FRBRauthor") if own.is_own(document) else None
    return symbol.organ if author is None else author.get("href", "").lstrip("#")


def _from_iri(document: etree._Element) -> str:
    """The symbol that the work's IRI spells with hyphens, for the organs whose IRIs are regular; else ""."""
    work = find(document, "FRBRuri")
    pieces = work.get("value", "").strip("/").split("/") if work is not None else []
    series = SERIES.get(pieces[-3] if len(pieces) > 3 else "")
    if not series:
        return ""
    number, _, year = pieces[-1].rpartition("-")
    return f"{series}/{number} ({year})" if series == "S/RES" else f"{series}/{number}/{year}"


def _unknown(resolution: Resolution, masthead: Masthead) -> tuple[Notice, ...]:
    """What a document of its kind says and this one does not; the Security Council gives its resolutions no title."""
    facts = resolution.facts
    known = {"title": title_text(resolution.full_title), "date of adoption": facts.adopted, "meeting": facts.meeting}
    known |= {"job number": facts.job_number, "date of issue": facts.issued or masthead.issued}
    if resolution.organ == "sc":
        del known["title"]
    return tuple(notice(Code.NOT_FOUND, resolution.where, what=what) for what, value in known.items() if not value)
