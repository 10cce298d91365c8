"""The cover page and the metadata to a Masthead (as printed) and Facts (as understood)."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from lxml import etree

from engross.akn import MEETING, OFFICIAL, RECOMMENDED, THESAURUS
from engross.akn.steps import named, reports
from engross.language import Language
from engross.marker import figure_value
from engross.model import Facts, Inline, Masthead, Note, Text
from engross.structure.agenda import items
from engross.structure.akn import enacted
from engross.structure.akn.dates import known_day
from engross.structure.akn.own import is_own
from engross.structure.akn.tree import Scribe, children, find, inlines, is_cover, local, loose
from engross.structure.dates import date_in
from engross.symbol import Symbol
from engross.text import spell
from engross.walk import inlines_of, without_notes

# Which field of the masthead an element of the cover page fills, by element and name or reference.
FIELDS = {
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
# The fields that are lists of lines.
LISTS = frozenset(("period", "other"))


def masthead(root: etree._Element, scribe: Scribe) -> tuple[Masthead, tuple[Note, ...]]:
    """The lines of the cover page, and the notes that they call.

    A line that is none of the known ones is kept in ``other``, and so is what a second cover page says, that of a part.
    """
    covers = [element for element in root.iter("{*}coverPage") if is_cover(element)]
    found, notes = Masthead(), []
    for n, cover in enumerate(covers):
        for line in loose(cover):
            for piece in _pieces(line) if n == 0 else [line]:
                run = inlines(piece, scribe)
                notes += [item for item in inlines_of(run) if isinstance(item, Note)]
                found = _with(found, "other" if n else _field(piece) or "other", without_notes(run))
    return found, tuple(notes)


def _pieces(element: etree._Element) -> list[etree._Element]:
    """The fields in a line of the cover page, or the line itself where it holds none."""
    fields = [piece for piece in element.iter() if local(piece) and _field(piece)]
    words = "".join(element.itertext()).split()
    held = " ".join("".join(piece.itertext()) for piece in fields).split()
    within = sum(1 for piece in fields for _ in piece.iter("{*}authorialNote"))
    whole = "".join(words) == "".join(held) and within == sum(1 for _ in element.iter("{*}authorialNote"))
    return fields if whole else [element]


def _field(element: etree._Element) -> str:
    name = local(element)
    key = element.get("name", "") if name == "inline" else element.get("refersTo", "").lstrip("#")
    return FIELDS.get((name, key)) or FIELDS.get((name, ""), "")


def _with(masthead: Masthead, field: str, content: tuple[Inline, ...]) -> Masthead:
    line = " ".join(spell(content).split())
    if not line:
        return masthead
    if field in LISTS:
        lists: dict[str, Any] = {field: (*getattr(masthead, field), line)}
        return replace(masthead, **lists)
    if field == "proponent":
        between = (Text(" "),) if masthead.proponent else ()
        return replace(masthead, proponent=(*masthead.proponent, *between, *content))
    values: dict[str, Any] = {field: f"{getattr(masthead, field)} {line}".strip()}
    return replace(masthead, **values)


def facts(document: etree._Element, lang: Language) -> Facts:
    """What the metadata says; dates that stand for "not known" are not known."""
    adopted, issued = _frbr_date(document, "FRBRWork"), _frbr_date(document, "FRBRExpression")
    meeting, resumed = _meeting(document.getroottree().getroot())
    session, agenda = find(document, "session"), _agenda(document)
    job = find(document, "docketNumber")
    return Facts(
        session=session.get("value", "") if session is not None else "",
        agenda_item=agenda,
        adopted=adopted or _date_of(document, "adoptionDate", lang),
        issued=issued or _date_of(document, "dateOfIssuance", lang),
        meeting=meeting,
        resumed=resumed,
        committee_report=_reports(document),
        job_number=re.sub(r"\s*\([A-Z]\)\s*$", "", (job.text or "").strip()) if job is not None else "",
        subjects=_subjects(document),
    )


def _frbr_date(document: etree._Element, level: str) -> str:
    element = find(document, level)
    date = None if element is None else find(element, "FRBRdate")
    return known_day(date.get("date", "") if date is not None else "")


def _date_of(document: etree._Element, reference: str, lang: Language) -> str:
    """The date of a docDate: as its attribute says, else as its words do."""
    dates = [d for d in document.iter("{*}docDate") if d.get("refersTo", "").lstrip("#") == reference]
    said = (known_day(d.get("date", "")) or date_in("".join(d.itertext()), lang, whole=True) for d in dates)
    return next((date for date in said if date), "")


def _meeting(document: etree._Element) -> tuple[int | None, bool]:
    """The number of the meeting that adopted the text, and whether it was a resumed one."""
    for element in document.iter("{*}inline", "{*}location"):
        if MEETING in (element.get("name"), element.get("refersTo", "").lstrip("#")):
            words = "".join(element.itertext())
            digits = re.search(r"\d+", element.get("title", "") or words)
            words += element.get("title", "")
            return (figure_value(digits[0]) if digits else None), "(" in words
    return None, False


def _agenda(document: etree._Element) -> str:
    """The item, or items, of the agenda: as the attribute has it, or as printed where that says more ("13 and 72")."""
    for inline in document.iter("{*}inline"):
        if inline.get("name") == "agenda item":
            given = inline.get("title", "").strip()
            printed = "" if is_own(document) else items("".join(inline.itertext()))
            return printed if printed.startswith(given) else given
    return ""


def _reports(document: etree._Element) -> tuple[Symbol, ...]:
    """The reports that recommended the text: as engross wrote them down, else as the UN's steps name them."""
    meta = find(document, "meta")
    if meta is None:
        return ()
    own = enacted.own_workflow(meta)
    if own is not None:
        return named(step.get("as", "") for step in children(own, "step") if step.get("outcome") == RECOMMENDED)
    return reports(enacted.steps(meta))


def _subjects(document: etree._Element) -> tuple[str, ...]:
    given = (c for c in document.iter("{*}classification") if c.get("source") != OFFICIAL)
    words = (k for c in given for k in children(c, "keyword"))
    terms = (k.get("showAs", "") for k in words if k.get("dictionary") == THESAURUS)
    return tuple(dict.fromkeys(term for term in terms if term))
