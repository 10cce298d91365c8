"""Read the cover page and the metadata into a Masthead (as printed) and Facts (as understood)."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from lxml import etree

from engross.grammars.agenda import find_agenda_items
from engross.grammars.akn import MEETING_NAME, OFFICIAL_SOURCE, STEP_RECOMMENDED, THESAURUS_NAME
from engross.grammars.akn.steps import parse_symbols, report_symbols
from engross.grammars.dates import find_iso_date
from engross.grammars.language import Language
from engross.grammars.numbering import parse_figures
from engross.grammars.symbol import Symbol
from engross.model.text import spell_inlines
from engross.model.tree import Facts, Inline, Masthead, Note, Text
from engross.model.walk import inlines_of, remove_notes
from engross.readers.akn import adoption_metadata
from engross.readers.akn.dates import read_known_day
from engross.readers.akn.engross_akn import is_engross_document
from engross.readers.akn.tree import (
    AknReaderState,
    find_first,
    is_cover_page,
    list_loose_pieces,
    local_name,
    named_children,
    read_inlines,
)

# The field of the masthead for an element of the cover page, by the element and its name or reference.
MASTHEAD_FIELDS = {
    ("docAuthority", "publisher"): "publisher",
    ("docAuthority", "issuingBody"): "organ",
    ("docNumber", "symbol"): "symbol",
    ("docStatus", ""): "distribution",
    ("docDate", ""): "issued",
    ("inline", "languageOfExpression"): "version",
    ("inline", "originalLanguage"): "original",
    ("docAuthority", "subsidiaryBody"): "subsidiary",
    ("session", ""): "session",
    ("date", "startDate"): "period",
    ("date", "endDate"): "period",
    ("inline", "agenda item"): "agenda_item",
    ("inline", "agenda item name"): "agenda_title",
    ("docTitle", ""): "adoption",
    ("docProponent", ""): "proponent",
}
# Fields that are lists of lines.
LIST_FIELDS = frozenset(("period", "other"))


def read_masthead(root: etree._Element, state: AknReaderState) -> tuple[Masthead, tuple[Note, ...]]:
    """Return the lines of the cover page, and the notes that they call.

    Lines of no known field, and all lines of further cover pages (those of parts), go into ``other``.
    """
    covers = [element for element in root.iter("{*}coverPage") if is_cover_page(element)]
    masthead, notes = Masthead(), []
    for n, cover in enumerate(covers):
        for line in list_loose_pieces(cover):
            for piece in _split_cover_line(line) if n == 0 else [line]:
                run = read_inlines(piece, state)
                notes += [item for item in inlines_of(run) if isinstance(item, Note)]
                masthead = _add_masthead_line(
                    masthead, "other" if n else _find_field(piece) or "other", remove_notes(run)
                )
    return masthead, tuple(notes)


def _split_cover_line(element: etree._Element) -> list[etree._Element]:
    """Return the fields in a line of the cover page; the line itself if they are not all of it."""
    fields = [piece for piece in element.iter() if local_name(piece) and _find_field(piece)]
    words = "".join(element.itertext()).split()
    field_words = " ".join("".join(piece.itertext()) for piece in fields).split()
    field_notes = sum(1 for piece in fields for _ in piece.iter("{*}authorialNote"))
    is_whole = "".join(words) == "".join(field_words) and field_notes == sum(
        1 for _ in element.iter("{*}authorialNote")
    )
    return fields if is_whole else [element]


def _find_field(element: etree._Element) -> str:
    """Return the field of the masthead for an element, "" for none."""
    name = local_name(element)
    key = element.get("name", "") if name == "inline" else element.get("refersTo", "").lstrip("#")
    return MASTHEAD_FIELDS.get((name, key)) or MASTHEAD_FIELDS.get((name, ""), "")


def _add_masthead_line(masthead: Masthead, field: str, content: tuple[Inline, ...]) -> Masthead:
    """Add a line to a field of the masthead: to its list, or behind a space; titles of the agenda a line each."""
    line = " ".join(spell_inlines(content).split())
    if not line:
        return masthead
    if field in LIST_FIELDS:
        lists: dict[str, Any] = {field: (*getattr(masthead, field), line)}
        return replace(masthead, **lists)
    if field == "proponent":
        separator = (Text(" "),) if masthead.proponent else ()
        return replace(masthead, proponent=(*masthead.proponent, *separator, *content))
    between = "\n" if field == "agenda_title" else " "  # two items of the agenda have a title each
    values: dict[str, Any] = {field: f"{getattr(masthead, field)}{between}{line}".strip()}
    return replace(masthead, **values)


def read_facts(document: etree._Element, lang: Language) -> Facts:
    """Return the facts in the metadata; a placeholder for an unknown date is no date."""
    adopted, issued = _read_frbr_date(document, "FRBRWork"), _read_frbr_date(document, "FRBRExpression")
    meeting, resumed = _read_meeting(document.getroottree().getroot())
    session, agenda = find_first(document, "session"), _read_agenda_item(document)
    docket = find_first(document, "docketNumber")
    return Facts(
        session=session.get("value", "") if session is not None else "",
        agenda_item=agenda,
        adopted=adopted or _read_doc_date(document, "adoptionDate", lang),
        issued=issued or _read_doc_date(document, "dateOfIssuance", lang),
        meeting=meeting,
        resumed=resumed,
        committee_report=_read_committee_reports(document),
        job_number=re.sub(r"\s*\([A-Z]\)\s*$", "", (docket.text or "").strip()) if docket is not None else "",
        subjects=_read_subjects(document),
    )


def _read_frbr_date(document: etree._Element, level: str) -> str:
    element = find_first(document, level)
    date = None if element is None else find_first(element, "FRBRdate")
    return read_known_day(date.get("date", "") if date is not None else "")


def _read_doc_date(document: etree._Element, reference: str, lang: Language) -> str:
    """Return the date of a docDate: by its attribute, else by its words; "" for none."""
    dates = [d for d in document.iter("{*}docDate") if d.get("refersTo", "").lstrip("#") == reference]
    days = (read_known_day(d.get("date", "")) or find_iso_date("".join(d.itertext()), lang, whole=True) for d in dates)
    return next((date for date in days if date), "")


def _read_meeting(document: etree._Element) -> tuple[int | None, bool]:
    """Return the number of the meeting that adopted the text, and whether it was a resumed one."""
    for element in document.iter("{*}inline", "{*}location"):
        if MEETING_NAME in (element.get("name"), element.get("refersTo", "").lstrip("#")):
            words = "".join(element.itertext())
            digits = re.search(r"\d+", element.get("title", "") or words)
            words += element.get("title", "")
            return (parse_figures(digits[0]) if digits else None), "(" in words
    return None, False


def _read_agenda_item(document: etree._Element) -> str:
    """Return the agenda items: by the attribute, or as printed if that says more ("13 and 72")."""
    for inline in document.iter("{*}inline"):
        if inline.get("name") == "agenda item":
            attribute = inline.get("title", "").strip()
            printed = "" if is_engross_document(document) else find_agenda_items("".join(inline.itertext()))
            return printed if printed.startswith(attribute) else attribute
    return ""


def _read_committee_reports(document: etree._Element) -> tuple[Symbol, ...]:
    """Return the reports that recommended the text: as engross wrote them, else by the UN's steps."""
    meta = find_first(document, "meta")
    if meta is None:
        return ()
    own_workflow = adoption_metadata.find_own_workflow(meta)
    if own_workflow is not None:
        return parse_symbols(
            step.get("as", "")
            for step in named_children(own_workflow, "step")
            if step.get("outcome") == STEP_RECOMMENDED
        )
    return report_symbols(adoption_metadata.read_steps(meta))


def _read_subjects(document: etree._Element) -> tuple[str, ...]:
    classifications = (c for c in document.iter("{*}classification") if c.get("source") != OFFICIAL_SOURCE)
    keywords = (k for c in classifications for k in named_children(c, "keyword"))
    terms = (k.get("showAs", "") for k in keywords if k.get("dictionary") == THESAURUS_NAME)
    return tuple(dict.fromkeys(term for term in terms if term))
