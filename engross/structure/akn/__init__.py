"""AKN4UN XML to a Reading (un-documents: the official series, its conventions and its defects)."""

from __future__ import annotations

from dataclasses import replace

from lxml import etree

from engross.model import Masthead, Resolution, Source, Where
from engross.notice import Code, Notice, Refusal, notice
from engross.reading import Reading, Wishes
from engross.structure.akn import checks, cover, enacted, ledger, own, repair, strays
from engross.structure.akn.blocks import note_blocks
from engross.structure.akn.name import symbol_of
from engross.structure.akn.seats import carried, hoist, number
from engross.structure.akn.terms import DOCUMENTS
from engross.structure.akn.texts import texts
from engross.structure.akn.tongue import language_of
from engross.structure.akn.tree import Scribe, find, local, parse
from engross.symbol import Symbol
from engross.text import bare_words, title_text


def read(source: Source, wishes: Wishes) -> Reading:
    """The resolution in an AKN4UN file: statement, or documentCollection with its components.

    Raises Refusal where the XML is ill-formed, is no Akoma Ntoso, or names no symbol.
    """
    root, mended = parse(source)
    moved = strays.put_in_place(root, source.name)
    document = _document(root, source)
    exact = own.is_own(document)
    said = () if exact else (*hoist(root, source.name), *number(root, source.name))
    raw = ledger.raw_text(root)
    lang, of_language = language_of(document, wishes, source, believed=exact)
    seen = () if exact else (*checks.checks(root, source.name, lang), *repair.repair(root, source.name))
    opening = frozenset(bare_words(words) for words in lang.words["enacting"].values())
    scribe = Scribe(source.name, opening, exact=exact, flow=own.flow if exact else note_blocks)
    in_metadata = strays.tell_text(root, source.name)
    scribe.notices += (*mended, *moved, *in_metadata, *of_language, *said, *seen)
    (masthead, notes), facts = cover.masthead(root, scribe), cover.facts(document, lang)
    symbol = symbol_of(wishes, masthead, document, source, lang)
    (printed, title), text = own.texts(root, document, scribe) if exact else texts(root, document, scribe)
    title, text = carried(title, text, notes, scribe)
    resolution = Resolution(
        symbol, lang.code, _organ(document, symbol), text, masthead, facts, printed, title, Where(source.name, 1)
    )
    resolution = replace(resolution, record=enacted.record(document))
    notices = (*scribe.notices, *checks.look_alikes(resolution), *_unknown(resolution, masthead))
    return Reading(resolution, notices, (), ledger.ledger(root, raw))


def _document(root: etree._Element, source: Source) -> etree._Element:
    if local(root) == "akomaNtoso":
        for child in root:
            if local(child) in DOCUMENTS:
                return child
        what = "the XML has no document: there is none in <akomaNtoso>"
    else:
        what = f"the XML is no Akoma Ntoso document: its root is <{local(root)}>"
    hint = "expected <akomaNtoso> with a <statement> or a <documentCollection> in it"
    raise Refusal(what, hint, Where(source.name, root.sourceline or 1))


def _organ(document: etree._Element, symbol: Symbol) -> str:
    """The organ: that of the symbol, or the author that engross wrote down."""
    author = find(document, "FRBRauthor") if own.is_own(document) else None
    return symbol.organ if author is None else author.get("href", "").lstrip("#")


def _unknown(resolution: Resolution, masthead: Masthead) -> tuple[Notice, ...]:
    """What a document of its kind says and this one does not; the Security Council gives its resolutions no title."""
    facts = resolution.facts
    known = {"title": title_text(resolution.full_title), "date of adoption": facts.adopted, "meeting": facts.meeting}
    known |= {"job number": facts.job_number, "date of issue": facts.issued or masthead.issued}
    if resolution.organ == "sc":
        del known["title"]
    return tuple(notice(Code.NOT_FOUND, resolution.where, what=what) for what, value in known.items() if not value)
