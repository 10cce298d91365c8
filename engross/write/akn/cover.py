"""What stands before and after a text: the cover page, the number and the title, the closing lines."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from engross.akn import MEETING
from engross.model import Facts, Inline, Paragraph, Resolution, Role
from engross.text import spell
from engross.write.akn import blocks, inlines
from engross.write.akn.clerk import Clerk
from engross.write.akn.tags import Element, make, say


def cover_page(resolution: Resolution, clerk: Clerk) -> Element | None:
    """The masthead, line by line; what is known but not printed stands in attributes of empty elements."""
    m, facts = resolution.masthead, resolution.facts
    dated = {"date": clerk.profile.date(facts.issued), "refersTo": "#dateOfIssuance"}
    lines = [
        _line("docAuthority", m.publisher, refersTo="#publisher"),
        _line("docNumber", m.symbol, refersTo="#symbol"),
        _line("docAuthority", m.organ, refersTo="#issuingBody"),
        _line("docStatus", m.distribution, refersTo="#distribution"),
        _line("docDate", m.issued, **dated) if m.issued else None,
        _line("inline", m.version, name="languageOfExpression") if m.version else None,
        _line("inline", m.original, name="originalLanguage") if m.original else None,
        _line("docAuthority", m.subsidiary, refersTo="#subsidiaryBody"),
        _line("session", m.session, value=facts.session),
        *_period(m.period, clerk),
        _line("inline", m.agenda_item, title=facts.agenda_item, name="agenda item" if _agenda(resolution) else ""),
        _line("inline", m.agenda_title, name="agenda item name" if m.agenda_title else ""),
        _line("docTitle", m.adoption),
        make("p", inlines.fill(make("docProponent"), m.proponent, clerk)) if m.proponent else None,
        *(make("p", words=line) for line in m.other),
        *_unprinted_meeting(resolution),
    ]
    given = [line for line in lines if line is not None]
    return make("coverPage", *given, eId=clerk.give("coverPage")) if given else None


def _period(days: tuple[str, ...], clerk: Clerk) -> Iterator[Element]:
    """The days on which the session began and ended, as printed."""
    for day, which in zip(days, ("#startDate", *["#endDate"] * len(days)), strict=False):
        yield make("p", make("date", words=day, date=clerk.profile.date(""), refersTo=which))


def _agenda(resolution: Resolution) -> bool:
    return bool(resolution.masthead.agenda_item or resolution.facts.agenda_item)


def _line(name: str, words: str, /, **attributes: object) -> Element | None:
    """A line of the cover page; None where it neither says nor knows anything."""
    known = {key: value for key, value in attributes.items() if value and key != "refersTo"}
    return make("p", make(name, words=words, **attributes)) if words or known else None


def _unprinted_meeting(resolution: Resolution) -> Iterator[Element]:
    """The meeting where no closing line prints it."""
    facts = resolution.facts
    if facts.meeting is None and not facts.resumed:
        return
    printed = any(_of_meeting(line, facts) for part in resolution.parts for line in part.closing)
    if not printed:
        yield make("p", make("inline", name=MEETING, title=_meeting(facts)))


def _meeting(facts: Facts) -> str:
    figures = "" if facts.meeting is None else str(facts.meeting)
    return f"{figures} (resumed)" if facts.resumed else figures


def _figures(line: Paragraph) -> list[int]:
    return [int(figure) for figure in re.findall(r"\d{1,18}", spell(line.content, calls=False))]


def _of_meeting(line: Paragraph, facts: Facts) -> bool:
    """Whether a closing line prints the meeting: its number is the only figure in it."""
    return facts.meeting is not None and _figures(line) == [facts.meeting] and not _noted(line.content)


def _of_adoption(line: Paragraph, facts: Facts) -> bool:
    """Whether a closing line prints the date of adoption: year and day are in it, and no figure that is not."""
    day = [int(figure) for figure in facts.adopted.split("-")] if facts.adopted else []
    return bool(day) and {day[0], day[2]} <= {*_figures(line)} <= {*day} and not _noted(line.content)


def _noted(content: tuple[Inline, ...]) -> bool:
    return spell(content) != spell(content, calls=False)


def preface(number: str, title: tuple[Inline, ...], clerk: Clerk) -> Element | None:
    """The number and the title; None where there is neither."""
    if not number and not title:
        return None
    line = make("p")
    if number:
        line.append(make("docNumber", words=number))
        say(line, " ")
    if title:
        line.append(inlines.fill(make("docTitle"), title, clerk))
    return make("preface", line)


def conclusions(closing: tuple[Paragraph, ...], facts: Facts, clerk: Clerk) -> Element | None:
    """The closing lines, meeting and date marked; None where there are none."""
    lines = [element for line in closing for element in _closing(line, facts, clerk)]
    return make("conclusions", *lines, eId=clerk.give("conclusions")) if lines else None


def _closing(line: Paragraph, facts: Facts, clerk: Clerk) -> list[Element]:
    elements = blocks.flow((line,), clerk, "conclusions", Role.CLOSING)
    meeting, date = _of_meeting(line, facts), _of_adoption(line, facts)
    if etree.QName(elements[0]).localname == "p" and (meeting or date):
        said = {"name": MEETING, "title": _meeting(facts)} if meeting else {}
        said |= {} if meeting else {"date": facts.adopted, "refersTo": "#adoptionDate"}
        marked = inlines.fill(make("inline" if meeting else "docDate", **said), line.content, clerk)
        return [make("p", marked)]
    return elements
