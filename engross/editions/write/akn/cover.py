"""Write what stands before and after a text: the cover page, the number and the title, the closing lines."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from engross.editions.write.akn import blocks, inlines
from engross.editions.write.akn.clerk import AknWriterState
from engross.editions.write.akn.tags import AknElement, append_words, make_element
from engross.grammars.akn import MEETING_NAME
from engross.model.text import spell_inlines
from engross.model.tree import Facts, Inline, Paragraph, Resolution, Role


def make_cover_page(resolution: Resolution, state: AknWriterState) -> AknElement | None:
    """Return the masthead line by line, None if it is empty; what is not printed stands in attributes."""
    m, facts = resolution.masthead, resolution.facts
    dated = {"date": state.profile.format_date(facts.issued), "refersTo": "#dateOfIssuance"}
    lines = [
        _make_line("docAuthority", m.publisher, refersTo="#publisher"),
        _make_line("docNumber", m.symbol, refersTo="#symbol"),
        _make_line("docAuthority", m.organ, refersTo="#issuingBody"),
        _make_line("docStatus", m.distribution, refersTo="#distribution"),
        _make_line("docDate", m.issued, **dated) if m.issued else None,
        _make_line("inline", m.version, name="languageOfExpression") if m.version else None,
        _make_line("inline", m.original, name="originalLanguage") if m.original else None,
        _make_line("docAuthority", m.subsidiary, refersTo="#subsidiaryBody"),
        _make_line("session", m.session, value=facts.session),
        *_make_period(m.period, state),
        _make_line(
            "inline", m.agenda_item, title=facts.agenda_item, name="agenda item" if _has_agenda_item(resolution) else ""
        ),
        *(_make_line("inline", line, name="agenda item name") for line in m.agenda_title.splitlines()),
        _make_line("docTitle", m.adoption),
        make_element("p", inlines.fill_element(make_element("docProponent"), m.proponent, state))
        if m.proponent
        else None,
        *(make_element("p", words=line) for line in m.other),
        *_make_unprinted_meeting(resolution),
    ]
    known_lines = [line for line in lines if line is not None]
    return make_element("coverPage", *known_lines, eId=state.give_id("coverPage")) if known_lines else None


def _make_period(days: tuple[str, ...], state: AknWriterState) -> Iterator[AknElement]:
    """Yield the days on which the session began and ended, as printed."""
    for day, which in zip(days, ("#startDate", *["#endDate"] * len(days)), strict=False):
        yield make_element("p", make_element("date", words=day, date=state.profile.format_date(""), refersTo=which))


def _has_agenda_item(resolution: Resolution) -> bool:
    return bool(resolution.masthead.agenda_item or resolution.facts.agenda_item)


def _make_line(name: str, words: str, /, **attributes: object) -> AknElement | None:
    """Return a line of the cover page; None if it has neither words nor a known attribute."""
    known = {key: value for key, value in attributes.items() if value and key != "refersTo"}
    return make_element("p", make_element(name, words=words, **attributes)) if words or known else None


def _make_unprinted_meeting(resolution: Resolution) -> Iterator[AknElement]:
    """Yield the meeting if no closing line prints it."""
    facts = resolution.facts
    if facts.meeting is None and not facts.resumed:
        return
    printed = any(_is_meeting_line(line, facts) for part in resolution.parts for line in part.closing)
    if not printed:
        yield make_element("p", make_element("inline", name=MEETING_NAME, title=_meeting_title(facts)))


def _meeting_title(facts: Facts) -> str:
    figures = "" if facts.meeting is None else str(facts.meeting)
    return f"{figures} (resumed)" if facts.resumed else figures


def _find_figures(line: Paragraph) -> list[int]:
    return [int(figure) for figure in re.findall(r"\d{1,18}", spell_inlines(line.content, calls=False))]


def _is_meeting_line(line: Paragraph, facts: Facts) -> bool:
    """Return whether a closing line prints the meeting: its number is the only figure in it."""
    return facts.meeting is not None and _find_figures(line) == [facts.meeting] and not _has_notes(line.content)


def _is_adoption_line(line: Paragraph, facts: Facts) -> bool:
    """Return whether a closing line prints the date of adoption: year and day are in it, and no figure that is not."""
    day = [int(figure) for figure in facts.adopted.split("-")] if facts.adopted else []
    return bool(day) and {day[0], day[2]} <= {*_find_figures(line)} <= {*day} and not _has_notes(line.content)


def _has_notes(content: tuple[Inline, ...]) -> bool:
    return spell_inlines(content) != spell_inlines(content, calls=False)


def make_preface(number: str, title: tuple[Inline, ...], state: AknWriterState) -> AknElement | None:
    """Return the number and the title; None if there is neither."""
    if not number and not title:
        return None
    line = make_element("p")
    if number:
        line.append(make_element("docNumber", words=number))
        append_words(line, " ")
    if title:
        line.append(inlines.fill_element(make_element("docTitle"), title, state))
    return make_element("preface", line)


def make_conclusions(closing: tuple[Paragraph, ...], facts: Facts, state: AknWriterState) -> AknElement | None:
    """Return the closing lines, meeting and date marked; None if there are none."""
    lines = [element for line in closing for element in _make_closing_line(line, facts, state)]
    return make_element("conclusions", *lines, eId=state.give_id("conclusions")) if lines else None


def _make_closing_line(line: Paragraph, facts: Facts, state: AknWriterState) -> list[AknElement]:
    elements = blocks.make_flow((line,), state, "conclusions", Role.CLOSING)
    meeting, date = _is_meeting_line(line, facts), _is_adoption_line(line, facts)
    if etree.QName(elements[0]).localname == "p" and (meeting or date):
        attributes = {"name": MEETING_NAME, "title": _meeting_title(facts)} if meeting else {}
        attributes |= {} if meeting else {"date": facts.adopted, "refersTo": "#adoptionDate"}
        marked = inlines.fill_element(
            make_element("inline" if meeting else "docDate", **attributes), line.content, state
        )
        return [make_element("p", marked)]
    return elements
