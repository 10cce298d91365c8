"""Read AKN4UN XML into a Reading (un-documents: the official series, its conventions and its defects)."""

from __future__ import annotations

from dataclasses import replace

from lxml import etree

from engross.grammars.symbol import Symbol
from engross.model.notice import Code, Notice, Refusal, make_notice
from engross.model.reading import Overrides, Reading
from engross.model.text import spell_title, strip_enacting_words
from engross.model.tree import Masthead, Resolution, Source, Where
from engross.readers.akn import adoption_metadata, checks, cover, engross_akn, known_defects, ledger, strays
from engross.readers.akn.blocks import read_note_blocks
from engross.readers.akn.document_language import choose_language
from engross.readers.akn.document_parts import read_parts
from engross.readers.akn.document_symbol import find_symbol
from engross.readers.akn.elements import DOCUMENT_ELEMENTS
from engross.readers.akn.note_placement import carry_masthead_notes, hoist_inner_notes, number_notes
from engross.readers.akn.tree import AknReaderState, find_first, local_name, parse_xml


def read(source: Source, overrides: Overrides) -> Reading:
    """Return the reading of an AKN4UN file: a statement, or a documentCollection with its components.

    Raises Refusal if the XML is ill-formed, is no Akoma Ntoso, or names no symbol.
    """
    root, repair_notices = parse_xml(source)
    move_notices = strays.move_strays(root, source.name)
    document = _find_document(root, source)
    exact = engross_akn.is_engross_document(document)
    note_notices = () if exact else (*hoist_inner_notes(root, source.name), *number_notes(root, source.name))
    raw_text = ledger.fold_raw_text(root)
    lang, language_notices = choose_language(document, overrides, source, believed=exact)
    defect_notices = (
        ()
        if exact
        else (*checks.check_tree(root, source.name, lang), *known_defects.set_defects_aside(root, source.name))
    )
    opening = frozenset(strip_enacting_words(words) for words in lang.words["enacting"].values())
    state = AknReaderState(source.name, opening, exact=exact, flow=engross_akn.read_flow if exact else read_note_blocks)
    metadata_notices = strays.report_metadata_text(root, source.name)
    state.notices += (
        *repair_notices,
        *move_notices,
        *metadata_notices,
        *language_notices,
        *note_notices,
        *defect_notices,
    )
    (masthead, notes), facts = cover.read_masthead(root, state), cover.read_facts(document, lang)
    symbol = find_symbol(document, lang, (overrides.symbol, masthead.symbol), source.name)
    (number, title), parts = (
        engross_akn.read_own_parts(root, document, state) if exact else read_parts(root, document, state)
    )
    title, parts = carry_masthead_notes(title, parts, notes, state)
    resolution = Resolution(
        symbol, lang.code, _find_organ(document, symbol), parts, masthead, facts, number, title, Where(source.name, 1)
    )
    resolution = replace(resolution, record=adoption_metadata.read_adoption_record(document))
    notices = (*state.notices, *checks.check_look_alikes(resolution), *_report_missing_facts(resolution, masthead))
    return Reading(resolution, notices, (), ledger.build_ledger(root, raw_text))


def _find_document(root: etree._Element, source: Source) -> etree._Element:
    """Return the first document in the root. Raises Refusal if there is none."""
    if local_name(root) == "akomaNtoso":
        for child in root:
            if local_name(child) in DOCUMENT_ELEMENTS:
                return child
        what = "the XML has no document: there is none in <akomaNtoso>"
    else:
        what = f"the XML is not an Akoma Ntoso document: its root is <{local_name(root)}>"
    hint = "expected <akomaNtoso> with a <statement> or a <documentCollection> in it"
    raise Refusal(what, hint, Where(source.name, root.sourceline or 1))


def _find_organ(document: etree._Element, symbol: Symbol) -> str:
    """Return the organ: that of the symbol, or, in a file of engross, its author."""
    author = find_first(document, "FRBRauthor") if engross_akn.is_engross_document(document) else None
    return symbol.organ if author is None else author.get("href", "").lstrip("#")


def _report_missing_facts(resolution: Resolution, masthead: Masthead) -> tuple[Notice, ...]:
    """Return a notice for each fact that is missing; the Security Council's resolutions have no title."""
    facts = resolution.facts
    values = {"title": spell_title(resolution.full_title), "date of adoption": facts.adopted, "meeting": facts.meeting}
    values |= {"job number": facts.job_number, "date of issue": facts.issued or masthead.issued}
    if resolution.organ == "sc":
        del values["title"]
    return tuple(
        make_notice(Code.NOT_FOUND, resolution.where, what=what) for what, value in values.items() if not value
    )
